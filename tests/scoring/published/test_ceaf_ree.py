"""CEAF-REE worked out by hand, and its invariants."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.scoring.published.ceaf_ree import score_documents
from summarizer.scoring.published.role_counts import ROLES, RoleCounts

MENTIONS = st.sampled_from(["ana", "bob", "the mayor", "a guard", "fmln", "urng"])
ENTITIES = st.lists(st.lists(MENTIONS, min_size=1, max_size=3, unique=True), max_size=4)
DOCUMENTS = st.dictionaries(st.sampled_from("xyz"), st.fixed_dictionaries(dict.fromkeys(ROLES, ENTITIES)), max_size=3)


def near(number: float) -> Any:
    return pytest.approx(number)


def score(gold, prediction):
    return score_documents({"d": {"Victim": gold}}, {"d": {"Victim": prediction}})


@pytest.mark.parametrize(
    ("gold", "prediction", "strict", "prop"),
    [
        ([["a1", "b1"]], [["b1"]], 1, 1.0),
        ([["a1", "b1"]], [["a1", "x1"]], 0, 0.5),
        ([["a1", "b1", "c1"]], [["a1", "b1", "x1"]], 0, 2 / 3),
        ([["a1"]], [["a1 b1"]], 0, 0.0),
        ([["a1"], ["b1"]], [["a1", "b1"]], 0, 0.5),
        ([["The Mayor!"]], [["mayor"]], 1, 1.0),
        ([["a1", "b1"], ["a1"]], [["a1"], ["b1"]], 2, 2.0),
    ],
    ids=["any mention", "half wrong", "two of three", "longer", "two in one", "folded", "best assignment"],
)
def test_the_matches_are_those_worked_out_by_hand(gold, prediction, strict, prop):
    found = score(gold, prediction)
    dens = {"p_den": len(prediction), "r_den": len(gold)}
    assert found.strict["Victim"] == RoleCounts(p_num=strict, r_num=strict, **dens)
    assert found.prop["Victim"] == RoleCounts(p_num=near(prop), r_num=near(prop), **dens)


def test_the_micro_average_sums_documents_and_roles_before_dividing():
    gold: Any = {"x": {"Victim": [["a1"], ["b1"]], "Weapon": [["gun"]]}, "y": {"Victim": []}}
    found = score_documents(gold, {"x": {"Victim": [["a1"]], "Weapon": [["bomb"], ["gun"]]}, "y": {"Victim": [["c1"]]}})
    assert found.micro == RoleCounts(2, 4, 2, 3)
    assert found.micro.f1 == pytest.approx(2 * 0.5 * (2 / 3) / (0.5 + 2 / 3))


def test_documents_and_roles_without_a_prediction_are_missed_and_what_gold_does_not_name_is_not_scored():
    gold = {"x": {"Victim": [["a1"]]}, "y": {"Victim": [["b1"]], "Weapon": [["gun"]]}}
    prediction = {"y": {"Victim": [["b1"]], "Target": [["c1"]]}, "z": {"Victim": [["d1"]]}}
    assert score_documents(gold, prediction).micro == RoleCounts(1, 1, 1, 3)


def test_nothing_against_nothing_scores_zero():
    assert score([], []).micro == RoleCounts()
    assert score([], []).micro.f1 == 0.0


@given(DOCUMENTS)
def test_gold_against_itself_is_perfect_where_there_is_any(gold):
    micro = score_documents(gold, gold).micro
    assert (micro.p_num, micro.r_num) == (micro.p_den, micro.r_den)
    assert micro.f1 == (1.0 if micro.p_den else 0.0)


@given(ENTITIES, ENTITIES, st.randoms())
def test_the_order_of_entities_never_matters(gold, prediction, random):
    shuffled = score(random.sample(gold, len(gold)), random.sample(prediction, len(prediction)))
    plain = score(gold, prediction)
    assert shuffled.strict == plain.strict
    assert shuffled.prop["Victim"].p_num == pytest.approx(plain.prop["Victim"].p_num)


@given(ENTITIES, ENTITIES)
def test_an_invented_entity_never_raises_precision_and_leaves_recall(gold, prediction):
    before, after = score(gold, prediction).micro, score(gold, [*prediction, ["nobody"]]).micro
    assert after.recall == before.recall
    assert after.precision <= before.precision
