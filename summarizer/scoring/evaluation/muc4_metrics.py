"""CEAF-REE of a MUC-4 run, beside the ledger's own metrics: the numbers of the published tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summarizer.domain.record import Record
from summarizer.scoring.evaluation.measured import Measured
from summarizer.scoring.gold_model import GoldArticle
from summarizer.scoring.muc4_import import SCHEMA_NAME, ceaf_ree
from summarizer.scoring.published.role_counts import RoleCounts
from summarizer.scoring.statistics import Sample, cluster_interval

__all__ = ["muc4_metrics"]


def muc4_metrics(articles: Sequence[tuple[GoldArticle, Record | None]]) -> Mapping[str, Measured]:
    """Return ``ceaf_ree_f1``, ``…_precision`` and ``…_recall`` (Du et al. 2021, strict, micro), each 0 to 1.

    The same from each repeat of an article in turn, as if it were an article more. Empty unless all articles are
    labelled for ``muc4_roles``.
    """
    if not articles or any(gold.schema_name != SCHEMA_NAME for gold, _ in articles):
        return {}
    counts = [ceaf_ree([article]).micro for article in articles]
    stories = [gold.story for gold, _ in articles]
    total = sum(counts, RoleCounts())
    return {
        "ceaf_ree_f1": _measured(
            # 2PR / (P + R), written as one ratio of sums: both numerators of the strict score are the same pairs
            total.f1,
            [2 * one.p_num for one in counts],
            [one.p_den + one.r_den for one in counts],
            stories,
        ),
        "ceaf_ree_precision": _measured(
            total.precision, [one.p_num for one in counts], [one.p_den for one in counts], stories
        ),
        "ceaf_ree_recall": _measured(
            total.recall, [one.r_num for one in counts], [one.r_den for one in counts], stories
        ),
    }


def _measured(value: float, above: list[float], below: list[float], stories: list[str]) -> Measured:
    interval = cluster_interval(Sample(above, below), stories)
    counted = [story for story, denominator in zip(stories, below, strict=True) if denominator]
    return Measured(
        value=value,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        articles=len(counted),
        stories=len(set(counted)),
    )
