"""Which version a database is of, and bringing it up to date."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text

from summarizer.errors import StoreError
from summarizer.store.database.tables import METADATA, about

if TYPE_CHECKING:
    from summarizer.store.database.engine import Connections

__all__ = ["HEAD", "VERSION_TABLE", "database_version", "migrations_folder", "require_current", "upgrade"]

VERSION_TABLE: Final = "summarizer_version"

HEAD: Final = "0002"
"""The version that this package reads and writes: that of the last migration."""


def migrations_folder() -> Path:
    """Return the folder of the migrations."""
    return Path(__file__).with_name("migrations")


def database_version(connection: Connection) -> str | None:
    """Return the version of the database, None when nothing of ours is in it."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - a constant


def require_current(connections: Connections) -> None:
    """Make sure that the database is of this package's version; a new one that may be written is made so.

    Raises:
        StoreError: It is older or newer, or belongs to another program.
    """
    with connections.reading() as connection:
        version = database_version(connection)
    if version is None and not connections.read_only:
        upgrade(connections)
    elif version != HEAD:
        raise StoreError(_wrong_version(connections.name, version))


def upgrade(connections: Connections) -> str | None:
    """Bring the database to this package's version, in one transaction; return the version that it was of.

    Raises:
        StoreError: It is newer, or belongs to another program; nothing has been changed.
    """
    with connections.writing() as connection:
        before = database_version(connection)
        if before == HEAD:
            return before
        if before is None:
            _require_empty(connection, connections.name)
        elif before > HEAD:
            raise StoreError(_wrong_version(connections.name, before))
        _migrate(connection)
        if before is None:
            rows = [{"name": "revision", "value": "0"}, {"name": "secret", "value": secrets.token_hex(32)}]
            connection.execute(about.insert(), rows)
    return before


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - only when there is something to migrate
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    # the option is a template in which a percent sign begins a name
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    command.upgrade(config, "head")


def _require_empty(connection: Connection, name: str) -> None:
    foreign = sorted(set(inspect(connection).get_table_names()) & set(METADATA.tables))
    if foreign:
        raise StoreError(
            f"can't use {name}: another program's table {foreign[0]!r} is in it; name a database of its own"
        )


def _wrong_version(name: str, version: str | None) -> str:
    if version is None:
        return f"can't read {name}: it isn't a database of summarizer; name another one"
    if version > HEAD:
        return (
            f"can't open {name}: its version {version} is newer than this package's {HEAD}; "
            "upgrade summarizer, or name another database"
        )
    return f"can't open {name}: its version {version} is older than {HEAD}; run `summarizer db upgrade --db {name}`"
