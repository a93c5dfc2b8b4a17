"""Records that go to a database while a run makes them, and what the database is told of the run."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from summarizer.cli.output import Sink
from summarizer.store.database.rows import RunEnd, RunStart
from summarizer.version import VERSION

if TYPE_CHECKING:
    from summarizer.domain.record import Record
    from summarizer.run import Tally
    from summarizer.store.database.database import Database

__all__ = ["database_sink"]

_SOURCES_SHOWN: Final = 10


@contextlib.contextmanager
def database_sink(database: Database, tally: Tally, *, sources: Sequence[str], resume: bool) -> Iterator[Sink]:
    """Give a sink for the length of a run; ``tally`` says at the end what the run came to.

    With ``resume`` it holds what is finished in the database. A run that makes nothing leaves nothing.

    Raises:
        StoreError: The database can't be read or written.
    """
    started = dt.datetime.now(dt.UTC)
    run: str | None = None

    def write(records: Sequence[Record]) -> None:
        nonlocal run
        if run is None:
            run = database.begin_run(_start(records[0], started, sources))
        database.write_all(records, run=run)

    finished = database.finished() if resume else ()
    notes = (f"{len(finished)} finished before in {database.name}",) if finished else ()
    try:
        yield Sink(write, finished, notes)
    finally:
        if run is not None:
            database.end_run(run, _end(tally))


def _start(record: Record, started: dt.datetime, sources: Sequence[str]) -> RunStart:
    more = len(sources) - _SOURCES_SHOWN
    shown = " ".join(sources[:_SOURCES_SHOWN]) + (f" and {more} more" if more > 0 else "")
    made = record.provenance
    return RunStart(
        "summarize",
        started,
        VERSION,
        model=made.model,
        strategy=made.strategy,
        schema=record.schema_ref.name,
        note=shown,
    )


def _end(tally: Tally) -> RunEnd:
    return RunEnd(
        dt.datetime.now(dt.UTC),
        **tally.records,
        cached=tally.cached,
        resumed=tally.resumed,
        problems=tally.unread,
        cost_usd=tally.spent_usd,
    )
