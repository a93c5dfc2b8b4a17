"""Two runs are compared article by article, or not at all, with the reason."""

import pytest

from summarizer.errors import AnswerInvalidError, EvaluationError
from summarizer.scoring.evaluation.bless import bless, open_scored
from summarizer.scoring.evaluation.compare import compare
from summarizer.scoring.evaluation.flips import find_flips
from summarizer.scoring.evaluation.gate_file import GateRules
from summarizer.scoring.evaluation.rescore import rescore
from summarizer.scoring.evaluation.run_folder import find_run, newest_run
from summarizer.scoring.evaluation.wording import comparison_text
from summarizer.scoring.suite import open_suite

RULES = GateRules.model_validate({"format": "summarizer.gate/1", "metrics": {"f1": {"margin": 0.05}}})
STORIES = list("abcdefgh")


def test_a_run_against_itself_differs_in_nothing(write_gold, make_run, reader):
    write_gold(STORIES)
    folder = make_run(reader())
    found = compare(folder, folder)
    assert (found.flips, found.slices, found.articles, found.stories) == ((), (), 8, 8)
    assert {row.difference for row in found.metrics} == {0.0}
    assert "No article flipped." in comparison_text(found)


def test_flipped_articles_come_first_failures_before_losses_before_gains(write_gold, make_run, reader):
    def without_days(text, turn):
        return {"days": None} if "Cedar" in text else {}

    write_gold(STORIES)
    before = make_run(reader(fails={"Birch": AnswerInvalidError("no")}))
    now = make_run(reader(alters=without_days, fails={"Dover": AnswerInvalidError("no")}), minute=1)
    found = compare(now, before)
    assert [(flip.article.gold, flip.names(lost=True), flip.names(lost=False)) for flip in found.flips] == [
        ("03.yaml", ("bridge", "days", "town"), ()),
        ("02.yaml", ("days",), ()),
        ("01.yaml", (), ("bridge", "days", "town")),
    ]
    assert [flip.failure for flip in found.flips] == ["AnswerInvalidError: no", None, None]
    text = comparison_text(found)
    assert text.index("Articles that flipped: 3") < text.index("metric ")


def test_metrics_and_slices_carry_interval_and_p_value_the_largest_difference_first(write_gold, make_run, reader):
    write_gold(STORIES)
    found = compare(make_run(reader(breaks={"days"}), minute=1), make_run(reader()))
    by_name = {row.metric: row for row in (*found.metrics, *found.slices)}
    assert by_name["f1"].baseline == 1.0
    assert by_name["f1"].candidate == pytest.approx(0.8)
    assert by_name["f1"].p_value == 2 * 2**-8
    assert by_name["f1"].interval is not None
    assert by_name["f1@field=closure.days"].difference == -1.0
    assert "f1@field=closure.town" not in by_name
    sizes = [abs(row.difference) for row in found.slices]
    assert sizes == sorted(sizes, reverse=True)


def test_an_invented_value_is_lost_and_one_that_went_is_gained(write_gold, make_run, reader):
    folder = write_gold(["a"])
    path = folder / "00.yaml"
    path.write_text(path.read_text().replace('{value: 3, evidence: {2: "3 days"}}', "null"))
    plain, inventing = (
        make_run(reader(breaks={"days"})),
        make_run(reader(alters=lambda text, turn: {"days": {"value": 99, "evidence": [2]}}), minute=1),
    )
    (lost,) = find_flips(inventing.scores(), plain.scores())
    assert [name for name in lost.names(lost=True) if name.startswith("+")] == ["+days=99"]
    (gained,) = find_flips(plain.scores(), inventing.scores())
    assert "+days=99" in gained.names(lost=False)


def changed_manifest(folder, **digests):
    manifest = folder.manifest
    folder.write_manifest(manifest.model_copy(update={"digests": manifest.digests.model_copy(update=digests)}))


@pytest.mark.parametrize(
    ("digests", "reason"),
    [
        ({"gold": "0" * 64}, "the gold differs"),
        ({"split": "0" * 64}, "the articles or their splits differ"),
        ({"schemas": {"closure": "0" * 64}}, r"schema closure differs \(000000000000, baseline \w{12}\)"),
        ({"schemas": {}}, r"schema closure differs \(none"),
        ({"scorer": "0" * 64}, r"the scorer differs \(000000000000, baseline \w{12}\)"),
        ({"splitter": "other 1"}, "sentences were numbered by other 1"),
    ],
    ids=["gold", "split", "schema", "lacking schema", "scorer", "splitter"],
)
def test_runs_whose_scores_do_not_mean_the_same_are_refused_with_the_reason(
    write_gold, make_run, reader, digests, reason
):
    write_gold(["a", "b"])
    first, second = make_run(reader()), make_run(reader(), minute=1)
    changed_manifest(second, **digests)
    with pytest.raises(EvaluationError, match=reason):
        compare(second, first)


