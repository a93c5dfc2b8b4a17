"""Cost: what was paid by day and model, and what the cache saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
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
    return render(
        "cost.html.j2",
        links,
        current="cost",
        title="Cost",
        rows=tuple(reversed(rows)),
        models=[(name, f"hue{k % _HUES}", _of(rows, name)) for k, name in enumerate(models)],
        paid=sum(row.cost_usd for row in rows),
        saved=sum(row.cached_usd for row in rows),
        answers=sum(row.answers for row in rows),
        cached=sum(row.cached_answers for row in rows),
        unpriced=sum(row.unpriced for row in rows),
        spend=column_chart(_spend(rows, models), title="Paid by day and model, in US dollars", unit="$"),
        answers_chart=column_chart(_answers(rows), title="Answers by day, fresh and from the cache", unit=""),
    )


def _models(rows: Sequence[CostRow]) -> list[str]:
    """Return the models, dearest first."""
    paid: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        paid[row.model] += row.cost_usd
    return sorted(paid, key=lambda name: (-paid[name], name))


def _of(rows: Sequence[CostRow], model: str) -> tuple[float, int, int]:
    own = [row for row in rows if row.model == model]
    return sum(row.cost_usd for row in own), sum(row.answers for row in own), sum(row.cached_answers for row in own)


def _by_day(rows: Sequence[CostRow]) -> list[tuple[str, list[CostRow]]]:
    days: defaultdict[str, list[CostRow]] = defaultdict(list)
    for row in rows:
        days[f"{row.day:%Y-%m-%d}"].append(row)
    return sorted(days.items())[-_DAYS:]


def _spend(rows: Sequence[CostRow], models: Sequence[str]) -> list[Bar]:
    return [
        Bar(
            day[5:],
            tuple(
                Part(f"hue{models.index(row.model) % _HUES}", row.cost_usd, f"{day}, {row.model}: ${row.cost_usd:.4f}")
                for row in found
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
        bars.append(Bar(day[5:], parts))
    return bars
