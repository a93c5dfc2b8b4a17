"""Opening everything a server needs, listening, and closing it again when told to stop."""

from __future__ import annotations

import contextlib
import errno
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from fastapi import APIRouter

from summarizer.errors import ConfigError
from summarizer.server import pages
from summarizer.server.app import create_app
from summarizer.server.catalogue import Catalogue
from summarizer.server.engine import Engine
from summarizer.server.options import ServerOptions
from summarizer.server.services import Parts
from summarizer.store.database.opening import open_database
from summarizer.wiring import Context

__all__ = ["address_of", "listen", "serve"]

_FINISH_SECONDS = 10
_LONGEST_HEAD = 32_768
_WORKERS = 8


def serve(
    context: Context,
    options: ServerOptions,
    url: str,
    *,
    ready: Callable[[str, str], object],
    access_log: bool = False,
) -> None:
    """Serve the database at ``url`` until SIGINT or SIGTERM; requests under way then have ten seconds to end.

    ``ready`` is told the address and the database, without credentials, once both are open.

    Raises:
        ConfigError: The address can't be listened on.
        StoreError: The database can't be opened, or is of another version.
    """
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(listen(options.host, options.port))
        # the schema and the model are looked at before anybody is told that the server is there
        context.schema()
        database = stack.enter_context(open_database(url))
        engine = stack.enter_context(Engine(context))
        catalogue = Catalogue(context.workspace.schemas())
        parts = Parts(database, engine, catalogue, workers=min(context.jobs, _WORKERS))
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(parts, options, routers=_routers()),
                log_config=None,
                access_log=access_log,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_FINISH_SECONDS,
                h11_max_incomplete_event_size=_LONGEST_HEAD,
                ws="none",
            )
        )
        stack.enter_context(_signals_answered())
        ready(address_of(listening), database.name)
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on ``host`` and ``port``; port 0 takes a free one.

    Raises:
        ConfigError: The port is in use or not allowed, or the host isn't one of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as exc:
        raise ConfigError(f"{host}: no address to listen on ({exc.strerror or exc}); give --host 127.0.0.1") from exc
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(2_048)
    except OSError as exc:
        listening.close()
        raise ConfigError(_refused(exc, host, port)) from exc
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address that a browser on this machine opens."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def _refused(exc: OSError, host: str, port: int) -> str:
    if exc.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; stop what uses it, or give another --port"
    if exc.errno == errno.EACCES:
        return f"port {port} needs rights this user doesn't have; give a --port from 1024 on"
    if exc.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine; give --host 127.0.0.1"
    return f"can't listen on {host}:{port} ({exc.strerror}); give another --host or --port"


def _routers() -> list[APIRouter]:
    """Return the routers beside the API's own."""
    return [pages.make_router()]


@contextlib.contextmanager
def _signals_answered() -> Iterator[None]:
    """Let SIGTERM end the process by way of its clean-up: uvicorn raises it a second time once it has stopped."""

    def done(_: int, __: FrameType | None) -> None:
        return

    before = signal.signal(signal.SIGTERM, done)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
