from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from summarizer.domain.record import Record
from summarizer.errors import MissingExtraError, StoreError, SummarizerError
from summarizer.store.database import engine
from summarizer.store.database.opening import open_database, upgrade_database
from summarizer.store.database.rows import RunStart
from summarizer.store.database.versions import HEAD

Maker = Callable[..., Record]

SECRET = "hunter2"
FORMS = "write sqlite:///news.db, or postgresql://user@host/news"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("news.db", f"--db: that is no address of a database; {FORMS}"),
        ("", f"--db: that is no address of a database; {FORMS}"),
        ("://", f"--db: that is no address of a database; {FORMS}"),
        (f"postgresql://me:{SECRET}@host:port/news", f"--db: that is no address of a database; {FORMS}"),
        (f"mysql+pymysql://me:{SECRET}@host/news", f"--db: mysql isn't supported; {FORMS}"),
        (f"https://me:{SECRET}@host/news", f"--db: https isn't supported; {FORMS}"),
        ("sqlite://news.db", "--db: a relative path takes three slashes, sqlite:///news.db, an absolute one four"),
        ("sqlite://", "--db: sqlite needs the name of a file, for example sqlite:///news.db"),
        ("sqlite:///:memory:", "--db: sqlite needs the name of a file, for example sqlite:///news.db"),
        (
            "sqlite:///news.db?mode=ro",
            "--db: sqlite takes no parameters after the file; leave out what follows the '?'",
        ),
        (
            f"postgresql://me:{SECRET}@host",
            "--db: the address lacks the database; write postgresql://user@host/news",
        ),
        (
            f"postgresql://me:{SECRET}@127.0.0.1:1/news?connect_timeout=1",
            (
                "can't read postgresql://me@127.0.0.1:1/news: the server can't be reached; check the address and that it "
                "runs"
            ),
        ),
    ],
)
def test_an_address_that_leads_nowhere_is_refused_without_its_password(url: str, message: str):
    with pytest.raises(StoreError) as caught:
        open_database(url)

    assert str(caught.value) == message
    assert SECRET not in str(caught.value.__cause__)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda path: path / "no" / "news.db",
            "can't write {path}: the folder {parent} doesn't exist; create it first, or choose another",
        ),
        (lambda path: path, "can't write {path}: it is a folder; name a file inside it"),
        (
            lambda path: _written(path / "notes.txt", b"Remember the milk, and much else that is no database." * 3),
            "can't read sqlite:///{path}: the file is no SQLite database; name another one, or a new file",
        ),
        (
            lambda path: _other_program(path / "other.db"),
            "can't use sqlite:///{path}: another program's table 'articles' is in it; name a database of its own",
        ),
        (
            lambda path: _of_version(path / "newer.db", "9001"),
            (
                f"can't open sqlite:///{{path}}: its version 9001 is newer than this package's {HEAD}; upgrade summarizer, "
                "or name another database"
            ),
        ),
        (
            lambda path: _of_version(path / "older.db", "0000"),
            (
                f"can't open sqlite:///{{path}}: its version 0000 is older than {HEAD}; run `summarizer db upgrade --db "
                "sqlite:///{path}`"
            ),
        ),
    ],
    ids=["no folder", "a folder", "no database", "another's", "newer", "older"],
)
def test_a_file_that_cannot_be_ours_is_refused_and_left_alone(
    tmp_path: Path, make: Callable[[Path], Path], message: str
):
    path = make(tmp_path)
    before = path.read_bytes() if path.is_file() else None

    with pytest.raises(StoreError) as caught:
        open_database(f"sqlite:///{path}")
    assert str(caught.value) == message.replace("{path}", str(path)).replace("{parent}", str(path.parent))
    assert (path.read_bytes() if path.is_file() else None) == before


def test_reading_makes_nothing(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'news.db'}"

    with pytest.raises(StoreError) as caught:
        open_database(url, read_only=True)
    assert str(caught.value) == (
        f"can't read {url}: there is no such file; make it with `summarizer summarize … --db {url}`"
    )
    assert list(tmp_path.iterdir()) == []


def test_reading_refuses_an_empty_database_and_leaves_it_so(tmp_path: Path):
    path = _written(tmp_path / "empty.db", b"")

    with pytest.raises(StoreError, match="it isn't a database of summarizer; name another one"):
        open_database(f"sqlite:///{path}", read_only=True)
    assert path.read_bytes() == b""


def test_what_was_opened_for_reading_cannot_be_written(url: str, make_record: Maker):
    with open_database(url, read_only=True) as database:
        assert database.counts().records == 0
        with pytest.raises(StoreError, match="it was opened for reading"):
            database.write(make_record())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not write")
