"""Numbers, durations and dates in an article's words, and what counts as standing in a text."""

import datetime as dt

import pytest

from summarizer.extract.reading.values import minutes_in, number_in, plain_date, stands_in


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("3.5 million", 3_500_000),
        ("£310 million", 310_000_000),
        ("2bn", 2_000_000_000),
        ("1,300", 1_300),
        ("two dozen", 24),
        ("a dozen", 12),
        ("fourteen", 14),
        ("thirty-five people", 35),
        ("one hundred and twenty-three", 123),
        ("at least 41 people", 41),
        ("7.1", 7.1),
        ("nobody", 0),
        ("hundreds", None),
        ("a", None),
        ("many", None),
    ],
)
def test_a_number_is_read_with_its_magnitude_and_vague_words_are_none(words: str, value: float | None) -> None:
    assert number_in(words) == value


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("an hour and a half", 90),
        ("around an hour", 60),
        ("two and a half hours", 150),
        ("1 hour and 20 minutes", 80),
        ("half an hour", 30),
        ("ninety-minute", 90),
        ("three days", 4320),
        ("a few hours", None),
        ("long", None),
    ],
)
def test_a_duration_is_read_in_minutes(words: str, minutes: float | None) -> None:
    assert minutes_in(words) == minutes


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("March 6, 2025", dt.date(2025, 3, 6)),
        ("on 6 March 2025", dt.date(2025, 3, 6)),
        ("2025-03-06", dt.date(2025, 3, 6)),
        ("May 12th, 2024", dt.date(2024, 5, 12)),
        ("Tuesday", None),
        ("May 12", None),
    ],
)
def test_only_a_date_written_out_in_full_is_a_date(words: str, day: dt.date | None) -> None:
    assert plain_date(words) == day


@pytest.mark.parametrize(
    ("words", "text", "stands"),
    [
        ("two hospitals", "It hit Two Hospitals, officials said.", True),
        ("Russia’s army", "Russia's army moved.", True),
        ("14", "killing 141 people", False),
        ("14", "killing 14, officials said", True),
        ("ran", "Iran said so", False),
        ("", "anything", False),
    ],
    ids=["case and commas", "apostrophes", "part of a number", "a number", "part of a word", "nothing"],
)
def test_words_stand_in_a_text_whole_or_not_at_all(words: str, text: str, stands: bool) -> None:
    assert stands_in(words, text) is stands
