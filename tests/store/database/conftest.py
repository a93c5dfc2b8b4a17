"""Databases to test with: a new SQLite file, and a new database on a PostgreSQL server of our own."""

from __future__ import annotations

import datetime as dt
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from summarizer.domain.document import Metadata
from summarizer.domain.record import Record
from summarizer.store.database.database import Database
from summarizer.store.database.opening import open_database
from summarizer.store.database.tables import METADATA
from summarizer.store.lines import read_records

FIXTURES = Path(__file__).parents[2] / "fixtures" / "records" / "articles.jsonl"
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
PASSWORD = "open/sesame@1"
SETTINGS = {"fsync": "off", "unix_socket_directories": "", "listen_addresses": "127.0.0.1", "max_connections": "60"}

RecordMaker = Callable[..., Record]


@pytest.fixture(scope="session")
def records() -> list[Record]:
    return list(read_records(FIXTURES))


@pytest.fixture
def make_record(records: list[Record]) -> RecordMaker:
    """Return a maker of records: an article and its facts, changed where the test says so."""
    pattern = records[0]

    def make(
        name: str = "a",
        *,
        minutes: int = 0,
        metadata: Metadata | None = None,
        document: dict[str, object] | None = None,
        provenance: dict[str, object] | None = None,
        **changed: object,
    ) -> Record:
        made = {"created": pattern.provenance.created + dt.timedelta(minutes=minutes), **(provenance or {})}
        article = {"id": name, "metadata": metadata or pattern.document.metadata, **(document or {})}
        if changed.get("status") in {"failed", "refused"}:
            changed = {"facts": None, "evidence": {}, "error": "why", **changed}
        return pattern.model_copy(
            update={
                "document": pattern.document.model_copy(update=article),
                "provenance": pattern.provenance.model_copy(update=made),
                **changed,
            }
        )

    return make


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address, without a database, of a PostgreSQL server that lives as long as the tests."""
    if not BINARIES:
        pytest.skip("no PostgreSQL on this machine: install Debian's package `postgresql`")
    folder = Path(tempfile.mkdtemp(prefix="summarizer-postgres-"))
    server = _Server(folder, BINARIES[-1].parent)
    try:
        yield server.start()
    finally:
        server.stop()
        shutil.rmtree(folder)


class _Server:
    """A cluster in ``folder``, run as another user by root, whom PostgreSQL refuses."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self._folder, self._binaries, self._data = folder, binaries, folder / "data"
        self._prefix: list[str] = []
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
            self._prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

    def start(self) -> str:
        secret = self._folder / "password"
        secret.write_text(PASSWORD)
        self._run("initdb", "-D", str(self._data), "-U", "tester", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
                  "--auth=scram-sha-256", f"--pwfile={secret}")  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = " ".join(f"-c {name}={value or repr(value)}" for name, value in {**SETTINGS, "port": port}.items())
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self._folder / "log"), "-w", "-o", options, "start")
        return f"postgresql://tester:{PASSWORD.replace('/', '%2F').replace('@', '%40')}@127.0.0.1:{port}"

    def stop(self) -> None:
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        # a server that keeps our pipes open would never let a call that reads them end
        with (self._folder / f"{program}.out").open("wb") as out:
            done = subprocess.run(
                [*self._prefix, str(self._binaries / program), *arguments],
                check=False, cwd="/", stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip
        assert done.returncode == 0, (self._folder / f"{program}.out").read_text()


@pytest.fixture(scope="session")
def new_postgres(postgres_server: str) -> Iterator[Callable[[], str]]:
    """A maker of databases on the server, empty but for our tables."""
    admin = create_engine(f"{postgres_server}/postgres".replace("postgresql", "postgresql+psycopg", 1))

    def create(template: str) -> str:
        name = f"news_{secrets.token_hex(4)}"
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
        return name

    empty = create("template0")
    open_database(f"{postgres_server}/{empty}").close()
    yield lambda: f"{postgres_server}/{create(empty)}"
    admin.dispose()


@pytest.fixture(scope="session")
def emptied_postgres(new_postgres: Callable[[], str]) -> Callable[[], str]:
    """The same database each time, emptied: ten times as quick as a new one."""
    url = new_postgres()
    tables = ", ".join(sorted({*METADATA.tables, "fact_words", "article_words"} - {"about"}))

    def empty() -> str:
        engine = create_engine(url.replace("postgresql", "postgresql+psycopg", 1))
        with engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        engine.dispose()
        return url

    return empty


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """A maker of database files, empty but for our tables."""
    folder = tmp_path_factory.mktemp("sqlite")
    empty = folder / "empty.db"
    open_database(f"sqlite:///{empty}").close()

    def create() -> str:
        path = folder / f"{secrets.token_hex(4)}.db"
        shutil.copy(empty, path)
        return f"sqlite:///{path}"

    return create


@pytest.fixture
def unmade_postgres(postgres_server: str) -> str:
    """A database on the server with nothing in it."""
    name = f"bare_{secrets.token_hex(4)}"
    admin = create_engine(f"{postgres_server}/postgres".replace("postgresql", "postgresql+psycopg", 1))
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return f"{postgres_server}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """A new database of either kind, empty but for our tables."""
    create: Callable[[], str] = request.getfixturevalue(
        "new_sqlite" if request.param == "sqlite" else "emptied_postgres"
    )
    return create()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with open_database(url) as database:
        yield database


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, records: list[Record]) -> Iterator[Database]:
    """A database of either kind that holds ``records``; to be read only."""
    create: Callable[[], str] = request.getfixturevalue("new_sqlite" if request.param == "sqlite" else "new_postgres")
    with open_database(create()) as database:
        database.write_all(records)
        yield database
