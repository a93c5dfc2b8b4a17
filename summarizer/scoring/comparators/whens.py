"""Dates as the article words them: by the days they were resolved to where both were, else by their words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pydantic import JsonValue

from summarizer.grounding.lexicon.names import MONTHS
from summarizer.grounding.lexicon.quantity import NUMBER_WORDS
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.scoring.comparators.dates import Days, compare_days, days_of
from summarizer.scoring.comparators.folding import bag, text_of, words_of
from summarizer.scoring.comparators.similarity import SAME, Comparator, Similarity, each_value

__all__ = ["WHEN", "Moment", "compare_whens", "read_when"]

_CORRECT: Final = 0.9
_PARTIAL: Final = 0.5
_LITTLE: Final = word_set("on in at the of a an during around about by local time this from")
_MONTHS: Final = {name: f"month{number}" for name, number in MONTHS.items()}


@dataclass(frozen=True, slots=True)
class Moment:
    """The telling words of a date, and the days it was resolved to."""

    text: str
    words: frozenset[str]
    days: Days | None


def read_when(value: JsonValue) -> Moment:
    """Return a ``when``, given as a block with its words or as the words alone."""
    if isinstance(value, dict):
        text = text_of(value.get("text"))
        return Moment(text, _words(text), _resolved(value.get("start"), value.get("end")))
    text = text_of(value)
    return Moment(text, _words(text), _stated(text))


@lru_cache(maxsize=512)
def _words(text: str) -> frozenset[str]:
    words = words_of(text)
    telling = [_canonical(one) for one in words if one not in _LITTLE]
    return bag(telling or words)


def _canonical(one: str) -> str:
    if one in _MONTHS:
        return _MONTHS[one]
    if one in NUMBER_WORDS:
        return str(NUMBER_WORDS[one])
    return one[:-2] if one[0].isdigit() and one.endswith(("st", "nd", "rd", "th")) else one


def _resolved(start: JsonValue, end: JsonValue) -> Days | None:
    if start is None and end is None:
        return None
    first, last = days_of(start if start is not None else end), days_of(end if end is not None else start)
    return Days(first.first, last.last) if first.first is not None and last.last is not None else None


def _stated(text: str) -> Days | None:
    """Return the days of words that need no dateline: an ISO date, or a day with its year."""
    found = days_of(text)
    return found if found.first is not None else None


def compare_whens(gold: Moment, predicted: Moment) -> Similarity:
    """Return 1 for the same days, or the same words where the days of one aren't known."""
    same_words = gold.words == predicted.words
    if gold.days is not None and predicted.days is not None:
        found = compare_days(gold.days, predicted.days)
        if same_words and found.value < _CORRECT:
            return Similarity(max(found.value, 0.6), "same words, resolved to other days")
        return found
    if same_words:
        return SAME if gold.text == predicted.text else Similarity(1.0, "same words")
    return _by_words(gold.words, predicted.words)


def _by_words(gold: frozenset[str], predicted: frozenset[str]) -> Similarity:
    shared = len(gold & predicted)
    if not shared:
        return Similarity(0.0, "other words")
    if shared == min(len(gold), len(predicted)):
        value = 2 * shared / (len(gold) + len(predicted))
        return Similarity(max(0.5, min(0.8, value)), "one says less than the other")
    return Similarity(0.3, "some words in common")


WHEN: Final = Comparator("when", _CORRECT, _PARTIAL, read_when, compare_whens, each_value(read_when))
