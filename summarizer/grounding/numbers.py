"""Numbers as an English or digit-writing text states them: value, unit, and how they are hedged."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from summarizer.grounding import words
from summarizer.grounding.lexicon.quantity import (
    CURRENCY_SIGNS,
    FRACTIONS,
    HEDGES,
    HEDGES_AFTER,
    MAGNITUDES,
    NUMBER_WORDS,
    ORDINALS,
    UNITS,
    VAGUE,
)
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.parse import Parse

__all__ = ["Number", "Quantity", "find_quantities", "read_digits"]

Number = int | Fraction


class Quantity(NamedTuple):
    """One stated number, or a range of them.

    ``unit`` is a short form (``%``, ``$``, ``km``), ``ord`` for ordinals, ``frac`` for fractions, ``vague`` for
    'hundreds', ``clock`` for times in minutes after midnight, and empty for plain counts. ``hedge`` is ``ge`` (at
    least), ``gt``, ``le``, ``lt``, ``about``, ``exact`` or empty. ``first`` to ``last`` are the words it takes.
    ``weak`` marks 'one' and 'a', which may be no number at all. ``other`` is a second reading ('3m').
    """

    low: Number
    high: Number
    unit: str
    hedge: str
    first: int
    last: int
    weak: bool = False
    other: tuple[Number, str] | None = None


@lru_cache(maxsize=16384)
def read_digits(token: str) -> Number | None:
    """Return the value of a number written in digits ('1,200', '3.5', '1.234.567'), None when it isn't one."""
    if token.isdecimal():
        return int(token)
    plain = token.replace(",", "")
    if ":" in token:
        return None
    if "," in token and not _grouped(token):
        plain = token.replace(",", ".") if token.count(",") == 1 else plain
    if plain.count(".") > 1:
        plain = plain.replace(".", "")
    try:
        value = Fraction(Decimal(plain))
    except (InvalidOperation, ValueError):
        return None
    return value.numerator if value.denominator == 1 else value


def _grouped(token: str) -> bool:
    head, *rest = token.split(".", 1)[0].split(",")
    return 0 < len(head) <= 3 and all(len(part) in (2, 3) for part in rest) and len(rest[-1]) == 3


_TIME_UNITS: Final = word_set("second minute hour day week month year decade century km mile metre tonne")
_AFTER_PART: Final = word_set("of more less fewer higher lower larger smaller as")
_CODES: Final = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥", "chf": "franc", "rs": "₹", "inr": "₹"}
_SCALES: Final = {"c": "celsius", "celsius": "celsius", "f": "fahrenheit", "fahrenheit": "fahrenheit"}
_AMBIGUOUS_UNITS: Final = word_set("second point crown real rand min")
_NUMERIC: Final = (
    frozenset(NUMBER_WORDS) | frozenset(MAGNITUDES) - {"k", "m", "b"} | frozenset(VAGUE) | frozenset(ORDINALS)
)
_STARTERS: Final = _NUMERIC | frozenset(FRACTIONS) | {"a", "an"}


_CARRIED_OVER: Final = word_set(
    "hand handed handing hands turn turned turning give gave given giving take took taken taking sign signed"
)
"""Verbs that 'over' belongs to before a number: 'handed over 22 prisoners' are 22, not more."""


def find_quantities(text: Parse, taken: frozenset[int] = frozenset()) -> tuple[Quantity, ...]:
    """Return the numbers of ``text`` in order, leaving out the words in ``taken`` (dates, as a rule)."""
    return tuple(_merge(text, list(_scan(text, taken))))


def _scan(text: Parse, taken: frozenset[int]) -> Iterator[Quantity]:
    i = 0
    items = text.words
    while i < len(items):
        item = items[i]
        if i in taken or not (item.flags & words.DIGITS or item.norm in _STARTERS):
            i += 1
            continue
        found = _read(text, i)
        if found is None:
            i += 1
            continue
        found = _with_unit(text, found)
        yield found._replace(hedge=_hedge(text, found))
        i = found.last + 1


def _read(text: Parse, i: int) -> Quantity | None:
    item = text.words[i]
    if item.flags & words.DIGITS:
        return _read_figure(text, i)
    if item.norm in ("a", "an"):
        return _read_article(text, i)
    if item.norm in VAGUE:
        return _read_vague(text, i)
    if item.norm in ORDINALS:
        return Quantity(ORDINALS[item.norm], ORDINALS[item.norm], "ord", "", i, i)
    if item.norm in FRACTIONS:
        return _read_half(text, i) if item.norm == "half" else None
    return _read_words(text, i)


def _read_vague(text: Parse, i: int) -> Quantity:
    value = VAGUE[_norm(text, i)]
    following = _norm(text, i + 2)
    if _norm(text, i) == "tens" and following in VAGUE:
        return Quantity(value * VAGUE[following], value * VAGUE[following], "vague", "", i, i + 2)
    return Quantity(value, value, "vague", "", i, i)


def _norm(text: Parse, i: int) -> str:
    return text.words[i].norm if 0 <= i < len(text.words) else ""


