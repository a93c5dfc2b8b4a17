"""Write the report of a scored run in the forms that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

from summarizer.errors import EvaluationError
from summarizer.scoring.evaluation.gate import Judgement
from summarizer.scoring.evaluation.manifest import RunManifest
from summarizer.scoring.evaluation.run_folder import ScoredRun
from summarizer.scoring.report.eval_report import build_report
from summarizer.scoring.report.junit import render_junit
from summarizer.scoring.report.markdown import render_markdown
from summarizer.scoring.report.page import render_page
from summarizer.scoring.report.report_run import (
    RecordedRun,
    ReportRun,
    TrendPoint,
    read_documents,
    read_point,
    read_run,
)
from summarizer.scoring.report.second_reader import SecondReader
from summarizer.store.atomic import write_atomic
from summarizer.store.faults import store_error

__all__ = ["FORMATS", "ReportFormat", "write_files", "write_report"]

ReportFormat = Literal["html", "md", "junit", "json"]

FORMATS: tuple[ReportFormat, ...] = get_args(ReportFormat)

_FILES: Mapping[ReportFormat, str] = {
    "html": "report.html",
    "md": "report.md",
    "junit": "junit.xml",
    "json": "report.json",
}


def write_report(
    run: RecordedRun,
    out: Path,
    *,
    baseline: ScoredRun | None = None,
    history: Sequence[ScoredRun] = (),
    judgement: Judgement | None = None,
    second: SecondReader | None = None,
    formats: Sequence[ReportFormat] = FORMATS,
) -> list[Path]:
    """Write ``report.html``, ``report.md``, ``junit.xml`` and ``report.json`` into ``out``; return the paths.

    ``history`` are earlier runs for the trend; those of another suite or part of it, of another model, and ``run``
    itself, are left out. ``second`` is how well a second reader agrees. Existing files are replaced, each whole or not
    at all.

    Raises:
        EvaluationError: A form isn't one, or a run's files are missing or damaged.
        StoreError: ``out`` can't be written.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise EvaluationError(f"{', '.join(unknown)}: no form of a report; the forms are {', '.join(FORMATS)}")
    documents = read_documents(run) if {"html", "md", "junit"} & set(formats) else {}
    shown = read_run(run, documents=documents, judgement=judgement, second=second)
    against = read_run(baseline) if baseline is not None else None
    points = [read_point(earlier) for earlier in history if _of_one_trend(earlier.manifest, run.manifest)]
    return write_files(shown, out, baseline=against, history=points, formats=formats)


def _of_one_trend(earlier: RunManifest, run: RunManifest) -> bool:
    asked = (run.suite, run.model, run.strategy, run.schemas, run.splits)
    before = (earlier.suite, earlier.model, earlier.strategy, earlier.schemas, earlier.splits)
    return before == asked and earlier.id != run.id


def write_files(
    run: ReportRun,
    out: Path,
    *,
    baseline: ReportRun | None,
    history: Sequence[TrendPoint],
    formats: Sequence[ReportFormat] = FORMATS,
) -> list[Path]:
    """Write the report of a run that is already in memory, as ``write_report``."""
    makers: Mapping[ReportFormat, Callable[[], str]] = {
        "html": lambda: render_page(run, baseline=baseline, history=history),
        "md": lambda: render_markdown(run, baseline=baseline),
        "junit": lambda: render_junit(run),
        "json": lambda: build_report(run, baseline=baseline, history=history).model_dump_json(indent=1) + "\n",
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise store_error(exc, out, action="write") from exc
    written = []
    for name in dict.fromkeys(formats):
        path = out / _FILES[name]
        write_atomic(path, makers[name]())
        written.append(path)
    return written
