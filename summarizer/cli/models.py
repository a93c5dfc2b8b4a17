"""`summarizer models`: what can be used, fetching the embedded model's weights, and one tiny real call."""

from __future__ import annotations

import asyncio
import shlex
from pathlib import Path
from typing import Annotated

import typer

from summarizer.cli.options import BaseUrlOption, given

__all__ = ["app"]

app = typer.Typer(help="The models that can fill a schema.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_models() -> None:
    """List the providers, what each needs, and whether it is ready."""
    from summarizer.diagnosis import provider_findings  # noqa: PLC0415 - kept off the start-up path
    from summarizer.wiring import load_context  # noqa: PLC0415

    for finding in provider_findings(load_context({})):
        typer.echo(f"{'✓' if finding.good else '·'} {finding.what:<14} {finding.about}")


@app.command()
def pull(
    name: Annotated[
        str, typer.Argument(metavar="[NAME|PATH]", help="The weights to fetch (smollm2), or a GGUF file or folder.")
    ] = "smollm2",
) -> None:
    """Fetch the weights of the embedded model, with a checksum, into the models folder; or check a GGUF of your own.

    A download that breaks off goes on where it stopped when the command is run again.
    """
    from rich.console import Console  # noqa: PLC0415 - kept off the start-up path
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn  # noqa: PLC0415

    from summarizer.errors import ConfigError  # noqa: PLC0415
    from summarizer.llm.weights import SMOLLM2, own_weights, pull  # noqa: PLC0415
    from summarizer.wiring import load_context  # noqa: PLC0415

    if Path(name).expanduser().exists() or "/" in name.removeprefix("local/") or name.endswith(".gguf"):
        own = own_weights(Path(name))
        typer.echo(own)
        typer.echo(
            f"Use it: SUMMARIZER_LOCAL__MODEL_PATH={shlex.quote(str(own))} summarizer summarize ARTICLE", err=True
        )
        return
    if name.removeprefix("local/") != SMOLLM2.name:
        raise ConfigError(
            f"there are no weights named {name!r} to fetch; there are: {SMOLLM2.name}, or name a GGUF file or folder"
        )
    with Progress(TextColumn(name), BarColumn(), DownloadColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(name, total=None)
        path = pull(
            load_context({}).settings.models_dir,
            lambda arrived, total: bar.update(task, completed=arrived, total=total),
        )
    typer.echo(path)


@app.command()
def check(
    model: Annotated[str | None, typer.Argument(help="provider/model; the one in the settings when left out.")] = None,
    base_url: BaseUrlOption = None,
) -> None:
    """Make one tiny real call and say what the endpoint supports."""
    from summarizer.diagnosis import check_model  # noqa: PLC0415 - kept off the start-up path
    from summarizer.wiring import load_context  # noqa: PLC0415

    for finding in asyncio.run(check_model(load_context(given(model=model, base_url=base_url)))):
        typer.echo(f"{'✓' if finding.good else '·'} {finding.what:<14} {finding.about}")
