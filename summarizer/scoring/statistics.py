"""Statistics of ratio metrics over clustered articles: intervals, paired comparisons, verdicts, and what would decide.

Every metric of the harness is a ratio of two sums over articles: precision is correct / actual, F1 is
2 · correct / (possible + actual), a mean of per-article scores is score / 1. A ``Sample`` holds the two columns, one
row an article. Articles of one story share their facts, so the story, not the article, is what is resampled.
Everything is deterministic: the same input and seed give the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from summarizer.scoring import resampling

__all__ = [
    "FEW_CLUSTERS",
    "LEVEL",
    "RESAMPLES",
    "Comparison",
    "Interval",
    "Method",
    "NonInferiority",
    "Sample",
    "Verdict",
    "cluster_interval",
    "compare_paired",
    "holm",
    "needed_clusters",
    "needed_repeats",
    "non_inferiority",
    "ratio",
]

LEVEL = 0.95
RESAMPLES = 10_000
FEW_CLUSTERS = 30
"""Below this many clusters differences are tested by sign flips, from here on by the bootstrap."""

Method = Literal["sign_flip_exact", "sign_flip", "cluster_bootstrap"]
Verdict = Literal["pass", "regression", "inconclusive"]


@dataclass(frozen=True, slots=True)
class Sample:
    """A ratio metric article by article: ``numerators[i]`` and ``denominators[i]`` belong to article i.

    Raises ValueError when the columns differ in length or a number isn't finite.
    """

    numerators: Sequence[float]
    denominators: Sequence[float]

    def __post_init__(self) -> None:
        if len(self.numerators) != len(self.denominators):
            raise ValueError(f"{len(self.numerators)} numerators but {len(self.denominators)} denominators")
        if not all(math.isfinite(number) for column in (self.numerators, self.denominators) for number in column):
            raise ValueError("numerators and denominators must be finite numbers")


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided confidence interval; ``level`` is its nominal coverage (0.95)."""

    low: float
    high: float
    level: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One metric of two runs over the same articles. ``difference`` is candidate minus baseline.

    ``interval`` is of the difference, None where fewer than two clusters leave nothing to resample. ``p_value`` is
    two-sided, of "the two runs are equally good". ``standard_error`` is the difference's, jackknifed over clusters.
    """

    metric: str
    baseline: float
    candidate: float
    difference: float
    interval: Interval | None
    p_value: float
    method: Method
    clusters: int
    standard_error: float


@dataclass(frozen=True, slots=True)
class NonInferiority:
    """Is the candidate at most ``margin`` worse? One-sided p-values, to be passed through ``holm`` before ``verdict``.

    ``p_pass`` is of "worse by the margin or more", ``p_worse`` of "not worse at all": a small one rejects it.
    """

    metric: str
    difference: float
    margin: float
    p_pass: float
    p_worse: float
    method: Method
    clusters: int

    def verdict(self, *, level: float = LEVEL, p_pass: float | None = None, p_worse: float | None = None) -> Verdict:
        """Return the verdict at one-sided α = (1 - level) / 2, with p-values adjusted by the caller where given.

        Half of α is the convention for non-inferiority (ICH E9, 3.3.2): it agrees with the two-sided interval. So
        five clusters never decide (2⁻⁵ = 0.031 > 0.025), however alike the runs are.
        """
        alpha = (1 - level) / 2
        if (self.p_pass if p_pass is None else p_pass) <= alpha:
            return "pass"
        worse = (self.p_worse if p_worse is None else p_worse) <= alpha
        return "regression" if worse and self.difference < -self.margin else "inconclusive"


def ratio(sample: Sample) -> float | None:
    """Return Σ numerators / Σ denominators, None where the denominators sum to 0."""
    below = math.fsum(sample.denominators)
    return math.fsum(sample.numerators) / below if below else None


def cluster_interval(
    sample: Sample,
    clusters: Sequence[Hashable],
    *,
    level: float = LEVEL,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Interval | None:
    """Return the expanded percentile interval of the ratio, from a bootstrap of whole clusters.

    ``clusters[i]`` names article i's story. Expanded (Hesterberg 2015, *What Teachers Should Know About the
    Bootstrap*, 3.3): the percentiles are moved out to those of Student's t, which mends the plain percentile interval's
    lack of width with few clusters and vanishes with many. None where fewer than two clusters have anything to count.
    """
    columns = _grouped(clusters, sample)
    draws = resampling.bootstrap_ratios(columns, resamples=resamples, seed=seed)
    count = resampling.informative(columns)
    if count < 2:
        return None
    return Interval(*resampling.expanded_percentiles(draws[0], clusters=count, level=level), level)


def compare_paired(
    metric: str,
    baseline: Sample,
    candidate: Sample,
    clusters: Sequence[Hashable],
    *,
    level: float = LEVEL,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Comparison:
    """Compare two runs over the same articles, article i of one with article i of the other.

    Below ``FEW_CLUSTERS`` clusters p is of a sign-flip permutation (the two runs' answers to a story change places),
    exact while 2ⁿ ≤ 2 · ``resamples``; from there on of a paired bootstrap of clusters. A metric without a
    denominator counts as 0. Raises ValueError where the columns differ in length.
    """
    columns = _grouped(clusters, baseline, candidate)
    (below, above), method = _tail_probabilities(columns, resamples=resamples, seed=seed)
    values = resampling.ratios(columns)
    count = resampling.informative(columns)
    interval = None
    if count >= 2:
        first, second = resampling.bootstrap_ratios(columns, resamples=resamples, seed=seed)
        low, high = resampling.expanded_percentiles(second - first, clusters=count, level=level)
        interval = Interval(low, high, level)
    return Comparison(
        metric=metric,
        baseline=values[0],
        candidate=values[1],
        difference=values[1] - values[0],
        interval=interval,
        p_value=min(1.0, 2 * min(below, above)),
        method=method,
        clusters=count,
        standard_error=resampling.jackknife_error(columns),
    )


def non_inferiority(
    metric: str,
    baseline: Sample,
    candidate: Sample,
    clusters: Sequence[Hashable],
    *,
    margin: float,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> NonInferiority:
    """Test whether the candidate is less than ``margin`` (≥ 0, in the metric's own unit) worse than the baseline.

    Higher must be better: for an error rate hand in the negated numerators. The margin is tested by lowering the
    baseline by it (numerator - margin · denominator) and asking whether the candidate beats what is left.
    """
    if not margin >= 0:
        raise ValueError(f"margin must be 0 or more, not {margin}")
    pairs = zip(baseline.numerators, baseline.denominators, strict=True)
    lowered = Sample([top - margin * below for top, below in pairs], baseline.denominators)
    shifted = _grouped(clusters, lowered, candidate)
    plain = _grouped(clusters, baseline, candidate)
    (_, p_pass), method = _tail_probabilities(shifted, resamples=resamples, seed=seed)
    (p_worse, _), _ = _tail_probabilities(plain, resamples=resamples, seed=seed)
    values = resampling.ratios(plain)
    return NonInferiority(
        metric=metric,
        difference=values[1] - values[0],
        margin=margin,
        p_pass=p_pass,
        p_worse=p_worse,
        method=method,
        clusters=resampling.informative(plain),
    )


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Return the p-values adjusted for their number (Holm 1979), same keys: reject where adjusted ≤ α."""
    adjusted: dict[str, float] = {}
    highest = 0.0
    for rank, name in enumerate(sorted(p_values, key=lambda name: (p_values[name], name))):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[name]))
        adjusted[name] = highest
    return {name: adjusted[name] for name in p_values}