def _read_figure(text: Parse, i: int) -> Quantity | None:
    raw = text.words[i].norm
    if ":" in raw:
        return _clock(text, i, raw)
    value = read_digits(raw)
    if value is None:
        return None
    suffix = _norm(text, i + 1)
    glued = text.gap(i) == ""
    if glued and suffix in ("st", "nd", "rd", "th"):
        return Quantity(value, value, "ord", "", i, i + 1)
    if suffix in ("am", "pm", "a.m", "p.m") and isinstance(value, int) and value <= 12:
        return _clock(text, i, f"{value}:00")
    if glued and suffix == "s":
        return Quantity(value, value, "decade", "", i, i + 1)
    return _magnify(text, value, i, i, glued=glued)


def _magnify(text: Parse, value: Number, first: int, last: int, *, glued: bool) -> Quantity:
    """Take in 'million', 'bn' or 'hundred thousand' after a figure."""
    other: tuple[Number, str] | None = None
    following = _norm(text, last + 1)
    while following in MAGNITUDES and (glued or len(following) > 1):
        if following in ("m", "k", "b"):
            other = (value, UNITS.get(following, "metre" if following == "m" else ""))
        value = value * MAGNITUDES[following]
        last += 1
        glued = text.gap(last) == ""
        following = _norm(text, last + 1)
    if isinstance(value, Fraction) and value.denominator == 1:
        value = value.numerator
    return Quantity(value, value, "", "", first, last, other=other)


def _clock(text: Parse, i: int, raw: str) -> Quantity | None:
    hours, _, rest = raw.partition(":")
    minutes = rest.split(":")[0]
    if not (hours.isdecimal() and minutes.isdecimal()):
        return None
    value, last = int(hours), i
    half = _norm(text, i + 1)
    if half in ("am", "pm"):
        value = value % 12 + (12 if half == "pm" else 0)
        last = i + 1
    return Quantity(value * 60 + int(minutes), value * 60 + int(minutes), "clock", "", i, last)


def _read_article(text: Parse, i: int) -> Quantity | None:
    following = _norm(text, i + 1)
    if following in MAGNITUDES and len(following) > 2:
        return _magnify(text, 1, i, i, glued=False)._replace(first=i)
    if following in ("half", "quarter", "third", "fifth", "tenth") and _norm(text, i + 2) in _AFTER_PART:
        return Quantity(FRACTIONS[following], FRACTIONS[following], "frac", "", i, i + 1)
    if following == "half" or (following == "quarter" and _norm(text, i + 2) in MAGNITUDES):
        return _read_half(text, i + 1)
    if UNITS.get(following) in _TIME_UNITS and _norm(text, i + 2) != "ago":
        return Quantity(1, 1, "", "", i, i, weak=True)
    return None


def _read_half(text: Parse, i: int) -> Quantity:
    part = FRACTIONS[_norm(text, i)]
    step = i + 2 if _norm(text, i + 1) in ("a", "an", "of") else i + 1
    if _norm(text, step) in MAGNITUDES:
        value = part * MAGNITUDES[_norm(text, step)]
        return Quantity(int(value), int(value), "", "", i, step)
    if _norm(text, i + 1) in ("a", "an") and _norm(text, step) in UNITS:
        return Quantity(part, part, UNITS[_norm(text, step)], "", i, step)
    return Quantity(part, part, "frac", "", i, i)


def _read_words(text: Parse, i: int) -> Quantity | None:
    """Read 'two hundred and fifty', 'twenty-one', 'three and a half million', 'two-thirds', 'one in five'."""
    total = current = 0
    last = i - 1
    j = i
    while True:
        norm = _norm(text, j)
        if norm in NUMBER_WORDS and (j == i or not _closed_off(text, j, current)):
            current += NUMBER_WORDS[norm]
        elif norm in MAGNITUDES and len(norm) > 2 and j > i:
            step = MAGNITUDES[norm]
            if step in (100, 12):
                current *= step
            else:
                total, current = total + current * step, 0
        elif (
            norm == "and"
            and j > i
            and _norm(text, j - 1) in ("hundred", "thousand")
            and _norm(text, j + 1) in NUMBER_WORDS
        ):
            j += 1
            continue
        else:
            break
        last, j = j, j + 1
    if last < i:
        return None
    return _finish_words(text, total + current, i, last)


def _closed_off(text: Parse, j: int, current: int) -> bool:
    """Say whether the number before ``j`` can't take another number word ('five six' are two numbers)."""
    value = NUMBER_WORDS[_norm(text, j)]
    before = _norm(text, j - 1)
    if before in MAGNITUDES or before == "and":
        return False
    return not (value < 10 and current % 100 >= 20 and current % 10 == 0)


