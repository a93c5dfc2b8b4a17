"""Questions made from fields: an Ask, a description that is a question, or one made from the description."""

from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from summarizer.domain.blocks import Ask, When
from summarizer.extract.fieldwise.questions import about, answer_kind, question_for
from summarizer.extract.reading.item import Item
from summarizer.schema_loader.derive import derive


class Earthquake(BaseModel):
    """A report on one earthquake."""

    magnitude: float | None = Field(None, description="The magnitude of the earthquake, if stated.")
    dead: int | None = Field(None, description="Number of people killed.")
    epicentre: str | None = Field(None, description="The place where the quake struck.")
    happened: When | None = Field(None, description="When the quake struck, as written.")
    shaking_seconds: int | None = Field(None, description="How long the shaking lasted, in seconds.")


class Match(BaseModel):
    """A football match."""

    winner: str | None = Field(None, description="Which team won the match?")
    venue: str | None = Field(None, description="The stadium in which the match was played. Null if unstated.")
    attendance: int | None = Field(None, description="Number of spectators who watched the match (paid or not).")
    referee: Annotated[str | None, Ask("Who was the referee?", kind="person")] = Field(None, description="The referee.")


class Results(BaseModel):
    """A company's results."""

    company: str | None = Field(None, description="Name of the company.")
    net_profit: float | None = Field(None, description="Amount of net profit, in the currency of the article.")
    chief: str | None = Field(None, description="The person who leads the company.")
    cause: str | None = Field(None, description="The reason for the change in profit, such as costs.")
    jobs_cut: bool | None = Field(None, description="Whether the company will cut jobs.")


@pytest.mark.parametrize(
    ("model", "questions"),
    [
        (
            Earthquake,
            [
                ("What is the magnitude of the earthquake?", "number"),
                ("How many people were killed?", "number"),
                ("Where did the quake strike?", "place"),
                ("When did the quake strike?", "date"),
                ("How long did the shaking last?", "duration"),
            ],
        ),
        (
            Match,
            [
                ("Which team won the match?", "person"),
                ("In which stadium was the match played?", "place"),
                ("How many spectators watched the match?", "number"),
                ("Who was the referee?", "person"),
            ],
        ),
        (
            Results,
            [
                ("What is the name of the company?", "organization"),
                ("How much was the net profit?", "number"),
                ("Who leads the company?", "person"),
                ("What was the cause of the change in profit?", "any"),
                ("Is it stated that the company will cut jobs?", "any"),
            ],
        ),
    ],
    ids=["earthquake", "match", "results"],
)
def test_a_foreign_schema_becomes_questions(model: type[BaseModel], questions: list[tuple[str, str]]) -> None:
    fields = derive(model).root.fields

    assert [(question_for(field), answer_kind(field)) for field in fields] == questions


@pytest.mark.parametrize(
    ("question", "item", "expected"),
    [
        ("What is this person's office?", Item("person", "Jane Roe", (1,)), "What is Jane Roe's office?"),
        ("What is the age?", Item("person", "Jane Roe", (1,)), "What is the age of Jane Roe?"),
        (
            "How many people were hurt?",
            Item("event", "A bus crashed in Turin", (1,)),
            "How many people were hurt when a bus crashed in Turin?",
        ),
        ("Who gave this number?", Item("figure", "12 people", (1,)), "Who gave this number?"),
    ],
    ids=["named in the question", "of a name", "when a clause", "a figure is in its sentence"],
)
def test_a_question_about_an_item_has_the_item_in_it(question: str, item: Item, expected: str) -> None:
    assert about(question, item) == expected


def test_a_question_within_an_object_names_the_object_unless_it_does_already() -> None:
    fields = derive(Match).root.fields

    assert question_for(fields[1], within="cup final") == ("In which stadium was the match played in the cup final?")
    assert question_for(fields[0], within="match") == "Which team won the match?"
