"""Calendar dates and moments: by the days they cover, so that a month is partly right for a day in it."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pydantic import JsonValue

from summarizer.grounding.dates import resolve
from summarizer.scoring.comparators.folding import folded, text_of
from summarizer.scoring.comparators.similarity import SAME, Comparator, Similarity, each_value

__all__ = ["DATE", "DATETIME", "TIME", "Days", "compare_days", "days_of"]

_CORRECT: Final = 0.9
_PARTIAL: Final = 0.5


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day; both None where the text names no day that can be known without a dateline."""

    first: dt.date | None
    last: dt.date | None
    text: str = ""

    @property
    def count(self) -> int:
        """Return how many days it covers, 0 when none is known."""
        return (self.last - self.first).days + 1 if self.first is not None and self.last is not None else 0


def days_of(value: JsonValue) -> Days:
    """Return the days that an ISO date, month or year, or a date in words, covers."""
    return _read(text_of(value))


@lru_cache(maxsize=512)
def _read(text: str) -> Days:
    plain = text.strip()
    parts = plain[:10].split("-")
    if 1 <= len(parts) <= 3 and all(part.isdecimal() for part in parts) and len(parts[0]) == 4:
        return _iso(parts, plain)
    found = resolve(plain, None)
    return Days(found.start, found.end, folded(plain)) if found is not None else Days(None, None, folded(plain))


def _iso(parts: list[str], text: str) -> Days:
    try:
        year, month, day = (int(parts[i]) if i < len(parts) else 0 for i in range(3))
        first = dt.date(year, month or 1, day or 1)
        last = first if day else dt.date(year, month or 12, monthrange(year, month or 12)[1])
    except ValueError:  # the thirtieth of February
        return Days(None, None, text)
    return Days(first, last, text)


def compare_days(gold: Days, predicted: Days) -> Similarity:
    """Return 1 for the same days, 0.6 where one lies within the other, 0 where they have none in common."""
    if gold.first is None or predicted.first is None or gold.last is None or predicted.last is None:
        return SAME if gold.text == predicted.text else Similarity(0.0, "no date that can be compared")
    if gold.first == predicted.first and gold.last == predicted.last:
        return SAME
    shared = (min(gold.last, predicted.last) - max(gold.first, predicted.first)).days + 1
    if shared <= 0:
        return Similarity(0.0, _why_other(gold.first, predicted.first))
    if shared == predicted.count:
        return Similarity(0.6, "more exact than gold")
    if shared == gold.count:
        return Similarity(0.6, "less exact than gold")
    return Similarity(shared / (gold.count + predicted.count - shared), "some days in common")


def _why_other(gold: dt.date, predicted: dt.date) -> str:
    if (gold.month, gold.day) == (predicted.day, predicted.month) and gold.year == predicted.year:
        return "day and month swapped"
    if (gold.month, gold.day) == (predicted.month, predicted.day):
        return "another year"
    return "another day"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in UTC, or by the clock on the wall where no zone is given; None where there is none."""

    at: dt.datetime | None
    text: str


def _moment(value: JsonValue) -> Moment:
    text = text_of(value).strip()
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return Moment(None, folded(text))
    return Moment(at.astimezone(dt.UTC) if at.tzinfo else at, text)


def _compare_moments(gold: Moment, predicted: Moment) -> Similarity:
    if gold.at is None or predicted.at is None:
        return SAME if gold.text == predicted.text else Similarity(0.0, "no time that can be compared")
    ours, theirs = gold.at.replace(tzinfo=None), predicted.at.replace(tzinfo=None)
    zones = (gold.at.tzinfo is None) == (predicted.at.tzinfo is None)
    if ours.replace(second=0, microsecond=0) == theirs.replace(second=0, microsecond=0):
        return SAME if zones else Similarity(0.9, "same time, one without a zone")
    if ours.date() == theirs.date():
        return Similarity(0.5, "same day, another time")
    return Similarity(0.0, "another day")


def _clock(value: JsonValue) -> tuple[dt.time | None, str]:
    text = text_of(value).strip()
    try:
        return dt.time.fromisoformat(text).replace(second=0, microsecond=0), text
    except ValueError:
        return None, folded(text)


def _compare_clocks(gold: tuple[dt.time | None, str], predicted: tuple[dt.time | None, str]) -> Similarity:
    ours, theirs = gold[0], predicted[0]
    if ours is None or theirs is None:
        return SAME if gold[1] == predicted[1] else Similarity(0.0, "no time that can be compared")
    if ours.replace(tzinfo=None) == theirs.replace(tzinfo=None):
        return SAME if ours.tzinfo == theirs.tzinfo else Similarity(0.9, "same time, another zone")
    if (ours.hour % 12, ours.minute) == (theirs.hour % 12, theirs.minute):
        return Similarity(0.2, "morning and evening swapped")
    return Similarity(0.0, "another time")


DATE: Final = Comparator("date", _CORRECT, _PARTIAL, days_of, compare_days, each_value(days_of))
DATETIME: Final = Comparator("datetime", _CORRECT, _PARTIAL, _moment, _compare_moments, each_value(_moment))
TIME: Final = Comparator("time", _CORRECT, _PARTIAL, _clock, _compare_clocks, each_value(_clock))
