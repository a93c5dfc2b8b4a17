"""Whether two texts in nearly the same words say different things: other numbers, a denial, an opposite."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from summarizer.grounding.lexicon.quantity import NUMBER_WORDS
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import Word, word
from summarizer.scoring.comparators.folding import content
from summarizer.scoring.comparators.similarity import Similarity

__all__ = ["contradiction"]

_NEGATORS: Final = frozenset(("not", "no", "never", "neither", "nor", "without", "cannot", "nobody", "none", "nothing"))
_OPPOSITE: Final = 0.3
_OTHER_DETAIL: Final = 0.5


def contradiction(gold: str, predicted: str) -> Similarity | None:
    """Return the most that the similarity of two texts can be, with the reason; None when nothing is contradicted."""
    ours, theirs = frozenset(content(gold)), frozenset(content(predicted))
    if _denies(ours) != _denies(theirs):
        return Similarity(_OPPOSITE, "one denies what the other states")
    opposite = _opposite(ours - theirs, theirs - ours)
    if opposite is not None:
        return Similarity(_OPPOSITE, opposite)
    rival = _rival(ours - theirs, theirs - ours)
    if rival is not None:
        return Similarity(_OTHER_DETAIL, rival)
    if _figures(ours) != _figures(theirs):
        return _other_numbers(gold, predicted)
    return None


def _denies(words: frozenset[str]) -> bool:
    return not _NEGATORS.isdisjoint(words) or any(one.endswith("n't") for one in words)


def _figures(words: frozenset[str]) -> frozenset[str]:
    return frozenset(one for one in words if one[0].isdigit() or one in NUMBER_WORDS)


def _opposite(gold: frozenset[str], predicted: frozenset[str]) -> str | None:
    """Name a word of the prediction that means the opposite of a word in gold, unless gold also has its like."""
    stated = [word(one) for one in sorted(gold)]
    for one in sorted(predicted):
        item = word(one)
        if not item.against or any(item.same & other.same for other in stated):
            continue
        clash = next((other for other in stated if other.same & item.against and other.root != item.root), None)
        if clash is not None:
            return f"{one!r} is the opposite of {clash.norm!r}"
    return None


def _rival(gold: frozenset[str], predicted: frozenset[str]) -> str | None:
    """Name a word of the prediction that is another of its kind than gold's: injured, not killed."""
    stated = [item for item in map(word, sorted(gold)) if item.kind]
    for one in sorted(predicted):
        item = word(one)
        if item.kind and not any(_alike(item, other) for other in stated):
            clash = next((other for other in stated if other.kind & item.kind), None)
            if clash is not None:
                return f"{one!r} is not {clash.norm!r}"
    return None


def _alike(one: Word, other: Word) -> bool:
    return one.lemma == other.lemma or bool(one.same & other.same)


def _other_numbers(gold: str, predicted: str) -> Similarity | None:
    ours, theirs = _numbers(gold), _numbers(predicted)
    if ours - theirs and theirs - ours:
        return Similarity(_OTHER_DETAIL, "the numbers differ")
    return None


@lru_cache(maxsize=16384)
def _numbers(text: str) -> frozenset[str]:
    # 'one' and 'a' may be no number at all
    return frozenset(f"{one.low}-{one.high}" for one in Reading(text).quantities if not one.weak)
