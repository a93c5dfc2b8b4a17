"""Check the numbers of a fact against the numbers of its sentences: value, unit, hedge, and what they count."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.alignment import aligned, any_aligned
from summarizer.grounding.binding import Bound, bind, misbound
from summarizer.grounding.derivation import derive
from summarizer.grounding.findings import Finding, Report
from summarizer.grounding.lexicon.quantity import SCALES
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.numbers import Number, Quantity
from summarizer.grounding.passage import Passage, Stated
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import Word

__all__ = ["check_numbers", "hedge_problem", "same_number"]

_COUNT_UNITS: Final = frozenset(("", "seat", "vote", "goal", "point", "run", "medal", "lap"))
_ANYBODY: Final = frozenset(("people", "person", "persons", "individuals", "victims"))
_TOLERANCE: Final = 0.05
_REACH: Final = 0.25
_ENTAILED: Final = {
    "": ("", "exact"),
    "exact": ("", "exact"),
    "ge": ("ge", "gt", "", "exact"),
    "gt": ("gt",),
    "le": ("le", "lt", "", "exact"),
    "lt": ("lt",),
    "about": ("about", "", "exact", "lt"),
}
"""How a fact hedges a number → what its sentence may say of the same number."""

_APART: Final = 3
_OTHERS: Final = word_set("dozens scores hundreds thousands several many others another some")

_IN_WORDS: Final = {
    "ge": "at least",
    "gt": "more than",
    "le": "at most",
    "lt": "less than",
    "about": "about",
    "exact": "exactly",
    "": "plainly",
}


def same_number(claim: Quantity, stated: Quantity) -> bool:
    """Say whether two numbers are equal in value and unit, units that convert exactly among them."""
    if stated.other is not None and claim.low == claim.high == stated.other[0] and claim.unit in (stated.other[1], ""):
        return True
    if claim.other is not None and stated.low == stated.high == claim.other[0] and stated.unit == claim.other[1]:
        return True
    if {claim.unit, stated.unit} == {"frac", "%"}:
        return abs(_percent(claim) - _percent(stated)) < 0.7
    if _units_fit(claim, stated):
        return claim.low == stated.low and claim.high == stated.high
    mine, theirs = SCALES.get(claim.unit), SCALES.get(stated.unit)
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return False
    return claim.low * mine[1] == stated.low * theirs[1] and claim.high * mine[1] == stated.high * theirs[1]


def _percent(found: Quantity) -> float:
    return float(found.low) * (100 if found.unit == "frac" else 1)


def _units_fit(claim: Quantity, stated: Quantity) -> bool:
    if claim.unit == stated.unit or (claim.unit in _COUNT_UNITS and stated.unit in _COUNT_UNITS):
        return True
    return {claim.unit, stated.unit} == {"", "year"}  # ages: '32-year-old' and ', 32,'


def hedge_problem(claim: Quantity, stated: Quantity) -> str | None:
    """Return why the hedges of equal numbers disagree.

    'About' may fall away from a round number; 'at least', 'more than', 'up to' and 'nearly' may not.
    """
    if stated.hedge in _ENTAILED.get(claim.hedge, ()):
        return None
    if stated.hedge == "about" and claim.hedge == "" and _is_round(stated.low):
        return None
    return f"the sentence says {_IN_WORDS[stated.hedge]!r} of it"


def _is_round(value: Number) -> bool:
    digits = str(int(value)) if value == int(value) else "11"
    return len(digits) > 1 and len(digits.rstrip("0")) <= 2 and digits.endswith("0")


def _reaches(claim: Quantity, stated: Quantity) -> bool:
    """Say whether 'more than 230' or 'about 230' fits a stated 232."""
    if not _units_fit(claim, stated) or stated.hedge not in ("", "exact") or claim.low != claim.high or not claim.low:
        return False
    share = float(stated.low) / float(claim.low) - 1
    if claim.hedge == "about":
        return abs(share) <= _TOLERANCE
    if claim.hedge in ("gt", "ge"):
        return 0 < share <= _REACH
    return claim.hedge in ("lt", "le") and -_REACH <= share < 0


def check_numbers(claim: Reading, passage: Passage, report: Report, *, grammar: bool = True) -> None:
    """Look every number of ``claim`` up; with ``grammar`` also what it counts. A derived one is noted in ``report``."""
    if not claim.quantities:
        return
    stated = passage.numbers
    bounds = bind(claim)
    taken: set[int] = set()
    for bound in bounds:
        found = _look_up(bound.quantity, stated, taken)
        if not found:
            _not_stated(claim, bound, passage, report)
            continue
        k, problem = _best(bound, found, stated, grammar=grammar)
        taken.add(k)
        at = stated[k].bound.quantity
        if problem is None:
            report.spans.append(stated[k].reading.parse.span(at.first, at.last))
        else:
            written = claim.parse.raw(bound.quantity.first, bound.quantity.last)
            report.findings.append(Finding(written, problem[0], conflict=problem[1]))


def _look_up(quantity: Quantity, stated: list[Stated], taken: set[int]) -> list[int]:
    """Return which stated numbers can be this one; each serves once, so that '4 and 4' needs two of them."""
    found = [k for k, match in enumerate(stated) if same_number(quantity, match.bound.quantity)]
    found = found or [k for k, match in enumerate(stated) if _reaches(quantity, match.bound.quantity)]
    return [k for k in found if k not in taken or quantity.unit == "ord"]


def _best(
    bound: Bound, found: list[int], stated: list[Stated], *, grammar: bool
) -> tuple[int, tuple[str, bool] | None]:
    """Return the stated number that fits best, and what is wrong with it."""
    problem: tuple[str, bool] | None = None
    for k in found:
        problem = _problem(bound, stated[k], stated, grammar=grammar)
        if problem is None:
            return k, None
    return found[-1], problem


def _problem(bound: Bound, match: Stated, stated: list[Stated], *, grammar: bool) -> tuple[str, bool] | None:
    """Return reason and whether it contradicts."""
    if same_number(bound.quantity, match.bound.quantity):
        hedge = hedge_problem(bound.quantity, match.bound.quantity)
        if hedge:
            return hedge, False
    if not grammar:
        return None
    why = misbound(bound, match.bound, [other.bound for other in stated if other is not match])
    why = why or _said_of_others(bound, match)
    return (why, True) if why else _uncounted(bound, match)


def _said_of_others(bound: Bound, match: Stated) -> str | None:
    """Refuse 'twelve died' where the sentence has 'twelve were rescued and several died'."""
    verb, stated = bound.verb, match.bound.verb
    if verb is None or stated is None or aligned(verb, stated) or verb.flags & words.LIGHT:
        return None
    for frame in match.reading.frames:
        opening = match.reading.parse.words[frame.first : frame.verb]
        if aligned(frame.word, verb) and any(item.norm in _OTHERS for item in opening):
            return f"{verb.norm!r} is said of others"
    return None


def _uncounted(bound: Bound, match: Stated) -> tuple[str, bool] | None:
    """Refuse '41 soldiers' where the sentence counts 41 of something else and knows no soldiers."""
    if not bound.head or not match.bound.head or bound.quantity.unit == "ord":
        return None
    last = bound.head[-1]
    if any(any_aligned(item, match.bound.everything) for item in bound.head):
        return None
    if last.flags & words.LIGHT or _may_be_same_people(last, match.bound.head):
        return None
    if any(any_aligned(item, match.reading.parse.words) for item in bound.head if item.flags & words.WORD):
        return None
    return f"the sentence counts {match.bound.head[-1].norm!r}", False


def _may_be_same_people(last: Word, head: tuple[Word, ...]) -> bool:
    """Say whether 'workers' can be the 'people' of the sentence; soldiers and civilians are kinds of their own."""
    if not last.flags & words.PERSON or not any(item.flags & words.PERSON for item in head):
        return False
    return last.norm in _ANYBODY or not last.kind


def _stated_apart(pair: Quantity, stated: list[Stated]) -> bool:
    """Say whether the two ends of '212-209' stand apart in one sentence: '212 votes to 209'."""
    return any(
        first.reading is second.reading
        and 0 < second.bound.quantity.first - first.bound.quantity.last <= _APART
        and (first.bound.quantity.low, second.bound.quantity.low) == (pair.low, pair.high)
        for first, second in pairwise(stated)
    )


def _is_definite(claim: Reading, quantity: Quantity) -> bool:
    """Say whether a small number only refers back: 'the two accidents'."""
    before = claim.parse.words[quantity.first - 1].norm if quantity.first else ""
    return quantity.low in (2, 3) and quantity.low == quantity.high and before in ("the", "these", "those")


def _not_stated(claim: Reading, bound: Bound, passage: Passage, report: Report) -> None:
    stated = passage.numbers
    quantity = bound.quantity
    written = claim.parse.raw(quantity.first, quantity.last)
    if quantity.low != quantity.high and _stated_apart(quantity, stated):
        return
    if quantity.unit == "" and (quantity.weak or _is_definite(claim, quantity)):
        rival = [m for m in stated if m.bound.head and bound.head and any_aligned(bound.head[-1], m.bound.head)]
        if not rival:
            return
    derivation = derive(claim, bound, passage)
    if derivation is not None:
        report.derivation = derivation
        return
    near = [
        m.reading.parse.raw(m.bound.quantity.first, m.bound.quantity.last)
        for m in stated
        if _units_fit(quantity, m.bound.quantity)
    ]
    reason = f"{written} isn't stated" + (f"; the sentence says {near[0]}" if near else "")
    report.findings.append(Finding(written, reason, conflict=bool(near)))
