"""Recognise, without reading it, a fact that is copied out of a sentence and can stand by itself.

A copy says what its sentence says unless the cut falls badly: it must not leave out a denial or a hedge before it or
after it, nor split a number or a name. Where any of these is in sight, the fact is read in full instead.
"""

from __future__ import annotations

import re
from typing import Final

from summarizer.domain.document import Document, Span
from summarizer.grounding.lexicon.quantity import FRACTIONS, MAGNITUDES, NUMBER_WORDS, ORDINALS, UNITS, VAGUE
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.words import STOP, TITLE, word

__all__ = ["Cues", "copied"]

_ENDS: Final = " .,;:!?"
_BEFORE: Final = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|without|few|hardly|scarcely|barely|unlikely|likely|unable|if|unless|"
    r"whether|may|might|could|would|will|shall|should|must|can|cannot|fail\w*|refus\w*|declin\w*|den[yi]\w*|reject\w*|"
    r"rul\w+ out|plan\w*|propos\w*|suggest\w*|threat\w*|alleg\w*|claim\w*|accus\w*|suspect\w*|urg\w*|ask\w*|call\w*|"
    r"want\w*|hop\w*|seek\w*|consider\w*|expect\w*|believ\w*|think\w*|thought|rumou?r\w*|reportedly|impossible|doubt\w*|"
    r"false\w*|untrue|lack\w*|prevent\w*|avoid\w*|stop\w*|ban\w*|cancel\w*|agree\w*|pledg\w*|promis\w*|vow\w*|order\w*|"
    r"demand\w*|intend\w*|offer\w*|aim\w*|set|due|ready|attempt\w*|tr[yi]\w*|bid|only|wrong\w*|mistak\w*|dismiss\w*)\b|n['’´]t\b"
)
_AFTER: Final = re.compile(
    r"\b(?:not|never|no|nobody|none|without|unless|if|den[yi]\w*|false\w*|untrue|alleg\w*|reportedly|reject\w*|dismiss\w*|"
    r"wrong\w*|mistak\w*|disput\w*|nothing|fail\w*)\b|n['’´]t\b"
)
_LONGER_WHEN_SMALL: Final = "\u0130"
"""The one letter whose small form is two characters, which would move every place after it."""
_PART: Final = r"(?:[^\W\d_a-z][\w.'’-]*|of|the|de|la|al|bin|van|von)"
_NAMES: Final = re.compile(rf"{_PART}(?:[ -]{_PART})*")
_OPEN: Final = word_set("to be been being is are was were from than by of in not a an the and or")
_FIGURE: Final = re.compile(r"[\d$€£¥]")
_COUNTS: Final = (
    frozenset(NUMBER_WORDS)
    | frozenset(MAGNITUDES)
    | frozenset(UNITS)
    | frozenset(VAGUE)
    | frozenset(ORDINALS)
    | frozenset(FRACTIONS)
)


class Cues:
    """Where the sentences of a document have words that deny or hedge; looked for once a sentence."""

    def __init__(self, document: Document) -> None:
        """Take ``document`` up."""
        self._document = document
        self._found: dict[int, tuple[list[int], list[int]]] = {}

    def spare(self, number: int, start: int, end: int) -> bool:
        """Say whether sentence ``number`` has none before ``start`` and none after ``end`` that reaches the stretch."""
        found = self._found.get(number)
        if found is None:
            sentence = self._document.sentences[number - 1]
            # small letters first: a search that ignores case takes four times as long
            text = self._document.text[sentence.start : sentence.end].replace(_LONGER_WHEN_SMALL, "I").lower()
            before = [sentence.start + match.start() for match in _BEFORE.finditer(text)]
            after = [sentence.start + match.start() for match in _AFTER.finditer(text)]
            found = self._found[number] = (before, after)
        return not (found[0] and found[0][0] < start) and not (found[1] and found[1][-1] >= end)


def copied(text: str, document: Document, cited: tuple[int, ...], cues: Cues, *, counted: bool = False) -> Span | None:
    """Return where ``text`` stands in a cited sentence as it is, if it can be judged by that alone; else None.

    ``counted`` says that a number stands beside it in its object, so that one may stand before it in the sentence.
    """
    wanted = text.strip(_ENDS)
    if len(wanted) < 2:
        return None
    for number in cited:
        sentence = document.sentences[number - 1]
        at = _find(wanted, document.text, sentence.start, sentence.end)
        if at < 0:
            continue
        end = at + len(wanted)
        before, after = document.text[sentence.start : at], document.text[end : sentence.end]
        if _is_whole(before, after) or _is_name(wanted, before, after):
            return Span(start=at, end=end)
        if _cut_well(wanted, before, after, counted=counted) and cues.spare(number, at, end):
            return Span(start=at, end=end)
    return None


def _find(wanted: str, text: str, start: int, end: int) -> int:
    at = text.find(wanted, start, end)
    if at < 0 and " " in wanted:
        at = text.find(wanted[0].swapcase() + wanted[1:], start, end)
    if at < 0:
        return -1
    before = text[at - 1] if at > start else " "
    after = text[at + len(wanted)] if at + len(wanted) < end else " "
    return -1 if before.isalnum() or after.isalnum() else at


def _is_whole(before: str, after: str) -> bool:
    return not before.strip(" \"'“‘«(") and not after.strip(" .,;:!?\"'”’»)…")


def _is_name(wanted: str, before: str, after: str) -> bool:
    return _NAMES.fullmatch(wanted) is not None and not _splits_name(wanted, before, after)


def _cut_well(wanted: str, before: str, after: str, *, counted: bool) -> bool:
    """Say whether the stretch splits no name, no number and no phrase that its first word belongs to."""
    if _last(before).casefold() in _OPEN:
        return False
    return not _splits_name(wanted, before, after) and not _splits_number(wanted, "" if counted else before)


def _splits_name(wanted: str, before: str, after: str) -> bool:
    if wanted[0].isupper() and before:
        last = _last(before)
        if last[:1].isupper() and before[-1] == " " and not _ends_before_name(last):
            return True
        if before.endswith(("-", " of ", " Of ")):
            return True
    if wanted.rsplit(" ", 1)[-1][0].isupper():
        return after[:1] in (" ", "-") and after[1:2].isupper()
    return False


def _ends_before_name(token: str) -> bool:
    """Say whether a capital word before a name is no part of it: a title, a country's adjective, a possessive."""
    if token[-1] in ",.;:":
        return True
    item = word(token)
    return item.possessive or bool(item.state) or bool(item.flags & (TITLE | STOP))


def _splits_number(wanted: str, before: str) -> bool:
    """Say whether the cut may leave a number without its beginning, magnitude or unit."""
    first, last = wanted.split(" ", 1)[0], wanted.rsplit(" ", 1)[-1]
    if _counts(last):
        return True
    left = _last(before)
    return _counts(first) or (left != "" and _counts(left))


def _last(text: str) -> str:
    """Return the last word of ``text``."""
    parts = text.rsplit(None, 1)
    return parts[-1] if parts else ""


def _counts(token: str) -> bool:
    return token.casefold().strip("-,.") in _COUNTS or _FIGURE.search(token) is not None
