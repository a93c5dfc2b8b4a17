"""The one method every extraction strategy has."""

from __future__ import annotations

from typing import Protocol

from summarizer.domain.document import Document
from summarizer.domain.extraction import Extraction
from summarizer.domain.schema import TargetSchema

__all__ = ["Strategy"]


class Strategy(Protocol):
    """Fill a schema from a document; the facts come back in wire form, unchecked."""

    name: str

    async def extract(self, document: Document, schema: TargetSchema) -> Extraction:
        """Return wire facts valid under ``schema.wire_model``; raise ``ArticleError`` when there are none."""
        ...
