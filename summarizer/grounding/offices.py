"""Whose office a sentence names: 'Minister Ada Low' and 'Bo Lund, mayor of Arvik,' make no mayor of Ada Low."""

from __future__ import annotations

from typing import Final

from summarizer.grounding import words
from summarizer.grounding.alignment import aligned
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.names import Mention
from summarizer.grounding.passage import Passage
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import Word

__all__ = ["wrong_holder"]

_OF: Final = word_set("of for at in to")
_REACH: Final = 8


def wrong_holder(office: str, holder: str, passage: Passage) -> str | None:
    """Return why ``holder`` isn't who the sentences give the ``office``; None where nothing speaks against it.

    Only a name that stands right beside the office holds it: before its comma, after it, or after its comma. An office
    that stands anywhere without such a name may be anybody's.
    """
    claim, name = Reading(office).parse, Reading(holder).parse
    head = next((i for i, item in enumerate(claim.words) if i and item.norm in _OF), len(claim.words))
    wanted = [claim.words[i] for i in claim.content if i < head]
    if not wanted or not name.content:
        return None
    surname = name.words[name.content[-1]]
    others: list[str] = []
    for reading in passage.cited:
        for i in reading.parse.content:
            if reading.parse.words[i].lemma != wanted[-1].lemma:
                continue
            holders = _holders(reading, i)
            if not holders or any(_is_named(reading, one, surname) for one in holders):
                return None
            others.append(reading.parse.raw(holders[0].first, holders[0].last))
    return f"the sentence says it of {others[0]}" if others else None


def _is_named(reading: Reading, mention: Mention, surname: Word) -> bool:
    return any(aligned(reading.parse.words[j], surname) for j in mention.parts)


def _holders(reading: Reading, office: int) -> list[Mention]:
    """Return the names that stand beside the office at ``office``."""
    items = reading.parse.words
    starts = {one.parts[0]: one for one in reading.names}
    ends = {one.last: one for one in reading.names}
    after = office + 1
    if after in starts:
        return [starts[after]]
    found: list[Mention] = []
    comma = _comma_after(items, after)
    if comma is not None and comma + 1 in starts:
        found.append(starts[comma + 1])
    before = _comma_before(items, office)
    if before is not None and before - 1 in ends:
        found.append(ends[before - 1])
    return found


def _comma_after(items: list[Word], at: int) -> int | None:
    """Return the comma that closes the phrase: 'mayor of Arvik, …'."""
    for j in range(at, min(at + _REACH, len(items))):
        if items[j].norm == ",":
            return j
        if not (items[j].flags & words.WORD) or items[j].flags & (words.AUX | words.SUB | words.CONJ):
            return None
    return None


def _comma_before(items: list[Word], at: int) -> int | None:
    """Return the comma that opens the phrase: '…, the long-serving mayor'."""
    for j in range(at - 1, max(-1, at - _REACH), -1):
        if items[j].norm == ",":
            return j
        stops = words.AUX | words.SUB | words.CONJ | words.PREP
        if items[j].flags & stops or not (items[j].flags & (words.WORD | words.DET) or items[j].norm == "-"):
            return None
    return None
