"""Values, numbers and text from outside as a report words them: harmless, on one line, never cut without a sign."""

from __future__ import annotations

import datetime as dt
import json
from typing import get_args

from pydantic import JsonValue

from summarizer.domain.document import Document
from summarizer.safe_text import visible
from summarizer.scoring.score_model import ArticleScore, LeafRow, Outcome

__all__ = [
    "ERRORS",
    "MARKS",
    "OUTCOMES",
    "WORDS",
    "counted",
    "cut",
    "day",
    "field_of",
    "number",
    "plain",
    "share",
    "signed",
    "title_of",
    "value_text",
]

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
ERRORS: tuple[Outcome, ...] = ("wrong", "missing", "spurious", "partial")

MARKS: dict[Outcome, str] = {
    "correct": "✓",
    "partial": "◐",
    "wrong": "✗",
    "missing": "−",
    "spurious": "+",
    "correct_null": "∅",
    "excluded": "·",
}

WORDS: dict[Outcome, str] = {
    "correct": "correct",
    "partial": "partial",
    "wrong": "wrong",
    "missing": "missing",
    "spurious": "spurious",
    "correct_null": "rightly empty",
    "excluded": "not scored",
}

_WHEN = {"text", "start", "end", "precision"}


def cut(text: str, length: int) -> str:
    """Return ``text``, or its beginning and an ellipsis where it is longer than ``length`` characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def value_text(value: JsonValue) -> str:
    """Return a gold or predicted value as a person writes it; "" for none. A resolved date follows its words."""
    if value is None:
        return ""
    if isinstance(value, str):
        return visible(value) or "(empty)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict) and value.keys() <= _WHEN and isinstance(value.get("text"), str):
        days = dict.fromkeys(str(value[key]) for key in ("start", "end") if value.get(key))
        return visible(f"{value['text']} ({' to '.join(days)})" if days else str(value["text"]))
    return visible(json.dumps(value, ensure_ascii=False))


def field_of(row: LeafRow) -> str:
    """Return the name of a leaf's field; that of the whole answer has none."""
    return row.field or "(whole answer)"


def number(value: float | None) -> str:
    """Return a ratio with three decimals, "–" for none."""
    return "–" if value is None else f"{value:.3f}"


def signed(value: float | None) -> str:
    """Return a difference with its sign and three decimals; no sign where it rounds to nothing."""
    if value is None:
        return "–"
    shown = f"{value:+.3f}"
    return "±0.000" if shown in {"+0.000", "-0.000"} else shown.replace("-", "−")


def share(part: float, whole: float) -> float | None:
    """Return part / whole, None where the whole is 0."""
    return part / whole if whole else None


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return "1 article", "2,000 articles"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def day(moment: dt.datetime) -> str:
    """Return "3 March 2026"."""
    # the day without its leading zero is no strftime that every platform has
    return f"{moment.day} {moment:%B %Y}"


def plain(name: str) -> str:
    """Return a metric's or field's name as words."""
    return visible(name).replace("_", " ")


def title_of(article: ArticleScore, document: Document | None) -> str:
    """Return the name a person knows the article by: its headline, else its source, else its gold file's name."""
    source = document.source if document is not None and document.source != "-" else article.gold
    headline = document.metadata.headline if document is not None else None
    return cut(visible(headline or source), 160)
