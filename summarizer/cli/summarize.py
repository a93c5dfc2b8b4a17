"""`summarizer summarize`: articles in, records out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from summarizer.cli.logs import set_up_logging
from summarizer.cli.options import (
    BaseUrlOption,
    DatabaseOption,
    JobsOption,
    LogFormatOption,
    ModelOption,
    PriceOption,
    RpmOption,
    SchemaOption,
    TimeoutOption,
    TpmOption,
    VerboseOption,
    WorkspaceOption,
    given,
)
from summarizer.cli.output import Format, OutputOption, Target, choose_format

__all__ = ["summarize"]

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
    db: DatabaseOption = None,
    jobs: JobsOption = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an earlier run's .jsonl or database.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when any record isn't complete.")] = False,
    repeat: Annotated[
        int, typer.Option("--repeat", min=1, max=100, help="Independent answers an article, a record each.")
    ] = 1,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Neither read nor keep answers.")] = False,
    max_usd: Annotated[float | None, typer.Option("--max-usd", help="Spend no more than this; then exit 3.")] = None,
    max_tokens: Annotated[
        int | None, typer.Option("--max-tokens", help="Use no more tokens than this, in and out; then exit 3.")
    ] = None,
    max_articles: Annotated[
        int | None, typer.Option("--max-articles", min=1, help="Take up no more articles than this; then exit 3.")
    ] = None,
    rpm: RpmOption = None,
    tpm: TpmOption = None,
    price: PriceOption = None,
    timeout_s: TimeoutOption = None,
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
    from summarizer.cli.run_account import Asked  # noqa: PLC0415 - kept off the start-up path
    from summarizer.cli.summarize_run import SummarizeRun, exit_code  # noqa: PLC0415
    from summarizer.wiring import load_context  # noqa: PLC0415

    set_up_logging(verbose, log_format)
    flags = given(
        schema=schema, model=model, base_url=base_url, jobs=jobs, rpm=rpm, tpm=tpm, max_usd=max_usd,
        max_tokens=max_tokens, price=price, timeout_s=timeout_s, strategy=strategy, prompt=prompt,
        cache_dir=cache_dir, db=db, allow_private=allow_private or None, cache=False if no_cache else None,
    )  # fmt: skip
    context = load_context(flags, workspace=workspace)
    alone = db is not None and out is None and form is None
    target = Target(choose_format(form, out), out, resume=resume, db=context.settings.db, db_alone=alone)
    asked = Asked(tuple(sources), repeats=repeat, max_articles=max_articles, strict=strict, log_form=log_format)
    run = SummarizeRun(context, asked, target)
    try:
        run.go()
    except KeyboardInterrupt:  # a second one, while the first was being seen to
        raise typer.Exit(_INTERRUPTED) from None
    raise typer.Exit(exit_code(run.tally, strict=strict))
