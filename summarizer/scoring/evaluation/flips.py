"""What flipped between two runs, leaf by leaf: what was lost and what was gained, the worst-hit article first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from summarizer.scoring.evaluation.answers import AnswerKey, f1_of, keyed
from summarizer.scoring.score_model import ArticleScore, LeafRow, Outcome

__all__ = ["ArticleFlip", "LeafFlip", "find_flips", "former_outcomes"]

_RIGHT = frozenset(("correct", "correct_null"))


@dataclass(frozen=True, slots=True)
class LeafFlip:
    """One leaf that went from right to not right, or back. ``was`` or ``now`` is None where the leaf isn't there.

    ``name`` is its place in gold, for an invented one "+", field and value. ``row`` is the leaf now, or as it was when
    it is gone. An invented leaf that came is lost ground, one that went won.
    """

    name: str
    row: LeafRow
    was: Outcome | None
    now: Outcome | None

    @property
    def lost(self) -> bool:
        """Say whether the leaf was better before."""
        return self.was in _RIGHT or (self.was is None and self.now not in _RIGHT)


@dataclass(frozen=True, slots=True)
class ArticleFlip:
    """One answer whose leaves flipped, lost ones first, with its F1 in the baseline and now.

    An F1 is None where there was nothing to score. ``failure`` says why the article failed now, when it didn't before.
    """

    key: AnswerKey
    article: ArticleScore
    before: float | None
    now: float | None
    leaves: tuple[LeafFlip, ...]
    failure: str | None = None

    @property
    def lost(self) -> int:
        """Return how many leaves were better before."""
        return sum(leaf.lost for leaf in self.leaves)

    @property
    def gained(self) -> int:
        """Return how many leaves are better now."""
        return len(self.leaves) - self.lost

    def names(self, *, lost: bool) -> tuple[str, ...]:
        """Return the names of the leaves that were lost, or of those that were gained."""
        return tuple(leaf.name for leaf in self.leaves if leaf.lost is lost)


def find_flips(candidate: Iterable[ArticleScore], baseline: Iterable[ArticleScore]) -> tuple[ArticleFlip, ...]:
    """Return the answers that flipped: what fails now first, then the greatest net loss.

    Answers that only one run has are left out.
    """
    former = keyed(baseline)
    flips = [_flip(key, score, former[key]) for key, score in keyed(candidate).items() if key in former]
    found = [flip for flip in flips if flip.leaves or flip.failure is not None]
    return tuple(
        sorted(found, key=lambda flip: (flip.failure is None, flip.gained - flip.lost, -flip.lost, flip.article.gold))
    )


def former_outcomes(article: ArticleScore, former: ArticleScore) -> list[Outcome | None]:
    """Return how each leaf of ``article`` ended in ``former``, None for one that wasn't there."""
    known = {name: row.outcome for name, row in _named(former).items()}
    return [known.get(_name(row)) for row in article.rows]


def _flip(key: AnswerKey, article: ArticleScore, former: ArticleScore) -> ArticleFlip:
    return ArticleFlip(
        key,
        article,
        f1_of(former.counts),
        f1_of(article.counts),
        tuple(sorted(_leaves(article, former), key=lambda leaf: not leaf.lost)),
        article.failure if former.failure is None else None,
    )


def _leaves(article: ArticleScore, former: ArticleScore) -> Iterator[LeafFlip]:
    now, was = _named(article), _named(former)
    for name in dict.fromkeys((*now, *was)):
        row, before = now.get(name), was.get(name)
        flip = LeafFlip(name, row or was[name], before.outcome if before else None, row.outcome if row else None)
        # what isn't scored in either run says nothing
        if "excluded" not in {flip.was, flip.now} and _moved(flip):
            yield flip


def _moved(flip: LeafFlip) -> bool:
    return (flip.was in _RIGHT) != (flip.now in _RIGHT) or (flip.was == "spurious") != (flip.now == "spurious")


def _named(score: ArticleScore) -> dict[str, LeafRow]:
    return {_name(row): row for row in score.rows}


def _name(row: LeafRow) -> str:
    if row.outcome == "spurious":
        return f"+{row.field}={json.dumps(row.predicted, ensure_ascii=False, sort_keys=True)}"
    return row.gold_at or row.absent or row.field
