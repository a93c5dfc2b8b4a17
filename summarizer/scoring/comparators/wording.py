"""A free text, read once: its words as a bag, and what tells quickly whether two texts have to do with each other."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from pydantic import JsonValue

from summarizer.grounding.lexicon.closed import STOP_WORDS
from summarizer.grounding.lexicon.quantity import NUMBER_WORDS
from summarizer.scoring.comparators.folding import bag, content, text_of

__all__ = ["Text", "read_text"]

_STEM: Final = 4
_FIGURES: Final = {name: str(value) for name, value in NUMBER_WORDS.items()}


class Text(NamedTuple):
    """A text, its words as a bag, the starts of its ``long`` words, and its words without spaces."""

    raw: str
    words: tuple[str, ...]
    bag: frozenset[str]
    starts: frozenset[str]
    size: int
    long: int
    letters: str


def read_text(value: JsonValue) -> Text:
    """Return ``value`` ready to be compared."""
    return _read(text_of(value))


@lru_cache(maxsize=512)
def _read(text: str) -> Text:
    words = content(text)
    if not _FIGURES.keys().isdisjoint(words):
        words = tuple([_FIGURES.get(word, word) for word in words])
    starts = frozenset([word[:_STEM] for word in words if len(word) >= _STEM and word not in STOP_WORDS])
    return Text(text, words, bag(words), starts, len(words), len(starts), "".join(words))
