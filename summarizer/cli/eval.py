"""`summarizer eval`: run a suite, score it, compare it, judge it, pin it, report it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarizer.cli.eval_options import (
    DEFAULT_SUITE,
    RUNS,
    BaselineOption,
    JsonOption,
    ReportFormat,
    RunArgument,
    RunOptions,
    RunsOption,
    SuiteOption,
    with_run_options,
)
from summarizer.cli.logs import set_up_logging
from summarizer.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from summarizer.scoring.evaluation.gate import GateVerdict
    from summarizer.scoring.evaluation.gate_file import GateRules
    from summarizer.scoring.evaluation.run_folder import RunFolder, ScoredRun
    from summarizer.scoring.gold_model import Split
    from summarizer.workspace import Workspace

__all__ = ["app"]

app = typer.Typer(help="Score the model against hand-labelled gold.", no_args_is_help=True, rich_markup_mode=None)
import_app = typer.Typer(help="Turn published data into suites.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(import_app, name="import")

_EXIT_CODES = {"pass": 0, "regression": 1, "incomplete": 4, "inconclusive": 5}


@app.command()
@with_run_options
def run(asked: RunOptions) -> None:
    """Run the model over a suite and score it; the same command goes on with a run that was cut off."""
    set_up_logging(asked.verbose, asked.log_format)
    _show(_made(asked))


@app.command()
def rescore(
    name: RunArgument = None,
    suite: SuiteOption = DEFAULT_SUITE,
    runs: RunsOption = RUNS,
    workspace: WorkspaceOption = None,
) -> None:
    """Score a run's stored answers again, with gold and scorer as they are now; no model is called."""
    from summarizer.scoring.evaluation.comparable import require_complete  # noqa: PLC0415 - kept off the start-up path
    from summarizer.scoring.evaluation.rescore import rescore as score_again  # noqa: PLC0415
    from summarizer.scoring.suite import open_suite  # noqa: PLC0415

    folder = _find(name, runs, suite)
    manifest = folder.manifest
    found = open_suite(
        manifest.suite_at or manifest.suite, _workspace(workspace), schemas=manifest.schemas, splits=manifest.splits
    )
    require_complete(score_again(folder, found))
    _show(folder)


@app.command()
def compare(
    name: RunArgument = None,
    baseline: Annotated[
        Path | None, typer.Argument(help="Run folder or baseline file; default: the suite's baseline.")
    ] = None,
    suite: SuiteOption = DEFAULT_SUITE,
    print_json: JsonOption = False,
    runs: RunsOption = RUNS,
    workspace: WorkspaceOption = None,
) -> None:
    """Say what changed: the articles that flipped first, then every metric and slice with its interval."""
    from summarizer.scoring.evaluation.as_json import as_json  # noqa: PLC0415 - kept off the start-up path
    from summarizer.scoring.evaluation.compare import compare as compare_runs  # noqa: PLC0415
    from summarizer.scoring.evaluation.wording import comparison_text  # noqa: PLC0415

    folder = _find(name, runs, suite)
    found = compare_runs(folder, _baseline(baseline, folder.manifest.suite, runs, workspace))
    typer.echo(_json(as_json(found)) if print_json else comparison_text(found))


@app.command()
@with_run_options
def gate(
    asked: RunOptions,
    name: Annotated[
        str | None, typer.Argument(help="Folder or id of a run to judge; default: make one, as `eval run` does.")
    ] = None,
    stored: Annotated[bool, typer.Option("--stored", help="Judge the suite's newest run; ask no model.")] = False,
    baseline: BaselineOption = None,
    print_json: JsonOption = False,
) -> None:
    """Give the verdict: 0 pass, 1 regression, 2 usage, 3 no model or budget, 4 incomplete, 5 inconclusive."""
    set_up_logging(asked.verbose, asked.log_format)
    rules = _rules(asked.workspace)
    if name is None and not stored:
        pinned = _baseline(baseline, asked.suite, asked.runs, asked.workspace)
        folder = _made(asked, against=pinned)
    else:
        folder = _find(name, asked.runs, asked.suite)
        pinned = _baseline(baseline, folder.manifest.suite, asked.runs, asked.workspace)
    _exit_with(_judge(folder, pinned, rules, print_json=print_json))


