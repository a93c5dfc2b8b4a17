"""`summarizer show`: print stored records again, in any form, without a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.output import Format, OutputOption, write_records

__all__ = ["show"]


def show(
    records: Annotated[Path, typer.Argument(help="A .jsonl file that `summarizer summarize` wrote.")],
    form: Annotated[Format, typer.Option("--format", "-f", help="text, json, jsonl or html.")] = "text",
    out: OutputOption = None,
) -> None:
    """Print records of an earlier run; no model is called."""
    from summarizer.store.jsonl import read_records  # noqa: PLC0415 - kept off the start-up path

    write_records(read_records(records), form=form, out=out, title=records.name)
