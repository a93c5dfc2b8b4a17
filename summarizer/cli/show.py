"""`summarizer show`: print stored records again, in any form, without a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.output import Format, OutputOption, Target, choose_format, write_records

__all__ = ["show"]


def show(
    records: Annotated[str, typer.Argument(help="A .jsonl file of `summarizer summarize`, or sqlite:///news.db.")],
    form: Annotated[Format | None, typer.Option("--format", "-f", help="text, json, jsonl or html.")] = None,
    out: OutputOption = None,
) -> None:
    """Print records of an earlier run; no model is called."""
    from summarizer.store.database.address import is_database_url  # noqa: PLC0415 - kept off the start-up path
    from summarizer.store.database.opening import open_database  # noqa: PLC0415
    from summarizer.store.lines import read_records  # noqa: PLC0415

    target = Target(choose_format(form, out), out)
    if is_database_url(records):
        with open_database(records, read_only=True) as database:
            write_records((record for _, record in database.iter_records()), target)
    else:
        write_records(read_records(Path(records)), target)
