"""The strategy as a whole, without its models: what is remembered, what another language gets, what breaks a rule."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, Field, JsonValue

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.domain.document import Document, Metadata, Sentence
from summarizer.domain.record import Dropped, Usage
from summarizer.errors import AnswerInvalidError
from summarizer.extract.fieldwise.pruning import prune
from summarizer.extract.fieldwise.strategy import FieldWise
from summarizer.llm.client import CompletionClient
from summarizer.schema_loader.derive import derive

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Storm(BaseModel):
    """A storm."""

    headline: str | None = Field(None, description="The headline.")
    summary: list[str] = Field(default_factory=list, description="Two to four sentences.")
    dead: int | None = Field(None, ge=0, description="Number of people killed.")
    people: list[str] = Field(default_factory=list, description="People named.")


class Demanding(BaseModel):
    """A schema that takes no null."""

    winner: str = Field(description="Who won the race?")


class NoParser:
    """A parser that must not be needed."""

    def parse(self, texts: Sequence[str]) -> "list[Doc]":
        raise AssertionError("nothing was to be parsed")


class Fixed:
    """A model that gives one answer to everything, and counts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asked = 0

    async def complete(self, request: CompletionRequest) -> Completion:
        self.asked += 1
        return Completion(text=self.text, finish_reason="stop", usage=Usage(calls=1))


class Memory:
    """A cache in a dict, shared by the clients it wraps."""

    def __init__(self) -> None:
        self.known: dict[str, Completion] = {}

    def __call__(self, client: CompletionClient) -> CompletionClient:
        return _Remembering(client, self.known)


class _Remembering:
    def __init__(self, client: CompletionClient, known: dict[str, Completion]) -> None:
        self.client = client
        self.known = known

    async def complete(self, request: CompletionRequest) -> Completion:
        key = repr(request)
        if key in self.known:
            return self.known[key].model_copy(update={"cached": True})
        self.known[key] = await self.client.complete(request)
        return self.known[key]


def german() -> Document:
    sentences = ("Sturm über dem Norden", "Ein Sturm tötete am Montag drei Menschen in Husum.", "Es regnet weiter.")
    text = "\n".join(sentences)
    starts = [text.index(sentence) for sentence in sentences]
    return Document(
        id="a" * 64,
        source="sturm.txt",
        text=text,
        sentences=tuple(
            Sentence(id=i, start=start, end=start + len(s), paragraph=i, role="headline" if i == 1 else "body")
            for i, (s, start) in enumerate(zip(sentences, starts, strict=True), start=1)
        ),
        metadata=Metadata(headline=sentences[0], language="de", found_in={"headline": 1}),
        splitter="hand/1",
    )


def strategy(client: CompletionClient, memory: Memory | None = None, confidence: float = 0.5) -> FieldWise:
    return FieldWise(client, model="local/tiny", min_confidence=confidence, remember=memory, parser=NoParser())


def test_an_article_in_another_language_is_said_to_be_so_and_read_by_words_alone() -> None:
    extraction = asyncio.run(strategy(Fixed("not stated")).extract(german(), derive(Storm)))

    assert extraction.wire["headline"] == {"value": "Sturm über dem Norden", "evidence": [1]}
    assert extraction.wire["people"] == []
    assert extraction.wire["dead"] is None
    assert extraction.sent == (1, 2, 3)
    assert extraction.dropped == (
        Dropped(pointer="", reason="the embedded model reads English; of an article in 'de' it finds little"),
    )


def test_a_remembered_filling_asks_nothing_and_gives_equal_facts() -> None:
    model, memory = Fixed("not stated"), Memory()

    first = asyncio.run(strategy(model, memory).extract(german(), derive(Storm)))
    asked = model.asked
    again = asyncio.run(strategy(model, memory).extract(german(), derive(Storm)))

    assert model.asked == asked
    assert (first.cached, again.cached) == (False, True)
    assert again.wire == first.wire
    assert again.usage == first.usage


def test_another_confidence_is_another_filling() -> None:
    memory = Memory()
    for confidence in (0.5, 0.9):
        asyncio.run(strategy(Fixed("not stated"), memory, confidence).extract(german(), derive(Storm)))

    assert len(memory.known) == 2


def test_a_required_field_that_is_not_stated_fails_the_article_with_the_remedy() -> None:
    with pytest.raises(AnswerInvalidError, match=r"sturm\.txt: /winner isn't stated.*make it optional"):
        asyncio.run(strategy(Fixed("not stated")).extract(german(), derive(Demanding)))


def test_a_value_that_breaks_the_schemas_own_rule_becomes_null_with_the_reason() -> None:
    wire: dict[str, JsonValue] = {"headline": None, "summary": [], "dead": {"value": -3, "evidence": [2]}, "people": []}

    kept, dropped = prune(wire, derive(Storm))

    assert kept == {**wire, "dead": None}
    assert [(entry.pointer, "greater than or equal to 0" in entry.reason) for entry in dropped] == [("/dead", True)]


def test_a_list_item_that_breaks_a_rule_goes_and_the_others_stay() -> None:
    good: JsonValue = {"value": "Anna Berg", "evidence": [2]}
    wire: dict[str, JsonValue] = {
        "headline": None,
        "summary": [],
        "dead": None,
        "people": [{"value": 5, "evidence": [2]}, good],
    }

    kept, dropped = prune(wire, derive(Storm))

    assert kept["people"] == [good]
    assert [entry.pointer for entry in dropped] == ["/people/0"]
