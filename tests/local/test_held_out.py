"""Scores on held-out material: what counts as right, where the model abstains, entities of a report."""

import pytest

from summarizer.local.exercise import Task
from summarizer.local.held_out import answer_scores, role_questions, role_score, yes_no_scores
from summarizer.local.muc4 import ROLES, Report
from summarizer.local.reader import Reading

ANSWERABLE = Task("Who fled?", "Jane Roe", accepted=("Jane Roe", "Roe"))
BARREN = Task("Who flew?", "not stated", accepted=("not stated",))


def scores(*readings: Reading, least: float = 0.5) -> dict[str, tuple[float, int]]:
    return {score.name: (score.value, score.items) for score in answer_scores(readings, least=least)}


def test_an_abstention_is_right_exactly_where_there_is_no_answer() -> None:
    found = scores(
        Reading("a", ANSWERABLE, "Roe", 0.9),
        Reading("a", ANSWERABLE, "", 0.1),
        Reading("b", BARREN, "", 0.1),
        Reading("b", BARREN, "Doe", 0.8),
    )

    assert found == {
        "exact match": (0.5, 4),
        "F1": (0.5, 4),
        "F1 where answerable": (0.5, 2),
        "abstains right": (0.5, 2),
        "F1 of given answers": (0.5, 2),
    }


def test_an_answer_below_the_threshold_is_not_given() -> None:
    reading = Reading("b", BARREN, "Doe", 0.6)

    assert scores(reading)["abstains right"] == (0.0, 1)
    assert scores(reading, least=0.7)["abstains right"] == (1.0, 1)


def test_only_single_questions_count_among_answers_and_yes_or_no_is_told_apart() -> None:
    stated = Task("Is it stated that Roe fled?", "yes", "stated")
    readings = [Reading("a", stated, "yes", 0.9), Reading("a", stated, "no", 0.2)]

    assert scores(*readings)["F1"] == (0.0, 0)
    assert [(score.name, score.value, score.items) for score in yes_no_scores(readings)] == [
        ("stated right", 0.5, 2),
        ("check right", 0.0, 0),
    ]


REPORT = Report(
    "r1",
    "two men bombed the mayor's office in lima.",
    {"PerpInd": ((("two men", 0),),), "Target": ((("mayor's office", 19), ("office", 27)),)},
)


def test_every_role_of_a_report_is_asked_of_every_window() -> None:
    (exercise,) = role_questions([REPORT])

    assert [task.accepted[0] for task in exercise.tasks] == list(ROLES)
    assert exercise.passage == REPORT.text


@pytest.mark.parametrize(
    ("said", "f1"),
    [
        ({"PerpInd": ["two men"], "Target": ["office"]}, 1.0),
        ({"PerpInd": ["two men", "men"], "Target": ["mayor's office; office"]}, 1.0),
        ({"PerpInd": ["two men; a guard"], "Target": ["office"]}, 0.8),
        ({"Weapon": ["bomb"]}, 0.0),
    ],
    ids=["all found", "the same again in fewer words", "one too many", "a role nobody fills"],
)
def test_different_answers_of_all_windows_are_the_entities_of_a_report(said: dict[str, list[str]], f1: float) -> None:
    tasks = {task.accepted[0]: task for task in role_questions([REPORT])[0].tasks}
    readings = [Reading("r1", tasks[role], text, 0.9) for role, texts in said.items() for text in texts]

    assert role_score([REPORT], readings).micro.f1 == pytest.approx(f1)
