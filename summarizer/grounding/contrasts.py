"""Contrasts outside of clauses: where from and where to, how many of a group, which of a row, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.alignment import aligned
from summarizer.grounding.datespans import agrees
from summarizer.grounding.findings import Report
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.numbers import Number
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import Word

__all__ = ["check_contrasts"]

_SHARES: Final = {
    **dict.fromkeys(word_set("all every each entire whole both"), 3),
    **dict.fromkeys(word_set("most"), 2),
    **dict.fromkeys(word_set("some several certain few part one"), 1),
}
"""How much of a group a word stands for: all of it, most of it, some of it."""

_CAUSES: Final = {("because", "of"), ("due", "to"), ("owing", "to"), ("thanks", "to"), ("result", "of")}
_BETWEEN: Final = word_set("of the its their his her our my these those")


def check_contrasts(claim: Reading, cited: Sequence[Reading], report: Report) -> None:
    """Look for routes with another end and for groups that the sentences have only in part."""
    _check_routes(claim, cited, report)
    _check_shares(claim, cited, report)
    _check_causes(claim, cited, report)
    _check_ordinals(claim, cited, report)


def _check_routes(claim: Reading, cited: Sequence[Reading], report: Report) -> None:
    """Refuse 'from Arvik to Belm' where the sentence has 'from Arvik to Dunholm'."""
    for start, end in _routes(claim):
        stated = [route for reading in cited for route in _routes(reading)]
        rivals = [one for one in stated if aligned(one[0], start) != aligned(one[1], end)]
        if rivals and not any(aligned(one[0], start) and aligned(one[1], end) for one in stated):
            origin, goal = (one.norm.capitalize() for one in rivals[0])
            report.conflict(f"{start.norm} {end.norm}", f"the sentence says from {origin} to {goal}")
            return


def _routes(reading: Reading) -> list[tuple[Word, Word]]:
    """Return the names after 'from' and 'to' that stand together."""
    items, named = reading.parse.words, reading.named
    found: list[tuple[Word, Word]] = []
    for i in reading.parse.by_norm.get("from", ()):
        start = next((j for j in range(i + 1, min(i + 3, len(items))) if j in named), None)
        if start is None:
            continue
        end = start
        while end + 1 < len(items) and end + 1 in named:
            end += 1
        goal = end + 2
        if goal < len(items) and items[end + 1].norm == "to" and goal in named:
            found.append((items[start], items[goal]))
    return found


def _check_shares(claim: Reading, cited: Sequence[Reading], report: Report) -> None:
    """Refuse 'all workers' where the sentence has 'some of the workers'."""
    for noun, share in _shared(claim):
        stated = [one for reading in cited for other, one in _shared(reading) if aligned(noun, other)]
        if stated and max(stated) < share:
            report.missing(noun.norm, "the sentence doesn't say it of so many")
            return


def _shared(reading: Reading) -> list[tuple[Word, int]]:
    """Return the nouns that a word of share stands before."""
    items = reading.parse.words
    found: list[tuple[Word, int]] = []
    for i, item in enumerate(items):
        share = _SHARES.get(item.norm)
        j = i + 1
        if share is None:
            if i not in reading.counted or j >= len(items) or items[j].norm != "of":
                continue
            share = 1  # '400 of the refugees'
        while j < len(items) and items[j].norm in _BETWEEN:
            j += 1
        if j < len(items) and items[j].flags & words.WORD and not items[j].flags & words.STOP:
            found.append((items[j], share))
    return found


def _check_causes(claim: Reading, cited: Sequence[Reading], report: Report) -> None:
    """Refuse 'because of the flood' where the sentence has 'because of high prices'."""
    wanted = _causes(claim)
    stated = [item for reading in cited for item in _causes(reading)]
    if wanted and stated and not any(aligned(item, other) for item in wanted for other in stated):
        report.conflict(wanted[-1].norm, f"the sentence gives {stated[-1].norm!r} as the cause")


def _causes(reading: Reading) -> list[Word]:
    """Return the words of the phrase after 'because of', 'due to' or 'as a result of'."""
    items = reading.parse.words
    for i in range(len(items) - 1):
        if (items[i].norm, items[i + 1].norm) in _CAUSES:
            phrase = []
            for item in items[i + 2 : i + 8]:
                if not item.flags & (words.WORD | words.DET) or item.flags & (words.SUB | words.CONJ | words.AUX):
                    break
                phrase.append(item)
            return [item for item in phrase if not item.flags & words.STOP]
    return []


def _check_ordinals(claim: Reading, cited: Sequence[Reading], report: Report) -> None:
    """Refuse 'the second round is on 4 May' where a sentence has 'the first round … on 4 May'."""
    ordinals = _ordinals(claim)
    if not ordinals or not claim.dates:
        return
    for reading in cited:
        dated = any(agrees(span, one, None) for span in claim.dates for one in reading.dates)
        stated = _ordinals(reading) if dated else []
        for noun, place in ordinals:
            rivals = [value for other, value in stated if aligned(noun, other)]
            if rivals and place not in rivals:
                report.conflict(noun.norm, "the sentence says it of another one")
                return


def _ordinals(reading: Reading) -> list[tuple[Word, Number]]:
    """Return the nouns after 'first', 'second' …, and which they are."""
    items = reading.parse.words
    return [
        (items[one.last + 1], one.low)
        for one in reading.quantities
        if one.unit == "ord" and one.last + 1 < len(items) and items[one.last + 1].flags & words.WORD
    ]
