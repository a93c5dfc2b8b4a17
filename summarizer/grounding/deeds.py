"""Who does what to whom, where and when, in one clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.alignment import any_aligned
from summarizer.grounding.datespans import DateSpan
from summarizer.grounding.frames import Frame
from summarizer.grounding.lazy import lazy
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import Word, small

__all__ = ["Clause", "label", "named_elsewhere", "overlap"]

_GENERIC: Final = word_set("country nation state company firm group city town region club territory capital province")
_LATER: Final = word_set("later afterwards afterward subsequently")
_PLACE_PREPOSITIONS: Final = word_set("in at near inside outside")


class Clause:
    """A frame and the text it stands in, with the parts of the deed that it tells."""

    def __init__(self, reading: Reading, frame: Frame) -> None:
        """Take up ``frame`` of ``reading``."""
        self.reading = reading
        self.frame = frame

    @lazy
    def doers(self) -> list[Word]:
        """Those who do it: the subject, or what follows a passive's 'by'."""
        return self.pick(self.doer_places)

    @lazy
    def done_to(self) -> list[Word]:
        """Those it is done to: the object, or a passive's subject."""
        return self.pick(self.done_to_places)

    @property
    def doer_places(self) -> list[int]:
        """Where the doers stand."""
        return self.frame.by if self.frame.passive else self.frame.left

    @property
    def done_to_places(self) -> list[int]:
        """Where those stand that it is done to."""
        return self.frame.left if self.frame.passive else self._objects()

    @lazy
    def around(self) -> list[Word]:
        """All words of the clause but its verb."""
        frame = self.frame
        return self.pick([*frame.left, *frame.rest, *frame.by, *frame.loose])

    @lazy
    def dates(self) -> list[DateSpan]:
        """Dates within the clause."""
        frame = self.frame
        return [one for one in self.reading.dates if frame.first <= one.first < frame.last]

    @property
    def later(self) -> bool:
        """Whether the clause tells of a later time than the one before it: 'and sank two days later'."""
        inside = self.reading.parse.words[self.frame.verb + 1 : self.frame.last]
        next_time = any(a.norm in ("next", "following") and b.flags & words.TIME for a, b in pairwise(inside))
        return next_time or any(item.norm in _LATER for item in inside)

    @lazy
    def places(self) -> list[Word]:
        """Names after 'in', 'at' or 'near'."""
        named = self.reading.named
        found: list[Word] = []
        inside = False
        for i in range(self.frame.first, self.frame.last):
            item = self.reading.parse.words[i]
            if item.norm in _PLACE_PREPOSITIONS:
                inside = True
            elif i == self.frame.verb or item.norm == "," or (item.flags & _ENDS_PLACE and item.norm != "of"):
                inside = False
            elif inside and i in named:
                found.append(item)
        return found

    def pick(self, places: Iterable[int]) -> list[Word]:
        """Return the words at ``places`` that can name somebody: no numbers, no dates, no titles.

        A capital that only starts the sentence is taken off.
        """
        reading = self.reading
        taken, items, named = reading.counted | reading.dated, reading.parse.words, reading.named
        return [
            small(items[i]) if items[i].capital and i not in named else items[i]
            for i in places
            if i not in taken and not (items[i].flags & words.TITLE and i + 1 in named)
        ]

    def _objects(self) -> list[int]:
        """Return the words after the verb up to the first preposition: 'to' phrases aren't objects."""
        items = self.reading.parse.words
        end = self.frame.verb + 1
        while end < self.frame.last and not (items[end].flags & words.PREP and items[end].norm != "of"):
            end += 1
        return [i for i in self.frame.rest if i < end]


_ENDS_PLACE: Final = words.PREP | words.SUB


def overlap(first: Sequence[Word], second: Sequence[Word]) -> bool:
    """Say whether a word of ``first`` means the same as one of ``second``.

    A surname alone doesn't make two people one who have different first names.
    """
    shared = [item for item in first if any_aligned(item, second)]
    if len(shared) != 1 or not shared[0].capital or shared[0].state:
        return bool(shared)
    return not (_given(first, shared[0]) and _given(second, shared[0]))


def _given(found: Sequence[Word], surname: Word) -> bool:
    """Say whether a first name stands before ``surname``."""
    for one, following in pairwise(found):
        if following.norm == surname.norm and one.capital and not one.state and not one.flags & words.TITLE:
            return not one.possessive
    return False


def label(found: Sequence[Word]) -> str:
    """Return some of ``found`` to show to a reader, names first."""
    named = [item for item in found if item.capital] or list(found)
    return " ".join(item.norm for item in named[:3])


def named_elsewhere(wanted: Sequence[Word], clause: Clause, stated: Sequence[Clause]) -> bool:
    """Say whether the sentences name ``wanted`` in other clauses only, while this clause names someone of its own."""
    frame = clause.frame
    items = clause.reading.parse.words
    near = [*frame.rest, *frame.loose, *frame.shared, *frame.subject, *frame.by]
    if overlap(wanted, [items[i] for i in near]):
        return False
    named = [item for item in wanted if item.capital]
    own = (*frame.left, *frame.by, *frame.rest)
    if named and any(items[i].norm in _GENERIC for i in own):
        return False  # 'struck the country' may be the one named elsewhere
    if named and not any(items[i].capital or _is_indefinite(items, i) for i in own):
        return False
    return any(overlap(named or wanted, rival.around) for rival in stated if rival.frame is not frame)


def _is_indefinite(items: Sequence[Word], i: int) -> bool:
    """Say whether 'a' introduces the word: 'a passer-by' is nobody named before."""
    return any(item.norm in ("a", "an") for item in items[max(0, i - 2) : i])
