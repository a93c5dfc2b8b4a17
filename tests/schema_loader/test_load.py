"""Loading a schema file: which model it holds, what it leaves behind, what Python it may be."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.schema_loader.load import load_schema

Write = Callable[[str, str], Path]

A_AND_B = """\
from pydantic import BaseModel, Field

class A(BaseModel):
    x: str = Field(description="D.")

class B(BaseModel):
    y: str = Field(description="D.")
"""

CHOICES = {
    "the class in SCHEMA": ("report.py", A_AND_B + "SCHEMA = A\n", "A"),
    "the class named in SCHEMA": ("report.py", A_AND_B + "SCHEMA = 'B'\n", "B"),
    "the class called like the file": ("b.py", A_AND_B, "B"),
    "camel case of the file name": ("court-case_file.py", A_AND_B + "class CourtCaseFile(A): pass\n", "CourtCaseFile"),
    "the only one that no other uses": (
        "report.py",
        A_AND_B
        + "class C(BaseModel):\n    a: list[A] | None = Field(description='D.')\n    b: B = Field(description='D.')\n",
        "C",
    ),
    "the subclass, not its base": ("report.py", A_AND_B + "class C(A, B): pass\n", "C"),
    "not a model that is imported": ("report.py", "from summarizer import When\n" + A_AND_B + "del B\n", "A"),
}


@pytest.mark.parametrize(("name", "text", "model"), CHOICES.values(), ids=CHOICES.keys())
def test_the_target_model_is(name: str, text: str, model: str, schema_file: Write) -> None:
    assert load_schema(schema_file(name, text)).facts_model.__name__ == model


def test_name_and_version_come_from_the_file(schema_file: Write) -> None:
    schema = load_schema(schema_file("a.py", A_AND_B + "VERSION = '2.1'\n"))
    assert (schema.name, schema.version) == ("a", "2.1")


FORWARD = """\
from __future__ import annotations

import datetime as dt
from pydantic import BaseModel, Field
from summarizer.domain.blocks import When

class Report(BaseModel):
    events: list[Event] = Field(default_factory=list, description="D.")

class Event(BaseModel):
    day: dt.date | None = Field(None, description="D.")
    when: When | None = Field(None, description="D.")
"""


def test_annotations_may_be_strings_and_name_what_stands_further_down(schema_file: Write) -> None:
    schema = load_schema(schema_file("report.py", FORWARD))
    assert schema.facts_model.model_validate({"events": [{"day": "2026-05-04"}]}).model_dump(mode="json") == {
        "events": [{"day": "2026-05-04", "when": None}]
    }


def test_loading_leaves_no_module_and_no_file_behind(schema_file: Write) -> None:
    before = set(sys.modules)
    path = schema_file("report.py", FORWARD)
    load_schema(path)
    assert {name for name in set(sys.modules) - before if "report" in name} == set()
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_is_named_like_a_library_does_not_shadow_it(schema_file: Write) -> None:
    import json

    load_schema(schema_file("json.py", A_AND_B.replace("class B", "class Json")))
    assert sys.modules["json"] is json


def test_an_edited_file_is_read_anew(schema_file: Write) -> None:
    first = load_schema(schema_file("a.py", A_AND_B))
    second = load_schema(schema_file("a.py", A_AND_B.replace('"D."', '"Another."')))
    assert first.digest != second.digest
    assert second.root.fields[0].description == "Another."


def test_descriptions_may_be_attribute_docstrings(schema_file: Write) -> None:
    text = """\
    from pydantic import BaseModel, ConfigDict

    class Report(BaseModel):
        model_config = ConfigDict(use_attribute_docstrings=True)

        who: str
        "Who it was."
    """
    assert load_schema(schema_file("report.py", text)).root.fields[0].description == "Who it was."
