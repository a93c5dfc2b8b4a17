"""Whether two texts in nearly the same words say different things: a denial, an opposite, another of a kind or number.

A denial or an opposite counts only where the texts agree in nearly all else: their other telling words, as stems, must
share four fifths (Dice). Of 1,630 pairs of wordings that readers take for the same statement, 1 % are held down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from summarizer.grounding.lexicon.closed import STOP_WORDS
from summarizer.grounding.lexicon.quantity import NUMBER_WORDS
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import Word, stem, word
from summarizer.scoring.comparators.similarity import Similarity
from summarizer.scoring.comparators.wording import Text

__all__ = ["contradiction"]

_NEGATORS: Final = frozenset(("not", "no", "never", "neither", "nor", "without", "cannot", "nobody", "none", "nothing"))
_OPPOSITE: Final = 0.3
_OTHER_DETAIL: Final = 0.5
_NEARLY_ALL: Final = 0.8
_DENIAL: Final = Similarity(_OPPOSITE, "one denies what the other states")


@lru_cache(maxsize=256)
def contradiction(gold: Text, predicted: Text) -> Similarity | None:
    """Return the most that the similarity of two texts can be, with the reason; None when nothing is contradicted."""
    ours, theirs = frozenset(gold.words), frozenset(predicted.words)
    stated, claimed = _known(ours - theirs), _known(theirs - ours)
    opposites = tuple(_opposites(stated, claimed))
    if _denies(ours) != _denies(theirs):
        # 'not stopped' is no contradiction of 'kept on'
        return _DENIAL if not opposites and _agree(ours, theirs) else None
    for clashes, most in ((opposites, _OPPOSITE), (_rivals(stated, claimed), _OTHER_DETAIL)):
        for one, other in clashes:
            if _agree(ours - {one}, theirs - {other}):
                return Similarity(most, f"{other!r}, where gold says {one!r}")
    if _figures(ours) != _figures(theirs) and _other_numbers(gold.raw, predicted.raw):
        return Similarity(_OTHER_DETAIL, "the numbers differ")
    return None


def _denies(words: frozenset[str]) -> bool:
    return not _NEGATORS.isdisjoint(words) or "n't" in " ".join(words)


def _agree(gold: frozenset[str], predicted: frozenset[str]) -> bool:
    ours, theirs = _stems(gold), _stems(predicted)
    return 2 * len(ours & theirs) >= _NEARLY_ALL * (len(ours) + len(theirs))


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(one) for one in words if one not in STOP_WORDS and one not in _NEGATORS)


def _known(words: Iterable[str]) -> tuple[tuple[str, Word], ...]:
    return tuple((one, word(one)) for one in sorted(words))


_Known = tuple[tuple[str, Word], ...]


def _opposites(gold: _Known, predicted: _Known) -> Iterator[tuple[str, str]]:
    """Give a word of gold and its opposite in the prediction, unless gold has a word like that as well."""
    for claimed, item in predicted:
        if item.against and not any(item.same & other.same for _, other in gold):
            for stated, other in gold:
                if other.same & item.against and other.root != item.root:
                    yield stated, claimed


def _rivals(gold: _Known, predicted: _Known) -> Iterator[tuple[str, str]]:
    """Give a word of gold and another of its kind in the prediction: killed and injured."""
    for claimed, item in predicted:
        if item.kind and not any(_alike(item, other) for _, other in gold):
            for stated, other in gold:
                if other.kind & item.kind:
                    yield stated, claimed


def _alike(one: Word, other: Word) -> bool:
    return one.lemma == other.lemma or bool(one.same & other.same)


def _figures(words: frozenset[str]) -> frozenset[str]:
    return frozenset(one for one in words if one[0].isdigit() or one in NUMBER_WORDS)


def _other_numbers(gold: str, predicted: str) -> bool:
    ours, theirs = _numbers(gold), _numbers(predicted)
    return bool(ours - theirs and theirs - ours)


@lru_cache(maxsize=256)
def _numbers(text: str) -> frozenset[str]:
    # 'one' and 'a' may be no number at all
    return frozenset(f"{one.low}-{one.high}" for one in Reading(text).quantities if not one.weak)
