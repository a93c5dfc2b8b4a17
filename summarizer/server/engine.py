"""From a request to a record: the article read, the model asked in a thread of its own, the record stored."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

import anyio.to_thread
from anyio.from_thread import BlockingPortal, start_blocking_portal

from summarizer.domain.document import Document
from summarizer.domain.record import Record
from summarizer.errors import SourceError
from summarizer.ingest.documents import make_document
from summarizer.ingest.sources import ReadOptions, SourceItem, SourceProblem, read
from summarizer.ingest.web import Resolver, is_public, resolve
from summarizer.pipeline import Pipeline
from summarizer.server.options import Limits
from summarizer.server.problems import ProblemError
from summarizer.server.shapes import SummaryRequest
from summarizer.wiring import Context, open_pipeline

__all__ = ["Engine", "Reader", "Summarizes", "public_only", "read_article"]


Reader = Callable[[SummaryRequest], Document]
"""Gives the article of a request; SourceError or ProblemError when it can't."""


class Summarizes(Protocol):
    """Makes the record of an article."""

    async def record(self, document: Document, schema: str | None) -> Record:
        """Return the record of ``document`` under the schema of this name, the server's own when None."""
        ...


def public_only(resolver: Resolver = resolve, allowed: Callable[[str], bool] = is_public) -> Resolver:
    """Return a resolver that refuses a host when any of its addresses isn't public, and doesn't say which it is.

    The address of an inner host is nobody's business outside. ``fetch`` asks it at every redirect, and connects to the
    very address that it returned.
    """

    def checked(host: str, port: int) -> tuple[str, ...]:
        addresses = tuple(resolver(host, port))
        if not all(map(allowed, addresses)):
            raise SourceError(f"{host}: isn't a public address; only articles on public addresses are fetched")
        return addresses

    return checked


def read_article(
    request: SummaryRequest, *, limits: Limits, resolver: Resolver, allow_private: bool = False
) -> Document:
    """Return the document of a request: its text, or what stands at its address.

    Raises:
        SourceError: The address can't be read, isn't public, or holds no article.
    """
    if request.text:
        return make_document(request.text, source=request.source or "(text)")
    options = ReadOptions(max_bytes=limits.body_bytes * 5, allow_private=allow_private)
    found = next(iter(read(SourceItem(request.url, "url"), options, resolver=resolver)), None)
    if isinstance(found, Document):
        return found
    if isinstance(found, SourceProblem):
        raise SourceError(found.message)
    raise SourceError(f"{request.url}: holds no article; open it in a browser")


class Engine:
    """The pipelines of a server, opened when they are first needed, with an event loop and a thread of their own.

    Checking facts against sentences is work for the processor: in the server's own loop it would hold every reader up.
    An embedded model is held for one schema at a time, since each would take memory of its own.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._stack = contextlib.ExitStack()
        self._portal: BlockingPortal | None = None
        self._open: OrderedDict[str, tuple[Pipeline, contextlib.ExitStack]] = OrderedDict()
        self._opening = asyncio.Lock()

    async def record(self, document: Document, schema: str | None) -> Record:
        """Return the record of ``document``.

        Raises:
            ProblemError: There is no schema of this name in the workspace.
        """
        pipeline = await self._pipeline(self._schema_name(schema))
        assert self._portal is not None
        return await asyncio.wrap_future(self._portal.start_task_soon(pipeline.summarize, document))

    def close(self) -> None:
        """Close connections and caches, and stop an embedded model."""
        while self._open:
            self._open.popitem()[1][1].close()
        self._stack.close()
        self._portal = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _schema_name(self, asked: str | None) -> str:
        # only the server's own setting may be a path: a path from outside would run whatever file it names
        own, inside = self._context.settings.schema_name, tuple(self._context.workspace.schemas())
        if asked is not None and asked != own and asked not in inside:
            raise ProblemError("invalid", f"body: /schema: no such schema; there are {', '.join(inside)}", known=inside)
        return asked or own

    async def _pipeline(self, name: str) -> Pipeline:
        async with self._opening:
            if name not in self._open:
                await anyio.to_thread.run_sync(self._make, name)
            self._open.move_to_end(name)
            return self._open[name][0]

    def _make(self, name: str) -> None:
        from summarizer.schema_loader.load import load_schema  # noqa: PLC0415 - not needed before the first article

        if self._portal is None:
            self._portal = self._stack.enter_context(start_blocking_portal())
        while self._open and self._context.jobs == 1:
            self._open.popitem(last=False)[1][1].close()
        context = self._context
        inside = context.workspace.schemas()
        schema = load_schema(inside[name]) if name in inside else context.schema()
        with contextlib.ExitStack() as stack:
            pipeline = stack.enter_context(self._portal.wrap_async_context_manager(open_pipeline(context, schema)))
            self._open[name] = (pipeline, stack.pop_all())
