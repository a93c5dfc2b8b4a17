"""Page furniture: what a news page prints around an article, told from the article by form and vocabulary."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from summarizer.domain.document import Furniture
from summarizer.ingest.furniture_patterns import (
    ASK,
    CREDIT,
    NAVIGATION_LINE,
    ORIGIN,
    PLEA,
    PLEA_PHRASES,
    PLEA_WORDS,
    REPORTING,
    SELF,
    TEASER,
)
from summarizer.ingest.labels import CRUMBS, LIST_HEADS, NAVIGATION, OPENERS
from summarizer.ingest.lines import Line, is_title_like, word_count
from summarizer.ingest.splitting import Stretch

__all__ = ["mark_furniture"]

Marks = list[Furniture | None]

_LABEL_LENGTH = 220
"""Characters; nothing longer is a label, a button or a credit."""
_CRUMB_LENGTH = 90
_LABEL_EDGE = " \t:|>»›•·-–—#*[]()."
_WORD_EDGE = "\"'“”‘’.,:;?!()"
_BREADCRUMB = re.compile(r"\s*[>›»/|]\s*")
_GAP = 2
"""Sentences of a paragraph that may stand between two of an appeal."""
_LIST_OF_LINKS = 3
_TAIL_LIST = 4
_UNRELATED = 0.35
"""Share of a list's longer words that the article has too, below which the list is about something else."""
_TITLE_CASE = 0.75
_OPEN_QUOTES, _CLOSED_QUOTES = "“«„", "”»"


def mark_furniture(text: str, stretches: Sequence[Stretch], lines: Sequence[Line]) -> Marks:
    """Return for each sentence what kind of furniture it is, None for the article's own.

    Never marks a whole document: a text with nothing else in it is taken as the article.
    """
    marks: Marks = [None] * len(stretches)
    _mark_labels(lines, marks)
    _mark_credits(text, stretches, lines, marks)
    _mark_appeals(text, stretches, lines, marks)
    _mark_headline_lists(lines, marks)
    if all(marks):
        return [None] * len(stretches)
    return marks


def _fill(marks: Marks, line: Line, kind: Furniture) -> None:
    marks[line.first : line.last + 1] = [kind] * (line.last + 1 - line.first)


# Labels and buttons ---------------------------------------------------------------------------------------------------


def _mark_labels(lines: Sequence[Line], marks: Marks) -> None:
    for line in lines:
        if len(line.text) <= _LABEL_LENGTH and (kind := _label_kind(line)) is not None:
            _fill(marks, line, kind)


def _label_kind(line: Line) -> Furniture | None:
    label = line.text.strip(_LABEL_EDGE).lower()
    if label in NAVIGATION or not any(map(str.isalnum, label)):
        return "navigation"
    if len(label) <= _CRUMB_LENGTH and (label in CRUMBS or _is_breadcrumb(label)):
        return "crumb"
    if label.split(" ", 1)[0] in OPENERS or label[0].isdigit():
        return _steering_kind(line)
    return None


def _steering_kind(line: Line) -> Furniture | None:
    if NAVIGATION_LINE.fullmatch(line.text.rstrip(" .!»›")):
        return "navigation"
    if TEASER.match(line.text) and not line.stopped and word_count(line.text) <= 30:
        return "headline_list"
    return None


def _is_breadcrumb(label: str) -> bool:
    """Recognise 'home > world > europe' and 'tags: ukraine, russia'."""
    if label.startswith(("tags:", "topics:", "filed under:", "filed under ", "more about:", "schlagworte:", "temas:")):
        return True
    parts = _BREADCRUMB.split(label)
    return len(parts) > 1 and parts[0] in CRUMBS and all(part and word_count(part) <= 4 for part in parts)


# Credits --------------------------------------------------------------------------------------------------------------


