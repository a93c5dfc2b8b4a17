"""`summarizer batch`: the same work through a provider's Batch API, at half the price, collected later."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from summarizer.cli.logs import set_up_logging
from summarizer.cli.options import (
    AllowPrivateOption,
    BaseUrlOption,
    LogFormatOption,
    ModelOption,
    PriceOption,
    PromptOption,
    RepeatOption,
    SchemaOption,
    VerboseOption,
    WorkspaceOption,
    given,
)

__all__ = ["app"]

app = typer.Typer(
    help="Summarize through OpenAI's Batch API: half the price, answers within a day.", no_args_is_help=True
)

_INTERRUPTED = 130

OutOption = Annotated[Path | None, typer.Option("--out", "-o", help="The results file; RESULTS.batch is beside it.")]
ResultsArgument = Annotated[Path | None, typer.Argument(help="The results file it was submitted with.")]
FormOption = Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="text or json.")]


@app.command("submit")
def submit(
    sources: Annotated[list[str], typer.Argument(help="Files, folders, globs, URLs, or - for standard input.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The results file (.jsonl) that collect will write.")],
    schema: SchemaOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    prompt: PromptOption = None,
    price: PriceOption = None,
    repeat: RepeatOption = 1,
    requests_per_batch: Annotated[
        int, typer.Option("--requests-per-batch", min=1, max=50_000, help="Split beyond this.")
    ] = 50_000,
    bytes_per_batch: Annotated[
        int, typer.Option("--bytes-per-batch", min=1_000, max=200_000_000, help="Split beyond this.")
    ] = 200_000_000,
    allow_private: AllowPrivateOption = False,
    workspace: WorkspaceOption = None,
    verbose: VerboseOption = 0,
    log_format: LogFormatOption = "text",
) -> None:
    """Send articles as batches. The same command again goes on where it was cut off, and sends nothing twice."""
    from summarizer.batch.requests import BatchLimits  # noqa: PLC0415 - kept off the start-up path
    from summarizer.batch.work import Order  # noqa: PLC0415
    from summarizer.cli.batch_run import submit_order  # noqa: PLC0415

    set_up_logging(verbose, log_format)
    flags = given(schema=schema, model=model, base_url=base_url, prompt=prompt, price=price)
    order = Order(
        tuple(sources), flags={name: str(value) for name, value in flags.items()}, repeats=repeat,
        limits=BatchLimits(requests_per_batch, bytes_per_batch),
    )  # fmt: skip
    raise typer.Exit(submit_order(out, order, workspace=workspace, allow_private=allow_private))


@app.command("status")
def status(
    results: ResultsArgument = None,
    out: OutOption = None,
    form: FormOption = "text",
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    workspace: WorkspaceOption = None,
    verbose: VerboseOption = 0,
    log_format: LogFormatOption = "text",
) -> None:
    """Say how far the batches are."""
    from summarizer.cli.batch_run import find_results, show_status  # noqa: PLC0415 - kept off the start-up path

    set_up_logging(verbose, log_format)
    flags = given(model=model, base_url=base_url)
    raise typer.Exit(show_status(find_results(results or out), flags, workspace=workspace, as_json=form == "json"))


@app.command("collect")
def collect(
    results: ResultsArgument = None,
    out: OutOption = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until everything is collected.")] = False,
    every_s: Annotated[float, typer.Option("--every", min=0.01, help="Seconds between looks with --wait.")] = 60.0,
    directly: Annotated[
        bool, typer.Option("--direct", help="Ask at once, at the full price, for what batches left unanswered.")
    ] = False,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    workspace: WorkspaceOption = None,
    verbose: VerboseOption = 0,
    log_format: LogFormatOption = "text",
) -> None:
    """Write the records of what is answered, and send what has to be asked again. Exit 4: not all is there yet."""
    from summarizer.cli.batch_run import Collecting, find_results  # noqa: PLC0415 - kept off the start-up path

    set_up_logging(verbose, log_format)
    flags = given(model=model, base_url=base_url)
    collecting = Collecting(find_results(results or out), flags, workspace=workspace, directly=directly)
    try:
        raise typer.Exit(collecting.go(every_s=every_s if wait else None))
    except KeyboardInterrupt:
        raise typer.Exit(_INTERRUPTED) from None
