"""A batch: documents taken in once each, records handed on as they finish, and the account of it all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from summarizer.domain.document import Document
from summarizer.domain.record import Record, Status, Usage
from summarizer.ingest.sources import SourceProblem
from summarizer.pipeline import Pipeline, summarize_all

__all__ = ["Tally", "run_batch"]


@dataclass(slots=True)
class Tally:
    """What became of every input of a run; grows as the run goes."""

    records: dict[Status, int] = field(default_factory=lambda: {"complete": 0, "partial": 0, "failed": 0})
    cached: int = 0
    resumed: int = 0
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    problems: list[SourceProblem] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)

    @property
    def finished(self) -> int:
        """Return how many records were made in this run."""
        return sum(self.records.values())

    def add(self, record: Record) -> None:
        """Count one finished record."""
        self.records[record.status] += 1
        self.usage += record.provenance.usage
        self.cached += record.provenance.cached


async def run_batch(
    pipeline: Pipeline,
    inputs: Iterable[Document | SourceProblem],
    *,
    jobs: int,
    tally: Tally,
    done: Collection[str] = (),
    write: Callable[[Record], object],
) -> None:
    """Summarize every document once and hand each record to ``write`` before it is counted.

    ``done`` holds ids of documents that an earlier run finished. An input that can't be read becomes one of
    ``tally.problems`` and the others go on. What was written and counted stays so when an exception ends the run.
    """
    async for record in summarize_all(pipeline, _once(inputs, tally, done), jobs=jobs):
        write(record)
        tally.add(record)


def _once(inputs: Iterable[Document | SourceProblem], tally: Tally, done: Collection[str]) -> Iterator[Document]:
    seen: dict[str, str] = {}
    for document in inputs:
        if isinstance(document, SourceProblem):
            tally.problems.append(document)
        elif document.id in seen:
            tally.duplicates.append((document.source, seen[document.id]))
        else:
            seen[document.id] = document.source
            if document.id in done:
                tally.resumed += 1
            else:
                yield document
