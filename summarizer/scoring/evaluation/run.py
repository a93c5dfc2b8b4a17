"""Make a run: ask the model for every article of a suite, or for those that a run that was cut off still lacks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from summarizer.domain.record import Record
from summarizer.domain.schema import TargetSchema
from summarizer.errors import StoreError
from summarizer.ingest.splitting import splitter_name
from summarizer.pipeline import Pipeline
from summarizer.run import Tally, run_batch
from summarizer.scoring.evaluation.code_digests import records_digest, scorer_digest
from summarizer.scoring.evaluation.failing_closed import FailingClosed
from summarizer.scoring.evaluation.manifest import Digests, RunArticle, RunManifest, RunPlan, digest_of
from summarizer.scoring.evaluation.run_folder import RunFolder, list_runs
from summarizer.scoring.gold_model import Split
from summarizer.scoring.suite import Suite, gold_digest
from summarizer.store.faults import store_error
from summarizer.store.jsonl import JsonlStore
from summarizer.store.lines import read_records
from summarizer.version import VERSION

__all__ = ["Asked", "OpenPipeline", "begin_run", "fill_run", "plan_run", "suite_articles", "suite_digests"]

OpenPipeline = Callable[[TargetSchema, int], AbstractAsyncContextManager[Pipeline]]
"""Opens the pipeline for one schema and one repeat, counted from 0: the index that the answer cache tells apart."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a run asks, and how; ``schemas`` and ``splits`` are those asked for, empty for all."""

    model: str
    endpoint: str | None
    strategy: str
    params: Mapping[str, JsonValue]
    prompt_digest: str | None = None
    schemas: tuple[str, ...] = ()
    splits: tuple[Split, ...] = ()
    repeats: int = 1


def plan_run(suite: Suite, asked: Asked) -> RunPlan:
    """Return the plan of a run over ``suite``: with it, equal questions are known to be equal."""
    return RunPlan(
        suite=suite.name,
        suite_at=str(suite.at) if suite.at is not None else None,
        model=asked.model,
        endpoint=asked.endpoint,
        strategy=asked.strategy,
        params=dict(asked.params),
        digests=suite_digests(suite, prompt=asked.prompt_digest, code=records_digest()),
        schemas=asked.schemas,
        splits=asked.splits,
        repeats=asked.repeats,
        package_version=VERSION,
        articles=suite_articles(suite),
    )


def suite_articles(suite: Suite) -> tuple[RunArticle, ...]:
    """Return the articles of ``suite`` as a manifest lists them."""
    return tuple(
        RunArticle(
            gold=article.name,
            document_id=article.gold.document_id,
            schema_name=article.gold.schema_name,
            split=article.gold.split,
            story=article.gold.story,
            digest=gold_digest(article.gold),
        )
        for article in suite.articles
    )


def suite_digests(suite: Suite, *, prompt: str | None, code: str) -> Digests:
    """Return the digests of ``suite`` as it is now, scored by the code as it is now."""
    articles = suite_articles(suite)
    keys = sorted((one.document_id, one.schema_name, one.split, one.digest) for one in articles)
    return Digests(
        schemas={name: schema.digest for name, schema in suite.schemas.items()},
        gold=digest_of([[document, schema, digest] for document, schema, _, digest in keys]),
        split=digest_of([[document, schema, split] for document, schema, split, _ in keys]),
        scorer=scorer_digest(),
        splitter=splitter_name(),
        prompt=prompt,
        code=code,
    )


def begin_run(plan: RunPlan, runs: Path, *, now: dt.datetime) -> RunFolder:
    """Return the folder of the run to fill: the newest one of this very plan that was cut off, else a new one.

    Raises:
        StoreError: The folder can't be made or written.
    """
    for folder in reversed(list_runs(runs, suite=plan.suite)):
        manifest = folder.manifest
        if manifest.status == "incomplete" and manifest.identity == plan.identity:
            return folder
    folder = _new_folder(plan, runs, now)
    folder.write_manifest(
        RunManifest.model_validate(plan.model_dump() | {"id": folder.path.name, "created": now, "status": "incomplete"})
    )
    return folder


async def fill_run(
    folder: RunFolder,
    suite: Suite,
    open_pipeline: OpenPipeline,
    *,
    jobs: int,
    tally: Tally,
    finished: Callable[[Record], object],
) -> None:
    """Ask for every article and repeat that has no record yet; each is on disk before ``finished`` is told of it.

    What an earlier run of this folder finished isn't asked again; what failed there is.

    Raises:
        ModelError: The model can't be reached, or the budget is spent; what had finished stays.
        StoreError: The folder can't be written, or another run is writing it.
    """
    manifest = folder.manifest
    for repeat in range(1, manifest.repeats + 1):
        for name, schema in suite.schemas.items():
            documents = [article.document for article in suite.of_schema(name)]
            with JsonlStore(folder.records_path(name, repeat), resume=True) as store:
                done = {record.document.id for record in read_records(store.path)}
                tally.resumed += len(done)
                waiting = [document for document in documents if document.id not in done]
                if not waiting:
                    continue

                async with open_pipeline(schema, repeat - 1) as pipeline:
                    guarded = FailingClosed(pipeline.schema, pipeline.strategy, pipeline.maker)
                    await run_batch(guarded, waiting, jobs=jobs, tally=tally, write=store.append_all, finished=finished)
                    guarded.require_answers()


def _new_folder(plan: RunPlan, runs: Path, now: dt.datetime) -> RunFolder:
    model = re.sub(r"[^A-Za-z0-9.]+", "-", plan.model).strip("-")[:40]
    base = f"{now:%Y%m%dT%H%M%SZ}-{plan.suite}-{model}-{plan.identity[:8]}"
    for name in (base, *(f"{base}-{number}" for number in range(2, 100))):
        path = runs / name
        try:
            (path / "records").mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as exc:
            raise store_error(exc, path, action="write") from exc
        return RunFolder(path)
    raise StoreError(f"{runs / base}: a hundred runs of this name were begun in one second; try again")
