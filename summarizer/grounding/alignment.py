"""Which words of a fact the cited sentences have, in the same or another word for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import PERSON, Word

__all__ = ["Pool", "aligned", "any_aligned", "opposed"]

_PREFIXES: Final = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "de")


def aligned(first: Word, second: Word) -> bool:
    """Say whether two words mean the same, by stem or by meaning."""
    if first.lemma == second.lemma or first.root == second.root or first.same & second.same:
        return True
    return first.state != "" and first.state == second.state


def any_aligned(item: Word, others: Iterable[Word]) -> bool:
    """Say whether ``item`` means the same as one of ``others``."""
    return any(aligned(item, other) for other in others)


def opposed(first: Word, second: Word) -> bool:
    """Say whether two words contradict each other, by meaning or by a negative prefix."""
    if aligned(first, second):
        return False
    return (
        bool(first.against & second.same) or _by_prefix(first.norm, second.norm) or _by_prefix(second.norm, first.norm)
    )


def _by_prefix(plain: str, negative: str) -> bool:
    if len(plain) < 4 or len(negative) <= len(plain):
        return False
    return any(negative.startswith(prefix) and negative[len(prefix) :] == plain for prefix in _PREFIXES)


class Pool:
    """All words of the cited sentences, to look words of a fact up in."""

    def __init__(self, cited: Sequence[Reading]) -> None:
        """Gather the words of ``cited``."""
        self.cited = cited
        self.same = 0
        self.keys: set[str] = set()
        self.norms: set[str] = set()
        for reading in cited:
            self.same |= reading.parse.same
            self.keys.update(reading.parse.by_root)
            self.norms.update(item.norm for item in reading.parse.words if "_" not in item.lemma)

    def __contains__(self, item: Word) -> bool:
        if item.lemma in self.keys or item.root in self.keys or item.norm in self.norms or item.same & self.same:
            return True
        return bool(item.flags & PERSON and item.norm in _ANYBODY)

    def places(self, item: Word) -> list[tuple[Reading, int]]:
        """Return where ``item`` or another word for it stands."""
        found = []
        for reading in self.cited:
            found += [(reading, i) for i in reading.parse.content if aligned(item, reading.parse.words[i])]
        return found

    def opposite(self, item: Word) -> list[tuple[Reading, int]]:
        """Return where the cited sentences have a word that contradicts ``item``."""
        found = []
        for reading in self.cited:
            found += [(reading, i) for i in reading.parse.content if opposed(item, reading.parse.words[i])]
        return found


_ANYBODY: Final = word_set("people person persons individual individuals")
