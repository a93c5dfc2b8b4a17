"""Make an evaluation run on behalf of a command: the settings it is made with, what is shown meanwhile, how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from summarizer.cli.db_import import take_evaluation
from summarizer.cli.progress import Progress
from summarizer.run import Tally
from summarizer.scoring.evaluation.bless import BASELINES_FOLDER
from summarizer.scoring.evaluation.comparable import require_comparable
from summarizer.scoring.evaluation.rescore import rescore
from summarizer.scoring.evaluation.run import Asked, begin_run, fill_run, plan_run
from summarizer.scoring.suite import IMPORTED, open_suite
from summarizer.store.database.opening import open_database
from summarizer.wiring import load_context, open_pipeline, recipe

if TYPE_CHECKING:
    from summarizer.domain.schema import TargetSchema
    from summarizer.pipeline import Pipeline
    from summarizer.scoring.evaluation.run_folder import RunFolder, ScoredRun
    from summarizer.scoring.gold_model import Split
    from summarizer.scoring.suite import Suite
    from summarizer.store.database.database import Database
    from summarizer.wiring import Context

__all__ = ["RunRequest", "make_run"]

_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What a user asks for: the suite, which of it, how often, with which settings, and where runs are kept."""

    suite: str
    schemas: tuple[str, ...]
    splits: tuple[Split, ...]
    repeats: int
    flags: Mapping[str, object]
    workspace: Path | None
    runs: Path


def make_run(request: RunRequest, *, against: ScoredRun | None = None) -> RunFolder:
    """Make the run, or continue the one of the same plan that was cut off, and score it.

    ``against`` is what it will be compared with: a run that couldn't be, like anything else that can be refused, is
    refused before a model is asked. Interrupted, it exits with 130, and a model that can't be reached raises; either
    way what finished stays, and the same command goes on from there.
    """
    context = load_context(request.flags, workspace=request.workspace)
    suite = open_suite(
        request.suite,
        context.workspace,
        schemas=request.schemas,
        splits=request.splits,
        imported=context.settings.cache_dir / IMPORTED,
    )
    how = recipe(context)
    asked = Asked(
        model=how.model,
        endpoint=how.endpoint,
        strategy=how.strategy,
        params=dict(how.params),
        prompt_digest=how.prompt_digest,
        schemas=tuple(sorted(request.schemas)),
        splits=tuple(sorted(request.splits)),
        repeats=request.repeats,
    )
    plan = plan_run(suite, asked)
    if against is not None:
        require_comparable(plan, against)
    with _database(context) as database:
        folder = begin_run(plan, request.runs, now=dt.datetime.now(dt.UTC))
        if not _fill(folder, suite, context):
            typer.echo(f"interrupted; the same command goes on with {folder.path}", err=True)
            raise typer.Exit(_INTERRUPTED)
        rescore(folder, suite)
        if database is not None:
            take_evaluation(database, folder.path, baselines=context.workspace.root / BASELINES_FOLDER)
    return folder


def _database(context: Context) -> contextlib.AbstractContextManager[Database | None]:
    """Open the database of the settings, so that one that can't be written is refused before a model is asked."""
    url = context.settings.db
    return contextlib.nullcontext() if url is None else open_database(url)


def _fill(folder: RunFolder, suite: Suite, context: Context) -> bool:
    """Ask for what the run lacks; return False when the user interrupted."""
    ledger = context.ledger()
    tally = Tally()

    @contextlib.asynccontextmanager
    async def opened(schema: TargetSchema, repeat: int) -> AsyncIterator[Pipeline]:
        async with open_pipeline(context, schema, ledger=ledger, repeat=repeat) as pipeline:
            yield pipeline

    with Progress(tally, total=len(suite.articles) * folder.manifest.repeats) as progress:
        try:
            asyncio.run(fill_run(folder, suite, opened, jobs=context.jobs, tally=tally, finished=progress.finished))
        except KeyboardInterrupt:
            return False
        finally:
            if tally.resumed:
                progress.note(f"going on with {folder.path.name}: {tally.resumed} answers were there")
            progress.report(ledger, out=None)
    return True
