"""The gate fails what is broken, passes what is equal, and says so when the stories are too few to tell."""

import pytest

from summarizer.errors import AnswerInvalidError, EvaluationError
from summarizer.scoring.evaluation.bless import PinnedRun, bless, open_scored
from summarizer.scoring.evaluation.gate import breached_floors, judge
from summarizer.scoring.evaluation.gate_file import GateRules, load_gate
from summarizer.scoring.evaluation.measured import Measured, MetricTable
from summarizer.scoring.evaluation.wording import judgement_text, run_text
from summarizer.workspace import shipped_root

RULES = GateRules.model_validate(
    {"format": "summarizer.gate/1", "metrics": {"f1": {"margin": 0.05}, "failed": {"margin": 0.05}}}
)
FEW, MANY = ["a"] * 5, [f"story-{number}" for number in range(12)]


def test_an_equal_run_over_many_stories_passes(write_gold, make_run, reader):
    write_gold(MANY)
    verdict = judge(make_run(reader()), make_run(reader(), minute=1), RULES)
    assert (verdict.verdict, verdict.reasons) == (
        "pass", ("every gated metric is within its margin, over 12 stories",),
    )  # fmt: skip
    assert [finding.verdict for finding in verdict.findings] == ["pass", "pass"]


def test_an_equal_run_over_five_articles_of_one_story_is_inconclusive_and_says_what_would_decide(
    write_gold, make_run, reader
):
    write_gold(FEW)
    verdict = judge(make_run(reader()), make_run(reader(), minute=1), RULES)
    assert verdict.verdict == "inconclusive"
    assert verdict.reasons[0] == (
        "f1 (+0.000, margin 0.050) isn't decided by 1 story; about 6 more stories would (6 articles at least, 30 at the "
        "present number a story); repeats alone can't"
    )


@pytest.mark.parametrize("stories", [FEW, MANY], ids=["few", "many"])
@pytest.mark.parametrize("field", ["bridge", "days", "town"])
def test_a_field_that_is_broken_on_purpose_is_a_regression_however_few_the_stories(
    write_gold, make_run, reader, stories, field
):
    write_gold(stories)
    baseline = make_run(reader())
    verdict = judge(make_run(reader(breaks={field}), minute=1), baseline, RULES)
    assert verdict.verdict == "regression"
    assert (
        f"closure.{field} lost more than 50% of its F1 in every one of the {len(stories)} articles that had any"
        in verdict.reasons
    )
    assert len(verdict.flips) == len(stories)
    assert all(flip.names(lost=True) == (field,) for flip in verdict.flips)


def test_a_fall_in_a_single_article_of_few_is_not_called_a_regression(write_gold, make_run, reader):
    write_gold(FEW)
    baseline = make_run(reader())
    candidate = make_run(reader(fails={"Birch": AnswerInvalidError("no")}), minute=1)
    verdict = judge(candidate, baseline, RULES)
    assert verdict.verdict == "inconclusive"
    assert [(flip.article.gold, flip.failure) for flip in verdict.flips] == [("01.yaml", "AnswerInvalidError: no")]


def test_failures_in_most_of_many_stories_are_a_regression_by_significance_alone(write_gold, make_run, reader):
    write_gold(MANY)
    lost = {
        name: AnswerInvalidError("no")
        for name in ["Adler", "Birch", "Cedar", "Dover", "Elm", "Fulham", "Grange", "Harbour", "Ivory"]
    }
    verdict = judge(make_run(reader(fails=lost), minute=1), make_run(reader()), RULES)
    assert verdict.verdict == "regression"
    assert [finding.verdict for finding in verdict.findings] == ["regression", "regression"]
    assert verdict.reasons[1].startswith("failed went from 0.000 to 0.750, worse by more than its margin of 0.050")


