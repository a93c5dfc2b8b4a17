"""The mode `statistics`: means with their errors by hand, scipy's tests by their names."""

import math
from typing import Any

import pytest
from scipy import stats

from summarizer.scoring.published.case_form import UndefinedScoreError
from summarizer.scoring.published.significance import clustered_error, score_case, standard_error, student_interval

ONE, OTHER = [0.61, 0.72, 0.55, 0.9, 0.43, 0.7], [0.58, 0.61, 0.6, 0.71, 0.4, 0.62]


def test_the_standard_error_is_s_over_root_n():
    assert standard_error([1, 2, 3, 4]) == pytest.approx(math.sqrt(5 / 3) / 2)
    assert standard_error([0.7]) == standard_error([]) == 0.0


def test_values_of_one_cluster_move_together():
    # deviations from 0.5 by cluster: +1, -1; √(2/1 · (1 + 1)) / 4
    assert clustered_error([1, 1, 0, 0], ["a", "a", "b", "b"]) == pytest.approx(math.sqrt(4) / 4)
    assert clustered_error([1, 0, 1, 0], ["a", "a", "b", "b"]) == 0.0
    assert clustered_error([1, 0], ["a", "a"]) == 0.0


def test_a_cluster_to_every_value_is_no_clustering():
    assert clustered_error(ONE, range(6)) == pytest.approx(standard_error(ONE))


def test_the_interval_has_one_degree_of_freedom_less_than_clusters():
    low, high = student_interval([1, 1, 0, 0], clusters=["a", "a", "b", "b"])
    assert (low, high) == pytest.approx((0.5 - 12.706204736 * 0.5, 0.5 + 12.706204736 * 0.5))
    assert student_interval([0.7]) == (0.7, 0.7)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({"id": "assignment/x", "similarity": [[0.1, 0.9], [0.2, 0.8], [0.7, 0.1]]},
         {"pairs": [[0, 1], [2, 0]], "total": 1.6}),
        ({"id": "assignment/x", "similarity": []}, {"pairs": [], "total": 0.0}),
        ({"id": "x", "values": [0, 1], "clusters": None},
         {"mean": 0.5, "stderr": 0.5, "std": math.sqrt(0.5), "ci95_t": {"lower": 0.5 - 12.706204736174694 * 0.5, "upper": 0.5 + 12.706204736174694 * 0.5}}),
        ({"id": "scipy_binomtest/x", "k": 3, "n": 3}, {"statistic": 1.0, "pvalue": 0.25, "low": 0.4385030, "high": 1.0}),
        ({"id": "scipy_ttest_rel/x", "x": ONE, "y": OTHER}, {"statistic": 1.943693, "pvalue": 2 * stats.t.sf(1.943693, 5), "df": 5.0}),
        ({"id": "scipy_wilcoxon/x", "x": ONE, "y": OTHER}, {"statistic": 3.0, "pvalue": 10 / 64}),
        ({"id": "scipy_wilcoxon/x", "differences": [1, 2, 3, -4]}, {"statistic": 4.0, "pvalue": 0.875}),
        ({"id": "scipy_permutation_test/x", "x": [1, 2, 3], "y": [0, 0, 0]}, {"statistic": 2.0, "pvalue": 0.25}),
        ({"id": "scipy_permutation_test/x", "x": [1, 2, 3], "y": [0, 0, 0], "alternative": "greater"}, {"statistic": 2.0, "pvalue": 0.125}),
    ],
)  # fmt: skip
def test_a_case_is_scored_by_the_test_it_names(case, expected, differences):
    rounded = {
        name: pytest.approx(each, abs=1e-6) if isinstance(each, float) else each for name, each in expected.items()
    }
    found = score_case(case)
    if "ci95_t" in expected:
        assert differences(expected, found) == []
    else:
        assert found == rounded


def scored(case: Any) -> Any:
    return score_case(case)


def test_a_bootstrap_is_scipys_with_the_seed_that_is_given():
    case: Any = {"id": "scipy_bootstrap/x", "values": ONE, "method": "percentile", "n_resamples": 500, "seed": 3}
    oracle = stats.bootstrap((ONE,), lambda x, axis: x.mean(axis=axis), method="percentile", n_resamples=500, rng=3)
    assert scored(case) == {
        "low": oracle.confidence_interval.low,
        "high": oracle.confidence_interval.high,
        "standard_error": oracle.standard_error,
    }


def test_a_case_that_says_what_it_expects_gets_just_those_columns_under_its_own_names():
    case: Any = {"id": "scipy_wilcoxon/x", "x": ONE, "y": OTHER, "expected": {"p_value": 0.1}}
    assert scored(case) == {"p_value": pytest.approx(10 / 64)}


def test_what_scipy_refuses_is_undefined():
    with pytest.raises(UndefinedScoreError):
        score_case({"id": "scipy_binomtest/x", "k": 1, "n": 2, "p": 3})
