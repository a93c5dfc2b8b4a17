"""What the tests of the ledger share: a schema with every shape, and gold and records made from plain facts."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from summarizer.domain.blocks import Score, When
from summarizer.domain.document import Document, Sentence
from summarizer.domain.record import Coverage, Evidence, Provenance, Record, SchemaRef, Usage
from summarizer.domain.schema import TargetSchema
from summarizer.schema_loader.derive import derive
from summarizer.scoring.gold_model import GoldArticle, GoldEvidence, GoldItem, GoldLeaf, GoldList, GoldNode, GoldObject

TEXT = (
    "Ferry sinks off Arlo. Marta Okoye, the harbour master, said on 4 May 2026 that 12 people were rescued. "
    "The ferry Linnea of Nord Lines hit a rock near Arlo. Okoye said fog was to blame. Two ships are still searching."
)


class Person(BaseModel):
    """A person."""

    name: str = Field(description="The name.")
    role: str | None = Field(None, description="The office.")


class Figure(BaseModel):
    """A number."""

    value: float = Field(description="The number.")
    unit: str = Field(description="The unit.")
    what: str = Field(description="What it counts.")


class Event(BaseModel):
    """An event."""

    what: Annotated[str, Score(key=True)] = Field(description="What happened.")
    kind: Literal["accident", "rescue", "search", "other"] = Field(description="The label.")
    when: When | None = Field(None, description="When.")
    where: str | None = Field(None, description="Where.")
    actors: list[str] = Field(default_factory=list, description="Who did it.")
    figures: list[Figure] = Field(default_factory=list, description="Numbers of it.")


class Cargo(BaseModel):
    """What the ship carried."""

    goods: str | None = Field(None, description="The goods.")
    tonnes: int | None = Field(None, description="The weight.")


class Report(BaseModel):
    """A report of an accident at sea."""

    headline: str | None = Field(None, description="The headline.")
    published: dt.date | None = Field(None, description="The day.")
    rescued: int | None = Field(None, description="People rescued.")
    official: bool | None = Field(None, description="Whether it is official.")
    people: list[Person] = Field(default_factory=list, description="People.")
    events: list[Event] = Field(default_factory=list, description="Events.")
    places: list[str] = Field(default_factory=list, description="Places.")
    cargo: Cargo | None = Field(None, description="The cargo.")


FACTS: dict[str, Any] = {
    "headline": "Ferry sinks off Arlo",
    "published": "2026-05-04",
    "rescued": 12,
    "official": True,
    "people": [{"name": "Marta Okoye", "role": "harbour master"}],
    "events": [
        {
            "what": "The ferry Linnea hit a rock.",
            "kind": "accident",
            "when": None,
            "where": "Arlo",
            "actors": ["Linnea", "Nord Lines"],
            "figures": [],
        },
        {
            "what": "Rescuers saved 12 people.",
            "kind": "rescue",
            "when": {"text": "on 4 May 2026", "start": "2026-05-04", "end": "2026-05-04", "precision": "day"},
            "where": None,
            "actors": [],
            "figures": [{"value": 12.0, "unit": "people", "what": "rescued"}],
        },
    ],
    "places": ["Arlo"],
    "cargo": None,
}


def _document(text: str) -> Document:
    sentences, start = [], 0
    for number, part in enumerate(text.split(". "), 1):
        end = min(start + len(part) + 1, len(text))
        sentences.append(Sentence(id=number, start=start, end=end, paragraph=1))
        start = end + 1
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(id=digest, source="-", text=text, sentences=tuple(sentences), splitter="test")


def _node(value: Any) -> GoldNode:
    if isinstance(value, GoldLeaf | GoldObject | GoldList):
        return value
    if isinstance(value, dict) and set(value) == {"text", "start", "end", "precision"}:
        return GoldLeaf(value)
    if isinstance(value, dict):
        return GoldObject({name: _node(part) for name, part in value.items()})
    if isinstance(value, list):
        return GoldList(
            tuple(one if isinstance(one, GoldItem) else GoldItem(f"i{k}", _node(one)) for k, one in enumerate(value))
        )
    return GoldLeaf(value)


def _leaves(value: Any, pointer: str) -> list[str]:
    if isinstance(value, dict) and set(value) != {"text", "start", "end", "precision"}:
        return [leaf for name, part in value.items() for leaf in _leaves(part, f"{pointer}/{name}")]
    if isinstance(value, list):
        return [leaf for k, part in enumerate(value) for leaf in _leaves(part, f"{pointer}/{k}")]
    return [] if value is None else [pointer]


@pytest.fixture(scope="session")
def schema() -> TargetSchema:
    """A schema with scalars, an optional object, and lists of scalars and of nested objects."""
    return derive(Report)


@pytest.fixture
def facts() -> dict[str, Any]:
    """Right facts of the article, to be changed at will."""
    return copy.deepcopy(FACTS)


@pytest.fixture(scope="session")
def gold_node() -> Callable[[Any], GoldNode]:
    """Plain facts → gold; gold values within them stay as they are."""
    return _node


@pytest.fixture(scope="session")
def make_gold(schema: TargetSchema) -> Callable[..., GoldArticle]:
    """Plain facts, with gold values wherever they say more → gold of the article."""

    def make(
        facts: Mapping[str, Any], *, story: str = "ferry", text: str = TEXT, of: TargetSchema = schema
    ) -> GoldArticle:
        node = _node(dict(facts))
        assert isinstance(node, GoldObject)
        return GoldArticle(
            path=Path("evals/gold/sea/ferry.yaml"),
            document_id=_document(text).id,
            schema_name=of.name,
            schema_digest=of.digest,
            split="dev",
            story=story,
            facts=node,
            text=text,
        )

    return make


@pytest.fixture(scope="session")
def make_record(schema: TargetSchema) -> Callable[..., Record]:
    """Plain facts → a record; every leaf cites sentence 2 and is verified unless ``evidence`` says otherwise."""

    def make(
        facts: Mapping[str, Any] | None,
        *,
        evidence: Mapping[str, Evidence] | None = None,
        of: TargetSchema = schema,
        text: str = TEXT,
        **changes: Any,
    ) -> Record:
        receipts = {pointer: Evidence(sentences=(2,), support="verified") for pointer in _leaves(facts or {}, "")}
        values: dict[str, Any] = {
            "document": _document(text),
            "schema": SchemaRef(name=of.name, version=of.version, digest=of.digest),
            "facts": facts,
            "evidence": {**receipts, **(evidence or {})},
            "coverage": Coverage(sentences=5, sent=(1, 2, 3, 4, 5), furniture=(), cited=(2,), uncited=(1, 3, 4, 5)),
            "status": "complete" if facts is not None else "failed",
            "error": None if facts is not None else "the model timed out",
            "provenance": Provenance(
                model="test/model",
                strategy="oneshot",
                usage=Usage(input_tokens=100, output_tokens=20, latency_s=1.5),
                cost_usd=0.01,
                package_version="0",
                created=dt.datetime(2026, 5, 4, tzinfo=dt.UTC),
            ),
        }
        return Record(**{**values, **changes})

    return make


@pytest.fixture(scope="session")
def quote() -> Callable[..., tuple[GoldEvidence, ...]]:
    """Sentence numbers → gold evidence."""

    def make(*sentences: int) -> tuple[GoldEvidence, ...]:
        return tuple(GoldEvidence(number, "…") for number in sentences)

    return make
