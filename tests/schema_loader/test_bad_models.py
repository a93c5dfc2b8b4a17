"""A model that can't be sent gets one line: file, line, field, what is wrong, and the remedy."""

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
    "no-description": (
        """\
class Report(BaseModel):
    who: str = Field(description="Who.")
    what: str
""",
        'FILE:5: Report.what: the field has no description; add Field(description="…"), an instruction for an annotator',
    ),
    "blank-description": (
        """\
class Report(BaseModel):
    what: str = Field(description="  ")
""",
        'FILE:4: Report.what: the field has no description; add Field(description="…"), an instruction for an annotator',
    ),
    "nested-no-description": (
        """\
class Event(BaseModel):
    kind: str

class Report(BaseModel):
    events: list[Event] = Field(description="Events.")
""",
        'FILE:4: Report.events[].kind: the field has no description; add Field(description="…"), an instruction for an annotator',
    ),
    "inherited-no-description": (
        """\
class Base(BaseModel):
    kind: str

class Report(Base):
    what: str = Field(description="d")
""",
        'FILE:4: Report.kind: the field has no description; add Field(description="…"), an instruction for an annotator',
    ),
    "enum-docstring-is-no-description": (
        '''\
from enum import StrEnum
class Kind(StrEnum):
    """The kind of event."""
    A = "a"

class Report(BaseModel):
    kind: Kind
''',
        'FILE:9: Report.kind: the field has no description; add Field(description="…"), an instruction for an annotator',
    ),
    "recursive": (
        """\
class Report(BaseModel):
    parts: "list[Report]" = Field(description="d")
""",
        "FILE:4: Report.parts[]: Report contains itself; flatten it to a list whose items name their parent",
    ),
    "recursive-through-another": (
        """\
class Event(BaseModel):
    cause: "Report | None" = Field(description="d")

class Report(BaseModel):
    events: list[Event] = Field(description="d")
""",
        "FILE:4: Report.events[].cause: Report contains itself; flatten it to a list whose items name their parent",
    ),
    "evidence": (
        """\
class Report(BaseModel):
    evidence: str = Field(description="d")
""",
        "FILE:4: Report.evidence: the name 'evidence' is taken by the receipts; rename the field",
    ),
    "nested-evidence": (
        """\
class Event(BaseModel):
    evidence: list[int] = Field(description="d")

class Report(BaseModel):
    event: Event | None = Field(description="d")
""",
        "FILE:4: Report.event.evidence: the name 'evidence' is taken by the receipts; rename the field",
    ),
    "evidence-alias": (
        """\
class Report(BaseModel):
    proof: str = Field(alias="evidence", description="d")
""",
        "FILE:4: Report.evidence: the name 'evidence' is taken by the receipts; rename the field",
    ),
    "dict": (
        """\
class Report(BaseModel):
    counts: dict[str, int] = Field(description="d")
""",
        "FILE:4: Report.counts: a mapping has no fixed fields; use a nested model, or a list of models with a name field",
    ),
    "mapping": (
        """\
from collections.abc import Mapping
class Report(BaseModel):
    counts: Mapping[str, int] = Field(description="d")
""",
        "FILE:5: Report.counts: a mapping has no fixed fields; use a nested model, or a list of models with a name field",
    ),
    "typed-dict": (
        """\
from typing import TypedDict
class Event(TypedDict):
    what: str

class Report(BaseModel):
    event: Event = Field(description="d")
""",
        "FILE:7: the schema file fails to load: PydanticUserError: Please use `typing_extensions.TypedDict` instead of `typing.TypedDict` on Python < 3.12. For further information visit https://errors.pydantic.dev/2.14/u/typed-dict-version; mend this line",
    ),
    "any": (
        """\
from typing import Any
class Report(BaseModel):
    what: Any = Field(description="d")
""",
        "FILE:5: Report.what: anything at all is allowed; name the type that it has",
    ),
    "object": (
        """\
class Report(BaseModel):
    what: list[object] = Field(description="d")
""",
        "FILE:4: Report.what[]: anything at all is allowed; name the type that it has",
    ),
    "bytes": (
        """\
class Report(BaseModel):
    raw: bytes = Field(description="d")
""",
        "FILE:4: Report.raw: bytes can't stand in JSON; use str",
    ),
    "callable": (
        """\
from collections.abc import Callable
class Report(BaseModel):
    call: Callable[[], int] = Field(description="d")
""",
        "FILE:5: Report.call: a function can't stand in JSON; remove the field",
    ),
    "timedelta": (
        """\
from datetime import timedelta
class Report(BaseModel):
    lasted: timedelta | None = Field(description="d")
""",
        "FILE:5: Report.lasted: a duration has no unit; use a number named for its unit, as in duration_minutes: float",
    ),
    "uuid": (
        """\
from uuid import UUID
class Report(BaseModel):
    key: UUID = Field(description="d")
""",
        "FILE:5: Report.key: the type UUID isn't supported; use str, int, float, bool, date, datetime, time, Decimal, Literal, Enum, When, a list or a nested BaseModel",
    ),
    "dataclass": (
        """\
from dataclasses import dataclass
@dataclass
class Event:
    what: str

class Report(BaseModel):
    events: list[Event] = Field(description="d")
""",
        "FILE:9: Report.events[]: the type Event isn't supported; use str, int, float, bool, date, datetime, time, Decimal, Literal, Enum, When, a list or a nested BaseModel",
    ),
    "bare-list": (
        """\
class Report(BaseModel):
    names: list = Field(description="d")
""",
        "FILE:4: Report.names: the list doesn't say what it holds; name the type of its items, as in list[str]",
    ),
    "fixed-tuple": (
        """\
class Report(BaseModel):
    score: tuple[int, int] = Field(description="d")
""",
        "FILE:4: Report.score: a tuple of fixed length; use a nested model with named fields, or tuple[X, ...]",
    ),
    "set-of-models": (
        """\
class Event(BaseModel):
    what: str = Field(description="d")

class Report(BaseModel):
    events: set[Event] = Field(description="d")
""",
        "FILE:7: Report.events: a set of things that aren't plain values; use a list",
    ),
    "empty-model": (
        """\
class Report(BaseModel):
    pass
""",
        "FILE:3: Report: the model has no fields; give it at least one",
    ),
    "empty-nested-model": (
        """\
class Event(BaseModel):
    pass

class Report(BaseModel):
    event: Event = Field(description="d")
""",
        "FILE:3: Report.event: the model has no fields; give it at least one",
    ),
    "root-model": (
        """\
from pydantic import RootModel
class Report(RootModel[list[str]]):
    pass
""",
        "FILE:4: Report: a RootModel has no fields; make it a BaseModel with a named field",
    ),
    "undefined-type": (
        """\
class Report(BaseModel):
    events: "list[Evnt]" = Field(description="d")
""",
        "FILE:3: Report: the type 'Evnt' isn't defined; define or import it in the same file, outside of functions",
    ),
    "type-variable": (
        """\
from typing import Generic, TypeVar
T = TypeVar("T")
class Report(BaseModel, Generic[T]):
    item: T = Field(description="d")
""",
        "FILE:6: Report.item: the type variable T isn't filled in; name the type, as in Page[str]",
    ),
    "two-asks": (
        """\
from typing import Annotated
class Report(BaseModel):
    who: Annotated[str, Ask("Who?"), Ask("Whom?")] = Field(description="d")
""",
        "FILE:5: Report.who: the field has more than one Ask; keep one",
    ),
    "ask-inside-the-type": (
        """\
from typing import Annotated
class Report(BaseModel):
    who: list[Annotated[str, Ask("Who?")]] = Field(description="d")
""",
        "FILE:5: Report.who[]: an Ask stands inside the type; put it around the whole type: Annotated[str | None, Ask(…)]",
    ),
    "alias-path": (
        """\
from pydantic import AliasPath
class Report(BaseModel):
    who: str = Field(validation_alias=AliasPath("a", 0), description="d")
""",
        'FILE:5: Report.who: an AliasPath or AliasChoices can\'t name a field to fill; use one alias="…"',
    ),
    "two-names": (
        """\
class Report(BaseModel):
    who: str = Field(validation_alias="a", serialization_alias="b", description="d")
""",
        'FILE:4: Report.who: the field is read under one name and written under another; use one alias="…" for both',
    ),
    "same-alias-twice": (
        """\
class Report(BaseModel):
    a: str = Field(alias="x", description="d")
    b: str = Field(alias="x", description="d")
""",
        "FILE:3: Report: two fields have the same alias; give each its own",
    ),
    "too-deep": (
        """\
class Report(BaseModel):
    cells: list[list[list[list[list[list[list[list[list[str]]]]]]]]] = Field(description="d")
""",
        "FILE:3: Report: 12 levels of objects and lists, 10 are allowed; split the schema, or flatten it",
    ),
}


@pytest.mark.parametrize(("body", "message"), CASES.values(), ids=CASES.keys())
def test_a_model_that_cannot_be_sent_is_refused_with_its_place_and_remedy(
    body: str, message: str, schema_file: Callable[[str, str], Path]
) -> None:
    path = schema_file("report.py", HEAD + body)
    with pytest.raises(SchemaFileError) as caught:
        load_schema(path)
    assert str(caught.value) == message.replace("FILE", str(path))
