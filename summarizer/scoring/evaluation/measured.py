"""``metrics.json``: every metric of a run with its interval, by name."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["METRICS_FORMAT", "Measured", "MetricTable"]

METRICS_FORMAT: Literal["summarizer.metrics/1"] = "summarizer.metrics/1"

_config = ConfigDict(frozen=True, extra="forbid")


class Measured(BaseModel):
    """One metric over one slice of the articles."""

    model_config = _config

    value: float | None = Field(description="The metric, null where there is nothing to measure.")
    low: float | None = Field(None, description="Low end of its interval, null with fewer than two stories.")
    high: float | None = Field(None, description="High end of its interval.")
    articles: int = Field(0, ge=0, description="Articles that have anything to measure.")
    stories: int = Field(0, ge=0, description="Stories that have anything to measure.")
    lower_is_better: bool = Field(False, description="An error rate: lower is better.")


class MetricTable(BaseModel):
    """The metrics of a run."""

    model_config = _config

    format: Literal["summarizer.metrics/1"] = Field(METRICS_FORMAT, description="Name and version of this format.")
    level: float = Field(0.95, description="Nominal coverage of the intervals.")
    metrics: dict[str, Measured] = Field(description="Metric name → value.")
