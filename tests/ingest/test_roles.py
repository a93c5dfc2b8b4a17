"""Roles: what each line is for the article."""

from __future__ import annotations

from summarizer.domain.document import Metadata
from summarizer.ingest.documents import make_document

FIRST = "A dam burst near the town of Ostra on Tuesday, officials said."
SECOND = "Rescue teams were on their way."


def roles(text: str, given: Metadata | None = None) -> list[str]:
    return [sentence.role for sentence in make_document(text, metadata=given).sentences]


def test_lines_above_the_body() -> None:
    text = f"Dam bursts near Ostra\nFourteen die in the night\nBy Jane Roe\nMarch 4, 2025\n{FIRST}\n{SECOND}"
    assert roles(text) == ["headline", "subheading", "byline", "dateline", "body", "body"]


def test_a_short_line_between_paragraphs_is_a_subheading() -> None:
    assert roles(f"{FIRST}\n'Water came at night'\n{SECOND}") == ["body", "subheading", "body"]


def test_items_of_a_list_are_body() -> None:
    assert roles(f"{FIRST}\n• The airport is closed\n• Power is out\n{SECOND}") == ["body"] * 4


def test_a_repeated_line_is_a_subheading_the_second_time() -> None:
    assert roles(f"{FIRST}\n{SECOND}\n{FIRST}\n{SECOND} Boats came.") == ["body", "body", "subheading", "body", "body"]


def test_a_first_sentence_is_no_headline() -> None:
    assert roles(f"{FIRST}\n{SECOND}") == ["body", "body"]


def test_a_single_line_is_body() -> None:
    assert roles("Dam bursts near Ostra") == ["body"]


def test_a_given_headline_is_recognised_in_the_text() -> None:
    assert roles(f"Dam bursts.\n{FIRST}", Metadata(headline="Dam bursts.")) == ["headline", "body"]


def test_a_title_that_begins_with_by_is_no_byline_when_it_is_a_sentence() -> None:
    assert roles(f"{FIRST}\nBy noon the army had come.\n{SECOND}") == ["body"] * 3


def test_a_closing_credit_of_agencies_is_a_byline() -> None:
    assert roles(f"{FIRST}\n{SECOND}\n(FRANCE 24 with AFP)") == ["body", "body", "byline"]
