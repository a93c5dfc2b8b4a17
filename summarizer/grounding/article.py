"""A document whose sentences are read at most once, and only those that are cited."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from summarizer.domain.document import Document
from summarizer.domain.record import Evidence
from summarizer.grounding.context import Context
from summarizer.grounding.copies import Cues
from summarizer.grounding.lazy import lazy
from summarizer.grounding.passage import Passage
from summarizer.grounding.reading import Reading, SmallWords
from summarizer.grounding.roles import Told

__all__ = ["Article"]

_PLACED: Final = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ii]nside|[Oo]utside) (?:[a-z]+ ){0,3}([^\W\d_a-z][\w-]*)")
_ENGLISH: Final = ("the", "of", "and", "in", "to", "was", "is", "said")


class Article:
    """What the gate knows of a document; nothing is read before it is asked for."""

    def __init__(self, document: Document) -> None:
        """Take ``document`` up."""
        self.document = document
        self.receipts: dict[tuple[object, ...], Evidence] = {}
        """Receipts given so far, by what they say."""
        self._readings: dict[int, Reading] = {}
        self._passages: dict[tuple[int, ...], Passage] = {}
        self._told: dict[tuple[int, tuple[int, ...]], Told] = {}

    def reading(self, number: int) -> Reading:
        """Return sentence ``number``, read."""
        found = self._readings.get(number)
        if found is None:
            sentence = self.document.sentences[number - 1]
            text = self.document.text[sentence.start : sentence.end]
            found = self._readings[number] = Reading(text, sentence.start, self.lower)
        return found

    def passage(self, cited: tuple[int, ...]) -> Passage:
        """Return the ``cited`` sentences."""
        found = self._passages.get(cited)
        if found is None:
            found = self._passages[cited] = Passage([self.reading(number) for number in cited])
        return found

    def told(self, context: Context, main: Reading, cited: tuple[int, ...]) -> Told:
        """Return where the ``cited`` sentences tell what the text of ``context`` tells."""
        key = (id(context), cited)
        found = self._told.get(key)
        if found is None:
            found = self._told[key] = Told(main, self.passage(cited))
        return found

    def other_places(self, place: str, cited: tuple[int, ...]) -> bool:
        """Say whether the ``cited`` sentences put something 'in', 'at' or 'near' another place than ``place``."""
        for number in cited:
            sentence = self.document.sentences[number - 1]
            for match in _PLACED.finditer(self.document.text, sentence.start, sentence.end):
                if not (place.startswith(match[1]) or match[1] in place):
                    return True
        return False

    @lazy
    def cues(self) -> Cues:
        """Where its sentences deny or hedge."""
        return Cues(self.document)

    @lazy
    def lower(self) -> SmallWords:
        """Words that the article writes small."""
        return SmallWords(self.document.text)

    @lazy
    def english(self) -> bool:
        """Whether the article is in English; where its language isn't known, whether it has English little words."""
        language = self.document.metadata.language
        return language.startswith("en") if language is not None else any(word in self.lower for word in _ENGLISH)

    @property
    def anchor(self) -> dt.date | None:
        """The day relative dates count from."""
        return self.document.metadata.published
