"""Sentences of a text, found by sentencex and mended where it is known to err."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import NamedTuple

from sentencex import segment

from summarizer.ingest.abbreviations import (
    BEFORE_A_NAME,
    BEFORE_A_NUMBER,
    FUNCTION_WORDS,
    NAME_PARTS,
    NAME_TAILS,
    STARTERS,
    TIME_TAILS,
)
from summarizer.ingest.dates import LEADING_STAMP, MONTHS
from summarizer.ingest.layout import Paragraph, paragraphs

__all__ = ["REPAIR_VERSION", "Stretch", "split", "splitter_name"]

REPAIR_VERSION = 1
"""Raise it whenever a rule of this module changes what is split: it is part of every cache key."""

# A stop, the marks that close with it, and the space and opening marks behind it.
_STOP = re.compile(r"(?P<stop>[.!?…]+)(?P<close>[\"'”’»›)\]“]*)(?P<gap>\s*)(?P<open>[\"'“„‘«‹(\[¿¡—–-]*\s?)")
_SURELY_WORDS = 16
_LIBRARY_REACH = 10_000
_MARKS = ".!?…"
_OTHER_STOP = re.compile("[^\x00-\u024f\u2000-\u206f]")
"""A character of another script than Latin, whose stops only the library knows."""

_BEFORE = ' \t\n(["“«„/'
_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*")
_CAPITALISED = re.compile(r"[A-Z][a-z]*[\s,]")
_LIST_NUMBER = re.compile(r"\s*(?:[•*·▪‣–—-]\s*)?\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)]\s")
_PAIRED = frozenset("diosuvz")
_OPENING_LENGTH = 40
_INITIAL_PAIR = re.compile(r"[A-Z]\.")
_HALVES = frozenset(("a.m", "p.m"))
_LOCAL_TIME = re.compile(r"(?:[A-Z]\w+ ){1,3}time\b")
_OPENING_TIME = re.compile(
    r"(?:^|[.!?…][\"”’)]*\s+)[\"“]?(?:At|By|Around|Before|After|Until|Since|From|About)"
    r"(?: about| around)? [\d:.]+ ?[ap]\.m\.$"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ORDINAL_STOPS = frozenset(
    ("cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "nb", "nn", "no", "sk", "sl", "sr", "tr")
)
"""Languages that write '1.' for 'first'."""
_SPEECH = re.compile(
    r"(?:[A-Z][\w’'.-]*\s+){1,3}(?:said|says|asked|asks|added|wrote|told|tweeted|shouted|replied|wondered|declared)\b"
)


class Stretch(NamedTuple):
    """One sentence: characters ``start`` up to, not including, ``end``, and its paragraph counted from 1."""

    start: int
    end: int
    paragraph: int


@cache
def splitter_name() -> str:
    """Return the splitter's name and version, with that of the repairs; texts split alike under equal names."""
    return f"sentencex {version('sentencex')} + repairs {REPAIR_VERSION}"


def split(text: str, language: str | None = None) -> list[Stretch]:
    """Return the sentences of normalised ``text`` in order; they never overlap and hold all but the spaces.

    A line is a paragraph and ends a sentence, save in text that was hard-wrapped. Within a quotation each full
    sentence stands alone; its closing mark stays with it, and so does an attribution that follows.
    """
    found: list[Stretch] = []
    for number, paragraph in enumerate(paragraphs(text), start=1):
        begin = paragraph.start
        for cut in _cuts(text, paragraph, language or "en"):
            found.append(_trim(text, begin, cut, number))
            begin = cut
        found.append(_trim(text, begin, paragraph.end, number))
    return found


def _trim(text: str, start: int, end: int, paragraph: int) -> Stretch:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Stretch(start, end, paragraph)


def _cuts(text: str, paragraph: Paragraph, language: str) -> list[int]:
    """Return where to cut a paragraph, ascending, each right after a sentence."""
    line = text[paragraph.start : paragraph.end]
    if paragraph.wrapped:
        line = line.replace("\n", " ")
    stops = list(_stops(line))
    stamp = LEADING_STAMP.match(line)
    if not stops and stamp is None and (line.isascii() or not _OTHER_STOP.search(line)):
        return []  # nothing inside could end a sentence
    places = _library_cuts(line, language)
    _mend(line, places, stops, language)
    if stamp:
        places.add(stamp.end())
    kept: list[int] = []
    begin = 0
    for place in sorted(places):
        # A piece without a letter or digit ("-", "…") is part of its neighbour.
        if _has_word(line, begin, place) and _has_word(line, place, len(line)):
            kept.append(paragraph.start + place)
            begin = place
    return kept


def _has_word(line: str, start: int, end: int) -> bool:
    # Longer pieces without any are rare and do no harm.
    return end - start > _SURELY_WORDS or any(map(str.isalnum, line[start:end]))


def _library_cuts(line: str, language: str) -> set[int]:
    """Return where sentencex cuts; its time is quadratic in a line's quotation marks, so long lines go in parts."""
    places: set[int] = set()
    for begin in range(0, len(line), _LIBRARY_REACH):
        place = begin
        pieces = segment(language, line[begin : begin + _LIBRARY_REACH])
        for piece in pieces[:-1]:  # the end of the last one says nothing
            place += len(piece)
            places.add(place - (len(piece) - len(piece.rstrip())))
    return places