@pytest.mark.parametrize("folder_mode", [0o755, 0o777], ids=["folder closed", "folder open"])
def test_a_file_that_may_not_be_written_is_said_to_be_so_and_can_be_read(
    new_sqlite: Callable[[], str], folder_mode: int
):
    folder = Path(tempfile.mkdtemp(prefix="summarizer-readonly-"))
    shutil.copy(new_sqlite().removeprefix("sqlite:///"), folder / "news.db")
    (folder / "news.db").chmod(0o444)
    folder.chmod(folder_mode)
    url = f"sqlite:///{folder / 'news.db'}"

    def look() -> str:
        with open_database(url, read_only=True) as database:
            found = database.counts().records
        try:
            open_database(url).begin_run(RunStart("import", dt.datetime.now(dt.UTC), "0"))
        except StoreError as exc:
            return f"{found} {exc}"
        return "written"

    try:
        assert _as_nobody(look) in {
            f"0 can't {action} {url}: it can't be written to; give yourself write permission on it and its folder, or "
            "name another one"
            for action in ("read", "write")
        }
    finally:
        shutil.rmtree(folder)


def test_a_locked_database_is_said_to_be_so_and_goes_on_being_read(
    monkeypatch: pytest.MonkeyPatch, new_sqlite: Callable[[], str], make_record: Maker
):
    monkeypatch.setattr(engine, "_BUSY_TIMEOUT_S", 0.05)
    url = new_sqlite()
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_database(url) as database:
        with pytest.raises(StoreError) as caught:
            database.write(make_record())
        assert str(caught.value) == (
            f"can't write {url}: another program is writing it; wait until it ends, then run the same command again"
        )
        assert database.counts().records == 0
        other.execute("ROLLBACK")
        assert database.write(make_record()) == "added"
    other.close()


def test_a_refused_password_is_not_shown(postgres_server: str):
    url = f"{postgres_server.replace('open%2Fsesame%401', SECRET)}/news"

    with pytest.raises(StoreError) as caught:
        open_database(url)
    host = url.rpartition("@")[2]
    assert str(caught.value) == (
        f"can't read postgresql://tester@{host}: the server refuses the user or password; check the address, or set "
        "SUMMARIZER_DB"
    )
    assert SECRET not in repr(caught.value.__cause__)


def test_a_database_that_a_server_lacks_is_said_to_be_lacking(postgres_server: str):
    with pytest.raises(StoreError, match="there is no such database; create it with `createdb`, or name another one"):
        open_database(f"{postgres_server}/nosuch")


def test_a_server_that_goes_away_is_said_to_be_gone(unmade_postgres: str, postgres_server: str, make_record: Maker):
    admin = create_engine(f"{postgres_server}/postgres".replace("postgresql", "postgresql+psycopg", 1))
    with open_database(unmade_postgres) as database:
        database.write(make_record("a"))
        with admin.connect() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
                {"name": unmade_postgres.rpartition("/")[2]},
            )
        # the pool notices, and connects anew
        assert database.write(make_record("b")) == "added"
        assert database.counts().records == 2
    admin.dispose()


@pytest.mark.parametrize(
    ("module", "url", "message"),
    [
        (
            "sqlalchemy",
            "sqlite:///news.db",
            "a database needs sqlalchemy; install it with pip install 'summarizer[db]'",
        ),
        ("alembic", "sqlite:///news.db", "a database needs alembic; install it with pip install 'summarizer[db]'"),
        (
            "psycopg",
            "postgresql://host/news",
            "PostgreSQL needs its driver; install it with pip install 'summarizer[postgres]'",
        ),
    ],
)
def test_an_extra_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, module: str, url: str, message: str):
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(MissingExtraError) as caught:
        open_database(url)
    assert str(caught.value) == message


def test_an_upgrade_makes_a_new_database_and_leaves_a_current_one(tmp_path: Path, unmade_postgres: str):
    for url in (f"sqlite:///{tmp_path / 'news.db'}", unmade_postgres):
        assert upgrade_database(url) == (None, HEAD)
        assert upgrade_database(url) == (HEAD, HEAD)


def test_an_older_database_is_brought_up_to_date_with_all_that_is_in_it(
    tmp_path: Path, unmade_postgres: str, make_record: Maker
):
    for url in (f"sqlite:///{tmp_path / 'news.db'}", unmade_postgres):
        upgrade_database(url)
        with open_database(url) as database:
            database.write(make_record())
            before = database.begin_run(RunStart("import", dt.datetime(2026, 3, 5, 8, tzinfo=dt.UTC), "0.1"))
        plain = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        with plain.begin() as connection:
            connection.execute(text("ALTER TABLE runs DROP COLUMN refused"))
            connection.execute(text("UPDATE summarizer_version SET version_num = '0001'"))
        plain.dispose()

        with pytest.raises(StoreError, match="run `summarizer db upgrade"):
            open_database(url)
        assert upgrade_database(url) == ("0001", HEAD)
        with open_database(url) as database:
            run = database.run(before)
            assert (run is not None and run.refused, database.counts().records) == (0, 1)


def _as_nobody(look: Callable[[], str]) -> str:
    """Return what ``look`` says when it is called by a user who owns nothing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgid(65534)
        os.setuid(65534)
        try:
            said = look()
        except SummarizerError as exc:
            said = repr(exc)
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        return pipe.read()


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _other_program(path: Path) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE articles (price INTEGER)")
    connection.close()
    return path


def _of_version(path: Path, version: str) -> Path:
    open_database(f"sqlite:///{path}").close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE summarizer_version SET version_num = ?", (version,))
    connection.commit()
    connection.close()
    return path
