"""MUC-4 as exercises: windows of whole sentences, every role asked, doubtful windows left out."""

import json
from pathlib import Path

import pytest

from summarizer.errors import SourceError
from summarizer.local.muc4 import ROLES, Report, read_reports, role_exercises, windows

TEXT = "two men bombed the mayor's office in lima.  a guard died.  nobody claimed it.  police found a rifle elsewhere."


def report(**roles: list[list[tuple[str, int]]]) -> Report:
    return Report("r1", TEXT, {role: tuple(tuple(entity) for entity in listed) for role, listed in roles.items()})


def test_windows_hold_whole_sentences_in_order_and_leave_none_out() -> None:
    assert windows(TEXT) == [
        "two men bombed the mayor's office in lima. a guard died. nobody claimed it.",
        "police found a rifle elsewhere.",
    ]


def test_a_full_stop_after_a_number_ends_no_window() -> None:
    assert windows("it hit no. 4. then u.s.  troops came.") == ["it hit no. 4. then u.s. troops came."]


def test_a_long_sentence_is_a_window_of_its_own() -> None:
    long = " ".join(["word"] * 90) + "."

    assert windows(f"a guard died.  {long}  he fled.") == ["a guard died.", long, "he fled."]


def test_every_role_is_asked_and_fillers_come_in_the_order_of_the_text() -> None:
    made = role_exercises([report(Victim=[[("guard", 46)], [("mayor", 19)]], PerpInd=[[("two men", 0)]])], seed=1)

    filled = next(exercise for exercise in made if exercise.passage.startswith("two men"))
    answers = {task.question: task.answer for task in filled.tasks}
    role = {question: role for role, (_, wordings) in ROLES.items() for question in wordings}
    assert {role[question]: answer for question, answer in answers.items()} == {
        "PerpInd": "two men",
        "PerpOrg": "not stated",
        "Target": "not stated",
        "Victim": "mayor; guard",
        "Weapon": "not stated",
    }


def test_a_lone_word_away_from_its_place_in_the_keys_makes_no_exercise() -> None:
    # 'rifle' is keyed at the front, where it doesn't stand: what the police found may be another
    made = role_exercises([report(Weapon=[[("rifle", 3)]])], seed=1)

    assert [exercise.passage for exercise in made] == []


def test_half_as_many_empty_windows_as_filled_ones_are_kept() -> None:
    filled, empty = report(PerpInd=[[("two men", 0)]]), Report("r2", TEXT, {})

    made = role_exercises([filled, filled] + [empty] * 3, seed=1)

    assert sorted(exercise.article for exercise in made) == ["muc4:r1", "muc4:r1", "muc4:r2"]


@pytest.mark.parametrize("line", ["[]", '{"docid": "x"}', "no json"], ids=["a list", "no text", "not JSON"])
def test_a_line_that_is_no_report_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "train.json"
    good = json.dumps({"docid": "a", "doctext": "b", "extracts": {}})
    path.write_text(f"{good}\n{line}\n", encoding="utf-8")

    with pytest.raises(SourceError, match=r"train\.json:2: isn't a report"):
        read_reports(path)


def test_a_missing_file_is_named_with_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"train\.json can't be read .*--muc4 names the folder"):
        read_reports(tmp_path / "train.json")
