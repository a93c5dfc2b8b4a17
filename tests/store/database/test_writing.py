from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest

from summarizer.domain.fact_rows import fact_rows, record_id
from summarizer.domain.record import Record
from summarizer.store.database.database import Database
from summarizer.store.database.filters import CostFilter, FactFilter, RecordFilter
from summarizer.store.database.rows import CostRow, RunEnd, RunRow, RunStart
from summarizer.store.lines import key_of

Maker = Callable[..., Record]

NOW = dt.datetime(2026, 3, 5, 8, tzinfo=dt.UTC)


def test_records_come_back_whole(database: Database, records: list[Record]):
    written = [database.write(record) for record in records]

    assert written == ["added"] * len(records)
    assert [database.record(record_id(record)) for record in records] == records


def test_facts_come_back_as_the_rows_they_were(database: Database, records: list[Record]):
    for record in records:
        database.write(record, story="ferries")

    expected = sorted(
        (row for record in records for row in fact_rows(record, story="ferries")), key=lambda row: row.record
    )
    assert list(database.iter_facts()) == expected


def test_the_same_record_again_changes_nothing(database: Database, records: list[Record]):
    database.write_all(records)
    before = database.revision()

    assert database.write_all(records) == ("kept",) * len(records)
    assert database.revision() == before
    assert database.counts().records == len(records)


def test_a_newer_record_takes_the_place_of_an_older_one(database: Database, make_record: Maker):
    older = make_record()
    newer = make_record(minutes=1, facts={"headline": "Calm"}, evidence={})
    database.write(older)

    assert database.write(newer) == "replaced"
    assert database.write(older) == "kept"
    assert database.record(record_id(older)) == newer
    assert [(row.pointer, row.value) for row in database.facts().rows] == [("/headline", "Calm")]
    assert database.facts(FactFilter(q="ferry")).rows == ()


@pytest.mark.parametrize(
    ("there", "coming", "written"),
    [
        ("complete", "failed", "kept"),
        ("partial", "failed", "kept"),
        ("failed", "complete", "replaced"),
        ("complete", "refused", "kept"),
        ("refused", "failed", "kept"),
        ("failed", "refused", "replaced"),
        ("refused", "partial", "replaced"),
    ],
)
def test_a_failure_never_takes_the_place_of_facts(
    database: Database, make_record: Maker, there: str, coming: str, written: str
):
    database.write(make_record(minutes=0 if written == "kept" else 5, status=there))

    assert database.write(make_record(minutes=3, status=coming)) == written


def test_other_schema_model_strategy_or_repeat_is_another_record(database: Database, make_record: Maker):
    pattern = make_record()
    for changed in ({"model": "x/y"}, {"strategy": "other"}, {"repeat": 1}):
        assert database.write(make_record(provenance=changed)) == "added"
    schema = pattern.schema_ref.model_copy(update={"digest": "0" * 64})
    assert database.write(make_record(schema_ref=schema)) == "added"
    assert database.write(pattern) == "added"
    assert database.counts().articles == 1


def test_finished_records_are_those_that_need_not_be_tried_again(database: Database, make_record: Maker):
    done, partial = make_record("a"), make_record("b", status="partial", provenance={"repeat": 2})
    failed = make_record("c", status="failed")
    database.write_all([done, partial, failed])

    finished = database.finished()
    assert [key_of(record) in finished for record in (done, partial, failed)] == [True, True, False]
    assert len(finished) == 2


def test_a_story_stays_when_the_record_is_made_again(database: Database, make_record: Maker):
    database.write(make_record(), story="strike")
    database.write(make_record(minutes=1))

    assert [row.story for row in database.records().rows] == ["strike"]
    assert [row.story for row in database.articles().rows] == ["strike"]
    assert database.total(FactFilter(story=("strike",))) == database.total(FactFilter())


def test_what_a_replaced_record_cost_is_not_forgotten(database: Database, make_record: Maker):
    fresh = {"model": "openai/m", "cost_usd": 0.5, "spent_usd": 0.5, "cached": False}
    database.write(make_record(provenance=fresh))
    database.write(make_record(minutes=1, provenance={**fresh, "cached": True, "spent_usd": 0.0}))
    database.write(make_record(minutes=-2 * 24 * 60, provenance={**fresh, "cost_usd": None, "spent_usd": None}))
    usage = make_record().provenance.usage

    tokens = {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
    assert database.costs() == (
        CostRow(dt.date(2026, 3, 3), "openai/m", 1, 0, 0.0, 0.0, **tokens, unpriced=1),
        CostRow(dt.date(2026, 3, 5), "openai/m", 2, 1, 0.5, 0.5, **tokens, unpriced=0),
    )
    assert len(database.costs(CostFilter(since=dt.date(2026, 3, 4)))) == 1
    assert len(database.costs(CostFilter(until=dt.date(2026, 3, 3)))) == 1
    assert database.costs(CostFilter(model=("local/m",))) == ()


def test_a_record_from_before_costs_were_split_was_paid_unless_it_was_cached(database: Database, make_record: Maker):
    old = {"cost_usd": 0.25, "spent_usd": None}
    database.write(make_record("a", provenance={**old, "cached": False}))
    database.write(make_record("b", provenance={**old, "cached": True}))

    [row] = database.costs()
    assert (row.cost_usd, row.cached_usd, row.unpriced) == (0.25, 0.25, 0)


def test_characters_that_no_database_takes_are_replaced_in_columns_alone(database: Database, make_record: Maker):
    record = make_record(facts={"headline": "a\0b"}, evidence={}, document={"source": "odd\udcff.txt"})
    database.write(record)

    [row] = database.facts().rows
    assert row.value == "a�b"
    [stored] = database.records().rows
    assert stored.source in {"odd?.txt", "odd�.txt"}
    assert (database.record(stored.id) or record).facts == {"headline": "a\0b"}


def test_a_record_that_cannot_be_written_leaves_nothing_of_itself(database: Database, make_record: Maker):
    before = database.revision()
    broken = make_record("broken").model_copy(update={"coverage": None, "status": None})

    with pytest.raises(Exception, match="status"):
        database.write_all([make_record("a"), broken])
    assert database.revision() == before
    assert database.counts().records == 0
    assert database.articles().rows == ()


def test_writers_wait_for_each_other(database: Database, make_record: Maker):
    def write(writer: int) -> None:
        for number in range(5):
            database.write(make_record(f"{writer}-{number}"))

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert database.counts().records == 20


def test_a_run_is_known_while_it_goes_on_and_afterwards(database: Database, make_record: Maker):
    start = RunStart("summarize", NOW, "0.1", model="x/y", strategy="oneshot", schema="news_report", note="articles/")
    run = database.begin_run(start)
    database.write(make_record(), run=run)
    going = database.run(run)
    database.end_run(run, RunEnd(NOW + dt.timedelta(hours=1), complete=1, cached=1, cost_usd=0.5))

    assert run.startswith("20260305T080000Z-summarize-")
    assert going == RunRow(
        run, "summarize", NOW, None, "x/y", "oneshot", "news_report", None, "0.1", 0, 0, 0, 0, 0, 0, 0, None, "articles/",
        baseline=False,
    )  # fmt: skip
    ended = database.run(run)
    assert ended is not None
    assert (ended.ended, ended.complete, ended.cached, ended.cost_usd) == (NOW + dt.timedelta(hours=1), 1, 1, 0.5)
    assert [row.run for row in database.records(RecordFilter(run=(run,))).rows] == [run]
    assert {row.run for row in database.facts().rows} == {run}
