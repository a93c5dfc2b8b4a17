"""A small workspace to label in: one schema with every kind of field, one article, and a sound gold file for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.domain.document import Document
from summarizer.domain.schema import TargetSchema
from summarizer.ingest.documents import make_document
from summarizer.schema_loader.load import load_schema
from summarizer.scoring.gold.load import GoldReading, read_gold
from summarizer.workspace import Workspace

SCHEMA = '''
"""Accidents."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from summarizer import When


class Event(BaseModel):
    """Something that happened."""

    what: str = Field(description="What happened.")
    kind: Literal["fire", "flood", "rescue_work"] = Field(description="The label.")
    when: When | None = Field(None, description="When it happened.")
    actors: list[str] = Field(default_factory=list, description="Who acted.")


class Injury(BaseModel):
    """People hurt."""

    kind: Literal["injury"] = Field(description="Always injury.")
    people: int = Field(description="How many.")


class Damage(BaseModel):
    """Money lost."""

    kind: Literal["damage"] = Field(description="Always damage.")
    cost: float = Field(description="How much.")


class Inquiry(BaseModel):
    """Who looks into it."""

    lead: str | None = Field(None, description="Who leads it.")
    days: int | None = Field(None, description="How long it takes.")


class Accident(BaseModel):
    """An accident as facts."""

    headline: str | None = Field(None, description="The headline.")
    published: dt.date | None = Field(None, description="Day of publication.")
    begins: dt.time | None = Field(None, description="Time of day.")
    logged: dt.datetime | None = Field(None, description="Moment of the entry.")
    hurt: int | None = Field(None, description="How many were hurt.")
    verified: bool | None = Field(None, description="Whether it is confirmed.")
    grade: Literal[1, 2, 3] | None = Field(None, description="How bad it is.")
    code: str | int | None = Field(None, description="A code.")
    events: list[Event] = Field(default_factory=list, description="What happened.")
    outcome: Injury | Damage | None = Field(None, description="What came of it.")
    inquiry: Inquiry | None = Field(None, description="The inquiry.")

    @model_validator(mode="after")
    def _hurt_means_an_event(self):
        if self.hurt is not None and self.hurt > 100:
            raise ValueError("more hurt than there were people")
        return self
'''

ARTICLE = """Fire closes the harbour bridge

A fire closed the harbour bridge on Tuesday, the city council said.

Twelve people were hurt, among them Ana Roth. "We did what we could," said Tom Bell of the fire brigade.

An inquiry led by Mara Lind will take 30 days.
"""

GOLD = """\
format: summarizer.gold/1
article:
  id: {id}
  source: articles/bridge.txt
schema: {{name: accident, digest: {digest}}}
split: gate
story: bridge-fire
labels:
  - {{by: reader-1, on: 2031-05-04}}
adjudication: null
note: A note.
facts:
  headline: {{value: Fire closes the harbour bridge, evidence: {{1: Fire closes the harbour bridge}}}}
  published: null
  begins: null
  logged: {{absent: true}}
  hurt: {{value: 12, range: [10, 12], precision: exact, evidence: {{3: Twelve people}}}}
  verified: {{value: true, unclear: true, evidence: {{2: the city council said}}}}
  grade: null
  code: null
  events:
    - id: e1
      evidence: {{2: "A fire closed the harbour bridge"}}
      facts:
        what: {{value: A fire closed the bridge., accept: [The bridge was closed by a fire.]}}
        kind: fire
        when: {{value: {{text: on Tuesday, start: 2031-05-02, end: 2031-05-02, precision: day}}, accept: [Tuesday]}}
        actors: []
    - id: e2
      optional: true
      evidence: {{4: "We did what we could"}}
      facts:
        what: The fire brigade helped.
        kind: {{value: rescue_work, accept: [fire]}}
        when: null
        actors:
          - {{id: a1, facts: {{value: the fire brigade, accept: [fire brigade]}}}}
          - {{id: a2, optional: true, facts: Tom Bell}}
  outcome: {{kind: {{value: injury, evidence: {{3: were hurt}}}}, people: {{value: 12, evidence: {{3: Twelve}}}}}}
  inquiry:
    lead: {{value: Mara Lind, evidence: {{5: led by Mara Lind}}}}
    days: {{value: 30, evidence: {{5: will take 30 days}}}}
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    for name in ("schemas", "articles", "evals/gold/bridge"):
        (root / name).mkdir(parents=True)
    (root / "schemas/accident.py").write_text(SCHEMA, encoding="utf-8")
    (root / "articles/bridge.txt").write_text(ARTICLE, encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def schema(folder: Path) -> TargetSchema:
    return load_schema(folder / "schemas/accident.py")


@pytest.fixture(scope="session")
def document() -> Document:
    return make_document(ARTICLE, source="articles/bridge.txt")


@pytest.fixture(scope="session")
def gold_text(schema: TargetSchema, document: Document) -> str:
    """The text of a sound gold file."""
    return GOLD.format(id=document.id, digest=schema.digest)


@pytest.fixture
def workspace(tmp_path: Path, folder: Path) -> Workspace:
    """A workspace with the schema and the article, and no gold."""
    for name in ("schemas/accident.py", "articles/bridge.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    return Workspace(tmp_path, "flag", tmp_path)


@pytest.fixture
def write(workspace: Workspace) -> Callable[..., Path]:
    """Write a gold file into a suite of the workspace."""

    def write_gold(text: str, name: str = "bridge.yaml", suite: str = "bridge") -> Path:
        path = workspace.root / "evals/gold" / suite / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_gold


@pytest.fixture
def edited(gold_text: str) -> Callable[..., str]:
    """The sound gold with each first string replaced by the second, which must have stood there once."""

    def edit(*replacements: tuple[str, str]) -> str:
        text = gold_text
        for old, new in replacements:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return text

    return edit


@pytest.fixture
def reading(write: Callable[..., Path], schema: TargetSchema) -> Callable[[str], GoldReading]:
    return lambda text: read_gold(write(text), lambda _name: schema)
