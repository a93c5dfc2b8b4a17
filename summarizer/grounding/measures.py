"""Judge a number leaf, and the unit beside it, with the other leaves of its object as what the number counts.

A number leaf states a value and nothing else, so a hedge in the sentence ('at least 14') speaks against it only where
a label beside it (``exact``, ``about`` …) says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.alignment import any_aligned
from summarizer.grounding.binding import Bound, bind, misbound
from summarizer.grounding.context import Context, name_words
from summarizer.grounding.deeds import Clause, label, overlap
from summarizer.grounding.derivation import derive
from summarizer.grounding.figures import hedge_problem, same_number
from summarizer.grounding.findings import Report
from summarizer.grounding.lexicon.quantity import CURRENCY_SIGNS, UNITS
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.numbers import Number, Quantity, find_quantities
from summarizer.grounding.parse import Parse
from summarizer.grounding.passage import Passage, Stated
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import Word, word

__all__ = ["check_number_leaf", "check_unit_leaf"]

_GENERIC: Final = word_set("number count total value amount n num figure quantity size sum min max minimum maximum")


def check_number_leaf(
    value: float, name: str, passage: Passage, report: Report, *, context: Context, grammar: bool
) -> None:
    """Look a number leaf called ``name`` up in the ``cited`` sentences; findings go to ``report``."""
    wanted = _wanted(value, name, context)
    claim = _claimed(wanted, name, context)
    stated = passage.numbers
    written = str(int(value)) if value == int(value) else str(value)
    found = [one for one in stated if _equal(wanted, one.bound.quantity, context)]
    if not found and not _in_a_date(wanted, passage, context, report):
        _not_stated(claim, passage, written, report, context=context)
    if not found:
        return
    others = [one.bound for one in stated]
    grammar = grammar and not _named_by_main(wanted, context)
    problem: tuple[str, bool] | None = None
    for one in found:
        bound = one.bound
        problem = _problem(wanted, claim, bound, others, grammar=grammar)
        if problem is None and grammar:
            problem = _in_another_place(one, claim, passage, context)
        if problem is None:
            report.spans.append(one.reading.parse.span(bound.quantity.first, bound.quantity.last))
            return
    assert problem is not None
    (report.conflict if problem[1] else report.missing)(written, problem[0])


def _in_a_date(wanted: Quantity, passage: Passage, context: Context, report: Report) -> bool:
    """Look for the number in what is read as a date: 'more than three years ago' states three years."""
    for reading in passage.cited:
        for one in find_quantities(reading.parse):
            if one.first in reading.dated and _equal(wanted, one, context):
                report.spans.append(reading.parse.span(one.first, one.last))
                return True
    return False


def _named_by_main(wanted: Quantity, context: Context) -> bool:
    """Say whether the object's main text states this number of what the unit names: the text is judged by itself."""
    if context.main is None or not context.unit:
        return False
    unit = Parse(context.unit)
    counted = [unit.words[i] for i in unit.content]
    return any(
        bound.quantity.low == bound.quantity.high == wanted.low
        and any(any_aligned(item, bound.head) for item in counted)
        for bound in bind(context.main)
    )


def _wanted(value: float, name: str, context: Context) -> Quantity:
    exact: Number = value if isinstance(value, int) else Fraction(Decimal(repr(value)))
    factor, unit = _unit_of(context.unit)
    if not unit:
        unit = next((UNITS[part] for part in reversed(name_words(name)) if part in UNITS and len(part) > 2), "")
    exact = exact * factor
    if isinstance(exact, Fraction) and exact.denominator == 1:
        exact = exact.numerator
    return Quantity(exact, exact, unit, context.hedge or "", 0, 0)


@lru_cache(maxsize=4096)
def _unit_of(text: str | None) -> tuple[Number, str]:
    """Return the magnitude and the unit that a unit leaf names: 'million dollars' → 1000000 and $."""
    if not text:
        return 1, ""
    sign = CURRENCY_SIGNS.get(text.strip()) or UNITS.get(text.strip().casefold())
    if sign:
        return 1, sign
    found = find_quantities(Parse(f"1 {text}"))
    return (found[0].low, found[0].unit) if found else (1, "")


