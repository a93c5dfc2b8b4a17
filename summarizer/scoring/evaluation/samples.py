"""Metrics by name, article by article: what intervals, comparisons and verdicts are computed from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summarizer.scoring.evaluation.measured import Measured, MetricTable
from summarizer.scoring.ratios import LOWER_IS_BETTER, Ratio, ratios, slice_name
from summarizer.scoring.score_model import ArticleScore
from summarizer.scoring.statistics import LEVEL, RESAMPLES, Sample, cluster_interval, ratio

__all__ = ["ArticleKey", "ArticleRatios", "article_ratios", "lower_is_better", "measure_run", "names_of", "sample_of"]

ArticleKey = tuple[str, str]
"""Document id and schema name: what two runs' articles are paired by."""

_SLICE_RESAMPLES = 2_000
"""Resamples for a slice's interval: there are hundreds of slices, and their ends need no third digit."""


@dataclass(frozen=True, slots=True)
class ArticleRatios:
    """One article's ratios by metric name, averaged over the repeats, and those of each repeat."""

    key: ArticleKey
    story: str
    gold: str
    ratios: Mapping[str, Ratio]
    repeats: tuple[Mapping[str, Ratio], ...]


def article_ratios(scores: Iterable[ArticleScore]) -> list[ArticleRatios]:
    """Return the ratios of every article, in order of first appearance; repeats of an article count as one article.

    Beside the whole there are slices: ``f1@kind=text``, ``f1@schema=NAME``, ``f1@field=NAME.events.what``.
    """
    grouped: dict[ArticleKey, list[ArticleScore]] = {}
    for score in scores:
        grouped.setdefault((score.document_id, score.schema_name), []).append(score)
    found = []
    for key, group in grouped.items():
        repeats = tuple(_sliced(score) for score in group)
        found.append(ArticleRatios(key, group[0].story, group[0].gold, _mean(repeats), repeats))
    return found


def names_of(articles: Iterable[ArticleRatios]) -> list[str]:
    """Return the names of all metrics that any article has, those of the whole before those of slices."""
    found = dict.fromkeys(name for article in articles for name in article.ratios)
    return sorted(found, key=lambda name: "@" in name)


def sample_of(articles: Sequence[ArticleRatios], metric: str) -> Sample:
    """Return one metric's two columns; an article that lacks the metric has 0 over 0, which says nothing."""
    pairs = [article.ratios.get(metric, Ratio(0.0, 0.0)) for article in articles]
    return Sample([pair.numerator for pair in pairs], [pair.denominator for pair in pairs])


def lower_is_better(metric: str) -> bool:
    """Say whether ``metric`` is an error rate."""
    return metric.partition("@")[0] in LOWER_IS_BETTER


def measure_run(scores: Iterable[ArticleScore]) -> MetricTable:
    """Return every metric of a run, with the interval of its cluster bootstrap over stories."""
    articles = article_ratios(scores)
    return MetricTable(level=LEVEL, metrics={name: _measured(articles, name) for name in names_of(articles)})


def _measured(articles: Sequence[ArticleRatios], metric: str) -> Measured:
    sample = sample_of(articles, metric)
    counted = [article for article, below in zip(articles, sample.denominators, strict=True) if below]
    # of the slices, F1 alone is shown with an interval
    wanted = "@" not in metric or metric.startswith("f1@")
    interval = (
        cluster_interval(
            sample, [article.story for article in articles], resamples=_SLICE_RESAMPLES if "@" in metric else RESAMPLES
        )
        if wanted
        else None
    )
    return Measured(
        value=ratio(sample),
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        articles=len(counted),
        stories=len({article.story for article in counted}),
        lower_is_better=lower_is_better(metric),
    )


def _sliced(score: ArticleScore) -> dict[str, Ratio]:
    found: dict[str, Ratio] = {}
    for name, value in ratios(score).items():
        metric, _, where = name.partition("@")
        if where.startswith("field="):
            # two schemas may have a field of one name
            found[slice_name(metric, "field", f"{score.schema_name}.{where.removeprefix('field=')}")] = value
        else:
            found[name] = value
            if not where:
                found[slice_name(metric, "schema", score.schema_name)] = value
    return found


def _mean(repeats: Sequence[Mapping[str, Ratio]]) -> dict[str, Ratio]:
    if len(repeats) == 1:
        return dict(repeats[0])
    names = dict.fromkeys(name for one in repeats for name in one)
    none = Ratio(0.0, 0.0)
    return {
        name: Ratio(
            sum(one.get(name, none).numerator for one in repeats) / len(repeats),
            sum(one.get(name, none).denominator for one in repeats) / len(repeats),
        )
        for name in names
    }