def test_p_values_are_adjusted_for_the_number_of_gated_metrics(write_gold, make_run, reader):
    write_gold(MANY[:7])
    pair = make_run(reader()), make_run(reader(), minute=1)
    alone = judge(*pair, RULES.model_copy(update={"metrics": {"f1": RULES.metrics["f1"]}}))
    assert (alone.verdict, alone.findings[0].p_pass) == ("pass", 2**-7)
    four = dict.fromkeys(("f1", "recall", "precision", "macro_f1"), RULES.metrics["f1"])
    together = judge(*pair, RULES.model_copy(update={"metrics": four}))
    assert (together.verdict, together.findings[0].p_pass) == ("inconclusive", 4 * 2**-7)
    assert together.findings[0].needed is not None
    assert together.findings[0].needed.stories == 1


def test_a_floor_fails_a_run_that_is_equal_to_its_baseline(write_gold, make_run, reader):
    write_gold(FEW)
    runs = make_run(reader(breaks={"days"})), make_run(reader(breaks={"days"}), minute=1)
    assert judge(*runs, RULES).verdict == "inconclusive"
    verdict = judge(*runs, RULES.model_copy(update={"floors": {"bridges": {"f1": 0.9}, "other": {"f1": 1.0}}}))
    assert (verdict.verdict, verdict.reasons) == ("regression", ("f1 is 0.800, below its floor of 0.900",))


@pytest.mark.parametrize(
    ("metric", "value", "floor", "said"),
    [
        ("f1", 0.5, 0.5, ()),
        ("f1", 0.49, 0.5, ("f1 is 0.490, below its floor of 0.500",)),
        ("invented", 0.1, 0.1, ()),
        ("invented", 0.2, 0.1, ("invented is 0.200, above its limit of 0.100",)),
        ("f1", None, 0.5, ("f1 has a floor of 0.500 and nothing to measure",)),
        ("nonsense", 0.9, 0.5, ()),
    ],
    ids=["on it", "below", "error on it", "error above", "nothing", "unknown but there"],
)
def test_floors_hold_on_the_value_and_fail_closed(metric, value, floor, said):
    assert breached_floors(MetricTable(metrics={metric: Measured(value=value)}), {metric: floor}) == said


def test_a_floor_of_a_metric_that_there_is_not_is_breached():
    assert breached_floors(MetricTable(metrics={}), {"f2": 0.1}) == ("f2 has a floor of 0.100 and nothing to measure",)


def test_repeats_that_vary_say_how_many_more_would_decide(write_gold, make_run, reader):
    def unsteady(text, turn):
        # one answer of three leaves the days out, in two stories
        return {"days": None} if turn == 0 and ("Adler" in text or "Birch" in text) else {}

    write_gold(MANY[:8])
    candidate, baseline = make_run(reader(alters=unsteady), repeats=3), make_run(reader(), repeats=3, minute=1)
    rules = RULES.model_copy(update={"metrics": {"f1": RULES.metrics["f1"].model_copy(update={"margin": 0.02})}})
    (finding,) = judge(candidate, baseline, rules).findings
    assert finding.verdict == "inconclusive"
    assert finding.needed is not None
    assert finding.needed.repeats is not None
    assert finding.needed.repeats >= 1
    assert " more repeat" in str(finding.needed)


def test_the_same_run_is_judged_alike_each_time(write_gold, make_run, reader):
    write_gold(MANY)
    baseline, candidate = make_run(reader()), make_run(reader(breaks={"town"}), minute=1)
    assert judge(candidate, baseline, RULES) == judge(candidate, baseline, RULES)


def test_an_incomplete_run_is_judged_incomplete(write_gold, make_run, reader):
    write_gold(FEW)
    baseline, candidate = make_run(reader()), make_run(reader(), minute=1)
    manifest = candidate.manifest.model_copy(update={"status": "incomplete", "notes": ("2 of 5 answers are lacking",)})
    candidate.write_manifest(manifest)
    verdict = judge(candidate, baseline, RULES)
    assert (verdict.verdict, verdict.reasons) == (
        "incomplete",
        (
            "2 of 5 answers are lacking",
            "the same `summarizer eval run` or `eval gate` command goes on with it, and asks for the rest alone",
        ),
    )
    assert (verdict.articles, verdict.stories) == (5, 1)


