"""Places: the place itself first, then the region said with it; a part of a place isn't the whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pydantic import JsonValue

from summarizer.grounding.lexicon.wordset import word_set
from summarizer.scoring.comparators.countries import country_key, join_united
from summarizer.scoring.comparators.folding import text_of, words_of
from summarizer.scoring.comparators.similarity import SAME, Comparator, Similarity, each_value

__all__ = ["PLACE", "Place", "compare_places", "read_place"]

_CORRECT: Final = 0.85
_PARTIAL: Final = 0.5
_LITTLE: Final = word_set("of the in at on near de la el le du")
_TOWNS: Final = word_set("city town village municipality capital")
_REGIONS: Final = word_set(
    "region province district oblast state county governorate republic area kingdom prefecture department krai raion "
    "canton strip"
)
_SORTS: Final = dict.fromkeys(_TOWNS, "town") | dict.fromkeys(_REGIONS, "region")
_PARTS: Final = word_set(
    "northern southern eastern western central north south east west northeastern northwestern southeastern "
    "southwestern northeast northwest southeast southwest upper lower outer inner downtown suburban rural greater"
)
_SPELLINGS: Final = {"saint": "st", "mount": "mt", "fort": "ft"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place: the words that name it, those that say which part, what sort it is, and where it lies."""

    name: frozenset[str]
    parts: frozenset[str]
    sorts: frozenset[str]
    region: frozenset[str]
    words: tuple[str, ...]


def read_place(value: JsonValue) -> Place:
    """Return the parts of a place's name; what follows a comma is where it lies."""
    return _read(text_of(value))


@lru_cache(maxsize=512)
def _read(text: str) -> Place:
    head, _, tail = text.partition(",")
    words = join_united(words_of(head))
    telling = [one for one in words if one not in _LITTLE]
    parts = frozenset(telling) & _PARTS
    sorts = frozenset(_SORTS[one] for one in telling if one in _SORTS)
    name = frozenset(_key(one) for one in telling if one not in parts and one not in _SORTS)
    if not name:
        # 'the capital', 'West': all there is
        name, parts, sorts = frozenset(telling), frozenset(), frozenset()
    region = frozenset(_key(one) for one in join_united(words_of(tail)) if one not in _LITTLE and one not in _SORTS)
    return Place(name, parts, sorts, region, words_of(text))


def _key(one: str) -> str:
    return country_key(_SPELLINGS.get(one, one))


def compare_places(gold: Place, predicted: Place) -> Similarity:
    """Return 1 for one place, 0.9 where one adds a region, 0.6 where it is a part of the other, else 0."""
    if gold.words == predicted.words:
        return SAME
    if not gold.name or not predicted.name:
        return Similarity(0.0, "no place")
    if gold.name != predicted.name:
        return _other_name(gold, predicted)
    if gold.region and predicted.region and not gold.region & predicted.region:
        return Similarity(0.2, "same name in another region")
    return _same_name(gold, predicted)


def _same_name(gold: Place, predicted: Place) -> Similarity:
    if gold.parts != predicted.parts:
        if gold.parts and predicted.parts:
            return Similarity(0.4, "another part of the place")
        return Similarity(0.6, "a part of the place, or the whole of it")
    if gold.sorts and predicted.sorts and gold.sorts != predicted.sorts:
        return Similarity(0.6, "same name of another sort of place")
    return Similarity(0.95, "same place, in other words")


def _other_name(gold: Place, predicted: Place) -> Similarity:
    if gold.name <= predicted.region or predicted.name <= gold.region:
        return Similarity(0.5, "the region around it")
    shared = len(gold.name & predicted.name)
    if not shared:
        return Similarity(0.0, "another place")
    if shared < min(len(gold.name), len(predicted.name)):
        return Similarity(0.3, "each names something the other doesn't")
    value = 2 * shared / (len(gold.name) + len(predicted.name))
    return Similarity(max(0.5, min(value, 0.8)), "one says less than the other")


PLACE: Final = Comparator("place", _CORRECT, _PARTIAL, read_place, compare_places, each_value(read_place))
