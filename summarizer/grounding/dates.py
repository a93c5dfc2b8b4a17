"""Resolve the words of a date against the day an article was published.

Rules for English, tried in the order of ``_RULES``, the more exact first:

* A weekday in a report is the latest such day up to the dateline; with a future cue (next, this, coming, or
  ``future=True`` from the sentence's tense) it is the first one from the dateline on. 'Last' and 'next' are strict.
* A day and month without a year is the one nearest to the dateline; with a future cue the next one.
* A bare month is the latest one that has begun; with a future cue the next one.
* Weeks are Monday to Sunday; seasons the northern meteorological ones; 'early', 'mid' and 'late' are thirds.
* 'Two weeks ago' is that whole week, 'two months ago' that whole month; 'overnight' is the night into the dateline.
* Relative words without a dateline, vague words ('recently', 'in coming days') and days told from another event
  ('the day after the vote') stay unresolved.

Other languages go to dateparser, which is loaded on first need.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from summarizer.domain.blocks import DatePrecision
from summarizer.grounding.foreign_dates import resolve_foreign
from summarizer.grounding.lexicon.names import MONTHS, WEEKDAYS
from summarizer.grounding.lexicon.quantity import NUMBER_WORDS, ORDINALS
from summarizer.grounding.stretches import (
    Resolved,
    month_of,
    moved,
    on_day,
    season_of,
    third_of,
    week_of,
    weekday_near,
    year_of,
)
from summarizer.grounding.words import fold

__all__ = ["Resolved", "resolve"]


@dataclass(frozen=True, slots=True)
class _Ask:
    anchor: dt.date | None
    future: bool


_Rule = Callable[[re.Match[str], _Ask], Resolved | None]
_MAX_LENGTH: Final = 80
_MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAYNAME: Final = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_NUMBER: Final = r"\d{1,3}|an?|couple of|" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_DASH: Final = r"\s*(?:-|–|—|to|and|through|until|till)\s*"
_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_HOLIDAYS: Final = {
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
    "all saints' day": (11, 1),
    "may day": (5, 1),
}


def resolve(text: str, anchor: dt.date | None, *, future: bool = False, language: str | None = None) -> Resolved | None:
    """Return what ``text`` means for a reader on ``anchor``, the day of publication; None where it isn't fixed.

    ``future`` says that the sentence speaks of what is to come.
    """
    if not text or len(text) > _MAX_LENGTH:
        return None
    if language is None or language.startswith("en"):
        return _resolve_english(text, anchor, future)
    return resolve_foreign(text, anchor, language[:2])


@lru_cache(maxsize=4096)
def _resolve_english(text: str, anchor: dt.date | None, future: bool) -> Resolved | None:  # noqa: FBT001 - a cache key
    plain = " ".join(_CLEAN.sub(" ", _POINT.sub("", fold(text))).split())
    if _VAGUE.search(plain):
        return None
    bound = _BOUND.match(plain)
    ask = _Ask(anchor, future or (bound is not None and bound[1] != "since"))
    for pattern, rule in _RULES:
        match = pattern.search(plain)
        if match:
            try:
                found = rule(match, ask)
            except (ValueError, OverflowError):  # the thirtieth of February
                return None
            return found and _bounded(plain, found, ask)
    return None


_CLEAN: Final = re.compile(r"[,()]|(?<=\d)(?:st|nd|rd|th)\b|\bthe\b|\blocal time\b")
_POINT: Final = re.compile(r"(?<=[a-z])\.")
_VAGUE: Final = re.compile(
    r"^(?:before|after|ahead of|prior to|following)\b"
    r"|\b(?:coming|next|past|last|recent|few) (?:few |several )?(?:days|weeks|months|years)$"
    r"|\b(?:same|previous|following) (?:day|week|month|year|night)\b|\bday (?:before|after) (?!yesterday|tomorrow)"
)
_BOUND: Final = re.compile(r"^(since|until|till|by|no later than|before end of)\b")


def _bounded(plain: str, found: Resolved, ask: _Ask) -> Resolved | None:
    """Turn 'since' and 'until' into ranges from or to the dateline."""
    bound = _BOUND.match(plain)
    if not bound:
        return found
    if ask.anchor is None:
        return None
    start, end = (found.start, ask.anchor) if bound[1] == "since" else (ask.anchor, found.end)
    return Resolved(start, end, "range") if start <= end else None


def _nearest(month: int, day: int, ask: _Ask) -> dt.date | None:
    anchor = ask.anchor
    if anchor is None:
        return None
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    days = [dt.date(year, month, day) for year in years if day <= monthrange(year, month)[1]]
    if ask.future:
        days = [one for one in days if one >= anchor]
    return min(days, key=lambda one: abs(one - anchor), default=None)


def _calendar_day(match: re.Match[str], ask: _Ask) -> Resolved | None:
    parts = match.groupdict()
    month, day = MONTHS[parts["month"]], int(parts["day"])
    precision: DatePrecision = "minute" if parts.get("minute") else "hour" if parts.get("hour") else "day"
    if parts.get("year"):
        return on_day(dt.date(int(parts["year"]), month, day), precision)
    found = _nearest(month, day, ask)
    return None if found is None else on_day(found, precision)


def _iso(match: re.Match[str], _ask: _Ask) -> Resolved:
    precision: DatePrecision = "minute" if match["minute"] else "day"
    return on_day(dt.date(int(match[1]), int(match[2]), int(match[3])), precision)


def _slashed(match: re.Match[str], _ask: _Ask) -> Resolved | None:
    """Read 21/03/2025 or 03/21/2025 where only one reading is possible."""
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if first > 12 or first == second:
        return on_day(dt.date(year, second, first))
    return on_day(dt.date(year, first, second)) if second > 12 else None


def _day_range(match: re.Match[str], ask: _Ask) -> Resolved | None:
    """Read '3 to 5 March' and 'March 30 to April 2', also where both days share one month."""
    parts = match.groupdict()
    first_month = MONTHS[parts["month"] or parts["month2"]]
    last_month = MONTHS[parts["month2"] or parts["month"]]
    day = int(parts["day2"])
    end = dt.date(int(parts["year"]), last_month, day) if parts["year"] else _nearest(last_month, day, ask)
    if end is None:
        return None
    start = dt.date(end.year - (first_month > last_month), first_month, int(parts["day"]))
    return Resolved(start, end, "range") if start <= end else None


def _named_month(match: re.Match[str], ask: _Ask) -> Resolved | None:
    month = MONTHS[match["month"]]
    if match["year"]:
        return third_of(month_of(int(match["year"]), month), match["part"])
    if ask.anchor is None or (match["month"] == "may" and not match["lead"] and len(match.string) > 9):
        return None
    year = ask.anchor.year
    if match["lead"] in ("last", "past"):
        year -= month >= ask.anchor.month
    elif match["lead"] in ("next", "coming") or ask.future:
        year += month < ask.anchor.month or (match["lead"] == "next" and month == ask.anchor.month)
    elif month > ask.anchor.month and match["lead"] != "this":
        year -= 1
    return third_of(month_of(year, month), match["part"])


def _quarter(match: re.Match[str], ask: _Ask) -> Resolved | None:
    number = int(match["q"]) if match["q"] else ORDINALS[match["nth"]]
    year = _year_of(match, ask)
    if year is None:
        return None
    end = month_of(year, 3 * number)
    return Resolved(dt.date(year, 3 * number - 2, 1), end.end, "range")


def _year_of(match: re.Match[str], ask: _Ask) -> int | None:
    if match["year"]:
        return int(match["year"])
    if ask.anchor is None:
        return None
    return ask.anchor.year + {"last": -1, "next": 1}.get(match["lead"] or "", 0)


def _season(match: re.Match[str], ask: _Ask) -> Resolved | None:
    year = _year_of(match, ask)
    if year is None or (match["season"] == "fall" and not (match["lead"] or match["year"])):
        return None
    first = _SEASONS[match["season"]]
    whole = season_of(year, first)
    if not match["year"] and ask.anchor is not None:
        current = [season_of(ask.anchor.year + step, first) for step in (-1, 0, 1)]
        if match["lead"] in ("next", "coming") or (ask.future and not match["lead"]):
            whole = next(one for one in current if one.start > ask.anchor or (ask.future and one.end >= ask.anchor))
        elif match["lead"] != "this":
            ended = match["lead"] == "last"
            whole = [one for one in current if (one.end if ended else one.start) <= ask.anchor][-1]
    return third_of(whole, match["part"])


def _plain_year(match: re.Match[str], _ask: _Ask) -> Resolved:
    return third_of(year_of(int(match["year"])), match["part"])


def _decade(match: re.Match[str], _ask: _Ask) -> Resolved:
    first = int(match["year"])
    return third_of(Resolved(dt.date(first, 1, 1), dt.date(first + 9, 12, 31), "range"), match["part"])


_DAY_WORDS: Final = {
    "day before yesterday": -2,
    "day after tomorrow": 2,
    "yesterday": -1,
    "tomorrow": 1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "earlier in day": 0,
}


def _day_word(match: re.Match[str], ask: _Ask) -> Resolved | None:
    return None if ask.anchor is None else on_day(ask.anchor + dt.timedelta(days=_DAY_WORDS[match[1]]))


def _overnight(_match: re.Match[str], ask: _Ask) -> Resolved | None:
    return None if ask.anchor is None else Resolved(ask.anchor - dt.timedelta(days=1), ask.anchor, "range")


def _count(word: str) -> int:
    if word.isdecimal():
        return int(word)
    return {"a": 1, "an": 1, "couple of": 2}.get(word) or NUMBER_WORDS[word]


def _shifted(match: re.Match[str], ask: _Ask) -> Resolved | None:
    """Read '… ago' and '… from now'."""
    if ask.anchor is None:
        return None
    return moved(ask.anchor, match["unit"], _count(match["n"]) * (-1 if match["way"] in ("ago", "earlier") else 1))


def _in_time(match: re.Match[str], ask: _Ask) -> Resolved | None:
    """Read 'in three days' of what is to come."""
    if ask.anchor is None or not (ask.future or match["time"]):
        return None
    return moved(ask.anchor, match["unit"], _count(match["n"]))


def _stretch(match: re.Match[str], ask: _Ask) -> Resolved | None:
    """Read 'the past three days', 'over the next two weeks', 'within a month'."""
    if ask.anchor is None:
        return None
    days = {"day": 1, "week": 7, "month": 30, "year": 365}[match["unit"]] * _count(match["n"] or "a")
    back = match["lead"] in ("past", "last", "previous")
    other = ask.anchor + dt.timedelta(days=-days if back else days)
    return Resolved(min(other, ask.anchor), max(other, ask.anchor), "range")


def _weekday_range(match: re.Match[str], ask: _Ask) -> Resolved | None:
    if ask.anchor is None:
        return None
    last = weekday_near(WEEKDAYS[match["day2"]], ask.anchor, future=ask.future)
    first = last - dt.timedelta(days=(last.weekday() - WEEKDAYS[match["day"]]) % 7)
    return Resolved(first, last, "range")


def _weekday(match: re.Match[str], ask: _Ask) -> Resolved | None:
    if ask.anchor is None:
        return None
    number, lead, week = WEEKDAYS[match["day"]], match["lead"], match["week"]
    precision: DatePrecision = "minute" if match["minute"] else "hour" if match["hour"] else "day"
    if week:
        monday = week_of(ask.anchor).start + dt.timedelta(weeks={"last": -1, "next": 1}.get(week, 0))
        return on_day(monday + dt.timedelta(days=number), precision)
    if lead in ("last", "past", "previous"):
        return on_day(weekday_near(number, ask.anchor - dt.timedelta(days=1), future=False), precision)
    if lead in ("next", "following"):
        return on_day(weekday_near(number, ask.anchor + dt.timedelta(days=1), future=True), precision)
    return on_day(weekday_near(number, ask.anchor, future=ask.future or lead in ("this", "coming")), precision)


def _relative_unit(match: re.Match[str], ask: _Ask) -> Resolved | None:
    """Read 'last month', 'early next week', 'the end of this year'."""
    if ask.anchor is None:
        return None
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(match["lead"] or "", 0)
    unit = match["unit"]
    if unit == "weekend":
        return _weekend(ask, match["lead"])
    whole = moved(ask.anchor, unit, step)
    if match["part"] == "earlier" and whole.start <= ask.anchor:
        return Resolved(whole.start, min(ask.anchor, whole.end), "range")
    if match["part"] == "later" and whole.end >= ask.anchor:
        return Resolved(max(ask.anchor, whole.start), whole.end, "range")
    return whole if unit == "week" else third_of(whole, match["part"])


def _weekend(ask: _Ask, lead: str | None) -> Resolved | None:
    assert ask.anchor is not None
    saturday = week_of(ask.anchor).start + dt.timedelta(days=5)
    if lead in ("last", "past", "previous") or (not lead and not ask.future and saturday > ask.anchor):
        saturday -= dt.timedelta(weeks=1)
    elif lead == "next":
        saturday += dt.timedelta(weeks=1)
    return Resolved(saturday, saturday + dt.timedelta(days=1), "range")


def _holiday(match: re.Match[str], ask: _Ask) -> Resolved | None:
    month, day = _HOLIDAYS[match[1]]
    if match["year"]:
        return on_day(dt.date(int(match["year"]), month, day))
    found = _nearest(month, day, ask)
    return None if found is None else on_day(found)


_TIME: Final = r"(?: (?:at )?(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?: ?[ap]\.?m\b|(?<=:\d\d)|(?= ?gmt)| ?o'clock))?"
_YEAR: Final = r"(?P<year>1[5-9]\d\d|20\d\d|21\d\d)"
_PART: Final = r"(?:(?P<part>early|mid|late|beginning of|start of|middle of|end of)[ -](?:in )?)?"
_LEAD: Final = r"(?:(?P<lead>last|past|previous|this|next|coming|following|current) )?"
_UNIT: Final = r"(?P<unit>minute|hour|day|week|month|year|decade)s?"


def _rule(pattern: str, rule: _Rule) -> tuple[re.Pattern[str], _Rule]:
    return re.compile(pattern), rule


_RULES: Final = (
    _rule(r"\b(\d{4})-(\d{2})-(\d{2})(?:[t ]\d{2}:(?P<minute>\d{2}))?", _iso),
    _rule(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b", _slashed),
    _rule(
        rf"\b(?P<day>\d{{1,2}})(?: (?P<month>{_MONTH}))?{_DASH}(?P<day2>\d{{1,2}}) (?P<month2>{_MONTH})\b(?: {_YEAR})?",
        _day_range,
    ),
    _rule(
        rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}}){_DASH}(?:(?P<month2>{_MONTH}) )?(?P<day2>\d{{1,2}})\b(?!:)"
        rf"(?: {_YEAR})?",
        _day_range,
    ),
    _rule(rf"\b(?P<day>\d{{1,2}}) (?:of )?(?P<month>{_MONTH})\b(?: {_YEAR})?{_TIME}", _calendar_day),
    _rule(rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}})\b(?!:)(?: {_YEAR})?{_TIME}", _calendar_day),
    _rule(r"\b(new year's eve|new year's day|christmas eve|christmas day|boxing day|valentine's day|halloween|may day)"
          rf"\b(?: {_YEAR})?", _holiday),
    _rule(r"\b(?:q(?P<q>[1-4])|(?P<nth>first|second|third|fourth) quarter)(?: of)?"
          rf" (?:{_YEAR}|(?P<lead>last|this|next) year)\b", _quarter),
    _rule(rf"{_PART}{_LEAD}\b(?P<season>spring|summer|autumn|fall|winter)\b(?: of)?(?: {_YEAR})?", _season),
    _rule(rf"{_PART}{_LEAD}\b(?P<month>{_MONTH})\b(?: of)?(?: {_YEAR})?", _named_month),
    _rule(rf"{_PART}\b(?P<year>\d{{3}}0)s\b", _decade),
    _rule(r"\b(day before yesterday|day after tomorrow|yesterday|tomorrow|last night|today|tonight|"
          r"this morning|this afternoon|this evening)\b", _day_word),
    _rule(r"\bovernight\b", _overnight),
    _rule(rf"\b(?P<n>{_NUMBER}) {_UNIT} (?P<way>ago|earlier|from now)\b", _shifted),
    _rule(rf"\bin (?P<n>{_NUMBER}) {_UNIT}(?P<time>'? time)?$", _in_time),
    _rule(rf"\b(?P<lead>past|last|previous|next|coming|within)(?: (?P<n>{_NUMBER}))? (?P<unit>day|week|month|year)"
          r"(?:s|(?<=within a \w{3})"
          r"|(?<=within a \w{4})|(?<=within a \w{5}))\b", _stretch),
    _rule(rf"\b(?P<day>{_DAYNAME})s?{_DASH}(?P<day2>{_DAYNAME})\b", _weekday_range),
    _rule(rf"{_LEAD}\b(?P<day>{_DAYNAME})\b(?: (?:morning|afternoon|evening|night|noon))?"
          rf"(?: (?:of )?(?P<week>last|this|next) week)?{_TIME}",
          _weekday),
    _rule(r"(?:(?P<part>early|earlier|mid|late|later|beginning of|start of|middle of|end of)[ -](?:in )?)?"
          r"\b(?P<lead>last|past|previous|this|next|coming|following|current) "
          r"(?P<unit>week|weekend|month|year|decade)\b",
          _relative_unit),
    _rule(r"\b(?P<part>early|mid|late|beginning of|start of|middle of|end of)[ -](?P<lead>)"
          r"(?P<unit>week|month|year|decade)\b",
          _relative_unit),
    _rule(r"\b(?:at|over|on|during) (?P<lead>)(?P<part>)(?P<unit>weekend)\b", _relative_unit),
    _rule(rf"{_PART}\b{_YEAR}\b", _plain_year),
)  # fmt: skip
