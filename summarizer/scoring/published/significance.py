"""Means with their errors as inspect-ai reports them, and scipy's tests, intervals and assignment, by their names."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Literal, TypedDict, TypeVar, get_args

from pydantic import JsonValue

from summarizer.errors import MissingExtraError
from summarizer.scoring.published.case_form import (
    Case,
    MalformedCaseError,
    UndefinedScoreError,
    asked_for,
    cluster_names,
    number,
    number_list,
    value,
    whole_number,
)
from summarizer.scoring.published.gate_statistics import compared, holm_adjusted, not_inferior

try:
    import numpy as np
    from scipy import optimize, stats
except ImportError as exc:
    raise MissingExtraError("this mode needs numpy and scipy; install them: pip install 'summarizer[eval]'") from exc

__all__ = ["clustered_error", "score_case", "standard_error", "student_interval"]

Alternative = Literal["two-sided", "less", "greater"]
BinomialMethod = Literal["wilson", "wilsoncc", "exact"]
BootstrapMethod = Literal["BCa", "percentile", "basic"]
PermutationType = Literal["samples", "pairings", "independent"]
ZeroMethod = Literal["wilcox", "pratt", "zsplit"]

T = TypeVar("T", bound=str)

_PAIRS = (("x", "y"), ("a", "b"), ("baseline", "candidate"))

# Keys that hold a list and no sample.
_NO_SAMPLE = ("clusters", "expected", "tags")

# What else a case may call a column that is printed here under scipy's name.
_OTHER_NAMES = {"p_value": "pvalue", "p": "pvalue", "lower": "low", "upper": "high"}


def standard_error(values: Sequence[float]) -> float:
    """Return s / √n, 0 below two values."""
    return float(np.std(values, ddof=1) / math.sqrt(len(values))) if len(values) > 1 else 0.0


def clustered_error(values: Sequence[float], clusters: Sequence[Hashable]) -> float:
    """Return the standard error of the mean when values of one cluster hang together, 0 below two clusters.

    √(C / (C - 1) · Σ over clusters (Σ deviations from the mean)²) / n. Source: Miller 2024, *Adding Error Bars to
    Evals*, appendix A, with the correction for a finite number of clusters that inspect-ai applies.
    """
    mean = math.fsum(values) / len(values) if values else 0.0
    sums: dict[Hashable, float] = {}
    for each, cluster in zip(values, clusters, strict=True):
        sums[cluster] = sums.get(cluster, 0.0) + each - mean
    count = len(sums)
    if count < 2:
        return 0.0
    return math.sqrt(count / (count - 1) * math.fsum(each**2 for each in sums.values())) / len(values)


def student_interval(
    values: Sequence[float], *, clusters: Sequence[Hashable] | None = None, level: float = 0.95
) -> tuple[float, float]:
    """Return mean ± t · standard error with n - 1 degrees of freedom, or clusters - 1; the point below two values."""
    mean = math.fsum(values) / len(values) if values else 0.0
    if len(values) < 2:
        return mean, mean
    error = standard_error(values) if clusters is None else clustered_error(values, clusters)
    freedom = len(values) - 1 if clusters is None else max(1, len(set(clusters)) - 1)
    reach = float(stats.t.ppf((1 + level) / 2, freedom)) * error
    return mean - reach, mean + reach


def score_case(case: Case) -> JsonValue:
    """Score a case by the first part of its id (``scipy_wilcoxon/7``), or by the keys it has.

    ``similarity``: assignment. ``values`` (and ``clusters``): mean, stderr, std, ci95_t. ``k`` and ``n``: Wilson
    interval, and binomtest. ``x`` and ``y``, or their differences alone: wilcoxon, ttest_rel, permutation_test, and
    under ``bootstrap`` interval and standard error of the mean. Further keys are scipy's parameters. ``p_values``,
    ``margin`` and the id ``paired/…`` ask for the gate's own: see ``gate_statistics``. Raises UndefinedScoreError where
    scipy refuses the numbers.
    """
    test = _test(case)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scipy says in words what it also says by nan, which is printed as null
        try:
            columns = test(case)
        except MalformedCaseError:
            raise
        except ValueError as exc:
            raise UndefinedScoreError(str(exc)) from exc
    if "expected" in case:
        columns |= {other: columns[name] for other, name in _OTHER_NAMES.items() if name in columns}
    return asked_for(columns, case)


Columns = dict[str, JsonValue]


def _test(case: Case) -> Callable[[Case], Columns]:
    names = [str(case.get("test", "")), str(case.get("id", "")).partition("/")[0]]
    for name in names:
        for known, test in _TESTS.items():
            if known in name:
                return test
    for key, test in _BY_KEY.items():
        if key in case:
            return test
    raise MalformedCaseError(f"names no test; known are {', '.join(_TESTS)}, as the first part of its id")


def _assignment(case: Case) -> Columns:
    rows = value(case, "similarity")
    if not isinstance(rows, list):
        raise MalformedCaseError("similarity must be a list of rows of numbers")
    matrix = [number_list(row, f"similarity[{index}]") for index, row in enumerate(rows)]
    if len({len(row) for row in matrix}) > 1:
        raise MalformedCaseError("every row of similarity must be as long")
    if not matrix:
        return {"pairs": [], "total": 0.0}
    found = np.asarray(matrix)
    taken, partners = optimize.linear_sum_assignment(found, maximize=True)
    pairs: list[JsonValue] = [[int(row), int(column)] for row, column in zip(taken, partners, strict=True)]
    return {"pairs": pairs, "total": float(found[taken, partners].sum())}


def _mean(case: Case) -> Columns:
    values = number_list(value(case, "values"), "values")
    clusters = cluster_names(case, len(values))
    low, high = student_interval(values, clusters=clusters)
    return {
        "mean": float(np.mean(values)) if values else 0.0,
        "stderr": standard_error(values) if clusters is None else clustered_error(values, clusters),
        "std": float(np.std(values, ddof=1)) if len(values) > 1 else 0.0,
        "ci95_t": {"lower": low, "upper": high},
    }


def _binomial(case: Case) -> Columns:
    successes, trials = (number(value(case, *names), names[0]) for names in (("k", "successes"), ("n", "trials")))
    if not 0 <= successes <= trials or trials < 1 or successes != int(successes) or trials != int(trials):
        raise MalformedCaseError(
            f"k and n must be whole numbers with 0 ≤ k ≤ n and n ≥ 1, not {successes} and {trials}"
        )
    result = stats.binomtest(int(successes), int(trials), number(case.get("p", 0.5), "p"), _alternative(case))
    interval = result.proportion_ci(_level(case), method=_one_of(case, "method", get_args(BinomialMethod)))
    asks = "p" in case or "binomtest" in str(case.get("id"))
    tested = {"statistic": float(result.statistic), "pvalue": float(result.pvalue)}
    wanted = tested if asks or "expected" in case else {}
    return {**wanted, "low": float(interval.low), "high": float(interval.high)}


def _bootstrap(case: Case) -> Columns:
    samples = _samples(case)
    values = samples[0] if len(samples) == 1 else [one - other for one, other in zip(*_pair(case), strict=True)]
    if len(values) < 2:
        raise MalformedCaseError("a bootstrap needs two or more values")
    result = stats.bootstrap(
        (values,),
        np.mean,
        n_resamples=whole_number(case, "n_resamples", 9999, least=1),
        confidence_level=_level(case),
        method=_one_of(case, "method", get_args(BootstrapMethod)),
        **_seeded(case),
    )
    interval = result.confidence_interval
    return {"low": float(interval.low), "high": float(interval.high), "standard_error": float(result.standard_error)}


class _Seed(TypedDict, total=False):
    rng: int
    random_state: int


def _seeded(case: Case) -> _Seed:
    """Return scipy's parameter for the seed; ``random_state`` stands for its older generator."""
    if "random_state" in case:
        return {"random_state": whole_number(case, "random_state", 0, most=2**32 - 1)}
    return {"rng": whole_number(case, "rng" if "rng" in case else "seed", 0, most=2**63)}


