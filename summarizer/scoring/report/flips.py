"""What flipped between two runs, leaf by leaf: what was lost and what was gained, the worst-hit article first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.scoring.report.report_run import ArticleKey, ReportRun, keyed
from summarizer.scoring.report.tallies import f1
from summarizer.scoring.score_model import ArticleScore, LeafRow, Outcome

__all__ = ["ArticleFlip", "LeafFlip", "find_flips", "former_outcomes"]

_RIGHT = frozenset(("correct", "correct_null"))


@dataclass(frozen=True, slots=True)
class LeafFlip:
    """One leaf that went from right to not right, or back. ``was`` or ``now`` is None where the leaf isn't there.

    ``row`` is the leaf now, or as it was when it is gone. A spurious leaf that came is lost ground, one that went won.
    """

    row: LeafRow
    was: Outcome | None
    now: Outcome | None

    @property
    def lost(self) -> bool:
        """Say whether the leaf was better before."""
        return self.was in _RIGHT or (self.was is None and self.now not in _RIGHT)


@dataclass(frozen=True, slots=True)
class ArticleFlip:
    """An article whose leaves flipped, with its F1 in the baseline and now; None where there was nothing to score."""

    key: ArticleKey
    article: ArticleScore
    before: float | None
    now: float | None
    leaves: tuple[LeafFlip, ...]

    @property
    def lost(self) -> int:
        """Return how many leaves were better before."""
        return sum(leaf.lost for leaf in self.leaves)

    @property
    def gained(self) -> int:
        """Return how many leaves are better now."""
        return len(self.leaves) - self.lost


def find_flips(run: ReportRun, baseline: ReportRun) -> tuple[ArticleFlip, ...]:
    """Return the articles in which leaves flipped, the greatest net loss first, what each lost before what it gained.

    The leaves are those that ``summarizer.scoring.evaluation.flips`` names; articles of one run only are left out.
    """
    former = keyed(baseline)
    flips = [
        ArticleFlip(key, article, f1(former[key].counts), f1(article.counts), leaves)
        for key, article in keyed(run).items()
        if key in former and (leaves := tuple(sorted(_leaves(article, former[key]), key=lambda leaf: not leaf.lost)))
    ]
    return tuple(sorted(flips, key=lambda flip: (flip.gained - flip.lost, -flip.lost, flip.key)))


def former_outcomes(article: ArticleScore, former: ArticleScore) -> list[Outcome | None]:
    """Return how each leaf of ``article`` ended in ``former``, None for one that wasn't there."""
    known = {_name(row): row.outcome for row in former.rows}
    return [known.get(_name(row)) for row in article.rows]


def _leaves(article: ArticleScore, former: ArticleScore) -> Iterator[LeafFlip]:
    now, was = _named(article), _named(former)
    for name in dict.fromkeys((*now, *was)):
        row, before = now.get(name), was.get(name)
        flip = LeafFlip(row or was[name], before.outcome if before else None, row.outcome if row else None)
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
