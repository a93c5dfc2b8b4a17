"""Stretches of days: a day, week, month, season or year, and parts and shifts of them."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass

from summarizer.domain.blocks import DatePrecision

__all__ = ["Resolved", "month_of", "moved", "on_day", "season_of", "third_of", "week_of", "weekday_near", "year_of"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """First and last day that the words can mean, and how exactly they fix it."""

    start: dt.date
    end: dt.date
    precision: DatePrecision

    @property
    def one_day(self) -> bool:
        """Whether it is one known day."""
        return self.start == self.end


def on_day(day: dt.date, precision: DatePrecision = "day") -> Resolved:
    """Return ``day`` alone."""
    return Resolved(day, day, precision)


def month_of(year: int, month: int) -> Resolved:
    """Return a calendar month."""
    return Resolved(dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1]), "month")


def year_of(year: int) -> Resolved:
    """Return a calendar year."""
    return Resolved(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def week_of(day: dt.date) -> Resolved:
    """Return the week from Monday to Sunday that ``day`` lies in."""
    monday = day - dt.timedelta(days=day.weekday())
    return Resolved(monday, monday + dt.timedelta(days=6), "week")


def third_of(whole: Resolved, part: str | None) -> Resolved:
    """Return the first, middle or last third of a stretch of days."""
    if not part:
        return whole
    days = (whole.end - whole.start).days + 1
    step = 31 if days > 360 and part.endswith(" of") and part != "middle of" else days // 3
    if part in ("early", "beginning of", "start of"):
        return Resolved(whole.start, whole.start + dt.timedelta(days=step - 1), "range")
    if part in ("mid", "middle of"):
        return Resolved(whole.start + dt.timedelta(days=step), whole.end - dt.timedelta(days=step), "range")
    return Resolved(whole.end - dt.timedelta(days=step - 1), whole.end, "range")


def _shift_months(day: dt.date, months: int) -> Resolved:
    place = day.year * 12 + day.month - 1 + months
    return month_of(place // 12, place % 12 + 1)


def moved(anchor: dt.date, unit: str, count: int) -> Resolved:
    """Return the day, week, month or year that lies ``count`` of them after ``anchor``."""
    if unit in ("minute", "hour"):
        return on_day(anchor, "hour")
    if unit == "day":
        return on_day(anchor + dt.timedelta(days=count))
    if unit == "week":
        return week_of(anchor + dt.timedelta(weeks=count))
    if unit == "month":
        return _shift_months(anchor, count)
    return year_of(anchor.year + count * (10 if unit == "decade" else 1))


def season_of(year: int, first: int) -> Resolved:
    """Return the northern season whose first month is ``first``."""
    last = month_of(year + (first == 12), (first + 1) % 12 + 1)
    return Resolved(dt.date(year, first, 1), last.end, "season")


def weekday_near(number: int, anchor: dt.date, *, future: bool) -> dt.date:
    """Return the weekday ``number`` (Monday is 0) nearest to ``anchor``, that day included, after it or before it."""
    if future:
        return anchor + dt.timedelta(days=(number - anchor.weekday()) % 7)
    return anchor - dt.timedelta(days=(anchor.weekday() - number) % 7)
