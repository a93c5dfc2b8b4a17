"""The address of a database: what a user may write, and what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import URL

__all__ = ["Address", "is_database_url", "parse_address", "without_credentials"]

_SQLITE = "sqlite"
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
_FORMS = "write sqlite:///news.db, or postgresql://user@host/news"


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address; ``name`` is it without password and parameters, ``path`` the file of an SQLite database."""

    url: URL
    name: str
    path: Path | None


def is_database_url(text: str) -> bool:
    """Say whether ``text`` is meant to be a database, not a file."""
    return text.partition("://")[0].partition("+")[0] in {_SQLITE, "postgresql", "postgres"} and "://" in text


def without_credentials(text: str) -> str:
    """Return ``text``, an address or what was meant for one, without whatever may be a password in it."""
    scheme, found, rest = text.partition("://")
    return f"{scheme}{found}{rest.rpartition('@')[2].partition('?')[0]}" if found else text


def parse_address(text: str) -> Address:
    """Return the address that ``text`` means.

    Raises:
        StoreError: It is none, or one of another kind of database; what was written isn't repeated, for it may hold
            a password.
    """
    from sqlalchemy.engine.url import make_url  # noqa: PLC0415 - not needed to tell a file from a database
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as exc:
        raise StoreError(f"--db: that is no address of a database; {_FORMS}") from exc
    if url.drivername == _SQLITE:
        return _sqlite(url)
    if url.drivername in _POSTGRES:
        return _postgres(url)
    kind = url.drivername.partition("+")[0]
    raise StoreError(f"--db: {kind} isn't supported; {_FORMS}")


def _sqlite(url: URL) -> Address:
    if url.host or url.username:
        raise StoreError("--db: a relative path takes three slashes, sqlite:///news.db, an absolute one four")
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise StoreError("--db: sqlite needs the name of a file, for example sqlite:///news.db")
    if url.query:
        raise StoreError("--db: sqlite takes no parameters after the file; leave out what follows the '?'")
    path = Path(url.database)
    return Address(url, f"sqlite:///{path}", path)


def _postgres(url: URL) -> Address:
    from sqlalchemy.engine.url import URL  # noqa: PLC0415 - as above

    if not url.database:
        raise StoreError("--db: the address lacks the database; write postgresql://user@host/news")
    address = url.set(drivername="postgresql+psycopg")
    shown = URL.create("postgresql", url.username, None, url.host, url.port, url.database)
    return Address(address, shown.render_as_string(), None)
