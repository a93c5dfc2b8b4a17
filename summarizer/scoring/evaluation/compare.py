"""Compare two runs: which articles flipped, and how every metric and slice differs."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.scoring.evaluation.comparable import require_comparable, whole_scores
from summarizer.scoring.evaluation.flips import ArticleFlip, find_flips
from summarizer.scoring.evaluation.run_folder import ScoredRun
from summarizer.scoring.evaluation.samples import ArticleRatios, article_ratios, names_of, sample_of
from summarizer.scoring.statistics import Comparison, compare_paired, ratio

__all__ = ["Pairing", "RunComparison", "compare", "pair"]

_RESAMPLES = 2_000
"""For a slice, whose interval needs no third digit."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The articles of two comparable runs, article i of one beside article i of the other."""

    candidate: tuple[ArticleRatios, ...]
    baseline: tuple[ArticleRatios, ...]

    @property
    def stories(self) -> list[str]:
        """Return the articles' stories, the clusters."""
        return [article.story for article in self.candidate]

    def differs(self, metric: str) -> bool:
        """Say whether the metric has another value in the candidate; nothing to measure counts as 0."""
        return (ratio(sample_of(self.baseline, metric)) or 0.0) != (ratio(sample_of(self.candidate, metric)) or 0.0)

    def compare(self, metric: str, *, resamples: int) -> Comparison:
        """Return the paired comparison of one metric."""
        before, now = sample_of(self.baseline, metric), sample_of(self.candidate, metric)
        return compare_paired(metric, before, now, self.stories, resamples=resamples)


@dataclass(frozen=True, slots=True)
class RunComparison:
    """Two runs beside each other: what flipped first, then metrics of the whole, then of slices that differ."""

    candidate: str
    baseline: str
    articles: int
    stories: int
    flips: tuple[ArticleFlip, ...]
    metrics: tuple[Comparison, ...]
    slices: tuple[Comparison, ...]


def compare(candidate: ScoredRun, baseline: ScoredRun) -> RunComparison:
    """Compare ``candidate`` with ``baseline``, paired by article, stories as clusters; slices by size of difference.

    Raises:
        EvaluationError: One is incomplete, or their gold, schemas, split, scorer or sentences differ.
    """
    pairing = pair(candidate, baseline)
    names = names_of((*pairing.candidate, *pairing.baseline))
    whole = [pairing.compare(name, resamples=10_000) for name in names if "@" not in name]
    # there are hundreds, most of them alike in both runs
    slices = [pairing.compare(name, resamples=_RESAMPLES) for name in names if "@" in name and pairing.differs(name)]
    return RunComparison(
        candidate=candidate.manifest.id,
        baseline=baseline.manifest.id,
        articles=len(pairing.candidate),
        stories=len(set(pairing.stories)),
        flips=find_flips(candidate.scores(), baseline.scores()),
        metrics=tuple(whole),
        slices=tuple(sorted(slices, key=lambda one: (-abs(one.difference), one.metric))),
    )


def pair(candidate: ScoredRun, baseline: ScoredRun) -> Pairing:
    """Return the articles of two runs in one order.

    Raises:
        EvaluationError: As ``compare``.
    """
    ours, theirs = whole_scores(candidate), whole_scores(baseline)
    require_comparable(candidate.manifest, baseline)
    former = {article.key: article for article in article_ratios(theirs)}
    now = article_ratios(ours)
    return Pairing(tuple(now), tuple(former[article.key] for article in now))
