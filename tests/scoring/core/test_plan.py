"""How a field is scored follows from the schema, and from ``Score`` where it says so."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from summarizer.domain.blocks import Ask, Score, When
from summarizer.schema_loader.derive import derive
from summarizer.schema_loader.load import load_schema
from summarizer.scoring import plan as plan_module
from summarizer.scoring.alignment import FLOOR
from summarizer.scoring.comparators.defaults import default_key
from summarizer.scoring.plan import Plan, choose, plan_of, scorer_digest

SCHEMAS = Path(__file__).parents[3] / "schemas"


def comparators(plan: Plan) -> dict[str, str]:
    """Path → comparator of every leaf."""
    if plan.comparator is not None:
        return {plan.path: plan.comparator.name}
    below = (*plan.fields.values(), *plan.options, *([plan.item] if plan.item is not None else []))
    return {path: name for part in below for path, name in comparators(part).items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "news_report",
            {
                "headline": "quote",
                "outlet": "organization",
                "published": "date",
                "summary": "text",
                "events.what": "text",
                "events.kind": "enum",
                "events.status": "enum",
                "events.when": "when",
                "events.where": "place",
                "events.actors": "name",
                "events.affected": "name",
                "people.name": "person_name",
                "people.role": "text",
                "people.affiliation": "organization",
                "organizations": "organization",
                "places": "place",
                "figures.value": "number",
                "figures.unit": "unit",
                "figures.what": "text",
                "figures.precision": "enum",
                "figures.according_to": "name",
                "statements.speaker": "name",
                "statements.text": "text",
                "statements.verbatim": "boolean",
                "statements.kind": "enum",
                "upcoming.what": "text",
                "upcoming.when": "when",
                "upcoming.where": "place",
                "upcoming.participants": "name",
            },
        ),
        (
            "diplomatic_call",
            {
                "callers": "name",
                "when": "when",
                "duration_minutes": "number",
                "proposals.who": "name",
                "proposals.what": "text",
                "agreed": "text",
                "disagreed.topic": "text",
                "disagreed.positions.who": "name",
                "disagreed.positions.position": "text",
                "pledges.who": "name",
                "pledges.what": "text",
                "red_lines.who": "name",
                "red_lines.what": "text",
                "prisoner_exchange.each_side": "number",
                "prisoner_exchange.additional_wounded": "number",
                "prisoner_exchange.mediator": "name",
                "next_talks.where": "place",
                "next_talks.when": "when",
                "next_talks.participants": "name",
            },
        ),
        (
            "incident",
            {
                "incidents.kind": "enum",
                "incidents.when": "when",
                "incidents.where": "place",
                "incidents.perpetrators": "name",
                "incidents.perpetrator_organizations": "organization",
                "incidents.targets": "name",
                "incidents.victims": "name",
                "incidents.weapons": "text",
                "incidents.killed": "number",
                "incidents.injured": "number",
                "incidents.claimed_or_denied_by": "organization",
            },
        ),
    ],
    ids=["news_report", "diplomatic_call", "incident"],
)
def test_the_shipped_schemas_get_the_comparators_that_fit(name, expected):
    assert comparators(plan_of(load_schema(SCHEMAS / f"{name}.py"))) == expected


class Item(BaseModel):
    """An item."""

    label: str = Field(description="The label.")
    code: Annotated[str, Score("exact", weight=2.5)] = Field(description="The code.")
    sort: Literal["a", "b"] = Field(description="The sort.")
    note: Annotated[str, Score(threshold=0.9, partial=0.8)] = Field(description="A note.")
    strict: Annotated[str, Score(threshold=0.2)] = Field(description="Easily right.")


class Box(BaseModel):
    """A box."""

    items: Annotated[list[Item], Score(threshold=0.55)] = Field(description="What is in it.")
    tags: Annotated[list[str], Score("person_name", partial=0.6)] = Field(description="Whose it is.")
    plain: list[Item] = Field(description="More of it.")
    at: dt.datetime = Field(description="The moment.")
    hour: dt.time = Field(description="The hour.")
    said: Annotated[str, Ask("When?", kind="date")] = Field(description="When it was said.")
    spoken: str = Field(description="The words, word for word.")
    due: When = Field(description="When it is due.")


def test_a_score_sets_comparator_weight_and_thresholds():
    plan = plan_of(derive(Box))
    items = plan.fields["items"]
    assert items.item is not None
    item = items.item.fields
    assert (items.floor, plan.fields["plain"].floor) == (0.55, FLOOR)
    assert item["code"].comparator is not None
    assert (item["code"].comparator.name, item["code"].weight) == ("exact", 2.5)
    assert (item["note"].correct, item["note"].partial) == (0.9, 0.8)
    assert (item["strict"].correct, item["strict"].partial) == (0.2, 0.2)
    assert (item["label"].weight, item["sort"].weight) == (1.0, 0.5)


def test_names_in_a_list_match_from_where_they_are_partly_right():
    tags = plan_of(derive(Box)).fields["tags"]
    assert tags.item is not None
    assert tags.item.comparator is not None
    assert (tags.item.comparator.name, tags.floor, tags.item.partial) == ("person_name", 0.6, 0.6)


def test_types_questions_and_descriptions_hint_at_a_comparator():
    found = comparators(plan_of(derive(Box)))
    assert {name: found[name] for name in ("at", "hour", "said", "spoken", "due")} == {
        "at": "datetime",
        "hour": "time",
        "said": "when",
        "spoken": "quote",
        "due": "when",
    }


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ((("kind", "enum"), ("full_name", "text"), ("what", "text")), "full_name"),
        ((("who", "text"), ("what", "text"), ("detail", "text")), "what"),
        ((("what", "number"), ("who", "text")), None),
    ],
    ids=["a name", "what it is about", "none"],
)
def test_an_object_is_told_by_its_name_or_by_what_it_is_about(fields, key):
    assert default_key(fields) == key


def test_a_key_that_the_schema_names_replaces_the_one_that_is_guessed(schema):
    event = plan_of(schema).fields["events"].item
    person = plan_of(schema).fields["people"].item
    assert event is not None
    assert person is not None
    assert {name: part.weight for name, part in event.fields.items()} == {
        "what": 3.0,
        "kind": 0.5,
        "when": 1.0,
        "where": 1.0,
        "actors": 1.0,
        "figures": 1.0,
    }
    assert {name: part.weight for name, part in person.fields.items()} == {"name": 3.0, "role": 1.0}


class Left(BaseModel):
    """Left."""

    x: str = Field(description="x")


class Right(BaseModel):
    """Right."""

    y: int = Field(description="y")


class Either(BaseModel):
    """Either."""

    side: Left | Right = Field(description="A side.")
    value: int | str | None = Field(None, description="A value.")


def test_a_union_is_scored_by_the_option_a_value_is_of():
    plan = plan_of(derive(Either))
    side, value = plan.fields["side"], plan.fields["value"]
    assert choose(side, {"x": "a"}).node.name == "Left"
    assert choose(side, {"y": 1}).node.name == "Right"
    assert (choose(value, 3).kind, choose(value, "three").kind) == ("integer", "text")
    assert choose(side, {"z": 1}) in side.options
    assert choose(plan.fields["value"].options[0], "three") is plan.fields["value"].options[0]


def test_the_digest_changes_with_whatever_decides_a_score(monkeypatch):
    class One(BaseModel):
        """One."""

        x: str = Field(description="x")

    class Other(BaseModel):
        """One."""

        x: Annotated[str, Score(threshold=0.61)] = Field(description="x")

    one, other = derive(One, name="s"), derive(Other, name="s")
    assert scorer_digest(one) == scorer_digest(dataclasses.replace(one, name="t"))
    assert scorer_digest(one) != scorer_digest(other)
    before = scorer_digest(one)
    monkeypatch.setattr(plan_module, "SCORER_VERSION", plan_module.SCORER_VERSION + 1)
    assert scorer_digest(one) != before


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"comparator": "names"}, "Score('names'): no such comparator; use one of boolean, date, "),
        ({"weight": -1}, "Score(weight=-1): give a weight from 0 to 100"),
        ({"weight": 101}, "Score(weight=101): give a weight from 0 to 100"),
        ({"threshold": 0}, "Score(threshold=0): give a similarity above 0, at most 1"),
        ({"partial": 1.5}, "Score(partial=1.5): give a similarity above 0, at most 1"),
        ({"threshold": 0.5, "partial": 0.6}, "Score(partial=0.6, threshold=0.5): partial is the lower of the two"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else None,
)
def test_a_score_that_can_t_be_meant_is_refused_where_it_is_written(wrong, message):
    with pytest.raises(ValueError, match="Score") as caught:
        Score(**wrong)
    assert str(caught.value).startswith(message)


def test_the_limits_of_a_score_are_allowed():
    assert Score(weight=0).weight == 0
    assert Score(weight=100, threshold=1, partial=1).partial == 1
