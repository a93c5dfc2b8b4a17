from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer.domain.document import Metadata
from summarizer.domain.fact_rows import FactRow, fact_rows, record_id
from summarizer.domain.record import Record
from summarizer.errors import QueryError
from summarizer.store.database.cursors import Place, write_cursor
from summarizer.store.database.database import Database
from summarizer.store.database.filters import (
    ARTICLE_SORTS,
    FACT_SORTS,
    RECORD_SORTS,
    ArticleFilter,
    EvalFilter,
    FactFilter,
    RecordFilter,
    RunFilter,
)
from summarizer.store.database.opening import open_database
from summarizer.store.database.rows import Page

Maker = Callable[..., Record]
BOTH_WAYS = ("", "-")


@pytest.fixture
def rows(records: list[Record]) -> list[FactRow]:
    return [row for record in records for row in fact_rows(record)]


def _walk(read: Callable[..., Page[Any]], **asked: object) -> list[Any]:
    found: list[Any] = []
    cursor = None
    while True:
        page = read(**asked, cursor=cursor, limit=7)
        found += page.rows
        cursor = page.next
        if cursor is None:
            return found


@pytest.mark.parametrize("way", BOTH_WAYS)
@pytest.mark.parametrize("column", FACT_SORTS)
def test_pages_of_facts_hold_each_fact_once_in_order(filled: Database, rows: list[FactRow], column: str, way: str):
    found = _walk(filled.facts, sort=way + column)

    assert sorted(map(repr, found)) == sorted(map(repr, rows))
    if column != "record":
        values = [getattr(row, column) for row in found]
        known = [value for value in values if value is not None]
        assert values == sorted(known, reverse=bool(way)) + [None] * (len(values) - len(known))


@pytest.fixture(scope="module", params=["new_sqlite", "new_postgres"])
def twenty(request: pytest.FixtureRequest, records: list[Record]) -> Iterator[Database]:
    """A database of twenty records, of which some lack what others have, and many are alike."""
    with open_database(request.getfixturevalue(request.param)()) as database:
        database.write_all([_unlike(records[0], number) for number in range(20)])
        yield database


def _unlike(pattern: Record, number: int) -> Record:
    metadata = Metadata(
        headline=f"h{number % 5}" if number % 3 else None,
        outlet="o" * (number % 2) or None,
        published=dt.date(2026, 3, 1 + number % 3) if number % 4 else None,
    )
    made = {
        "created": pattern.provenance.created + dt.timedelta(minutes=number % 6),
        "cost_usd": number % 7 / 10 if number % 2 else None,
    }
    return pattern.model_copy(
        update={
            "document": pattern.document.model_copy(update={"id": f"{number}", "metadata": metadata}),
            "provenance": pattern.provenance.model_copy(update=made),
            "facts": {"summary": ["x"] * (number % 3)},
            "evidence": {},
        }
    )


@pytest.mark.parametrize("way", BOTH_WAYS)
@pytest.mark.parametrize(
    ("kind", "column"),
    [*(("records", name) for name in RECORD_SORTS), *(("articles", name) for name in ARTICLE_SORTS)],
)
def test_pages_of_the_rest_hold_each_row_once_in_order(twenty: Database, kind: str, column: str, way: str):
    found = _walk(getattr(twenty, kind), sort=way + column)

    assert len({row.id for row in found}) == len(found) == 20
    values = [getattr(row, column) for row in found]
    known = [value for value in values if value is not None]
    assert values == sorted(known, reverse=bool(way)) + [None] * (20 - len(known))


DAY = dt.date(2026, 3, 4)

