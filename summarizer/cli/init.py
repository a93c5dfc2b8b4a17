"""`summarizer init`: a workspace of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["init"]


def init(folder: Annotated[Path, typer.Argument(help="Folder to make the workspace in.")]) -> None:
    """Copy the shipped schemas and prompts into FOLDER, for editing."""
    from summarizer.workspace import init_workspace  # noqa: PLC0415 - kept off the start-up path

    written = init_workspace(folder)
    for path in written:
        typer.echo(path)
    typer.echo(f"\nEdit schemas/ and prompts/, then run `summarizer summarize ARTICLE` inside {folder}.", err=True)
