"""Intervals, paired comparisons and verdicts are held to scipy, to arithmetic by hand, and to their promises."""

import math
import subprocess
import sys
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from summarizer.scoring import resampling
from summarizer.scoring.statistics import (
    Comparison,
    Interval,
    NonInferiority,
    Sample,
    cluster_interval,
    compare_paired,
    holm,
    needed_clusters,
    needed_repeats,
    non_inferiority,
    ratio,
)


def drawn(count: int, quality: float, *, seed: int) -> Sample:
    random = np.random.default_rng(seed)
    below = random.integers(10, 40, count)
    return Sample(random.binomial(below, quality).tolist(), below.tolist())


def near(number: float) -> Any:
    return pytest.approx(number)


def mean_of(values: list[float]) -> Sample:
    return Sample(values, [1.0] * len(values))


# Ratios and intervals ---------------------------------------------------------------------------------------------


def test_a_ratio_is_the_quotient_of_sums_and_undefined_without_a_denominator():
    assert ratio(Sample([1, 3], [2, 6])) == 0.5
    assert ratio(Sample([0, 0], [0, 0])) is None
    assert ratio(Sample([], [])) is None


@pytest.mark.parametrize(
    ("numerators", "denominators"),
    [([1.0], []), ([math.nan], [1.0]), ([1.0], [math.inf])],
    ids=["length", "nan", "inf"],
)
def test_a_sample_of_unequal_or_endless_columns_is_refused(numerators, denominators):
    with pytest.raises(ValueError, match="numerators"):
        Sample(numerators, denominators)


def test_the_interval_of_a_mean_agrees_with_scipys_percentile_bootstrap_at_the_expanded_level():
    values = np.random.default_rng(3).normal(0.6, 0.1, 40)
    tail = stats.norm.cdf(-math.sqrt(40 / 39) * stats.t.ppf(0.975, 39))
    oracle = stats.bootstrap(
        (values,), np.mean, confidence_level=1 - 2 * tail, n_resamples=20_000, method="percentile", rng=5
    ).confidence_interval
    ours = cluster_interval(mean_of(values.tolist()), range(40), resamples=20_000)
    assert ours is not None
    assert (ours.low, ours.high) == pytest.approx((oracle.low, oracle.high), abs=0.002)


def test_the_interval_of_two_clusters_spans_both_values():
    # two clusters: draws are 0, ½ and 1; t with one degree of freedom reaches beyond every draw
    assert cluster_interval(mean_of([0.0, 1.0]), ["a", "b"]) == Interval(0.0, 1.0, 0.95)


def test_articles_of_one_story_widen_the_interval():
    sample = drawn(60, 0.7, seed=1)
    twice = Sample([*sample.numerators] * 2, [*sample.denominators] * 2)
    apart, together = cluster_interval(twice, range(120)), cluster_interval(twice, [*range(60)] * 2)
    assert apart is not None
    assert together is not None
    assert together.high - together.low > 1.3 * (apart.high - apart.low)


def test_a_story_told_twice_counts_once():
    sample = drawn(12, 0.7, seed=2)
    twice = Sample([*sample.numerators] * 2, [*sample.denominators] * 2)
    assert cluster_interval(twice, [*range(12)] * 2) == cluster_interval(sample, range(12))


def test_articles_without_anything_to_count_change_nothing():
    sample = drawn(12, 0.7, seed=2)
    padded = Sample([*sample.numerators, 0, 0], [*sample.denominators, 0, 0])
    assert cluster_interval(padded, range(14)) == cluster_interval(sample, range(12))


@pytest.mark.parametrize(
    ("sample", "clusters"),
    [(Sample([1, 1], [2, 2]), ["a", "a"]), (Sample([1, 0], [2, 0]), ["a", "b"]), (Sample([], []), [])],
    ids=["one story", "one story with anything to count", "no article"],
)
def test_fewer_than_two_clusters_have_no_interval(sample, clusters):
    assert cluster_interval(sample, clusters) is None