def _claimed(wanted: Quantity, name: str, context: Context) -> Bound:
    """Return the number with the words of its object as what it counts."""
    texts = [context.main.parse] if context.main is not None else []
    if context.unit:
        texts.append(Parse(context.unit))
    head: list[Word] = []
    for text in texts:
        head += [text.words[i] for i in text.content]
    parts = [word(part) for part in name_words(name) if part not in _GENERIC and part not in UNITS]
    head += [part for part in parts if not part.flags & words.STOP]
    named = tuple(item for item in head if item.capital)
    plain = tuple(item for item in head if not item.capital)
    return Bound(wanted, plain, None, named, (), (), tail=tuple(head))


def _equal(wanted: Quantity, stated: Quantity, context: Context) -> bool:
    if stated.unit in ("ord", "clock", "vague") and wanted.unit != stated.unit:
        return False
    if not wanted.unit and not context.unit:
        return stated.low == stated.high == wanted.low
    return same_number(wanted, stated)


def _problem(
    wanted: Quantity, claim: Bound, stated: Bound, others: Sequence[Bound], *, grammar: bool
) -> tuple[str, bool] | None:
    """Return why the stated number isn't the wanted one, and whether that contradicts it."""
    if wanted.hedge:
        why = hedge_problem(wanted, stated.quantity)
        if why:
            return why, False
    why = misbound(claim, stated, others) if grammar else None
    return (why, True) if why else None


def _in_another_place(stated: Stated, claim: Bound, passage: Passage, context: Context) -> tuple[str, bool] | None:
    """Refuse the two killed in Torvale for a bomb in Mirsk that killed nine."""
    wanted = [word(part) for place in context.playing("place") for part in place.split()]
    own = _clause_of(stated, passage) if wanted else None
    if own is None or overlap(wanted, own.around):
        return None
    rivals = [one for one in passage.clauses if one is not own and overlap(wanted, one.places)]
    if own.places:
        return (f"the sentence counts them in {label(own.places).title()}", True) if rivals else None
    for other in passage.numbers:
        counted = other is not stated and any(any_aligned(item, other.bound.predicates) for item in claim.head)
        if counted and _clause_of(other, passage) in rivals:
            return f"the sentence counts {other.bound.quantity.low} there", True
    return None


def _clause_of(stated: Stated, passage: Passage) -> Clause | None:
    first = stated.bound.quantity.first
    inside = (one for one in passage.clauses if one.reading is stated.reading)
    return next((one for one in inside if one.frame.first <= first < one.frame.last), None)


def _not_stated(claim: Bound, passage: Passage, written: str, report: Report, *, context: Context) -> None:
    if claim.quantity.low == 0 and any(True in passage.states_of(item) for item in claim.head):
        return  # 'no one was killed' for 0 killed
    if context.main is not None or claim.head:
        report.derivation = derive(context.main or Reading(""), claim, passage)
    if report.derivation is None:
        near = [one.reading.parse.raw(one.bound.quantity.first, one.bound.quantity.last) for one in passage.numbers[:3]]
        report.conflict(written, f"{written} isn't stated" + (f"; the sentence says {', '.join(near)}" if near else ""))


def check_unit_leaf(text: str, passage: Passage, report: Report) -> bool:
    """Check a unit; False where it names none of the known ones and is to be judged as any text."""
    _, unit = _unit_of(text)
    if not unit:
        return False
    for reading in passage.cited:
        for quantity in (*reading.quantities, *find_quantities(reading.parse)):
            if quantity.unit == unit or (unit == "%" and quantity.unit == "frac"):
                report.spans.append(reading.parse.span(quantity.first, quantity.last))
                magnitude = _unit_of(text)[0]
                if magnitude == 1 or (quantity.low % magnitude == 0 and quantity.low // magnitude < 1000):
                    return True
    report.conflict(text, f"no number of the sentences is in {text!r}")
    return True
