"""The baselines in the repository mean what runs of today mean; a stale one fails here, with the commands that mend it."""

import pytest

from summarizer.scoring.evaluation.bless import BASELINES_FOLDER, PinnedRun
from summarizer.scoring.evaluation.comparable import differences, whole_scores
from summarizer.scoring.evaluation.gate import breached_floors
from summarizer.scoring.evaluation.gate_file import GATE_FILE, load_gate
from summarizer.scoring.evaluation.run import Asked, plan_run
from summarizer.scoring.suite import open_suite
from summarizer.workspace import Workspace, shipped_root

ROOT = shipped_root()
BASELINES = sorted((ROOT / BASELINES_FOLDER).glob("*.json"))


def test_each_gated_suite_has_a_baseline():
    floors = load_gate(ROOT / GATE_FILE).floors
    assert sorted(floors) == [path.stem for path in BASELINES if "." not in path.stem]


@pytest.mark.parametrize("path", BASELINES, ids=lambda path: path.name)
def test_a_baseline_is_of_the_gold_schemas_split_scorer_and_sentences_of_now(path):
    baseline = PinnedRun(path)
    manifest = baseline.manifest
    suite = open_suite(
        manifest.suite, Workspace(ROOT, "checkout", ROOT), schemas=manifest.schemas, splits=manifest.splits
    )
    plan = plan_run(suite, Asked(manifest.model, manifest.endpoint, manifest.strategy, manifest.params))
    assert differences(plan, manifest) == [], "make a run, look at it, and pin it: summarizer eval run, eval bless"


@pytest.mark.parametrize("path", BASELINES, ids=lambda path: path.name)
def test_a_baseline_is_whole_and_holds_the_floors(path):
    baseline = PinnedRun(path)
    assert len(whole_scores(baseline)) == baseline.manifest.wanted
    floors = load_gate(ROOT / GATE_FILE).floors
    assert breached_floors(baseline.metrics(), floors.get(baseline.manifest.suite, {})) == ()