def test_the_same_seed_gives_the_same_interval_and_another_one_nearly():
    sample = drawn(20, 0.8, seed=4)
    first = cluster_interval(sample, range(20), seed=1)
    other = cluster_interval(sample, range(20), seed=2)
    assert first == cluster_interval(sample, range(20), seed=1)
    assert first is not None
    assert other is not None
    assert first != other
    assert (first.low, first.high) == pytest.approx((other.low, other.high), abs=0.01)


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    random = np.random.default_rng(7)
    covered = 0
    for _ in range(300):
        below = random.integers(10, 40, 20)
        values = random.binomial(below, random.beta(8, 2, 20))
        found = cluster_interval(Sample(values.tolist(), below.tolist()), range(20), resamples=500)
        assert found is not None
        covered += found.low <= 0.8 <= found.high
    assert 0.90 <= covered / 300 <= 0.99


# Paired comparison ------------------------------------------------------------------------------------------------


def test_the_exact_sign_flip_of_means_agrees_with_scipys_paired_permutation_test():
    baseline, candidate = [0.5, 0.6, 0.7, 0.4, 0.9, 0.3], [0.6, 0.9, 0.8, 0.6, 0.85, 0.5]
    oracle = stats.permutation_test(
        (candidate, baseline),
        lambda one, other, axis: np.mean(one, axis=axis) - np.mean(other, axis=axis),
        permutation_type="samples",
        n_resamples=10_000,
    )
    ours = compare_paired("f1", mean_of(baseline), mean_of(candidate), range(6))
    assert ours.p_value == pytest.approx(oracle.pvalue, abs=1e-12)
    assert ours.difference == pytest.approx(oracle.statistic, abs=1e-12)
    assert (ours.method, ours.clusters) == ("sign_flip_exact", 6)


def test_three_stories_all_better_have_the_p_value_of_three_coins():
    # 2³ = 8 ways to swap, one of them as good as what was seen: 1/8 on one side, doubled
    found = compare_paired("recall", mean_of([0.1, 0.2, 0.3]), mean_of([0.4, 0.4, 0.4]), "abc")
    assert found == Comparison(
        metric="recall",
        baseline=near(0.2),
        candidate=near(0.4),
        difference=near(0.2),
        interval=found.interval,
        p_value=0.25,
        method="sign_flip_exact",
        clusters=3,
        standard_error=near(0.1 / math.sqrt(3)),
    )
    assert found.interval is not None
    assert found.interval.low == pytest.approx(0.1)
    assert found.interval.high == pytest.approx(0.3)


def test_the_jackknife_of_a_mean_is_the_usual_standard_error():
    random = np.random.default_rng(11)
    baseline, candidate = random.random(25).tolist(), random.random(25).tolist()
    found = compare_paired("f1", mean_of(baseline), mean_of(candidate), range(25))
    assert found.standard_error == pytest.approx(stats.sem(np.array(candidate) - np.array(baseline)))


def test_drawn_sign_flips_come_close_to_the_exact_ones():
    baseline, candidate = drawn(14, 0.7, seed=5), drawn(14, 0.8, seed=6)
    candidate = Sample(candidate.numerators, candidate.denominators)
    exact = compare_paired("f1", baseline, candidate, range(14))
    sampled = compare_paired("f1", baseline, candidate, range(14), resamples=8_000)
    assert (exact.method, sampled.method) == ("sign_flip_exact", "sign_flip")
    assert sampled.p_value == pytest.approx(exact.p_value, abs=0.02)


@pytest.mark.parametrize(
    ("count", "method"), [(14, "sign_flip_exact"), (15, "sign_flip"), (29, "sign_flip"), (30, "cluster_bootstrap")]
)
def test_the_number_of_clusters_decides_the_method(count, method):
    assert compare_paired("f1", drawn(count, 0.7, seed=1), drawn(count, 0.7, seed=2), range(count)).method == method


def test_the_paired_bootstrap_of_many_clusters_agrees_with_the_paired_t_test():
    random = np.random.default_rng(13)
    baseline = random.normal(0.6, 0.2, 200)
    candidate = baseline + random.normal(0.012, 0.1, 200)
    found = compare_paired("f1", mean_of(baseline.tolist()), mean_of(candidate.tolist()), range(200))
    assert found.method == "cluster_bootstrap"
    assert found.p_value == pytest.approx(stats.ttest_rel(candidate, baseline).pvalue, abs=0.02)


