"""Exercises from QAMR: what is called unanswerable is, passages keep to their side of the split, seeds decide."""

from itertools import islice

import pytest

from summarizer.local.exercise import Exercise
from summarizer.local.passages import PassageMaker, kind_of
from summarizer.local.qamr import Pair, Qamr, article_of

PLACES = ("Lune", "Tees", "Wear", "Tyne", "Ouse", "Exe")


def sentence_id(article: int, number: int) -> str:
    return f"W:wikinews:{article}:1:{number}"


def data() -> Qamr:
    sentences = {}
    pairs = []
    for article, river in enumerate(PLACES):
        for number, name in enumerate(("Roe", "Doe", "Poe")):
            at = sentence_id(article, number)
            sentences[at] = (
                f"{name} {river} crossed the {river} bridge number {number} with Ann{article} and Bob{article}."
            )
            pairs += [
                Pair(at, f"Who crossed the {river} bridge first?", f"{name} {river}", (f"{name} {river}", name)),
                Pair(at, "Who came along?", f"Ann{article} and Bob{article}", (f"Ann{article} and Bob{article}",)),
            ]
    return Qamr(sentences, tuple(pairs))


def made(count: int = 200, seed: int = 1) -> list[Exercise]:
    held = data()
    articles = {article_of(sentence_id(number, 0)) for number in range(4)}
    closed = {article_of(sentence_id(number, 0)) for number in (4, 5)}
    entities = {number: frozenset({"PERSON"}) for number in held.sentences}
    return list(islice(PassageMaker(held, articles, entities, closed=closed, seed=seed).rounds(), count))


def test_what_is_called_unanswerable_has_its_answer_outside_the_passage() -> None:
    wrong = []
    asked = 0
    answers = {(pair.question, pair.answer) for pair in data().pairs}
    for exercise in made():
        for task in exercise.tasks:
            if task.form == "single" and task.answer == "not stated":
                asked += 1
                known = [answer for question, answer in answers if question == task.question]
                wrong += [task.question] if known and all(answer in exercise.passage for answer in known) else []

    assert asked > 50
    assert wrong == []


def test_every_given_answer_stands_in_its_passage() -> None:
    answers = [
        (answer, exercise.passage)
        for exercise in made()
        for task in exercise.tasks
        if task.form in {"single", "list"} and task.answer != "not stated"
        for answer in task.answer.split("; ")
    ]

    assert answers
    assert [answer for answer, passage in answers if answer not in passage] == []


def test_sentences_of_closed_articles_stand_in_no_passage() -> None:
    assert [exercise.passage for exercise in made() if "Ouse" in exercise.passage or "Exe" in exercise.passage] == []


def test_an_enumeration_is_asked_for_as_a_list() -> None:
    lists = {task.answer for exercise in made() for task in exercise.tasks if task.form == "list"}

    assert "Ann0; Bob0" in lists


def test_the_same_seed_gives_the_same_exercises_and_another_seed_others() -> None:
    assert made(30) == made(30)
    assert made(30) != made(30, seed=2)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many died?", "number"),
        ("How long did it last?", "duration"),
        ("In what year was it?", "date"),
        ("What city was hit?", "place"),
        ("Who fled?", "person"),
        ("Which company failed?", "organization"),
        ("What failed?", "any"),
    ],
)
def test_the_opening_of_a_question_says_its_kind(question: str, kind: str) -> None:
    assert kind_of(question) == kind
