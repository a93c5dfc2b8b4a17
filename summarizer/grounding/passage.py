"""The sentences a fact cites, as one thing to look words, numbers, clauses and speakers up in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from summarizer.grounding.alignment import aligned
from summarizer.grounding.binding import Bound, bind
from summarizer.grounding.deeds import Clause
from summarizer.grounding.lazy import lazy
from summarizer.grounding.reading import Reading
from summarizer.grounding.speakers import Attribution, attributions
from summarizer.grounding.words import PERSON, Word

__all__ = ["Passage", "Stated"]

_ANYBODY: Final = frozenset(("people", "person", "persons", "individual", "individuals"))


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that a sentence states, and what it belongs to there."""

    reading: Reading
    bound: Bound


class Passage:
    """Cited sentences, read on first need and once for all facts that cite the same ones."""

    def __init__(self, cited: Sequence[Reading]) -> None:
        """Take the sentences up."""
        self.cited = cited

    def __contains__(self, item: Word) -> bool:
        """Say whether ``item``, or another word for it, stands there."""
        if item.lemma in self._keys or item.root in self._keys or item.norm in self._norms or item.same & self._same:
            return True
        return bool(item.flags & PERSON and item.norm in _ANYBODY)

    @lazy
    def _same(self) -> int:
        bits = 0
        for reading in self.cited:
            bits |= reading.parse.same
        return bits

    @lazy
    def _keys(self) -> frozenset[str]:
        return frozenset(key for reading in self.cited for key in reading.parse.by_root)

    @lazy
    def _norms(self) -> frozenset[str]:
        return frozenset(item.norm for reading in self.cited for item in reading.parse.words if "_" not in item.lemma)

    @lazy
    def numbers(self) -> list[Stated]:
        """All numbers stated."""
        return [Stated(reading, bound) for reading in self.cited for bound in bind(reading)]

    @lazy
    def clauses(self) -> list[Clause]:
        """All clauses."""
        return [Clause(reading, frame) for reading in self.cited for frame in reading.frames]

    @lazy
    def attributions(self) -> list[Attribution]:
        """Who says what."""
        return [one for reading in self.cited for one in attributions(reading)]

    @lazy
    def hedges(self) -> int:
        """What some clause makes of its event: possible, to come, wanted, alleged."""
        bits = 0
        for clause in self.clauses:
            bits |= clause.frame.hedge
        return bits

    @lazy
    def denies(self) -> bool:
        """Whether any of the sentences denies something."""
        return any(reading.denies for reading in self.cited)

    def states_of(self, item: Word) -> set[bool]:
        """Return whether ``item``, or another word for it, is denied (True) or affirmed (False) where it stands."""
        return {
            state
            for reading in self.cited
            for i in reading.parse.content
            if aligned(item, reading.parse.words[i])
            for state in reading.state_of(i)
        }
