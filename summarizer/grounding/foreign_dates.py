"""Resolve date words of other languages than English, by dateparser."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from summarizer.grounding.stretches import Resolved, month_of, on_day, week_of, year_of

__all__ = ["resolve_foreign"]


@lru_cache(maxsize=1024)
def resolve_foreign(text: str, anchor: dt.date | None, language: str) -> Resolved | None:
    """Ask dateparser; only a full date may do without a dateline."""
    from dateparser.date import DateDataParser  # noqa: PLC0415  # heavy: kept off the start-up path

    base = dt.datetime.combine(anchor or dt.date(2000, 1, 1), dt.time())
    try:
        parser = DateDataParser(languages=[language], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"})
        found = parser.get_date_data(text)
    except (ValueError, TypeError):  # a language that dateparser doesn't know
        return None
    if found.date_obj is None or (anchor is None and not re.search(r"\b(?:1[5-9]|20)\d\d\b", text)):
        return None
    day = found.date_obj.date()
    if found.period == "month":
        return month_of(day.year, day.month)
    if found.period == "year":
        return year_of(day.year)
    return week_of(day) if found.period == "week" else on_day(day)
