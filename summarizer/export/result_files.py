"""Results files as the source of an export: what was made without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from summarizer.domain.fact_rows import FactRow, fact_rows, record_id
from summarizer.domain.record import Record, rank
from summarizer.export.costs import cost_rows
from summarizer.export.rows import CostRecord
from summarizer.store.faults import store_error
from summarizer.store.lines import parse_line, record_line

__all__ = ["ResultFiles"]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the newest record of one id stands."""

    path: Path
    number: int
    start: int
    rank: int
    created: dt.datetime


class ResultFiles:
    """The records of JSONL files, each once, by id; only where they stand is held in memory.

    Of two records that answer the same question the one that says more counts (see ``rank``), else the later made one.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        """Read the files through once.

        Raises:
            StoreError: A file can't be read, or holds a line that isn't a record.
        """
        self._places: dict[str, _Place] = {}
        for path in paths:
            self._index(path)
        self._order = sorted(self._places)

    def record_lines(self) -> Iterator[str]:
        """Yield every record as JSON, by id."""
        return (record_line(record).decode() for record in self.records())

    def facts(self) -> Iterator[FactRow]:
        """Yield every fact, by record and place in it."""
        return (row for record in self.records() for row in fact_rows(record))

    def evals(self) -> Iterator[object]:
        """Yield nothing: evaluations are kept in a database or in the folders of their runs."""
        return iter(())

    def costs(self) -> Iterator[CostRecord]:
        """Yield what every model cost, day by day."""
        return iter(cost_rows(self.records()))

    def records(self) -> Iterator[Record]:
        """Yield the records by id."""
        files: dict[Path, BinaryIO] = {}
        try:
            for number in self._order:
                place = self._places[number]
                if place.path not in files:
                    files[place.path] = place.path.open("rb")
                files[place.path].seek(place.start)
                yield parse_line(files[place.path].readline(), path=place.path, number=place.number)
        except OSError as exc:
            raise store_error(exc, place.path, action="read") from exc
        finally:
            for file in files.values():
                file.close()

    def _index(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                start = 0
                for number, line in enumerate(file, start=1):
                    if line.strip():
                        self._place(parse_line(line, path=path, number=number), path, number, start)
                    start += len(line)
        except OSError as exc:
            raise store_error(exc, path, action="read") from exc

    def _place(self, record: Record, path: Path, number: int, start: int) -> None:
        mine = _Place(path, number, start, rank(record.status), record.provenance.created)
        earlier = self._places.setdefault(record_id(record), mine)
        if (mine.rank, mine.created) >= (earlier.rank, earlier.created):
            self._places[record_id(record)] = mine
