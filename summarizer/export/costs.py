"""What models cost, day by day, added up from records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from summarizer.domain.record import Provenance, Record
from summarizer.export.rows import CostRecord

__all__ = ["cost_rows"]


@dataclass(slots=True)
class _Sum:
    answers: int = 0
    cached_answers: int = 0
    cost_usd: float = 0.0
    cached_usd: float = 0.0
    input_tokens: int = 0
    output_tokens: int = 0
    unpriced: int = 0


def cost_rows(records: Iterable[Record]) -> list[CostRecord]:
    """Return a row for every day (UTC) and model, ascending."""
    sums: dict[tuple[dt.date, str], _Sum] = {}
    for record in records:
        made = record.provenance
        found = sums.setdefault((made.created.astimezone(dt.UTC).date(), made.model), _Sum())
        _add(found, made)
    return [
        CostRecord(
            day=day,
            model=model,
            answers=one.answers,
            cached_answers=one.cached_answers,
            cost_usd=round(one.cost_usd, 9),
            cached_usd=round(one.cached_usd, 9),
            input_tokens=one.input_tokens,
            output_tokens=one.output_tokens,
            unpriced=one.unpriced,
        )
        for (day, model), one in sorted(sums.items())
    ]


def _add(found: _Sum, made: Provenance) -> None:
    found.answers += 1
    found.cached_answers += made.cached
    whole = made.cost_usd or 0.0
    spent = made.spent_usd if made.spent_usd is not None else 0.0 if made.cached else whole
    found.cost_usd += spent
    found.cached_usd += max(whole - spent, 0.0)
    if not made.cached:
        found.input_tokens += made.usage.input_tokens
        found.output_tokens += made.usage.output_tokens
        found.unpriced += made.cost_usd is None
