"""The nightly job: the workflow is one that can run, and its script ends as the gate does and leaves what people read."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / ".github" / "nightly_gate.sh"
WORKFLOW = ROOT / ".github" / "workflows" / "nightly.yml"

# stands in for the command: says and ends as the variables tell, and notes what it was asked
SUMMARIZER = """\
#!/bin/sh
echo "$*" >> asked.txt
case "$2" in
  gate) printf 'WORD: run\\n  the reason\\n'; exit "$GATE" ;;
  run) echo scored; exit "$GATE" ;;
  report) out=$(echo "$*" | sed 's/.*--out \\([^ ]*\\).*/\\1/'); echo '# report' > "$out/report.md" ;;
esac
"""


@pytest.fixture
def night(tmp_path):
    """Return a function that runs the script for a gate that ends with a code, in a folder with a baseline or without."""
    (tmp_path / "summarizer").write_text(SUMMARIZER)
    (tmp_path / "summarizer").chmod(0o755)

    def run(code, *, baseline=True):
        if baseline:
            (tmp_path / "base.json").write_text("{}")
        done = subprocess.run(
            ["bash", SCRIPT, "seeds", "base.json", "--no-cache"],
            cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
            env=os.environ | {"SUMMARIZER_BIN": str(tmp_path / "summarizer"), "GATE": str(code), "GITHUB_STEP_SUMMARY": "summary.md"},
        )  # fmt: skip
        asked = (tmp_path / "asked.txt").read_text().splitlines()
        return done, asked, (tmp_path / "summary.md").read_text() if (tmp_path / "summary.md").exists() else ""

    return run


@pytest.mark.parametrize(
    ("code", "ends", "said"),
    [
        (0, 0, None),
        (1, 1, "::error title=seeds has a regression::  the reason"),
        (5, 0, "::warning title=seeds is inconclusive::  the reason"),
    ],
    ids=["pass", "regression", "inconclusive"],
)
def test_a_verdict_fails_the_night_on_a_regression_alone_and_is_reported(night, code, ends, said):
    done, asked, summary = night(code)
    assert done.returncode == ends
    assert asked == [
        "eval gate --suite seeds --baseline base.json --no-cache",
        "eval report --suite seeds --out nightly/seeds --baseline base.json",
    ]
    assert summary == "# report\n"
    assert [line for line in done.stdout.splitlines() if line.startswith("::")] == ([said] if said else [])


@pytest.mark.parametrize("code", [2, 3, 4])
def test_a_night_that_was_not_judged_fails_and_shows_no_older_report(night, code):
    done, asked, summary = night(code)
    assert done.returncode == code
    assert len(asked) == 1
    assert summary == f"### seeds: not judged, the gate ended with {code}\n"
    assert f"::error title=seeds was not judged::the gate ended with {code}" in done.stdout


def test_without_a_baseline_the_suite_is_scored_and_the_night_says_how_to_pin_one(night):
    done, asked, summary = night(0, baseline=False)
    assert done.returncode == 0
    assert asked[0] == "eval run --suite seeds --no-cache"
    assert summary == "# report\n"
    assert "summarizer eval bless --suite seeds --baseline base.json" in done.stdout


def test_the_workflow_runs_the_script_on_a_schedule_and_keeps_its_report_whatever_happens():
    text = WORKFLOW.read_text()
    # `on` is a word here, as in YAML 1.2
    workflow = yaml.load(text, Loader=yaml.BaseLoader)
    assert set(workflow["on"]) == {"schedule", "workflow_dispatch"}
    assert re.fullmatch(r"\d+ \d+ \* \* \*", workflow["on"]["schedule"][0]["cron"])
    assert set(workflow["jobs"]) == {"local", "hosted"}
    for job in workflow["jobs"].values():
        steps = job["steps"]
        (gate,) = [step for step in steps if step.get("name") == "Gate"]
        assert "bash .github/nightly_gate.sh" in gate["run"]
        (upload,) = [step for step in steps if step.get("uses", "").startswith("actions/upload-artifact@")]
        assert upload["if"].startswith("always()")
        assert upload["with"]["path"] == "nightly/${{ matrix.suite }}"
        assert all(("uses" in step) != ("run" in step) for step in steps)
        assert sorted(job["strategy"]["matrix"]["suite"]) == sorted(
            path.name for path in (ROOT / "evals" / "gold").iterdir() if not path.name.endswith(".second")
        )
    hosted = workflow["jobs"]["hosted"]
    assert all(step.get("id") == "key" or "steps.key.outputs.set == 'true'" in step["if"] for step in hosted["steps"])
    assert set(re.findall(r"\$\{\{ (\w+)\.", text)) <= {"github", "matrix", "secrets", "vars", "env"}
