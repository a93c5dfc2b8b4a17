"""Calendar dates as articles print them, found by a small table: no locale, no clock, no guessing."""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["DATE", "LEADING_STAMP", "MONTHS", "find_date", "is_date_line"]

_MONTH_WORDS = (
    "january jan januar janvier enero gennaio janeiro januari",
    "february feb februar février fevrier febrero febbraio fevereiro februari",
    "march mar märz maerz mars marzo março maart",
    "april apr avril abril aprile",
    "may mai mayo maggio maio mei",
    "june jun juni juin junio giugno junho",
    "july jul juli juillet julio luglio julho",
    "august aug août aout agosto augustus",
    "september sep sept septembre septiembre settembre setembro",
    "october oct oktober octobre octubre ottobre outubro",
    "november nov novembre noviembre novembro",
    "december dec dezember décembre decembre diciembre dicembre dezembro",
)
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, start=1) for word in words.split()}
"""Month names in lower case, in the larger European languages, with their numbers."""

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:19|20)\d\d"
_ANY_YEAR = re.compile(_YEAR)  # fast; the full pattern is not
DATE = re.compile(
    rf"(?P<y1>{_YEAR})[-/.](?P<m1>\d\d?)[-/.](?P<d1>\d\d?)(?!\d)"
    rf"|\b(?P<m2>{_MONTH})\s+(?P<d2>\d\d?)(?:st|nd|rd|th)?\s*,?\s+(?P<y2>{_YEAR})\b"
    rf"|\b(?P<d3>\d\d?)(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|of\s+)?(?P<m3>{_MONTH})\s*,?\s+(?:de\s+|del\s+)?(?P<y3>{_YEAR})\b"
    rf"|(?P<y4>{_YEAR})\s?年\s?(?P<m4>\d\d?)\s?月\s?(?P<d4>\d\d?)\s?日"
    rf"|\b(?P<a5>\d\d?)(?P<sep>[./])(?P<b5>\d\d?)(?P=sep)(?P<y5>{_YEAR})\b",
    re.IGNORECASE,
)
"""A full date: day, month and year."""

_LABEL = (
    r"(?:date|dated|published|publication date|posted|updated|last updated|last modified|issued|released|created"
    r"|veröffentlicht|stand|aktualisiert|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato)"
)
_TIME = (
    r"(?:T?\d{1,2}[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)"
    r"\s*(?:Z|[+-]\d{2}:?\d{2}|\(?[A-Z]{2,4}\)?(?![\w])|Uhr)?"
)
_DAY = (
    r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
)
_DATE_AGAIN = DATE.pattern.replace("?P<", "?P<x").replace("(?P=", "(?P=x")
LEADING_STAMP = re.compile(
    rf"{_LABEL}\s*(?:on|le|el|am)?\s*:?\s*(?:{_DATE_AGAIN})(?:\s*,?\s*(?:at\s+)?{_TIME})?(?=\s+\S)", re.IGNORECASE
)
"""A labelled date that a page dump put in front of the text on the same line."""

_FILLER = re.compile(
    rf"\b{_LABEL}\b|\b(?:{_DAY})\b\.?|{_TIME}|\b(?:on|at|le|el|am|um|de|à|and|first|last)\b|[\s,:;|·•()\[\]–—-]",
    re.IGNORECASE,
)


def find_date(text: str, start: int = 0, end: int | None = None) -> dt.date | None:
    """Return the first full date in ``text[start:end]``, None when there is none that can be read in one way only."""
    if _ANY_YEAR.search(text, start, len(text) if end is None else end) is None:
        return None
    for match in DATE.finditer(text, start, len(text) if end is None else end):
        if (date := _read(match)) is not None:
            return date
    return None


def is_date_line(line: str) -> bool:
    """Say whether a line holds a full date and nothing else but a label, a weekday or a time."""
    match = DATE.search(line) if _ANY_YEAR.search(line) else None
    if match is None or _read(match) is None:
        return False
    rest = line[: match.start()] + " " + line[match.end() :]
    rest = DATE.sub(" ", rest)  # "Published …, updated …" gives two
    return not _FILLER.sub("", rest)


def _read(match: re.Match[str]) -> dt.date | None:
    for form in "1234":
        if year := match[f"y{form}"]:
            month = match[f"m{form}"].rstrip(".").lower()
            return _date(int(year), MONTHS.get(month) or int(month), int(match[f"d{form}"]))
    return _read_numbers(match)


def _read_numbers(match: re.Match[str]) -> dt.date | None:
    """Read 21.03.2025 and 3/21/2025; with slashes only when one reading is possible."""
    first, second, year = int(match["a5"]), int(match["b5"]), int(match["y5"])
    if match["sep"] == "." or first > 12 or first == second:
        return _date(year, second, first)
    return _date(year, first, second) if second > 12 else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None  # 31 February: not a date after all
