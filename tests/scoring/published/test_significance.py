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


def test_a_random_state_stands_for_numpys_older_generator():
    case: Any = {"id": "scipy_bootstrap/x", "data": ONE, "n_resamples": 500, "random_state": 3}
    oracle = stats.bootstrap((ONE,), lambda x, axis: x.mean(axis=axis), n_resamples=500, random_state=3)
    assert (
        scored(case)["low"] == oracle.confidence_interval.low != scored({**case, "seed": 3, "random_state": 4})["low"]
    )


def test_the_level_may_go_by_either_name():
    case: Any = {"id": "scipy_wilson/x", "k": 18, "n": 20}
    assert scored({**case, "level": 0.9}) == scored({**case, "confidence_level": 0.9}) != scored(case)


def test_two_samples_are_bootstrapped_pair_by_pair():
    case: Any = {"id": "scipy_bootstrap/x", "x": ONE, "y": OTHER, "n_resamples": 500, "seed": 3}
    oracle = stats.bootstrap(
        (ONE, OTHER), lambda x, y, axis: (x - y).mean(axis=axis), paired=True, n_resamples=500, rng=3
    )
    assert scored(case)["high"] == pytest.approx(oracle.confidence_interval.high, abs=1e-12)


def test_samples_may_have_names_of_their_own():
    named: Any = {"id": "scipy_wilcoxon/x", "before": ONE, "after": OTHER, "tags": ["a"], "expected": {"pvalue": 0.1}}
    assert scored(named) == {"pvalue": pytest.approx(10 / 64)}


def test_samples_that_are_not_paired_may_differ_in_length():
    case: Any = {"id": "scipy_permutation_test/x", "x": [1, 2, 3], "y": [0, 0], "permutation_type": "independent"}
    assert scored(case) == {"statistic": 2.0, "pvalue": pytest.approx(0.2)}


# The gate's own --------------------------------------------------------------------------------------------------


def test_holm_keeps_the_form_that_it_was_given():
    assert scored({"p_values": [0.01, 0.04, 0.03]}) == {"adjusted": [0.03, 0.06, 0.06]}
    assert scored({"p_values": {"f1": 0.5, "recall": 0.9}}) == {"adjusted": {"f1": 1.0, "recall": 1.0}}


def test_two_runs_are_compared_story_by_story():
    case: Any = {
        "id": "paired/x",
        "baseline": [0.5, 0.6, 0.7],
        "candidate": [0.6, 0.7, 0.8],
        "clusters": ["a", "a", "b"],
    }
    found = scored(case)
    assert (found["method"], found["clusters"], found["pvalue"]) == ("sign_flip_exact", 2, 0.5)
    assert (found["difference"], found["low"], found["high"]) == pytest.approx((0.1, 0.1, 0.1))
    assert scored({**case, "clusters": None})["clusters"] == 3
    assert scored({**case, "clusters": ["a"] * 3})["low"] is None


def test_a_run_that_is_the_same_on_six_articles_is_not_inferior():
    same: Any = {"id": "x", "baseline": [0.5] * 6, "candidate": [0.5] * 6, "margin": 0.05}
    assert scored(same) == {
        "difference": 0.0, "p_pass": 1 / 64, "p_worse": 1.0, "method": "sign_flip_exact", "clusters": 6, "verdict": "pass",
    }  # fmt: skip
    assert scored({**same, "margin": 0})["verdict"] == "inconclusive"
    assert scored({**same, "candidate": [0.1] * 6})["verdict"] == "regression"


def test_draws_are_those_of_the_seed_and_as_many_as_asked_for():
    case: Any = {"id": "paired/x", "baseline": list(range(40)), "candidate": [k % 7 for k in range(40)]}
    few = scored({**case, "n_resamples": 99})
    assert few["method"] == "cluster_bootstrap"
    assert few["pvalue"] == pytest.approx(2 / 100)
    assert (
        scored({**case, "seed": 1})["low"] != scored({**case, "seed": 2})["low"] == scored({**case, "seed": 2})["low"]
    )


def test_a_case_that_says_what_it_expects_gets_just_those_columns_under_its_own_names():
    case: Any = {"id": "scipy_wilcoxon/x", "x": ONE, "y": OTHER, "expected": {"p_value": 0.1}}
    assert scored(case) == {"p_value": pytest.approx(10 / 64)}


def test_what_scipy_refuses_is_undefined():
    with pytest.raises(UndefinedScoreError):
        score_case({"id": "scipy_binomtest/x", "k": 1, "n": 2, "p": 3})
