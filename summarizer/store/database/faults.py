"""What a database answered, as an error that says what to do next and never shows a password."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from typing import Final

from sqlalchemy.exc import DatabaseError, InterfaceError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from summarizer.errors import StoreError

__all__ = ["translated"]

_REMEDIES: Final = (
    (
        r"database is locked|lock timeout|could not obtain lock|deadlock detected",
        "another program is writing it; wait until it ends, then run the same command again",
    ),
    (
        r"readonly database|read-only transaction|permission denied for",
        "it can't be written to; give yourself write permission on it and its folder, or name another one",
    ),
    (r"disk is full|No space left|disk full", "the disk is full; free some space, then run the same command again"),
    (
        r"file is not a database|file is encrypted",
        "the file is no SQLite database; name another one, or a new file",
    ),
    (
        r"malformed|corrupt|could not read block",
        "it is damaged; restore a copy, or make a new one with `summarizer db import`",
    ),
    (r"unable to open database file", "the file can't be opened; check the folder and its permissions"),
    (r"no such module: fts5", "this Python's SQLite lacks full-text search (FTS5); use another Python, or PostgreSQL"),
    (
        r"no such table|no such column|does not exist.*relation|relation .* does not exist|UndefinedTable",
        "tables are missing; run `summarizer db upgrade`, or name another database",
    ),
    (r"database \".*\" does not exist", "there is no such database; create it with `createdb`, or name another one"),
    (
        r"password authentication failed|no password supplied|role \".*\" does not exist|authentication failed",
        "the server refuses the user or password; check the address, or set SUMMARIZER_DB",
    ),
    (
        (
            r"connection refused|could not translate host|failed to resolve|Name or service|timeout expired|No route"
            r"|connection failed|is the server running|server closed|terminating connection|connection.*(?:lost|closed)"
            r"|starting up|shutting down|too many (?:clients|connections)|No such file or directory"
        ),
        "the server can't be reached; check the address and that it runs",
    ),
)


@contextlib.contextmanager
def translated(name: str, *, action: str) -> Iterator[None]:
    """Turn what SQLAlchemy raises in the block into a StoreError.

    ``name`` is what the database is called without credentials, ``action`` what was tried, for example "read".
    """
    try:
        yield
    except PoolTimeoutError as exc:
        raise StoreError(f"can't {action} {name}: too much is going on at once; try again") from exc
    except (DatabaseError, InterfaceError) as exc:
        raise StoreError(f"can't {action} {name}: {_remedy(str(exc.orig))}") from _bare(exc)
    except sqlite3.Error as exc:
        # while a connection is set up, SQLAlchemy lets the driver's own errors through
        raise StoreError(f"can't {action} {name}: {_remedy(str(exc))}") from exc
    except SQLAlchemyError as exc:
        raise StoreError(f"can't {action} {name}: {_first_line(str(exc))}; check the address") from _bare(exc)


def _remedy(message: str) -> str:
    for pattern, remedy in _REMEDIES:
        if re.search(pattern, message, re.IGNORECASE):
            return remedy
    return f"{_first_line(message)}; check the database"


def _first_line(message: str) -> str:
    line = message.strip().partition("\n")[0][:300] or "no reason given"
    # a driver may quote the whole address
    return re.sub(r"://[^@/\s]*@|password=\S+", "://…@", line)


def _bare(exc: SQLAlchemyError) -> Exception | None:
    # SQLAlchemy's own text carries the statement's values, which are article text
    orig = getattr(exc, "orig", None)
    return orig if isinstance(orig, Exception) else exc
