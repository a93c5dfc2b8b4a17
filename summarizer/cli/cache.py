"""`summarizer cache`: what the answer cache holds, and emptying it."""

from __future__ import annotations

from typing import Annotated

import typer

from summarizer.cli.options import CacheDirOption, given

__all__ = ["app"]

app = typer.Typer(help="The cache of model answers.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def info(cache_dir: CacheDirOption = None) -> None:
    """Show where the cache is, what it holds and how large it is."""
    from summarizer.wiring import load_context  # noqa: PLC0415 - kept off the start-up path

    context = load_context(given(cache_dir=cache_dir))
    with context.open_cache() as cache:
        about = cache.info()
    typer.echo(
        f"folder   {about.folder}\nentries  {about.entries:,} (answers, and what the gate found in them)\n"
        f"size     {about.size_bytes / 1e6:.1f} MB"
    )


@app.command()
def clear(
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False, cache_dir: CacheDirOption = None
) -> None:
    """Delete every cached answer; the next run asks the model again."""
    from summarizer.wiring import load_context  # noqa: PLC0415 - kept off the start-up path

    context = load_context(given(cache_dir=cache_dir))
    with context.open_cache() as cache:
        if not yes:
            about = cache.info()
            typer.confirm(f"Delete {about.entries:,} entries in {about.folder}?", abort=True)
        typer.echo(f"deleted {cache.clear():,} entries")
