"""Options that several of the `summarizer eval` commands share."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = [
    "BaselineOption",
    "CacheDirOption",
    "JsonOption",
    "MaxUsdOption",
    "NoCacheOption",
    "PromptOption",
    "RepeatOption",
    "ReportFormat",
    "RunArgument",
    "RunsOption",
    "SchemasOption",
    "SplitName",
    "SplitsOption",
    "StrategyOption",
    "SuiteOption",
]


class SplitName(enum.StrEnum):
    """A split, as the command line takes it several times over."""

    dev = "dev"
    gate = "gate"
    locked = "locked"


class ReportFormat(enum.StrEnum):
    """A form of the report."""

    html = "html"
    md = "md"
    junit = "junit"
    json = "json"


RunArgument = Annotated[str | None, typer.Argument(help="Folder or id of a run; default: the suite's newest.")]
SuiteOption = Annotated[str, typer.Option("--suite", help="Suite below evals/gold, or a folder of gold files.")]
SchemasOption = Annotated[list[str] | None, typer.Option("--schema", "-s", help="Only this schema; may be repeated.")]
SplitsOption = Annotated[list[SplitName] | None, typer.Option("--split", help="Only this split; may be repeated.")]
RepeatOption = Annotated[int, typer.Option("--repeat", min=1, max=100, help="Answers to ask of every article.")]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Neither read nor keep answers.")]
MaxUsdOption = Annotated[float | None, typer.Option("--max-usd", help="Spend no more than this.")]
StrategyOption = Annotated[
    Literal["auto", "oneshot", "fieldwise"] | None,
    typer.Option("--strategy", help="Whole schema at once, or field by field."),
]
PromptOption = Annotated[str | None, typer.Option("--prompt", help="Prompt name or file.")]
CacheDirOption = Annotated[Path | None, typer.Option("--cache-dir", help="Folder of the answer cache.")]
RunsOption = Annotated[Path, typer.Option("--runs", help="Folder that runs are kept in.")]
BaselineOption = Annotated[
    Path | None, typer.Option("--baseline", help="Baseline file or run folder; default: evals/baselines/SUITE.json.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
