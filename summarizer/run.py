"""A batch: documents taken in once each, records handed on as they finish, and the account of it all."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Self, get_args

from summarizer.crew import work_through
from summarizer.domain.document import Document
from summarizer.domain.record import Record, Status, Usage
from summarizer.errors import BudgetSpentError, StoreError
from summarizer.ingest.sources import SourceProblem
from summarizer.pipeline import Pipeline
from summarizer.store.keys import FirstSeen
from summarizer.store.lines import RecordKey

__all__ = ["Tally", "run_batch"]

_TOLD = 1_000
"""Problems and duplicates that are kept for telling; beyond that they are counted."""
_MOST_UNWRITTEN = 64
"""Records that may wait for the disk before articles have to wait for it too."""


@dataclass(slots=True)
class Tally:
    """What became of every input of a run; grows as the run goes.

    ``finished``, ``records`` and ``cached`` count records, of which an article has as many as there are repeats;
    ``taken`` counts articles. ``resumed`` are records of an earlier run. ``spent_usd`` is what the records of this run
    were paid with, None as soon as one price isn't known; requests that came to nothing are in the ledger alone. The
    first ``problems`` and ``duplicates`` are kept whole, ``unread`` and ``repeated`` count all.
    """

    records: dict[Status, int] = field(default_factory=lambda: dict.fromkeys(get_args(Status), 0))
    cached: int = 0
    resumed: int = 0
    taken: int = 0
    unread: int = 0
    repeated: int = 0
    duplicates: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=_TOLD))
    problems: list[SourceProblem] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    spent_usd: float | None = 0.0
    left_over: bool = False
    """The limit on articles was reached and there were more."""

    @property
    def finished(self) -> int:
        """Return how many records were made in this run."""
        return sum(self.records.values())

    @property
    def without_facts(self) -> int:
        """Return how many records of this run were refused or failed."""
        return self.records["refused"] + self.records["failed"]

    def add(self, record: Record) -> None:
        """Count one finished record."""
        made = record.provenance
        self.records[record.status] += 1
        self.usage += made.usage
        self.cached += made.cached
        if self.spent_usd is not None:
            self.spent_usd = None if made.spent_usd is None else self.spent_usd + made.spent_usd

    def add_problem(self, problem: SourceProblem) -> None:
        """Count an input that couldn't be read."""
        self.unread += 1
        if len(self.problems) < _TOLD:
            self.problems.append(problem)

    def add_duplicate(self, source: str, first: str) -> None:
        """Count an article whose text came before."""
        self.repeated += 1
        if len(self.duplicates) < _TOLD:
            self.duplicates.append((source, first))


def _nothing(_: Record) -> None:
    pass


async def run_batch(
    pipelines: Pipeline | Sequence[Pipeline],
    inputs: Iterable[Document | SourceProblem],
    *,
    jobs: int | Callable[[], int],
    tally: Tally,
    write: Callable[[Sequence[Record]], object],
    finished: Callable[[Record], object] = _nothing,
    done: Container[RecordKey] = (),
    max_articles: int | None = None,
) -> None:
    """Summarize every document once with each of ``pipelines`` (the repeats) and account for it in ``tally``.

    ``write`` gets the records that finished since its last call, in a thread, one call at a time, and returns when they
    are on disk; only then are they counted and is ``finished`` told. ``done`` holds the keys that an earlier run
    finished. An input that can't be read is one of ``tally.problems`` and the others go on. What was written and
    counted stays so when an exception ends the run; what had finished by then is written first.

    Raises:
        BudgetSpentError: ``max_articles`` were taken in and there were more.
    """
    each = (pipelines,) if isinstance(pipelines, Pipeline) else tuple(pipelines)
    work = (
        None if step is None else partial(step[0].summarize, step[1])
        for step in _steps(each, inputs, tally=tally, done=done, most=max_articles)
    )
    async with _Writer(write, finished, tally) as writer, contextlib.aclosing(work_through(work, jobs=jobs)) as records:
        async for record in records:
            await writer.take(record)
    if tally.left_over:
        raise BudgetSpentError(
            f"--max-articles {max_articles} is reached and there are more articles; run it again with --resume to go on"
        )


def _steps(
    pipelines: Sequence[Pipeline],
    inputs: Iterable[Document | SourceProblem],
    *,
    tally: Tally,
    done: Container[RecordKey],
    most: int | None,
) -> Iterator[tuple[Pipeline, Document] | None]:
    """Yield what is to do, and None for each input without, so that passing over many stays interruptible."""
    seen = FirstSeen()
    for item in inputs:
        if isinstance(item, SourceProblem):
            tally.add_problem(item)
            yield None
            continue
        first = seen.add(item.id, item.source)
        if first is not None:
            tally.add_duplicate(item.source, first)
            yield None
            continue
        waiting = [pipeline for pipeline in pipelines if pipeline.key(item) not in done]
        tally.resumed += len(pipelines) - len(waiting)
        if waiting and most is not None and tally.taken >= most:
            tally.left_over = True
            return
        tally.taken += bool(waiting)
        yield from ((pipeline, item) for pipeline in waiting) if waiting else (None,)


class _Writer:
    """Writes records while others are made: whatever finished during one write goes with the next, in one go."""

    def __init__(
        self, write: Callable[[Sequence[Record]], object], finished: Callable[[Record], object], tally: Tally
    ) -> None:
        self._write = write
        self._finished = finished
        self._tally = tally
        self._waiting: list[Record] = []
        self._task: asyncio.Task[None] | None = None

    async def take(self, record: Record) -> None:
        """Have ``record`` written soon; raises what an earlier write raised."""
        self._waiting.append(record)
        if self._task is not None and (self._task.done() or len(self._waiting) >= _MOST_UNWRITTEN):
            # shielded: a write that is under way is finished, whatever becomes of the run
            await asyncio.shield(self._task)
            self._task = None
        if self._task is None:
            self._task = asyncio.create_task(self._commit())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what is left."""
        if self._task is not None and not isinstance(error, StoreError):
            await asyncio.shield(self._task)
            await self._commit()

    async def _commit(self) -> None:
        while self._waiting:
            records, self._waiting = self._waiting, []
            await asyncio.to_thread(self._write, records)
            for record in records:
                self._tally.add(record)
                self._finished(record)
