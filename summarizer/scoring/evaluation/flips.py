"""Which articles changed between two runs, and which of their leaves: those that lost most come first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from summarizer.scoring.evaluation.samples import ArticleKey
from summarizer.scoring.score_model import ArticleScore, LeafRow

__all__ = ["ArticleFlip", "find_flips"]

_RIGHT = frozenset(("correct", "correct_null"))


@dataclass(frozen=True, slots=True)
class ArticleFlip:
    """One article (and repeat, from 1) whose leaves went from right to not right, or the other way round.

    ``lost`` and ``gained`` name leaves by their place in gold, invented ones by field and value. ``failure`` says why
    the article failed now, when it didn't before.
    """

    key: ArticleKey
    gold: str
    repeat: int
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    failure: str | None = None


def find_flips(candidate: Iterable[ArticleScore], baseline: Iterable[ArticleScore]) -> tuple[ArticleFlip, ...]:
    """Return the articles that flipped, the greatest net loss first; repeats that only one run has are left out."""
    former = _keyed(baseline)
    found = []
    for (key, repeat), score in _keyed(candidate).items():
        before = former.get((key, repeat))
        flip = _flip(key, repeat, score, before) if before is not None else None
        if flip is not None:
            found.append(flip)
    return tuple(sorted(found, key=lambda flip: (flip.failure is None, len(flip.gained) - len(flip.lost), flip.gold)))


def _keyed(scores: Iterable[ArticleScore]) -> dict[tuple[ArticleKey, int], ArticleScore]:
    found: dict[tuple[ArticleKey, int], ArticleScore] = {}
    for score in scores:
        repeat = 1
        while ((score.document_id, score.schema_name), repeat) in found:
            repeat += 1
        found[(score.document_id, score.schema_name), repeat] = score
    return found


def _flip(key: ArticleKey, repeat: int, now: ArticleScore, before: ArticleScore) -> ArticleFlip | None:
    right_now, invented_now, unscored_now = _leaves(now)
    right_before, invented_before, unscored_before = _leaves(before)
    lost = [name for name in right_before if name not in right_now and name not in unscored_now]
    lost += [name for name in invented_now if name not in invented_before]
    gained = [name for name in right_now if name not in right_before and name not in unscored_before]
    gained += [name for name in invented_before if name not in invented_now]
    failure = now.failure if before.failure is None else None
    if not lost and not gained and failure is None:
        return None
    return ArticleFlip(key, now.gold, repeat, tuple(lost), tuple(gained), failure)


def _leaves(score: ArticleScore) -> tuple[dict[str, None], dict[str, None], dict[str, None]]:
    """Return the names of the leaves that are right, of those that gold hasn't, and of those that aren't scored."""
    right: dict[str, None] = {}
    invented: dict[str, None] = {}
    unscored: dict[str, None] = {}
    for row in score.rows:
        if row.outcome in _RIGHT:
            right[_name(row)] = None
        elif row.outcome == "spurious":
            invented[_name(row)] = None
        elif row.outcome == "excluded":
            unscored[_name(row)] = None
    return right, invented, unscored


def _name(row: LeafRow) -> str:
    if row.outcome == "spurious":
        return f"+{row.field}={json.dumps(row.predicted, ensure_ascii=False, sort_keys=True)}"
    return row.gold_at or row.absent or row.field
