"""Options that several of the `summarizer eval` commands share."""

from __future__ import annotations

import enum
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.options import (
    BaseUrlOption,
    CacheDirOption,
    DatabaseOption,
    JobsOption,
    LogFormatOption,
    MaxUsdOption,
    ModelOption,
    NoCacheOption,
    PriceOption,
    PromptOption,
    RepeatOption,
    StrategyOption,
    VerboseOption,
    WorkspaceOption,
    given,
)

__all__ = [
    "DEFAULT_SUITE",
    "RUNS",
    "BaselineOption",
    "JsonOption",
    "ReportFormat",
    "RunArgument",
    "RunOptions",
    "RunsOption",
    "SuiteOption",
    "with_run_options",
]

DEFAULT_SUITE = "seeds"
RUNS = Path("eval-runs")


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
RunsOption = Annotated[Path, typer.Option("--runs", help="Folder that runs are kept in.")]
BaselineOption = Annotated[
    Path | None, typer.Option("--baseline", help="Baseline file or run folder; default: evals/baselines/SUITE.json.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@dataclass(frozen=True)
class RunOptions:
    """What a run is made of, as every command takes it that can make one."""

    suite: SuiteOption = DEFAULT_SUITE
    model: ModelOption = None
    base_url: BaseUrlOption = None
    schema: SchemasOption = None
    split: SplitsOption = None
    repeat: RepeatOption = 1
    jobs: JobsOption = None
    no_cache: NoCacheOption = False
    max_usd: MaxUsdOption = None
    price: PriceOption = None
    strategy: StrategyOption = None
    prompt: PromptOption = None
    cache_dir: CacheDirOption = None
    db: DatabaseOption = None
    runs: RunsOption = RUNS
    workspace: WorkspaceOption = None
    verbose: VerboseOption = 0
    log_format: LogFormatOption = "text"

    @property
    def settings(self) -> dict[str, object]:
        """Return the settings that were given as flags."""
        return given(
            model=self.model, base_url=self.base_url, jobs=self.jobs, max_usd=self.max_usd, price=self.price,
            strategy=self.strategy, prompt=self.prompt, cache_dir=self.cache_dir, db=self.db,
            cache=False if self.no_cache else None,
        )  # fmt: skip


def with_run_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of ``RunOptions``, handed on to it together as ``asked``; its own come first."""
    shared = inspect.signature(RunOptions, eval_str=True).parameters.values()
    own = [one for one in inspect.signature(command, eval_str=True).parameters.values() if one.name != "asked"]

    @functools.wraps(command)
    def called(**values: object) -> None:
        asked = {one.name: values.pop(one.name) for one in shared}
        command(asked=RunOptions(**asked), **values)  # type: ignore[arg-type]  # typer has checked them

    # what typer reads the options from
    vars(called)["__signature__"] = inspect.Signature([*own, *shared])
    return called
