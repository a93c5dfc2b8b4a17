"""Every comparator keeps to the hand-written cases, value, band and reason."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from summarizer.domain.blocks import ComparatorName
from summarizer.scoring.comparators.registry import COMPARATORS, compare
from summarizer.scoring.comparators.similarity import NOTHING, Similarity
from summarizer.scoring.gold_model import GoldLeaf

LINES = [
    line
    for line in (Path(__file__).parent / "comparator_cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def gold_leaf(text: str) -> GoldLeaf:
    value, _, refined = text.partition(" + ")
    more = json.loads(refined) if refined else {}
    bounds = more.get("range")
    return GoldLeaf(
        json.loads(value),
        accept=tuple(more.get("accept", ())),
        precision=more.get("precision"),
        range=(bounds[0], bounds[1]) if bounds else None,
    )


def test_every_comparator_has_cases_and_there_are_enough_of_them():
    counted = Counter(line.split(" | ")[0] for line in LINES)
    assert set(counted) == set(get_args(ComparatorName)) == set(COMPARATORS)
    assert len(set(LINES)) == len(LINES) >= 200


def name_of(line: str) -> str:
    """The case without its verdict; a pytest argument can't hold brackets or escapes within a test's name."""
    plain = " | ".join(line.split(" | ")[:3]).encode("ascii", "replace").decode()
    return plain.translate(str.maketrans("[]\\:", "()/ "))


@pytest.mark.parametrize("line", LINES, ids=[name_of(line) for line in LINES])
def test_a_value_is_compared_as_the_case_says(line):
    name, gold, predicted, expected, rule = line.split(" | ")
    comparator = COMPARATORS[name]
    found = compare(comparator, gold_leaf(gold), json.loads(predicted))
    band = (
        "correct" if found.value >= comparator.correct else "partial" if found.value >= comparator.partial else "wrong"
    )
    assert (f"{band} {round(found.value, 3)}", found.rule) == (expected, rule)


@pytest.mark.parametrize("name", get_args(ComparatorName))
def test_nothing_is_like_nothing_and_a_null_alternative_is_no_value(name):
    comparator = COMPARATORS[name]
    assert compare(comparator, GoldLeaf("x"), None) == NOTHING
    assert compare(comparator, GoldLeaf(None), "x") == NOTHING
    assert compare(comparator, GoldLeaf(None, accept=(None,)), "x") == NOTHING


def test_the_nearest_of_the_right_values_counts():
    leaf = GoldLeaf("the capital", accept=("Kyiv", "Kyiv, Ukraine"))
    assert compare(COMPARATORS["place"], leaf, "Kyiv") == Similarity(1.0, "same value")


SCALARS = st.one_of(
    st.text(max_size=40),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.fixed_dictionaries({"text": st.text(max_size=20), "start": st.none(), "end": st.none(), "precision": st.none()}),
)


@pytest.mark.parametrize("name", get_args(ComparatorName))
@given(gold=SCALARS, predicted=SCALARS)
@example(gold=5.3e-253, predicted=9.6e55)
@example(gold=1.0, predicted=5e-324)
@example(gold=1.7e308, predicted=-1.7e308)
@example(gold=10**400, predicted=10**401)
@example(gold="between -1e308 and 1e308", predicted="9" * 400)
def test_any_two_values_can_be_compared_and_the_similarity_lies_between_0_and_1(name, gold, predicted):
    found = compare(COMPARATORS[name], GoldLeaf(gold), predicted)
    assert 0 <= found.value <= 1
    assert found.rule


@pytest.mark.parametrize("name", get_args(ComparatorName))
@given(value=SCALARS)
def test_a_value_is_like_itself(name, value):
    assert compare(COMPARATORS[name], GoldLeaf(value), value) == Similarity(1.0, "same value")


@pytest.mark.parametrize("name", ["text", "quote", "person_name", "organization", "place", "unit"])
@given(one=st.text(max_size=30), other=st.text(max_size=30))
def test_either_side_can_be_the_gold(name, one, other):
    forth = compare(COMPARATORS[name], GoldLeaf(one), other).value
    assert forth == pytest.approx(compare(COMPARATORS[name], GoldLeaf(other), one).value)
