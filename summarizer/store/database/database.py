"""One open database: everything that is read from it and written to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar

from sqlalchemy import select

from summarizer.domain.document import Sentence
from summarizer.domain.record import Record
from summarizer.errors import StoreError
from summarizer.store.database import runs as stored_runs
from summarizer.store.database import totals
from summarizer.store.database.conditions import conditions
from summarizer.store.database.filters import (
    ArticleFilter,
    CostFilter,
    EvalFilter,
    FactFilter,
    Filter,
    RecordFilter,
    RunFilter,
)
from summarizer.store.database.listing import ARTICLES, EVALS, FACTS, RECORDS, RUNS, Listing, list_page
from summarizer.store.database.rows import (
    ArticleRow,
    ArticleText,
    Choices,
    CostRow,
    Counts,
    EvalRow,
    FieldCounts,
    FlipRow,
    Page,
    RecordRow,
    RunEnd,
    RunRow,
    RunStart,
    Written,
)
from summarizer.store.database.tables import about, articles, facts, records
from summarizer.store.database.versions import HEAD
from summarizer.store.database.writing import count_change, put_record
from summarizer.store.keys import KeySet
from summarizer.store.lines import RecordKey

if TYPE_CHECKING:
    from summarizer.domain.fact_rows import FactRow
    from summarizer.store.database.engine import Connections

__all__ = ["Database"]

Item = TypeVar("Item")

_STREAMED: Final = MappingProxyType({"yield_per": 500})


class Database:
    """An open database; may be used by several threads at once, and must be closed.

    Every method raises StoreError when the database can't be read or written, and QueryError for a filter, sort,
    limit or cursor that can't be.
    """

    def __init__(self, connections: Connections) -> None:
        """Take over ``connections`` to a database of this package's version."""
        self._connections = connections
        with connections.reading() as connection:
            secret = connection.execute(select(about.c.value).where(about.c.name == "secret")).scalar_one()
        self._secret = bytes.fromhex(secret)

    @property
    def name(self) -> str:
        """Return the address without credentials, for messages."""
        return self._connections.name

    def close(self) -> None:
        """Close every connection."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- writing

    def write(self, record: Record, *, run: str | None = None, story: str | None = None) -> Written:
        """Put ``record`` in and return once it is on disk; whole or not at all, and once however often it comes.

        A newer record takes the place of an older one that answers the same question; a failed one never that of a
        finished one.
        """
        [written] = self.write_all([record], run=run, story=story)
        return written

    def write_all(
        self, several: Sequence[Record], *, run: str | None = None, story: str | None = None
    ) -> tuple[Written, ...]:
        """Put several records in as ``write`` does, all of them or none: one wait for the disk instead of many."""
        with self._connections.writing() as connection:
            return tuple(put_record(connection, record, run=run, story=story) for record in several)

    def begin_run(self, start: RunStart) -> str:
        """Put a run in that begins now; return its id."""
        with self._connections.writing() as connection:
            count_change(connection)
            return stored_runs.begin_run(connection, start)

    def end_run(self, run: str, end: RunEnd) -> None:
        """Say what a run came to."""
        with self._connections.writing() as connection:
            count_change(connection)
            stored_runs.end_run(connection, run, end)

    def drop_run(self, run: str) -> None:
        """Take a run out of which nothing came."""
        with self._connections.writing() as connection:
            count_change(connection)
            stored_runs.drop_run(connection, run)

    def write_evaluation(self, run: RunRow, metrics: Sequence[EvalRow], flips: Sequence[FlipRow] = ()) -> None:
        """Put an evaluation run in, in place of what was there of it."""
        with self._connections.writing() as connection:
            count_change(connection)
            stored_runs.put_evaluation(connection, run, metrics, flips)

    def finished(self) -> KeySet:
        """Return the keys of the records that didn't fail, for a run that goes on where another ended."""
        columns = [records.c[name] for name in ("article", "schema_digest", "model", "strategy", "repeat")]
        with self._connections.reading() as connection:
            found = KeySet()
            for row in connection.execute(select(*columns).where(records.c.status != "failed")):
                found.add(RecordKey(*row))
            return found

    # --- pages

    def facts(
        self, where: FactFilter | None = None, *, sort: str = "-published", cursor: str | None = None, limit: int = 50
    ) -> Page[FactRow]:
        """Return a page of facts."""
        return self._page(FACTS, where or FactFilter(), sort, cursor, limit)

    def records(
        self, where: RecordFilter | None = None, *, sort: str = "-published", cursor: str | None = None, limit: int = 50
    ) -> Page[RecordRow]:
        """Return a page of records, without their facts."""
        return self._page(RECORDS, where or RecordFilter(), sort, cursor, limit)

    def articles(
        self,
        where: ArticleFilter | None = None,
        *,
        sort: str = "-published",
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page[ArticleRow]:
        """Return a page of articles, without their texts."""
        return self._page(ARTICLES, where or ArticleFilter(), sort, cursor, limit)

    def runs(
        self, where: RunFilter | None = None, *, sort: str = "-started", cursor: str | None = None, limit: int = 50
    ) -> Page[RunRow]:
        """Return a page of runs."""
        return self._page(RUNS, where or RunFilter(), sort, cursor, limit)

    def evals(
        self, where: EvalFilter | None = None, *, sort: str = "-at", cursor: str | None = None, limit: int = 50
    ) -> Page[EvalRow]:
        """Return a page of what evaluations measured."""
        return self._page(EVALS, where or EvalFilter(), sort, cursor, limit)

    def _page(self, listing: Listing[Item], where: Filter, sort: str, cursor: str | None, limit: int) -> Page[Item]:
        with self._connections.reading() as connection:
            return list_page(connection, listing, where, secret=self._secret, sort=sort, cursor=cursor, limit=limit)

    # --- one

    def record_json(self, name: str) -> str | None:
        """Return a record as JSON, as it was written; None when there is none of that id."""
        with self._connections.reading() as connection:
            found = connection.execute(select(records.c.record).where(records.c.id == name)).scalar()
            return None if found is None else str(found)

    def record(self, name: str) -> Record | None:
        """Return a record, None when there is none of that id."""
        found = self.record_json(name)
        return None if found is None else self._parsed(found, name)

    def record_row(self, name: str) -> RecordRow | None:
        """Return a record without its facts, None when there is none of that id."""
        return next(iter(self.records(RecordFilter(id=(name,))).rows), None)

    def article(self, name: str) -> ArticleText | None:
        """Return an article with its text, None when there is none of that id."""
        found = next(iter(self.articles(ArticleFilter(id=(name,))).rows), None)
        if found is None:
            return None
        with self._connections.reading() as connection:
            row = connection.execute(select(articles.c.text, articles.c.sentences).where(articles.c.id == name)).one()
        return ArticleText(found, row.text, tuple(Sentence(**one) for one in json.loads(row.sentences)))

    def run(self, name: str) -> RunRow | None:
        """Return a run, None when there is none of that id."""
        return next(iter(self.runs(RunFilter(id=(name,))).rows), None)

    def flips(self, run: str) -> tuple[FlipRow, ...]:
        """Return the articles that changed in an evaluation run since its baseline, the greatest loss first."""
        with self._connections.reading() as connection:
            return stored_runs.flips_of(connection, run)

    # --- sums

    def costs(self, where: CostFilter | None = None) -> tuple[CostRow, ...]:
        """Return what each model's answers of each day came to."""
        with self._connections.reading() as connection:
            return totals.costs(connection, where or CostFilter())

    def counts(self, where: RecordFilter | None = None) -> Counts:
        """Return the sums over records."""
        with self._connections.reading() as connection:
            return totals.counts(connection, where or RecordFilter())

    def field_counts(self, where: FactFilter | None = None) -> tuple[FieldCounts, ...]:
        """Return how the facts of each field are borne out."""
        with self._connections.reading() as connection:
            return totals.field_counts(connection, where or FactFilter())

    def choices(self) -> Choices:
        """Return every value that there is to filter by."""
        with self._connections.reading() as connection:
            return totals.choices(connection)

    def total(self, where: FactFilter | RecordFilter | ArticleFilter) -> int:
        """Return how many rows ``where`` lets through; looks at each of them."""
        with self._connections.reading() as connection:
            return totals.total(connection, where)

    # --- upkeep

    @property
    def version(self) -> str:
        """Return the version of the tables."""
        return HEAD

    def size_bytes(self) -> int:
        """Return how much room the database takes on disk."""
        statement = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        if not self._connections.is_sqlite:
            statement = "SELECT pg_database_size(current_database())"
        with self._connections.reading() as connection:
            return int(connection.exec_driver_sql(statement).scalar_one())

    def vacuum(self) -> None:
        """Give back the room of what was replaced, and have the tables looked at for better plans."""
        statements = ("VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)")
        with self._connections.reading(action="tidy up") as connection:
            for statement in statements if self._connections.is_sqlite else ("VACUUM (ANALYZE)",):
                connection.exec_driver_sql(statement)

    # --- everything

    def iter_records(self) -> Iterator[tuple[RecordRow, Record]]:
        """Yield every record by its id, as the database is when the first one is taken."""
        statement = RECORDS.statement.add_columns(records.c.record).order_by(records.c.id)
        with self._connections.snapshot() as connection:
            for row in connection.execute(statement, execution_options=_STREAMED):
                found = RECORDS.make(row[:-1])
                yield found, self._parsed(row[-1], found.id)

    def iter_record_json(self) -> Iterator[str]:
        """Yield every record as JSON, as it was written, in the order of ``iter_records``."""
        with self._connections.snapshot() as connection:
            statement = select(records.c.record).order_by(records.c.id)
            for (text,) in connection.execute(statement, execution_options=_STREAMED):
                yield str(text)

    def iter_facts(self, where: FactFilter | None = None) -> Iterator[FactRow]:
        """Yield every fact by its record's id and its place there, as the database is when the first one is taken."""
        with self._connections.snapshot() as connection:
            found = conditions(connection, where or FactFilter())
            statement = FACTS.statement.where(*found).order_by(facts.c.record, facts.c.id)
            for row in connection.execute(statement, execution_options=_STREAMED):
                yield FACTS.make(row)

    def revision(self) -> str:
        """Return a text that changes whenever anything is written."""
        with self._connections.reading() as connection:
            value = connection.exec_driver_sql("SELECT value FROM about WHERE name = 'revision'").scalar_one()
            return f"{self._secret[:4].hex()}-{value}"

    def ping(self) -> None:
        """Make sure that the database can be read."""
        self.revision()

    def _parsed(self, text: str, name: str) -> Record:
        try:
            return Record.model_validate_json(text)
        except ValueError as exc:
            raise StoreError(
                f"{self.name}: record {name} can't be read by this version; upgrade summarizer, or import it again"
            ) from exc
