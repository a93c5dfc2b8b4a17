"""A union or choice that JSON can't tell apart gets one line: file, line, field, what is wrong, and the remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.errors import SchemaFileError
from summarizer.schema_loader.load import load_schema

HEAD = """\
from pydantic import BaseModel, Field
from summarizer import Ask, When
"""
"""Stands above every body, which so begins on line 3."""

CASES = {
    "str-or-date": (
        """\
import datetime as dt
class Report(BaseModel):
    day: str | dt.date = Field(description="d")
""",
        "FILE:5: Report.day: a union of text and date, which are both a string in JSON; keep the wider one, or give each a field of its own",
    ),
    "int-or-float": (
        """\
class Report(BaseModel):
    count: int | float | None = Field(description="d")
""",
        "FILE:4: Report.count: a union of integer and number, which are both a number in JSON; keep the wider one, or give each a field of its own",
    ),
    "when-or-str": (
        """\
class Report(BaseModel):
    day: When | str = Field(description="d")
""",
        "FILE:4: Report.day: a union of text, when; keep a union to plain values or to objects; give anything else a field of its own",
    ),
    "value-or-list": (
        """\
class Report(BaseModel):
    who: str | list[str] = Field(description="d")
""",
        "FILE:4: Report.who: a union of list, text; keep a union to plain values or to objects; give anything else a field of its own",
    ),
    "models-with-one-first-field": (
        """\
class A(BaseModel):
    name: str = Field(description="d")

class B(BaseModel):
    name: str = Field(description="d")
    age: int = Field(description="d")

class Report(BaseModel):
    items: list[A | B] = Field(description="d")
""",
        "FILE:11: Report.items[]: a union of A and B, which both start with the field 'name'; start each with a Literal field of its own value, as in kind: Literal[\"meeting\"]",
    ),
    "models-with-the-same-fields": (
        """\
class A(BaseModel):
    x: str = Field(description="d")
    y: str = Field(description="d")

class B(BaseModel):
    y: str = Field(description="d")
    x: str = Field(description="d")

class Report(BaseModel):
    items: A | B = Field(description="d")
""",
        'FILE:12: Report.items: a union of A and B, which have the same fields; start each with a Literal field of its own value, as in kind: Literal["meeting"]',
    ),
    "only-none": (
        """\
class Report(BaseModel):
    nothing: None = Field(description="d")
""",
        "FILE:4: Report.nothing: null is the only answer; name the type that it may have",
    ),
    "mixed-labels": (
        """\
from typing import Literal
class Report(BaseModel):
    kind: Literal["a", 1] = Field(description="d")
""",
        "FILE:5: Report.kind: the labels aren't all of one kind; use strings, or numbers, alone",
    ),
    "enum-of-tuples": (
        """\
from enum import Enum
class Kind(Enum):
    A = (1, 2)

class Report(BaseModel):
    kind: Kind = Field(description="d")
""",
        "FILE:8: Report.kind: the labels aren't all of one kind; use strings, or numbers, alone",
    ),
    "infinite-label": (
        """\
from enum import Enum
class Size(Enum):
    BIG = float("inf")

class Report(BaseModel):
    size: Size = Field(description="d")
""",
        "FILE:8: Report.size: a label is no finite number, which JSON can't write; use a string",
    ),
    "too-many-labels": (
        """\
from typing import Literal
class Report(BaseModel):
    a: Literal[tuple(range(600))] = Field(description="d")
    b: Literal[tuple(range(401))] = Field(description="d")
""",
        "FILE:4: Report: 1001 enum labels, 1000 are allowed; split the schema, or flatten it",
    ),
    "too-long-labels": (
        """\
from typing import Literal
class Report(BaseModel):
    a: Literal[tuple(f"{n:060d}" for n in range(251))] = Field(description="d")
""",
        "FILE:4: Report: 15060 characters in an enum of 251 labels, 15000 are allowed above 250 labels; split the schema, or flatten it",
    ),
}


@pytest.mark.parametrize(("body", "message"), CASES.values(), ids=CASES.keys())
def test_a_union_or_choice_that_json_cannot_hold_is_refused_with_its_place_and_remedy(
    body: str, message: str, schema_file: Callable[[str, str], Path]
) -> None:
    path = schema_file("report.py", HEAD + body)
    with pytest.raises(SchemaFileError) as caught:
        load_schema(path)
    assert str(caught.value) == message.replace("FILE", str(path))
