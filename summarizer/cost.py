"""What results cost: money, tokens and facts of stored records by model, schema and day, fresh against cached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, ValidationError

from summarizer.domain.record import Status, Support
from summarizer.store.faults import store_error
from summarizer.store.keys import KeySet
from summarizer.store.lines import parse_line

__all__ = ["COST_FORMAT", "Cell", "CostReport", "Group", "read_costs"]

COST_FORMAT: Literal["summarizer.cost/1"] = "summarizer.cost/1"


class Cell(BaseModel):
    """What several records came to.

    Money is in US dollars and None as soon as one price isn't known. ``spent_usd`` is what was paid, ``saved_usd`` what
    answers from the cache had cost when they were fresh; ``cost_usd`` is both, what the records would cost anew.
    """

    records: int = 0
    articles: int = 0
    complete: int = 0
    partial: int = 0
    refused: int = 0
    failed: int = 0
    fresh: int = Field(0, description="Records with at least one answer that wasn't in the cache.")
    cached: int = Field(0, description="Records answered from the cache alone.")
    batch: int = Field(0, description="Records answered through a provider's batch.")
    unpriced: int = Field(0, description="Records whose price isn't known.")
    spent_usd: float | None = 0.0
    saved_usd: float | None = 0.0
    cost_usd: float | None = 0.0
    input_tokens: int = Field(0, description="Of fresh records.")
    output_tokens: int = Field(0, description="Of fresh records.")
    facts: int = 0
    verified: int = Field(0, description="Facts whose support is 'verified'.")
    spent_per_article_usd: float | None = None
    cost_per_article_usd: float | None = None
    spent_per_verified_fact_usd: float | None = None
    cost_per_verified_fact_usd: float | None = None


class Group(BaseModel):
    """The records of one model, schema or day, or of one of each; what isn't told apart is None."""

    model: str | None = None
    schema_name: str | None = Field(None, serialization_alias="schema")
    day: dt.date | None = Field(None, description="In UTC.")
    cell: Cell = Field(serialization_alias="sums")


class CostReport(BaseModel):
    """The account of one or more results files."""

    format: Literal["summarizer.cost/1"] = COST_FORMAT
    files: tuple[str, ...]
    repeated: int = Field(0, description="Records that stood in the files more than once, and count once.")
    torn: int = Field(0, description="Unfinished last lines, left by a run that goes on or was killed.")
    total: Cell
    by_model: tuple[Group, ...]
    by_schema: tuple[Group, ...]
    by_day: tuple[Group, ...]
    by_model_schema_day: tuple[Group, ...]


class _Document(BaseModel):
    id: str


class _Schema(BaseModel):
    name: str
    version: str
    digest: str


class _Usage(BaseModel):
    input_tokens: int = 0
    output_tokens: int = 0


class _Provenance(BaseModel):
    model: str
    strategy: str
    repeat: int = 0
    batch: str | None = None
    usage: _Usage
    cost_usd: float | None = None
    spent_usd: float | None = None
    cached: bool = False
    created: dt.datetime


class _Receipt(BaseModel):
    support: Support


class _Line(BaseModel):
    """The part of a record that costs are told from."""

    format: Literal["summarizer.record/1"]
    document: _Document
    schema_ref: _Schema = Field(alias="schema")
    status: Status
    evidence: dict[str, _Receipt]
    provenance: _Provenance


@dataclass(slots=True)
class _Sums:
    """Sums of one group while its records are read."""

    cell: dict[str, int] = field(default_factory=dict)
    spent: float = 0.0
    saved: float = 0.0

    def add(self, line: _Line, *, new_article: bool) -> None:
        made = line.provenance
        fresh = not made.cached
        spent, cost = _money(made)
        if spent is not None and cost is not None:
            self.spent += spent
            self.saved += cost - spent
        verified = sum(receipt.support == "verified" for receipt in line.evidence.values())
        for name, count in (
            ("records", 1),
            ("articles", new_article),
            (line.status, 1),
            ("fresh" if fresh else "cached", 1),
            ("batch", made.batch is not None),
            ("unpriced", cost is None),
            ("input_tokens", made.usage.input_tokens * fresh),
            ("output_tokens", made.usage.output_tokens * fresh),
            ("facts", len(line.evidence)),
            ("verified", verified),
        ):
            self.cell[name] = self.cell.get(name, 0) + count

    def closed(self) -> Cell:
        known = not self.cell.get("unpriced")
        spent, cost = (self.spent, self.spent + self.saved) if known else (None, None)
        articles, verified = self.cell.get("articles", 0), self.cell.get("verified", 0)
        return Cell(
            **self.cell,
            spent_usd=_rounded(spent),
            saved_usd=_rounded(self.saved) if known else None,
            cost_usd=_rounded(cost),
            spent_per_article_usd=_ratio(spent, articles),
            cost_per_article_usd=_ratio(cost, articles),
            spent_per_verified_fact_usd=_ratio(spent, verified),
            cost_per_verified_fact_usd=_ratio(cost, verified),
        )


