"""The leaves and articles as compact JSON that the page's script draws from, within a budget of bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from summarizer.domain.document import Document
from summarizer.safe_text import visible
from summarizer.scoring.evaluation.answers import AnswerKey
from summarizer.scoring.evaluation.flips import former_outcomes
from summarizer.scoring.report.words import OUTCOMES, field_of, value_text
from summarizer.scoring.score_model import ArticleScore, LeafRow

__all__ = ["TEXT_BUDGET", "Texts", "as_script", "columns", "texts"]

TEXT_BUDGET = 14_000_000
"""Bytes of article text in a page: with the leaves of 1,000 articles the page stays under 30 MB."""

_LONGEST_VALUE = 2_000


@dataclass(slots=True)
class _Strings:
    """Each text once; leaves refer to it by its number."""

    known: dict[str, int] = field(default_factory=lambda: {"": 0})

    def at(self, text: str) -> int:
        return self.known.setdefault(text, len(self.known))


@dataclass(frozen=True, slots=True)
class Texts:
    """The articles' sentences as JSON by the article's number, and which ones the budget left no room for."""

    blocks: tuple[tuple[int, Markup], ...]
    left_out: tuple[int, ...]


def columns(articles: Mapping[AnswerKey, ArticleScore], former: Mapping[AnswerKey, ArticleScore]) -> dict[str, object]:
    """Return all leaves in columns of numbers: article, outcome, and places in the one table of texts.

    ``was`` is how the leaf ended in the baseline: an outcome's number, -1 where it wasn't there, -2 without a baseline.
    """
    strings = _Strings()
    numbers: dict[str, list[int]] = {name: [] for name in _COLUMNS}
    for at, (key, article) in enumerate(articles.items()):
        before = former_outcomes(article, former[key]) if key in former else None
        for place, row in enumerate(article.rows):
            was = -2 if before is None else _outcome(before[place])
            for name, value in zip(_COLUMNS, _cells(at, row, was, strings), strict=True):
                numbers[name].append(value)
    return {"outcomes": OUTCOMES, "strings": list(strings.known), "rows": numbers}


_COLUMNS: tuple[str, ...] = (
    *("article", "outcome", "was", "field", "kind", "gold", "accept", "predicted", "similarity", "rule"),
    *("goldAt", "goldEvidence", "predictedEvidence", "support", "invented"),
)


def _cells(article: int, row: LeafRow, was: int, strings: _Strings) -> tuple[int, ...]:
    return (
        article,
        _outcome(row.outcome),
        was,
        strings.at(visible(field_of(row))),
        strings.at(row.kind),
        strings.at(_value(row.gold)),
        strings.at(" · ".join(map(_value, row.accept))),
        strings.at(_value(row.predicted)),
        round(row.similarity * 1000),
        strings.at(visible(row.rule)),
        strings.at(visible(row.gold_at or row.pointer or "")),
        strings.at(" ".join(map(str, row.gold_evidence))),
        strings.at(" ".join(map(str, row.predicted_evidence))),
        strings.at(row.support or ""),
        int(bool(row.invented)),
    )


def texts(documents: Sequence[Document | None], order: Iterable[int], *, budget: int = TEXT_BUDGET) -> Texts:
    """Return the articles' sentences, taken in ``order`` (the ones most looked at first) while they fit the budget."""
    blocks: list[tuple[int, Markup]] = []
    left_out: list[int] = []
    spent = 0
    for at in order:
        document = documents[at]
        if document is None:
            continue
        block = as_script(_sentences(document))
        spent += len(block.encode())
        if spent > budget:
            spent -= len(block.encode())
            left_out.append(at)
        else:
            blocks.append((at, block))
    return Texts(tuple(sorted(blocks)), tuple(sorted(left_out)))


def as_script(value: object) -> Markup:
    """Return JSON that is safe inside a script element: without "<", ">" and "&" no tag can begin or end in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    escaped = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(escaped)  # noqa: S704 - escaped in the line above, as a script element needs it


def _sentences(document: Document) -> list[list[object]]:
    return [
        [
            sentence.id,
            sentence.paragraph,
            int(sentence.furniture is not None),
            visible(document.text[sentence.start : sentence.end]),
        ]
        for sentence in document.sentences
    ]


def _value(value: object) -> str:
    text = value_text(value)  # type: ignore[arg-type]  # rows hold JSON values only
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}… ({len(text):,} characters)"


def _outcome(outcome: str | None) -> int:
    return -1 if outcome is None else _NUMBERS[outcome]


_NUMBERS: dict[str, int] = {outcome: number for number, outcome in enumerate(OUTCOMES)}
