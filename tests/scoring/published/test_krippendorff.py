"""Krippendorff's alpha: his own worked example, small ones by hand, and its invariants."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from summarizer.scoring.published.case_form import UndefinedScoreError
from summarizer.scoring.published.krippendorff import LEVELS, alpha, score_case

# Krippendorff 2011, section C: two coders at first, four coders with missing data; values printed there.
BOOK = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
RATINGS = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=coders, max_size=coders), min_size=1, max_size=6
    )
)


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_worked_example_comes_out_as_printed(level, printed):
    assert alpha(BOOK, level) == pytest.approx(printed, abs=0.0005)


@pytest.mark.parametrize(
    ("ratings", "level", "expected"),
    [
        # coincidences of 0 and 1: 4 apart of 8; expected 2 · 4 · 4 / 7
        ([[0, 0, 1, 1], [0, 1, 0, 1]], "nominal", 1 - 7 * 4 / (2 * 4 * 4)),
        # observed 2 · (1 + 1), expected over all pairs of 0 0 1 1 2 2: (16 · 1 + 8 · 4) / 5
        ([[0, 1, 2], [1, 2, 0]], "interval", 1 - (2 * (1 + 1 + 4)) / ((16 * 1 + 8 * 4) / 5)),
        ([["x", "y", "x"], ["x", "y", "x"]], "nominal", 1.0),
        ([[0, 2], [0, 2]], "ratio", 1.0),
    ],
    ids=["nominal", "interval", "texts", "zero is no division by zero"],
)
def test_small_tables_come_out_as_by_hand(ratings, level, expected):
    assert alpha(ratings, level) == pytest.approx(expected)


def test_units_of_a_single_rating_are_not_paired_but_their_value_is_known():
    assert alpha([[1, 2, None], [1, 2, 3]], "nominal") == alpha([[1, 2], [1, 2]], "nominal")
    assert alpha([[1, None], [1, 2]], "nominal") is None


@pytest.mark.parametrize(
    ("ratings", "level", "message"),
    [
        ([[1, 1], [1, 1]], "nominal", "more than one value"),
        ([], "nominal", "more than one value"),
        ([[1, 2]], "nominal", "at least one unit with values assigned by at least two coders"),
        ([["x", "y"], ["x", "y"]], "ordinal", "ordered value_domain is required"),
    ],
)
def test_what_the_definition_does_not_cover_is_refused_as_published(ratings, level, message):
    with pytest.raises(UndefinedScoreError, match=message):
        alpha(ratings, level)


def test_texts_are_ordered_by_the_domain_that_is_given():
    domain = ["low", "mid", "high"]
    worded = [[domain[each - 1] for each in row] for row in ([1, 2, 3, 3], [1, 3, 3, 2])]
    assert alpha(worded, "ordinal", domain=domain) == alpha([[1, 2, 3, 3], [1, 3, 3, 2]], "ordinal")
    with pytest.raises(UndefinedScoreError, match="out-of-domain"):
        alpha(worded, "ordinal", domain=domain[:2])


@pytest.mark.parametrize(
    ("ratings", "same"),
    [
        ([["a", 1, "b"], ["a", "1", "a"]], [["a", "one", "b"], ["a", "one", "a"]]),
        ([["a", "nan", "b"], ["a", "b", "a"]], [["a", None, "b"], ["a", "b", "a"]]),
        ([[True, None], [True, False], [False, False]], [[1, None], [1, 0], [0, 0]]),
    ],
    ids=["numbers among texts are texts", "the text nan is missing", "true and false beside a missing one are 1 and 0"],
)
def test_ratings_of_several_kinds_are_read_as_published(ratings, same):
    assert score_case({"ratings": ratings, "level": "nominal"}) == score_case({"ratings": same, "level": "nominal"})


def test_ratings_of_true_and_false_alone_are_refused_as_published():
    with pytest.raises(UndefinedScoreError, match="value domain for dtype kind b"):
        score_case({"ratings": [[True, False], [True, True]], "level": "nominal"})


def rows(units):
    return [list(row) for row in zip(*units, strict=True)]


def score(units, level):
    try:
        return alpha(rows(units), level)
    except UndefinedScoreError:
        return None


@given(RATINGS, st.sampled_from(LEVELS))
def test_alpha_never_exceeds_one_nor_falls_below_minus_one(units, level):
    found = score(units, level)
    assert found is None or -1 - 1e-9 <= found <= 1 + 1e-9


@given(RATINGS, st.sampled_from(LEVELS), st.randoms())
def test_the_order_of_coders_and_of_units_never_matters(units, level, random):
    coders = random.sample(range(len(units[0])), len(units[0]))
    shuffled = [[unit[coder] for coder in coders] for unit in random.sample(units, len(units))]
    assert score(shuffled, level) == pytest.approx(score(units, level))


@given(RATINGS, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_shifting_every_rating_changes_nothing_below_the_ratio_level(units, level):
    shifted = [[None if rated is None else rated + 10 for rated in unit] for unit in units]
    assert score(shifted, level) == pytest.approx(score(units, level))


@given(st.lists(st.integers(1, 4), min_size=2, max_size=6), st.sampled_from(LEVELS))
def test_coders_who_always_agree_have_alpha_one(ratings, level):
    assume(len(set(ratings)) > 1)
    assert alpha([ratings, ratings, ratings], level) == pytest.approx(1.0)
