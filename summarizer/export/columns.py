"""What the columns of a table are called, hold and mean, read from the type of its rows."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

__all__ = ["Cell", "Column", "Kind", "columns_of", "table_json_schema"]

Kind = Literal["text", "integer", "number", "boolean", "date", "datetime", "integers", "texts"]

Cell = str | int | float | bool | dt.date | tuple[int, ...] | tuple[str, ...] | None
"""One value of a row; a moment is a ``datetime`` that knows its zone."""

_KINDS: Mapping[object, Kind] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    dt.date: "date",
    dt.datetime: "datetime",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what its cells hold, whether they may be empty, and what they mean."""

    name: str
    kind: Kind
    optional: bool
    description: str


def columns_of(model: type[BaseModel]) -> tuple[Column, ...]:
    """Return a column for each field of ``model``, in its order; whatever isn't a number, truth or date is text."""
    found = []
    for name, field in model.model_fields.items():
        inner, optional = _without_none(field.annotation)
        found.append(Column(field.alias or name, _kind(inner), optional, field.description or ""))
    return tuple(found)


def table_json_schema(name: str, model: type[BaseModel]) -> dict[str, object]:
    """Return the JSON Schema (2020-12) of a table in JSON: an array of rows."""
    row = model.model_json_schema(mode="serialization", by_alias=True)
    definitions = row.pop("$defs", None)
    schema: dict[str, object] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:summarizer:export:{name}:1",
        "title": name,
        "type": "array",
        "items": row,
    }
    return schema if definitions is None else {**schema, "$defs": definitions}


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in {Union, types.UnionType}:
        inner = [one for one in get_args(annotation) if one is not types.NoneType]
        return (inner[0] if len(inner) == 1 else str), len(inner) < len(get_args(annotation))
    return annotation, False


def _kind(annotation: Any) -> Kind:
    if get_origin(annotation) in {tuple, list}:
        return "integers" if get_args(annotation)[0] is int else "texts"
    return _KINDS.get(annotation, "text")
