"""Quality: what evaluation runs scored over time, field by field, and which articles flipped last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from summarizer.render.pages.charts import Part, Point, line_chart, share_bar
from summarizer.render.pages.facts import field_words
from summarizer.render.pages.links import Links
from summarizer.render.pages.shell import render
from summarizer.store.database.filters import EvalFilter
from summarizer.store.database.rows import EvalRow, FieldCounts, FlipRow

if TYPE_CHECKING:
    from summarizer.store.database.database import Database

__all__ = ["quality"]

_LIMIT = 500
_RUNS = 60
_FLIPS = 40
_CHOSEN = ("f1", "precision", "recall", "false_fill", "invented", "evidence_precision", "evidence_recall", "gate_pass")


@dataclass(frozen=True, slots=True)
class Trend:
    """One metric of one suite over its runs."""

    metric: str
    latest: EvalRow
    chart: Markup
    rows: tuple[EvalRow, ...]
    lower_is_better: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field's F1: the schema it belongs to, the field in words, and a bar."""

    schema: str
    words: str
    row: EvalRow
    bar: Markup


@dataclass(frozen=True, slots=True)
class SuiteView:
    """A suite: its trends, its fields in the latest run, and that run's flips."""

    suite: str
    trends: tuple[Trend, ...]
    fields: tuple[FieldView, ...]
    flips: tuple[FlipRow, ...]
    latest: EvalRow


def quality(database: Database, links: Links, names: Sequence[str]) -> str:
    """Return the page of the suites called ``names``, and how the facts of every field are borne out."""
    counted = database.field_counts()
    suites = [view for suite in names if (view := _suite(database, suite)) is not None]
    return render(
        "quality.html.j2",
        links,
        current="quality",
        title="Quality",
        suites=suites,
        fields=[(row, field_words(row.field), _share(row)) for row in sorted(counted, key=_doubt, reverse=True)],
    )


def _suite(database: Database, suite: str) -> SuiteView | None:
    rows = _all(database, EvalFilter(suite=(suite,), slice=("",)))
    if not rows:
        return None
    metrics: defaultdict[str, list[EvalRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.at):
        metrics[row.metric].append(row)
    order = [name for name in _CHOSEN if name in metrics] or sorted(metrics)[:8]
    latest = max(rows, key=lambda row: row.at)
    return SuiteView(
        suite=suite,
        trends=tuple(_trend(suite, name, metrics[name][-_RUNS:]) for name in order),
        fields=tuple(_fields(database, latest)),
        flips=database.flips(latest.run)[:_FLIPS],
        latest=latest,
    )


def _all(database: Database, where: EvalFilter) -> list[EvalRow]:
    found: list[EvalRow] = []
    cursor: str | None = None
    while True:
        page = database.evals(where, sort="-at", cursor=cursor, limit=_LIMIT)
        found += page.rows
        cursor = page.next
        if cursor is None or len(found) >= _LIMIT * 10:
            return found


def _trend(suite: str, metric: str, rows: Sequence[EvalRow]) -> Trend:
    scored = [row for row in rows if row.value is not None]
    pinned = [row.value for row in scored if row.baseline]
    chart = line_chart(
        [_point(row) for row in scored], title=f"{metric} on {suite}", baseline=pinned[-1] if pinned else None
    )
    return Trend(metric, rows[-1], chart, tuple(reversed(rows)), rows[-1].lower_is_better)


def _point(row: EvalRow) -> Point:
    assert row.value is not None
    interval = f" ({row.low:.3f} to {row.high:.3f})" if row.low is not None and row.high is not None else ""
    note = f"{row.at:%Y-%m-%d %H:%M}, {row.model}: {row.value:.3f}{interval}{', the baseline' if row.baseline else ''}"
    return Point(f"{row.at:%d %b}", row.value, row.low, row.high, note, pinned=row.baseline)


def _fields(database: Database, latest: EvalRow) -> Iterable[FieldView]:
    """Yield the F1 of every field in the latest run, worst first."""
    rows = _all(database, EvalFilter(run=(latest.run,), metric=("f1",)))
    fields = [(row.value, row) for row in rows if row.slice.startswith("field=") and row.value is not None]
    for value, row in sorted(fields, key=lambda pair: (pair[0], pair[1].slice)):
        name = row.slice.removeprefix("field=")
        schema, _, field = name.partition(".")
        bar = share_bar(
            [Part("score", value, f"{value:.2f}"), Part("short", 1 - value, "")], title=f"{name}: F1 {value:.2f}"
        )
        yield FieldView(schema, field_words(field.replace(".", "/")) or name, row, bar)


def _doubt(row: FieldCounts) -> float:
    """Return how much of what was compared isn't borne out: 0 none of it, 1 all of it."""
    compared = row.facts - row.unchecked
    return (row.unsupported + row.partial / 2) / compared if compared else -1.0


def _share(row: FieldCounts) -> Markup:
    names = ("verified", "derived", "partial", "unsupported", "unchecked")
    parts = [Part(name, getattr(row, name), f"{getattr(row, name):,} {name}") for name in names]
    words = ", ".join(part.note for part in parts if part.value)
    return share_bar(parts, title=words or "no facts")
