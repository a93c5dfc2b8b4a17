"""A text read for judging: its words, dates, numbers, names and clauses, each worked out once, on first need."""

from __future__ import annotations

from typing import Final

from summarizer.grounding.datespans import DateSpan, find_dates
from summarizer.grounding.frames import Frame, find_frames
from summarizer.grounding.lazy import lazy
from summarizer.grounding.names import Mention, find_names
from summarizer.grounding.numbers import Quantity, find_quantities
from summarizer.grounding.parse import Parse
from summarizer.grounding.polarity import mark_polarity
from summarizer.grounding.verbs import find_verbs

__all__ = ["Reading", "SmallWords"]


class SmallWords:
    """The words that a text writes small somewhere, looked up when asked for."""

    def __init__(self, text: str = "") -> None:
        """Take ``text`` up."""
        self._text = text
        self._known: dict[str, bool] = {}

    def __contains__(self, word: object) -> bool:
        """Say whether ``word`` stands in the text as it is, after a space."""
        if not isinstance(word, str):
            return False
        found = self._known.get(word)
        if found is None:
            at = self._text.find(f" {word}")
            while at >= 0 and self._text[at + len(word) + 1 : at + len(word) + 2].isalnum():
                at = self._text.find(f" {word}", at + 1)
            found = self._known[word] = at >= 0
        return found


_NO_WORDS: Final = SmallWords()


class Reading:
    """One sentence of an article, or one fact."""

    def __init__(self, text: str, base: int = 0, lower: SmallWords = _NO_WORDS) -> None:
        """Read ``text``, which stands at ``base``; ``lower`` are words that the article writes small."""
        self.text = text
        self.parse = Parse(text, base)
        self._lower = lower

    @lazy
    def dates(self) -> tuple[DateSpan, ...]:
        """Dates as worded."""
        return find_dates(self.parse)

    @lazy
    def dated(self) -> frozenset[int]:
        """Places of the words that dates take."""
        return frozenset(i for span in self.dates for i in range(span.first, span.last + 1))

    @lazy
    def quantities(self) -> tuple[Quantity, ...]:
        """Numbers outside of dates."""
        return find_quantities(self.parse, self.dated)

    @lazy
    def counted(self) -> frozenset[int]:
        """Places of the words that numbers take."""
        return frozenset(i for found in self.quantities for i in range(found.first, found.last + 1))

    @lazy
    def names(self) -> tuple[Mention, ...]:
        """Names, told by their capitals."""
        return tuple(one for one in find_names(self.parse, self._lower) if not self.counted.issuperset(one.parts))

    @lazy
    def named(self) -> frozenset[int]:
        """Places of the words that make names."""
        return frozenset(i for mention in self.names for i in range(mention.first, mention.last + 1))

    @lazy
    def verbs(self) -> list[int]:
        """Places of the verbs."""
        return find_verbs(self.parse)

    @lazy
    def frames(self) -> list[Frame]:
        """Clauses; their polarity is marked."""
        return self._framed[0]

    @lazy
    def denied(self) -> list[bool]:
        """For each word, whether the text denies it."""
        return self._framed[1]

    @lazy
    def denies(self) -> bool:
        """Whether the text denies anything."""
        return True in self.denied

    @lazy
    def _unsettled(self) -> frozenset[int]:
        """Places of what a denied verb applies to: 'did not carry a *gun*' denies no gun, 'no *buyer* came' nobody."""
        denied = [frame for frame in self.frames if frame.negated]
        return frozenset(
            i for frame in denied for i in (*frame.left, *(one for one in frame.rest if not self.denied[one]))
        )

    def state_of(self, i: int) -> set[bool]:
        """Return whether word ``i`` is denied: True, False, or both where the text leaves it open."""
        return {True, False} if i in self._unsettled else {self.denied[i]}

    @lazy
    def _framed(self) -> tuple[list[Frame], list[bool]]:
        frames = find_frames(self.parse, self.verbs)
        return frames, mark_polarity(self.parse, frames)
