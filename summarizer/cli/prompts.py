"""`summarizer prompts`: list, show, and render what would be sent."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from summarizer.cli.options import SchemaOption, WorkspaceOption, given

__all__ = ["app"]

app = typer.Typer(help="The prompts that say how to ask.", no_args_is_help=True, rich_markup_mode=None)

NameArgument = Annotated[str, typer.Argument(help="Prompt name or file.")]


@app.command("list")
def list_prompts(workspace: WorkspaceOption = None) -> None:
    """List the prompts, with the file each comes from."""
    from summarizer.wiring import open_workspace  # noqa: PLC0415 - kept off the start-up path

    for name, path in open_workspace(workspace).prompts().items():
        typer.echo(f"{name:<20} {path}")


@app.command()
def show(name: NameArgument, workspace: WorkspaceOption = None) -> None:
    """Print the prompt file as it stands."""
    from summarizer.wiring import open_workspace  # noqa: PLC0415 - kept off the start-up path

    typer.echo(open_workspace(workspace).prompt_path(name).read_text(encoding="utf-8"))


@app.command()
def render(
    name: NameArgument,
    source: Annotated[str, typer.Argument(help="File, URL or - with one article or more.")],
    schema: SchemaOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Print the exact messages that would be sent for SOURCE, with an estimate of their tokens."""
    from summarizer.ingest.sources import SourceProblem, expand, read  # noqa: PLC0415 - kept off the start-up path
    from summarizer.prompting.tokens import messages_estimate  # noqa: PLC0415
    from summarizer.wiring import load_context  # noqa: PLC0415

    context = load_context(given(prompt=name, schema=schema), workspace=workspace)
    prompt, target = context.prompt(), context.schema()
    problems = 0
    for item in expand([source], stdin=sys.stdin.buffer):
        for document in read(item):
            if isinstance(document, SourceProblem):
                problems += 1
                typer.echo(document.message, err=True)
                continue
            messages = prompt.render(document, target, document.body)
            for message in messages:
                typer.echo(f"--- {message.role}\n{message.content}")
            typer.echo(f"--- about {messages_estimate(messages)} tokens, schema {target.name}", err=True)
    if problems:
        raise typer.Exit(2)
