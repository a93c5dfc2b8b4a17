"""A run asks for every article once, loses nothing when it is cut off, and scores what failed as a failure."""

import pytest

from summarizer.errors import (
    AnswerInvalidError,
    AnswerRefusedError,
    BudgetSpentError,
    GoldFileError,
    ModelUnavailableError,
)
from summarizer.llm.faults import EndpointFaultError
from summarizer.scoring.evaluation.run_folder import list_runs, newest_run
from summarizer.scoring.evaluation.wording import run_text
from summarizer.scoring.suite import list_suites, open_suite


def outcomes(score):
    return [row.outcome for row in score.rows]


def test_a_run_that_reads_everything_scores_one_with_its_files_in_place(write_gold, make_run, reader):
    write_gold(["a", "b", "c"])
    folder = make_run(reader())
    manifest, metrics = folder.manifest, folder.metrics().metrics
    assert manifest.status == "complete"
    assert manifest.id == folder.path.name
    assert manifest.id.startswith("20260304T120000Z-bridges-test-reader-")
    assert [article.gold for article in manifest.articles] == ["00.yaml", "01.yaml", "02.yaml"]
    assert (metrics["f1"].value, metrics["f1"].articles, metrics["f1"].stories) == (1.0, 3, 3)
    assert metrics["f1@field=closure.days"].value == 1.0
    assert metrics["f1@schema=closure"].value == 1.0
    assert metrics["failed"].lower_is_better
    assert [score.gold for score in folder.scores()] == ["00.yaml", "01.yaml", "02.yaml"]
    assert [(schema, repeat) for schema, repeat, _ in folder.all_records()] == [("closure", 1)] * 3


def test_one_story_has_no_interval_and_several_have(write_gold, make_run, reader):
    write_gold(["a", "a", "a"])
    assert make_run(reader(breaks={"days"})).metrics().metrics["f1"].low is None
    write_gold(["a", "b", "c"])
    assert make_run(reader(breaks={"days"}), minute=1).metrics().metrics["f1"].low == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (AnswerInvalidError("no answer fitted"), "AnswerInvalidError: no answer fitted"),
        (AnswerRefusedError("declined"), "AnswerRefusedError: declined"),
        (EndpointFaultError("too slow", billed=True), "ArticleError: no answer: too slow"),
        (EndpointFaultError("broken", status=500), "ArticleError: no answer: broken"),
        (ZeroDivisionError("oops"), "ArticleError: crash: ZeroDivisionError: oops"),
    ],
    ids=["schema", "refusal", "timeout", "server", "crash"],
)
def test_an_article_that_fails_scores_as_all_its_leaves_missing(write_gold, make_run, reader, error, failure):
    write_gold(["a", "b", "c"])
    folder = make_run(reader(fails={"Birch": error}))
    scores = folder.scores()
    assert [score.status for score in scores] == ["complete", "failed", "complete"]
    assert scores[1].failure == failure
    assert outcomes(scores[1]) == ["missing"] * 3
    assert folder.manifest.status == "complete"
    metrics = folder.metrics().metrics
    assert metrics["recall"].value == pytest.approx(2 / 3)
    assert metrics["failed"].value == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    "error",
    [ModelUnavailableError("nothing answers"), EndpointFaultError("nothing answers"), BudgetSpentError("spent")],
    ids=["gone", "refused", "budget"],
)
def test_an_outage_ends_the_run_incomplete_and_the_same_plan_continues_it(write_gold, make_run, reader, runs, error):
    write_gold(["a", "b", "c"])
    with pytest.raises(type(error), match=str(error)):
        make_run(reader(fails={"Birch": error}))
    cut_off = newest_run(runs)
    assert cut_off.manifest.status == "incomplete"
    strategy = reader()
    folder = make_run(strategy, minute=5)
    assert folder.path == cut_off.path
    assert len(strategy.asked) == 2
    assert folder.manifest.status == "complete"
    assert len(list_runs(runs)) == 1


def test_three_articles_in_a_row_without_an_answer_are_an_outage(write_gold, make_run, reader, runs):
    write_gold(list("abcdef"))
    slow = EndpointFaultError("too slow", billed=True)
    strategy = reader(fails={"Bridge": slow})
    with pytest.raises(EndpointFaultError, match="too slow"):
        make_run(strategy)
    assert len(strategy.asked) == 3
    assert newest_run(runs).manifest.status == "incomplete"
    again = reader()
    assert make_run(again).metrics().metrics["f1"].value == 1.0
    assert len(again.asked) == 6


def test_a_suite_of_which_nothing_was_answered_is_no_score(write_gold, make_run, reader):
    write_gold(["a", "b"])
    with pytest.raises(EndpointFaultError, match="too slow"):
        make_run(reader(fails={"Bridge": EndpointFaultError("too slow", billed=True)}))


def test_a_finished_run_is_not_continued_but_made_anew(write_gold, make_run, reader, runs):
    write_gold(["a", "b"])
    first, second = make_run(reader()), make_run(reader())
    assert first.path != second.path
    assert second.path.name == f"{first.path.name}-2"
    assert [folder.path for folder in list_runs(runs)] == [first.path, second.path]