def test_a_run_that_was_cut_off_before_it_was_scored_says_so(write_gold, make_run, reader):
    write_gold(FEW)
    baseline, candidate = make_run(reader()), make_run(reader(), minute=1)
    candidate.write_manifest(candidate.manifest.model_copy(update={"status": "incomplete"}))
    assert judge(candidate, baseline, RULES).reasons[0] == "it was cut off before all of its 5 answers were there"


def test_a_gated_metric_that_there_is_not_is_refused_instead_of_never_tested(write_gold, make_run, reader):
    write_gold(FEW)
    baseline, candidate = make_run(reader()), make_run(reader(), minute=1)
    rules = RULES.model_copy(update={"metrics": RULES.metrics | {"f11": RULES.metrics["f1"]}})
    with pytest.raises(
        EvaluationError, match=r"gate\.toml: metrics\.f11: no metric that articles .* precision, recall"
    ):
        judge(candidate, baseline, rules)


@pytest.mark.parametrize("lines", [slice(0), slice(2), slice(1, None)], ids=["empty", "cut", "first gone"])
def test_a_run_whose_scores_are_not_whole_is_neither_judged_nor_pinned(write_gold, make_run, reader, lines, tmp_path):
    write_gold(FEW)
    baseline, candidate = make_run(reader()), make_run(reader(), minute=1)
    path = candidate.path / "scores.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[lines]))
    for first, second in ((candidate, baseline), (baseline, candidate)):
        with pytest.raises(EvaluationError, match=r"damaged: lacks the score of 0\d\.yaml; .*summarizer eval rescore"):
            judge(first, second, RULES)
    with pytest.raises(EvaluationError, match=r"damaged: lacks"):
        bless(candidate, tmp_path / "b.json", RULES)


def test_a_baseline_with_a_score_too_many_is_refused(write_gold, make_run, reader, tmp_path):
    write_gold(FEW)
    run, candidate = make_run(reader()), make_run(reader(), minute=1)
    bless(run, tmp_path / "b.json", RULES)
    lines = (tmp_path / "b.json").read_text().split("\n")
    (tmp_path / "b.json").write_text("\n".join([*lines[:2], lines[1], *lines[2:]]))
    with pytest.raises(EvaluationError, match=r"b\.json: damaged: has a score of 00\.yaml too many; pin the baseline"):
        judge(candidate, open_scored(tmp_path / "b.json"), RULES)


def test_the_text_of_a_verdict_begins_with_the_word_and_its_reasons(write_gold, make_run, reader):
    write_gold(FEW)
    baseline, candidate = make_run(reader()), make_run(reader(breaks={"days"}), minute=1)
    lines = judgement_text(judge(candidate, baseline, RULES)).split("\n")
    assert lines[0] == f"REGRESSION: {candidate.path.name} against {baseline.path.name}, 5 articles of 1 story"
    assert lines[1].startswith("  f1 is worse by more than 0.10 in every one of 5 articles")
    assert "  00.yaml: 1 lost, 0 gained" in lines
    assert "    - days" in lines


def test_the_text_of_a_run_says_that_one_story_gives_no_interval_and_names_failures(write_gold, make_run, reader):
    write_gold(FEW)
    folder = make_run(reader(fails={"Birch": AnswerInvalidError("no")}))
    lines = run_text(folder.manifest, folder.metrics(), folder.scores()).split("\n")
    assert lines[:2] == ["bridges · test/reader · reader", "5 articles of 1 story"]
    assert "FAILED 01.yaml: AnswerInvalidError: no" in lines
    assert any(line.startswith("No intervals") for line in lines)


