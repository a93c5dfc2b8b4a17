"""The text forms of a question: they open alike, and what is joined for training is read back alike."""

import pytest

from summarizer.extract.fieldwise.forms import check_prompt, joined, list_prompt, listed, single_prompt


def test_every_form_opens_with_the_passage_and_the_question() -> None:
    opening = "Passage: It rained.\nQuestion: What fell?\n"

    assert single_prompt("It rained.", "What fell?") == f"{opening}Answer:"
    assert list_prompt("It rained.", "What fell?") == f"{opening}Answers:"
    assert check_prompt("It rained.", "What fell?", "snow") == f"{opening}Proposed: snow\nCorrect:"


@pytest.mark.parametrize(
    ("answers", "text"),
    [(("Roe",), "Roe"), (("Roe", "two men"), "Roe; two men"), ((), "not stated"), (("a; b",), "a, b")],
    ids=["one", "two", "none", "a semicolon inside"],
)
def test_answers_are_joined_by_semicolons(answers: tuple[str, ...], text: str) -> None:
    assert joined(answers) == text


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (" Roe; two men", ("Roe", "two men")),
        ("Not stated", ()),
        ("Roe; Roe;", ("Roe",)),
        ("", ()),
        ("Roe;two men", ("Roe", "two men")),
    ],
    ids=["two", "none", "the same twice, cut off", "empty", "no space"],
)
def test_a_written_list_is_read_as_different_answers(text: str, answers: tuple[str, ...]) -> None:
    assert listed(text) == answers