FILTERS: dict[str, tuple[FactFilter, Callable[[FactRow], object]]] = {
    "all": (FactFilter(), lambda _: True),
    "outlet": (FactFilter(outlet=("Harbour Gazette",)), lambda row: row.outlet == "Harbour Gazette"),
    "two outlets": (
        FactFilter(outlet=("Harbour Gazette", "Valley Wire")),
        lambda row: row.outlet in {"Harbour Gazette", "Valley Wire"},
    ),
    "schema": (FactFilter(schema=("match_report",)), lambda row: row.schema == "match_report"),
    "model": (FactFilter(model=("openai/gpt-mini",)), lambda row: row.model == "openai/gpt-mini"),
    "support": (
        FactFilter(support=("partial", "unsupported")),
        lambda row: row.support in {"partial", "unsupported"},
    ),
    "field": (FactFilter(field=("/events/*/what",)), lambda row: row.field == "/events/*/what"),
    "type": (FactFilter(type=("number", "when")), lambda row: row.type in {"number", "when"}),
    "value": (FactFilter(value=("other",)), lambda row: row.value == "other"),
    "since": (FactFilter(since=DAY), lambda row: row.published and row.published >= DAY),
    "until": (FactFilter(until=DAY), lambda row: row.published and row.published <= DAY),
    "numbers": (
        FactFilter(number_min=3, number_max=1000),
        lambda row: row.number is not None and 3 <= row.number <= 1000,
    ),
    "means": (
        FactFilter(start_since=dt.date(2026, 3, 3), start_until=DAY),
        lambda row: row.start and row.end and row.start <= DAY and row.end >= dt.date(2026, 3, 3),
    ),
    "both": (
        FactFilter(support=("verified",), field=("/people/*/name",)),
        lambda row: row.support == "verified" and row.field == "/people/*/name",
    ),
    "no such": (FactFilter(story=("none",)), lambda _: False),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_lets_through_what_it_says(filled: Database, rows: list[FactRow], name: str):
    where, lets_through = FILTERS[name]

    found = _walk(filled.facts, where=where, sort="record")

    assert sorted(map(repr, found)) == sorted(repr(row) for row in rows if lets_through(row))
    assert filled.total(where) == len(found)
    assert len(list(filled.iter_facts(where))) == len(found)


def test_facts_of_a_record_and_an_article_are_found(filled: Database, records: list[Record]):
    name = record_id(records[0])

    assert {row.record for row in filled.facts(FactFilter(record=(name,))).rows} == {name}
    found = filled.facts(FactFilter(article=(records[0].document.id,)), sort="record", limit=500).rows
    assert [row.pointer for row in found] == [row.pointer for row in fact_rows(records[0])]


@pytest.mark.parametrize(
    ("value", "q", "found"),
    [
        ("Ferry crews strike", "crews ferry", True),
        ("Ferry crews strike", "STRI", True),
        ("Ferry crews strike", "ferr crews", False),
        ("Ferry crews strike", "trike", False),
        ("Zoë’s café", "zoe cafe", True),
        ("the O'Brien rule", "o'brien", True),
        ("3,500 people", "3,500", True),
        ("Straße", "strasse", True),
        ("東京で会談", "会談", True),
        ("Η Ελλάδα", "ελλαδα", True),
        ('say "AND" NOT this*', '"and" not', True),
        ("a rock's roll", "rock' OR 'x':*", False),
    ],
)
def test_a_search_finds_every_word_and_the_beginning_of_the_last(
    database: Database, make_record: Maker, value: str, q: str, found: bool
):
    database.write(make_record(facts={"summary": [value]}, evidence={}))

    assert [row.value for row in database.facts(FactFilter(q=q)).rows] == ([value] if found else [])


def test_a_search_for_articles_looks_in_title_and_text(filled: Database):
    assert [row.title for row in filled.articles(ArticleFilter(q="ferry gazette")).rows] == [
        "Ferry crews strike for a third day, cutting off the Skerry Islands"
    ]
    assert [row.outlet for row in filled.records(RecordFilter(q="skerry"), limit=1).rows] == ["Harbour Gazette"]
    assert filled.articles(ArticleFilter(q="nosuchword")).rows == ()


def test_records_and_articles_are_filtered(filled: Database, records: list[Record]):
    def ids(**where: object) -> set[str]:
        return {row.id for row in filled.records(RecordFilter(**where)).rows}  # type: ignore[arg-type]

    def those(lets_through: Callable[[Record], object]) -> set[str]:
        return {record_id(record) for record in records if lets_through(record)}

    made = records[0].provenance.created.date()
    assert ids(status=("failed", "partial")) == those(lambda record: record.status != "complete")
    assert ids(support=("unsupported",)) == those(
        lambda record: any(one.support == "unsupported" for one in record.evidence.values())
    )
    assert ids(created_since=made, created_until=made) == those(lambda record: record.provenance.created.date() == made)
    assert ids(created_until=made - dt.timedelta(days=1)) == set()
    articles = filled.articles(ArticleFilter(schema=("match_report",))).rows
    assert [row.id for row in articles] == [
        record.document.id for record in records if record.schema_ref.name == "match_report"
    ]


def test_one_record_article_or_run_is_found_by_its_id(filled: Database, records: list[Record]):
    name, document = record_id(records[0]), records[0].document
    article = filled.article(document.id)
    row = filled.record_row(name)

    assert article is not None
    assert row is not None
    assert (article.text, article.sentences) == (document.text, document.sentences)
    assert (article.article.author, article.article.records) == (document.metadata.author, 1)
    assert json.loads(filled.record_json(name) or "")["format"] == "summarizer.record/1"
    assert row.facts == len(list(fact_rows(records[0])))
    assert row.created == records[0].provenance.created
    assert row.created.tzinfo is not None
    for found in (filled.record("x"), filled.record_json("x"), filled.record_row("x"), filled.article("x")):
        assert found is None
    assert filled.run("x") is None


def test_everything_comes_in_the_order_of_ids_as_it_was_when_the_first_was_taken(
    database: Database, records: list[Record], make_record: Maker
):
    database.write_all(records)
    found = iter(database.iter_records())
    first = next(found)
    database.write(make_record("new"))

    everything = [first, *found]
    assert [row.id for row, _ in everything] == sorted(record_id(record) for record in records)
    assert {row.id: record for row, record in everything} == {record_id(record): record for record in records}


BAD: dict[str, tuple[Callable[[Database], object], str]] = {
    "sort": (
        lambda database: database.facts(sort="colour"),
        (
            "sort=colour: that isn't sorted by; use one of published, record, number, start, confidence, with - before it "
            "for descending"
        ),
    ),
    "limit 0": (lambda database: database.facts(limit=0), "limit=0: give a number from 1 to 500"),
    "limit 501": (lambda database: database.records(limit=501), "limit=501: give a number from 1 to 500"),
    "support": (
        lambda _: FactFilter(support=("verified", "maybe")),
        "support=maybe: no such support; use one of verified, derived, partial, unsupported, unchecked",
    ),
    "status": (
        lambda _: RecordFilter(status=("ok",)),
        "status=ok: no such status; use one of complete, partial, refused, failed",
    ),
    "kind": (lambda _: RunFilter(kind=("x",)), "kind=x: no such kind; use one of summarize, import, eval"),
    "q": (
        lambda database: database.facts(FactFilter(q="?!")),
        "q: there is no word to look for; give letters or digits",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_asked_is_refused_with_what_can(filled: Database, name: str):
    ask, message = BAD[name]

    with pytest.raises(QueryError) as caught:
        ask(filled)
    assert str(caught.value) == message


REFUSED = "cursor: it isn't one that this query gave out; ask for the first page again, without a cursor"


@pytest.mark.parametrize(
    "change",
    [
        lambda cursor: cursor[:-1],
        lambda cursor: ("B" if cursor[0] == "A" else "A") + cursor[1:],
        lambda cursor: cursor + "AAAA",
        lambda _: "",
        lambda _: "ä",
        lambda _: "x" * 10_000,
        lambda _: write_cursor(Place("2026-03-04", 1), secret=b"mine", where=FactFilter(), sort="-published"),
    ],
    ids=["cut", "changed", "longer", "empty", "no base64", "huge", "another's"],
)
def test_a_cursor_that_was_not_given_out_is_refused(filled: Database, change: Callable[[str], str]):
    cursor = filled.facts(limit=1).next
    assert cursor is not None

    with pytest.raises(QueryError) as caught:
        filled.facts(cursor=change(cursor))
    assert str(caught.value) == REFUSED


def test_a_cursor_is_good_for_its_own_filter_sort_and_database_alone(
    database: Database, records: list[Record], url: str, tmp_path: Path
):
    database.write_all(records)
    cursor = database.facts(limit=1).next

    for where, sort in ((FactFilter(support=("verified",)), "-published"), (FactFilter(), "published")):
        with pytest.raises(QueryError):
            database.facts(where, sort=sort, cursor=cursor)
    with pytest.raises(QueryError):
        database.records(cursor=cursor)
    with open_database(url) as again:
        assert again.facts(limit=1, cursor=cursor) == database.facts(limit=1, cursor=cursor)
    with open_database(f"sqlite:///{tmp_path}/other.db") as other:
        other.write_all(records)
        with pytest.raises(QueryError):
            other.facts(limit=1, cursor=cursor)


def test_the_revision_changes_with_what_is_written_and_only_then(database: Database, make_record: Maker):
    first = database.revision()
    database.write(make_record())
    second = database.revision()
    database.facts()

    assert first != second
    assert database.revision() == second


def test_no_filter_finds_nothing_in_an_empty_database(database: Database):
    assert (database.facts().rows, database.records().rows, database.articles().rows) == ((), (), ())
    assert (database.runs().rows, database.evals(EvalFilter()).rows, database.costs()) == ((), (), ())
    assert database.counts().records == 0
    assert database.field_counts() == ()
