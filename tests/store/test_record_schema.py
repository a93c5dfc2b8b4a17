"""The record's JSON Schema: committed, documented, and true of every record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import cast

import jsonschema
import pytest

from summarizer.domain.record import Record
from summarizer.store.lines import record_line
from summarizer.store.record_schema import (
    RECORD_SCHEMA_PATH,
    record_json_schema,
    record_schema_text,
)

Schema = dict[str, object]


def validator(schema: Mapping[str, object]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def instance(record: Record, **changes: object) -> dict[str, object]:
    return cast("dict[str, object]", json.loads(record_line(record))) | changes


def test_the_committed_schema_is_current_else_run_python_m_summarizer_store_record_schema_write() -> None:
    assert RECORD_SCHEMA_PATH.read_text(encoding="utf-8") == record_schema_text(), (
        "the record changed: run `python -m summarizer.store.record_schema --write`, and note it in the CHANGELOG"
    )


def test_the_schema_is_valid_2020_12_with_an_id_that_names_no_host() -> None:
    schema = record_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert (schema["$schema"], schema["$id"]) == (
        "https://json-schema.org/draft/2020-12/schema",
        "urn:summarizer:record:1",
    )


def test_every_record_follows_the_schema(records: list[Record]) -> None:
    check = validator(record_json_schema())
    assert [error.message for record in records for error in check.iter_errors(instance(record))] == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param(
            {"status": "done"}, "'done' is not one of ['complete', 'partial', 'refused', 'failed']", id="unknown status"
        ),
        pytest.param({"format": "other/1"}, "'summarizer.record/1' was expected", id="other format"),
        pytest.param(
            {"extra": 1}, "Additional properties are not allowed ('extra' was unexpected)", id="unknown property"
        ),
        pytest.param({"facts": 3}, "3 is not valid under any of the given schemas", id="facts that are no object"),
    ],
)
def test_what_is_no_record_does_not_follow_the_schema(
    changes: dict[str, object], message: str, records: list[Record]
) -> None:
    errors = validator(record_json_schema()).iter_errors(instance(records[0], **changes))
    assert [error.message for error in errors] == [message]


def test_every_property_says_what_it_means() -> None:
    schema = record_json_schema()
    undocumented = [
        f"{name}.{key}"
        for name, part in objects(schema)
        for key, node in cast("dict[str, Schema]", part["properties"]).items()
        if "description" not in resolved(node, schema)
    ]
    assert undocumented == []


def objects(schema: Schema) -> Iterator[tuple[str, Schema]]:
    yield "Record", schema
    yield from (
        (name, part) for name, part in cast("dict[str, Schema]", schema["$defs"]).items() if "properties" in part
    )


def resolved(node: Schema, schema: Schema) -> Schema:
    target = cast("str", node.get("$ref", "")).removeprefix("#/$defs/")
    return {**cast("dict[str, Schema]", schema["$defs"]).get(target, {}), **node}


FACTS: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:mine",
    "type": "object",
    "properties": {
        "$ref": {"type": "string"},
        "default": {"$ref": "#/$defs/Span"},
        "label": {"enum": ["#", {"$ref": "#/$defs/Span"}]},
        "parts": {"type": "array", "items": {"$ref": "#"}},
    },
    "additionalProperties": False,
    "$defs": {"Span": {"type": "integer"}},
}


@pytest.mark.parametrize(
    ("facts", "valid"),
    [
        pytest.param({"default": 3}, True, id="a definition of the same name as one of the record's"),
        pytest.param({"default": {"start": 0, "end": 1}}, False, id="the record's definition is not mistaken for it"),
        pytest.param({"parts": [{"default": 1}]}, True, id="a reference to the facts themselves"),
        pytest.param({"parts": [{"other": 1}]}, False, id="a reference to the facts themselves is held"),
        pytest.param({"$ref": "text"}, True, id="a property named like a keyword"),
        pytest.param({"$ref": 1}, False, id="a property named like a keyword is held"),
        pytest.param({"label": {"$ref": "#/$defs/Span"}}, True, id="plain data that looks like a reference"),
        pytest.param(None, True, id="no facts, as in a failed record"),
    ],
)
def test_facts_are_nailed_to_a_users_schema(facts: object, valid: bool, records: list[Record]) -> None:
    schema = record_json_schema(FACTS)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "$id" not in schema
    assert validator(schema).is_valid(instance(records[0], facts=facts)) is valid


def test_nailing_the_facts_leaves_the_users_schema_as_it_was() -> None:
    before = json.dumps(FACTS)
    record_json_schema(FACTS)
    assert json.dumps(FACTS) == before
