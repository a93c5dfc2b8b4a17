"""Paragraphs: a line each, except in text that was broken at a fixed width."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.ingest.layout import paragraphs

PROSE = (
    "Floods in the north of the country have killed at least 41 people and driven some 25,000 from their homes, officials"
    " said on Monday. Rescue workers led by Col. A. B. Musa were still searching for survivors in the late evening, while"
    " the army sent helicopters from the capital. The water came in the night and took everything."
)


def shown(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end, _ in paragraphs(text)]


@pytest.mark.parametrize("width", [50, 65, 72, 80, 90])
def test_wrapped_lines_are_one_paragraph(width: int) -> None:
    text = "\n\n".join([textwrap.fill(PROSE, width)] * 3)
    assert shown(text) == [PROSE] * 3


def test_a_bulleted_list_inside_wrapped_text_keeps_its_lines() -> None:
    text = textwrap.fill(PROSE, 60) + "\n\n- the airport is closed until Wednesday at the very least\n- power is out"
    assert shown(text) == [PROSE, "- the airport is closed until Wednesday at the very least", "- power is out"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Storm hits coast\nBy Jane Roe\nThe storm hit the coast on Monday.\nIt left.", id="headline, byline, lines"
        ),
        pytest.param("First item of a list\nSecond item of a list\nThird item of a list", id="titles"),
        pytest.param(PROSE + "\n" + PROSE, id="long lines"),
        pytest.param("a line of some forty characters, and then:\n- one\n- two\n- three", id="list"),
    ],
)
def test_other_lines_are_a_paragraph_each(text: str) -> None:
    assert shown(text) == text.split("\n")


def test_a_single_break_in_mid_sentence_is_mended() -> None:
    assert shown("The minister said on Monday that the bridge\nwould open soon.\nHe left.") == [
        "The minister said on Monday that the bridge would open soon.",
        "He left.",
    ]


@given(st.text(alphabet="ab .\n-A", max_size=300))
def test_paragraphs_hold_every_character_that_is_no_space(text: str) -> None:
    outside = list(text)
    for start, end, _ in paragraphs(text):
        outside[start:end] = " " * (end - start)
    assert "".join(outside).strip() == ""
