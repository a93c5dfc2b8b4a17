"""A fall in every article: a break that can be seen without statistics, because no article escapes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizer.scoring.evaluation.compare import Pairing
from summarizer.scoring.evaluation.gate_file import CollapseRule
from summarizer.scoring.evaluation.samples import lower_is_better, names_of

__all__ = ["collapses"]


def collapses(pairing: Pairing, gated: Sequence[str], rule: CollapseRule) -> tuple[str, ...]:
    """Return one sentence for each gated metric and each field that collapsed.

    The tests of significance ask what these stories say of other stories, and a few stories say little. That every
    article fell far is no such inference: it says that something is broken on the articles at hand.
    """
    fields = [name for name in names_of(pairing.baseline) if name.startswith("f1@field=")]
    return (
        *(said for metric in gated for said in _fallen(pairing, metric, rule)),
        *(said for metric in fields for said in _lost(pairing, metric, rule)),
    )


def _fallen(pairing: Pairing, metric: str, rule: CollapseRule) -> Iterator[str]:
    sign = -1 if lower_is_better(metric) else 1
    falls = [sign * (before - (now or 0.0)) for before, now in _values(pairing, metric)]
    if len(falls) >= rule.articles and min(falls) > rule.drop:
        yield f"{metric} is worse by more than {rule.drop:.2f} in every one of {len(falls)} articles"


def _lost(pairing: Pairing, metric: str, rule: CollapseRule) -> Iterator[str]:
    kept = [(now or 0.0) / before for before, now in _values(pairing, metric) if before > 0]
    if len(kept) >= rule.articles and max(kept) < 1 - rule.share:
        field = metric.partition("=")[2]
        yield f"{field} lost more than {rule.share:.0%} of its F1 in every one of the {len(kept)} articles that had any"


def _values(pairing: Pairing, metric: str) -> Iterator[tuple[float, float | None]]:
    """Yield baseline and candidate of every article in which the baseline had something to measure."""
    for before, now in zip(pairing.baseline, pairing.candidate, strict=True):
        former = before.ratios[metric].value if metric in before.ratios else None
        present = now.ratios.get(metric)
        if former is not None:
            yield former, present.value if present is not None else None
