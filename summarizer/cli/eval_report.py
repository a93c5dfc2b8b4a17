"""Gather what a report is made from on behalf of a command: the run, its baseline, the verdict, the runs before it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from summarizer.errors import EvaluationError
from summarizer.scoring.evaluation.bless import open_scored
from summarizer.scoring.evaluation.comparable import require_comparable
from summarizer.scoring.evaluation.gate import judge
from summarizer.scoring.evaluation.gate_file import GATE_FILE, load_gate
from summarizer.scoring.evaluation.run_folder import list_runs
from summarizer.scoring.report.second_reader import second_reader
from summarizer.scoring.report.write import FORMATS, write_report

if TYPE_CHECKING:
    from summarizer.scoring.evaluation.gate import Judgement
    from summarizer.scoring.evaluation.run_folder import RunFolder, ScoredRun
    from summarizer.scoring.report.write import ReportFormat
    from summarizer.workspace import Workspace

__all__ = ["make_report"]


def make_report(
    run: RunFolder,
    out: Path,
    *,
    baseline: Path,
    workspace: Workspace,
    second: str | None,
    formats: Sequence[ReportFormat],
) -> list[Path]:
    """Write the report of ``run`` and return its files; ``workspace`` has the gate's rules and the gold.

    A baseline that isn't there, or can't be compared with, is left out, and said so: a run can be looked at by itself.
    """
    against = _comparable(run, baseline)
    return write_report(
        run,
        out,
        baseline=against,
        history=_finished(run),
        judgement=_judgement(run, against, workspace.root),
        second=second_reader(run.manifest, workspace, second),
        formats=formats or FORMATS,
    )


def _comparable(run: RunFolder, path: Path) -> ScoredRun | None:
    if not path.exists():
        typer.echo(f"{path}: there is no baseline, so the report has no comparison", err=True)
        return None
    found = open_scored(path)
    try:
        require_comparable(run.manifest, found)
    except EvaluationError as exc:
        typer.echo(f"no comparison in the report: {exc}", err=True)
        return None
    return found


def _finished(run: RunFolder) -> list[RunFolder]:
    beside = list_runs(run.path.parent, suite=run.manifest.suite)
    return [one for one in beside if one.manifest.status == "complete"]


def _judgement(run: RunFolder, baseline: ScoredRun | None, root: Path) -> Judgement | None:
    if baseline is None or not (root / GATE_FILE).exists():
        return None
    return judge(run, baseline, load_gate(root / GATE_FILE))
