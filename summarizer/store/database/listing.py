"""Pages of facts, records, articles, runs and measurements."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, Text, cast, func, select

from summarizer.domain.fact_rows import FactRow
from summarizer.store.database.conditions import conditions
from summarizer.store.database.cursors import read_cursor, write_cursor
from summarizer.store.database.filters import (
    ARTICLE_SORTS,
    EVAL_SORTS,
    FACT_SORTS,
    RECORD_SORTS,
    RUN_SORTS,
    Filter,
)
from summarizer.store.database.paging import fetch, order_of, require_limit
from summarizer.store.database.rows import ArticleRow, EvalRow, Page, RecordRow, RunRow
from summarizer.store.database.tables import articles, evaluations, evidence, facts, records, runs

__all__ = ["ARTICLES", "EVALS", "FACTS", "RECORDS", "RUNS", "Listing", "list_page"]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Item]):
    """One kind of row: how it is selected, sorted and made."""

    statement: Select[Any]
    number: ColumnElement[Any]
    sorts: dict[str, ColumnElement[Any]]
    make: Callable[[Sequence[Any]], Item]


def list_page(
    connection: Connection,
    listing: Listing[Item],
    where: Filter,
    *,
    secret: bytes,
    sort: str,
    cursor: str | None,
    limit: int,
) -> Page[Item]:
    """Return a page of ``listing``.

    Raises:
        QueryError: Sort, cursor, limit or filter can't be.
    """
    require_limit(limit)
    order = order_of(sort, tuple(listing.sorts), listing.sorts, listing.number)
    after = read_cursor(cursor, secret=secret, where=where, sort=sort) if cursor is not None else None
    statement = listing.statement.where(*conditions(connection, where))
    # what is sorted by comes last, for the cursor
    statement = statement.add_columns(order.column if order.column is not None else order.number, order.number)
    rows, place = fetch(connection, statement, order, after=after, limit=limit)
    following = write_cursor(place, secret=secret, where=where, sort=sort) if place is not None else None
    return Page(tuple(listing.make(row[:-2]) for row in rows), following)


def _fact(row: Sequence[Any]) -> FactRow:
    *before, sentences, missing, reason, confidence, model, strategy, run = row
    return FactRow._make(
        (
            *before,
            tuple(sorted(map(int, sentences.split(",")))) if sentences else (),
            tuple(json.loads(missing)) if missing else (),
            reason,
            confidence,
            model,
            strategy,
            run,
        )
    )


def _picked(table: Table, kind: type[Any], **others: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """Return a column for every field of ``kind``: that of ``others``, else the table's own."""
    return [others[field.name] if field.name in others else table.c[field.name] for field in fields(kind)]


def _made(kind: Callable[..., Item]) -> Callable[[Sequence[Any]], Item]:
    return lambda row: kind(*row)


_CITED = (
    select(func.aggregate_strings(cast(evidence.c.sentence, Text), ","))
    .where(evidence.c.fact == facts.c.id)
    .scalar_subquery()
)

FACTS: Listing[FactRow] = Listing(
    select(*(_CITED if name == "sentences" else facts.c[name] for name in FactRow._fields)),
    facts.c.id,
    {name: facts.c.id if name == "record" else facts.c[name] for name in FACT_SORTS},
    _fact,
)

RECORDS: Listing[RecordRow] = Listing(
    select(*_picked(records, RecordRow)),
    records.c.number,
    {name: records.c[name] for name in RECORD_SORTS},
    _made(RecordRow),
)

_RECORDS_OF = select(func.count()).where(records.c.article == articles.c.id).scalar_subquery()

ARTICLES: Listing[ArticleRow] = Listing(
    select(*_picked(articles, ArticleRow, records=_RECORDS_OF)),
    articles.c.number,
    {name: articles.c[name] for name in ARTICLE_SORTS},
    _made(ArticleRow),
)

RUNS: Listing[RunRow] = Listing(
    select(*_picked(runs, RunRow)), runs.c.id, {name: runs.c[name] for name in RUN_SORTS}, _made(RunRow)
)

# one number for the three columns of the key, so that a cursor can hold it
_MEASUREMENT = evaluations.c.run + "\n" + evaluations.c.metric + "\n" + evaluations.c.slice

EVALS: Listing[EvalRow] = Listing(
    select(*_picked(evaluations, EvalRow, baseline=runs.c.baseline)).join(runs, runs.c.id == evaluations.c.run),
    _MEASUREMENT,
    {name: evaluations.c[name] for name in EVAL_SORTS},
    _made(EvalRow),
)
