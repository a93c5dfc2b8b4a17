"""Free text: the better of token F1 and chrF, held down where the two say different things.

Token F1 is that of SQuAD (Rajpurkar et al. 2016): with m words in common, ``2·m / (|gold| + |predicted|)``, words
folded, number words as figures, articles left out. chrF is that of Popović (2015) over character n-grams of order 1 to
6, spaces and punctuation left out, β = 1 so that neither side counts more: ``2·P·R / (P + R)``, where P and R are the
means over the orders of the share of n-grams found in the other text. chrF is asked only of texts that share at least
a quarter of their longer words' first four letters, or have fewer than three such words: any two English sentences
share a fifth of their n-grams. Of 1,639 pairs of different sentences from one article, 1 % reach 0.35, from where a
text is partly right; nearly all of those tell the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pydantic import JsonValue

from summarizer.grounding.lexicon.quantity import NUMBER_WORDS
from summarizer.scoring.comparators.contradictions import contradiction
from summarizer.scoring.comparators.folding import bag, content, text_of
from summarizer.scoring.comparators.similarity import SAME, Comparator, Similarity, each_value

__all__ = ["TEXT", "chrf", "compare_texts", "read_text", "token_f1"]

_ORDERS: Final = 6
_STEM: Final = 4
_SHORT: Final = 3
_RELATED: Final = 0.25
_CORRECT: Final = 0.7
_PARTIAL: Final = 0.35
_FIGURES: Final = {name: str(value) for name, value in NUMBER_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Text:
    """A text, its words as a bag, and the starts of its longer words."""

    raw: str
    words: tuple[str, ...]
    bag: frozenset[str]
    starts: frozenset[str]


def read_text(value: JsonValue) -> Text:
    """Return ``value`` ready to be compared."""
    return _read(text_of(value))


@lru_cache(maxsize=65536)
def _read(text: str) -> Text:
    words = tuple(_FIGURES.get(word, word) for word in content(text))
    return Text(text, words, bag(words), frozenset(word[:_STEM] for word in words if len(word) >= _STEM))


def token_f1(gold: Text, predicted: Text) -> float:
    """Return the F1 of the words two texts have in common; 1 when both have none."""
    total = len(gold.bag) + len(predicted.bag)
    return 2 * len(gold.bag & predicted.bag) / total if total else 1.0


@lru_cache(maxsize=16384)
def _grams(words: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    text = "".join(words)
    orders = range(1, min(_ORDERS, len(text)) + 1)
    return tuple(bag([text[i : i + n] for i in range(len(text) - n + 1)]) for n in orders)


def chrf(gold: Text, predicted: Text) -> float:
    """Return chrF with β = 1 over the orders that both texts have; 0 when there is none."""
    precision = recall = 0.0
    pairs = list(zip(_grams(gold.words), _grams(predicted.words), strict=False))
    for ours, theirs in pairs:
        shared = len(ours & theirs)
        recall += shared / len(ours)
        precision += shared / len(theirs)
    total = precision + recall
    return 2 * precision * recall / total / len(pairs) if total else 0.0


def _related(gold: Text, predicted: Text) -> bool:
    fewest = min(len(gold.starts), len(predicted.starts))
    return fewest < _SHORT or len(gold.starts & predicted.starts) >= _RELATED * fewest


def compare_texts(gold: Text, predicted: Text) -> Similarity:
    """Return the better of the two measures, held down by what one of the texts contradicts."""
    if gold.words == predicted.words:
        return SAME if gold.raw == predicted.raw else Similarity(1.0, "same words")
    value, rule = token_f1(gold, predicted), "token F1"
    if _related(gold, predicted):
        characters = chrf(gold, predicted)
        if characters > value:
            value, rule = characters, "chrF"
    if value >= _PARTIAL:
        found = contradiction(gold.raw, predicted.raw)
        if found is not None and found.value < value:
            return found
    return Similarity(value, rule)


TEXT: Final = Comparator("text", _CORRECT, _PARTIAL, read_text, compare_texts, each_value(read_text))
