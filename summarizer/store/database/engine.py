"""Connections: how SQLite and PostgreSQL are set up, read and written to."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError

from summarizer.errors import MissingExtraError, StoreError
from summarizer.store.database.faults import translated
from summarizer.store.faults import require_file_path

if TYPE_CHECKING:
    from sqlite3 import Connection as SQLiteConnection

    from summarizer.store.database.address import Address

__all__ = ["Connections", "connect"]

_BUSY_TIMEOUT_S: Final = 15.0
_POOL: Final = 6
"""Connections at once: more threads in SQLite only take the interpreter from each other (p95 of 50 clients doubled)."""
_POOL_TIMEOUT_S: Final = 10.0
_CONNECT_TIMEOUT_S: Final = 10
_CACHE_KIB: Final = 32_768
_MAPPED_BYTES: Final = 1 << 30
# any number of ours: PostgreSQL's advisory locks are numbers
_WRITER_LOCK: Final = 0x53554D4D


@dataclass(frozen=True, slots=True)
class Connections:
    """A pool of connections to one database; safe to share between threads."""

    engine: Engine
    name: str
    read_only: bool

    @property
    def is_sqlite(self) -> bool:
        """Say which of the two it is."""
        return self.engine.dialect.name == "sqlite"

    @contextlib.contextmanager
    def reading(self, *, action: str = "read") -> Iterator[Connection]:
        """Give a connection on which every statement stands for itself: a reader never blocks a writer.

        Raises:
            StoreError: The database can't be read.
        """
        with translated(self.name, action=action), self.engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection that sees the database as it is now, whatever is written meanwhile."""
        with translated(self.name, action="read"), self.engine.connect() as connection:
            start = "BEGIN" if self.is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            connection.exec_driver_sql(start)
            try:
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that is committed when the block ends well, and otherwise never was.

        Writers wait for each other from the start, so that none has to be given up half-way.

        Raises:
            StoreError: The database can't be written, or another writer took too long.
        """
        if self.read_only:
            raise StoreError(f"can't write {self.name}: it was opened for reading")
        with translated(self.name, action="write"), self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
            try:
                if not self.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                # the connection may be gone; the server then rolls back by itself
                with contextlib.suppress(SQLAlchemyError):
                    connection.exec_driver_sql("ROLLBACK")
                raise

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def connect(address: Address, *, read_only: bool) -> Connections:
    """Return connections to ``address``; nothing is opened yet.

    Raises:
        StoreError: The file can't be one, or isn't there to be read.
        MissingExtraError: The driver for PostgreSQL isn't installed.
    """
    if address.path is not None:
        _require_file(address.path, address.name, read_only=read_only)
        return Connections(_sqlite(address, read_only=read_only), address.name, read_only)
    try:
        import psycopg  # noqa: F401, PLC0415 - an extra of its own
    except ImportError as exc:
        raise MissingExtraError(
            "PostgreSQL needs its driver; install it with pip install 'summarizer[postgres]'"
        ) from exc
    return Connections(_postgres(address, read_only=read_only), address.name, read_only)


def _require_file(path: Path, name: str, *, read_only: bool) -> None:
    if read_only and not path.exists():
        raise StoreError(f"can't read {name}: there is no such file; make it with `summarizer summarize … --db {name}`")
    require_file_path(path)


def _sqlite(address: Address, *, read_only: bool) -> Engine:
    assert address.path is not None
    options: dict[str, object] = {"timeout": _BUSY_TIMEOUT_S, "check_same_thread": False}
    url = address.url
    if read_only:
        url = url.set(database=address.path.absolute().as_uri(), query={"uri": "true", **_reading(address.path)})
    engine = create_engine(url, connect_args=options, pool_size=_POOL, max_overflow=0, pool_timeout=_POOL_TIMEOUT_S)

    @event.listens_for(engine, "connect")
    def _(connection: SQLiteConnection, _: object) -> None:
        # transactions are begun by hand, and at once for writing: sqlite3's own begin too late
        connection.isolation_level = None
        for pragma in (
            "foreign_keys = ON",
            f"cache_size = -{_CACHE_KIB}",
            f"mmap_size = {_MAPPED_BYTES}",
            "temp_store = MEMORY",
            *(() if read_only else ("journal_mode = WAL", "synchronous = FULL")),
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _reading(path: Path) -> dict[str, str]:
    # where nothing can be written beside the file, SQLite can't keep the locks that a writer would need; none can be
    frozen = not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists()
    return {"immutable": "1"} if frozen else {"mode": "ro"}


def _postgres(address: Address, *, read_only: bool) -> Engine:
    options = f"-c default_transaction_read_only={'on' if read_only else 'off'}"
    return create_engine(
        address.url,
        isolation_level="AUTOCOMMIT",
        connect_args={"connect_timeout": _CONNECT_TIMEOUT_S, "options": options, "application_name": "summarizer"},
        pool_size=_POOL,
        max_overflow=0,
        pool_timeout=_POOL_TIMEOUT_S,
        pool_pre_ping=True,
    )
