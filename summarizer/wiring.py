"""The only place that builds objects from settings."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from summarizer.context import Context, load_context, open_workspace
from summarizer.errors import ArticleError, ConfigError, ModelUnavailableError
from summarizer.recipe import Recipe, find_adapter, find_weights, fingerprints, recipe, strategy_name
from summarizer.version import VERSION

if TYPE_CHECKING:
    from summarizer.batch.desk import Desk
    from summarizer.domain.schema import TargetSchema
    from summarizer.extract.oneshot import OneShot
    from summarizer.extract.strategy import Strategy
    from summarizer.grounding.remembered import Gate
    from summarizer.ingest.sources import ReadOptions
    from summarizer.llm.chat_client import ChatClient
    from summarizer.llm.client import CompletionClient
    from summarizer.llm.guards import Guards
    from summarizer.llm.ledger import Ledger
    from summarizer.llm.openai_client import OpenAIClient
    from summarizer.llm.providers import Endpoint
    from summarizer.llm.retrying import Retrying
    from summarizer.pipeline import Pipeline

__all__ = [
    "Context",
    "Recipe",
    "find_weights",
    "load_context",
    "open_client",
    "open_desk",
    "open_pipeline",
    "open_pipelines",
    "open_reading",
    "open_workspace",
    "recipe",
]

T = TypeVar("T")


@contextlib.asynccontextmanager
async def open_pipeline(
    context: Context,
    schema: TargetSchema | None = None,
    *,
    ledger: Ledger | None = None,
    guards: Guards | None = None,
    repeat: int = 0,
) -> AsyncIterator[Pipeline]:
    """Build the pipeline of the settings; on leaving, connections and cache are closed and a local model stopped.

    ``guards`` (with a ledger of their own) are for a caller who watches the run; they belong to one event loop.
    ``repeat`` tells several answers to one request apart in the cache, where a model may answer differently.
    """
    shared = guards or context.guards(ledger=ledger)
    async with open_pipelines(context, schema, guards=shared, repeats=(repeat,)) as (pipeline,):
        yield pipeline


@contextlib.asynccontextmanager
async def open_pipelines(
    context: Context, schema: TargetSchema | None = None, *, guards: Guards, repeats: Sequence[int]
) -> AsyncIterator[tuple[Pipeline, ...]]:
    """Build one pipeline for each of ``repeats``, all on the same client, cache and limits."""
    from summarizer.pipeline import Maker, Pipeline  # noqa: PLC0415 - not every command makes records

    endpoint = context.endpoint()
    schema = schema or context.schema()
    maker = Maker(
        model=endpoint.name,
        endpoint=endpoint.base_url or None,
        package_version=VERSION,
        now=lambda: dt.datetime.now(dt.UTC),
    )
    async with contextlib.AsyncExitStack() as stack:
        builder = _Builder(context, endpoint, guards, stack)
        client, gate = builder.client(), builder.gate()
        yield tuple(Pipeline(schema, builder.strategy(client, repeat), maker, repeat, gate) for repeat in repeats)


@contextlib.asynccontextmanager
async def open_desk(context: Context, schema: TargetSchema, *, guards: Guards, repeats: int) -> AsyncIterator[Desk]:
    """Build what a batch is worked on with; on leaving, connections and cache are closed.

    Raises:
        ConfigError: The model isn't asked for a whole schema at once, or its provider has no batches of OpenAI's form.
    """
    from summarizer.batch.desk import Desk  # noqa: PLC0415 - only for batches
    from summarizer.pipeline import Maker, Pipeline  # noqa: PLC0415 - not every command makes records

    endpoint = context.endpoint()
    if strategy_name(context.settings, endpoint) != "oneshot" or endpoint.provider == "local":
        raise ConfigError(f"{endpoint.name} has no batches; use summarizer summarize, or name a provider's model")
    maker = Maker(endpoint.name, endpoint.base_url or None, VERSION, lambda: dt.datetime.now(dt.UTC))
    async with contextlib.AsyncExitStack() as stack:
        builder = _Builder(context, endpoint, guards, stack)
        live, api = builder.with_batches()
        gate, asking = builder.gate(), [builder.oneshot(live, repeat) for repeat in range(repeats)]

        async def patiently(call: Callable[[], Awaitable[T]]) -> T:
            try:
                return await live.run(call)
            except ArticleError as exc:  # it concerns no article here
                raise ModelUnavailableError(str(exc)) from exc

        yield Desk(
            api=api,
            patiently=patiently,
            live=live,
            endpoint=endpoint,
            price=guards.ledger.price_for(endpoint),
            schema=schema,
            prompt_digest=context.prompt().digest,
            pipelines=lambda client: tuple(
                Pipeline(schema, builder.oneshot(client, repeat), maker, repeat, gate) for repeat in range(repeats)
            ),
            requests=lambda document, repeat: asking[repeat].requests(document, schema),
        )


@contextlib.asynccontextmanager
async def open_client(context: Context) -> AsyncIterator[CompletionClient]:
    """Build the client of the settings alone, without the cache: every request is sent."""
    async with contextlib.AsyncExitStack() as stack:
        yield _Builder(context, context.endpoint(), context.guards(), stack).client()


@contextlib.contextmanager
def open_reading(context: Context) -> Iterator[ReadOptions]:
    """Give the options for reading sources, with a memory where there is a cache."""
    from summarizer.ingest.remembered import RememberedReading  # noqa: PLC0415 - not every command reads articles
    from summarizer.ingest.sources import ReadOptions  # noqa: PLC0415

    settings = context.settings
    options = ReadOptions(settings.max_bytes, settings.allow_private)
    if not settings.cache:
        yield options
        return
    with context.open_cache() as memo:
        yield replace(options, make=RememberedReading(memo))


class _Builder:
    """Builds one strategy on top of ``Cached(Retrying(client))``; what needs closing goes on the stack."""

    def __init__(
        self,
        context: Context,
        endpoint: Endpoint,
        guards: Guards,
        stack: contextlib.AsyncExitStack,
    ) -> None:
        self._context = context
        self._settings = context.settings
        self._endpoint = endpoint
        self._guards = guards
        self._stack = stack
        self._cache = stack.enter_context(context.open_cache()) if self._settings.cache else None
        self._identity: dict[str, str] = {}

    def client(self) -> CompletionClient:
        """Return the client that sends: the embedded model's or a remote one's."""
        return self._embedded() if self._endpoint.provider == "local" else self._remote(self._endpoint)

    def gate(self) -> Gate:
        """Return the support gate, with a memory where there is a cache."""
        from summarizer.grounding.ground import ground  # noqa: PLC0415 - not every command judges facts
        from summarizer.grounding.remembered import RememberedGate  # noqa: PLC0415

        return ground if self._cache is None else RememberedGate(self._cache).ground

    def strategy(self, client: CompletionClient, repeat: int) -> Strategy:
        """Return the strategy of the settings, ``client`` behind the cache."""
        remembered = self._remembered(client)
        wanted = strategy_name(self._settings, self._endpoint)
        return self._fieldwise(remembered, repeat) if wanted == "fieldwise" else self.oneshot(remembered, repeat)

    def with_batches(self) -> tuple[Retrying, OpenAIClient]:
        """Return the client that sends at once, and below it the interface that has the batches."""
        from summarizer.llm.openai_client import OpenAIClient  # noqa: PLC0415 - only for batches

        api = self._chat(self._endpoint)
        if not isinstance(api, OpenAIClient):
            raise ConfigError(f"{self._endpoint.provider} has no batches of OpenAI's form; use summarizer summarize")
        return self._retrying(api), api

    def oneshot(self, client: CompletionClient, repeat: int) -> OneShot:
        """Return the strategy that asks for the whole schema at once."""
        from summarizer.extract.oneshot import OneShot, OneShotOptions  # noqa: PLC0415 - one strategy a run

        settings = self._settings
        options = OneShotOptions(
            max_tokens=settings.answer_tokens,
            max_output_tokens=self._endpoint.max_output_tokens,
            context_tokens=settings.context_tokens or self._endpoint.context_tokens,
            temperature=settings.temperature,
            max_repairs=settings.max_repairs,
            repeat=repeat,
        )
        return OneShot(client, self._context.prompt(), model=self._endpoint.model, options=options)

    def _fieldwise(self, client: CompletionClient, repeat: int) -> Strategy:
        from summarizer.extract.fieldwise.confidence import load_confidence  # noqa: PLC0415 - one strategy a run
        from summarizer.extract.fieldwise.strategy import FieldWise  # noqa: PLC0415

        embedded = self._endpoint.provider == "local"
        return FieldWise(
            client,
            confidence=load_confidence(find_adapter(self._context)) if embedded else None,
            model=self._endpoint.model,
            min_confidence=self._settings.local.min_confidence,
            identity=self._identity | ({"repeat": str(repeat)} if repeat else {}),
            remember=self._remembered,
        )

    def _remembered(self, client: CompletionClient) -> CompletionClient:
        from summarizer.llm.caching import Cached  # noqa: PLC0415 - not every command calls a model

        if self._cache is None:
            return client
        # the embedded server's port changes from run to run: its weights are what tells answers apart
        address = self._endpoint.base_url or "embedded:" + ",".join(self._identity.values())
        return Cached(client, self._cache, endpoint=address)

    def _remote(self, endpoint: Endpoint) -> CompletionClient:
        return self._retrying(self._chat(endpoint))

    def _chat(self, endpoint: Endpoint) -> ChatClient:
        from summarizer.llm.clients import open_chat  # noqa: PLC0415 - not every command calls a model

        guards = self._guards
        guards.ledger.price_for(endpoint)  # a budget without a price is refused before anything is sent
        capabilities = self._context.capabilities() if endpoint.provider != "local" else None
        client = open_chat(endpoint, capabilities=capabilities, ledger=guards.ledger, traffic=guards.traffic)
        self._stack.push_async_callback(client.aclose)
        return client

    def _retrying(self, client: CompletionClient) -> Retrying:
        from summarizer.llm.retrying import Retrying, RetryPolicy  # noqa: PLC0415 - not every command calls a model

        policy = RetryPolicy(attempts=self._settings.max_attempts)
        return Retrying(client, policy, circuit=self._guards.circuit, budget=self._guards.retries)

    def _embedded(self) -> CompletionClient:
        from summarizer.llm.local import LocalClient, LocalServer  # noqa: PLC0415 - only for the embedded model

        local = self._settings.local
        weights = find_weights(self._context)
        reader = find_adapter(self._context)
        self._identity = fingerprints(weights, reader)
        server = LocalServer(
            weights,
            adapter=reader,
            threads=local.threads,
            context=self._settings.context_tokens or self._endpoint.context_tokens,
        )
        # pushed before any client: the stack unwinds backwards, and clients must be closed first
        self._stack.callback(server.close)
        return LocalClient(server, lambda address: self._remote(replace(self._endpoint, base_url=address)))
