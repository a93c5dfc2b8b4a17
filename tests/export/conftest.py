"""What is exported: the fixture records, from their file and from a database that holds an evaluation as well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer.export.from_database import DatabaseSource
from summarizer.export.result_files import ResultFiles
from summarizer.store.database.opening import open_database
from summarizer.store.database.rows import EvalRow, RunRow
from summarizer.store.lines import read_records

RECORDS = Path(__file__).parents[1] / "fixtures" / "records" / "articles.jsonl"
AT = dt.datetime(2026, 3, 6, 4, tzinfo=dt.UTC)


@pytest.fixture
def records_path() -> Path:
    return RECORDS


@pytest.fixture
def files() -> ResultFiles:
    return ResultFiles([RECORDS])


@pytest.fixture
def database_url(tmp_path) -> str:
    """Return the address of a database that holds the fixture records and one evaluation of two metrics."""
    url = f"sqlite:///{tmp_path}/news.db"
    run = RunRow(
        id="run-1", kind="eval", started=AT, ended=AT, model="local/m", strategy="fieldwise", schema=None, suite="seeds",
        package_version="0", complete=2, partial=0, refused=0, failed=0, cached=0, resumed=0, problems=0, cost_usd=None, note=None,
        baseline=True,
    )  # fmt: skip
    metrics = [
        EvalRow("run-1", "seeds", "local/m", metric, "", value, low, 0.75, 2, 2, False, AT, True)
        for metric, value, low in (("f1", 0.5, 0.25), ("recall", 0.25, None))
    ]
    with open_database(url) as database:
        database.write_all(list(read_records(RECORDS)))
        database.write_evaluation(run, metrics)
    return url


@pytest.fixture
def database_source(database_url) -> Iterator[DatabaseSource]:
    with open_database(database_url, read_only=True) as database:
        yield DatabaseSource(database)
