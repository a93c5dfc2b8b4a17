"""Find where an English text states a date, and say whether two such statements agree."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.dates import Resolved, resolve
from summarizer.grounding.lexicon.names import MONTHS, WEEKDAYS
from summarizer.grounding.lexicon.quantity import NUMBER_WORDS
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.parse import Parse

__all__ = ["DateSpan", "agrees", "find_dates"]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A stated date: the words ``first`` to ``last``, and the words that matter in it."""

    first: int
    last: int
    text: str
    key: frozenset[str]


_MONTH: Final = "|".join(sorted((m.capitalize() for m in MONTHS), key=len, reverse=True))
_DAYNAME: Final = "|".join(sorted((d.capitalize() for d in WEEKDAYS if len(d) > 4), key=len, reverse=True))
_COUNT: Final = r"(?:\d+|an?|" + "|".join(NUMBER_WORDS) + ")"
_PART: Final = (
    r"(?:(?:[Ee]arly|[Ll]ate|[Mm]id|[Ee]arlier|[Ll]ater|(?:the )?(?:end|start|beginning|middle) of)[ -](?:in )?)?"
)
_YEAR: Final = r"(?:,? (?:1[5-9]|20|21)\d\d)?"
_SPAN: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}"
    rf"|(?:(?:{_DAYNAME}),? )?(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: (?:{_MONTH}))?(?:-|–| and | to )"
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})\b{_YEAR}"
    rf"|(?:(?:{_DAYNAME}),? )?(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})\b{_YEAR}"
    rf"|(?:(?:{_DAYNAME}),? )?(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?!:|,\d|\.\d)"
    rf"(?:(?:-|–| and | to )(?:(?:{_MONTH})\.? )?\d{{1,2}}\b)?{_YEAR}"
    rf"|{_PART}(?:[Ll]ast |[Nn]ext |[Tt]his |[Pp]ast |[Cc]oming |[Pp]revious )?(?:{_MONTH})\b\.?{_YEAR}"
    rf"|(?:[Ll]ast |[Nn]ext |[Tt]his |[Cc]oming |[Pp]revious )?(?:{_DAYNAME})\b"
    rf"(?: (?:morning|afternoon|evening|night))?(?: (?:of )?(?:last|next|this) week)?"
    rf"|{_PART}(?:[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Cc]oming|[Pp]revious) (?:week|weekend|month|year|decade|century"
    rf"|night|morning|afternoon|evening|spring|summer|autumn|fall|winter|quarter|season)s?\b"
    rf"|(?:[Tt]he )?(?:end|start|beginning|middle) of (?:the |this |next |last )?(?:year|month|week|decade|century)\b"
    rf"|(?:[Tt]he )?day (?:before yesterday|after tomorrow)|[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow|[Oo]vernight"
    rf"|{_COUNT} (?:day|week|month|year|decade|hour)s? (?:ago|earlier|before(?=[.,;]|$)|from now)"
    rf"|(?:spring|summer|autumn|winter) (?:of )?(?:1[5-9]|20)\d\d"
    rf"|(?:first|second|third|fourth|Q[1-4])(?: quarter)? of (?:the year|(?:last |this )?year|(?:1[5-9]|20)\d\d)"
)
_AMBIGUOUS: Final = re.compile(r"^(?:May|March|Mar|Sun|Sat|Mon|Wed|Jan|Dec)\.?$")
_LEADS: Final = word_set(
    "in of last next this early late mid since until by for from to and during through before after"
)
_REACH: Final = 6
_IGNORED: Final = word_set("the of on in at , . earlier later before")


def find_dates(text: Parse) -> tuple[DateSpan, ...]:
    """Return the dates that stand in ``text``, in order; plain years are numbers and not among them."""
    found: list[DateSpan] = []
    done = -1
    wanted = words.TIME | words.DIGITS
    for i in [i for i, item in enumerate(text.words) if item.flags & wanted]:
        if i <= done or (text.words[i].flags & words.DIGITS and not _is_iso(text, i)):
            continue
        match = _match_around(text, max(done + 1, i - _REACH), i)
        if match is None:
            continue
        first = bisect_left(text.start, match.start())
        last = bisect_right(text.start, match.end() - 1) - 1
        if first > last or (_AMBIGUOUS.match(match.group()) and not _month_after(text, first)):
            continue
        done = last
        key = frozenset(_canonical(text.words[i].norm) for i in range(first, last + 1)) - _IGNORED
        found.append(DateSpan(first, last, match.group(), key))
    return tuple(found)


def _is_iso(text: Parse, i: int) -> bool:
    return text.end[i] - text.start[i] == 4 and text.gap(i) == "-"


def _match_around(text: Parse, first: int, trigger: int) -> re.Match[str] | None:
    """Return the date that word ``trigger`` is part of, begun at ``first`` at the earliest."""
    for start in range(first, trigger + 1):
        match = _SPAN.match(text.text, text.start[start])
        ending = text.end[trigger] - (2 if text.words[trigger].possessive else 0)
        if match is not None and match.end() >= ending:
            return match
    return None


def _canonical(norm: str) -> str:
    if norm in MONTHS:
        return f"month{MONTHS[norm]}"
    if norm in NUMBER_WORDS:
        return str(NUMBER_WORDS[norm])
    return norm.removesuffix("s") if norm.endswith(("ays", "eks", "ths", "ars")) else norm


def _month_after(text: Parse, first: int) -> bool:
    return first > 0 and text.words[first - 1].norm in _LEADS


def agrees(claim: DateSpan, stated: DateSpan, anchor: dt.date | None) -> bool:
    """Say whether ``stated`` bears ``claim`` out: its words are among those stated, or both mean the same day.

    A coarser claim (the month of a stated day) is borne out, a finer one isn't.
    """
    if claim.key <= stated.key:
        return True
    wide, narrow = _both(claim.text, stated.text, anchor)
    if wide is None or narrow is None:
        return False
    return wide.start <= narrow.start and narrow.end <= wide.end and _comparable(wide, narrow)


def _both(claim: str, stated: str, anchor: dt.date | None) -> tuple[Resolved | None, Resolved | None]:
    return resolve(claim, anchor), resolve(stated, anchor)


def _comparable(wide: Resolved, narrow: Resolved) -> bool:
    """A year is too wide to stand in for a day, unless it says as much as the day's own year."""
    return wide.precision != "range" or narrow.precision == "range" or wide.one_day
