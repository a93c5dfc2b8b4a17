"""The statistics of the gate itself on numbers of a case, so that they too can be checked against another's."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from pydantic import JsonValue

from summarizer.scoring.published.case_form import (
    Case,
    MalformedCaseError,
    cluster_names,
    number,
    number_list,
    value,
    whole_number,
)
from summarizer.scoring.statistics import RESAMPLES, Sample, compare_paired, holm, non_inferiority

__all__ = ["compared", "holm_adjusted", "not_inferior"]


def holm_adjusted(case: Case) -> dict[str, JsonValue]:
    """Score ``{p_values: [p, …] or {name: p, …}}``: ``adjusted`` (Holm 1979), in the same form."""
    given = value(case, "p_values")
    if isinstance(given, list):
        adjusted = _holm({str(index): each for index, each in enumerate(given)})
        return {"adjusted": list(adjusted.values())}
    if not isinstance(given, dict):
        raise MalformedCaseError("p_values must be a list of numbers, or map names to numbers")
    return {"adjusted": {**_holm(given)}}


def _holm(given: Mapping[str, JsonValue]) -> dict[str, float]:
    p_values = {name: number(each, f"p_values[{name}]") for name, each in given.items()}
    for name, p in p_values.items():
        if not 0 <= p <= 1:
            raise MalformedCaseError(f"p_values[{name}] must lie between 0 and 1, not {p}")
    return holm(p_values)


def compared(case: Case) -> dict[str, JsonValue]:
    """Score ``{baseline: [score by article], candidate: likewise, clusters?: [story by article]}``, two-sided."""
    baseline, candidate, clusters = _runs(case)
    found = compare_paired("score", baseline, candidate, clusters, **_draws(case))
    return {
        "baseline": found.baseline,
        "candidate": found.candidate,
        "difference": found.difference,
        "low": found.interval.low if found.interval is not None else None,
        "high": found.interval.high if found.interval is not None else None,
        "pvalue": found.p_value,
        "stderr": found.standard_error,
        "method": found.method,
        "clusters": found.clusters,
    }


def not_inferior(case: Case) -> dict[str, JsonValue]:
    """Score the same with ``margin``: p of "worse by the margin or more", p of "not worse at all", and the verdict."""
    baseline, candidate, clusters = _runs(case)
    margin = number(value(case, "margin"), "margin")
    if margin < 0:
        raise MalformedCaseError(f"margin must be 0 or more, not {margin}")
    found = non_inferiority("score", baseline, candidate, clusters, margin=margin, **_draws(case))
    return {
        "difference": found.difference,
        "p_pass": found.p_pass,
        "p_worse": found.p_worse,
        "method": found.method,
        "clusters": found.clusters,
        "verdict": found.verdict(),
    }


def _runs(case: Case) -> tuple[Sample, Sample, list[Hashable]]:
    baseline, candidate = (number_list(value(case, side), side) for side in ("baseline", "candidate"))
    if len(baseline) != len(candidate):
        raise MalformedCaseError(f"baseline has {len(baseline)} articles, candidate {len(candidate)}")
    ones = [1.0] * len(baseline)
    clusters = cluster_names(case, len(baseline))
    return Sample(baseline, ones), Sample(candidate, ones), list(range(len(baseline))) if clusters is None else clusters


def _draws(case: Case) -> dict[str, int]:
    return {
        "resamples": whole_number(case, "n_resamples", RESAMPLES, least=1),
        "seed": whole_number(case, "seed", 0, most=2**63),
    }
