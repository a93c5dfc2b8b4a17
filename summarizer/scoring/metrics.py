"""Turn scored articles into metrics: counts by field and kind, and a flat mapping of metric names to values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from pydantic import BaseModel, ConfigDict, Field

from summarizer.scoring.ratios import Ratio, ratios
from summarizer.scoring.score_model import ArticleScore, Counts, LeafRow

__all__ = ["Metrics", "measure", "pooled"]


class Metrics(BaseModel):
    """What a suite came to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    articles: int = Field(description="Articles scored.")
    failed: int = Field(description="Articles without anything to score; their required leaves count as missing.")
    counts: Counts = Field(description="Leaves by how they ended.")
    fields: dict[str, Counts] = Field(description="The same by field.")
    kinds: dict[str, Counts] = Field(description="The same by type.")
    values: dict[str, float | None] = Field(description="Metric name → value; null when there was nothing to measure.")
    cost_usd: float | None = Field(description="What the records cost; null when a price isn't known.")
    latency_s: float = Field(description="Seconds the model took, summed.")
    input_tokens: int = Field(description="Tokens sent.")
    output_tokens: int = Field(description="Tokens answered.")


def measure(scores: Iterable[ArticleScore]) -> Metrics:
    """Return the metrics of ``scores``.

    ``values`` holds every ratio of ``ratios`` pooled over the articles, and ``field_macro_f1``, the mean of F1 over the
    fields.
    """
    scores = tuple(scores)
    rows = tuple(chain.from_iterable(score.rows for score in scores))
    values = {name: ratio.value for name, ratio in pooled(map(ratios, scores)).items()}
    by_field = [values[name] for name in values if name.startswith("f1@field=")]
    costs = [score.cost_usd for score in scores]
    return Metrics(
        articles=len(scores),
        failed=sum(score.status == "failed" for score in scores),
        counts=Counts.of(rows),
        fields=_by(rows, "field"),
        kinds=_by(rows, "kind"),
        values=values | {"field_macro_f1": _mean([value for value in by_field if value is not None])},
        cost_usd=sum(cost for cost in costs if cost is not None) if None not in costs else None,
        latency_s=sum(score.latency_s for score in scores),
        input_tokens=sum(score.input_tokens for score in scores),
        output_tokens=sum(score.output_tokens for score in scores),
    )


def pooled(articles: Iterable[Mapping[str, Ratio]]) -> dict[str, Ratio]:
    """Return the sums of numerators and denominators over ``articles``, by metric name."""
    sums: dict[str, Ratio] = {}
    for article in articles:
        for name, (numerator, denominator) in article.items():
            before = sums.get(name, Ratio(0.0, 0.0))
            sums[name] = Ratio(before.numerator + numerator, before.denominator + denominator)
    return sums


def _by(rows: Iterable[LeafRow], attribute: str) -> dict[str, Counts]:
    groups: dict[str, list[LeafRow]] = {}
    for row in rows:
        groups.setdefault(getattr(row, attribute), []).append(row)
    return {name: Counts.of(group) for name, group in groups.items()}


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
