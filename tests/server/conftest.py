"""A server over a small database: the fixture records, one evaluation, one run, and a model that is a fake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from summarizer.domain.document import Document
from summarizer.domain.record import Record
from summarizer.server.app import create_app
from summarizer.server.catalogue import Catalogue
from summarizer.server.engine import public_only, read_article
from summarizer.server.options import Limits, ServerOptions
from summarizer.server.services import Parts
from summarizer.store.database.database import Database
from summarizer.store.database.opening import open_database
from summarizer.store.database.rows import EvalRow, FlipRow, RunRow
from summarizer.store.lines import read_records

ROOT = Path(__file__).resolve().parents[2]
RECORDS = ROOT / "tests" / "fixtures" / "records" / "articles.jsonl"
AT = dt.datetime(2026, 3, 6, 4, tzinfo=dt.UTC)


class FakeEngine:
    """Answers with the pattern record around the document; ``error`` is raised instead, ``hold`` is awaited first."""

    def __init__(self, pattern: Record) -> None:
        self.pattern = pattern
        self.error: Exception | None = None
        self.hold: Callable[[], object] | None = None
        self.asked: list[tuple[str, str | None]] = []

    async def record(self, document: Document, schema: str | None) -> Record:
        self.asked.append((document.source, schema))
        if self.hold is not None:
            await self.hold()  # type: ignore[misc]
        if self.error is not None:
            raise self.error
        return self.pattern.model_copy(update={"document": document})


@pytest.fixture(scope="session")
def records() -> list[Record]:
    return list(read_records(RECORDS))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, records: list[Record]) -> Path:
    """Return a database file that tests copy or read, and never write."""
    path = tmp_path_factory.mktemp("filled") / "news.db"
    run = RunRow(
        id="run-1", kind="eval", started=AT, ended=AT, model="local/m", strategy="fieldwise", schema=None, suite="seeds",
        package_version="0", complete=2, partial=0, refused=0, failed=0, cached=0, resumed=0, problems=0, cost_usd=None, note=None,
        baseline=True,
    )  # fmt: skip
    metrics = [
        EvalRow("run-1", "seeds", "local/m", metric, "", value, 0.25, 0.75, 2, 2, False, AT, True)
        for metric, value in (("f1", 0.5), ("recall", 0.25))
    ]
    flips = [FlipRow("run-1", "run-0", "a" * 64, "news_report", "one.yaml", 1, ("/events/e1/what",), (), None)]
    with open_database(f"sqlite:///{path}") as database:
        database.write_all(records)
        database.write_evaluation(run, metrics, flips)
    return path


@pytest.fixture
def database(tmp_path, filled) -> Iterator[Database]:
    """Return a database of the test's own."""
    (tmp_path / "news.db").write_bytes(filled.read_bytes())
    with open_database(f"sqlite:///{tmp_path}/news.db") as opened:
        yield opened


@pytest.fixture
def engine(records) -> FakeEngine:
    return FakeEngine(next(record for record in records if record.status == "complete"))


def catalogue() -> Catalogue:
    return Catalogue({"news_report": ROOT / "schemas" / "news_report.py"})


@pytest.fixture
def serve(database, engine) -> Iterator[Callable[..., TestClient]]:
    """Return a function that starts an app with options and gives its client."""
    clients: list[TestClient] = []

    def start(options: ServerOptions | None = None, *, read=None, limits: Limits | None = None) -> TestClient:
        options = options or ServerOptions(limits=limits or Limits())
        parts = Parts(database, engine, catalogue())
        client = TestClient(create_app(parts, options, read=read), base_url="http://127.0.0.1:8000")
        clients.append(client.__enter__())
        return client

    yield start
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture(scope="session")
def client(filled, records) -> Iterator[TestClient]:
    """Return the client of one app with the usual options, for tests that only read; it finds no address."""
    with open_database(f"sqlite:///{filled}") as opened:
        parts = Parts(opened, FakeEngine(records[0]), catalogue())
        read = partial(read_article, limits=Limits(), resolver=public_only(lambda _, __: ()))
        options = ServerOptions(limits=Limits(writes_a_minute=0))
        with TestClient(create_app(parts, options, read=read), base_url="http://127.0.0.1:8000") as client:
            yield client
