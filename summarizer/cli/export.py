"""`summarizer export`: a folder of plain files for dashboards, from results files or a database."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summarizer.cli.options import WorkspaceOption, given

if TYPE_CHECKING:
    from summarizer.export.tables import Source
    from summarizer.export.write import Addition

__all__ = ["export"]

_DEFAULT_FILE = Path("news.db")


def export(
    results: Annotated[
        list[Path] | None, typer.Argument(help="Results files (.jsonl) of `summarize`; without them the database.")
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder to write; an earlier export there is replaced.")
    ] = Path("public"),
    form: Annotated[
        Literal["json", "jsonl", "csv", "parquet"],
        typer.Option("--format", "-f", help="Form of the tables; records are JSON in each."),
    ] = "json",
    html: Annotated[bool, typer.Option("--html", help="Write the dashboard's pages as well: open index.html.")] = False,
    db: Annotated[
        str | None,
        typer.Option("--db", help="sqlite:///FILE or postgresql://…; default: the setting db, else news.db here."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Write records, facts, figures, statements, evaluations and costs as plain files, with their schemas."""
    from summarizer.export.write import export as write  # noqa: PLC0415 - kept off the start-up path

    with _source(results or [], db, workspace) as source:
        done = write(source, out, form=form, additions=_pages() if html else ())
    rows = ", ".join(f"{number:,} {name}" for name, number in done.rows.items())
    typer.echo(f"{out}: {rows}; {done.files} files, {done.size / 1e6:,.1f} MB", err=True)


def _pages() -> Sequence[Addition]:
    from summarizer.export.pages import add_pages  # noqa: PLC0415 - kept off the start-up path

    return [add_pages]


@contextlib.contextmanager
def _source(results: list[Path], db: str | None, workspace: Path | None) -> Iterator[Source]:
    if results and db is not None:
        raise typer.BadParameter("goes without results files: give the one or the other", param_hint="--db")
    if results:
        from summarizer.export.result_files import ResultFiles  # noqa: PLC0415 - kept off the start-up path

        yield ResultFiles(results)
        return
    from summarizer.export.from_database import DatabaseSource  # noqa: PLC0415 - kept off the start-up path
    from summarizer.store.database.opening import open_database  # noqa: PLC0415
    from summarizer.wiring import load_context  # noqa: PLC0415

    url = load_context(given(db=db), workspace=workspace).settings.db
    if url is None and not _DEFAULT_FILE.exists():
        raise typer.BadParameter("give results files, or --db sqlite:///FILE", param_hint="RESULTS")
    with open_database(url or f"sqlite:///{_DEFAULT_FILE}", read_only=True) as database:
        yield DatabaseSource(database)
