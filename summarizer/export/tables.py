"""The tables of an export: their rows, made from facts, evaluations and costs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol

from pydantic import BaseModel

from summarizer.domain.fact_rows import FactRow
from summarizer.export.columns import Cell, Column, columns_of
from summarizer.export.rows import CostRecord, EvalRecord, FactRecord, FigureRecord, StatementRecord

__all__ = ["TABLES", "Source", "Table", "figures", "statements"]

Row = Sequence[Cell]


class Source(Protocol):
    """What an export is made from; every method gives the same rows in the same order, each time it is asked."""

    def record_lines(self) -> Iterator[str]:
        """Yield every record as JSON, by id."""

    def facts(self) -> Iterator[FactRow]:
        """Yield every fact, by record and place in it."""

    def evals(self) -> Iterator[object]:
        """Yield every metric of every evaluation, with the attributes of ``EvalRecord``."""

    def costs(self) -> Iterator[object]:
        """Yield a row for every day and model, with the attributes of ``CostRecord``."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what it holds, the type of its rows, and how they come from a source."""

    name: str
    about: str
    model: type[BaseModel]
    rows: Callable[[Source], Iterable[Row]]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return its columns."""
        return columns_of(self.model)


def figures(facts: Iterable[FactRow]) -> Iterator[Row]:
    """Yield a row of ``FigureRecord`` for every number among ``facts``, which come record by record."""
    for siblings, fact in _with_siblings(facts):
        if fact.type == "number" and fact.number is not None:
            yield (
                *fact[:6],
                fact.pointer,
                fact.field,
                _value(siblings, "what") or _own_name(fact),
                fact.number,
                *(_value(siblings, name) for name in ("unit", "precision", "according_to")),
                fact.support,
                fact.sentences,
                fact.model,
                fact.run,
            )


def statements(facts: Iterable[FactRow]) -> Iterator[Row]:
    """Yield a row of ``StatementRecord`` for every object with a speaker and a text among ``facts``."""
    for siblings, fact in _with_siblings(facts):
        speaker = siblings.get("speaker")
        if speaker is None or not fact.field.endswith("/text"):
            continue
        verbatim = _value(siblings, "verbatim")
        yield (
            *fact[:6],
            fact.pointer.removesuffix("/text"),
            fact.field.removesuffix("/text"),
            speaker.value,
            fact.value,
            _value(siblings, "kind"),
            None if verbatim is None else verbatim == "true",
            fact.support,
            speaker.support,
            fact.sentences,
            fact.model,
            fact.run,
        )


def _with_siblings(facts: Iterable[FactRow]) -> Iterator[tuple[Mapping[str, FactRow], FactRow]]:
    """Yield every fact with the facts of the same object by name; one record's facts are in memory at a time."""
    for _, group in itertools.groupby(facts, key=attrgetter("record")):
        rows = list(group)
        objects: dict[str, dict[str, FactRow]] = {}
        for row in rows:
            parent, _, name = row.pointer.rpartition("/")
            objects.setdefault(parent, {})[name] = row
        for row in rows:
            yield objects[row.pointer.rpartition("/")[0]], row


def _value(siblings: Mapping[str, FactRow], name: str) -> str | None:
    found = siblings.get(name)
    return None if found is None else found.value


def _own_name(fact: FactRow) -> str:
    names = [part for part in fact.field.split("/") if part not in {"", "*"}]
    return (names[-1] if names else "number").replace("~1", "/").replace("~0", "~").replace("_", " ")


def _attributes(model: type[BaseModel], rows: Iterable[object]) -> Iterator[Row]:
    return map(attrgetter(*model.model_fields), rows)


TABLES: tuple[Table, ...] = (
    Table("facts", "One row a leaf fact, with what code found in its sentences.", FactRecord, lambda s: s.facts()),
    Table("figures", "One row a number, with its unit and what it tells.", FigureRecord, lambda s: figures(s.facts())),
    Table("statements", "One row a statement: who said what.", StatementRecord, lambda s: statements(s.facts())),
    Table(
        "evals",
        "One row a metric of an evaluation run, with its interval.",
        EvalRecord,
        lambda s: _attributes(EvalRecord, s.evals()),
    ),
    Table(
        "costs",
        "One row a day and model: what was paid, and what the cache saved.",
        CostRecord,
        lambda s: _attributes(CostRecord, s.costs()),
    ),
)
