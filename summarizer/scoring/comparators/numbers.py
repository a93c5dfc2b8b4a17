"""Numbers and quantities: figures or words, magnitudes, units that convert, ranges, and how they are hedged.

A number is right when it is the stated one. A rounded one is partly right; a near one is another number, whatever the
distance: 19 dead is not 20 dead.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from pydantic import JsonValue

from summarizer.grounding.lexicon.quantity import SCALES
from summarizer.grounding.numbers import Quantity, find_quantities
from summarizer.grounding.parse import Parse
from summarizer.scoring.comparators.folding import text_of, words_of
from summarizer.scoring.comparators.similarity import SAME, Comparator, Similarity
from summarizer.scoring.gold_model import GoldLeaf

__all__ = ["NUMBER", "Figure", "compare_figures", "read_figure", "read_gold_figure"]

_CORRECT: Final = 0.9
_PARTIAL: Final = 0.5
_TOLERANCE: Final = 1e-9
_ABOUT: Final = 0.05
_ABOVE: Final = 0.1
_LARGEST: Final = 1e300  # beyond it a float can't tell numbers apart: they are compared as words
_HEDGES: Final = {"exact": "exact", "at_least": "ge", "at_most": "le", "about": "about"}
_SIDES: Final = {"ge": "up", "gt": "up", "le": "down", "lt": "down", "about": "about"}


class Figure(NamedTuple):
    """A number or range, its unit and hedge as ``grounding.numbers.Quantity`` writes them.

    ``allowed`` are the bounds that gold sets: any number within is right. ``text`` is what held no number.
    """

    low: float
    high: float
    unit: str = ""
    hedge: str = ""
    allowed: tuple[float, float] | None = None
    text: str = ""


def read_figure(value: JsonValue) -> Figure:
    """Return the first number that ``value`` states; one of NaN, equal to nothing, when it states none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Figure(value, value) if abs(value) <= _LARGEST else Figure(math.nan, math.nan, text=text_of(value))
    return _read(text_of(value))


@lru_cache(maxsize=512)
def _read(text: str) -> Figure:
    plain = text.strip().replace("−", "-")
    negative = plain.startswith(("-", "minus ")) and plain[1:2] != " "
    found = find_quantities(Parse(plain.removeprefix("-").removeprefix("minus ")))
    if not found:
        return Figure(math.nan, math.nan, text=text)
    first = found[0]
    low, high, unit = first.low, first.high, first.unit
    if unit in SCALES:
        unit, factor = SCALES[unit]
        more = _more(plain, found, unit)
        low, high = low * factor + more, high * factor + more
    if negative:
        low, high = -high, -low
    try:
        return Figure(float(low), float(high), unit, first.hedge, text=text)
    except OverflowError:
        return Figure(math.nan, math.nan, text=text)


def _more(text: str, found: tuple[Quantity, ...], dimension: str) -> Fraction:
    """Return what comes on top of the first quantity: the minutes of 'an hour and 20 minutes', half of the hour."""
    _, factor = SCALES[found[0].unit]
    if len(found) > 1 and found[1].unit == "frac" and _AND_A_HALF.search(text):
        return factor * found[1].low
    more = Fraction(0)
    for one in found[1:]:
        other, smaller = SCALES.get(one.unit, ("", factor))
        if other != dimension or smaller >= factor:
            break
        more, factor = more + one.low * smaller, smaller
    return more


_AND_A_HALF: Final = re.compile(r"\band a half\b", re.IGNORECASE)


def read_gold_figure(leaf: GoldLeaf) -> tuple[Figure, ...]:
    """Return the figures that are right; the gold's own precision and range hold for its value and alternatives."""
    hedge = _HEDGES.get(leaf.precision or "", "")
    return tuple(_refined(read_figure(one), leaf, hedge) for one in (leaf.value, *leaf.accept) if one is not None)


def _refined(figure: Figure, leaf: GoldLeaf, hedge: str) -> Figure:
    if leaf.range is None and not hedge:
        return figure
    return figure._replace(hedge=hedge or figure.hedge, allowed=leaf.range)