def _permutation(case: Case) -> Columns:
    first, second = _pair(case)
    result = stats.permutation_test(
        (first, second),
        lambda one, other, axis: np.mean(one, axis=axis) - np.mean(other, axis=axis),
        permutation_type=_one_of(case, "permutation_type", get_args(PermutationType)),
        vectorized=True,
        n_resamples=whole_number(case, "n_resamples", 9999, least=1),
        alternative=_alternative(case),
        **_seeded(case),
    )
    return {"statistic": float(result.statistic), "pvalue": float(result.pvalue)}


def _wilcoxon(case: Case) -> Columns:
    result = stats.wilcoxon(
        *_pair(case), zero_method=_one_of(case, "zero_method", get_args(ZeroMethod)), alternative=_alternative(case)
    )
    return {"statistic": float(result.statistic), "pvalue": float(result.pvalue)}


def _paired_t(case: Case) -> Columns:
    result = stats.ttest_rel(*_pair(case), alternative=_alternative(case))
    return {"statistic": float(result.statistic), "pvalue": float(result.pvalue), "df": float(result.df)}


_TESTS: Mapping[str, Callable[[Case], Columns]] = {
    "assignment": _assignment,
    "inspect_ci": _mean,
    "stderr": _mean,
    "wilson": _binomial,
    "binomtest": _binomial,
    "bootstrap": _bootstrap,
    "permutation": _permutation,
    "wilcoxon": _wilcoxon,
    "ttest": _paired_t,
    "holm": holm_adjusted,
    "non_inferiority": not_inferior,
    "paired": compared,
}
_BY_KEY: Mapping[str, Callable[[Case], Columns]] = {
    "similarity": _assignment,
    "values": _mean,
    "k": _binomial,
    "p_values": holm_adjusted,
    "margin": not_inferior,
}


