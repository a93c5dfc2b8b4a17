"""The questions themselves, to be read aloud: what the shipped schemas and three foreign ones would have a model asked.

Lists that a finder fills, and parts that it gives, have no question here.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from summarizer.domain.schema import FieldSpec, TargetSchema, TypeNode
from summarizer.extract.fieldwise.kinds import list_kind, object_kind, part_of
from summarizer.extract.fieldwise.metadata import is_particular
from summarizer.extract.fieldwise.questions import list_question, question_for, words_of
from summarizer.extract.reading.item import ItemKind
from summarizer.schema_loader.derive import derive
from summarizer.schema_loader.load import load_schema

ROOT = Path(__file__).parents[2]


class Product(BaseModel):
    name: str = Field(description="Name of the product.")
    price: float | None = Field(None, description="The price, in the currency of the article.")
    on_sale: dt.date | None = Field(None, description="The date on which it goes on sale.")
    colours: list[str] = Field(default_factory=list, description="Colours offered.")


class Firm(BaseModel):
    name: str | None = Field(None, description="The company's name.")
    chief: str | None = Field(None, description="Who runs it.")


class Launch(BaseModel):
    company: Firm | None = Field(None, description="The company behind the launch.")
    products: list[Product] = Field(default_factory=list, description="One entry for each product that is announced.")
    rivals: list[str] = Field(default_factory=list, description="Rivals named.")
    recalled: bool | None = Field(None, description="Whether an older model was recalled.")


class Ruling(BaseModel):
    court: str | None = Field(None, description="The court that ruled, as the article names it.")
    decided: str | None = Field(None, description="What the court decided.")
    fine: float | None = Field(None, description="How large the fine is, in full.")
    plaintiffs: list[str] = Field(default_factory=list, description="The people or companies that sued.")
    appeal: bool = Field(description="True if the loser will appeal.")
    reason: str | None = Field(None, description="Why the court ruled so.")


class Quake(BaseModel):
    magnitude: float | None = Field(None, description="Magnitude of the earthquake, if stated.")
    dead: int | None = Field(None, description="Number of people killed.")
    missing: int | None = Field(None, description="Number of people who are missing.")
    homes: int | None = Field(None, description="Number of houses destroyed by the quake.")
    damaged: list[str] = Field(default_factory=list, description="Towns damaged by the quake.")
    struck: str | None = Field(None, description="When the quake struck.")
    seconds: int | None = Field(None, description="How long the shaking lasted, in seconds.")
    helpers: list[str] = Field(default_factory=list, description="Countries that offered help.")


def asked(node: TypeNode, *, within: str | None = None, item: ItemKind | None = None) -> Iterator[str]:
    """Yield the questions of an object in the order of its fields."""
    for field in node.fields:
        inner = field.node.item if field.node.kind == "list" else field.node
        assert inner is not None
        if inner.kind == "object":
            yield from _of_objects(field, inner, item)
        elif field.node.kind != "enum" and not (item is not None and part_of(item, field)):
            yield from _of_values(field, within, item)


def _of_objects(field: FieldSpec, inner: TypeNode, item: ItemKind | None) -> Iterator[str]:
    if field.node.kind != "list":
        if object_kind(field) is None:
            yield from asked(inner, within=" ".join(words_of(field.name)))
        return
    known = list_kind(field)
    if known is None and item is None:
        yield list_question(field)
    yield from asked(inner, item=known.kind if known is not None else "act")


def _of_values(field: FieldSpec, within: str | None, item: ItemKind | None) -> Iterator[str]:
    if field.node.kind == "list":
        special = len(words_of(field.name)) > 1
        if field.name != "summary" and (list_kind(field) is None or special):
            yield list_question(field)
    elif not (item is None and is_particular(field)):
        yield question_for(field, within=within)


@pytest.mark.parametrize(
    ("schema", "questions"),
    [
        (
            derive(Launch),
            [
                "What is the company's name?",
                "Who runs the company?",
                "Which product is announced?",
                "What is the price?",
                "When does it go on sale?",
                "Which colours were offered?",
                "Which rivals are named?",
                "Is it stated that an older model was recalled?",
            ],
        ),
        (
            derive(Ruling),
            [
                "Which court ruled?",
                "What did the court decide?",
                "How large is the fine?",
                "Which people or companies sued?",
                "Is it stated that the loser will appeal?",
                "Why did the court rule so?",
            ],
        ),
        (
            derive(Quake),
            [
                "What is the magnitude of the earthquake?",
                "How many people were killed?",
                "How many people are missing?",
                "How many houses were destroyed by the quake?",
                "Which towns were damaged by the quake?",
                "When did the quake strike?",
                "How long did the shaking last?",
                "Which countries offered help?",
            ],
        ),
        (
            load_schema(ROOT / "schemas" / "diplomatic_call.py"),
            [
                "When did the call take place?",
                "How long did the call last?",
                "How many prisoners will each side release?",
                "How many wounded prisoners are handed over in addition?",
                "Who mediated the prisoner exchange?",
            ],
        ),
        (
            load_schema(ROOT / "schemas" / "incident.py"),
            [
                "How many people were killed?",
                "How many people were injured?",
                "Who claimed or denied responsibility?",
            ],
        ),
        (
            load_schema(ROOT / "schemas" / "muc4_roles.py"),
            [
                "Which people carried out or planned the attack?",
                "Which organization was behind the attack?",
                "Which buildings, vehicles or other things were attacked?",
                "Which people were killed, injured, kidnapped or aimed at?",
                "Which weapons or explosives were used?",
            ],
        ),
        (load_schema(ROOT / "schemas" / "news_report.py"), []),
    ],
    ids=lambda value: value.name if isinstance(value, TargetSchema) else "",
)
def test_the_questions_are_those_that_a_person_would_ask(schema: TargetSchema, questions: list[str]) -> None:
    assert list(asked(schema.root)) == questions