def _mark_credits(text: str, stretches: Sequence[Stretch], lines: Sequence[Line], marks: Marks) -> None:
    outer = {*range(4), *range(len(lines) - 6, len(lines))}
    for number, line in enumerate(lines):
        if len(line.text) <= _LABEL_LENGTH and (
            _is_credit(line.text) or (number in outer and ORIGIN.fullmatch(line.text))
        ):
            _fill(marks, line, "credit")
        elif line.text.endswith((")", "]")) and line.last > line.first:
            # A caption keeps its words; only the credit in brackets behind it is furniture.
            start, end, _ = stretches[line.last]
            if text[start] in "([" and _is_credit(text[start:end]):
                marks[line.last] = "credit"


def _is_credit(words: str) -> bool:
    if words.rstrip(". ").lower().endswith("all rights reserved"):
        return True
    match = CREDIT.match(words)
    if match is None:
        return False
    if words[0] in "([" or "©" in words:
        return True
    if not match["name"]:
        return match.end() == len(words)
    # "Photos by satellite show …" is a sentence; a credit has no stop, or is a bare list of names.
    return not words.endswith((".", "!", "?")) or ";" in words or "/" in words or word_count(words) <= 6


# Appeals --------------------------------------------------------------------------------------------------------------


def _mark_appeals(text: str, stretches: Sequence[Stretch], lines: Sequence[Line], marks: Marks) -> None:
    appealing: list[Line] = []
    for line in _cued(text, stretches, lines):
        if found := _appeal_in(text, stretches, line):
            marks[found.start : found.stop] = ["appeal"] * len(found)
            if len(found) == line.last - line.first + 1:
                appealing.append(line)
    _spread(lines, appealing, marks)


def _cued(text: str, stretches: Sequence[Stretch], lines: Sequence[Line]) -> list[Line]:
    """Return the lines that hold a word of some request: few, so that the slow patterns run on few."""
    lowered = text.lower()
    cues = [*PLEA_WORDS.intersection(lowered.split()), *(phrase for phrase in PLEA_PHRASES if phrase in lowered)]
    if not cues:
        return []
    if len(lowered) != len(text):  # a letter whose small form is longer: places don't carry over
        return list(lines)
    starts = [stretches[line.first].start for line in lines]
    found = {bisect_right(starts, place) - 1 for cue in cues for place in _places(cue, lowered)}
    return [lines[number] for number in sorted(found)]


def _places(cue: str, lowered: str) -> Iterator[int]:
    place = lowered.find(cue)
    while place >= 0:
        yield place
        place = lowered.find(cue, place + 1)


def _appeal_in(text: str, stretches: Sequence[Stretch], line: Line) -> range | None:
    """Return the sentences of one line from the first request to the last word of the appeal."""
    asks: list[int] = []
    signs: list[int] = []
    for number in range(line.first, line.last + 1):
        start, end, _ = stretches[number]
        sentence = text[start:end].lower()
        if REPORTING.search(sentence) or _is_quoted(line.text, start - stretches[line.first].start):
            continue
        if _unquoted(ASK, sentence):
            asks.append(number)
        if (
            (asks and asks[-1] == number)
            or PLEA.search(sentence)
            or SELF.search(sentence)
            or sentence.strip(_LABEL_EDGE) in NAVIGATION
        ):
            signs.append(number)
    if not asks:
        return None
    first = last = asks[0]
    for number in signs:
        if last < number <= last + _GAP + 1:
            last = number
    for number in reversed(signs):
        if first - _GAP - 1 <= number < first:
            first = number
    return range(first, last + 1)


def _unquoted(pattern: re.Pattern[str], sentence: str) -> bool:
    return any(not _is_quoted(sentence, match.start()) for match in pattern.finditer(sentence))


def _is_quoted(words: str, place: int) -> bool:
    """Say whether an opened quotation isn't closed before ``place``."""
    before = words[:place]
    if before.count('"') % 2:
        return True
    opened = sum(map(before.count, _OPEN_QUOTES))
    return opened > sum(map(before.count, _CLOSED_QUOTES)) or words[place : place + 1] in ('"', *_OPEN_QUOTES)


