"""Sums and choices: what a dashboard shows above its lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from sqlalchemy import BigInteger, ColumnElement, Connection, Date, Select, case, cast, func, select

from summarizer.domain.record import Status, Support
from summarizer.store.database.conditions import conditions
from summarizer.store.database.filters import ArticleFilter, CostFilter, FactFilter, RecordFilter
from summarizer.store.database.rows import Choices, CostRow, Counts, FieldCounts
from summarizer.store.database.tables import answers, articles, evaluations, facts, records, runs

__all__ = ["choices", "costs", "counts", "field_counts", "total"]


def total(connection: Connection, where: FactFilter | RecordFilter | ArticleFilter) -> int:
    """Return how many rows ``where`` lets through; looks at each of them."""
    table = {FactFilter: facts, RecordFilter: records, ArticleFilter: articles}[type(where)]
    statement = select(func.count()).select_from(table).where(*conditions(connection, where))
    return int(connection.execute(statement).scalar_one())


def counts(connection: Connection, where: RecordFilter) -> Counts:
    """Return the sums over the records that ``where`` lets through."""
    column = records.c
    statement = select(
        func.count(column.article.distinct()),
        func.count(),
        *(_count_if(column.status == status) for status in get_args(Status)),
        *(_sum(column[name]) for name in ("facts", *get_args(Support))),
        func.min(column.published),
        func.max(column.published),
        func.max(column.created),
    ).where(*conditions(connection, where))
    row: Sequence[Any] = connection.execute(statement).one()
    return Counts(*row)


def field_counts(connection: Connection, where: FactFilter) -> tuple[FieldCounts, ...]:
    """Return how the facts of each schema and field are borne out, ordered by both."""
    columns = (facts.c.schema, facts.c.field)
    statement = (
        select(*columns, func.count(), *(_count_if(facts.c.support == one) for one in get_args(Support)))
        .where(*conditions(connection, where))
        .group_by(*columns)
        .order_by(*columns)
    )
    return tuple(FieldCounts(*row) for row in connection.execute(statement))


def costs(connection: Connection, where: CostFilter) -> tuple[CostRow, ...]:
    """Return what each model's answers of each day (UTC) came to, ordered by day and model."""
    column = answers.c
    sqlite = connection.dialect.name == "sqlite"
    utc = column.created if sqlite else func.timezone("UTC", column.created)
    day = func.date(utc, type_=Date)
    fresh = column.cached.is_(False)
    statement = (
        select(
            day,
            column.model,
            func.count(),
            _count_if(column.cached.is_(True)),
            _sum(func.coalesce(column.spent_usd, 0.0)),
            _sum(func.coalesce(column.cost_usd - column.spent_usd, 0.0)),
            _tokens(fresh, column.input_tokens),
            _tokens(fresh, column.output_tokens),
            _count_if(fresh & column.spent_usd.is_(None)),
        )
        .where(*conditions(connection, where))
        .group_by(day, column.model)
        .order_by(day, column.model)
    )
    return tuple(CostRow(*row) for row in connection.execute(statement))


def choices(connection: Connection) -> Choices:
    """Return every value that there is to filter by."""
    fields = select(facts.c.schema, facts.c.field).distinct().order_by(facts.c.schema, facts.c.field)
    return Choices(
        outlets=_values(connection, records.c.outlet),
        stories=_values(connection, records.c.story),
        schemas=_values(connection, records.c.schema),
        models=_values(connection, records.c.model),
        runs=_values(connection, runs.c.id),
        languages=_values(connection, records.c.language),
        suites=_values(connection, evaluations.c.suite),
        metrics=_values(connection, evaluations.c.metric),
        fields=tuple((schema, field) for schema, field in connection.execute(fields)),
    )


def _values(connection: Connection, column: ColumnElement[Any]) -> tuple[str, ...]:
    statement: Select[Any] = select(column).where(column.is_not(None)).distinct()
    # sorted here: each database has its own idea of the alphabet
    return tuple(sorted(connection.execute(statement).scalars()))


def _count_if(condition: ColumnElement[Any]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _tokens(condition: ColumnElement[bool], column: ColumnElement[Any]) -> ColumnElement[int]:
    # PostgreSQL adds up large integers as decimals
    return cast(_sum(case((condition, column), else_=0)), BigInteger)


def _sum(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(column), 0)