def _finish_words(text: Parse, value: int, first: int, last: int) -> Quantity:
    following = _norm(text, last + 1)
    if following in FRACTIONS and following not in ("half", "second") and value < 20:
        part = value * FRACTIONS[following]
        return Quantity(part, part, "frac", "", first, last + 1)
    if following in ("in", "out") and value < 20:
        step = last + 2 if following == "in" else last + 3
        whole = NUMBER_WORDS.get(_norm(text, step)) or read_digits(_norm(text, step) or "x")
        if whole and whole > value and (following == "out" or value == 1) and _norm(text, step - 1) in ("in", "of"):
            part = Fraction(value) / whole
            return Quantity(part, part, "frac", "", first, step)
    if following == "and" and _norm(text, last + 2) == "a" and _norm(text, last + 3) == "half":
        found = _magnify(text, Fraction(2 * value + 1, 2), first, last + 3, glued=False)
        return found._replace(first=first)
    weak = value == 1 and first == last
    return Quantity(value, value, "", "", first, last, weak=weak)


def _with_unit(text: Parse, found: Quantity) -> Quantity:
    """Give a number its currency sign before it, or its unit after it."""
    if found.unit:
        return found
    first = found.first
    before = text.text[text.start[first] - 1] if text.start[first] else ""
    if before in CURRENCY_SIGNS:
        return found._replace(unit=CURRENCY_SIGNS[before], first=first - 1, other=None)
    code = _norm(text, first - 1)
    if code in _CODES:
        return found._replace(unit=_CODES[code], first=first - 1)
    return _unit_after(text, found)


def _unit_after(text: Parse, found: Quantity) -> Quantity:
    last = found.last
    following = _norm(text, last + 1)
    if following == "per" and _norm(text, last + 2) == "cent":
        return _points(text, found._replace(unit="%", last=last + 2))
    if following in ("degree", "degrees", "°"):
        scale = _SCALES.get(_norm(text, last + 2))
        return found._replace(unit=scale or "degree", last=last + (2 if scale else 1))
    unit = UNITS.get(following)
    far = len(following) == 1 and following not in "%gcf" and text.gap(last) != ""
    if unit is None or far:
        return _basis(text, found)
    if unit == "%":
        return _points(text, found._replace(unit="%", last=last + 1))
    return found if following in _AMBIGUOUS_UNITS else found._replace(unit=unit, last=last + 1)


def _basis(text: Parse, found: Quantity) -> Quantity:
    if _norm(text, found.last + 1) == "basis" and _norm(text, found.last + 2).startswith("point"):
        return found._replace(unit="bp", last=found.last + 2)
    if _norm(text, found.last + 1) == "us" and _norm(text, found.last + 2).startswith("dollar"):
        return found._replace(unit="$", last=found.last + 2)
    return found


def _points(text: Parse, found: Quantity) -> Quantity:
    following = _norm(text, found.last + 1)
    if following in ("point", "points"):
        return found._replace(unit="pp", last=found.last + 1)
    return found


def _hedge(text: Parse, found: Quantity) -> str:
    first = found.first
    definite = first > 0 and _norm(text, first - 1) == "the"
    if first and _norm(text, first - 1) in ("a", "an", "the", "us"):
        first -= 1
    for size in (3, 2, 1):
        if first >= size:
            key = " ".join(_norm(text, j) for j in range(first - size, first))
            if key == "over" and _norm(text, first - 2) in _CARRIED_OVER:
                continue
            if key in HEDGES:
                compared = definite and HEDGES[key] in ("gt", "lt")  # 'lower than the 61 percent' means 61
                return "" if compared else HEDGES[key]
    after = f"{_norm(text, found.last + 1)} {_norm(text, found.last + 2)}"
    if after in HEDGES_AFTER:
        return HEDGES_AFTER[after]
    return "ge" if text.text[text.end[found.last] : text.end[found.last] + 1] == "+" else ""


def _merge(text: Parse, found: list[Quantity]) -> Iterator[Quantity]:
    """Join '3–5', 'between 3 and 5' and '3 to 5' (not 'from 3 to 5') into ranges; '3-1' into a pair in its order."""
    i = 0
    while i < len(found):
        this = found[i]
        if i + 1 < len(found) and _is_range(text, this, found[i + 1]):
            following = found[i + 1]
            high = following.high
            low = this.low
            if this.unit in ("", following.unit) and not this.other and _shares_magnitude(text, this, following):
                low = low * (high // _plain(text, following))
            yield following._replace(low=low, first=this.first, hedge=this.hedge, weak=False)
            i += 2
            continue
        yield this
        i += 1


def _plain(text: Parse, found: Quantity) -> Number:
    first = found.first if text.words[found.first].flags & words.DIGITS else found.first + 1
    value = read_digits(text.words[first].norm) if first < len(text.words) else None
    return value or found.high


def _shares_magnitude(text: Parse, this: Quantity, following: Quantity) -> bool:
    plain = _plain(text, following)
    return plain != following.high and this.low < 1000 and plain >= this.low and following.high % plain == 0


def _is_range(text: Parse, this: Quantity, following: Quantity) -> bool:
    if this.unit not in ("", following.unit) or following.unit in ("ord", "vague"):
        return False
    between = text.text[text.end[this.last] : text.start[following.first]].strip().casefold()
    if between in ("-", "–", "—", "‐", "‑", "/"):
        return True
    before = _norm(text, this.first - 1)
    return (between == "and" and before == "between") or (
        between in ("to", "or") and before not in ("from", "by", "rose", "fell")
    )
