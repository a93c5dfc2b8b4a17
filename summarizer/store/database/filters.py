"""What may be asked of the database: filters, and the columns that answers can be sorted by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final, get_args

from summarizer.domain.fact_rows import FactType
from summarizer.domain.record import Status, Support
from summarizer.errors import QueryError
from summarizer.store.database.rows import RunKind

__all__ = [
    "ARTICLE_SORTS",
    "EVAL_SORTS",
    "FACT_SORTS",
    "MAX_LIMIT",
    "RECORD_SORTS",
    "RUN_SORTS",
    "ArticleFilter",
    "CostFilter",
    "EvalFilter",
    "FactFilter",
    "Filter",
    "RecordFilter",
    "RunFilter",
]

MAX_LIMIT: Final = 500
"""Rows of a page, at most."""

FACT_SORTS: Final = ("published", "record", "number", "start", "confidence")
RECORD_SORTS: Final = ("published", "created", "cost_usd", "latency_s", "unsupported", "facts")
ARTICLE_SORTS: Final = ("published", "title", "outlet")
RUN_SORTS: Final = ("started",)
EVAL_SORTS: Final = ("at", "value")

_LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "support": get_args(Support),
        "status": get_args(Status),
        "type": get_args(FactType),
        "kind": get_args(RunKind),
    }
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Several values of one field mean any of them; no value means no condition.

    Raises:
        QueryError: A label isn't one of its closed set.
    """

    def __post_init__(self) -> None:
        for field in fields(self):
            allowed = _LABELS.get(field.name)
            unknown = [one for one in getattr(self, field.name) if one not in allowed] if allowed else ()
            if allowed and unknown:
                raise QueryError(f"{field.name}={unknown[0]}: no such {field.name}; use one of {', '.join(allowed)}")


@dataclass(frozen=True, slots=True)
class FactFilter(Filter):
    """Which facts: ``field`` is a generalised path (``/events/*/when``), ``value`` the whole value as text.

    ``since`` and ``until`` are days of publication, ``start_since`` and ``start_until`` days that the fact itself
    means (any overlap counts); both ends belong to the range. ``q``: every word stands in the value, whatever the
    case and accents; the last one may be the beginning of a word.
    """

    record: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    schema: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    run: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    field: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    number_min: float | None = None
    number_max: float | None = None
    start_since: dt.date | None = None
    start_until: dt.date | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class RecordFilter(Filter):
    """Which records: ``support`` asks for at least one fact with that support, ``q`` for words of title or text."""

    id: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    schema: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    run: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    created_since: dt.date | None = None
    created_until: dt.date | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleFilter(Filter):
    """Which articles: ``schema`` asks for at least one record of it, ``q`` for words of title or text."""

    id: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    schema: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class RunFilter(Filter):
    """Which runs."""

    id: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    model: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvalFilter(Filter):
    """Which measurements; ``since`` and ``until`` are days on which the run was begun, in UTC."""

    run: tuple[str, ...] = ()
    suite: tuple[str, ...] = ()
    metric: tuple[str, ...] = ()
    slice: tuple[str, ...] = ()
    model: tuple[str, ...] = ()
    baseline: bool | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class CostFilter(Filter):
    """Which answers; ``since`` and ``until`` are days on which they were made, in UTC."""

    model: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
