"""GTT's template score by hand, against a walk through every mapping, and at sizes that such a walk never ends at."""

import itertools
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.scoring.published.gtt_templates import (
    INCIDENT_TYPE,
    best_mapping,
    score_case,
    score_documents,
    template,
)
from summarizer.scoring.published.role_counts import ROLES, RoleCounts

TYPES = st.sampled_from(["attack", "bombing", "attack / bombing"])
ENTITIES = st.lists(st.lists(st.sampled_from("wxyz"), min_size=1, max_size=2, unique=True), max_size=2)
TEMPLATES = st.lists(
    st.builds(lambda kind, victims, targets: template(kind, {"Victim": victims, "Target": targets}), TYPES, ENTITIES, ENTITIES),
    max_size=3,
)  # fmt: skip


def micro(totals):
    return sum(totals.values(), RoleCounts())


def every_mapping(golds, predictions):
    """The published search: the first mapping, in order, with the highest micro F1."""
    for mapped in itertools.product([*range(len(golds)), None], repeat=len(predictions)):
        used = [gold for gold in mapped if gold is not None]
        if len(used) == len(set(used)):
            yield mapped


def counts_under(golds, predictions, mapped):
    """The counts as the definition words them, written down a second time and without any short cut."""
    totals = {slot: [0, 0, 0, 0] for slot in (INCIDENT_TYPE, *ROLES)}
    for slot, counts in totals.items():
        type_slot = slot == INCIDENT_TYPE
        counts[1] = len(predictions) if type_slot else sum(len(each.roles.get(slot, [])) for each in predictions)
        counts[3] = len(golds) if type_slot else sum(len(each.roles.get(slot, [])) for each in golds)
        for prediction, index in zip(predictions, mapped, strict=True):
            if index is None or prediction.incident_type not in golds[index].incident_type:
                continue
            if type_slot:
                counts[0] += 1
                counts[2] += 1
                continue
            wanted, found = golds[index].roles.get(slot, []), prediction.roles.get(slot, [])
            counts[0] += sum(any(all(m in gold for m in each) for gold in wanted) for each in found)
            counts[2] += sum(any(all(m in gold for m in each) for each in found) for gold in wanted)
    return {slot: RoleCounts(*map(float, counts)) for slot, counts in totals.items()}


@settings(max_examples=150, deadline=None)
@given(TEMPLATES, TEMPLATES)
def test_the_score_is_that_of_the_first_best_of_all_mappings(golds, predictions):
    best = None
    for mapped in every_mapping(golds, predictions):
        counts = counts_under(golds, predictions, mapped)
        if best is None or micro(counts).f1 > micro(best).f1:
            best = counts
    assert score_documents([(golds, predictions)]) == best


def test_an_entity_may_be_right_for_several_and_several_for_one():
    golds = [template("attack", {"Victim": [["ana", "ruiz"], ["ruiz"]]})]
    predictions = [template("attack", {"Victim": [["ruiz"], ["ana"], ["bob"]]})]
    assert score_documents([(golds, predictions)])["Victim"] == RoleCounts(2, 3, 2, 2)


def test_templates_of_another_type_are_missing_and_spurious():
    golds, predictions = [template("bombing", {"Victim": [["ana"]]})], [template("attack", {"Victim": [["ana"]]})]
    assert score_documents([(golds, predictions)]) == {
        **dict.fromkeys(ROLES, RoleCounts()),
        INCIDENT_TYPE: RoleCounts(0, 1, 0, 1),
        "Victim": RoleCounts(0, 1, 0, 1),
    }


def test_a_prediction_without_a_type_is_taken_for_an_attack():
    assert best_mapping([template("attack / bombing", {})], [template(None, {})]) == (0,)


def test_the_mapping_is_chosen_over_all_templates_together():
    golds = [template("attack", {"Victim": [["ana"], ["bob"]]}), template("attack", {"Victim": [["ana"]]})]
    predictions = [template("attack", {"Victim": [["ana"]]}), template("attack", {"Victim": [["ana"], ["bob"]]})]
    assert best_mapping(golds, predictions) == (1, 0)


def test_documents_add_up():
    side: Any = [{"incident_type": "attack", "Victim": [["ana"]]}]
    scores = score_case({"gold": {"x": side, "y": side}, "prediction": {"x": side}})
    assert isinstance(scores, dict)
    assert scores["micro_avg"] == {
        "p_num": 2, "p_den": 2, "r_num": 2, "r_den": 4, "p": 1.0, "r": 0.5, "f1": pytest.approx(2 / 3),
    }  # fmt: skip


@pytest.mark.parametrize("count", [12, 40])
def test_many_templates_are_scored_exactly_and_soon(count):
    # a walk through all of them would take 13^12 mappings, or 41^40
    golds = [template("attack", {"Victim": [[f"v{number}"]], "Weapon": [["gun"]]}) for number in range(count)]
    predictions = [*reversed(golds)]
    started = time.perf_counter()
    assert micro(score_documents([(golds, predictions)])) == RoleCounts(*[3.0 * count] * 4)
    assert time.perf_counter() - started < 20


@given(TEMPLATES)
def test_gold_against_itself_is_perfect(golds):
    plain = [each for each in golds if "/" not in each.incident_type]
    total = micro(score_documents([(plain, plain)]))
    assert (total.p_num, total.r_num) == (total.p_den, total.r_den)
