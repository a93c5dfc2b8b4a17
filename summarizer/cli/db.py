"""`summarizer db`: make or upgrade a database, take results and evaluations in, tidy up, say what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from summarizer.cli.options import DatabaseOption, WorkspaceOption, given

if TYPE_CHECKING:
    from summarizer.store.database.database import Database

__all__ = ["app"]

app = typer.Typer(help="The database that records are kept in.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def upgrade(db: DatabaseOption = None, workspace: WorkspaceOption = None) -> None:
    """Bring a database to the version of this package; a new one is made."""
    from summarizer.store.database.address import without_credentials  # noqa: PLC0415 - kept off the start-up path
    from summarizer.store.database.opening import upgrade_database  # noqa: PLC0415

    url = _url(db, workspace)
    before, now = upgrade_database(url)
    name = without_credentials(url)
    if before == now:
        typer.echo(f"{name} is of version {now} already")
    else:
        typer.echo(f"{name}: {'new' if before is None else f'version {before}'}, now version {now}")


@app.command("import")
def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(help="Results files (.jsonl), folders of evaluation runs, or baseline files."),
    ],
    db: DatabaseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Take in results of earlier runs and evaluations; what is there already stays as it is."""
    from summarizer.cli.db_import import require_readable, take_in  # noqa: PLC0415 - kept off the start-up path
    from summarizer.scoring.evaluation.bless import BASELINES_FOLDER  # noqa: PLC0415
    from summarizer.wiring import open_workspace  # noqa: PLC0415

    require_readable(files)
    baselines = open_workspace(workspace).root / BASELINES_FOLDER
    with _open(db, workspace) as database:
        for file in files:
            typer.echo(take_in(database, file, baselines=baselines))


@app.command()
def vacuum(db: DatabaseOption = None, workspace: WorkspaceOption = None) -> None:
    """Give back the space of what was replaced, and look anew at what is in the tables."""
    with _open(db, workspace) as database:
        before = database.size_bytes()
        database.vacuum()
        typer.echo(f"{database.name}: {before / 1e6:.1f} MB before, {database.size_bytes() / 1e6:.1f} MB now")


@app.command()
def info(db: DatabaseOption = None, workspace: WorkspaceOption = None) -> None:
    """Show what the database holds."""
    from summarizer.domain.record import Status  # noqa: PLC0415 - kept off the start-up path

    with _open(db, workspace, read_only=True) as database:
        held = database.counts()
        runs = database.runs(limit=1).rows
        rows = [
            ("database", database.name),
            ("version", database.version),
            ("size", f"{database.size_bytes() / 1e6:.1f} MB"),
            ("articles", f"{held.articles}"),
            ("records", f"{held.records} ({', '.join(f'{getattr(held, name)} {name}' for name in get_args(Status))})"),
            ("facts", f"{held.facts} ({held.unsupported} unsupported)"),
            ("last run", runs[0].id if runs else "none"),
        ]
    for name, value in rows:
        typer.echo(f"{name:<10}{value}")


def _open(db: str | None, workspace: Path | None, *, read_only: bool = False) -> Database:
    from summarizer.store.database.opening import open_database  # noqa: PLC0415 - kept off the start-up path

    return open_database(_url(db, workspace), read_only=read_only)


def _url(db: str | None, workspace: Path | None) -> str:
    from summarizer.wiring import load_context  # noqa: PLC0415 - kept off the start-up path

    url = load_context(given(db=db), workspace=workspace).settings.db
    if url is None:
        raise typer.BadParameter("name a database, for example sqlite:///news.db", param_hint="--db")
    return url
