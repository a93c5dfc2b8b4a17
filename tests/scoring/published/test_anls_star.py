"""ANLS* by hand, by its invariants, and against the authors' package where it is installed."""

import importlib.util
import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.scoring.published.anls_star import OneOf, anls_star, score_case
from summarizer.scoring.published.case_form import UndefinedScoreError

WORDS = st.sampled_from(["x", "ab", "abc", "abd", "Lima", "lima ", "", "3", "a longer text"])
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-3, 1200), WORDS)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abc"), inner, max_size=3)),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("gold", "prediction", "expected"),
    [
        ("night", "nicht", 0.8),
        ("night", "nacht", 0.6),
        ("night", "nachts", 0.5),
        ("night", "nackt", 0.0),
        ("  New\n York ", "new york", 1.0),
        (3, 3.0, 0.0),
        (False, "FALSE", 1.0),
        (OneOf(("Lima", "the capital")), "capital", 7 / 11),
        (OneOf((None, "Lima")), None, 1.0),
        ({"a": OneOf(("Lima", ["Lima"]))}, {"a": ["Lima"]}, 1.0),
        ({"a": 1, "b": 2, "c": 3, "d": 4}, {"a": 1, "b": 2}, 0.5),
        ({"a": 1}, {"a": 1, "b": 2}, 0.5),
        ({"a": 1}, {"a": 1, "b": None}, 0.5),
        ({"a": None}, {}, 1.0),
        ({"a": []}, {}, 0.0),
        ({}, None, 0.0),
        (None, {}, 1.0),
        (None, 0, 0.0),
        ("", None, 0.0),
        ([["a", "b"], ["c"]], [["c"], ["b", "a"]], 1.0),
        ([{"n": "ann", "r": "x"}, {"n": "bob", "r": "y"}], [{"n": "bob", "r": "y"}], 0.5),
        (["a", "b"], {"a": "b"}, 0.0),
        (["a", "b"], ["a"], 0.5),
        (["abcd", "abce"], "abce", 1.0),
        (["abcd", 1], "abcd", 0.0),
    ],
)  # fmt: skip
def test_the_score_is_the_one_worked_out_by_hand(gold, prediction, expected):
    assert anls_star(gold, prediction) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("gold", "prediction", "score"),
    [
        ({"k": {"a": "p", "b": "q", "c": "r"}, "m": "y"}, {"k": "p", "m": "y"}, 1 / 4),
        ({"k": ["p", "q", "r"], "m": "y"}, {"k": {"a": "p"}, "m": "y"}, 1 / 4),
        ({"k": "p", "m": "y"}, {"k": ["p", "q", "r"], "m": "y"}, 1 / 4),
        ([OneOf((["p", "q"], "r")), "x"], ["x"], 1 / 3),
    ],
    ids=["object in gold", "list in gold", "list predicted", "the largest of the alternatives"],
)
def test_what_has_no_partner_of_its_kind_counts_all_its_leaves(gold, prediction, score):
    assert anls_star(gold, prediction) == pytest.approx(score)


def test_alternatives_without_an_option_are_refused_as_published():
    with pytest.raises(UndefinedScoreError, match="Expected at least 1 valid ground truth option"):
        anls_star([], "x")


def test_of_equal_options_the_one_that_equals_the_prediction_decides_the_length():
    # both score 0 against the list; the first has one leaf, the second three
    assert anls_star({"a": OneOf(("x", ["p", "q", "r"])), "b": "y"}, {"a": ["v"], "b": "y"}) == pytest.approx(0.5)


def test_equal_items_are_paired_even_where_another_scores_as_high():
    gold: Any = [{"n": OneOf(("ann", "Ann"))}, {"n": "Ann"}]
    assert anls_star(gold, [{"n": "Ann"}, {"n": "ann"}]) == 1.0


# As anls_star 1.0.1 with munkres 3.0.0 scores them: which of equally good pairs is taken changes what is divided by.
@pytest.mark.parametrize(
    ("gold", "prediction", "score"),
    [
        ([{}, {"a": 1, "b": "b"}, {"c": "ab", "b": 1}, {"b": "ab"}, {"a": None}, {"b": 2, "l": []}],
         [{"a": "a"}, {}, {"c": None}], 1 / 9),
        ([{"a": "a"}, {"a": "a"}, {"c": None}, {"c": "ab", "b": 2}],
         [{"c": "a"}, {"b": 1, "c": "b"}, {"a": "ab", "c": "ab"}, {}, {}], 1 / 4),
        ([{"b": "a", "l": [2, "ab", 2]}, {}, {}, {"b": 1, "c": None, "a": 2, "l": ["a", 2, "a"]}, {"b": "a"}],
         [{}, {"l": []}, {"a": 1}, {"b": "b"}], 1 / 12),
        ([{"a": "a", "c": 2, "l": ["b", 2, 2]}, {}, {"a": "a"}],
         [{"b": "a"}, {"a": "a", "c": "b"}, {"a": "b", "b": "ab", "c": None}], 1 / 9),
        ([{"b": "b", "c": None, "l": ["b", "a", "a"]}, {}, {"l": [2]}],
         [{"c": "a", "b": None}, {"c": 1, "a": "b"}, {"l": [2, 1]}], 1 / 10),
    ],
)  # fmt: skip
def test_ties_between_objects_of_different_size_are_settled_as_published(gold, prediction, score):
    assert anls_star(gold, prediction) == pytest.approx(score, abs=1e-12)


def test_alternatives_without_an_option_are_refused_wherever_they_stand():
    unread: Any = {"gold": {"a": {"__one_of__": []}}, "prediction": "no object at all"}
    with pytest.raises(UndefinedScoreError, match="Expected at least 1 valid ground truth option"):
        score_case(unread)


@given(TREES)
def test_a_tree_against_itself_scores_one_unless_a_text_stands_for_options(tree):
    assert anls_star(tree, tree) == pytest.approx(1.0)


@given(TREES, TREES)
def test_the_score_lies_between_zero_and_one(gold, prediction):
    if not (gold == [] and isinstance(prediction, str)):
        assert 0 <= anls_star(gold, prediction) <= 1


@given(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4), st.randoms())
def test_the_order_of_texts_in_a_list_never_matters(gold, prediction, random):
    shuffled = anls_star(random.sample(gold, len(gold)), random.sample(prediction, len(prediction)))
    assert shuffled == pytest.approx(anls_star(gold, prediction))


@given(st.dictionaries(st.sampled_from("abcd"), WORDS), st.dictionaries(st.sampled_from("abcd"), WORDS))
def test_the_order_of_keys_never_matters(gold, prediction):
    turned = dict(reversed(gold.items())), dict(reversed(prediction.items()))
    assert anls_star(*turned) == pytest.approx(anls_star(gold, prediction))


@pytest.mark.skipif(importlib.util.find_spec("anls_star") is None, reason="needs the package anls-star (dev group)")
@settings(max_examples=400, deadline=None)
@given(TREES, TREES, TREES)
def test_the_authors_package_gives_the_same_score(gold, option, prediction):
    from anls_star import anls_score

    def published(tree: object) -> object:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return anls_score(tree, prediction)
            except ValueError as exc:
                return str(exc)

    def ours(tree: Any) -> object:
        try:
            return anls_star(tree, prediction)
        except UndefinedScoreError as exc:
            return str(exc)

    assert ours(gold) == pytest.approx(published(gold), abs=1e-9)
    assert ours({"a": OneOf((gold, option))}) == pytest.approx(published({"a": (gold, option)}), abs=1e-9)
