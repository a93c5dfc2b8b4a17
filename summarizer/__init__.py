"""Structured summaries of news articles, with receipts.

``summarize(text)`` for one article, ``Summarizer`` for many; ``Ask``, ``Score`` and ``When`` for schema files.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from summarizer.version import VERSION

if TYPE_CHECKING:
    from summarizer.api import Summarizer, summarize
    from summarizer.domain.blocks import Ask, Score, When
    from summarizer.domain.document import Document, Metadata, Sentence, Span
    from summarizer.domain.record import Coverage, Evidence, Provenance, Record, Usage
    from summarizer.errors import SummarizerError

__version__ = VERSION

__all__ = [
    "Ask",
    "Coverage",
    "Document",
    "Evidence",
    "Metadata",
    "Provenance",
    "Record",
    "Score",
    "Sentence",
    "Span",
    "Summarizer",
    "SummarizerError",
    "Usage",
    "When",
    "__version__",
    "summarize",
]

_HOMES = {
    "summarizer.api": ("Summarizer", "summarize"),
    "summarizer.domain.blocks": ("Ask", "Score", "When"),
    "summarizer.domain.document": ("Document", "Metadata", "Sentence", "Span"),
    "summarizer.domain.record": ("Coverage", "Evidence", "Provenance", "Record", "Usage"),
    "summarizer.errors": ("SummarizerError",),
}


def __getattr__(name: str) -> object:
    # public names load on first use, so that `summarizer --help` and schema files load nothing they don't need
    for home, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
