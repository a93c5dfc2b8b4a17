"""A number that isn't stated but follows from numbers that are: a sum, a difference, or a count of listed names.

Rules, kept narrow so that no wrong number is excused:

* Sum: all numbers of one unit in one sentence, or neighbours in it, that are joined by 'and', 'plus', 'another' or a
  comma, and count things of one noun or people; no word of the fact may belong to a part of them only (14 killed and 41
  injured aren't 55 killed). With 'each' or 'as many', a number counts once for each of two.
* Difference: the fact must speak of a change or a distance ('rose by', 'margin', 'more than', 'remaining'), and the
  sentence gives both ends, 'from … to …' or two numbers of one unit and noun.
* Count: the fact's number counts a list of that many names in the sentence.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from summarizer.domain.record import Derivation
from summarizer.grounding import words
from summarizer.grounding.alignment import any_aligned
from summarizer.grounding.binding import Bound
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.passage import Passage
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import Word

__all__ = ["derive"]

_UP: Final = words.word("rose").same
_DOWN: Final = words.word("fell").same
_DISTANCE: Final = word_set("margin difference gap lead majority remaining remain left apart ahead behind beat")
_MORE: Final = word_set("more higher")
_FEWER: Final = word_set("fewer less lower")
_TOGETHER: Final = word_set("total altogether combined together both two three all sum overall")
_EACH: Final = word_set("each apiece both")


def derive(claim: Reading, bound: Bound, passage: Passage) -> Derivation | None:
    """Return how the number of ``bound`` follows from stated numbers; None when it doesn't."""
    target = bound.quantity
    if (
        bound.relation in ("from", "to")
        or target.low != target.high
        or target.unit in ("ord", "vague", "clock", "frac", "pp", "decade")
    ):
        return None
    for reading in passage.cited:
        inside = [one.bound for one in passage.numbers if one.reading is reading and _usable(one.bound, bound)]
        found = _sum(bound, inside, reading) or _difference(claim, bound, inside)
        found = found or _count(bound, reading)
        if found is not None:
            return found
    return _sum_across(claim, bound, passage)


def _sum_across(claim: Reading, bound: Bound, passage: Passage) -> Derivation | None:
    """Add up one number from each sentence: 24 killed on Friday and 16 on Saturday are 40 in both accidents."""
    if not _TOGETHER & {item.norm for item in claim.parse.words} or len(passage.cited) < 2:
        return None
    group = [one.bound for one in passage.numbers if _usable(one.bound, bound) and not one.bound.whole]
    group = [one for one in group if _people(one, bound) or any(any_aligned(item, one.head) for item in bound.head)]
    apart = len({one.sentence for one in group}) == len(group) > 1
    same = apart and _one_sort(group) and not any(_partial(item, group) for item in bound.predicates)
    if not same or sum(one.quantity.low for one in group) != bound.quantity.low:
        return None
    return Derivation(operation="sum", operands=tuple(float(one.quantity.low) for one in group))


def _usable(one: Bound, bound: Bound) -> bool:
    quantity = one.quantity
    return (
        quantity.low == quantity.high
        and quantity.unit == bound.quantity.unit
        and quantity.hedge in ("", "exact", bound.quantity.hedge)
    )


def _sum(bound: Bound, inside: list[Bound], reading: Reading) -> Derivation | None:
    target = bound.quantity.low
    if bound.quantity.unit == "%":
        return None
    groups = [inside, *([a, b] for a, b in pairwise(inside))] if len(inside) > 1 else []
    for group in groups:
        if sum(one.quantity.low for one in group) == target and _addable(bound, group, reading):
            return Derivation(operation="sum", operands=tuple(float(one.quantity.low) for one in group))
    doubled = not _EACH.isdisjoint(reading.parse.by_norm) or (
        "many" in reading.parse.by_norm and "as" in reading.parse.by_norm
    )
    for one in inside if doubled else ():
        if 2 * one.quantity.low == target and _shares_nouns(bound, one):
            return Derivation(operation="sum", operands=(float(one.quantity.low), float(one.quantity.low)))
    return None


def _shares_nouns(bound: Bound, one: Bound) -> bool:
    return (
        not bound.head or not one.head or any(any_aligned(item, one.head) for item in bound.head) or _people(bound, one)
    )


def _people(first: Bound, second: Bound) -> bool:
    return any(i.flags & words.PERSON for i in first.head) and any(i.flags & words.PERSON for i in second.head)


def _addable(bound: Bound, group: list[Bound], reading: Reading) -> bool:
    """Say whether the numbers of ``group`` may be added up for what ``bound`` says of them."""
    if any(one.relation in ("from", "to") for one in group):
        return False
    for one, following in pairwise(group):
        between = reading.parse.words[one.quantity.last + 1 : following.quantity.first]
        joined = any(item.norm in ("and", ",", "plus", "another", "with", "further", ";") for item in between)
        if not joined or any(item.norm in ("of", "including", "than", "compared", "while", "out") for item in between):
            return False
    if not _one_sort(group):
        return False
    return not any(_partial(item, group) for item in bound.predicates)


def _one_sort(group: list[Bound]) -> bool:
    if group[0].quantity.unit:
        return True
    first = group[0]
    for other in group[1:]:
        same = first.head and any(any_aligned(item, other.head) for item in first.head)
        if not (same or not first.head or not other.head or _people(first, other)):
            return False
    return True


def _partial(item: Word, group: list[Bound]) -> bool:
    """Say whether ``item`` belongs to some of the numbers and not to all."""
    if item.flags & words.LIGHT or item.norm in ("people", "victims", "casualties"):
        return False
    counted = any(any_aligned(item, one.head) for one in group)
    count = sum(any_aligned(item, one.head if counted else one.everything) for one in group)
    return 0 < count < len(group)


def _difference(claim: Reading, bound: Bound, inside: list[Bound]) -> Derivation | None:
    after = {item.norm for item in claim.parse.words[bound.quantity.last + 1 : bound.quantity.last + 4]}
    up = _UP & claim.parse.same or _MORE & after
    down = _DOWN & claim.parse.same or _FEWER & after
    distance = _DISTANCE & {item.norm for item in claim.parse.words}
    if not (up or down or distance):
        return None
    for one, other in pairwise(inside):
        gap = other.quantity.low - one.quantity.low
        if abs(gap) != bound.quantity.low or not _comparable(one, other):
            continue
        if one.relation == "to" and other.relation == "from":
            gap = -gap
        moved = "from" in (one.relation, other.relation)
        if (moved and ((gap > 0 and up) or (gap < 0 and down))) or (distance and not moved):
            return Derivation(operation="difference", operands=(float(other.quantity.low), float(one.quantity.low)))
    return None


def _count(bound: Bound, reading: Reading) -> Derivation | None:
    """Count names that are listed: 'Germany, France and Italy' are three countries."""
    target = bound.quantity.low
    if bound.quantity.unit or not bound.head or not 2 <= target <= 12:
        return None
    size = 1
    for one, following in pairwise(reading.names):
        between = reading.parse.words[one.last + 1 : following.first]
        listed = bool(between) and all(item.norm in (",", "and", "the", "or") for item in between)
        size = size + 1 if listed else 1
        closed = any(item.norm == "and" for item in between)
        if listed and closed and size == target:
            return Derivation(operation="count", operands=(1.0,) * size)
    return None


def _comparable(one: Bound, other: Bound) -> bool:
    if not one.head or not other.head:
        return True
    return any(any_aligned(item, other.head) for item in one.head)