def _mend(line: str, places: set[int], stops: list[re.Match[str]], language: str) -> None:
    """Add and remove cuts where the text itself settles the question; leave the rest to the library."""
    for match in stops:
        verdict = _ends_sentence(line, match, language) if match["gap"] else _is_squeezed(line, match)
        if verdict is None:
            continue
        place = match.end("close")
        if verdict and not match["gap"] and match["close"] and line.count('"', 0, match.end("stop")) % 2 == 0:
            place = match.end("stop")  # an even number of marks before it: this one opens
        # The library may have put the cut anywhere between the stop and the next word.
        places.difference_update(range(match.start("stop"), match.end() + 1))
        if verdict:
            places.add(place)
    if number := _LIST_NUMBER.match(line):
        places.difference_update(range(number.end() + 1))


def _stops(line: str) -> Iterator[re.Match[str]]:
    """Yield the stops inside a line; searching for plain characters is twice as fast as for a class of them."""
    for mark in _MARKS:
        place = line.find(mark)
        while place >= 0:
            match = _STOP.match(line, place)
            if match is None or match.end() >= len(line):
                break
            # A run such as "?!" or "...!" is met again at its later marks.
            if not place or line[place - 1] not in _MARKS:
                yield match
            place = line.find(mark, match.end("stop"))


def _ends_sentence(line: str, match: re.Match[str], language: str) -> bool | None:
    """Judge a stop with space behind it: True, False, or None when nothing here tells."""
    word, stop = _word_before(line, match.start()), match["stop"]
    rest = _WORD.match(line, match.end())
    following = rest.group() if rest else ""
    if following and following[0].islower():
        return not following.islower()  # iPhone, macOS
    if "..." in stop or "…" in stop:
        return word.lower() not in FUNCTION_WORDS
    if stop != ".":
        return _question_ends(line, match, following)
    if match["close"]:
        return True if following else None
    if word.isdigit():
        ordinal = language in _ORDINAL_STOPS and following.lower() not in STARTERS
        return False if len(word) <= 2 and (ordinal or following.lower() in MONTHS) else None
    return _stop_ends(line, word, following, match)


def _word_before(line: str, place: int) -> str:
    begin = place
    while begin and line[begin - 1] not in _BEFORE:
        begin -= 1
    return line[begin:place]


def _is_squeezed(line: str, match: re.Match[str]) -> bool | None:
    """Say whether a sentence begins right behind the stop, where a space got lost; None when nothing here tells."""
    rest = _CAPITALISED.match(line, match.end())
    if rest is None or len(match["stop"]) != 1:
        return False if line[match.end()].isascii() and line[match.end()].isalnum() else None
    word = _word_before(line, match.start())
    if word in _HALVES:
        return True
    return len(word) > 1 and word[-2:].isalpha() and word[-2:].islower() and "." not in word


def _question_ends(line: str, match: re.Match[str], following: str) -> bool | None:
    if following in NAME_TAILS:
        return False  # Yahoo! Inc.
    if match["close"] and not match["open"].strip() and _SPEECH.match(line, match.end()):
        return False
    return True if line[match.end()].isalnum() else None


def _stop_ends(line: str, word: str, following: str, match: re.Match[str]) -> bool | None:
    """Judge a single full stop that no mark closes."""
    if _is_among(word, BEFORE_A_NAME):
        return False
    if line[match.end()].isdigit():
        return False if _is_among(word, BEFORE_A_NUMBER) else None
    return _name_ends(line, word, following, match) if following else None


def _name_ends(line: str, word: str, following: str, match: re.Match[str]) -> bool:
    """Judge a stop behind a word that may be part of a name, before a word with a capital."""
    if word in _HALVES:
        return _time_ends(line, following, match)
    starts = bool(match["open"].strip()) or following.lower() in STARTERS
    if _is_among(word, NAME_TAILS):
        return starts or _runs_on_small(line, match.end() + len(following))
    if word in _PAIRED and _INITIAL_PAIR.match(line, match.end()):
        return False  # z. B., u. A.
    if word in NAME_PARTS or (word[:1].isupper() and _INITIALS.fullmatch(word)):
        return starts
    return True


def _time_ends(line: str, following: str, match: re.Match[str]) -> bool:
    """Judge the stop of 'a.m.' before a capital: 'At 5 p.m. Mayor Ellis spoke' and '5 p.m. New York time' go on."""
    if following.lower() in TIME_TAILS or _LOCAL_TIME.match(line, match.end()):
        return False
    return _OPENING_TIME.search(line, max(0, match.end("stop") - _OPENING_LENGTH), match.end("stop")) is None


def _is_among(word: str, abbreviations: frozenset[str]) -> bool:
    """Look a word up as it is and in small letters: 'Ill.' is a state, 'ill.' ends a sentence."""
    return word in abbreviations or word.lower() in abbreviations


def _runs_on_small(line: str, place: int) -> bool:
    """Say whether the word after the next is in small letters, as after the first word of a sentence."""
    after = line[place : place + 2].strip()
    return after.islower()
