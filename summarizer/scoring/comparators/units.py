"""Units: what is counted or measured, in any of its names."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pydantic import JsonValue

from summarizer.grounding.lexicon.quantity import CURRENCY_SIGNS, UNITS
from summarizer.grounding.words import stem
from summarizer.scoring.comparators.countries import COUNTRY
from summarizer.scoring.comparators.folding import content, text_of
from summarizer.scoring.comparators.similarity import SAME, Comparator, Similarity, each_value
from summarizer.scoring.comparators.texts import compare_texts
from summarizer.scoring.comparators.wording import read_text

__all__ = ["UNIT"]

Unit = tuple[str, frozenset[str], str]
_CORRECT: Final = 0.8
_PARTIAL: Final = 0.5
_LOOSE: Final = frozenset(("of", "us", "u.s", "in", "per", "number"))
_PEOPLE: Final = frozenset(("people", "person", "persons", "human", "humans", "individuals", "individual"))


def read_unit(value: JsonValue) -> Unit:
    """Return the unit's short form, the stems of its words, and the unit as written."""
    return _read(text_of(value))


@lru_cache(maxsize=512)
def _read(text: str) -> Unit:
    stripped = text.strip()
    if stripped in CURRENCY_SIGNS:
        return CURRENCY_SIGNS[stripped], frozenset(), text
    if stripped == "%":
        return "%", frozenset(), text
    words = content(text)
    if words in {("per", "cent"), ("percentage", "point"), ("percentage", "points")}:
        return "%" if words[0] == "per" else "pp", frozenset(), text
    known = [UNITS[one] for one in words if one in UNITS]
    rest = frozenset(_key(one) for one in words if one not in UNITS and one not in _LOOSE)
    return known[0] if known else "", rest, text


def _key(one: str) -> str:
    return "person" if one in _PEOPLE else COUNTRY.get(one) or stem(one)


def compare_units(gold: Unit, predicted: Unit) -> Similarity:
    """Return 1 for one unit by two names, less where only one of them says more about it."""
    if gold[:2] == predicted[:2] and (gold[0] or gold[1]):
        return SAME if gold[2] == predicted[2] else Similarity(1.0, "one unit by two names")
    if gold[0] and predicted[0] and gold[0] != predicted[0]:
        return Similarity(0.0, "different units")
    if gold[0] and gold[0] == predicted[0]:
        if _foreign(gold[1] ^ predicted[1]):
            return Similarity(0.3, "the same unit of different countries")
        return Similarity(0.8, "the same unit, more said of it by one")
    return compare_texts(read_text(gold[2]), read_text(predicted[2]))


def _foreign(stems: frozenset[str]) -> bool:
    return any(one.startswith("@") for one in stems)


UNIT: Final = Comparator("unit", _CORRECT, _PARTIAL, read_unit, compare_units, each_value(read_unit))
