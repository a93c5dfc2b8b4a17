"""Filters as conditions of SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, TextClause, bindparam, or_, select, text

from summarizer.errors import QueryError
from summarizer.store.database.filters import (
    ArticleFilter,
    CostFilter,
    EvalFilter,
    FactFilter,
    Filter,
    RecordFilter,
    RunFilter,
)
from summarizer.store.database.tables import answers, articles, evaluations, facts, records, runs
from summarizer.store.database.words import match_sqlite, query_words, vector_literal

__all__ = ["conditions"]

Condition = ColumnElement[bool]


def conditions(where: Filter, *, sqlite: bool) -> list[Condition]:
    """Return what must hold of each row that ``where`` lets through.

    Raises:
        QueryError: ``q`` has no word in it.
    """
    match where:
        case FactFilter():
            return list(_facts(where, sqlite=sqlite))
        case RecordFilter():
            return list(_records(where, sqlite=sqlite))
        case ArticleFilter():
            return list(_articles(where, sqlite=sqlite))
        case RunFilter():
            return list(_any_of(runs, where, ("id", "kind", "model")))
        case EvalFilter():
            return list(_evals(where))
        case CostFilter():
            days = _moments(answers.c.created, where.since, where.until)
            return [*_any_of(answers, where, ("model",)), *days]
    raise AssertionError(f"no table for {type(where).__name__}")


def _facts(where: FactFilter, *, sqlite: bool) -> Iterator[Condition]:
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
        yield columns.id.in_(_found("fact_words", "fact", where.q, sqlite=sqlite))


def _records(where: RecordFilter, *, sqlite: bool) -> Iterator[Condition]:
    columns = records.c
    yield from _any_of(records, where, ("id", "article", "outlet", "story", "schema", "model", "run", "status"))
    if where.support:
        yield or_(*(columns[one] > 0 for one in where.support))
    yield from _between(columns.published, where.since, where.until)
    yield from _moments(columns.created, where.created_since, where.created_until)
    if where.q is not None:
        found = articles.c.number.in_(_found("article_words", "article", where.q, sqlite=sqlite))
        yield columns.article.in_(select(articles.c.id).where(found))


def _articles(where: ArticleFilter, *, sqlite: bool) -> Iterator[Condition]:
    columns = articles.c
    yield from _any_of(articles, where, ("id", "outlet", "story", "language"))
    if where.schema:
        yield columns.id.in_(select(records.c.article).where(records.c.schema.in_(where.schema)))
    yield from _between(columns.published, where.since, where.until)
    if where.q is not None:
        yield columns.number.in_(_found("article_words", "article", where.q, sqlite=sqlite))


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


def _found(table: str, key: str, q: str, *, sqlite: bool) -> TextClause:
    words = query_words(q)
    if not words:
        raise QueryError("q: there is no word to look for; give letters or digits")
    if sqlite:
        statement, literal = f"SELECT rowid FROM {table} WHERE {table} MATCH :q", match_sqlite(words)  # noqa: S608
    else:
        statement = f"SELECT {key} FROM {table} WHERE words @@ CAST(:q AS tsquery)"  # noqa: S608 - our own names
        literal = vector_literal(words)
    return text(statement).bindparams(bindparam("q", literal, unique=True))
