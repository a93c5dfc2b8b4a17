"""`summarizer show`: print stored records again, in any form, without a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.output import Format, OutputOption, Target, choose_format, write_records

__all__ = ["show"]


def show(
    records: Annotated[Path, typer.Argument(help="A .jsonl file that `summarizer summarize` wrote.")],
    form: Annotated[Format | None, typer.Option("--format", "-f", help="text, json, jsonl or html.")] = None,
    out: OutputOption = None,
) -> None:
    """Print records of an earlier run; no model is called."""
    from summarizer.store.lines import read_records  # noqa: PLC0415 - kept off the start-up path

    write_records(read_records(records), Target(choose_format(form, out), out))