@app.command()
def bless(
    name: RunArgument = None,
    suite: SuiteOption = DEFAULT_SUITE,
    baseline: BaselineOption = None,
    allow_regression: Annotated[
        bool, typer.Option("--allow-regression", help="Pin it even where a floor is lowered.")
    ] = False,
    runs: RunsOption = RUNS,
    workspace: WorkspaceOption = None,
) -> None:
    """Pin a run as the baseline of its suite."""
    from summarizer.scoring.evaluation.bless import bless as pin  # noqa: PLC0415 - kept off the start-up path

    folder = _find(name, runs, suite)
    path = baseline or _baseline_path(folder.manifest.suite, workspace)
    for line in pin(folder, path, _rules(workspace), allow_regression=allow_regression):
        typer.echo(f"lowered: {line}", err=True)
    typer.echo(f"{folder.path.name} is now the baseline {path}")


@app.command()
def report(
    name: RunArgument = None,
    suite: SuiteOption = DEFAULT_SUITE,
    baseline: BaselineOption = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder; default: report/ in the run's.")] = None,
    second: Annotated[
        str | None,
        typer.Option("--second", help="A second reader's labels: folder or suite; default: SUITE.second, if there."),
    ] = None,
    form: Annotated[
        list[ReportFormat] | None,
        typer.Option("--format", "-f", help="Only this form; may be repeated; default: all."),
    ] = None,
    runs: RunsOption = RUNS,
    workspace: WorkspaceOption = None,
) -> None:
    """Write a run's report: one offline page, Markdown, JUnit XML and JSON."""
    from summarizer.cli.eval_report import make_report  # noqa: PLC0415 - kept off the start-up path

    folder = _find(name, runs, suite)
    for written in make_report(
        folder,
        out or folder.path / "report",
        baseline=_named_run(baseline, runs) or _baseline_path(folder.manifest.suite, workspace),
        workspace=_workspace(workspace),
        second=second,
        formats=[one.value for one in form or ()],
    ):
        typer.echo(written)


