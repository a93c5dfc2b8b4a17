"""One document in, one record out; many with bounded memory, each failure alone."""

import asyncio
import datetime as dt
from collections.abc import Iterator

import pytest
from pydantic import BaseModel, Field

from summarizer.domain.document import Document
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Dropped, Record, Usage
from summarizer.domain.schema import TargetSchema
from summarizer.errors import AnswerInvalidError, ModelUnavailableError
from summarizer.ingest.documents import make_document
from summarizer.pipeline import Maker, Pipeline, summarize_all
from summarizer.schema_loader.derive import derive


class Bridge(BaseModel):
    """A bridge in the news."""

    name: str | None = Field(None, description="The bridge's name.")
    days: int | None = Field(None, description="Days it stays closed.")


NOON = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
SCHEMA = derive(Bridge)


class Scripted:
    """A strategy that answers, fails or waits by what the article says."""

    name = "scripted"

    def __init__(self, *, dropped: tuple[Dropped, ...] = (), cut_off: bool = False) -> None:
        self.dropped = dropped
        self.cut_off = cut_off
        self.under_way = 0
        self.most = 0

    async def extract(self, document: Document, schema: TargetSchema) -> Extraction:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        if "unavailable" in document.text:
            raise ModelUnavailableError("gone")
        if "invalid" in document.text:
            raise AnswerInvalidError("no answer fitted")
        return Extraction(
            wire={"name": {"value": "Harbour Bridge", "evidence": [1]}, "days": {"value": 12, "evidence": [1, 9]}},
            sent=(1,),
            usage=Usage(input_tokens=7, calls=1),
            dropped=self.dropped,
            cut_off=self.cut_off,
        )


def pipeline(strategy: Scripted) -> Pipeline:
    return Pipeline(SCHEMA, strategy, Maker("test/model", None, "1.2.3", lambda: NOON))


def article(text: str = "The Harbour Bridge stays closed for 12 days.") -> Document:
    return make_document(text, source="a.txt")


async def collect(documents: Iterator[Document] | list[Document], strategy: Scripted, jobs: int) -> list[Record]:
    return [record async for record in summarize_all(pipeline(strategy), documents, jobs=jobs)]


def test_a_record_carries_facts_receipts_coverage_and_provenance():
    record = asyncio.run(pipeline(Scripted()).summarize(article()))
    assert record.status == "complete"
    assert record.facts == {"name": "Harbour Bridge", "days": 12}
    assert {pointer: receipt.support for pointer, receipt in record.evidence.items()} == {
        "/name": "verified",
        "/days": "verified",
    }
    assert record.evidence["/days"].invalid == (9,)
    assert (record.coverage.sentences, record.coverage.sent, record.coverage.cited) == (1, (1,), (1,))
    made = record.provenance
    assert (made.model, made.strategy, made.package_version, made.created) == ("test/model", "scripted", "1.2.3", NOON)
    assert made.usage.input_tokens == 7
    assert (record.schema_ref.name, record.schema_ref.digest) == (SCHEMA.name, SCHEMA.digest)


@pytest.mark.parametrize(
    ("strategy", "reason"),
    [
        (Scripted(cut_off=True), "the answer was cut off by the token limit"),
        (Scripted(dropped=(Dropped(pointer="/x", reason="two answers"),)), "left out /x: two answers"),
        (
            Scripted(dropped=(Dropped(pointer="", reason="a"), Dropped(pointer="/y", reason="b"))),
            "left out the whole answer: a (and 1 more)",
        ),
    ],
    ids=["cut off", "dropped", "several dropped"],
)
def test_what_was_lost_makes_the_record_partial_and_says_so(strategy, reason):
    record = asyncio.run(pipeline(strategy).summarize(article()))
    assert (record.status, record.error) == ("partial", reason)


def test_an_article_that_fails_is_a_record_and_the_others_go_on():
    documents = [article(), article("This one is invalid."), article("The bridge opens.")]
    records = asyncio.run(collect(documents, Scripted(), jobs=2))
    by_text = {record.document.text.strip(): record for record in records}
    failed = by_text["This one is invalid."]
    assert (failed.status, failed.facts, failed.evidence) == ("failed", None, {})
    assert failed.error == "AnswerInvalidError: no answer fitted"
    assert sorted(record.status for record in records) == ["complete", "complete", "failed"]


def test_a_model_that_is_gone_ends_the_run_after_what_had_finished():
    documents = [article(f"Bridge number {n} is closed.") for n in range(3)] + [article("The model is unavailable.")]
    seen: list[Record] = []

    async def run() -> None:
        async for record in summarize_all(pipeline(Scripted()), documents, jobs=1):
            seen.append(record)  # noqa: PERF401 - what came before the error must stay

    with pytest.raises(ModelUnavailableError, match="gone"):
        asyncio.run(run())
    assert len(seen) == 3


def test_no_more_are_under_way_or_read_than_there_are_jobs():
    taken = 0
    finished = 0
    ahead = []

    def documents() -> Iterator[Document]:
        nonlocal taken
        for number in range(40):
            taken += 1
            ahead.append(taken - finished)
            yield article(f"Bridge number {number} is closed.")

    strategy = Scripted()

    async def run() -> None:
        nonlocal finished
        async for _ in summarize_all(pipeline(strategy), documents(), jobs=3):
            finished += 1

    asyncio.run(run())
    assert (taken, finished) == (40, 40)
    assert strategy.most <= 3
    assert max(ahead) <= 3 + 3
