"""How alike two entries are as wholes: the weighted mean over what either side states."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, Field

from summarizer.schema_loader.derive import derive
from summarizer.scoring.gold_model import GoldLeaf, GoldObject
from summarizer.scoring.likeness import likenesses
from summarizer.scoring.plan import plan_of


class Captain(BaseModel):
    """A captain."""

    age: int | None = Field(None, description="The age.")


class Team(BaseModel):
    """A team."""

    years: list[int] = Field(description="Years of a title.")
    captain: Captain | None = Field(None, description="The captain.")


class League(BaseModel):
    """A league."""

    teams: list[Team] = Field(description="The teams.")


@pytest.fixture
def alike(gold_node):
    """Gold teams and predicted ones → the likeness of every pair."""
    plan = plan_of(derive(League)).fields["teams"].item
    assert plan is not None
    return lambda gold, predicted: likenesses(plan, [gold_node(team) for team in gold], predicted)


def team(*years: int, captain: Any = None) -> dict[str, Any]:
    return {"years": list(years), "captain": captain}


def test_lists_are_as_alike_as_their_matched_entries_are_of_all(alike):
    gold, predicted = [team(1990, 1994), team(2002)], [team(2002), team(1994, 1990), team(1990, 1998, 2002)]
    assert alike(gold, predicted) == [
        [0.0, 1.0, pytest.approx(2 / 5)],
        [1.0, 0.0, pytest.approx(2 / 4)],
    ]


def test_a_field_that_only_one_side_states_counts_against_the_pair(alike):
    assert alike([team(1990, captain={"age": 30})], [team(1990), team(1990, captain={"age": 30})]) == [[0.5, 1.0]]
    assert alike([team(1990)], [team(1990, captain={"age": 30})]) == [[0.5]]


def test_entries_that_state_nothing_are_alike_but_an_object_is_not_its_absence(alike):
    assert alike([team()], [team()]) == [[1.0]]
    assert alike([team(captain={"age": None})], [team(captain={"age": None}), team()]) == [[1.0, 0.0]]
    assert alike([team()], [team(captain={"age": None})]) == [[0.0]]


def test_what_gold_leaves_out_of_an_object_is_null(alike):
    partly = GoldObject({"captain": GoldLeaf(None)})
    assert alike([partly], [team(), team(1990)]) == [[1.0, 0.0]]