def test_a_run_against_itself_differs_by_nothing():
    sample = drawn(40, 0.7, seed=8)
    found = compare_paired("f1", sample, sample, range(40))
    assert (found.difference, found.p_value, found.interval) == (0.0, 1.0, Interval(0.0, 0.0, 0.95))


def test_swapping_the_runs_mirrors_the_comparison():
    one, other = drawn(12, 0.7, seed=1), drawn(12, 0.8, seed=2)
    there, back = (compare_paired("f1", *pair, range(12)) for pair in ((one, other), (other, one)))
    assert there.difference == -back.difference
    assert there.p_value == back.p_value
    assert there.interval is not None
    assert back.interval is not None
    assert (there.interval.low, there.interval.high) == pytest.approx((-back.interval.high, -back.interval.low))


def test_a_run_that_found_nothing_at_all_scores_zero_not_undefined():
    found = compare_paired("precision", Sample([1, 2, 3], [2, 3, 4]), Sample([0, 0, 0], [0, 0, 0]), "abc")
    assert (found.baseline, found.candidate) == (near(2 / 3), 0.0)


def test_columns_of_another_length_than_the_clusters_are_refused():
    with pytest.raises(ValueError, match="3 clusters, but columns of"):
        compare_paired("f1", mean_of([1.0, 0.0]), mean_of([1.0, 0.0]), "abc")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=8), st.randoms())
def test_the_order_of_articles_never_matters_to_the_exact_test(pairs, random):
    shuffled = random.sample(pairs, len(pairs))
    values = [
        compare_paired("f1", mean_of([a for a, _ in each]), mean_of([b for _, b in each]), range(len(each)))
        for each in (pairs, shuffled)
    ]
    assert values[0].p_value == values[1].p_value
    assert 0 < values[0].p_value <= 1


# Verdicts ---------------------------------------------------------------------------------------------------------


def test_five_stories_never_decide_however_alike_the_runs_are():
    sample = drawn(5, 0.8, seed=1)
    found = non_inferiority("f1", sample, sample, range(5), margin=0.05)
    assert (found.p_pass, found.verdict()) == (1 / 32, "inconclusive")


def test_six_stories_without_a_difference_pass():
    sample = drawn(6, 0.8, seed=1)
    found = non_inferiority("f1", sample, sample, range(6), margin=0.05)
    assert found == NonInferiority("f1", 0.0, 0.05, p_pass=1 / 64, p_worse=1.0, method="sign_flip_exact", clusters=6)
    assert found.verdict() == "pass"
    assert found.verdict(level=0.99) == "inconclusive"


@pytest.mark.parametrize("count", [12, 60], ids=["sign flips", "bootstrap"])
def test_a_broken_field_is_a_regression(count):
    found = non_inferiority("f1", drawn(count, 0.8, seed=1), drawn(count, 0.5, seed=1), range(count), margin=0.02)
    assert found.verdict() == "regression"


def test_a_drop_that_is_sure_but_within_the_margin_passes():
    sample = drawn(60, 0.8, seed=1)
    slightly = Sample(
        [each - 0.001 * of for each, of in zip(sample.numerators, sample.denominators, strict=True)],
        sample.denominators,
    )
    found = non_inferiority("f1", sample, slightly, range(60), margin=0.02)
    assert found.p_worse < 0.001
    assert found.verdict() == "pass"


def test_without_a_margin_an_equal_run_is_inconclusive():
    sample = drawn(40, 0.8, seed=1)
    assert non_inferiority("f1", sample, sample, range(40), margin=0).verdict() == "inconclusive"


def test_adjusted_p_values_overrule_the_plain_ones():
    found = NonInferiority("f1", -0.1, 0.02, p_pass=1.0, p_worse=0.02, method="sign_flip_exact", clusters=8)
    assert found.verdict() == "regression"
    assert found.verdict(p_worse=0.06) == "inconclusive"


def test_a_negative_margin_is_refused():
    with pytest.raises(ValueError, match="margin must be 0 or more"):
        non_inferiority("f1", mean_of([1.0]), mean_of([1.0]), "a", margin=-0.1)


