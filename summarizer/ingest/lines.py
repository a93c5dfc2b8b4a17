"""Lines: the paragraphs of a document with their words and the sentences they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from summarizer.ingest.splitting import Stretch

__all__ = ["Line", "is_title_like", "lines_of", "word_count"]

_STOPPED = tuple(".!?…。！？؟।:;,")
_CLOSING = " \"'”’»)]"
_BULLET = re.compile(r"(?:[•*·▪‣●]|[–—-]\s|\(?\d{1,3}[.)]\s)")
_TAIL_MARKS = ("-", "–", "—", "|", "»", "›")


class Line(NamedTuple):
    """One paragraph: its text, that of its first sentence, and its first and last sentence counted from 0."""

    text: str
    opening: str
    first: int
    last: int

    @property
    def stopped(self) -> bool:
        """Say whether it ends as a sentence or an introduction does."""
        return self.text.rstrip(_CLOSING).endswith(_STOPPED)

    @property
    def bulleted(self) -> bool:
        """Say whether it is an item of a marked or numbered list."""
        return _BULLET.match(self.text) is not None

    @property
    def dashed(self) -> bool:
        """Say whether a dash or bar ends it, as in lists of links that were dumped as text."""
        return self.text.endswith(_TAIL_MARKS)


def lines_of(text: str, stretches: Sequence[Stretch]) -> list[Line]:
    """Return the lines of a split text in order."""
    found: list[Line] = []
    first = 0
    for _, group in groupby(stretches, key=attrgetter("paragraph")):
        members = list(group)
        last = first + len(members) - 1
        start, end, _ = members[0]
        found.append(Line(text[start : members[-1].end], text[start:end], first, last))
        first = last + 1
    return found


def word_count(text: str) -> int:
    """Return how many runs of non-space characters ``text`` has."""
    return len(text.split())


def is_title_like(line: Line) -> bool:
    """Say whether a line reads as a headline: some words, no stop at its end, not an introduction."""
    bare = line.text.rstrip(" -–—|»›")
    end = bare.rstrip(_CLOSING)[-1:]
    if (end in _STOPPED and end not in "?!") or line.last - line.first > 1:
        return False
    return 3 <= word_count(bare) <= 22 and (end in "?!" or not bare[0].islower())
