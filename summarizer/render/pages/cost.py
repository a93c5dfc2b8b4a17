"""Cost: what was paid by day and model, and what the cache saved."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from summarizer.render.pages.charts import Bar, Part, column_chart
from summarizer.render.pages.links import Links
from summarizer.render.pages.shell import render
from summarizer.store.database.filters import CostFilter
from summarizer.store.database.rows import CostRow

if TYPE_CHECKING:
    from summarizer.store.database.database import Database

__all__ = ["cost"]

_DAYS = 60
_HUES = 6


def cost(database: Database, links: Links) -> str:
    """Return the page of what was spent."""
    rows = database.costs(CostFilter())
    models = _models(rows)
    hues = {name: f"hue{min(k, _HUES - 1)}" for k, name in enumerate(models)}
    return render(
        "cost.html.j2",
        links,
        current="cost",
        title="Cost",
        rows=tuple(reversed(rows)),
        models=[(name, hues[name], sum(row.cost_usd for row in rows if row.model == name)) for name in models],
        paid=sum(row.cost_usd for row in rows),
        saved=sum(row.cached_usd for row in rows),
        answers=sum(row.answers for row in rows),
        cached=sum(row.cached_answers for row in rows),
        unpriced=sum(row.unpriced for row in rows),
        spend=column_chart(_spend(rows, hues), title="Paid by day and model, in US dollars", unit="$"),
        answers_chart=column_chart(_answers(rows), title="Answers by day, fresh and from the cache", unit=""),
    )


def _models(rows: Sequence[CostRow]) -> list[str]:
    """Return the models that were paid for, dearest first."""
    paid: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        paid[row.model] += row.cost_usd
    return sorted((name for name in paid if paid[name] > 0), key=lambda name: (-paid[name], name))


def _by_day(rows: Sequence[CostRow]) -> list[tuple[dt.date, list[CostRow]]]:
    """Return the rows of each of the last days, those without any in between too."""
    found: defaultdict[dt.date, list[CostRow]] = defaultdict(list)
    for row in rows:
        found[row.day].append(row)
    if not found:
        return []
    last = max(found)
    count = min(_DAYS, (last - min(found)).days + 1)
    return [(day, found[day]) for day in (last - dt.timedelta(days=k) for k in reversed(range(count)))]


def _spend(rows: Sequence[CostRow], hues: Mapping[str, str]) -> list[Bar]:
    return [
        Bar(
            f"{day:%d %b}",
            tuple(
                Part(hues[row.model], row.cost_usd, f"{day}, {row.model}: ${row.cost_usd:.4f}")
                for row in sorted(found, key=lambda row: [*hues].index(row.model) if row.model in hues else len(hues))
                if row.cost_usd > 0
            ),
        )
        for day, found in _by_day(rows)
    ]


def _answers(rows: Sequence[CostRow]) -> list[Bar]:
    bars = []
    for day, found in _by_day(rows):
        cached = sum(row.cached_answers for row in found)
        fresh = sum(row.answers for row in found) - cached
        parts = (Part("fresh", fresh, f"{day}: {fresh:,} fresh"), Part("kept", cached, f"{day}: {cached:,} cached"))
        bars.append(Bar(f"{day:%d %b}", parts))
    return bars
