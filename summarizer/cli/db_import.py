"""Taking files into a database: results of runs, and evaluations in any of the forms they are kept in."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

from summarizer.domain.record import Status
from summarizer.errors import StoreError
from summarizer.store.database.rows import RunEnd, RunStart, Written
from summarizer.store.lines import LINE_START, read_records
from summarizer.version import VERSION

if TYPE_CHECKING:
    from summarizer.domain.record import Record
    from summarizer.store.database.database import Database

__all__ = ["require_readable", "take_evaluation", "take_in"]

_AT_ONCE: Final = 50


def require_readable(files: Sequence[Path]) -> None:
    """Refuse what isn't there before anything is taken in.

    Raises:
        StoreError: A file is missing.
    """
    for file in files:
        if not file.exists():
            raise StoreError(f"can't read {file}: no such file or folder; check the path")


def take_in(database: Database, file: Path, *, baselines: Path) -> str:
    """Take ``file`` in, whatever it is; return what became of it in one line.

    ``baselines`` is the folder whose ``SUITE.json`` an evaluation's flips are told against.

    Raises:
        StoreError: It is a damaged results file, what came before the damage is in; or it is none of ours.
        EvaluationError: It is a damaged evaluation; nothing of it is in.
    """
    if file.is_file() and not _is_evaluation(file):
        return _take_records(database, file)
    return take_evaluation(database, file, baselines=baselines)


def take_evaluation(database: Database, path: Path, *, baselines: Path) -> str:
    """Take in the evaluation at ``path`` and the baseline of its suite; return what became of it in one line.

    Raises:
        EvaluationError: It is damaged, or none; nothing of it is in.
    """
    from summarizer.scoring.evaluation.tabled import read_tables  # noqa: PLC0415 - only for evaluations

    *before, tables = read_tables(path, baselines=baselines)
    for baseline in before:
        there = database.run(baseline.run.id)
        if there is None or not there.baseline:
            database.write_evaluation(baseline.run, baseline.metrics)
    database.write_evaluation(tables.run, tables.metrics, tables.flips)
    known = ", the baseline" if tables.run.baseline else ""
    return f"{path}: run {tables.run.id} of suite {tables.run.suite}{known}, {len(tables.metrics)} measurements"


def _is_evaluation(file: Path) -> bool:
    if file.suffix.lower() == ".json":
        return True
    with file.open("rb") as opened:
        start = opened.read(len(LINE_START))
    if start and not start.lstrip().startswith(LINE_START[: len(start.lstrip())]):
        raise StoreError(f"can't read {file}: it holds neither results nor an evaluation; name a .jsonl file")
    return False


def _take_records(database: Database, file: Path) -> str:
    became: Counter[Written] = Counter()
    run: str | None = None
    started = dt.datetime.now(dt.UTC)
    statuses: Counter[str] = Counter()
    try:
        for records in _batches(read_records(file)):
            if run is None:
                run = database.begin_run(RunStart("import", started, VERSION, note=str(file)))
            became.update(database.write_all(records, run=run))
            statuses.update(record.status for record in records)
    finally:
        if run is not None and not became["added"] + became["replaced"]:
            database.drop_run(run)
        elif run is not None:
            ended = dt.datetime.now(dt.UTC)
            counts = {name: statuses[name] for name in get_args(Status)}
            database.end_run(run, RunEnd(ended, **counts))
    return f"{file}: {became['added']} added, {became['replaced']} replaced, {became['kept']} there already"


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    source = iter(records)
    while several := list(itertools.islice(source, _AT_ONCE)):
        yield several
