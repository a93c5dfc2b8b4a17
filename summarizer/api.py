"""The package from Python: one article with ``summarize``, many with ``Summarizer``."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Generator, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from anyio.from_thread import BlockingPortal, start_blocking_portal
from pydantic import BaseModel

from summarizer.domain.document import Document
from summarizer.domain.record import Record
from summarizer.ingest.documents import make_document
from summarizer.pipeline import Pipeline, summarize_all
from summarizer.wiring import load_context, open_pipeline

__all__ = ["Summarizer", "summarize"]


class Summarizer:
    """Summaries from Python, synchronous or not, with the same settings, cache and records as the command line.

    ``schema`` is a name, a file, or a Pydantic class; every other setting is a keyword by its name in
    ``summarizer doctor`` (``model="openai/…"``, ``base_url=…``, ``cache=False``, …). Use it as a context manager, or
    call ``close``: it may hold a running model.
    """

    def __init__(
        self,
        schema: str | Path | type[BaseModel] | None = None,
        *,
        workspace: Path | str | None = None,
        **settings: object,
    ) -> None:
        if schema is not None and not isinstance(schema, type):
            settings["schema"] = str(schema)
        self._context = load_context(settings, workspace=Path(workspace) if workspace is not None else None)
        self._schema = self._context.schema(schema if isinstance(schema, type) else None)
        self._stack = contextlib.ExitStack()
        self._portal: BlockingPortal | None = None
        self._pipeline: Pipeline | None = None

    def summarize(self, article: str | Document) -> Record:
        """Return the record of one article, given as text or as a document."""
        portal, pipeline = self._open()
        return portal.call(pipeline.summarize, _document(article))

    def summarize_many(
        self, articles: Iterable[str | Document], *, jobs: int | None = None
    ) -> Generator[Record, None, None]:
        """Yield records as they finish, which need not be the order of the articles; ``record.document`` says which."""
        portal, pipeline = self._open()
        records = summarize_all(pipeline, map(_document, articles), jobs=jobs or self._context.jobs)
        try:
            while (record := portal.call(anext, records, None)) is not None:
                yield record
        finally:
            portal.call(records.aclose)

    async def asummarize(self, article: str | Document) -> Record:
        """Return the record of one article, from a running event loop."""
        async with open_pipeline(self._context, self._schema) as pipeline:
            return await pipeline.summarize(_document(article))

    async def asummarize_many(
        self, articles: Iterable[str | Document], *, jobs: int | None = None
    ) -> AsyncIterator[Record]:
        """Yield records as they finish, from a running event loop."""
        async with open_pipeline(self._context, self._schema) as pipeline:
            async for record in summarize_all(pipeline, map(_document, articles), jobs=jobs or self._context.jobs):
                yield record

    def facts(self, record: Record) -> BaseModel:
        """Return the facts of a record as an instance of the schema's class."""
        # as JSON: a strict model takes ISO dates from there alone
        return self._schema.facts_model.model_validate_json(json.dumps(record.facts), by_alias=True)

    def close(self) -> None:
        """Stop the model if it runs here, and close connections and cache."""
        self._stack.close()
        self._portal = self._pipeline = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> tuple[BlockingPortal, Pipeline]:
        # one event loop in a thread of its own: connections stay open between calls, and a caller that has a loop
        # running already (a notebook) can use the synchronous methods as well
        if self._portal is None or self._pipeline is None:
            self._portal = self._stack.enter_context(start_blocking_portal())
            self._pipeline = self._stack.enter_context(
                self._portal.wrap_async_context_manager(open_pipeline(self._context, self._schema))
            )
        return self._portal, self._pipeline


def summarize(
    article: str | Document,
    schema: str | Path | type[BaseModel] | None = None,
    *,
    workspace: Path | str | None = None,
    **settings: object,
) -> Record:
    """Return the record of one article; for more than one, ``Summarizer`` keeps the model loaded."""
    with Summarizer(schema, workspace=workspace, **settings) as summarizer:
        return summarizer.summarize(article)


def _document(article: str | Document) -> Document:
    return make_document(article, source="(text)") if isinstance(article, str) else article
