"""The validator of the documented strict rules finds each breach, and says where."""

from __future__ import annotations

from typing import Any

import pytest

from summarizer.schema_loader.strict import violations

TEXT = {"type": "string"}


def closed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def nested(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = TEXT
    for _ in range(levels):
        schema = closed(x=schema)
    return schema


SOUND = {
    "every type": closed(
        a=TEXT, b={"type": "integer"}, c={"type": "number"}, d={"type": "boolean"}, e={"type": ["string", "null"]}
    ),
    "documented keywords": closed(
        a={"type": "string", "pattern": "^a", "format": "date", "description": "d", "title": "t"},
        b={"type": "integer", "minimum": 0, "exclusiveMaximum": 9, "multipleOf": 3},
        c={"type": "array", "items": TEXT, "minItems": 1, "maxItems": 2},
        d={"type": "string", "enum": ["x"]},
        e={"const": "x", "type": "string"},
    ),
    "a reference": {**closed(a={"$ref": "#/$defs/p"}), "$defs": {"p": closed(x=TEXT)}},
    "objects told apart by their first key": closed(a={"anyOf": [closed(x=TEXT), closed(y=TEXT), {"type": "null"}]}),
    "objects told apart by a label": closed(
        a={
            "anyOf": [
                closed(kind={"type": "string", "enum": ["x"]}),
                closed(kind={"type": "string", "const": "y"}),
            ]
        }
    ),
    "ten levels": nested(10),
    "a large enum of short labels": closed(a={"type": "string", "enum": [f"{n:04d}" for n in range(1000)]}),
}


@pytest.mark.parametrize("schema", SOUND.values(), ids=SOUND.keys())
def test_a_schema_within_the_subset_has_no_violation(schema: dict[str, Any]) -> None:
    assert violations(schema) == []


BROKEN: dict[str, tuple[dict[str, Any], list[str]]] = {
    "root list": ({"type": "array", "items": TEXT}, ["#: the root must be an object, and no anyOf"]),
    "root anyOf": ({"anyOf": [closed(a=TEXT)]}, ["#: the root must be an object, and no anyOf"]),
    "open object": (
        {"type": "object", "properties": {"a": TEXT}, "required": ["a"]},
        ["#: additionalProperties must be false"],
    ),
    "optional key": ({**closed(a=TEXT, b=TEXT), "required": ["b"]}, ["#: a must be in required"]),
    "default": (closed(a={**TEXT, "default": "x"}), ["#/properties/a: default isn't supported for string"]),
    "length": (
        closed(a={**TEXT, "minLength": 1, "maxLength": 2}),
        ["#/properties/a: maxLength, minLength isn't supported for string"],
    ),
    "format": (closed(a={**TEXT, "format": "uri"}), ["#/properties/a: the format 'uri' isn't supported"]),
    "unique items": (
        closed(a={"type": "array", "items": TEXT, "uniqueItems": True}),
        ["#/properties/a: uniqueItems isn't supported for array"],
    ),
    "no items": (closed(a={"type": "array"}), ["#/properties/a/items: is no schema"]),
    "no type": (closed(a={"enum": ["x"]}), ["#/properties/a: has no type"]),
    "unknown type": (closed(a={"type": "date"}), ["#/properties/a: the type 'date' isn't supported"]),
    "empty enum": (closed(a={**TEXT, "enum": []}), ["#/properties/a: enum holds no label"]),
    "empty anyOf": (closed(a={"anyOf": []}), ["#/properties/a: anyOf holds no option"]),
    "allOf": (closed(a={"allOf": [TEXT]}), ["#/properties/a: has no type"]),
    "oneOf": (
        closed(a={"type": "string", "oneOf": [TEXT]}),
        ["#/properties/a: oneOf isn't supported for string"],
    ),
    "beside a reference": (
        {**closed(a={"$ref": "#/$defs/p", "description": "d"}), "$defs": {"p": TEXT}},
        ["#/properties/a: a $ref stands alone, without description"],
    ),
    "beside anyOf": (
        closed(a={"anyOf": [TEXT], "type": "string"}),
        ["#/properties/a: type beside anyOf isn't supported"],
    ),
    "in a definition": (
        {**closed(a={"$ref": "#/$defs/p"}), "$defs": {"p": {**TEXT, "default": ""}}},
        ["#/$defs/p: default isn't supported for string"],
    ),
    "inside an option inside a list, with a slash in the name": (
        closed(**{"a/b": {"type": "array", "items": {"anyOf": [TEXT, {"type": "array"}]}}}),
        ["#/properties/a~1b/items/anyOf/1/items: is no schema"],
    ),
    "objects with one first key": (
        closed(a={"anyOf": [closed(x=TEXT, y=TEXT), closed(x=TEXT)]}),
        ["#/properties/a: objects in anyOf share the first key 'x'"],
    ),
    "objects with a common label": (
        closed(a={"anyOf": [closed(k={**TEXT, "enum": ["x", "y"]}), closed(k={**TEXT, "enum": ["y"]})]}),
        ["#/properties/a: objects in anyOf share the first key 'k'"],
    ),
    "eleven levels": (nested(11), ["#: 11 levels of objects and lists, 10 are allowed"]),
    "too many properties": (
        closed(**{f"p{n}": {"type": "null"} for n in range(5001)}),
        ["#: 5001 properties, 5000 are allowed"],
    ),
    "too many labels": (
        closed(a={"type": "integer", "enum": list(range(600))}, b={"type": "integer", "enum": list(range(401))}),
        ["#: 1001 enum labels, 1000 are allowed"],
    ),
    "too many characters": (
        closed(a={**TEXT, "enum": ["x" * 60_000, "y" * 60_000]}),
        ["#: 120001 characters in names and labels, 120000 are allowed"],
    ),
    "a large enum of long labels": (
        closed(a={**TEXT, "enum": [f"{n:060d}" for n in range(251)]}),
        ["#: 15060 characters in an enum of 251 labels, 15000 are allowed above 250 labels"],
    ),
}


@pytest.mark.parametrize(("schema", "found"), BROKEN.values(), ids=BROKEN.keys())
def test_each_breach_is_found_and_placed(schema: dict[str, Any], found: list[str]) -> None:
    assert violations(schema) == found
