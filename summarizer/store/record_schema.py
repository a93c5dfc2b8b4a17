"""The JSON Schema of the record: generated from the types, committed, and exported with a user's own facts."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from summarizer.domain.record import Record

__all__ = ["RECORD_SCHEMA_ID", "RECORD_SCHEMA_PATH", "record_json_schema", "record_schema_text"]

RECORD_SCHEMA_ID = "urn:summarizer:record:1"
RECORD_SCHEMA_PATH = Path(__file__).with_name("record.schema.json")

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FACTS = "#/$defs/Facts"
_MAPS_OF_SCHEMAS = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
_PLAIN_DATA = frozenset({"const", "default", "enum", "examples"})


def record_json_schema(facts_schema: Mapping[str, object] | None = None) -> dict[str, object]:
    """Return the JSON Schema (2020-12) of a record as it is written.

    Properties that have a default aren't required, so that records stay valid when a later version adds one.
    With ``facts_schema`` (a JSON Schema of an object, its references local) ``facts`` must follow it, or be null.
    """
    schema = Record.model_json_schema(by_alias=True, mode="serialization")
    if facts_schema is None:
        return {"$schema": _DIALECT, "$id": RECORD_SCHEMA_ID, **schema}
    properties, definitions = schema["properties"], schema["$defs"]
    # kept whole under one name, so that its own definitions can't collide with the record's
    rooted = {key: value for key, value in facts_schema.items() if key not in {"$schema", "$id"}}
    definitions["Facts"] = _moved(rooted)
    facts = {key: value for key, value in properties["facts"].items() if key in {"title", "description"}}
    properties["facts"] = {**facts, "anyOf": [{"$ref": _FACTS}, {"type": "null"}]}
    # no $id: it is another schema than the general one
    return {"$schema": _DIALECT, **schema}


def record_schema_text() -> str:
    """Return the record's JSON Schema as the committed file spells it."""
    return json.dumps(record_json_schema(), indent=2, ensure_ascii=False) + "\n"


def _moved(schema: object) -> object:
    """Return ``schema`` with its local references pointing below where the facts schema now stands."""
    if isinstance(schema, list):
        return [_moved(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _moved_keyword(key, value) for key, value in schema.items()}


def _moved_keyword(key: str, value: object) -> object:
    if key in {"$ref", "$dynamicRef"} and isinstance(value, str) and value.startswith("#"):
        return _FACTS + value.removeprefix("#")
    if key in _PLAIN_DATA:
        return value
    if key in _MAPS_OF_SCHEMAS and isinstance(value, dict):
        return {name: _moved(item) for name, item in value.items()}
    return _moved(value)


def _main() -> None:
    parser = argparse.ArgumentParser(description="Print the record's JSON Schema, or write the committed file anew.")
    parser.add_argument("--write", action="store_true", help=f"write {RECORD_SCHEMA_PATH.name}")
    if parser.parse_args().write:
        RECORD_SCHEMA_PATH.write_text(record_schema_text(), encoding="utf-8")
    else:
        sys.stdout.write(record_schema_text())


if __name__ == "__main__":
    _main()
