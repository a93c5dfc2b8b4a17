from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import get_args

import pytest

from summarizer.domain.fact_rows import fact_rows
from summarizer.domain.record import Record, Status
from summarizer.store.database.database import Database
from summarizer.store.database.filters import EvalFilter, FactFilter, RecordFilter, RunFilter
from summarizer.store.database.rows import EvalRow, FieldCounts, FlipRow, RunRow

Maker = Callable[..., Record]

AT = dt.datetime(2026, 3, 5, 2, tzinfo=dt.UTC)


def test_counts_are_the_sums_over_records(filled: Database, records: list[Record]):
    counts = filled.counts()
    supports = Counter(row.support for record in records for row in fact_rows(record))
    days = [record.document.metadata.published for record in records if record.document.metadata.published]

    assert (counts.articles, counts.records) == (len(records), len(records))
    assert (counts.complete, counts.partial, counts.refused, counts.failed) == tuple(
        sum(record.status == status for record in records) for status in get_args(Status)
    )
    assert (counts.verified, counts.derived, counts.partly, counts.unsupported, counts.unchecked) == tuple(
        supports[name] for name in ("verified", "derived", "partial", "unsupported", "unchecked")
    )
    assert counts.facts == supports.total()
    assert (counts.first, counts.last) == (min(days), max(days))
    assert counts.newest == max(record.provenance.created for record in records)
    assert filled.counts(RecordFilter(status=("failed",))).facts == 0


def test_fields_are_counted_by_support(filled: Database, records: list[Record]):
    rows = [row for record in records for row in fact_rows(record)]
    expected = []
    for schema, field in sorted({(row.schema, row.field) for row in rows}):
        of = Counter(row.support for row in rows if (row.schema, row.field) == (schema, field))
        expected.append(
            FieldCounts(
                schema, field, of.total(),
                of["verified"], of["derived"], of["partial"], of["unsupported"], of["unchecked"],
            )
        )  # fmt: skip

    def key(one: FieldCounts) -> tuple[str, str]:
        return one.schema, one.field

    assert sorted(filled.field_counts(), key=key) == expected
    one = filled.field_counts(FactFilter(field=("/summary/*",), schema=("news_report",)))
    assert list(one) == [found for found in expected if key(found) == ("news_report", "/summary/*")]


def test_choices_are_what_there_is(filled: Database, records: list[Record]):
    choices = filled.choices()
    outlets = {record.document.metadata.outlet for record in records} - {None}

    assert set(choices.outlets) >= outlets
    assert choices.schemas == tuple(sorted({record.schema_ref.name for record in records}))
    assert choices.models == tuple(sorted({record.provenance.model for record in records}))
    assert set(choices.fields) == {(row.schema, row.field) for record in records for row in fact_rows(record)}
    assert (choices.stories, choices.runs, choices.suites) == ((), (), ())


def _run(name: str, *, days: int = 0, baseline: bool = False) -> RunRow:
    return RunRow(
        name, "eval", AT + dt.timedelta(days=days), None, "x/y", "oneshot", None, "seeds", "0.1",
        5, 0, 0, 0, 0, 0, 0, 0.5, None, baseline,
    )  # fmt: skip


def _measured(run: RunRow, metric: str, part: str, value: float | None) -> EvalRow:
    return EvalRow(
        run.id, "seeds", "x/y", metric, part, value, 0.1, None, 5, 4,
        lower_is_better=False, at=run.started, baseline=run.baseline,
    )  # fmt: skip


@pytest.fixture
def evaluated(database: Database) -> Database:
    first, second = _run("a", baseline=True), _run("b", days=1)
    for run, value in ((first, 0.5), (second, 0.6)):
        measured = [_measured(run, "f1", part, value) for part in ("", "kind=text", "kind=when")]
        flip = FlipRow(run.id, "a", "d1", "news_report", "one.yaml", 0, ("events/e1/what",), (), None)
        database.write_evaluation(run, measured, [flip] if run is second else [])
    return database


def test_measurements_come_back_newest_first_with_their_baseline(evaluated: Database):
    found = evaluated.evals(EvalFilter(metric=("f1",), slice=("",))).rows

    assert found == (_measured(_run("b", days=1), "f1", "", 0.6), _measured(_run("a", baseline=True), "f1", "", 0.5))
    assert [row.run for row in evaluated.evals(EvalFilter(baseline=True)).rows] == ["a"] * 3
    assert [row.value for row in evaluated.evals(EvalFilter(since=dt.date(2026, 3, 6)), sort="value").rows] == [0.6] * 3
    assert evaluated.evals(EvalFilter(until=dt.date(2026, 3, 4))).rows == ()
    assert [row.id for row in evaluated.runs(RunFilter(kind=("eval",))).rows] == ["b", "a"]
    assert (evaluated.choices().suites, evaluated.choices().metrics) == (("seeds",), ("f1",))


def test_pages_of_measurements_hold_each_once(evaluated: Database):
    for sort in ("at", "-at", "value", "-value"):
        found, cursor = list[EvalRow](), None
        while True:
            page = evaluated.evals(sort=sort, cursor=cursor, limit=1)
            found += page.rows
            cursor = page.next
            if cursor is None:
                break
        assert len({(row.run, row.slice) for row in found}) == len(found) == 6


def test_a_run_that_comes_again_takes_its_own_place(evaluated: Database):
    run = _run("b", days=1)
    evaluated.write_evaluation(run, [_measured(run, "f1", "", None)])

    assert [(row.run, row.value) for row in evaluated.evals().rows if row.run == "b"] == [("b", None)]
    assert evaluated.flips("b") == ()


def test_flips_come_back_in_their_order(evaluated: Database):
    assert evaluated.flips("b") == (
        FlipRow("b", "a", "d1", "news_report", "one.yaml", 0, ("events/e1/what",), (), None),
    )
    assert evaluated.flips("a") == ()


def test_a_new_baseline_of_the_suite_is_the_only_one(evaluated: Database):
    run = _run("c", days=2, baseline=True)
    evaluated.write_evaluation(run, [_measured(run, "f1", "", 0.7)])

    assert {row.id: row.baseline for row in evaluated.runs().rows} == {"a": False, "b": False, "c": True}


def test_vacuum_keeps_what_is_there(database: Database, make_record: Maker):
    for minutes in range(5):
        database.write(make_record(minutes=minutes))
    before = list(database.iter_facts())
    database.vacuum()

    assert list(database.iter_facts()) == before
    assert database.size_bytes() > 0
