"""The ratios behind every metric, article by article, so that they can be summed, averaged and resampled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from summarizer.scoring.score_model import ArticleScore, Counts, LeafRow

__all__ = ["LOWER_IS_BETTER", "Ratio", "ratios", "slice_name"]

LOWER_IS_BETTER: Final = frozenset(("false_fill", "invented", "failed"))
"""Metrics, by the part of their name before ``@``, that are better when they are lower."""

_PASSED: Final = frozenset(("verified", "derived"))
_JUDGED: Final = _PASSED | {"partial", "unsupported"}
_RIGHT: Final = frozenset(("correct", "partial"))
_FALSE: Final = frozenset(("wrong", "spurious"))


class Ratio(NamedTuple):
    """A numerator and denominator; the metric of many articles is the sum of the one over that of the other."""

    numerator: float
    denominator: float

    @property
    def value(self) -> float | None:
        """Return the quotient, None when there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


def slice_name(metric: str, dimension: str, value: str) -> str:
    """Return the name of ``metric`` within a slice: ``f1@field=events.what``, ``f1@kind=text``."""
    return f"{metric}@{dimension}={value}"


def ratios(score: ArticleScore) -> dict[str, Ratio]:
    """Return every ratio of one article, by metric name.

    ``precision``, ``recall`` and ``f1`` (2·hits over POS + ACT) also within each field and kind; ``macro_precision``,
    ``macro_recall`` and ``macro_f1`` are the article's own value over 1, so that their sum over articles is a mean.
    A ratio whose denominator is 0 says nothing about the article.
    """
    rows = score.rows
    found = _accuracy(rows)
    found |= {f"macro_{name}": _own(found[name]) for name in ("precision", "recall", "f1")}
    found |= {"invented": _invented(rows), "completeness": _completeness(rows)}
    found |= _evidence(rows) | _gate(rows)
    found["complete"] = Ratio(float(score.status == "complete"), 1.0)
    found["failed"] = Ratio(float(score.status == "failed"), 1.0)
    for dimension, groups in (("field", _grouped(rows, "field")), ("kind", _grouped(rows, "kind"))):
        for value, group in groups.items():
            found |= {slice_name(name, dimension, value): ratio for name, ratio in _accuracy(group).items()}
    return found


def _grouped(rows: Iterable[LeafRow], attribute: str) -> Mapping[str, list[LeafRow]]:
    groups: dict[str, list[LeafRow]] = {}
    for row in rows:
        groups.setdefault(getattr(row, attribute), []).append(row)
    return groups


def _accuracy(rows: Iterable[LeafRow]) -> dict[str, Ratio]:
    rows = list(rows)
    counts = Counts.of(rows)
    return {
        "precision": Ratio(counts.hits, counts.actual),
        "recall": Ratio(counts.hits, counts.possible),
        "f1": Ratio(2 * counts.hits, counts.possible + counts.actual),
        "false_fill": _false_fill(rows),
    }


def _own(ratio: Ratio) -> Ratio:
    return Ratio(ratio.value, 1.0) if ratio.value is not None else Ratio(0.0, 0.0)


def _false_fill(rows: Iterable[LeafRow]) -> Ratio:
    """Return the places that gold leaves empty and the prediction fills, over those that gold leaves empty."""
    empty = {row.absent: row.outcome == "spurious" for row in rows if row.absent is not None}
    return Ratio(float(sum(empty.values())), float(len(empty)))


def _invented(rows: Iterable[LeafRow]) -> Ratio:
    asked = [row.invented for row in rows if row.invented is not None]
    return Ratio(float(sum(asked)), float(len(asked)))


def _completeness(rows: Iterable[LeafRow]) -> Ratio:
    counts = Counts.of(rows)
    return Ratio(float(counts.possible - counts.missing), float(counts.possible))


def _evidence(rows: Iterable[LeafRow]) -> dict[str, Ratio]:
    """Return how well the sentences cited for what was found are those that gold names."""
    shared = cited = named = 0
    for row in rows:
        if row.outcome in _RIGHT and row.gold_evidence:
            shared += len(set(row.gold_evidence) & set(row.predicted_evidence))
            cited += len(set(row.predicted_evidence))
            named += len(set(row.gold_evidence))
    return {
        "evidence_precision": Ratio(float(shared), float(cited)),
        "evidence_recall": Ratio(float(shared), float(named)),
    }


def _gate(rows: Iterable[LeafRow]) -> dict[str, Ratio]:
    """Return what the support gate is worth: is what it passes right, and does it stop what is false?"""
    judged = [row for row in rows if row.support in _JUDGED and row.outcome in _RIGHT | _FALSE]
    passed = [row.outcome in _RIGHT for row in judged if row.support in _PASSED]
    false = [row.support not in _PASSED for row in judged if row.outcome in _FALSE]
    right = [row.support in _PASSED for row in judged if row.outcome in _RIGHT]
    return {
        "gate_precision": Ratio(float(sum(passed)), float(len(passed))),
        "gate_recall": Ratio(float(sum(false)), float(len(false))),
        "gate_pass": Ratio(float(sum(right)), float(len(right))),
    }
