"""Check the words of a fact beside its clauses: what the sentences contradict, what they don't say at all."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.alignment import aligned, opposed
from summarizer.grounding.contrasts import check_contrasts
from summarizer.grounding.datespans import DateSpan, agrees
from summarizer.grounding.findings import Report
from summarizer.grounding.passage import Passage
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import Word

__all__ = ["ENOUGH", "FEW", "SURE", "Overlap", "check_words", "overlap", "said_by_denial"]

ENOUGH: Final = 0.6
"""Share of a fact's content words that its sentences must have for it to count as verified."""

FEW: Final = 0.34
"""Share of plain words that must be found whatever names and numbers are."""

SURE: Final = 0.85
"""Share from which on even a verb that is news by itself may be missing: the fact then says little besides."""

_OF_PLACE: Final = frozenset(("on", "onto", "into", "in", "at", "against", "from"))
_HAPPENING: Final = frozenset(map(words.stem, ("happen", "occur", "erupt", "explode", "take")))
_VERBAL: Final = words.PAST | words.ING | words.BASE | words.THIRD
_OPPOSITE_PREPOSITIONS: Final = {
    "before": ("after", "since", "following"),
    "after": ("before", "until"),
    "ahead": ("behind",),
    "behind": ("ahead",),
    "with": ("without",),
    "without": ("with",),
    "for": ("against",),
    "against": ("for",),
    "above": ("below", "under"),
    "below": ("above", "over"),
    "from": ("to", "into"),
    "to": ("from",),
    "into": ("from",),
    "inside": ("outside",),
    "outside": ("inside",),
}


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of a fact its sentences have, and which of its words they don't."""

    share: float
    weight: float
    missing: tuple[Word, ...]


def overlap(claim: Reading, passage: Passage, explained: Container[str] = ()) -> Overlap:
    """Return the share of content words found; names, numbers and dates are judged elsewhere and left out.

    ``explained`` are words whose clause the sentences tell in other words.
    """
    missing: list[Word] = []
    total = 0.0
    lost = 0.0
    items = claim.parse.words
    for i in claim.parse.content:
        item = items[i]
        if i in claim.named or i in claim.counted or i in claim.dated:
            continue
        weight = 0.3 if item.flags & words.LIGHT else 1.0
        total += weight
        titled = item.flags & words.TITLE and i + 1 in claim.named
        if item in passage or titled or item.norm in explained:
            continue
        if not said_by_denial(item, passage.cited, denied=claim.denied[i]):
            lost += weight
            missing.append(item)
    return Overlap(1 - lost / max(total, 1.0), total, tuple(missing))


def said_by_denial(item: Word, cited: Sequence[Reading], *, denied: bool) -> bool:
    """Say whether the sentences say it by its opposite: 'not guilty' for 'acquitted'; not rising isn't falling."""
    return any(
        reading.denied[i] != denied
        and opposed(item, reading.parse.words[i])
        and not item.scale & reading.parse.words[i].same
        for reading in cited
        for i in reading.parse.content
    )


def check_words(claim: Reading, passage: Passage, missing: Sequence[Word], report: Report) -> None:
    """Look for contradiction word by word: opposites, rivals of one kind, denied nouns, opposite prepositions."""
    cited = passage.cited
    _check_opposites(claim, cited, missing, report)
    if claim.denies or passage.denies:
        _check_denied(claim, passage, report)
    _check_prepositions(claim, cited, report)
    _check_phrases(claim, cited, report)
    _check_setting(claim, cited, report)
    check_contrasts(claim, cited, report)
    if claim.dates:
        _check_dates_beside(claim, cited, report)
    _check_order(claim, cited, report)


def _check_dates_beside(claim: Reading, cited: Sequence[Reading], report: Report) -> None:
    """Refuse 'resume on 14 April' where the sentence has 'resume on 2 May'."""
    for span in claim.dates:
        before = _word_before(claim, span.first)
        if before is None:
            continue
        beside = [one for reading in cited for one in reading.dates if _has_before(reading, one.first, before)]
        if beside and not any(agrees(span, one, None) for one in beside) and _agrees_elsewhere(span, cited):
            report.conflict(span.text, f"the sentence dates it {beside[0].text!r}")


