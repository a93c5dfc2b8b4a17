"""Pages by the place where the last one ended: the thousandth costs no more than the first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Select, and_, or_

from summarizer.errors import QueryError
from summarizer.store.database.cursors import Place
from summarizer.store.database.filters import MAX_LIMIT
from summarizer.store.database.moments import Moment

__all__ = ["Order", "fetch", "order_of", "require_limit"]

_Part = tuple[list[ColumnElement[bool]], list[ColumnElement[Any]]]


@dataclass(frozen=True, slots=True)
class Order:
    """Rows by ``column``, those without a value last, equal ones by ``number``; without a column by number alone."""

    column: ColumnElement[Any] | None
    number: ColumnElement[Any]
    descending: bool


def order_of(
    sort: str, allowed: Sequence[str], columns: dict[str, ColumnElement[Any]], number: ColumnElement[Any]
) -> Order:
    """Return the order that ``sort`` names: a column, with ``-`` before it the other way round.

    Raises:
        QueryError: It can't be sorted by that.
    """
    name = sort.removeprefix("-")
    if name not in allowed:
        choices = ", ".join(allowed)
        raise QueryError(f"sort={sort}: that isn't sorted by; use one of {choices}, with - before it for descending")
    column = columns[name]
    return Order(None if column is number else column, number, sort.startswith("-"))


def require_limit(limit: int) -> None:
    """Refuse a page of no rows or too many; QueryError."""
    if not 1 <= limit <= MAX_LIMIT:
        raise QueryError(f"limit={limit}: give a number from 1 to {MAX_LIMIT}")


def fetch(
    connection: Connection, statement: Select[Any], order: Order, *, after: Place | None, limit: int
) -> tuple[list[Sequence[Any]], Place | None]:
    """Return the rows of ``statement`` that follow ``after``, and the place where they end, None when it is the end.

    The last two columns of ``statement`` are what ``order`` sorts by: column, or number again, and number.
    """
    found: list[Sequence[Any]] = []
    for condition, ordering in _parts(order, after):
        part = statement.where(*condition).order_by(*ordering).limit(limit + 1 - len(found))
        found += connection.execute(part).all()
        if len(found) > limit:
            value, number = found[limit - 1][-2:]
            return found[:limit], Place(_plain(value) if order.column is not None else None, number)
    return found, None


def _parts(order: Order, after: Place | None) -> list[_Part]:
    """Return the queries that make up the order, one after the other: rows with a value, then those without.

    One query for both would have to sort: an index holds those without a value first or last as it likes.
    """
    number, column = order.number, order.column
    if column is None:
        beyond = [] if after is None else [number < after.number if order.descending else number > after.number]
        return [(beyond, [number.desc() if order.descending else number.asc()])]
    without: ColumnElement[bool] = column.is_(None)
    if after is not None and after.value is None:
        return [([without, number > after.number], [number.asc()])]
    ordering: list[ColumnElement[Any]] = [column.desc() if order.descending else column.asc(), number.asc()]
    return [([column.is_not(None), *_beyond(order, after)], ordering), ([without], [number.asc()])]


def _beyond(order: Order, after: Place | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    assert order.column is not None
    column, value = order.column, _typed(order.column, after.value)
    # the first condition is one that an index can begin at
    if order.descending:
        return [column <= value, or_(column < value, and_(column == value, order.number > after.number))]
    return [column >= value, or_(column > value, and_(column == value, order.number > after.number))]


def _plain(value: object) -> str | int | float | None:
    if isinstance(value, dt.date):
        return value.isoformat()
    assert value is None or isinstance(value, str | int | float)
    return value


def _typed(column: ColumnElement[Any], value: object) -> object:
    if isinstance(column.type, Date):
        return dt.date.fromisoformat(str(value))
    return dt.datetime.fromisoformat(str(value)) if isinstance(column.type, Moment) else value