def _spread(lines: Sequence[Line], appealing: list[Line], marks: Marks) -> None:
    """Mark neighbours of an appeal that go on in its vocabulary, a line each."""
    places = {line.first: position for position, line in enumerate(lines)}
    for line in appealing:
        for step in (-1, 1):
            position = places[line.first] + step
            while 0 <= position < len(lines) and _goes_on(lines[position], marks):
                _fill(marks, lines[position], "appeal")
                position += step


def _goes_on(line: Line, marks: Marks) -> bool:
    words = line.text.lower()
    if any(marks[line.first : line.last + 1]) or REPORTING.search(words) or '"' in words or "“" in words:
        return False
    return bool(PLEA.search(words) and SELF.search(words))


# Lists of other articles ----------------------------------------------------------------------------------------------


def _mark_headline_lists(lines: Sequence[Line], marks: Marks) -> None:
    runs = list(_runs(lines, marks))
    if not runs:
        return
    body_end = max((number + 1 for number, line in enumerate(lines) if marks[line.first] is None), default=0)
    words: Counter[str] = Counter()
    for start, stop in runs:
        if stop - start >= _TAIL_LIST and not words:
            words.update(word for line in lines for word in _long_words(line))
        if _is_headline_list(lines, start, stop, words, at_tail=stop >= body_end):
            # The label over a list goes with it.
            for line in lines[start - _is_list_head(lines[start - 1]) : stop]:
                _fill(marks, line, "headline_list")


def _runs(lines: Sequence[Line], marks: Marks) -> Iterator[tuple[int, int]]:
    """Yield the stretches of consecutive lines that read as headlines."""
    start = 0
    for position, line in enumerate(lines):
        if marks[line.first] is None and is_title_like(line):
            continue
        if start < position:
            yield start, position
        start = position + 1
    if start < len(lines):
        yield start, len(lines)


def _is_headline_list(lines: Sequence[Line], start: int, stop: int, words: Counter[str], *, at_tail: bool) -> bool:
    if not start:
        return False  # what opens a page is its own headline
    run = lines[start:stop]
    if _is_list_head(lines[start - 1]):
        return len(run) >= 2 or (at_tail and word_count(run[0].text) >= 5)
    if lines[start - 1].text.endswith(":"):
        return False  # an introduced list is the article's
    if len(run) >= _LIST_OF_LINKS and sum(line.dashed for line in run) * 5 >= len(run) * 3:
        return True
    long_enough = len(run) >= _TAIL_LIST and sum(word_count(line.text) for line in run) >= 5 * len(run)
    return long_enough and _is_about_something_else(run, words, at_tail=at_tail)


def _is_list_head(line: Line) -> bool:
    return line.text.strip(_LABEL_EDGE).lower() in LIST_HEADS


def _is_about_something_else(run: Sequence[Line], words: Counter[str], *, at_tail: bool) -> bool:
    """Judge an unannounced list by how its lines are set and what they speak of."""
    capital = _title_case(run) >= _TITLE_CASE
    unrelated = _relatedness(run, words) < _UNRELATED
    if any(line.bulleted for line in run) or not at_tail:
        return capital and unrelated
    return capital or unrelated


def _title_case(run: Sequence[Line]) -> float:
    words = [word for line in run for word in line.text.split()[1:] if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in words) / (len(words) or 1)


def _relatedness(run: Sequence[Line], words: Counter[str]) -> float:
    """Return which share of the run's longer words stand elsewhere in the document (``words``) too."""
    own = Counter(word for line in run for word in _long_words(line))
    return sum(count for word, count in own.items() if words[word] > count) / (own.total() or 1)


def _long_words(line: Line) -> list[str]:
    return [word for word in (raw.strip(_WORD_EDGE) for raw in line.text.lower().split()) if len(word) > 4]
