"""The one sequence of steps: a document in, a record out; and many of them with bounded memory."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from summarizer.domain.document import Document
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Coverage, Provenance, Record, SchemaRef, Status
from summarizer.domain.schema import TargetSchema
from summarizer.errors import ArticleError
from summarizer.extract.strategy import Strategy
from summarizer.grounding.ground import ground

__all__ = ["Maker", "Pipeline", "summarize_all"]


@dataclass(frozen=True, slots=True)
class Maker:
    """What goes into every record's provenance: who made it, with which version, and when."""

    model: str
    endpoint: str | None
    package_version: str
    now: Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One schema, one strategy, one model."""

    schema: TargetSchema
    strategy: Strategy
    maker: Maker

    async def summarize(self, document: Document) -> Record:
        """Return the record of one document.

        A failure of this article alone gives a record with status ``failed``; ``ModelError`` and ``UsageError`` are
        raised, since no other article would fare better.
        """
        try:
            extraction = await self.strategy.extract(document, self.schema)
            grounded = ground(document, self.schema, extraction)
        except ArticleError as exc:
            return self._failed(document, exc)
        status, error = _verdict(extraction)
        return Record(
            document=document,
            schema_ref=self._schema_ref,
            facts=grounded.facts,
            evidence=grounded.evidence,
            coverage=grounded.coverage,
            status=status,
            error=error,
            provenance=self._provenance(extraction),
        )

    @property
    def _schema_ref(self) -> SchemaRef:
        return SchemaRef(name=self.schema.name, version=self.schema.version, digest=self.schema.digest)

    def _provenance(self, extraction: Extraction | None) -> Provenance:
        base = Provenance(
            model=self.maker.model,
            endpoint=self.maker.endpoint,
            strategy=self.strategy.name,
            package_version=self.maker.package_version,
            created=self.maker.now(),
        )
        if extraction is None:
            return base
        return base.model_copy(
            update={
                "prompt": extraction.prompt,
                "prompt_digest": extraction.prompt_digest,
                "params": dict(extraction.params),
                "usage": extraction.usage,
                "cost_usd": extraction.cost_usd,
                "cached": extraction.cached,
            }
        )

    def _failed(self, document: Document, exc: ArticleError) -> Record:
        furniture = tuple(sentence.id for sentence in document.sentences if sentence.furniture is not None)
        return Record(
            document=document,
            schema_ref=self._schema_ref,
            facts=None,
            evidence={},
            coverage=Coverage(
                sentences=len(document.sentences), sent=(), furniture=furniture, cited=(), uncited=(), parts=0
            ),
            status="failed",
            error=f"{type(exc).__name__}: {exc}",
            provenance=self._provenance(None),
        )


def _verdict(extraction: Extraction) -> tuple[Status, str | None]:
    """Return ``partial``, with the reason, when the answer was cut off or something of it had to be left out."""
    reasons = ["the answer was cut off by the token limit"] if extraction.cut_off else []
    if extraction.dropped:
        first = extraction.dropped[0]
        more = f" (and {len(extraction.dropped) - 1} more)" if len(extraction.dropped) > 1 else ""
        reasons.append(f"left out {first.pointer or 'the whole answer'}: {first.reason}{more}")
    return ("partial", "; ".join(reasons)) if reasons else ("complete", None)


async def summarize_all(
    pipeline: Pipeline, documents: Iterable[Document], *, jobs: int
) -> AsyncGenerator[Record, None]:
    """Yield a record for each document as it finishes, with at most ``jobs`` under way.

    Memory stays bounded: no document is read before there is room for it, and reading runs in a thread, so that a
    slow source doesn't hold the others. The first ``ModelError`` or ``UsageError`` ends the run after the records that
    finished beside it were yielded; what was under way is cancelled.
    """
    source = iter(documents)
    running: set[asyncio.Task[Record]] = set()
    reading: asyncio.Task[Document | None] | None = None
    exhausted = False
    try:
        while True:
            if reading is None and not exhausted and len(running) < jobs:
                reading = asyncio.create_task(asyncio.to_thread(next, source, None))
            waiting: set[asyncio.Task[Any]] = running | ({reading} if reading else set())
            if not waiting:
                return
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            finished = done & running
            running -= finished
            for task in sorted(finished, key=lambda task: task.exception() is not None):
                yield task.result()
            if reading in done:
                document, reading = reading.result(), None
                exhausted = document is None
                if document is not None:
                    running.add(asyncio.create_task(pipeline.summarize(document)))
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
