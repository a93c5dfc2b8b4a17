"""Paragraphs of a plain text: a line each, or several where the source was hard-wrapped."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Paragraph", "paragraphs"]

_LINE = re.compile(r"[^\n]+")
_WIDEST_WRAP = 100
"""Characters; no common mail, wire or editor setting wraps later."""
_NARROWEST_WRAP = 40
_ENDLESS = 10**9
_LIST_ITEM = re.compile(r"\s*(?:[•*·▪‣–—-]|\(?\d{1,3}[.)]|[a-z][.)])\s")
# A full stop isn't among them: before a small letter it belongs to an abbreviation.
_ENDED = tuple("!?…:;。！？؟।\"”»’')")


class Paragraph(NamedTuple):
    """Where a paragraph stands, without outer spaces; ``wrapped`` when it has line breaks inside."""

    start: int
    end: int
    wrapped: bool = False


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of normalised ``text``; together they hold every character that isn't a space."""
    lines = [match.span() for match in _LINE.finditer(text) if not text[match.start() : match.end()].isspace()]
    found: list[Paragraph] = []
    width = _wrap_width(text, lines) if len(lines) > 1 else 0
    if not width:
        for start, end in lines:
            found.append(_trimmed(text, start, end))
        return found
    for block in _blocks(text, lines):
        found.extend(_joined(text, block, width))
    return found


def _trimmed(text: str, start: int, end: int, *, wrapped: bool = False) -> Paragraph:
    line = text[start:end]
    return Paragraph(start + len(line) - len(line.lstrip()), start + len(line.rstrip()), wrapped)


def _blocks(text: str, lines: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Group lines that no blank line parts."""
    blocks: list[list[tuple[int, int]]] = []
    for line in lines:
        if blocks and not text[blocks[-1][-1][1] : line[0]].count("\n") > 1:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int:
    """Return the longest line of a text that was wrapped at a fixed width, 0 for a text that wasn't.

    The sign: breaks in mid-sentence (no stop before, a small letter after) between lines that are all short. In running
    prose about every second break is one; where they are rare, only those breaks are mended, and the width is endless.
    """
    torn = 0
    widest = 0
    breaks = 0
    for line, following in pairwise(lines):
        if following[0] - line[1] > 1 or line[1] - line[0] > _WIDEST_WRAP or following[1] - following[0] > _WIDEST_WRAP:
            continue
        breaks += 1
        widest = max(widest, line[1] - line[0])
        torn += _is_torn(text, line, following)
    if not torn or widest < _NARROWEST_WRAP:
        return 0
    return widest if torn >= 2 and torn * 4 >= breaks else _ENDLESS


def _is_torn(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Say whether a sentence visibly goes on in the following line."""
    return (
        text[following[0]].islower()
        and line[1] - line[0] >= _NARROWEST_WRAP
        and not text.endswith(_ENDED, line[0], line[1])
        and _LIST_ITEM.match(text, following[0]) is None
    )


def _joined(text: str, block: list[tuple[int, int]], width: int) -> list[Paragraph]:
    """Join the lines of one block wherever the break was forced by the width."""
    found: list[Paragraph] = []
    start, end = block[0]
    wrapped = False
    for following, following_end in block[1:]:
        if _forced(
            text, (start if not wrapped else text.rfind("\n", 0, end) + 1, end), (following, following_end), width
        ):
            end, wrapped = following_end, True
            continue
        found.append(_trimmed(text, start, end, wrapped=wrapped))
        start, end, wrapped = following, following_end, False
    found.append(_trimmed(text, start, end, wrapped=wrapped))
    return found


def _forced(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Say whether the first word of the following line didn't fit on this one."""
    if line[1] - line[0] > _WIDEST_WRAP or _LIST_ITEM.match(text, following[0]):
        return False
    if _is_torn(text, line, following):
        return True
    first_word = text[following[0] : following[1]].split(maxsplit=1)[0]
    return line[1] - line[0] + 1 + len(first_word) > width
