"""Documents, schemas and extractions for the tests of this room, built by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, JsonValue

from summarizer.domain.blocks import When
from summarizer.domain.document import Document, Metadata, Sentence
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Evidence, Usage
from summarizer.domain.schema import FieldSpec, TargetSchema, TypeNode
from summarizer.grounding.ground import Grounded, ground

_SCALARS: dict[Any, Any] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "boolean",
    dt.date: "date",
    dt.datetime: "datetime",
    dt.time: "time",
    When: "when",
}


def _node(annotation: Any) -> TypeNode:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        inner = [one for one in arguments if one is not NoneType]
        optional = len(inner) < len(arguments)
        if len(inner) > 1:
            return TypeNode("union", optional=optional, options=tuple(_node(one) for one in inner))
        return replace(_node(inner[0]), optional=True)
    if origin is list:
        return TypeNode("list", item=_node(arguments[0]))
    if origin is Literal:
        return TypeNode("enum", labels=arguments)
    return TypeNode(_SCALARS[annotation]) if annotation in _SCALARS else _object_node(annotation)


def _object_node(annotation: Any) -> TypeNode:
    fields = annotation.model_fields.items()
    specs = tuple(FieldSpec(name, _node(field.annotation), field.description or name) for name, field in fields)
    return TypeNode("object", fields=specs, name=annotation.__name__)


@pytest.fixture
def schema_of() -> Callable[[type[BaseModel]], TargetSchema]:
    """Return a maker of schemas from plain models."""

    def make(model: type[BaseModel]) -> TargetSchema:
        return TargetSchema(model.__name__, "1", "digest", "", _node(model), model, model, {}, {})

    return make


@pytest.fixture
def document_of() -> Callable[..., Document]:
    """Return a maker of documents from sentences."""

    def make(*sentences: str, furniture: Sequence[int] = (), **metadata: Any) -> Document:
        metadata.setdefault("language", "en")
        metadata.setdefault("published", dt.date(2025, 3, 20))
        placed: list[Sentence] = []
        at = 0
        for number, text in enumerate(sentences, 1):
            marked: Any = "appeal" if number in furniture else None
            placed.append(Sentence(id=number, start=at, end=at + len(text), paragraph=1, furniture=marked))
            at += len(text) + 1
        text = " ".join(sentences)
        return Document(
            id="0", source="-", text=text, sentences=tuple(placed), metadata=Metadata(**metadata), splitter="t"
        )

    return make


@pytest.fixture
def grounded(
    schema_of: Callable[[type[BaseModel]], TargetSchema],
) -> Callable[[type[BaseModel], Document, Mapping[str, JsonValue]], Grounded]:
    """Return a function that grounds wire facts in a document, all of whose real sentences were sent."""

    def run(model: type[BaseModel], document: Document, wire: Mapping[str, JsonValue]) -> Grounded:
        sent = tuple(one.id for one in document.body)
        return ground(document, schema_of(model), Extraction(wire=wire, sent=sent, usage=Usage()))

    return run


class Fact(BaseModel):
    """The smallest schema: one sentence of summary."""

    summary: str


@pytest.fixture
def judged(grounded: Callable[..., Grounded], document_of: Callable[..., Document]) -> Callable[..., Evidence]:
    """Return a function that judges one free-text fact against the sentences given, all of them cited."""

    def run(fact: str, *sentences: str, **metadata: Any) -> Evidence:
        wire: dict[str, JsonValue] = {"summary": {"value": fact, "evidence": list(range(1, len(sentences) + 1))}}
        return grounded(Fact, document_of(*sentences, **metadata), wire).evidence["/summary"]

    return run
