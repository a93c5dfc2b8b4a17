"""A batch of articles: each once, on disk before it counts, and an account of everything."""

import asyncio
import datetime as dt

import pytest
from pydantic import BaseModel, Field

from summarizer.domain.completion import Completion
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Usage
from summarizer.errors import AnswerInvalidError, BudgetSpentError, StoreError
from summarizer.ingest.documents import make_document
from summarizer.ingest.sources import SourceProblem
from summarizer.pipeline import Maker, Pipeline
from summarizer.run import Tally, run_batch
from summarizer.schema_loader.derive import derive


class Bridge(BaseModel):
    """A bridge in the news."""

    name: str | None = Field(None, description="The bridge's name.")


NOON = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
SCHEMA = derive(Bridge)
PAID = Completion(text="{}", finish_reason="stop", usage=Usage(input_tokens=100, calls=1, attempts=1), cost_usd=0.25)


class Scripted:
    """A strategy that answers, or fails after paying, by what the article says."""

    name = "scripted"

    def __init__(self, *, cached=False):
        self.asked = []
        self.cached = cached

    async def extract(self, document, schema):
        self.asked.append(document.source)
        await asyncio.sleep(0)
        if "invalid" in document.text:
            raise AnswerInvalidError("no answer fitted", completions=(PAID, PAID))
        return Extraction(
            wire={"name": {"value": "Bridge", "evidence": [1]}}, sent=(1,),
            usage=Usage(input_tokens=7, calls=1), cost_usd=0.5, cached=self.cached,
        )  # fmt: skip


def pipeline(strategy=None, repeat=0):
    return Pipeline(SCHEMA, strategy or Scripted(), Maker("test/model", None, "1.2.3", lambda: NOON), repeat)


def article(number, words="closed"):
    return make_document(f"Bridge number {number} is {words}.", source=f"a{number}.txt")


def batch(pipelines, inputs, *, done=(), max_articles=None, jobs=4, write=None):
    written: list[object] = []
    tally = Tally()

    async def go():
        await run_batch(
            pipelines, iter(inputs), jobs=jobs, tally=tally, write=write or written.extend,
            done=done, max_articles=max_articles,
        )  # fmt: skip

    try:
        asyncio.run(go())
    except BudgetSpentError as exc:
        return written, tally, exc
    return written, tally, None


def test_each_article_has_a_record_and_the_tally_counts_what_became_of_the_inputs():
    inputs = [article(1), SourceProblem("b.txt", "b.txt: is empty"), article(2), article(1), article(3, "invalid")]
    written, tally, _ = batch(pipeline(), inputs)
    assert sorted((one.document.source, one.status) for one in written) == [
        ("a1.txt", "complete"), ("a2.txt", "complete"), ("a3.txt", "failed"),
    ]  # fmt: skip
    assert tally.records == {"complete": 2, "partial": 0, "refused": 0, "failed": 1}
    assert (tally.taken, tally.unread, tally.repeated, tally.finished) == (3, 1, 1, 3)
    assert list(tally.duplicates) == [("a1.txt", "a1.txt")]
    assert tally.spent_usd == pytest.approx(0.5 + 0.5 + 0.5)


def test_a_failed_article_carries_what_its_answers_cost():
    written, _, _ = batch(pipeline(), [article(1, "invalid")])
    made = written[0].provenance
    assert (made.usage.input_tokens, made.usage.calls, made.usage.attempts) == (200, 2, 2)
    assert (made.cost_usd, made.spent_usd, made.cached) == (0.5, 0.5, False)


def test_what_came_from_the_cache_was_not_paid_for_again():
    written, tally, _ = batch(pipeline(Scripted(cached=True)), [article(1)])
    assert (written[0].provenance.cost_usd, written[0].provenance.spent_usd) == (0.5, 0.0)
    assert (tally.cached, tally.spent_usd) == (1, 0.0)


def test_repeats_give_a_record_each_that_says_which_it_is():
    each = [pipeline(repeat=number) for number in range(3)]
    written, tally, _ = batch(each, [article(1), article(2)])
    assert sorted((one.document.source, one.provenance.repeat) for one in written) == [
        (source, number) for source in ("a1.txt", "a2.txt") for number in range(3)
    ]
    assert (tally.taken, tally.finished) == (2, 6)


def test_only_the_repeats_that_are_missing_are_made():
    each = [pipeline(repeat=number) for number in range(3)]
    done = {each[0].key(article(1)), each[2].key(article(1)), *(one.key(article(2)) for one in each)}
    written, tally, _ = batch(each, [article(1), article(2)], done=done)
    assert [(one.document.source, one.provenance.repeat) for one in written] == [("a1.txt", 1)]
    assert (tally.taken, tally.resumed) == (1, 5)


@pytest.mark.parametrize(
    ("count", "most", "left_over"), [(5, 3, True), (3, 3, False), (2, 3, False)], ids=["more", "as many", "fewer"]
)
def test_a_limit_on_articles_ends_the_run_as_a_spent_budget_when_there_are_more(count, most, left_over):
    written, tally, error = batch(pipeline(), [article(number) for number in range(count)], max_articles=most)
    assert len(written) == min(count, most)
    assert (tally.left_over, error is not None) == (left_over, left_over)
    if error is not None:
        assert str(error).startswith(
            "--max-articles 3 is reached and there are more articles; run it again with --resume"
        )


def test_articles_that_an_earlier_run_finished_do_not_count_against_the_limit():
    one = pipeline()
    done = {one.key(article(number)) for number in range(3)}
    written, tally, error = batch(one, [article(number) for number in range(5)], done=done, max_articles=2)
    assert ([record.document.source for record in written], tally.resumed, error) == (["a3.txt", "a4.txt"], 3, None)


def test_records_that_finish_during_a_write_go_with_the_next_in_one_go():
    calls = []

    def write(records):
        calls.append(len(records))

    _, tally, _ = batch(pipeline(), [article(number) for number in range(200)], jobs=50, write=write)
    assert sum(calls) == tally.finished == 200
    assert max(calls) <= 64 + 50
    assert len(calls) < 200


def test_nothing_counts_before_it_is_written():
    tally = Tally()
    seen = []

    async def go():
        await run_batch(
            pipeline(), iter([article(n) for n in range(20)]), jobs=3, tally=tally,
            write=lambda records: seen.append((tally.finished, len(records))),
        )  # fmt: skip

    asyncio.run(go())
    counted = 0
    for before, length in seen:
        assert before == counted
        counted += length


def test_a_disk_that_is_full_ends_the_run_with_its_error():
    def write(records):
        raise StoreError("the disk is full")

    with pytest.raises(StoreError, match="the disk is full"):
        batch(pipeline(), [article(number) for number in range(100)], write=write)


def test_a_hundred_thousand_problems_are_counted_and_the_first_are_told():
    problems = (SourceProblem(f"{number}", "bad") for number in range(100_000))
    _, tally, _ = batch(pipeline(), problems)
    assert (tally.unread, len(tally.problems)) == (100_000, 1_000)
