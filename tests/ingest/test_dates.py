"""Dates as printed: one reading or none."""

from __future__ import annotations

import datetime as dt

import pytest

from summarizer.ingest.dates import find_date, is_date_line

MARCH_4 = dt.date(2025, 3, 4)


@pytest.mark.parametrize(
    "words",
    [
        "March 4, 2025", "Mar. 4, 2025", "Mar 4th 2025", "4 March 2025", "4th of March, 2025", "2025-03-04", "2025/03/04",
        "2025-03-04T10:30:00Z", "date 2025-03-04", "Tuesday, March 4, 2025 at 10:30 a.m. EST", "04.03.2025", "4. März 2025",
        "4 mars 2025", "4 de marzo de 2025", "4 marzo 2025", "4 de março de 2025", "4 maart 2025", "2025年3月4日",
        "Published: 4 March 2025, 10:30 GMT", "MARCH 4, 2025",
    ],
)  # fmt: skip
def test_full_dates_are_found(words: str) -> None:
    assert find_date(words) == MARCH_4
    assert is_date_line(words)


@pytest.mark.parametrize("words", ["1er mars 2025", "Sept. 1, 2024", "3/21/2025", "21/3/2025"])
def test_more_forms(words: str) -> None:
    assert find_date(words) in {dt.date(2025, 3, 1), dt.date(2024, 9, 1), dt.date(2025, 3, 21)}


@pytest.mark.parametrize(
    "words",
    [
        "March 4",
        "3/4/2025",
        "31 February 2025",
        "2025-13-01",
        "May 2025",
        "in 2025",
        "1945",
        "10.5.20",
        "555.0199.2025",
    ],
)
def test_what_has_no_single_reading_is_no_date(words: str) -> None:
    assert find_date(words) is None
    assert not is_date_line(words)


@pytest.mark.parametrize(
    "words", ["The war began on March 4, 2025.", "March 4, 2025 was a Tuesday", "Vote: March 4, 2025"]
)
def test_a_line_with_other_words_is_no_date_line(words: str) -> None:
    assert not is_date_line(words)