def compare_figures(gold: Figure, predicted: Figure) -> Similarity:
    """Return 1 for the stated number, 0.7 for it rounded or hedged otherwise, 0 for another."""
    if math.isnan(gold.low) or math.isnan(predicted.low):
        same = words_of(gold.text) == words_of(predicted.text) and math.isnan(gold.low) and math.isnan(predicted.low)
        return Similarity(1.0, "same words") if same else Similarity(0.0, "no number")
    if gold.unit and predicted.unit and gold.unit != predicted.unit:
        return Similarity(0.0, "different units")
    if gold.allowed is not None and gold.allowed[0] <= predicted.low and predicted.high <= gold.allowed[1]:
        return Similarity(1.0, "within the range that gold allows")
    if _near(gold.low, predicted.low) and _near(gold.high, predicted.high):
        return _same_number(gold, predicted)
    if gold.low != gold.high or predicted.low != predicted.high:
        return _ranges(gold, predicted)
    return _other_number(gold, predicted)


def _near(one: float, other: float) -> bool:
    return one == other or abs(one - other) <= _TOLERANCE * abs(one)


def _same_number(gold: Figure, predicted: Figure) -> Similarity:
    ours, theirs = _SIDES.get(gold.hedge), _SIDES.get(predicted.hedge)
    if ours == theirs or not predicted.text:
        # a plain JSON number has no place for a hedge
        return SAME if gold.hedge == predicted.hedge else Similarity(1.0, "same number")
    if {ours, theirs} == {"up", "down"}:
        return Similarity(0.3, "at least is not at most")
    return Similarity(
        0.7, "same number, hedged by one only" if not ours or not theirs else "same number, hedged otherwise"
    )


def _ranges(gold: Figure, predicted: Figure) -> Similarity:
    overlap = min(gold.high, predicted.high) - max(gold.low, predicted.low)
    if overlap < 0:
        return Similarity(0.0, "outside of the range")
    width = max(gold.high, predicted.high) - min(gold.low, predicted.low)
    if predicted.low == predicted.high or gold.low == gold.high:
        return Similarity(0.5, "one number of the range")
    return Similarity(overlap / width, "ranges that overlap")


def _other_number(gold: Figure, predicted: Figure) -> Similarity:
    right, given = gold.low, predicted.low
    if right and _near(right, -given):
        return Similarity(0.0, "opposite sign")
    if gold.hedge == "about" and abs(given - right) <= _ABOUT * abs(right):
        return Similarity(0.9, "within 5 % of a number said to be rough")
    if _SIDES.get(gold.hedge) == "up" and 0 < given - right <= max(1.0, _ABOVE * abs(right)):
        return Similarity(0.6, "a little above the bound that is stated")
    if _SIDES.get(gold.hedge) == "down" and 0 < right - given <= max(1.0, _ABOVE * abs(right)):
        return Similarity(0.6, "a little below the bound that is stated")
    share = given / right if right else 0.0
    if _LOWEST_ROUNDED < share < _HIGHEST_ROUNDED:
        return _ROUNDED if _rounded(right, given) or _rounded(given, right) else _OTHER
    return Similarity(0.0, f"off by a factor of {power}") if (power := _power_of_ten(share)) else _OTHER


_OTHER: Final = Similarity(0.0, "another number")
_ROUNDED: Final = Similarity(0.7, "the number rounded")
_LOWEST_ROUNDED: Final = 0.9
_HIGHEST_ROUNDED: Final = 1.1
_FURTHEST_SLIP: Final = 1e13  # a trillion read as one is the widest slip that a magnitude's word explains


def _rounded(exact: float, rough: float) -> bool:
    """Say whether ``rough`` is ``exact`` to two or more leading figures; counts below a thousand aren't rounded."""
    if abs(exact) < 1000 and float(exact).is_integer():
        return False
    return any(_near(rough, _leading(exact, figures)) for figures in (2, 3, 4))


def _leading(value: float, figures: int) -> float:
    return float(f"{value:.{figures - 1}e}")


def _power_of_ten(share: float) -> int | None:
    """Return 10, 100, … when ``share`` is that or one over it; None when it is neither or beyond a slip of words."""
    if not 1 / _FURTHEST_SLIP < share < _FURTHEST_SLIP:
        return None
    power = round(abs(math.log10(share)))
    return 10**power if power and _near(max(share, 1 / share), 10**power) else None


NUMBER: Final = Comparator("number", _CORRECT, _PARTIAL, read_figure, compare_figures, read_gold_figure)