def test_a_blessed_run_is_read_back_with_the_same_scores_and_judged_alike(write_gold, make_run, reader, tmp_path):
    write_gold(MANY)
    run, candidate = make_run(reader(breaks={"days"})), make_run(reader(breaks={"town"}), minute=1)
    path = tmp_path / "baselines" / "bridges.json"
    assert bless(run, path, RULES) == ()
    pinned = open_scored(path)
    assert isinstance(pinned, PinnedRun)
    assert pinned.manifest == run.manifest
    assert pinned.metrics() == run.metrics()
    assert [score.counts for score in pinned.scores()] == [score.counts for score in run.scores()]
    assert judge(candidate, pinned, RULES) == judge(candidate, run, RULES)


def test_a_baseline_is_never_lowered_unless_it_is_asked_for(write_gold, make_run, reader, tmp_path):
    write_gold(FEW)
    good, bad = make_run(reader()), make_run(reader(breaks={"days"}), minute=1)
    path = tmp_path / "bridges.json"
    bless(good, path, RULES)
    before = path.read_bytes()
    with pytest.raises(EvaluationError, match=r"lowers a floor: f1 falls from 1\.000 to 0\.800.*--allow-regression"):
        bless(bad, path, RULES)
    assert path.read_bytes() == before
    assert bless(bad, path, RULES, allow_regression=True) == ("f1 falls from 1.000 to 0.800",)
    assert bless(good, path, RULES) == ()


def test_a_run_below_a_floor_is_not_pinned_even_without_a_baseline(write_gold, make_run, reader, tmp_path):
    write_gold(FEW)
    rules = RULES.model_copy(update={"floors": {"bridges": {"f1": 0.9}}})
    with pytest.raises(EvaluationError, match=r"f1 is 0\.800, below its floor of 0\.900"):
        bless(make_run(reader(breaks={"days"})), tmp_path / "bridges.json", rules)
    assert not (tmp_path / "bridges.json").exists()


def test_a_baseline_of_another_measure_is_named_as_such_when_a_score_falls(write_gold, make_run, reader, tmp_path):
    write_gold(FEW)
    good, bad = make_run(reader()), make_run(reader(breaks={"days"}), minute=1)
    path = tmp_path / "bridges.json"
    bless(good, path, RULES)
    path.write_text(path.read_text().replace(good.manifest.digests.scorer, "0" * 64))
    with pytest.raises(EvaluationError, match=r"f1 falls from .* scored by another scorer .*--allow-regression"):
        bless(bad, path, RULES)


def test_a_baseline_that_is_torn_is_named_with_what_to_do(tmp_path):
    (tmp_path / "b.json").write_text("{")
    with pytest.raises(EvaluationError, match=r"b\.json: damaged, .*; restore it, or remove it and pin a run anew"):
        PinnedRun(tmp_path / "b.json")


def test_an_incomplete_run_is_not_pinned(write_gold, make_run, reader, tmp_path):
    write_gold(FEW)
    folder = make_run(reader())
    folder.write_manifest(folder.manifest.model_copy(update={"status": "incomplete"}))
    with pytest.raises(EvaluationError, match="is incomplete"):
        bless(folder, tmp_path / "bridges.json", RULES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format = 3 =", "not valid TOML"),
        ('format = "summarizer.gate/2"\n[metrics.f1]\nmargin = 0.1', "format: Input should be"),
        ('format = "summarizer.gate/1"\nmetrics = {}', "metrics: Dictionary should have at least 1 item"),
        ('format = "summarizer.gate/1"\n[metrics.f1]\nmargin = -1', r"metrics\.f1\.margin"),
        ('format = "summarizer.gate/1"\n[metrics.f1]\nmargins = 1', r"metrics\.f1\.margin"),
    ],
    ids=["toml", "version", "no metric", "negative", "misspelt"],
)
def test_wrong_rules_are_refused_with_the_file_and_the_place(tmp_path, text, message):
    path = tmp_path / "gate.toml"
    path.write_text(text)
    with pytest.raises(EvaluationError, match=rf"gate\.toml: {message}"):
        load_gate(path)


def test_the_rules_of_the_project_are_sound():
    rules = load_gate(shipped_root() / "evals" / "gate.toml")
    assert {"f1", "invented"} <= set(rules.metrics)
    assert rules.collapse.articles >= 3
