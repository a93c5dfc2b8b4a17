"""Verbatim quotes: character for character, after quotation marks, spaces and case are made plain."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pydantic import JsonValue
from rapidfuzz.distance import Indel

from summarizer.scoring.comparators.folding import folded, text_of
from summarizer.scoring.comparators.similarity import SAME, Comparator, Similarity, each_value

__all__ = ["QUOTE"]

_OUTER: Final = " \t\n\"'“”‘’«»„‟.,;:!?…-–—"
_CORRECT: Final = 0.95
_PARTIAL: Final = 0.6
_MARKS: Final = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": " ", "\xa0": " "}
)


def read_quote(value: JsonValue) -> str:
    """Return the words of a quote, one space apart, without the marks around them."""
    return _read(text_of(value))


@lru_cache(maxsize=512)
def _read(text: str) -> str:
    return " ".join(folded(text).translate(_MARKS).replace("...", " ").split()).strip(_OUTER)


def compare_quotes(gold: str, predicted: str) -> Similarity:
    """Return the share of characters in common, ``2·LCS / (|gold| + |predicted|)``."""
    if gold == predicted:
        return SAME
    value = Indel.normalized_similarity(gold, predicted)
    if gold and predicted and (gold in predicted or predicted in gold):
        return Similarity(value, "one holds the other whole")
    return Similarity(value, "characters in common")


QUOTE: Final = Comparator("quote", _CORRECT, _PARTIAL, read_quote, compare_quotes, each_value(read_quote))