_Key = tuple[str | None, str | None, dt.date | None]


def read_costs(paths: Sequence[Path]) -> CostReport:
    """Return what the records in ``paths`` cost, holding one of them in memory at a time.

    Raises:
        StoreError: A file can't be read, or a line in it isn't a record.
    """
    reading = _Reading()
    groups: dict[_Key, _Sums] = {}
    articles = KeySet()
    for path in paths:
        for line in reading.lines(path):
            model, schema, day = line.provenance.model, line.schema_ref.name, line.provenance.created
            day_utc = day.astimezone(dt.UTC).date()
            for key in _keys(model, schema, day_utc):
                new = articles.add((*key, line.document.id))
                groups.setdefault(key, _Sums()).add(line, new_article=new)
    return CostReport(
        files=tuple(map(str, paths)),
        repeated=reading.repeated,
        torn=reading.torn,
        total=groups.get((None, None, None), _Sums()).closed(),
        by_model=_sorted(groups, (True, False, False)),
        by_schema=_sorted(groups, (False, True, False)),
        by_day=_sorted(groups, (False, False, True)),
        by_model_schema_day=_sorted(groups, (True, True, True)),
    )


class _Reading:
    """Reads the lines of several files; the same record counts once, in however many of them it stands."""

    def __init__(self) -> None:
        self._seen = KeySet()
        self.repeated = 0
        self.torn = 0

    def lines(self, path: Path) -> Iterator[_Line]:
        try:
            with path.open("rb") as file:
                for number, raw in enumerate(file, start=1):
                    line = self._line(raw, path, number)
                    if line is not None:
                        yield line
        except OSError as exc:
            raise store_error(exc, path, action="read") from exc

    def _line(self, raw: bytes, path: Path, number: int) -> _Line | None:
        if not raw.strip():
            return None
        try:
            line = _Line.model_validate_json(raw)
        except ValidationError:
            if raw.endswith(b"\n"):
                parse_line(raw, path=path, number=number)  # says what is wrong
                raise
            self.torn += 1
            return None
        made = line.provenance
        key = (line.document.id, line.schema_ref.digest, made.model, made.strategy, made.repeat, made.created)
        if self._seen.add(key):
            return line
        self.repeated += 1
        return None


def _money(made: _Provenance) -> tuple[float | None, float | None]:
    """Return what was paid for a record and what it would cost anew; None where the price isn't known."""
    if made.cost_usd is None:
        return None, None
    if made.spent_usd is not None:
        return made.spent_usd, made.cost_usd
    # written before records said what was paid
    return (0.0 if made.cached else made.cost_usd), made.cost_usd


def _keys(model: str, schema: str, day: dt.date) -> Iterable[_Key]:
    return (None, None, None), (model, None, None), (None, schema, None), (None, None, day), (model, schema, day)


def _sorted(groups: dict[_Key, _Sums], told_apart: tuple[bool, bool, bool]) -> tuple[Group, ...]:
    keys = [key for key in groups if tuple(part is not None for part in key) == told_apart]
    return tuple(
        Group(model=model, schema_name=schema, day=day, cell=groups[model, schema, day].closed())
        for model, schema, day in sorted(keys, key=lambda key: tuple(map(str, key)))
    )


def _ratio(amount: float | None, count: int) -> float | None:
    return _rounded(amount / count) if amount is not None and count else None


def _rounded(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 9)
