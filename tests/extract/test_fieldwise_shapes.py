"""Any shape of schema is filled or left empty, and the wire facts always fit its wire model."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from enum import Enum
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from summarizer.domain.blocks import When
from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.domain.document import Document, Metadata, Sentence
from summarizer.domain.record import Usage
from summarizer.extract.fieldwise.strategy import FieldWise
from summarizer.extract.reading.article import SpacyParser
from summarizer.schema_loader.derive import derive

pytestmark = pytest.mark.local_model

SENTENCES = (
    "President Ana Ruiz of Peru opened a new bridge in Lima on Monday, officials said.",
    "“It cost 40 million dollars and will save 20 minutes a day,” Ruiz told reporters.",
    "Two workers were injured when a crane fell on March 6, 2025.",
    "The bridge will open to lorries next week, and opposition leader Tom Hale demanded an inquiry.",
)


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


class Cost(BaseModel):
    amount: float = Field(description="Amount of money spent on the bridge.")
    currency: str | None = Field(None, description="The currency.")


class Accident(BaseModel):
    what: str = Field(description="The accident.")
    on: dt.date | None = Field(None, description="The date of the accident.")
    injured: int | None = Field(None, description="Number of people injured.")
    causes: list[str] = Field(default_factory=list, description="What caused it.")
    machine: Cost | None = Field(None, description="The machine.")


class Named(BaseModel):
    kind: Literal["named"] = Field(description="Always 'named'.")
    name: str = Field(description="The name.")


class Unnamed(BaseModel):
    kind: Literal["unnamed"] = Field(description="Always 'unnamed'.")
    description: str = Field(description="How they are described.")


class Scalars(BaseModel):
    text: str | None = Field(None, description="Who opened the bridge?")
    integer: int | None = Field(None, description="Number of workers injured.")
    number: float | None = Field(None, description="Amount of money spent.")
    boolean: bool | None = Field(None, description="Whether the bridge is closed.")
    must: bool = Field(description="Whether there was an accident.")
    date: dt.date | None = Field(None, description="The date of the accident.")
    datetime: dt.datetime | None = Field(None, description="The moment of the opening.")
    time: dt.time | None = Field(None, description="The time of the opening.")
    when: When | None = Field(None, description="When the bridge opened.")
    side: Side | None = Field(None, description="The side.")
    level: Literal[1, 2, 3] = Field(description="How serious it is.")
    either: int | str | None = Field(None, description="Number of workers, or their names.")


class Lists(BaseModel):
    people: list[str] = Field(default_factory=list, description="People named.")
    numbers: list[int] = Field(default_factory=list, description="Numbers stated.")
    demands: list[str] = Field(default_factory=list, description="What was demanded.")
    tools: list[str] = Field(default_factory=list, description="Machines mentioned.")
    grid: list[list[str]] = Field(default_factory=list, description="Rows of names.")
    accidents: list[Accident] = Field(default_factory=list, description="Accidents.")
    events: list[Accident] = Field(default_factory=list, description="Events.")
    actors: list[Named | Unnamed] = Field(default_factory=list, description="Who acted.")


class Nested(BaseModel):
    cost: Cost | None = Field(None, description="What the bridge cost.")
    accident: Accident | None = Field(None, description="The accident.")


class Parrot:
    """Answers every question with the same words of the article."""

    def __init__(self, words: str) -> None:
        self.words = words

    async def complete(self, request: CompletionRequest) -> Completion:
        return Completion(text=self.words, finish_reason="stop", usage=Usage(calls=1))


def document(sentences: Sequence[str]) -> Document:
    text = "\n".join(sentences)
    starts = [text.index(sentence) for sentence in sentences]
    return Document(
        id="d" * 64,
        source="-",
        text=text,
        sentences=tuple(
            Sentence(id=i, start=start, end=start + len(s), paragraph=i)
            for i, (s, start) in enumerate(zip(sentences, starts, strict=True), start=1)
        ),
        metadata=Metadata(language="en"),
        splitter="hand/1",
    )


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


@pytest.mark.parametrize("model", [Scalars, Lists, Nested])
@pytest.mark.parametrize("words", ["not stated", "40 million dollars", "March 6, 2025", "Ana Ruiz", "elsewhere", ""])
def test_every_shape_is_filled_with_words_of_the_article_or_left_empty(
    model: type[BaseModel], words: str, parser: SpacyParser
) -> None:
    schema = derive(model)

    strategy = FieldWise(Parrot(words), model="local/tiny", parser=parser)

    filled = asyncio.run(strategy.extract(document(SENTENCES), schema))

    assert schema.wire_model.model_validate(filled.wire).model_dump(mode="json") == filled.wire
    assert "elsewhere" not in repr(filled.wire)
