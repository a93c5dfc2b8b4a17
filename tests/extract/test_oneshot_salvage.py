"""Of a cut-off answer, what arrived whole is kept, and nothing that didn't."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel, Field

from summarizer.domain.record import Dropped
from summarizer.extract.salvage import Salvaged, salvage
from summarizer.schema_loader.derive import derive


class Death(BaseModel):
    """A death."""

    who: str = Field(description="Who.")
    age: int | None = Field(None, description="Age.")


class Swap(BaseModel):
    """A swap."""

    each: int | None = Field(None, description="Number.")
    places: list[str] = Field(default_factory=list, description="Places.")


class Report(BaseModel):
    """A report."""

    title: str | None = Field(None, description="Title.")
    deaths: list[Death] = Field(default_factory=list, description="Deaths.")
    swap: Swap | None = Field(None, description="Swap.")


class Firm(BaseModel):
    """A form with a field that can't be empty."""

    names: list[str] = Field(default_factory=list, description="Names.")
    sure: bool = Field(description="Whether sure.")


SCHEMA = derive(Report)
DEATHS = [{"who": 'Ann, "the" [x]', "age": None, "evidence": [1]}, {"who": "Bo", "age": 41, "evidence": [2, 3]}]
WHOLE: dict[str, Any] = {
    "title": {"value": "Dam", "evidence": [1]},
    "deaths": DEATHS,
    "swap": {"each": {"value": 14, "evidence": [4]}, "places": [{"value": "Osk", "evidence": [4]}]},
}
TEXT = json.dumps(WHOLE)


def cut_before(mark: str) -> str:
    return TEXT[: TEXT.index(mark)]


def missing(pointer: str) -> Dropped:
    return Dropped(pointer=pointer, reason="the answer was cut off before this field")


def shortened(pointer: str, items: int) -> Dropped:
    return Dropped(pointer=pointer, reason=f"the answer was cut off after {items} whole items of this list")


@pytest.mark.parametrize(
    ("text", "expected", "dropped"),
    [
        pytest.param(
            cut_before(', "age": 41'),
            {**WHOLE, "deaths": DEATHS[:1], "swap": None},
            (shortened("/deaths", 1), missing("/swap")),
            id="inside an item",
        ),
        pytest.param(
            cut_before(', "swap"'),
            {**WHOLE, "swap": None},
            (missing("/swap"),),
            id="right after a list",
        ),
        pytest.param(
            TEXT[: TEXT.index("]}], ") + 2],
            {**WHOLE, "deaths": DEATHS, "swap": None},
            (shortened("/deaths", 2), missing("/swap")),
            id="right after an item",
        ),
        pytest.param(
            '{"title": null, "deaths": [{"who": "Ann", "age": null, "evidence": [1]}], "swap": {"each": {"value": 1',
            {
                **WHOLE,
                "title": None,
                "deaths": [{"who": "Ann", "age": None, "evidence": [1]}],
                "swap": {"each": None, "places": []},
            },
            (missing("/swap/each"), missing("/swap/places")),
            id="inside a number",
        ),
        pytest.param(
            cut_before(', "places"'),
            {**WHOLE, "swap": {**WHOLE["swap"], "places": []}},
            (missing("/swap/places"),),
            id="inside a nested object",
        ),
        pytest.param(
            TEXT[:-4],
            {**WHOLE, "swap": {**WHOLE["swap"], "places": []}},
            (shortened("/swap/places", 0),),
            id="inside a nested list",
        ),
        pytest.param("```json\n" + TEXT[:-1], WHOLE, (), id="only the last brace is missing, after a fence"),
    ],
)
def test_whole_items_are_kept_and_every_loss_is_named(
    text: str, expected: object, dropped: tuple[Dropped, ...]
) -> None:
    assert salvage(text, SCHEMA) == Salvaged(expected, dropped)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "I can't", '{"tit', '{"title": "Dam", "dea', '{"title": null, "deaths": [', "[" * 10_000]
)
def test_nothing_is_made_of_an_answer_without_a_whole_usable_item(text: str) -> None:
    assert salvage(text, SCHEMA) is None


def test_a_field_that_cannot_be_empty_leaves_nothing_to_save() -> None:
    assert salvage('{"names": [{"value": "Ann", "evidence": [1]}], "su', derive(Firm)) is None


def test_a_cut_at_any_character_gives_a_valid_prefix_or_nothing() -> None:
    for end in range(len(TEXT)):
        saved = salvage(TEXT[:end], SCHEMA)
        if saved is None:
            continue
        SCHEMA.wire_model.model_validate(saved.wire)
        assert saved.wire["title"] == WHOLE["title"]
        deaths: Any = saved.wire["deaths"]
        assert deaths == DEATHS[: len(deaths)]
        assert saved.dropped or saved.wire == WHOLE
