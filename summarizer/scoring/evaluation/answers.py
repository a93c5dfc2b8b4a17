"""Which answer a score is of (article, schema, repeat), and its F1."""

from __future__ import annotations

from collections.abc import Iterable

from summarizer.scoring.score_model import ArticleScore, Counts

__all__ = ["AnswerKey", "f1_of", "keyed"]

AnswerKey = tuple[str, str, int]
"""Document id, schema name, and which repeat it is, counted from 1: what the answers of two runs are paired by."""


def keyed(scores: Iterable[ArticleScore]) -> dict[AnswerKey, ArticleScore]:
    """Return scores by key, in their order; the n-th score of an article and schema is that of its n-th repeat."""
    seen: dict[tuple[str, str], int] = {}
    found: dict[AnswerKey, ArticleScore] = {}
    for score in scores:
        pair = (score.document_id, score.schema_name)
        seen[pair] = seen.get(pair, 0) + 1
        found[(*pair, seen[pair])] = score
    return found


def f1_of(counts: Counts) -> float | None:
    """Return 2 (COR + ½ PAR) / (POS + ACT), None where both are 0."""
    whole = counts.possible + counts.actual
    return 2 * counts.hits / whole if whole else None
