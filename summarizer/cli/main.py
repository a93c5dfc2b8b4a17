"""The `summarizer` command: its sub-commands, and how every error becomes one line and an exit code."""

from __future__ import annotations

import sys
import traceback
from typing import Annotated

import typer

from summarizer.cli import (
    batch,
    cache,
    cost,
    db,
    doctor,
    export,
    gold,
    init,
    models,
    prompts,
    schemas,
    serve,
    show,
    summarize,
)
from summarizer.cli import eval as evaluation
from summarizer.cli.logs import error_line, wants_json
from summarizer.errors import SummarizerError
from summarizer.version import VERSION

__all__ = ["app", "main"]

# Plain help text: rich help would cost a third of the start-up time.
app = typer.Typer(
    name="summarizer",
    help="Structured summaries of news articles, with the sentences every fact came from.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"summarizer {VERSION}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    pass


app.command("summarize")(summarize.summarize)
app.add_typer(batch.app, name="batch")
app.command("cost")(cost.cost)
app.command("show")(show.show)
app.command("export")(export.export)
app.command("serve")(serve.serve)
app.add_typer(schemas.app, name="schemas")
app.add_typer(prompts.app, name="prompts")
app.add_typer(gold.app, name="gold")
app.add_typer(evaluation.app, name="eval")
app.add_typer(models.app, name="models")
app.add_typer(cache.app, name="cache")
app.add_typer(db.app, name="db")
app.command("doctor")(doctor.doctor)
app.command("init")(init.init)


def main() -> None:
    """Run the command line and exit: 0 good, 1 gate or article failed, 2 usage, 3 model, 130 interrupted."""
    try:
        app()
    except SummarizerError as exc:
        if "--debug" in sys.argv:
            traceback.print_exc()
            sys.exit(exc.exit_code)
        as_json = wants_json(sys.argv[1:])
        typer.echo(error_line(str(exc), exc.exit_code) if as_json else f"summarizer: {exc}", err=True)
        sys.exit(exc.exit_code)