def test_a_refused_baseline_file_is_named_with_the_line_and_the_command_that_mends_it(
    write_gold, make_run, reader, tmp_path
):
    write_gold(["a", "b"])
    run, path = make_run(reader()), tmp_path / "bridges.json"
    bless(run, path, RULES)
    path.write_text(path.read_text().replace(run.manifest.digests.scorer, "0" * 64))
    with pytest.raises(
        EvaluationError,
        match=r"bridges\.json:1: run \S+ can't be compared with this one, .*the scorer differs .*`summarizer eval run "
        r"--suite bridges`.*`summarizer eval bless --suite bridges`",
    ):
        compare(run, open_scored(path))


def test_a_run_that_an_older_scorer_scored_is_to_be_scored_again(write_gold, make_run, reader):
    write_gold(["a", "b"])
    first, second = make_run(reader()), make_run(reader(), minute=1)
    changed_manifest(first, scorer="0" * 64)
    with pytest.raises(EvaluationError, match=rf"run\.json:\d+: .*`summarizer eval rescore {first.path.name}`"):
        compare(second, first)


def test_changed_gold_is_named_and_scoring_both_again_makes_them_comparable(write_gold, make_run, reader, workspace):
    folder = write_gold(["a", "b"])
    first = make_run(reader())
    path = folder / "01.yaml"
    path.write_text(path.read_text().replace("days: {value: 4,", "days: {value: 4, accept: [5],"))
    second = make_run(reader(), minute=1)
    with pytest.raises(EvaluationError, match=r"the gold differs \(01\.yaml changed\)"):
        compare(second, first)
    rescore(first, open_suite("bridges", workspace))
    assert compare(second, first).flips == ()


def test_a_changed_note_is_no_changed_gold(write_gold, make_run, reader):
    folder = write_gold(["a", "b"])
    first = make_run(reader())
    path = folder / "01.yaml"
    path.write_text(path.read_text() + "note: looked at again\n")
    assert compare(make_run(reader(), minute=1), first).flips == ()


def test_added_and_removed_articles_are_named(write_gold, make_run, reader):
    folder = write_gold(["a", "b"])
    first = make_run(reader())
    write_gold(["a", "b", "c"])
    (folder / "00.yaml").unlink()
    with pytest.raises(EvaluationError) as refused:
        compare(make_run(reader(), minute=1), first)
    assert "02.yaml is new" in str(refused.value)
    assert "00.yaml is gone" in str(refused.value)


def test_rescoring_takes_the_gold_of_now_and_asks_nothing(write_gold, make_run, reader, workspace):
    folder = write_gold(["a", "b"])
    strategy = reader(breaks={"days"})
    run = make_run(strategy)
    asked = list(strategy.asked)
    for path in folder.glob("*.yaml"):
        path.write_text(path.read_text().replace("  days: {", "  days: {optional: true, "))
    manifest = rescore(run, open_suite("bridges", workspace))
    assert strategy.asked == asked
    assert (manifest.status, run.metrics().metrics["f1"].value) == ("complete", 1.0)


def test_a_run_that_lacks_answers_for_the_gold_of_now_is_incomplete(write_gold, make_run, reader, workspace):
    write_gold(["a", "b"])
    run = make_run(reader())
    write_gold(["a", "b", "c"])
    manifest = rescore(run, open_suite("bridges", workspace))
    assert (manifest.status, manifest.notes) == ("incomplete", ("1 of 3 answers are lacking",))


def test_records_of_another_schema_are_not_scored(write_gold, make_run, reader, workspace):
    write_gold(["a"])
    run = make_run(reader())
    path = workspace.root / "schemas" / "closure.py"
    path.write_text(path.read_text().replace("Days it stays closed.", "Days, in all."))
    write_gold(["a"])
    with pytest.raises(EvaluationError, match="schema closure has changed since"):
        rescore(run, open_suite("bridges", workspace))


@pytest.mark.parametrize(
    ("name", "damage", "message"),
    [
        ("run.json", "{", r"run\.json: damaged, .*; move the run's folder away"),
        ("run.json", '{"format": "summarizer.eval/2"}', r"run\.json: damaged, or written by another version"),
        ("scores.jsonl", "{}\n", r"scores\.jsonl:1: damaged"),
        ("metrics.json", None, r"metrics\.json: there is no such file"),
    ],
    ids=["torn", "version", "scores", "missing"],
)
def test_a_damaged_run_is_named_with_file_and_line(write_gold, make_run, reader, name, damage, message):
    write_gold(["a"])
    folder = make_run(reader())
    if damage is None:
        (folder.path / name).unlink()
    else:
        (folder.path / name).write_text(damage)
    with pytest.raises(EvaluationError, match=message):
        (folder.manifest, folder.scores(), folder.metrics())


def test_a_run_is_found_by_folder_by_id_and_as_the_newest(write_gold, make_run, reader, runs):
    write_gold(["a"])
    first, second = make_run(reader()), make_run(reader(), minute=1)
    assert find_run(first.path.name, runs).path == first.path
    assert find_run(str(first.path), runs).path == first.path
    assert find_run(None, runs, suite="bridges").path == second.path
    with pytest.raises(EvaluationError, match=r"nonsense: no run of that folder or id; in .* there are: 2026"):
        find_run("nonsense", runs)
    with pytest.raises(EvaluationError, match="there is no run of suite 'other'"):
        newest_run(runs, suite="other")
