"""The query parameters of every read: one frozen model each, and the database filter it stands for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from summarizer.domain.fact_rows import FactType
from summarizer.domain.record import Status, Support
from summarizer.store.database.filters import (
    MAX_LIMIT,
    ArticleFilter,
    CostFilter,
    EvalFilter,
    FactFilter,
    Filter,
    RecordFilter,
    RunFilter,
)
from summarizer.store.database.rows import RunKind

__all__ = [
    "ArticlesQuery",
    "CostsQuery",
    "EvalsQuery",
    "FactsQuery",
    "FieldsQuery",
    "RecordsQuery",
    "RunsQuery",
    "Word",
]

_Filter = TypeVar("_Filter", bound=Filter)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso(value: object) -> object:
    # pydantic would take a number for seconds since 1970
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("not a day; write it as 2026-03-02")
    return value


def _whole(value: object) -> object:
    # pydantic would also take 1_0, 10.0 and spaces
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,6}", value):
        raise ValueError("not a whole number; write it as 50")
    return value


def _true_or_false(value: object) -> object:
    if isinstance(value, str) and value not in {"true", "false"}:
        raise ValueError("neither true nor false")
    return value


def _finite(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[-+0-9.eE]+", value):
        raise ValueError("not a number; write it as 12 or 0.5")
    return value


Word = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
Day = Annotated[dt.date, BeforeValidator(_iso)]
Number = Annotated[float, BeforeValidator(_finite), Field(allow_inf_nan=False)]


def _several(about: str, *examples: str) -> list[str]:
    field: list[str] = Field(
        default_factory=list,
        max_length=50,
        description=f"{about} Repeat it for any of several.",
        examples=[list(examples)],
    )
    return field


_Fields = Annotated[
    str | None,
    StringConstraints(max_length=1_000),
    Field(None, description="Names of the members wanted, with commas between them; all when left out."),
]


class _Query(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    fields: _Fields = None

    _kept: ClassVar[frozenset[str]] = frozenset({"fields", "sort", "cursor", "limit"})

    def _filter(self, kind: type[_Filter]) -> _Filter:
        given: Mapping[str, object] = self.model_dump(exclude=set(self._kept), exclude_defaults=True, by_alias=True)
        return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})


class FieldsQuery(_Query):
    """Which members of one thing are wanted."""


class _PagedQuery(_Query):
    cursor: Annotated[str, StringConstraints(max_length=2_000)] | None = Field(
        None, description="Where the page begins: `next` of the page before, with the same filters and sort."
    )
    limit: Annotated[int, BeforeValidator(_whole)] = Field(
        50, ge=1, le=MAX_LIMIT, description="Items of a page, at most."
    )


_SINCE: Day | None = Field(None, description="Published on this day or later.", examples=["2026-03-01"])
_UNTIL: Day | None = Field(None, description="Published on this day or earlier.", examples=["2026-03-31"])
_SEARCH: Word | None = Field(
    None, description="Every word has to stand in it, whatever its case and accents; the last may be a beginning."
)


class FactsQuery(_PagedQuery):
    """Which facts, and in which order."""

    record: list[Word] = _several("Id of the record.")
    article: list[Word] = _several("Id of the article.")
    outlet: list[Word] = _several("Outlet, as the facts give it.", "The Harbour Post")
    story: list[Word] = _several("Story.")
    schema_name: list[Word] = Field(
        default_factory=list,
        alias="schema",
        max_length=50,
        description="Name of the schema. Repeat it for any of several.",
    )
    model: list[Word] = _several("provider/model.", "local/smollm2")
    run: list[Word] = _several("Id of the run.")
    support: list[Support] = Field(default_factory=list, max_length=50, description="What code found.")
    field: list[Word] = _several("Pointer with * for list positions.", "/events/*/what")
    type: list[FactType] = Field(default_factory=list, max_length=50, description="Kind of value.")
    value: list[Word] = _several("The whole value, as text.")
    since: Day | None = _SINCE
    until: Day | None = _UNTIL
    number_min: Number | None = Field(None, description="The number is this or more.")
    number_max: Number | None = Field(None, description="The number is this or less.")
    start_since: Day | None = Field(None, description="The date the fact means is this day or later.")
    start_until: Day | None = Field(None, description="The date the fact means is this day or earlier.")
    q: Word | None = _SEARCH
    sort: Literal[
        "-published",
        "published",
        "-record",
        "record",
        "-number",
        "number",
        "-start",
        "start",
        "-confidence",
        "confidence",
    ] = Field("-published", description="Column to sort by, with - for the largest first; rows without it come last.")

    def filter(self) -> FactFilter:
        """Return the filter of the database."""
        return self._filter(FactFilter)


class RecordsQuery(_PagedQuery):
    """Which records, and in which order."""

    id: list[Word] = _several("Id of the record.")
    article: list[Word] = _several("Id of the article.")
    outlet: list[Word] = _several("Outlet.")
    story: list[Word] = _several("Story.")
    schema_name: list[Word] = Field(
        default_factory=list,
        alias="schema",
        max_length=50,
        description="Name of the schema. Repeat it for any of several.",
    )
    model: list[Word] = _several("provider/model.")
    run: list[Word] = _several("Id of the run.")
    status: list[Status] = Field(default_factory=list, max_length=50, description="Status of the record.")
    support: list[Support] = Field(
        default_factory=list, max_length=50, description="It has at least one fact with this support."
    )
    since: Day | None = _SINCE
    until: Day | None = _UNTIL
    created_since: Day | None = Field(None, description="Made on this day (UTC) or later.")
    created_until: Day | None = Field(None, description="Made on this day (UTC) or earlier.")
    q: Word | None = _SEARCH
    sort: Literal[
        "-published",
        "published",
        "-created",
        "created",
        "-cost_usd",
        "cost_usd",
        "-latency_s",
        "latency_s",
        "-unsupported",
        "unsupported",
        "-facts",
        "facts",
    ] = Field("-published", description="Column to sort by, with - for the largest first; rows without it come last.")

    def filter(self) -> RecordFilter:
        """Return the filter of the database."""
        return self._filter(RecordFilter)


class ArticlesQuery(_PagedQuery):
    """Which articles, and in which order."""

    id: list[Word] = _several("Id of the article.")
    outlet: list[Word] = _several("Outlet.")
    story: list[Word] = _several("Story.")
    language: list[Word] = _several("ISO 639-1 code.", "en")
    schema_name: list[Word] = Field(
        default_factory=list, alias="schema", max_length=50, description="It has a record of this schema."
    )
    since: Day | None = _SINCE
    until: Day | None = _UNTIL
    q: Word | None = _SEARCH
    sort: Literal["-published", "published", "-title", "title", "-outlet", "outlet"] = Field(
        "-published", description="Column to sort by, with - for the largest first; rows without it come last."
    )

    def filter(self) -> ArticleFilter:
        """Return the filter of the database."""
        return self._filter(ArticleFilter)


class RunsQuery(_PagedQuery):
    """Which runs, and in which order."""

    id: list[Word] = _several("Id of the run.")
    kind: list[RunKind] = Field(default_factory=list, max_length=50, description="Kind of run.")
    model: list[Word] = _several("provider/model.")
    sort: Literal["-started", "started"] = Field("-started", description="Newest first, or oldest first.")

    def filter(self) -> RunFilter:
        """Return the filter of the database."""
        return self._filter(RunFilter)


class EvalsQuery(_PagedQuery):
    """Which measurements, and in which order."""

    run: list[Word] = _several("Id of the evaluation run.")
    suite: list[Word] = _several("Name of the suite.", "seeds")
    metric: list[Word] = _several("Name of the metric.", "f1")
    slice: list[Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]] = _several(
        "Part of the suite; empty for the whole of it.", ""
    )
    model: list[Word] = _several("provider/model.")
    baseline: Annotated[bool, BeforeValidator(_true_or_false)] | None = Field(
        None, description="Only runs that were pinned as the baseline, or only others."
    )
    since: Day | None = Field(None, description="Made on this day (UTC) or later.")
    until: Day | None = Field(None, description="Made on this day (UTC) or earlier.")
    sort: Literal["-at", "at", "-value", "value"] = Field("-at", description="Newest or largest first, or the reverse.")

    def filter(self) -> EvalFilter:
        """Return the filter of the database."""
        return self._filter(EvalFilter)


class CostsQuery(_Query):
    """Which days and models."""

    model: list[Word] = _several("provider/model.")
    since: Day | None = Field(None, description="Made on this day (UTC) or later.")
    until: Day | None = Field(None, description="Made on this day (UTC) or earlier.")

    def filter(self) -> CostFilter:
        """Return the filter of the database."""
        return self._filter(CostFilter)