@pytest.mark.parametrize(
    ("stories", "options", "asked"),
    [("ab", {"model": "test/other"}, 2), ("ab", {"repeats": 2}, 4), ("ac", {}, 2)],
    ids=["model", "repeats", "gold"],
)
def test_another_plan_never_continues_a_run(write_gold, make_run, reader, runs, stories, options, asked):
    write_gold(["a", "b"])
    with pytest.raises(BudgetSpentError):
        make_run(reader(fails={"Birch": BudgetSpentError("spent")}))
    write_gold(stories)
    strategy = reader()
    make_run(strategy, minute=1, **options)
    assert len(strategy.asked) == asked
    assert [folder.manifest.status for folder in list_runs(runs)] == ["incomplete", "complete"]


def test_a_run_that_was_cut_off_is_continued_under_another_scorer(write_gold, make_run, reader, runs):
    write_gold(["a", "b"])
    with pytest.raises(BudgetSpentError):
        make_run(reader(fails={"Birch": BudgetSpentError("spent")}))
    manifest = newest_run(runs).manifest
    digests = manifest.digests.model_copy(update={"scorer": "0" * 64})
    newest_run(runs).write_manifest(manifest.model_copy(update={"digests": digests}))
    strategy = reader()
    folder = make_run(strategy, minute=1)
    assert len(strategy.asked) == 1
    assert folder.manifest.digests == manifest.digests


def test_repeats_are_asked_again_and_count_as_one_article(write_gold, make_run, reader):
    write_gold(["a", "b"])
    strategy = reader()
    folder = make_run(strategy, repeats=3)
    assert len(strategy.asked) == 6
    assert sorted(path.name for path in (folder.path / "records").iterdir()) == [
        "closure.r1.jsonl", "closure.r2.jsonl", "closure.r3.jsonl",
    ]  # fmt: skip
    assert len(folder.scores()) == 6
    assert folder.metrics().metrics["f1"].articles == 2


def test_alike_answers_are_said_to_be_no_further_evidence(write_gold, make_run, reader):
    write_gold(["a", "b"])
    once, thrice = make_run(reader(breaks={"days"})), make_run(reader(breaks={"days"}), repeats=3, minute=1)
    note = (
        "the 3 answers to each article are the same: asked like this the model doesn't vary, so repeats add no evidence"
    )
    assert (once.manifest.notes, thrice.manifest.notes) == ((), (note,))
    assert thrice.metrics().metrics["f1"] == once.metrics().metrics["f1"]
    assert f"Note: {note}." in run_text(thrice.manifest, thrice.metrics(), thrice.scores())


def test_answers_that_differ_are_counted_and_averaged(write_gold, make_run, reader):
    write_gold(["a", "b"])
    unsteady = reader(alters=lambda text, turn: {"days": None} if turn == 0 and "Adler" in text else {})
    folder = make_run(unsteady, repeats=2)
    assert folder.manifest.notes == ("the 2 answers differ in 1 of 2 articles; each article counts with their mean",)
    assert folder.metrics().metrics["recall"].value == pytest.approx(11 / 12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("stays closed", "stays shut"), "the article has changed since it was labelled"),
        (lambda text: text.replace('2: "The Adler', '2: "The Elder'), "doesn't stand in sentence 2"),
        (lambda text: text.replace("digest: ", "digest: 0000"), "is a SHA-256"),
    ],
    ids=["article", "quote", "digest"],
)
def test_faulty_gold_is_refused_before_anything_is_asked(write_gold, make_run, reader, change, message):
    path = write_gold(["a"]) / "00.yaml"
    path.write_text(change(path.read_text()))
    strategy = reader()
    with pytest.raises(GoldFileError, match=rf"00\.yaml:\d+: .*{message}"):
        make_run(strategy)
    assert strategy.asked == []


def test_two_gold_files_for_one_article_are_refused(write_gold, workspace):
    folder = write_gold(["a"])
    (folder / "copy.yaml").write_text((folder / "00.yaml").read_text())
    with pytest.raises(GoldFileError, match="a second gold file for this article"):
        open_suite("bridges", workspace)


def test_a_suite_can_be_narrowed_by_split_and_named_by_its_folder(write_gold, workspace, tmp_path):
    folder = write_gold(["a", "b"])
    whole = open_suite("bridges", workspace)
    assert (whole.name, whole.at, len(whole.articles)) == ("bridges", None, 2)
    with pytest.raises(GoldFileError, match="no article of the suite has split locked"):
        open_suite("bridges", workspace, splits=("locked",))
    moved = tmp_path / "elsewhere"
    folder.rename(moved)
    assert open_suite(str(moved), workspace).at == moved
    with pytest.raises(GoldFileError, match="there is no suite named 'bridges'"):
        open_suite("bridges", workspace)


def test_the_list_of_suites_counts_schemas_splits_and_stories(write_gold, workspace):
    write_gold(["a", "a", "b"])
    (found,) = list_suites(workspace)
    assert (found.name, found.schemas, found.splits, found.stories) == ("bridges", {"closure": 3}, {"gate": 3}, 2)
