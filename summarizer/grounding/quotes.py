"""Check quotations character by character, quote marks, dashes, dots and spaces folded.

Decisions: a quotation may start or end in the middle of a sentence, its first letter may change case, and its last
punctuation mark may differ (a comma before '… he said'). An ellipsis in the fact stands for anything left out. Where a
quotation is split by its attribution ('"We will," he said, "never go"') the pieces may be joined, as newspapers do; any
other words left out make it partial. Words that the article doesn't set in quotation marks aren't a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from summarizer.domain.document import Document, Span

__all__ = ["QuoteFinding", "check_quote", "quoted_parts"]

_QUOTES: Final = "\"'“”„‟‘’‚‛«»‹›´`＂「」『』"
_DOUBLE: Final = '"“”„‟«»＂「」『』'
_DASHES: Final = "-‐‑‒–—―−"
_MAX_ATTRIBUTION: Final = 160
_PART: Final = re.compile(
    r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]|(?<!\w)‘((?:[^‘’]|’(?=\w))+)’(?!\w)|(?<!\w)'((?:[^']|'(?=\w))+)'(?!\w)"
)
_ELLIPSIS: Final = re.compile(r"\s*[\[(]?\.\.\.[\])]?\s*")


@dataclass(frozen=True, slots=True)
class QuoteFinding:
    """Where a quotation stands; ``reason`` says what is wrong, ``found`` whether any of it stands there."""

    spans: tuple[Span, ...] = ()
    reason: str | None = None
    found: bool = True


@dataclass(frozen=True, slots=True)
class _Folded:
    """Text with its marks folded, and for each character its place in the document."""

    text: str
    places: Sequence[int]


def quoted_parts(text: str) -> tuple[str, ...]:
    """Return what stands between quotation marks in ``text``."""
    if not any(mark in text for mark in _QUOTES):
        return ()
    return tuple(next(part for part in match.groups() if part) for match in _PART.finditer(text))


_TABLE: Final = (
    {ord(mark): "'" for mark in _QUOTES} | {ord(mark): "-" for mark in _DASHES} | {ord(c): " " for c in "\n\t\r\xa0"}
)


def _fold(text: str, base: int = 0) -> _Folded:
    if "…" not in text and "  " not in text:
        plain = text.translate(_TABLE)
        if "  " not in plain:
            return _Folded(plain, range(base, base + len(plain)))
    return _fold_slowly(text, base)


def _fold_slowly(text: str, base: int) -> _Folded:
    chars: list[str] = []
    places: list[int] = []
    for i, char in enumerate(text):
        if char.isspace() and chars and chars[-1] == " ":
            continue
        folded = "..." if char == "…" else " " if char.isspace() else char.translate(_TABLE)
        chars += folded
        places += [base + i] * len(folded)
    return _Folded("".join(chars), tuple(places))


def check_quote(quote: str, document: Document, cited: Sequence[int]) -> QuoteFinding:
    """Look ``quote`` up in the cited sentences; neighbours among them are read as one text."""
    wanted = _trim(_fold(quote).text)
    if not wanted:
        return QuoteFinding(reason="the quotation is empty", found=False)
    best: QuoteFinding | None = None
    for start, end in _stretches(document, cited):
        region = _fold(document.text[start:end], start)
        finding = _whole(wanted, region, document) or _pieces(wanted, region, document)
        if finding is not None and finding.reason is None:
            return finding
        best = best or finding
    return best or QuoteFinding(reason="the words don't stand in the sentences as quoted", found=False)


def _trim(text: str) -> str:
    return text.strip(" '").rstrip(" .,;:!?'-").strip()


def _stretches(document: Document, cited: Sequence[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    last = -1
    for number in cited:
        sentence = document.sentences[number - 1]
        if number == last + 1:
            found[-1] = (found[-1][0], sentence.end)
        else:
            found.append((sentence.start, sentence.end))
        last = number
    return found


def _find(wanted: str, region: _Folded, start: int = 0) -> int:
    """Return where ``wanted`` stands as whole words; its first letter may differ in case. -1 when it doesn't."""
    for variant in dict.fromkeys((wanted, wanted[:1].lower() + wanted[1:], wanted[:1].upper() + wanted[1:])):
        at = region.text.find(variant, start)
        while at >= 0:
            before = region.text[at - 1] if at else " "
            after = region.text[at + len(variant)] if at + len(variant) < len(region.text) else " "
            inner = after == "'" and region.text[at + len(variant) + 1 : at + len(variant) + 2].isalpha()
            if not (before.isalnum() or after.isalnum() or inner):
                return at
            at = region.text.find(variant, at + 1)
    return -1