def _samples(case: Case) -> list[list[float]]:
    """Return the case's lists of numbers: a known pair of names, otherwise one or two lists, in their order."""
    named = next((pair for pair in _PAIRS if all(name in case for name in pair)), None)
    names = named or [name for name, found in case.items() if isinstance(found, list) and name not in _NO_SAMPLE]
    if len(names) not in (1, 2):
        raise MalformedCaseError("lacks one or two lists of numbers, such as 'x' and 'y', or 'values'")
    return [number_list(case[name], name) for name in names]


def _pair(case: Case) -> tuple[list[float], list[float]]:
    """Return two samples; one alone is of differences, so that it is compared with as many zeros."""
    samples = _samples(case)
    first, second = samples if len(samples) == 2 else (samples[0], [0.0] * len(samples[0]))
    unpaired = case.get("permutation_type") == "independent"
    if min(len(first), len(second)) < 2 or (len(first) != len(second) and not unpaired):
        raise MalformedCaseError("a paired test needs two lists of equal length, two values or more")
    return first, second


def _level(case: Case) -> float:
    level = number(case.get("confidence_level", case.get("level", 0.95)), "level")
    if not 0 < level < 1:
        raise MalformedCaseError(f"level must lie between 0 and 1, not {level}")
    return level


def _alternative(case: Case) -> Alternative:
    return _one_of(case, "alternative", get_args(Alternative))


def _one_of(case: Case, name: str, known: tuple[T, ...]) -> T:
    """Return the case's choice; the first of the known ones where it makes none."""
    found = case.get(name, known[0])
    for each in known:
        if each == found:
            return each
    raise MalformedCaseError(f"{name} must be {', '.join(known)}, not {found!r}")
