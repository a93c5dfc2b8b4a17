"""A JSON Schema file gives the model that a user would have written in Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from summarizer.domain.schema import FieldSpec, TargetSchema, TypeNode
from summarizer.errors import SchemaFileError
from summarizer.schema_loader.load import load_schema

Write = Callable[[str, str], Path]

D = {"description": "D."}
TEXT = TypeNode("text")
PERSON = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", **D}}}
PERSON_NODE = TypeNode("object", fields=(FieldSpec("name", TEXT, "D."),), name="Person")

FORMS: dict[str, tuple[dict[str, Any], TypeNode]] = {
    "string": ({"type": "string"}, TEXT),
    "integer": ({"type": "integer"}, TypeNode("integer")),
    "number": ({"type": "number"}, TypeNode("number")),
    "boolean": ({"type": "boolean"}, TypeNode("boolean")),
    "date": ({"type": "string", "format": "date"}, TypeNode("date")),
    "date-time": ({"type": "string", "format": "date-time"}, TypeNode("datetime")),
    "time": ({"type": "string", "format": "time"}, TypeNode("time")),
    "when": ({"type": "string", "format": "when"}, TypeNode("when")),
    "enum": ({"enum": ["a", "b"]}, TypeNode("enum", labels=("a", "b"))),
    "enum with null": ({"type": ["string", "null"], "enum": ["a", None]}, TypeNode("enum", optional=True, labels=("a",))),
    "const": ({"type": "string", "const": "a"}, TypeNode("enum", labels=("a",))),
    "string or null": ({"type": ["string", "null"]}, TypeNode("text", optional=True)),
    "limited or null": ({"type": ["integer", "null"], "minimum": 0}, TypeNode("integer", optional=True)),
    "several types": ({"type": ["integer", "string"]}, TypeNode("union", options=(TypeNode("integer"), TEXT))),
    "anyOf with null": ({"anyOf": [{"type": "null"}, {"type": "string"}]}, TypeNode("text", optional=True)),
    "oneOf": ({"oneOf": [{"type": "boolean"}, {"type": "string"}]}, TypeNode("union", options=(TypeNode("boolean"), TEXT))),
    "array": ({"type": "array", "items": {"type": "string"}, "minItems": 1}, TypeNode("list", item=TEXT)),
    "array of arrays": (
        {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
        TypeNode("list", item=TypeNode("list", item=TEXT)),
    ),
    "reference": ({"$ref": "#/$defs/person"}, PERSON_NODE),
    "array of references": ({"type": "array", "items": {"$ref": "#/$defs/person"}}, TypeNode("list", item=PERSON_NODE)),
    "object": (
        {"type": "object", "title": "a place", "properties": {"x": {"type": "string", **D}}, "additionalProperties": False},
        TypeNode("object", fields=(FieldSpec("x", TypeNode("text", optional=True), "D."),), name="APlace", description="D."),
    ),
}  # fmt: skip


def load(write: Write, schema: dict[str, Any]) -> TargetSchema:
    return load_schema(write("court_report.json", json.dumps(schema)))


@pytest.mark.parametrize(("form", "node"), FORMS.values(), ids=FORMS.keys())
def test_each_kind_of_schema_has_its_node(form: dict[str, Any], node: TypeNode, schema_file: Write) -> None:
    schema = {"type": "object", "required": ["x"], "properties": {"x": {**form, **D}}, "$defs": {"person": PERSON}}
    assert [field.node for field in load(schema_file, schema).root.fields] == [node]


def test_what_is_not_required_may_be_null_or_an_empty_list(schema_file: Write) -> None:
    schema = load(
        schema_file,
        {
            "type": "object",
            "properties": {
                "who": {"type": "string", **D},
                "names": {"type": "array", "items": {"type": "string"}, **D},
                "status": {"enum": ["open", "closed"], "default": "open", **D},
                "day": {"type": "string", "format": "date", "default": None, **D},
            },
        },
    )
    assert [field.node.optional for field in schema.root.fields] == [True, False, False, True]
    assert schema.facts_model().model_dump() == {"who": None, "names": [], "status": "open", "day": None}


def test_name_version_and_description_are_the_files(schema_file: Write) -> None:
    schema = load(
        schema_file,
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "title": "Court report",
            "version": "3",
            "description": "What a court decided.",
            "properties": {"x": {"type": "string", "examples": ["a"], **D}},
        },
    )
    assert (schema.name, schema.version, schema.description) == ("court_report", "3", "What a court decided.")
    assert schema.facts_model.__name__ == "CourtReport"


def test_a_property_may_have_any_name(schema_file: Write) -> None:
    names = ["class", "n o", "json", "model_x", "_x", "field_0", "a/b", "é"]
    properties = {name: {"type": "string", **D} for name in names}
    schema = load(schema_file, {"type": "object", "required": names, "properties": properties})
    assert [field.name for field in schema.root.fields] == names
    answer = {name: {"value": name, "evidence": [1]} for name in names}
    assert schema.wire_model.model_validate(answer).model_dump() == answer


LIMITS: dict[str, tuple[dict[str, Any], str, Any, str]] = {
    "minimum": ({"type": "integer", "minimum": 2}, "At least 2.", 1, "Input should be greater than or equal to 2"),
    "exclusiveMaximum": ({"type": "number", "exclusiveMaximum": 2}, "Less than 2.", 2, "Input should be less than 2"),
    "multipleOf": ({"type": "integer", "multipleOf": 5}, "A multiple of 5.", 11, "Input should be a multiple of 5"),
    "minLength": (
        {"type": "string", "minLength": 2},
        "Number of characters: at least 2.",
        "a",
        "String should have at least 2 characters",
    ),
    "pattern": (
        {"type": "string", "pattern": "b$"},
        "Matches the pattern b$",
        "ba",
        "String should match pattern 'b$'",
    ),
}


@pytest.mark.parametrize("required", [["x"], []], ids=["required", "optional"])
@pytest.mark.parametrize(("form", "words", "wrong", "message"), LIMITS.values(), ids=LIMITS.keys())
def test_a_limit_is_said_in_words_and_checked(
    form: dict[str, Any],
    words: str,
    wrong: Any,
    message: str,
    required: list[str],
    schema_file: Write,
) -> None:
    schema = load(schema_file, {"type": "object", "required": required, "properties": {"x": {**form, **D}}})
    assert schema.wire_json_schema["properties"]["x"]["description"] == f"D. {words}"  # type: ignore[index]
    with pytest.raises(ValidationError) as caught:
        schema.wire_model.model_validate({"x": {"value": wrong, "evidence": [1]}})
    assert [error["msg"] for error in caught.value.errors()] == [f"x: {message}"]


def test_the_exported_facts_schema_of_a_shipped_schema_loads_again(shipped: TargetSchema, schema_file: Write) -> None:
    again = load_schema(schema_file(f"{shipped.name}.json", json.dumps(shipped.facts_json_schema)))
    assert [(field.name, field.description) for field in again.root.fields] == [
        (field.name, field.description) for field in shipped.root.fields
    ]


def test_a_file_nested_too_deep_is_refused(schema_file: Write) -> None:
    path = schema_file("report.json", "[" * 100_000)
    with pytest.raises(SchemaFileError) as caught:
        load_schema(path)
    assert str(caught.value) == f"{path}: nested too deep to read; flatten it"


SOUND = {
    "type": "object",
    "title": "T",
    "required": ["a"],
    "additionalProperties": False,
    "properties": {
        "a": {"type": "string", "minLength": 1, "pattern": "x", **D},
        "b": {"type": ["integer", "null"], "minimum": 0, **D},
        "c": {"enum": ["x", None], **D},
        "l": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/p"}, **D},
        "u": {"anyOf": [{"type": "string"}, {"type": "integer"}], **D},
    },
    "$defs": {"p": {"type": "object", "properties": {"x": {"const": "q", **D}}}},
}
JUNK: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    [],
    ["x"],
    {},
    {"type": "string"},
    [[]],
    [{}],
    "#/$defs/p",
    "é/~",
    "\ud800",
]


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, part in parts for found in paths(part, (*path, key)))]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(paths(SOUND)[1:]), junk=st.sampled_from(JUNK))
def test_junk_anywhere_gives_one_line_or_is_taken_never_a_traceback(
    path: tuple[Any, ...], junk: Any, schema_file: Write
) -> None:
    schema: Any = deepcopy(SOUND)
    holder = schema
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = junk
    file = schema_file("report.json", json.dumps(schema))
    said = complaint(file)
    assert said is None or (said.startswith(str(file)) and "\n" not in said)


def complaint(file: Path) -> str | None:
    try:
        load_schema(file)
    except SchemaFileError as exc:
        return str(exc)
    return None