def needed_clusters(
    difference: float,
    standard_error: float,
    clusters: int,
    *,
    margin: float,
    level: float = LEVEL,
    power: float = 0.8,
) -> int | None:
    """Return how many more clusters would decide with the given power, if the difference stays as it is now.

    Toward a pass when the difference is above -margin, toward a regression when below; both by n ∝ (z₁₋α + z_power)² ·
    variance / distance². At least as many as a sign-flip test can decide with (2⁻ⁿ ≤ α). ``standard_error`` is the
    difference's at ``clusters`` clusters. None where no number would do: the difference lies on the margin.
    """
    alpha = (1 - level) / 2
    least = math.ceil(-math.log2(alpha))
    distance = difference + margin if difference >= -margin else -difference
    if distance <= 0:
        return None
    wanted = clusters * (_reach(alpha, power) * standard_error / distance) ** 2
    return max(0, math.ceil(max(wanted, least)) - clusters)


def needed_repeats(
    difference: float,
    *,
    between_variance: float,
    within_variance: float,
    clusters: int,
    repeats: int,
    margin: float,
    level: float = LEVEL,
    power: float = 0.8,
) -> int | None:
    """Return how many more repeats of every article would decide, None where repeats alone can't.

    The difference's variance is taken as (between + within / repeats) / clusters: repeats shrink only the noise of the
    model's answers (within), never that between stories.
    """
    alpha = (1 - level) / 2
    distance = difference + margin if difference >= -margin else -difference
    if distance <= 0 or clusters < -math.log2(alpha):
        return None
    room = clusters * (distance / _reach(alpha, power)) ** 2 - between_variance
    if room <= 0:
        return None
    return max(0, math.ceil(within_variance / room) - repeats)


def _reach(alpha: float, power: float) -> float:
    return NormalDist().inv_cdf(1 - alpha) + NormalDist().inv_cdf(power)


def _grouped(clusters: Sequence[Hashable], *samples: Sample) -> resampling.Columns:
    numbers = [column for sample in samples for column in (sample.numerators, sample.denominators)]
    if any(len(column) != len(clusters) for column in numbers):
        raise ValueError(f"{len(clusters)} clusters, but columns of {[len(column) for column in numbers]} articles")
    return resampling.group(clusters, numbers)


def _tail_probabilities(
    columns: resampling.Columns, *, resamples: int, seed: int
) -> tuple[tuple[float, float], Method]:
    """Return (p of "candidate isn't worse", p of "candidate isn't better") and how they were found."""
    count = resampling.informative(columns)
    if count >= FEW_CLUSTERS:
        return resampling.bootstrap_tails(columns, resamples=resamples, seed=seed), "cluster_bootstrap"
    exact = 2**count <= 2 * resamples
    tails = resampling.sign_flip_tails(columns, resamples=None if exact else resamples, seed=seed)
    return tails, "sign_flip_exact" if exact else "sign_flip"
