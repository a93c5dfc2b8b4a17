"""How numbers are read: digits and words, magnitudes, units, hedges, ranges."""

from __future__ import annotations

from fractions import Fraction

import pytest

from summarizer.grounding.numbers import find_quantities, read_digits
from summarizer.grounding.parse import Parse

READ = [
    ("1,200 homes", [(1200, 1200, "", "")]),
    ("3.5 million people", [(3_500_000, 3_500_000, "", "")]),
    ("$1.2bn", [(1_200_000_000, 1_200_000_000, "$", "")]),
    ("53 million pounds", [(53_000_000, 53_000_000, "£", "")]),
    ("two hundred and fifty-one of the 3,000", [(251, 251, "", ""), (3000, 3000, "", "")]),
    ("twenty-five", [(25, 25, "", "")]),
    ("a dozen", [(12, 12, "", "")]),
    ("half a million", [(500_000, 500_000, "", "")]),
    ("two and a half million", [(2_500_000, 2_500_000, "", "")]),
    ("two-thirds of men", [(Fraction(2, 3), Fraction(2, 3), "frac", "")]),
    ("one in five women", [(Fraction(1, 5), Fraction(1, 5), "frac", "")]),
    ("an hour", [(1, 1, "hour", "")]),
    ("half an hour", [(Fraction(1, 2), Fraction(1, 2), "hour", "")]),
    ("12 per cent", [(12, 12, "%", "")]),
    ("2 percentage points", [(2, 2, "pp", "")]),
    ("25°C", [(25, 25, "celsius", "")]),
    ("the 21st century", [(21, 21, "ord", "")]),
    ("the third quarter", [(3, 3, "ord", "")]),
    ("dozens of people", [(12, 12, "vague", "")]),
    ("at least 14 killed", [(14, 14, "", "ge")]),
    ("more than 370 prisoners", [(370, 370, "", "gt")]),
    ("up to 50%", [(50, 50, "%", "le")]),
    ("nearly 500", [(500, 500, "", "lt")]),
    ("about 500", [(500, 500, "", "about")]),
    ("exactly 500", [(500, 500, "", "exact")]),
    ("50+ people", [(50, 50, "", "ge")]),
    ("between 10 and 15 people", [(10, 15, "", "")]),
    ("3-5 million", [(3_000_000, 5_000_000, "", "")]),
    ("won 3-1", [(3, 1, "", "")]),
    ("rose from 3 to 5", [(3, 3, "", ""), (5, 5, "", "")]),
    ("10:30", [(630, 630, "clock", "")]),
    ("6 p.m.", [(1080, 1080, "clock", "")]),
    ("a 30-day truce", [(30, 30, "day", "")]),
    ("the 32-year-old", [(32, 32, "year", "")]),
]


@pytest.mark.parametrize(("text", "expected"), READ, ids=[text for text, _ in READ])
def test_a_number_is_read_with_its_magnitude_unit_and_hedge(text: str, expected: list[tuple[object, ...]]) -> None:
    assert [(q.low, q.high, q.unit, q.hedge) for q in find_quantities(Parse(text))] == expected


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("1.234.567", 1_234_567),
        ("3,5", Fraction(7, 2)),
        ("1,234.5", Fraction(2469, 2)),
        ("12,34,567", 1_234_567),
        ("12345678901234567890", 12345678901234567890),
    ],
    ids=["dots", "decimal-comma", "both", "lakh", "long"],
)
def test_digits_are_read_exactly(token: str, value: object) -> None:
    assert read_digits(token) == value
