"""Rows that hold certain words, found in each database's own way."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, bindparam, text

from summarizer.errors import QueryError
from summarizer.store.database.words import match_sqlite, query_words, vector_literal

__all__ = ["having_words"]

_MANY: Final = 2_000
"""From so many rows on, SQLite does better to walk its way and look whether a row is one of them."""


def having_words(connection: Connection, column: ColumnElement[Any], table: Table, q: str) -> ColumnElement[bool]:
    """Return the condition that the row which ``column`` numbers holds every word of ``q``, as ``table`` has them.

    Raises:
        QueryError: There is no word in ``q``.
    """
    words = query_words(q)
    if not words:
        raise QueryError("q: there is no word to look for; give letters or digits")
    if connection.dialect.name != "sqlite":
        key = next(iter(table.primary_key)).name
        found = text(f"SELECT {key} FROM {table.name} WHERE words @@ CAST(:q AS tsquery)")  # noqa: S608 - our own names
        return column.in_(found.bindparams(bindparam("q", vector_literal(words), unique=True)))
    match = match_sqlite(words)
    counted = text(f"SELECT 1 FROM {table.name} WHERE {table.name} MATCH :q LIMIT 1 OFFSET :many")  # noqa: S608
    many = connection.execute(counted, {"q": match, "many": _MANY}).scalar() is not None
    found = text(f"SELECT rowid FROM {table.name} WHERE {table.name} MATCH :q")  # noqa: S608
    # an expression can't be looked up by the row's number, so the rows come by another index and are checked
    checked = column + 0 if many else column
    return checked.in_(found.bindparams(bindparam("q", match, unique=True)))
