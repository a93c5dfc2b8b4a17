"""The field-by-field strategy: one article and one schema in, verified wire facts out, remembered as one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from pydantic import BaseModel, ConfigDict, JsonValue

from summarizer.domain.completion import Completion, CompletionRequest, Message
from summarizer.domain.document import Document
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Dropped
from summarizer.domain.schema import TargetSchema
from summarizer.errors import AnswerInvalidError
from summarizer.extract.fieldwise.confidence import Confidence
from summarizer.extract.fieldwise.pruning import prune
from summarizer.extract.reading.article import Article, Parser, SpacyParser, read_article
from summarizer.llm.client import CompletionClient

__all__ = ["VERSION", "FieldWise", "Remember"]

VERSION = 7
"""Goes up when the same article, schema and weights would be filled otherwise; part of the cache key."""

Remember = Callable[[CompletionClient], CompletionClient]
"""Wraps a client so that an answer it gave once isn't worked out again: ``lambda client: Cached(client, …)``."""


class _Answered(BaseModel):
    """A whole filling as one answer's text: what a cache keeps."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wire: dict[str, JsonValue]
    sent: tuple[int, ...]
    dropped: tuple[Dropped, ...]
    confidence: dict[str, float]


class FieldWise:
    """Retrieve, ask, verify, field by field; for models too small to fill a schema in one call.

    ``client`` answers the questions. A whole filling is itself one request, answered by a client that ``remember`` may
    wrap in the cache: on a hit neither the parser nor the model is loaded. ``identity`` names the
    weights (fingerprints, versions) and enters the key of that request, and ``min_confidence`` is the least probability
    that an answer is right at which it is given; ``confidence`` turns the model's own probability into that one.
    """

    name = "fieldwise"

    def __init__(
        self,
        client: CompletionClient,
        *,
        model: str,
        min_confidence: float = 0.5,
        identity: Mapping[str, str] | None = None,
        remember: Remember | None = None,
        parser: Parser | None = None,
        confidence: Confidence | None = None,
    ) -> None:
        self._client = client
        self._model = model
        self._min_confidence = min_confidence
        self._identity = dict(identity or {})
        self._remember = remember or (lambda client: client)
        self._parser = parser or SpacyParser()
        self._confidence = confidence

    async def extract(self, document: Document, schema: TargetSchema) -> Extraction:
        """Return wire facts, each standing in the sentences it cites; what isn't stated is null or missing.

        Raises ``AnswerInvalidError`` when something the schema requires isn't stated.
        """
        filling = _Filling(self._client, document, schema, self._settings())
        completion = await self._remember(filling).complete(self._request(document, schema))
        return self._checked(completion, schema)

    def _settings(self) -> _Settings:
        return _Settings(self._model, self._min_confidence, self._parser, self._confidence)

    def _request(self, document: Document, schema: TargetSchema) -> CompletionRequest:
        """Return the request that stands for the whole filling: everything that decides it is in it."""
        article = document.model_dump_json(include={"text", "sentences", "metadata"})
        return CompletionRequest(
            model=self._model,
            messages=(Message(role="user", content=article),),
            json_schema=schema.wire_json_schema,
            schema_name=schema.name,
            temperature=0.0,
            extra={"schema": schema.digest, **self._params(), **self._identity},
            splitter=document.splitter,
        )

    def _params(self) -> dict[str, JsonValue]:
        return {
            "strategy": f"{self.name}/{VERSION}",
            "min_confidence": self._min_confidence,
        }

    def _checked(self, completion: Completion, schema: TargetSchema) -> Extraction:
        """Return the extraction in an answer, fresh or remembered: both pass the same check against the wire model."""
        answered = _Answered.model_validate_json(completion.text)
        wire, dropped = prune(answered.wire, schema)
        return Extraction(
            wire=wire,
            sent=answered.sent,
            usage=completion.usage,
            cached=completion.cached,
            cost_usd=completion.cost_usd,
            dropped=(*answered.dropped, *dropped),
            confidence=answered.confidence,
            params=self._params(),
        )


class _Settings:
    """What a filling works with."""

    def __init__(self, model: str, min_confidence: float, parser: Parser, confidence: Confidence | None) -> None:
        self.model = model
        self.min_confidence = min_confidence
        self.parser = parser
        self.confidence = confidence


class _Filling:
    """A client whose answer to any request is the filling of its one schema from its one article."""

    def __init__(self, client: CompletionClient, document: Document, schema: TargetSchema, settings: _Settings) -> None:
        self._client = client
        self._document = document
        self._schema = schema
        self._settings = settings

    async def complete(self, request: CompletionRequest) -> Completion:  # noqa: ARG002 - only its key
        # finders, questions and their word lists: a remembered filling needs none of them
        from summarizer.extract.fieldwise.asking import Asker  # noqa: PLC0415
        from summarizer.extract.fieldwise.fill import Filler, Unstated  # noqa: PLC0415

        asker = Asker(
            self._client,
            model=self._settings.model,
            min_confidence=self._settings.min_confidence,
            calibration=self._settings.confidence,
        )
        # parsing holds a core for a fraction of a second: other articles wait on the network meanwhile
        article = await asyncio.to_thread(read_article, self._document, self._settings.parser)
        filler = Filler(article, asker)
        try:
            wire = await filler.fill(self._schema.root)
        except Unstated as gap:
            raise AnswerInvalidError(
                f"{self._document.source}: {gap} by schema {self._schema.name!r}; "
                "make it optional, or use a larger model"
            ) from gap
        answered = _Answered(
            wire=wire,
            # all of it is read: headline, byline and date by the metadata, the rest by finders and questions
            sent=tuple(sentence.id for sentence in self._document.body),
            dropped=(*_language(article), *filler.dropped),
            confidence=filler.confidence,
        )
        return Completion(
            text=answered.model_dump_json(),
            finish_reason="stop",
            usage=asker.usage,
            cost_usd=0.0,
            cached=bool(asker.completions) and all(completion.cached for completion in asker.completions),
        )


def _language(article: Article) -> tuple[Dropped, ...]:
    if article.english:
        return ()
    language = article.document.metadata.language
    reason = f"the embedded model reads English; of an article in {language!r} it finds little"
    return (Dropped(pointer="", reason=reason),)
