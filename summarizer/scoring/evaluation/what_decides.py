"""What would decide a metric that isn't decided: more stories, or more repeats of the same articles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, variance

from summarizer.scoring.evaluation.compare import Pairing
from summarizer.scoring.evaluation.samples import ArticleRatios, lower_is_better
from summarizer.scoring.ratios import Ratio
from summarizer.scoring.statistics import needed_clusters, needed_repeats

__all__ = ["Needed", "what_decides"]


@dataclass(frozen=True, slots=True)
class Needed:
    """How many more stories, of ``per_story`` articles each, or repeats would decide; None: no number would."""

    stories: int | None
    per_story: float
    repeats: int | None

    @property
    def articles(self) -> int | None:
        """Return how many more articles that is, of new stories, at the present number a story."""
        return None if self.stories is None else max(self.stories, math.ceil(self.stories * self.per_story))

    def __str__(self) -> str:
        if self.stories is None:
            return "the difference lies on the margin, where no number of articles would decide it"
        more = "1 more story" if self.stories == 1 else f"{self.stories} more stories"
        said = f"about {more} would ({self.stories} articles at least, {self.articles} at the present number a story)"
        if self.articles == self.stories:
            said = f"about {more} would, of one article each"
        if self.repeats is None:
            return f"{said}; repeats alone can't"
        return f"{said}, or {self.repeats} more repeat{'' if self.repeats == 1 else 's'} of every article"


def what_decides(pairing: Pairing, metric: str, *, margin: float, level: float) -> Needed:
    """Return what would decide ``metric`` with power 0.8, if its difference stays as it is."""
    compared = pairing.compare(metric, resamples=1)
    difference = -compared.difference if lower_is_better(metric) else compared.difference
    stories = needed_clusters(difference, compared.standard_error, compared.clusters, margin=margin, level=level)
    counted = [article for article in pairing.candidate if article.ratios.get(metric, Ratio(0, 0)).denominator]
    return Needed(
        stories=stories if stories is None else max(1, stories),
        per_story=len(counted) / max(1, len({article.story for article in counted})),
        repeats=_repeats(pairing, metric, difference, margin=margin, level=level),
    )


def _repeats(pairing: Pairing, metric: str, difference: float, *, margin: float, level: float) -> int | None:
    compared = pairing.compare(metric, resamples=1)
    within = _within_variance(pairing.candidate, metric)
    if within is None:
        return None
    repeats = min(len(article.repeats) for article in pairing.candidate)
    whole = compared.clusters * compared.standard_error**2
    needed = needed_repeats(
        difference,
        between_variance=max(0.0, whole - within / repeats),
        within_variance=within,
        clusters=compared.clusters,
        repeats=repeats,
        margin=margin,
        level=level,
    )
    return needed if needed is None else max(1, needed)


def _within_variance(articles: Sequence[ArticleRatios], metric: str) -> float | None:
    """Return the variance between repeats of a story's share in the ratio, None when there was one repeat, or none.

    A story's share is its term in the ratio's linearisation: clusters · (numerator - ratio · denominator) / Σ
    denominators, over which the ratio's variance is that of a mean.
    """
    repeats = min(len(article.repeats) for article in articles)
    below = math.fsum(article.ratios.get(metric, Ratio(0, 0)).denominator for article in articles)
    if repeats < 2 or not below:
        return None
    above = math.fsum(article.ratios.get(metric, Ratio(0, 0)).numerator for article in articles)
    stories: dict[str, list[float]] = {}
    for article in articles:
        shares = stories.setdefault(article.story, [0.0] * repeats)
        for index, found in enumerate(article.repeats[:repeats]):
            pair = found.get(metric, Ratio(0, 0))
            shares[index] += pair.numerator - above / below * pair.denominator
    scale = len(stories) / below
    found_variance = fmean(variance([scale * share for share in shares]) for shares in stories.values())
    return found_variance or None
