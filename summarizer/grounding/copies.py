"""Recognise, without reading it, a fact that is copied out of a sentence and can stand by itself.

A copy says what its sentence says unless the cut falls badly: it must not leave out a denial or a hedge before it or
after it, nor split a number or a name. Where any of these is in sight, the fact is read in full instead.
"""

from __future__ import annotations

import re
from typing import Final

from summarizer.domain.document import Document, Span
from summarizer.grounding.lexicon.quantity import FRACTIONS, MAGNITUDES, NUMBER_WORDS, ORDINALS, UNITS, VAGUE

__all__ = ["copied"]

_ENDS: Final = " .,;:!?"
_BEFORE: Final = re.compile(
    r"\b(?:not|never|no|nor|neither|none|nobody|nothing|without|few|hardly|scarcely|barely|unlikely|likely|unable|if|unless|"
    r"whether|may|might|could|would|will|shall|should|must|can|cannot|fail\w*|refus\w*|declin\w*|den[yi]\w*|reject\w*|"
    r"rul\w+ out|plan\w*|propos\w*|suggest\w*|threat\w*|alleg\w*|claim\w*|accus\w*|suspect\w*|urg\w*|ask\w*|call\w*|"
    r"want\w*|hop\w*|seek\w*|consider\w*|expect\w*|believ\w*|think\w*|thought|rumou?r\w*|reportedly|impossible|doubt\w*|"
    r"false\w*|untrue|lack\w*|prevent\w*|avoid\w*|stop\w*|ban\w*|cancel\w*|agree\w*|pledg\w*|promis\w*|vow\w*|order\w*|"
    r"demand\w*|intend\w*|offer\w*|aim\w*|set|due|ready|attempt\w*|tr[yi]\w*|bid|only|wrong\w*|mistak\w*|dismiss\w*)\b|n['’´]t\b",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"\b(?:not|never|no|nobody|none|without|unless|if|den[yi]\w*|false\w*|untrue|alleg\w*|reportedly|reject\w*|dismiss\w*|"
    r"wrong\w*|mistak\w*|disput\w*|nothing|fail\w*)\b|n['’´]t\b",
    re.IGNORECASE,
)
_LAST: Final = re.compile(r"(?:^|\s)(\S+)\s*$")
_FIRST: Final = re.compile(r"^\s*(\S+)")
_NAMES: Final = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*|of|the|de|la|al|bin|van|von|and)(?:[ -](?:[^\W\d_a-z][\w.'’-]*|of|the|de|la|al|bin|van|von))*")
_OPEN: Final = frozenset("to be been being is are was were from than by of in not a an the and or".split())
_COUNTS: Final = frozenset(NUMBER_WORDS) | frozenset(MAGNITUDES) | frozenset(UNITS) | frozenset(VAGUE) | frozenset(ORDINALS) | frozenset(FRACTIONS)


def copied(text: str, document: Document, cited: tuple[int, ...]) -> Span | None:
    """Return where ``text`` stands in a cited sentence as it is, if it can be judged by that alone; else None."""
    wanted = text.strip(_ENDS)
    if len(wanted) < 2:
        return None
    for number in cited:
        sentence = document.sentences[number - 1]
        at = _find(wanted, document.text, sentence.start, sentence.end)
        if at >= 0 and _stands_alone(wanted, document.text[sentence.start : at], document.text[at + len(wanted) : sentence.end]):
            return Span(start=at, end=at + len(wanted))
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


def _stands_alone(wanted: str, before: str, after: str) -> bool:
    if not before.strip(" \"'“‘«(") and not after.strip(" .,;:!?\"'”’»)…"):
        return True
    if _splits_name(wanted, before, after) or _splits_number(wanted, before, after):
        return False
    if _NAMES.fullmatch(wanted):
        return True
    last = _LAST.search(before)
    if last is not None and last[1].casefold() in _OPEN:
        return False
    return not _BEFORE.search(before) and not _AFTER.search(after)


def _splits_name(wanted: str, before: str, after: str) -> bool:
    if wanted[0].isupper() and before:
        last = _LAST.search(before)
        if last is not None and last[1][0].isupper() and not before.rstrip().endswith((",", ".", ";", ":", "s")):
            return True
        if before.endswith(("-", " of ", " Of ")):
            return True
    if wanted.rsplit(" ", 1)[-1][0].isupper():
        following = _FIRST.search(after)
        return after[:1] in (" ", "-") and following is not None and following[1].lstrip("-")[:1].isupper()
    return False


def _splits_number(wanted: str, before: str, after: str) -> bool:
    """Say whether the cut may leave a number without its beginning, magnitude or unit."""
    first, last = wanted.split(" ", 1)[0], wanted.rsplit(" ", 1)[-1]
    if _counts(last) or last[-1] in "$€£":
        return True
    left = _LAST.search(before)
    return _counts(first) or (left is not None and _counts(left[1]))


def _counts(word: str) -> bool:
    return any(char.isdigit() for char in word) or word.casefold().strip("-,.") in _COUNTS or word[0] in "$€£¥"
