"""`summarizer summarize`: articles in, records out."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarizer.cli.logs import set_up_logging
from summarizer.cli.options import (
    BaseUrlOption,
    LogFormatOption,
    ModelOption,
    SchemaOption,
    VerboseOption,
    WorkspaceOption,
    given,
)
from summarizer.cli.output import Format, OutputOption, Sink, Target, choose_format, open_sink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.cli.progress import Progress
    from summarizer.domain.record import Record
    from summarizer.llm.ledger import Ledger
    from summarizer.run import Tally
    from summarizer.wiring import Context

__all__ = ["summarize"]

_UNREADABLE = 2
_INTERRUPTED = 130


def summarize(
    sources: Annotated[
        list[str],
        typer.Argument(help="Files (.txt .md .html .pdf .jsonl), folders, globs, URLs, or - for standard input."),
    ],
    schema: SchemaOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    form: Annotated[
        Format | None, typer.Option("--format", "-f", help="text, json, jsonl or html; default: by --out, else text.")
    ] = None,
    out: OutputOption = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", help="Articles at once.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the .jsonl file of an earlier run.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when any record isn't complete.")] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither read nor keep answers.")] = False,
    max_usd: Annotated[float | None, typer.Option("--max-usd", help="Spend no more than this.")] = None,
    strategy: Annotated[
        Literal["auto", "oneshot", "fieldwise"] | None,
        typer.Option("--strategy", help="Whole schema at once, or field by field."),
    ] = None,
    prompt: Annotated[str | None, typer.Option("--prompt", help="Prompt name or file.")] = None,
    cache_dir: Annotated[Path | None, typer.Option("--cache-dir", help="Folder of the answer cache.")] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Let URLs reach private addresses.")] = False,
    workspace: WorkspaceOption = None,
    verbose: VerboseOption = 0,
    log_format: LogFormatOption = "text",
) -> None:
    """Summarize articles: typed facts, each with the sentences it came from and a check by code."""
    from summarizer.run import Tally  # noqa: PLC0415 - kept off the start-up path
    from summarizer.wiring import load_context  # noqa: PLC0415

    set_up_logging(verbose, log_format)
    flags = given(
        schema=schema, model=model, base_url=base_url, jobs=jobs, max_usd=max_usd, strategy=strategy, prompt=prompt,
        cache_dir=cache_dir, allow_private=allow_private or None, cache=False if no_cache else None,
    )  # fmt: skip
    context = load_context(flags, workspace=workspace)
    target = Target(choose_format(form, out), out, resume=resume)
    tally = Tally()
    interrupted = not _Run(context, sources).go(target, tally)
    raise typer.Exit(_INTERRUPTED if interrupted else _exit_code(tally, strict=strict))


class _Run:
    """One run of the command. What can be refused is refused here, before a model is asked or a file is touched."""

    def __init__(self, context: Context, sources: Sequence[str]) -> None:
        from summarizer.ingest.sources import expand  # noqa: PLC0415 - kept off the start-up path

        self._context = context
        self._schema = context.schema()
        self._model = context.endpoint().name
        context.workspace.prompt_path(context.settings.prompt)
        self._items = list(expand(sources, stdin=sys.stdin.buffer))

    def go(self, target: Target, tally: Tally) -> bool:
        """Summarize everything; return False when the user interrupted. What finished is written either way."""
        from summarizer.cli.progress import Progress  # noqa: PLC0415 - kept off the start-up path

        ledger = self._context.ledger()
        # how many articles a file of lines holds is known when it has been read
        counted = not any(item.name.lower().endswith((".jsonl", ".ndjson")) for item in self._items)
        with Progress(tally, total=len(self._items) if counted else None) as progress:
            try:
                with open_sink(target, console=progress.out) as sink:
                    progress.note(*sink.notes)
                    asyncio.run(self._summarize(sink, tally, ledger, progress))
            except KeyboardInterrupt:
                return False
            finally:
                progress.report(ledger, out=target.path)
        return True

    async def _summarize(self, sink: Sink, tally: Tally, ledger: Ledger, progress: Progress) -> None:
        from summarizer.ingest.sources import ReadOptions, read  # noqa: PLC0415 - kept off the start-up path
        from summarizer.run import run_batch  # noqa: PLC0415
        from summarizer.wiring import open_pipeline  # noqa: PLC0415

        def write(record: Record) -> None:
            sink.write(record)
            progress.finished(record)

        settings = self._context.settings
        options = ReadOptions(settings.max_bytes, settings.allow_private)
        async with open_pipeline(self._context, self._schema, ledger=ledger) as pipeline:
            mine = (self._schema.digest, self._model, pipeline.strategy.name)
            await run_batch(
                pipeline,
                (result for item in self._items for result in read(item, options)),
                jobs=self._context.jobs,
                tally=tally,
                done={key.document for key in sink.finished if (key.schema_digest, key.model, key.strategy) == mine},
                write=write,
            )


def _exit_code(tally: Tally, *, strict: bool) -> int:
    if tally.problems:
        return _UNREADABLE
    imperfect = tally.records["failed"] + (tally.records["partial"] if strict else 0)
    return 1 if imperfect else 0
