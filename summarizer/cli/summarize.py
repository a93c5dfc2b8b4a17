"""`summarizer summarize`: articles in, records out."""

from __future__ import annotations

from typing import Annotated

import typer

from summarizer.cli.logs import set_up_logging
from summarizer.cli.options import (
    AllowPrivateOption,
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
    RpmOption,
    SchemaOption,
    StrategyOption,
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
    repeat: RepeatOption = 1,
    no_cache: NoCacheOption = False,
    max_usd: MaxUsdOption = None,
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
    strategy: StrategyOption = None,
    prompt: PromptOption = None,
    cache_dir: CacheDirOption = None,
    allow_private: AllowPrivateOption = False,
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
