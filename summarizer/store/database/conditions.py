"""Filters as conditions of SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from summarizer.store.database.filters import (
    ArticleFilter,
    CostFilter,
    EvalFilter,
    FactFilter,
    Filter,
    RecordFilter,
    RunFilter,
)
from summarizer.store.database.searching import having_words
from summarizer.store.database.tables import (
    answers,
    article_words,
    articles,
    evaluations,
    fact_words,
    facts,
    records,
    runs,
)

__all__ = ["conditions"]

Condition = ColumnElement[bool]


def conditions(connection: Connection, where: Filter) -> list[Condition]:
    """Return what must hold of each row that ``where`` lets through; a search may first look how much there is.

    Raises:
        QueryError: ``q`` has no word in it.
    """
    match where:
        case FactFilter():
            return list(_facts(connection, where))
        case RecordFilter():
            return list(_records(connection, where))
        case ArticleFilter():
            return list(_articles(connection, where))
        case RunFilter():
            return list(_any_of(runs, where, ("id", "kind", "model")))
        case EvalFilter():
            return list(_evals(where))
        case CostFilter():
            days = _moments(answers.c.created, where.since, where.until)
            return [*_any_of(answers, where, ("model",)), *days]
    raise AssertionError(f"no table for {type(where).__name__}")


def _facts(connection: Connection, where: FactFilter) -> Iterator[Condition]:
    columns = facts.c
    yield from _any_of(
        facts,
        where,
        ("record", "article", "outlet", "story", "schema", "model", "run", "support", "field", "type", "value"),
    )
    yield from _between(columns.published, where.since, where.until)
    yield from _between(columns.number, where.number_min, where.number_max)
    if where.start_since is not None:
        yield columns.end >= where.start_since
    if where.start_until is not None:
        yield columns.start <= where.start_until
    if where.q is not None:
        yield having_words(connection, columns.id, fact_words, where.q)


def _records(connection: Connection, where: RecordFilter) -> Iterator[Condition]:
    columns = records.c
    yield from _any_of(records, where, ("id", "article", "outlet", "story", "schema", "model", "run", "status"))
    if where.support:
        yield or_(*(columns[one] > 0 for one in where.support))
    yield from _between(columns.published, where.since, where.until)
    yield from _moments(columns.created, where.created_since, where.created_until)
    if where.q is not None:
        found = having_words(connection, articles.c.number, article_words, where.q)
        yield columns.article.in_(select(articles.c.id).where(found))


def _articles(connection: Connection, where: ArticleFilter) -> Iterator[Condition]:
    columns = articles.c
    yield from _any_of(articles, where, ("id", "outlet", "story", "language"))
    if where.schema:
        yield columns.id.in_(select(records.c.article).where(records.c.schema.in_(where.schema)))
    yield from _between(columns.published, where.since, where.until)
    if where.q is not None:
        yield having_words(connection, columns.number, article_words, where.q)


def _evals(where: EvalFilter) -> Iterator[Condition]:
    yield from _any_of(evaluations, where, ("run", "suite", "metric", "slice", "model"))
    if where.baseline is not None:
        yield runs.c.baseline.is_(where.baseline)
    yield from _moments(evaluations.c.at, where.since, where.until)


def _any_of(table: Table, where: Filter, names: Sequence[str]) -> Iterator[Condition]:
    for name in names:
        values: tuple[str, ...] = getattr(where, name)
        if len(values) == 1:
            yield table.c[name] == values[0]
        elif values:
            yield table.c[name].in_(values)


def _between(column: ColumnElement[Any], low: object, high: object) -> Iterator[Condition]:
    if low is not None:
        yield column >= low
    if high is not None:
        yield column <= high


def _moments(column: ColumnElement[Any], since: dt.date | None, until: dt.date | None) -> Iterator[Condition]:
    if since is not None:
        yield column >= dt.datetime.combine(since, dt.time(), dt.UTC)
    if until is not None and until < dt.date.max:
        yield column < dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), dt.UTC)
