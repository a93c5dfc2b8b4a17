"""What date words mean for a reader on the day of publication, here Thursday 20 March 2025."""

from __future__ import annotations

import datetime as dt

import pytest

from summarizer.grounding.dates import resolve

ANCHOR = dt.date(2025, 3, 20)

PAST = [
    ("Tuesday", "2025-03-18", "2025-03-18", "day"),
    ("on Tuesday", "2025-03-18", "2025-03-18", "day"),
    ("Thursday", "2025-03-20", "2025-03-20", "day"),
    ("last Thursday", "2025-03-13", "2025-03-13", "day"),
    ("next Tuesday", "2025-03-25", "2025-03-25", "day"),
    ("this Sunday", "2025-03-23", "2025-03-23", "day"),
    ("Wednesday afternoon", "2025-03-19", "2025-03-19", "day"),
    ("Tuesday at 6 p.m.", "2025-03-18", "2025-03-18", "hour"),
    ("Monday of next week", "2025-03-24", "2025-03-24", "day"),
    ("from Monday to Wednesday", "2025-03-17", "2025-03-19", "range"),
    ("since Tuesday", "2025-03-18", "2025-03-20", "range"),
    ("by Friday", "2025-03-20", "2025-03-21", "range"),
    ("until Friday", "2025-03-20", "2025-03-21", "range"),
    ("today", "2025-03-20", "2025-03-20", "day"),
    ("yesterday", "2025-03-19", "2025-03-19", "day"),
    ("the day before yesterday", "2025-03-18", "2025-03-18", "day"),
    ("tomorrow", "2025-03-21", "2025-03-21", "day"),
    ("last night", "2025-03-19", "2025-03-19", "day"),
    ("overnight", "2025-03-19", "2025-03-20", "range"),
    ("this week", "2025-03-17", "2025-03-23", "week"),
    ("early next week", "2025-03-24", "2025-03-30", "week"),
    ("last week", "2025-03-10", "2025-03-16", "week"),
    ("this weekend", "2025-03-22", "2025-03-23", "range"),
    ("last month", "2025-02-01", "2025-02-28", "month"),
    ("next month", "2025-04-01", "2025-04-30", "month"),
    ("earlier this week", "2025-03-17", "2025-03-20", "range"),
    ("later this month", "2025-03-20", "2025-03-31", "range"),
    ("last year", "2024-01-01", "2024-12-31", "year"),
    ("within this year", "2025-01-01", "2025-12-31", "year"),
    ("the end of the year", "2025-12-01", "2025-12-31", "range"),
    ("three days ago", "2025-03-17", "2025-03-17", "day"),
    ("two weeks ago", "2025-03-03", "2025-03-09", "week"),
    ("a year ago", "2024-01-01", "2024-12-31", "year"),
    ("the past three days", "2025-03-17", "2025-03-20", "range"),
    ("March 19", "2025-03-19", "2025-03-19", "day"),
    ("19 March", "2025-03-19", "2025-03-19", "day"),
    ("19th of March", "2025-03-19", "2025-03-19", "day"),
    ("December", "2024-12-01", "2024-12-31", "month"),
    ("late February", "2025-02-20", "2025-02-28", "range"),
    ("mid-March", "2025-03-11", "2025-03-21", "range"),
    ("between 3 and 5 March", "2025-03-03", "2025-03-05", "range"),
    ("from March 30 to April 2", "2025-03-30", "2025-04-02", "range"),
    ("28 February to 3 March", "2025-02-28", "2025-03-03", "range"),
    ("summer", "2024-06-01", "2024-08-31", "season"),
    ("Christmas Day", "2024-12-25", "2024-12-25", "day"),
]
ABSOLUTE = [
    ("2025-03-20", "2025-03-20", "2025-03-20", "day"),
    ("March 20, 2025", "2025-03-20", "2025-03-20", "day"),
    ("Friday, March 21, 2025", "2025-03-21", "2025-03-21", "day"),
    ("Sept. 11, 2001", "2001-09-11", "2001-09-11", "day"),
    ("21/03/2025", "2025-03-21", "2025-03-21", "day"),
    ("21 March 2025 10:30", "2025-03-21", "2025-03-21", "minute"),
    ("March 3-5, 2025", "2025-03-03", "2025-03-05", "range"),
    ("spring 2025", "2025-03-01", "2025-05-31", "season"),
    ("winter 2024", "2024-12-01", "2025-02-28", "season"),
    ("the third quarter of 2024", "2024-07-01", "2024-09-30", "range"),
    ("May 2024", "2024-05-01", "2024-05-31", "month"),
    ("in 2024", "2024-01-01", "2024-12-31", "year"),
    ("1945", "1945-01-01", "1945-12-31", "year"),
    ("the 1990s", "1990-01-01", "1999-12-31", "range"),
]
FUTURE = [
    ("Tuesday", "2025-03-25", "2025-03-25", "day"),
    ("Sunday", "2025-03-23", "2025-03-23", "day"),
    ("March 19", "2026-03-19", "2026-03-19", "day"),
    ("December", "2025-12-01", "2025-12-31", "month"),
    ("in two weeks", "2025-03-31", "2025-04-06", "week"),
    ("summer", "2025-06-01", "2025-08-31", "season"),
]
UNRESOLVED = [
    "recently", "in coming days", "the following day", "the day after the election", "after the vote", "February 30",
    "03/04/2025", "for three years", "soon", "", "x" * 200,
]  # fmt: skip


def _resolved(text: str, anchor: dt.date | None, *, future: bool = False) -> tuple[str, str, str] | None:
    found = resolve(text, anchor, future=future)
    return None if found is None else (found.start.isoformat(), found.end.isoformat(), found.precision)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"), PAST + ABSOLUTE, ids=[row[0] for row in PAST + ABSOLUTE]
)
def test_words_of_a_report_count_back_from_the_dateline(text: str, start: str, end: str, precision: str) -> None:
    assert _resolved(text, ANCHOR) == (start, end, precision)


@pytest.mark.parametrize(("text", "start", "end", "precision"), FUTURE, ids=[row[0] for row in FUTURE])
def test_words_about_what_is_to_come_count_forward(text: str, start: str, end: str, precision: str) -> None:
    assert _resolved(text, ANCHOR, future=True) == (start, end, precision)


@pytest.mark.parametrize(("text", "start", "end", "precision"), ABSOLUTE, ids=[row[0] for row in ABSOLUTE])
def test_full_dates_need_no_dateline(text: str, start: str, end: str, precision: str) -> None:
    assert _resolved(text, None) == (start, end, precision)


@pytest.mark.parametrize("text", [row[0] for row in PAST])
def test_relative_words_without_a_dateline_stay_unresolved(text: str) -> None:
    assert resolve(text, None) is None


@pytest.mark.parametrize("text", UNRESOLVED, ids=[text[:20] for text in UNRESOLVED])
def test_words_that_fix_no_date_stay_unresolved(text: str) -> None:
    assert resolve(text, ANCHOR) is None


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("19. März 2025", "de", "2025-03-19"),
        ("gestern", "de", "2025-03-19"),
        ("hier", "fr", "2025-03-19"),
        ("19 mars 2025", "fr", "2025-03-19"),
    ],
    ids=["german-date", "german-yesterday", "french-yesterday", "french-date"],
)
def test_other_languages_are_resolved_too(text: str, language: str, day: str) -> None:
    found = resolve(text, ANCHOR, language=language)
    assert found is not None
    assert (found.start.isoformat(), found.precision) == (day, "day")