def _span(region: _Folded, at: int, length: int) -> Span:
    return Span(start=region.places[at], end=region.places[at + length - 1] + 1)


def _whole(wanted: str, region: _Folded, document: Document) -> QuoteFinding | None:
    at = _find(wanted, region)
    if at < 0:
        return None
    span = _span(region, at, len(wanted))
    reason = None if _in_quotes(document.text, span) else "the article doesn't set these words in quotation marks"
    return QuoteFinding((span,), reason)


def _in_quotes(text: str, span: Span) -> bool:
    """Say whether ``span`` lies between quotation marks of its paragraph; single marks are given the benefit."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    paragraph = text[start : end if end >= 0 else len(text)]
    if not any(mark in paragraph for mark in _DOUBLE):
        return any(mark in paragraph for mark in "‘'’")
    depth = 0
    for char in text[start : span.start]:
        if char in '"＂':
            depth = 1 - depth
        elif char in "“„«「『":
            depth = 1
        elif char in "”»」』":
            depth = 0
    inside = text[span.start : span.end]
    return depth == 1 or any(mark in inside for mark in _DOUBLE) or "‘" in paragraph


def _pieces(wanted: str, region: _Folded, document: Document) -> QuoteFinding | None:
    marked = [_trim(part) for part in _ELLIPSIS.split(wanted)]
    if len(marked) > 1:
        spans = _in_order([part for part in marked if part], region)
        if spans is not None:
            return QuoteFinding(tuple(spans))
    spans = _stitched(wanted, region)
    if spans is None:
        return None
    for one, following in pairwise(spans):
        if not _is_attribution(document.text[one.end : following.start]):
            return QuoteFinding(tuple(spans), "words are left out of the quotation without an ellipsis")
    return QuoteFinding(tuple(spans))


def _in_order(parts: Sequence[str], region: _Folded) -> list[Span] | None:
    at = 0
    spans: list[Span] = []
    for part in parts:
        at = _find(part, region, at)
        if at < 0:
            return None
        spans.append(_span(region, at, len(part)))
        at += len(part)
    return spans


def _stitched(wanted: str, region: _Folded) -> list[Span] | None:
    """Split ``wanted`` into the fewest pieces that stand in the region in order, three at most."""
    spans: list[Span] = []
    rest, at = wanted, 0
    while rest and len(spans) < 3:
        cut = _longest(rest, region, at)
        if cut is None:
            return None
        length, place = cut
        spans.append(_span(region, place, length))
        rest, at = _trim(rest[length:].lstrip(" .,;:!?'-")), place + length
    return spans if not rest else None


def _longest(rest: str, region: _Folded, at: int) -> tuple[int, int] | None:
    ends = [match.start() for match in re.finditer(r"(?=\s|$)", rest)]
    for end in reversed(ends):
        piece = _trim(rest[:end])
        if " " not in piece and piece != rest:
            return None
        place = _find(piece, region, at)
        if place >= 0:
            return len(piece), place
    return None


def _is_attribution(gap: str) -> bool:
    """Say whether ``gap`` closes a quotation and opens it again, with no more than 'he said' between."""
    gap = gap.strip(" \n\t.,;:!?-–—")
    marks = [
        i
        for i, char in enumerate(gap)
        if char in _QUOTES and not (0 < i < len(gap) - 1 and gap[i - 1 : i + 2 : 2].isalpha())
    ]
    return len(marks) >= 2 and marks[0] == 0 and marks[-1] == len(gap) - 1 and len(gap) <= _MAX_ATTRIBUTION