def test_the_margin_of_a_mean_is_tested_as_a_shift():
    baseline, candidate = [0.5, 0.6, 0.7, 0.4, 0.9, 0.3, 0.5], [0.5, 0.55, 0.72, 0.38, 0.9, 0.31, 0.45]
    oracle = stats.permutation_test(
        (np.array(candidate), np.array(baseline) - 0.03),
        lambda one, other, axis: np.mean(one, axis=axis) - np.mean(other, axis=axis),
        permutation_type="samples",
        alternative="greater",
        n_resamples=10_000,
    )
    found = non_inferiority("f1", mean_of(baseline), mean_of(candidate), range(7), margin=0.03)
    assert found.p_pass == pytest.approx(oracle.pvalue, abs=1e-12)


def test_holm_multiplies_the_smallest_by_all_and_keeps_the_order():
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005}) == pytest.approx(
        {"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02}
    )
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=8))
def test_holm_never_lowers_a_p_value_and_agrees_with_bonferroni_on_the_smallest(p_values):
    adjusted = holm(p_values)
    assert list(adjusted) == list(p_values)
    assert all(p_values[name] <= adjusted[name] <= 1 for name in p_values)
    if p_values:
        assert min(adjusted.values()) == min(1.0, len(p_values) * min(p_values.values()))


# What would decide ------------------------------------------------------------------------------------------------


def test_needed_clusters_follow_the_formula_for_a_paired_mean():
    # (1.95996 + 0.84162)² · (0.02 · √10)² / 0.01² = 313.96 clusters for a power of 80 %
    assert needed_clusters(-0.01, 0.02, 10, margin=0.02) == 314 - 10


def test_as_many_clusters_are_needed_as_a_sign_flip_can_decide_with():
    assert needed_clusters(0.0, 0.0, 5, margin=0.02) == 1
    assert needed_clusters(0.0, 0.0, 8, margin=0.02) == 0


def test_toward_a_regression_it_is_the_drop_itself_that_has_to_be_sure():
    assert needed_clusters(-0.04, 0.02, 10, margin=0.02) == math.ceil(313.96 / 16) - 10


def test_no_number_of_clusters_decides_a_difference_on_the_margin():
    assert needed_clusters(-0.02, 0.01, 10, margin=0.02) is None
    assert needed_clusters(0.0, 0.01, 10, margin=0.0) is None


def test_repeats_shrink_only_the_noise_of_the_answers():
    # room: 50 · (0.02 / 2.80158)² - 0.002 = 0.000548; 0.003 / 0.000548 = 5.47 repeats
    wanted: dict[str, Any] = {"between_variance": 0.002, "within_variance": 0.003, "clusters": 50, "margin": 0.02}
    assert needed_repeats(0.0, repeats=1, **wanted) == 5
    assert needed_repeats(0.0, repeats=9, **wanted) == 0
    assert needed_repeats(0.0, repeats=1, **{**wanted, "between_variance": 0.003}) is None
    assert needed_repeats(0.0, repeats=1, **{**wanted, "clusters": 5}) is None


# Cost -------------------------------------------------------------------------------------------------------------


def test_a_thousand_articles_are_resampled_ten_thousand_times_within_seconds():
    sample = drawn(1000, 0.8, seed=1)
    started = time.perf_counter()
    cluster_interval(sample, range(1000))
    assert time.perf_counter() - started < 5  # half a second on an idle core


def test_without_numpy_the_extra_to_install_is_named():
    code = (
        "import sys\n"
        "sys.modules['numpy'] = None\n"
        "from summarizer.errors import MissingExtraError\n"
        "try:\n"
        "    import summarizer.scoring.statistics\n"
        "except MissingExtraError as exc:\n"
        "    print(exc)\n"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "statistics need numpy and scipy; install them: pip install 'summarizer[eval]'\n"


def test_permutations_are_as_many_as_asked_for_however_many_blocks_they_are_drawn_in():
    columns = np.ones((20, 4))
    columns[:, ::2] = np.random.default_rng(3).random((20, 2))
    asked = 250_000  # one block holds 200,000 of them
    for share in resampling.sign_flip_tails(columns, resamples=asked, seed=0):
        hits = share * (asked + 1)
        assert hits == pytest.approx(round(hits), abs=1e-6)