@app.command()
def score(
    cases: Annotated[Path, typer.Argument(help="JSON file of cases, each with gold and prediction.")],
    mode: Annotated[str, typer.Option("--as", help="Published definition, or ledger (with --schema).")],
    schema: Annotated[str | None, typer.Option("--schema", "-s", help="Schema name or file, for ledger.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Score a file of cases under a published definition and print JSON: case id → scores."""
    from summarizer.scoring.cases import run_cases  # noqa: PLC0415 - kept off the start-up path

    path = _workspace(workspace).schema_path(schema) if schema is not None else None
    typer.echo(json.dumps(run_cases(mode, cases, schema=path), indent=2, ensure_ascii=False))


@app.command("list")
def list_all(runs: RunsOption = RUNS, workspace: WorkspaceOption = None) -> None:
    """List the suites, and the runs that were made."""
    from summarizer.scoring.evaluation.run_folder import list_runs  # noqa: PLC0415 - kept off the start-up path
    from summarizer.scoring.suite import list_suites  # noqa: PLC0415

    for found in list_suites(_workspace(workspace)):
        parts = ", ".join(f"{count} {kind}" for kind, count in (*found.schemas.items(), *found.splits.items()))
        typer.echo(f"{found.name:<20} {parts}; stories: {found.stories}")
    for folder in list_runs(runs):
        manifest = folder.manifest
        typer.echo(f"{folder.path}  {manifest.status}")


@import_app.command("muc4")
def import_muc4(
    file: Annotated[Path, typer.Argument(help="A processed MUC-4 file: train.json, dev.json or test.json.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder of the suite; default: one beside the answer cache.")
    ] = None,
    split: Annotated[Literal["dev", "gate", "locked"], typer.Option("--split", help="Split to put it in.")] = "dev",
    workspace: WorkspaceOption = None,
) -> None:
    """Read a processed MUC-4 file into a suite of its five roles."""
    from summarizer.schema_loader.load import load_schema  # noqa: PLC0415 - kept off the start-up path
    from summarizer.scoring.muc4_import import SCHEMA_NAME  # noqa: PLC0415
    from summarizer.scoring.muc4_import import import_muc4 as read_muc4  # noqa: PLC0415
    from summarizer.scoring.suite import IMPORTED  # noqa: PLC0415
    from summarizer.wiring import load_context  # noqa: PLC0415

    context = load_context({}, workspace=workspace)
    schema = load_schema(context.workspace.schema_path(SCHEMA_NAME))
    folder = out or context.settings.cache_dir / IMPORTED / f"muc4-{file.stem}"
    done = read_muc4(file, folder, schema=schema, split=split)
    for where, why in done.left_out:
        typer.echo(f"{where}: left out: {why}", err=True)
    typer.echo(f"{done.articles} articles with {done.entities} entities in {done.folder}")
    typer.echo(f"Run it:  summarizer eval run --suite {out or done.folder.name}")


def _made(asked: RunOptions, *, against: ScoredRun | None = None) -> RunFolder:
    from summarizer.cli.eval_run import RunRequest, make_run  # noqa: PLC0415 - kept off the start-up path

    splits: tuple[Split, ...] = tuple(split.value for split in asked.split or ())
    request = RunRequest(
        asked.suite, tuple(asked.schema or ()), splits, asked.repeat, asked.settings, asked.workspace, asked.runs
    )
    return make_run(request, against=against)


def _workspace(flag: Path | None) -> Workspace:
    from summarizer.wiring import open_workspace  # noqa: PLC0415 - kept off the start-up path

    return open_workspace(flag)


def _find(name: str | None, runs: Path, suite: str) -> RunFolder:
    from summarizer.scoring.evaluation.run_folder import find_run  # noqa: PLC0415 - kept off the start-up path

    return find_run(name, runs, suite=Path(suite).resolve().name)


def _rules(workspace: Path | None) -> GateRules:
    from summarizer.scoring.evaluation.gate_file import GATE_FILE, load_gate  # noqa: PLC0415 - off the start-up path

    return load_gate(_workspace(workspace).root / GATE_FILE)


def _baseline_path(suite: str, workspace: Path | None) -> Path:
    from summarizer.scoring.evaluation.bless import BASELINES_FOLDER  # noqa: PLC0415 - kept off the start-up path

    return _workspace(workspace).root / BASELINES_FOLDER / f"{Path(suite).resolve().name}.json"


def _named_run(named: Path | None, runs: Path) -> Path | None:
    """Return what the user named: a path, or a run of that id."""
    return runs / named if named is not None and not named.exists() and (runs / named).is_dir() else named


def _baseline(named: Path | None, suite: str, runs: Path, workspace: Path | None) -> ScoredRun:
    from summarizer.scoring.evaluation.bless import open_scored  # noqa: PLC0415 - kept off the start-up path

    return open_scored(_named_run(named, runs) or _baseline_path(suite, workspace))


def _judge(folder: RunFolder, baseline: ScoredRun, rules: GateRules, *, print_json: bool) -> GateVerdict:
    from summarizer.scoring.evaluation.as_json import as_json  # noqa: PLC0415 - kept off the start-up path
    from summarizer.scoring.evaluation.gate import judge  # noqa: PLC0415
    from summarizer.scoring.evaluation.wording import judgement_text  # noqa: PLC0415

    found = judge(folder, baseline, rules)
    typer.echo(_json(as_json(found)) if print_json else judgement_text(found))
    return found.verdict


def _show(folder: RunFolder) -> None:
    from summarizer.scoring.evaluation.wording import run_text  # noqa: PLC0415 - kept off the start-up path

    typer.echo(f"{run_text(folder.manifest, folder.metrics(), folder.scores())}\n\nRun: {folder.path}")


def _exit_with(verdict: GateVerdict) -> None:
    raise typer.Exit(_EXIT_CODES[verdict])


def _json(found: dict[str, object]) -> str:
    return json.dumps(found, indent=2, ensure_ascii=False)
