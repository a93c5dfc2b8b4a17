"""`summarizer serve`: the HTTP API and the pages over a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from summarizer.cli.logs import set_up_logging
from summarizer.cli.options import (
    BaseUrlOption,
    LogFormatOption,
    ModelOption,
    SchemaOption,
    VerboseOption,
    WorkspaceOption,
    given,
)

if TYPE_CHECKING:
    from summarizer.server.options import ServerOptions

__all__ = ["serve"]

DEFAULT_DATABASE = "sqlite:///news.db"


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="Port; 0 takes a free one.")] = 8000,
    token: Annotated[
        str | None,
        typer.Option(
            "--token", help="What POST has to send; better given as SUMMARIZER_API_TOKEN, which ps doesn't show."
        ),
    ] = None,
    db: Annotated[
        str | None,
        typer.Option("--db", help="sqlite:///FILE or postgresql://…; default: the setting db, else sqlite:///news.db."),
    ] = None,
    cors: Annotated[
        list[str] | None, typer.Option("--cors", help="Origin whose pages may read, e.g. https://grafana.example.org.")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", help="Name the server goes by, where only some are to count.")
    ] = None,
    reads: Annotated[int, typer.Option("--reads-per-minute", min=0, help="From one address; 0 for no limit.")] = 60_000,
    writes: Annotated[int, typer.Option("--writes-per-minute", min=0, help="From one address; 0 for no limit.")] = 60,
    schema: SchemaOption = None,
    model: ModelOption = None,
    base_url: BaseUrlOption = None,
    max_usd: Annotated[float | None, typer.Option("--max-usd", help="Spend no more than this.")] = None,
    workspace: WorkspaceOption = None,
    verbose: VerboseOption = 0,
    log_format: LogFormatOption = "text",
) -> None:
    """Serve records and facts as JSON and pages, and summarize what is posted."""
    _require_extra()
    from summarizer.server.options import Limits, ServerOptions, origin  # noqa: PLC0415 - kept off the start-up path
    from summarizer.wiring import load_context  # noqa: PLC0415

    set_up_logging(verbose, log_format)
    context = load_context(
        given(schema=schema, model=model, base_url=base_url, max_usd=max_usd, db=db), workspace=workspace
    )
    options = ServerOptions(
        host=host,
        port=port,
        token=token or context.environment().get("SUMMARIZER_API_TOKEN") or None,
        origins=tuple(map(origin, cors or ())),
        hosts=tuple(allow_host or ()),
        limits=Limits(reads_a_minute=reads, writes_a_minute=writes),
    )
    from summarizer.server.run import serve as run  # noqa: PLC0415 - loads the web framework

    run(
        context,
        options,
        context.settings.db or DEFAULT_DATABASE,
        ready=lambda address, database: _say(address, database, options),
        access_log=verbose > 0,
    )


def _say(address: str, database: str, options: ServerOptions) -> None:
    guard = "POST needs the token" if options.token else "POST is open to this machine"
    typer.echo(f"summarizer: {address} · API at {address}/docs · {database} · {guard} · Ctrl-C stops", err=True)


def _require_extra() -> None:
    from importlib.util import find_spec  # noqa: PLC0415 - one command needs it

    from summarizer.errors import MissingExtraError  # noqa: PLC0415

    for name in ("fastapi", "uvicorn", "prometheus_client"):
        if find_spec(name) is None:
            raise MissingExtraError(f"serving needs {name}; pip install 'summarizer[serve]'")
