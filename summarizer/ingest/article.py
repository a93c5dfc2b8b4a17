"""An article as a reader of some file format hands it on."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.domain.document import Metadata

__all__ = ["Article"]


@dataclass(frozen=True, slots=True)
class Article:
    """The text of an article and what is known about it from outside the text."""

    text: str
    metadata: Metadata | None = None
