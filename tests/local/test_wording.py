"""Questions in other words, questions as statements, and what an answer would have to be."""

import random

import pytest

from summarizer.local.wording import declared, needed_entities, reworded


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("How many ships were lost?", {"What is the number of ships that were lost?"}),
        ("In what year did it open?", {"When did it open?"}),
        ("Why did it close?", {"For what reason did it close?"}),
        ("Which mayor opened it?", {"Which mayor opened it?"}),
        (
            "Where was it held?",
            {"In which place was it held?", "In what city or country was it held?"},
        ),
    ],
    ids=["number", "year", "reason", "no rule", "place"],
)
def test_a_question_is_reworded_in_one_of_the_known_ways(question: str, others: set[str]) -> None:
    assert {reworded(question, random.Random(seed)) for seed in range(20)} == others


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Who reopened the bridge?", "Roe reopened the bridge"),
        ("Who was arrested on Monday?", "Roe was arrested on Monday"),
        ("What did Roe open?", None),
        ("Who was Roe met by?", None),
        ("Who is the mayor?", None),
        ("What medals did Roe win?", None),
    ],
    ids=["active", "passive", "object", "stranded preposition", "copula", "a noun in front"],
)
def test_only_a_question_about_its_subject_becomes_a_statement(question: str, statement: str | None) -> None:
    assert declared(question, "Roe") == statement


@pytest.mark.parametrize(
    ("question", "label"),
    [("How many fled?", "CARDINAL"), ("When was it?", "DATE"), ("Where is it?", "GPE"), ("Who fled?", "PERSON")],
    ids=["number", "date", "place", "person"],
)
def test_the_opening_says_what_an_answer_would_be(question: str, label: str) -> None:
    assert label in needed_entities(question)


def test_an_opening_that_tells_nothing_asks_for_no_entity() -> None:
    assert needed_entities("What was opened?") == frozenset()
