"""CEAF-REE of a MUC-4 run, beside the ledger's own metrics: the numbers of the published tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.domain.record import Record
from summarizer.scoring.evaluation.measured import Measured
from summarizer.scoring.gold_model import GoldArticle
from summarizer.scoring.muc4_import import SCHEMA_NAME, ceaf_ree
from summarizer.scoring.published.role_counts import ROLES, RoleCounts
from summarizer.scoring.ratios import slice_name
from summarizer.scoring.statistics import Sample, cluster_interval

__all__ = ["PUBLISHED_CEAF_REE", "RoleScore", "muc4_metrics", "percent", "role_scores"]

PUBLISHED_CEAF_REE = "published, on the 200 reports of the test set: GRIT 54.50 F1 (Du, Rush and Cardie 2021)"
"""What a CEAF-REE stands beside."""

_RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class RoleScore:
    """CEAF-REE of one role, or of all of them, each number 0 to 1."""

    name: str
    precision: float
    recall: float
    f1: float


def muc4_metrics(articles: Sequence[tuple[GoldArticle, Record | None]]) -> Mapping[str, Measured]:
    """Return ``ceaf_ree_f1``, ``…_precision`` and ``…_recall`` (Du et al. 2021, strict), each 0 to 1.

    Micro over the five roles, and of each role (``ceaf_ree_f1@role=PerpInd``). Repeats of an article are added up,
    which leaves the ratio that of their mean. Empty unless all articles are labelled for ``muc4_roles``.
    """
    if not articles or any(gold.schema_name != SCHEMA_NAME for gold, _ in articles):
        return {}
    found = [ceaf_ree([article]) for article in articles]
    stories = [gold.story for gold, _ in articles]
    metrics = _three([one.micro for one in found], stories, role=None)
    for role in ROLES:
        metrics |= _three([one.strict[role] for one in found], stories, role=role)
    return metrics


def role_scores(values: Mapping[str, float | None]) -> tuple[RoleScore, ...]:
    """Return CEAF-REE by role, all roles last, from metrics by name; nothing where they aren't of MUC-4."""
    named = [*((role, f"@role={role}") for role in ROLES), ("all roles (micro)", "")]
    found = []
    for name, at in named:
        three = [values.get(f"ceaf_ree_{metric}{at}") for metric in ("precision", "recall", "f1")]
        if None not in three:
            found.append(RoleScore(name, *(value or 0.0 for value in three)))
    return tuple(found)


def percent(value: float) -> str:
    """Return a score as the published tables have it: 54.50 for 0.545."""
    return f"{100 * value:.2f}"


def _three(counts: Sequence[RoleCounts], stories: Sequence[str], *, role: str | None) -> dict[str, Measured]:
    total = sum(counts, RoleCounts())
    columns = {
        # 2PR / (P + R), written as one ratio of sums: both numerators of the strict score are the same pairs
        "f1": (total.f1, [2 * one.p_num for one in counts], [one.p_den + one.r_den for one in counts]),
        "precision": (total.precision, [one.p_num for one in counts], [one.p_den for one in counts]),
        "recall": (total.recall, [one.r_num for one in counts], [one.r_den for one in counts]),
    }
    return {
        slice_name(f"ceaf_ree_{name}", "role", role) if role else f"ceaf_ree_{name}": _measured(*column, stories)
        for name, column in columns.items()
    }


def _measured(value: float, above: Sequence[float], below: Sequence[float], stories: Sequence[str]) -> Measured:
    interval = cluster_interval(Sample(above, below), stories, resamples=_RESAMPLES)
    # each report is a story of its own, so that its repeats count once
    counted = {story for story, denominator in zip(stories, below, strict=True) if denominator}
    return Measured(
        value=value,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        articles=len(counted),
        stories=len(counted),
    )