def _agrees_elsewhere(span: DateSpan, cited: Sequence[Reading]) -> bool:
    return any(agrees(span, one, None) for reading in cited for one in reading.dates)


def _word_before(reading: Reading, i: int) -> Word | None:
    """Return the content word that a date follows, prepositions skipped."""
    for j in range(i - 1, max(-1, i - 4), -1):
        item = reading.parse.words[j]
        if not item.flags & words.WORD:
            return None
        if not item.flags & words.STOP:
            return item
    return None


def _has_before(reading: Reading, i: int, item: Word) -> bool:
    before = _word_before(reading, i)
    return before is not None and aligned(before, item)


def _check_order(claim: Reading, cited: Sequence[Reading], report: Report) -> None:
    """Refuse 'Sony outbid Samsung' for 'Samsung outbid Sony', with a word between that isn't known as a verb."""
    items = claim.parse.words
    places = [i for i in claim.parse.content if i not in claim.counted and i not in claim.dated]
    for first, middle, last in zip(places, places[1:], places[2:], strict=False):
        if not (first in claim.named and last in claim.named) or middle in claim.verbs or middle in claim.named:
            continue
        for reading in cited:
            order = [reading.parse.by_norm.get(items[i].norm, [-1])[0] for i in (last, middle, first)]
            if order[0] >= 0 and order[0] < order[1] < order[2] and order[2] - order[0] <= last - first + 2:
                report.conflict(items[first].norm, "the sentence has it the other way round")
                return


def _check_opposites(claim: Reading, cited: Sequence[Reading], missing: Sequence[Word], report: Report) -> None:
    own = claim.parse.words
    for item in missing:
        for reading in cited:
            for i in reading.parse.content:
                other = reading.parse.words[i]
                if (
                    opposed(item, other)
                    and not (reading.denied[i] and not item.scale)
                    and not (i in reading.verbs and item.flags & _VERBAL)
                ):
                    report.conflict(item.norm, f"the sentence says {other.norm!r}")
                    return
                if item.kind & other.kind and not aligned(item, other) and not any(aligned(other, one) for one in own):
                    report.conflict(item.norm, f"the sentence says {other.norm!r}")
                    return


def _check_denied(claim: Reading, passage: Passage, report: Report) -> None:
    """Compare what is denied, word by word, for words that aren't verbs in the fact."""
    verbs = set(claim.verbs)
    for i in claim.parse.content:
        item = claim.parse.words[i]
        if i in verbs or item.flags & words.LIGHT:
            continue
        states = passage.states_of(item)
        if len(states) == 1 and not claim.state_of(i) & states:
            report.conflict(item.norm, f"the sentence {'denies' if True in states else 'affirms'} it")
            return


def _check_prepositions(claim: Reading, cited: Sequence[Reading], report: Report) -> None:
    for i in range(len(claim.parse)):
        norm = _preposition_at(claim, i)
        against = _OPPOSITE_PREPOSITIONS.get(norm)
        head = _head_after(claim, i) if against else None
        if against is None or head is None:
            continue
        found = [_preposition_of(reading, j) for reading in cited for j in _places(reading, head)]
        wrong = next((one for one in found if one in against), None)
        if norm not in found and wrong is not None:
            report.conflict(f"{norm} {head.norm}", f"the sentence says {wrong!r}")
            return


