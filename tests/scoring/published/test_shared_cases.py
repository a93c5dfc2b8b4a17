"""Every case that the authors' own scorers have scored comes out the same here, number for number."""

import json
import os
from pathlib import Path

import pytest

from summarizer.scoring.cases import MODES, run_cases

ROOT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("SUMMARIZER_SHARED", ROOT.parent / "shared")) / "data" / "scorer_cases"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"needs {FOLDER}; set SUMMARIZER_SHARED")


@pytest.mark.parametrize("mode", sorted(set(MODES) - {"ledger"}))
def test_the_scores_are_those_of_the_published_scorer(mode, differences):
    path = FOLDER / f"{mode}.json"
    expected = {case["id"]: case["expected"] for case in json.loads(path.read_text(encoding="utf-8"))["cases"]}
    assert expected
    assert differences(expected, run_cases(mode, path)) == []


@pytest.mark.parametrize("mode", sorted(set(MODES) - {"ledger", "muc4_official_arithmetic"}))
def test_the_scores_are_the_same_when_the_case_does_not_say_what_it_expects(mode, differences, tmp_path):
    content = json.loads((FOLDER / f"{mode}.json").read_text(encoding="utf-8"))
    expected = {case["id"]: case.pop("expected") for case in content["cases"]}
    stripped = tmp_path / "cases.json"
    stripped.write_text(json.dumps(content), encoding="utf-8")
    assert differences(expected, run_cases(mode, stripped)) == []
