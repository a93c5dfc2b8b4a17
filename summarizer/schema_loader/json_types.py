"""The tables of JSON Schema words that a schema file may use, and what they are in Python."""

from __future__ import annotations

import datetime as dt
from typing import Any

from summarizer.domain.blocks import When

__all__ = ["ANNOTATIONS", "FORMATS", "KEYWORDS", "LIMITS", "ROOT_KEYWORDS", "SCALARS"]

ANNOTATIONS = frozenset({"title", "description", "default", "examples", "$comment"})
"""Words that any schema may carry."""

ROOT_KEYWORDS = frozenset({"$schema", "$id", "$defs", "definitions", "version"})
"""Words of the root alone."""

SCALARS: dict[str, Any] = {"string": str, "integer": int, "number": float, "boolean": bool, "null": None}

FORMATS: dict[str, Any] = {"date": dt.date, "date-time": dt.datetime, "time": dt.time, "when": When}
"""``when`` is this package's own: a string whose facts are a ``When`` block."""

LIMITS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
    "pattern": "pattern",
}
"""JSON Schema's limits → Pydantic's."""

_NUMERIC = frozenset({"type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})

_BY_KIND: dict[str, frozenset[str]] = {
    "object": frozenset({"type", "properties", "required", "additionalProperties"}),
    "array": frozenset({"type", "items", "minItems", "maxItems", "uniqueItems"}),
    "string": frozenset({"type", "minLength", "maxLength", "pattern", "format"}),
    "integer": _NUMERIC,
    "number": _NUMERIC,
    "boolean": frozenset({"type"}),
    "null": frozenset({"type"}),
    "enum": frozenset({"type", "enum", "const"}),
    "anyOf": frozenset({"anyOf"}),
    "oneOf": frozenset({"oneOf"}),
    "$ref": frozenset({"$ref"}),
}

KEYWORDS = {**_BY_KIND, "": frozenset().union(*_BY_KIND.values())}
"""What may stand beside the annotations, by kind of schema; under "" all of it, for a schema without a type."""
