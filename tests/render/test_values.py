"""Values as words."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from summarizer.render.values import Scalar, label_text, number_ranges, scalar_text, when_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Kabul", "Kabul"),
        ("", "(empty)"),
        (True, "yes"),
        (False, "no"),
        (None, "none"),
        (2025, "2025"),
        (9999, "9999"),
        (18412, "18,412"),
        (-3500000.0, "-3,500,000"),
        (4.2, "4.2"),
        (0.0, "0"),
        (1e22, "1e+22"),
        (10**24, "1,000,000,000,000,000,000,000,000"),
        (float("inf"), "inf"),
    ],
)
def test_a_scalar_is_written_as_a_person_writes_it(value: Scalar, text: str) -> None:
    assert scalar_text(value) == text


def when(text: str, start: str | None = None, end: str | None = None, precision: str | None = None) -> JsonValue:
    return {"text": text, "start": start, "end": end, "precision": precision}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(when("soon"), "soon", id="not resolved"),
        pytest.param(when("Monday", "2026-03-02", "2026-03-02", "day"), "Monday (2026-03-02)", id="a day"),
        pytest.param(when("2026-03-02", "2026-03-02", "2026-03-02", "day"), "2026-03-02", id="a day named in full"),
        pytest.param(
            when("in March", "2026-03-01", "2026-03-31", "month"),
            "in March (2026-03-01 to 2026-03-31, month)",
            id="a month",
        ),
        pytest.param(when("", None, None, "year"), "(empty) (year)", id="no words"),
        pytest.param({"text": "x", "start": None}, None, id="an object of another shape"),
        pytest.param("Monday", None, id="a plain text"),
    ],
)
def test_an_anchored_date_shows_its_words_and_what_they_mean(value: JsonValue, text: str | None) -> None:
    assert when_text(value) == text


@pytest.mark.parametrize(
    ("name", "label"),
    [("according_to", "according to"), ("__proto__", "proto"), ("_", "_"), ("", "(no name)")],
    ids=["words", "underscores outside", "nothing but underscores", "no name"],
)
def test_a_field_name_reads_as_words(name: str, label: str) -> None:
    assert label_text(name) == label


@pytest.mark.parametrize(
    ("numbers", "text"),
    [((), ""), ((4,), "4"), ((4, 5), "4, 5"), ((1, 2, 5, 6, 7, 9), "1, 2, 5–7, 9")],
    ids=["none", "one", "a pair", "a run of three is folded"],
)
def test_runs_of_sentence_numbers_are_folded(numbers: tuple[int, ...], text: str) -> None:
    assert number_ranges(numbers) == text
