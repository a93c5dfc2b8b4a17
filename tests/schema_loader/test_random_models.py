"""Any model that the loader takes gives a strict wire schema, and its facts fit through it."""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from types import GenericAlias
from typing import Annotated, Any, Literal, NamedTuple

import jsonschema
import pytest
from annotated_types import Ge, Le
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openai.lib._pydantic import to_strict_json_schema
from pydantic import Field, ValidationError, create_model

from summarizer.domain.blocks import Ask, When
from summarizer.domain.schema import TypeNode
from summarizer.schema_loader.derive import derive
from summarizer.schema_loader.strict import violations


class Typed(NamedTuple):
    """A type, and the JSON its facts may be (a ``when`` as its words)."""

    annotation: Any
    values: st.SearchStrategy[Any]


class Colour(enum.StrEnum):
    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
FLOATS = st.floats(-1e9, 1e9, allow_nan=False)
WHOLE = st.integers(-(2**53), 2**53)

SCALARS = [
    Typed(str, WORDS),
    Typed(int, WHOLE),
    Typed(float, FLOATS),
    Typed(Decimal, st.integers(-1000, 1000)),
    Typed(bool, st.booleans()),
    Typed(dt.date, st.dates().map(str)),
    Typed(dt.datetime, st.datetimes().map(dt.datetime.isoformat)),
    Typed(dt.time, st.times().map(dt.time.isoformat)),
    Typed(Literal["a", "b", "c"], st.sampled_from(["a", "b", "c"])),
    Typed(Colour, st.sampled_from(["red", "blue"])),
    Typed(Level, st.sampled_from([1, 2])),
    Typed(When, WORDS),
    Typed(Annotated[int, Field(ge=0, le=9)], st.integers(0, 9)),
    Typed(Annotated[float, Ge(0.5), Le(2)], st.floats(0.5, 2)),
    Typed(
        Annotated[str, Field(min_length=2, max_length=4, pattern="^[a-z]+$")],
        st.from_regex("[a-z]{2,4}", fullmatch=True),
    ),
    Typed(int | str, WHOLE | WORDS),
    Typed(bool | float | Literal["many"], st.booleans() | FLOATS | st.just("many")),
]


def optional(typed: Typed) -> Typed:
    return Typed(typed.annotation | None, st.none() | typed.values)


def listed(typed: Typed, container: Any) -> Typed:
    return Typed(container(typed.annotation), st.lists(typed.values, max_size=2))


LISTS: list[Callable[[Any], Any]] = [
    lambda item: GenericAlias(list, (item,)),
    lambda item: GenericAlias(tuple, (item, ...)),
    lambda item: Annotated[GenericAlias(list, (item,)), Field(max_length=5)],
]


@st.composite
def objects(draw: st.DrawFn, inner: st.SearchStrategy[Typed], first: tuple[str, str] | None = None) -> Typed:
    """A model of one to three fields, led by a Literal label where it is to stand in a union."""
    names = draw(
        st.lists(
            st.sampled_from(["who", "what", "n o", "class", "json", "model_x"]), min_size=1, max_size=3, unique=True
        )
    )
    parts = {name: draw(inner) for name in names}
    if first:
        parts = {first[0]: Typed(Literal[first[1]], st.just(first[1])), **parts}
    fields: dict[str, Any] = {}
    for index, (name, typed) in enumerate(parts.items()):
        annotation = Annotated[typed.annotation, Ask("Which?")] if draw(st.booleans()) else typed.annotation
        fields[f"f{index}"] = (annotation, Field(alias=name, description=f"What {name} means."))
    model = create_model(f"Model{draw(st.integers(0, 9**9))}", **fields)
    return Typed(model, st.fixed_dictionaries({name: typed.values for name, typed in parts.items()}))


@st.composite
def unions(draw: st.DrawFn, inner: st.SearchStrategy[Typed]) -> Typed:
    left, right = draw(objects(inner, ("label", "left"))), draw(objects(inner, ("label", "right")))
    annotation: Any = left.annotation | right.annotation
    if draw(st.booleans()):
        annotation = Annotated[annotation, Field(discriminator="f0")]
    return Typed(annotation, left.values | right.values)


def deeper(inner: st.SearchStrategy[Typed]) -> st.SearchStrategy[Typed]:
    lists = st.builds(listed, inner, st.sampled_from(LISTS))
    return lists | st.builds(optional, inner) | objects(inner) | unions(inner)


TYPES = st.recursive(st.sampled_from(SCALARS), deeper, max_leaves=4)
IN_LISTS = st.builds(listed, objects(TYPES | objects(TYPES)), st.sampled_from(LISTS))
MODELS = objects(TYPES | IN_LISTS)

some = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@some
@given(MODELS)
def test_every_wire_schema_is_strict_and_always_the_same_and_left_as_it_is_by_openais_own_converter(
    typed: Typed,
) -> None:
    schema, again = derive(typed.annotation), derive(typed.annotation)
    assert violations(schema.wire_json_schema) == []
    assert to_strict_json_schema(schema.wire_model) == schema.wire_json_schema
    assert json.dumps(again.wire_json_schema) == json.dumps(schema.wire_json_schema)
    assert again.digest == schema.digest


@some
@given(typed=MODELS, data=st.data())
def test_facts_in_wire_form_pass_json_schema_and_wire_model_unchanged(
    typed: Typed, data: st.DataObject, wrap: Callable[[Any, TypeNode], Any]
) -> None:
    schema = derive(typed.annotation)
    wire = wrap(data.draw(typed.values), schema.root)
    jsonschema.validate(wire, schema.wire_json_schema, format_checker=jsonschema.FormatChecker())
    assert schema.wire_model.model_validate_json(json.dumps(wire)).model_dump() == wire
    assert schema.wire_model.model_validate(wire).model_dump() == wire


JUNK = [None, True, 0, 7, 0.5, "", "a", "2026-05-04", [], [1], {}, {"value": "a", "evidence": []}]


def spots(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON value, as its holder and key."""
    parts = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    return [spot for key, part in parts for spot in [(value, key), *spots(part)]]


@some
@given(typed=MODELS, data=st.data())
def test_what_the_json_schema_refuses_the_wire_model_refuses_too(
    typed: Typed, data: st.DataObject, wrap: Callable[[Any, TypeNode], Any]
) -> None:
    schema = derive(typed.annotation)
    wire = deepcopy(wrap(data.draw(typed.values), schema.root))
    holder, key = data.draw(st.sampled_from(spots(wire)))
    change = data.draw(st.sampled_from(["junk", "missing", "extra"]))
    if change == "junk" or isinstance(holder, list):
        holder[key] = data.draw(st.sampled_from(JUNK))
    elif change == "missing":
        del holder[key]
    else:
        holder["extra"] = 1
    check = jsonschema.Draft202012Validator(schema.wire_json_schema, format_checker=jsonschema.FormatChecker())
    if not check.is_valid(wire):
        with pytest.raises(ValidationError):
            schema.wire_model.model_validate_json(json.dumps(wire))


@some
@given(MODELS)
def test_the_facts_schema_is_valid_json_schema_that_requires_every_key(typed: Typed) -> None:
    facts = derive(typed.annotation).facts_json_schema
    jsonschema.Draft202012Validator.check_schema(dict(facts))
    assert set(facts["required"]) == set(facts["properties"])  # type: ignore[call-overload]
