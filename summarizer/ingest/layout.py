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
_LIST_ITEM = re.compile(r"\s*(?:[•*·▪‣–—-]|\(?\d{1,3}[.)]|[a-z][.)])\s")
_ENDED = tuple(".!?…:;。！？؟।\"”»’')")


class Paragraph(NamedTuple):
    """Where a paragraph stands, without outer spaces; ``wrapped`` when it has line breaks inside."""

    start: int
    end: int
    wrapped: bool = False


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of normalised ``text``; together they hold every character that isn't a space."""
    lines = [match.span() for match in _LINE.finditer(text) if not text[match.start() : match.end()].isspace()]
    found: list[Paragraph] = []
    width = _wrap_width(text, lines) if len(lines) > 1 else None
    if width is None:
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


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int | None:
    """Return the longest line of a text that was wrapped at a fixed width, None for a text that wasn't.

    The sign: breaks in mid-sentence (no stop before, a small letter after), between lines that are all short, where
    the next word wouldn't have fitted any more.
    """
    torn = 0
    widest = 0
    breaks = 0
    for (start, end), (following, following_end) in pairwise(lines):
        if following - end > 1 or end - start > _WIDEST_WRAP or following_end - following > _WIDEST_WRAP:
            continue
        breaks += 1
        widest = max(widest, end - start)
        torn += text[following].islower() and not text[:end].endswith(_ENDED)
    # In running prose about every second break falls before a small letter.
    if widest < _NARROWEST_WRAP or torn < 2 or torn * 4 < breaks:
        return None
    return widest


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
    first_word = text[following[0] : following[1]].split(maxsplit=1)[0]
    return line[1] - line[0] + 1 + len(first_word) > width
