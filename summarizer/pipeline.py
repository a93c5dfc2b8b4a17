"""The one sequence of steps: a document in, a record out; and many of them with bounded memory."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass
from functools import partial

from summarizer.crew import work_through
from summarizer.domain.completion import Completion, bill
from summarizer.domain.document import Document
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Coverage, Provenance, Record, SchemaRef, Status
from summarizer.domain.schema import TargetSchema
from summarizer.errors import AnswerRefusedError, ArticleError
from summarizer.extract.strategy import Strategy
from summarizer.grounding.ground import ground
from summarizer.grounding.remembered import Gate
from summarizer.store.lines import RecordKey

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
    """One schema, one strategy, one model; ``repeat`` tells several answers to the same question apart.

    ``ground`` is the support gate, or something that remembers what it found.
    """

    schema: TargetSchema
    strategy: Strategy
    maker: Maker
    repeat: int = 0
    ground: Gate = ground

    def key(self, document: Document) -> RecordKey:
        """Return the key that the record of ``document`` will be stored under."""
        return RecordKey(document.id, self.schema.digest, self.maker.model, self.strategy.name, self.repeat)

    async def summarize(self, document: Document) -> Record:
        """Return the record of one document.

        A failure of this article alone gives a record with status ``failed``, a refusal one with ``refused``;
        ``ModelError`` and ``UsageError`` are raised, since no other article would fare better.
        """
        try:
            extraction = await self.strategy.extract(document, self.schema)
            grounded = self.ground(document, self.schema, extraction)
        except ArticleError as exc:
            return self._failed(document, exc)
        status, error = _verdict(extraction)
        # each part is validated already, and the facts are the dump of a model
        return Record.model_construct(
            document=document,
            schema_ref=self._schema_ref,
            facts=grounded.facts,
            evidence=grounded.evidence,
            coverage=grounded.coverage,
            status=status,
            error=error,
            provenance=self._provenance_of(extraction),
        )

    @property
    def _schema_ref(self) -> SchemaRef:
        return SchemaRef(name=self.schema.name, version=self.schema.version, digest=self.schema.digest)

    def _provenance(self) -> Provenance:
        return Provenance(
            model=self.maker.model,
            endpoint=self.maker.endpoint,
            strategy=self.strategy.name,
            repeat=self.repeat,
            package_version=self.maker.package_version,
            created=self.maker.now(),
        )

    def _provenance_of(self, extraction: Extraction) -> Provenance:
        # a strategy that knows no parts of its cost has one answer, fresh or not
        spent_usd = 0.0 if extraction.cached else extraction.cost_usd
        return self._provenance().model_copy(
            update={
                "prompt": extraction.prompt,
                "prompt_digest": extraction.prompt_digest,
                "params": dict(extraction.params),
                "usage": extraction.usage,
                "batch": extraction.batch,
                "cost_usd": extraction.cost_usd,
                "spent_usd": spent_usd if extraction.spent_usd is None else extraction.spent_usd,
                "cached": extraction.cached,
            }
        )

    def _failed(self, document: Document, exc: ArticleError) -> Record:
        furniture = tuple(sentence.id for sentence in document.sentences if sentence.furniture is not None)
        # answers that came and couldn't be used were paid for all the same
        paid = bill(one for one in exc.completions if isinstance(one, Completion))
        return Record(
            document=document,
            schema_ref=self._schema_ref,
            facts=None,
            evidence={},
            coverage=Coverage(
                sentences=len(document.sentences), sent=(), furniture=furniture, cited=(), uncited=(), parts=0
            ),
            status="refused" if isinstance(exc, AnswerRefusedError) else "failed",
            error=f"{type(exc).__name__}: {exc}",
            provenance=self._provenance().model_copy(
                update={
                    "usage": paid.usage,
                    "batch": paid.batch,
                    "cost_usd": paid.cost_usd,
                    "spent_usd": paid.spent_usd,
                    "cached": paid.cached,
                }
            ),
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
    pipeline: Pipeline, documents: Iterable[Document], *, jobs: int | Callable[[], int]
) -> AsyncGenerator[Record, None]:
    """Yield a record for each document as it finishes; bounds and errors as in ``crew.work_through``."""
    work = (partial(pipeline.summarize, document) for document in documents)
    async with contextlib.aclosing(work_through(work, jobs=jobs)) as records:
        async for record in records:
            yield record