def _check_phrases(claim: Reading, cited: Sequence[Reading], report: Report) -> None:
    """Refuse 'fell on the theatre' where the sentence has 'fell on the hotel next to the theatre'."""
    for verb in claim.verbs:
        mine = _phrase_after(claim, verb)
        if mine is None:
            continue
        for reading in cited:
            theirs = [
                _phrase_after(reading, i)
                for i in reading.verbs
                if aligned(claim.parse.words[verb], reading.parse.words[i])
            ]
            heads = [one[1] for one in theirs if one is not None and one[0] == mine[0]]
            if any(theirs) and not heads and _phrase_of_other(mine, claim.parse.words[verb], reading):
                report.conflict(mine[1].norm, f"the sentence says {mine[0]} {mine[1].norm!r} of something else")
                return
            if not heads or any(aligned(mine[1], head) for head in heads) or _of_phrase(mine[1], heads, reading):
                continue
            places = _places(reading, mine[1])
            if places and not any(_preposition_of(reading, j) == mine[0] for j in places):
                report.conflict(mine[1].norm, f"the sentence says {mine[0]} {heads[0].norm!r}")
                return


def _of_phrase(wanted: Word, heads: Sequence[Word], reading: Reading) -> bool:
    """Say whether 'of' joins ``wanted`` to one of ``heads``: 'in the port of Arvik' for 'in Arvik'."""
    items = reading.parse.words
    return any(
        aligned(wanted, items[j]) and j > 1 and items[j - 1].norm == "of" and items[j - 2] in heads
        for j in reading.parse.content
    )


def _phrase_of_other(phrase: tuple[str, Word], verb: Word, reading: Reading) -> bool:
    """Say whether another verb leads to ``phrase``: 'begins in the morning and ends at midnight'."""
    others = [i for i in reading.verbs if not aligned(verb, reading.parse.words[i])]
    found = [_phrase_after(reading, i) for i in others]
    return any(one is not None and one[0] == phrase[0] and aligned(one[1], phrase[1]) for one in found)


def _check_setting(claim: Reading, cited: Sequence[Reading], report: Report) -> None:
    """Refuse 'the blast happened in Eastport' where the sentence has 'the blast in Westport'."""
    for verb in claim.verbs:
        mine = _phrase_after(claim, verb) if claim.parse.words[verb].lemma in _HAPPENING else None
        event = _word_before(claim, verb)
        if mine is None or event is None:
            continue
        settings = [_phrase_after(reading, j) for reading in cited for j in _places(reading, event)]
        heads = [one[1] for one in settings if one is not None and one[0] == mine[0]]
        if heads and not any(aligned(mine[1], head) for head in heads):
            report.conflict(mine[1].norm, f"the sentence says {mine[0]} {heads[0].norm!r}")
            return


def _phrase_after(reading: Reading, verb: int) -> tuple[str, Word] | None:
    """Return the preposition right after a verb and the first word that it governs."""
    items = reading.parse.words
    at = verb + 1
    if at < len(items) and items[at].flags & words.STOP and not items[at].flags & words.PREP:
        at += 1
    if at >= len(items) or items[at].norm not in _OF_PLACE or at in reading.dated:
        return None
    head = _head_after(reading, at)
    return None if head is None else (items[at].norm, head)


def _places(reading: Reading, head: Word) -> list[int]:
    return [j for j in reading.parse.content if aligned(head, reading.parse.words[j])]


def _head_after(reading: Reading, i: int) -> Word | None:
    for item in reading.parse.words[i + 1 : i + 4]:
        if item.flags & words.WORD and not item.flags & words.STOP:
            return item
        if not item.flags & words.DET and item.norm != "of":
            return None
    return None


def _preposition_at(reading: Reading, k: int) -> str:
    """Return the word at ``k``, 'ahead of' as 'ahead' and 'in favour of' as 'for'."""
    norm = reading.parse.words[k].norm
    if norm != "of" or not k:
        return norm
    before = reading.parse.words[k - 1].norm
    return "for" if before in ("favour", "favor", "support") else before if before in _OPPOSITE_PREPOSITIONS else norm


def _preposition_of(reading: Reading, j: int) -> str:
    """Return the preposition that governs word ``j``: the nearest before it, with only determiners between."""
    for k in range(j - 1, max(-1, j - 4), -1):
        item = reading.parse.words[k]
        if item.flags & (words.PREP | words.SUB):
            return _preposition_at(reading, k)
        if not item.flags & words.DET:
            return ""
    return ""
