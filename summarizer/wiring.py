"""The only place that builds objects from settings."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from summarizer.errors import ArticleError, ConfigError, ModelUnavailableError
from summarizer.settings import Loaded, Settings, environment, load_settings
from summarizer.version import VERSION
from summarizer.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from pydantic import BaseModel

    from summarizer.batch.desk import Desk
    from summarizer.domain.schema import TargetSchema
    from summarizer.extract.oneshot import OneShot
    from summarizer.extract.strategy import Strategy
    from summarizer.grounding.remembered import Gate
    from summarizer.ingest.sources import ReadOptions
    from summarizer.llm.caching import AnswerCache
    from summarizer.llm.capabilities import CapabilityStore
    from summarizer.llm.chat_client import ChatClient
    from summarizer.llm.client import CompletionClient
    from summarizer.llm.guards import Guards
    from summarizer.llm.ledger import Ledger
    from summarizer.llm.openai_client import OpenAIClient
    from summarizer.llm.providers import Endpoint
    from summarizer.llm.retrying import Retrying
    from summarizer.pipeline import Pipeline
    from summarizer.prompting.prompt import Prompt

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

_FIRST_LEVEL = 8
_LARGEST_LEVEL = 256
_LOCAL_JOBS = 1

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """What a command starts from: the workspace, the settings with their origins, and where keys are looked up."""

    workspace: Workspace
    loaded: Loaded
    folder: Path

    @property
    def settings(self) -> Settings:
        """Return the effective settings."""
        return self.loaded.settings

    def environment(self) -> Mapping[str, str]:
        """Return the variables that keys are looked up in."""
        return environment(self.folder)

    def schema(self, model: type[BaseModel] | None = None) -> TargetSchema:
        """Return the schema of the settings, or the one of a Pydantic class."""
        if model is not None:
            from summarizer.schema_loader.derive import derive  # noqa: PLC0415 - not needed for a schema file

            return derive(model)
        from summarizer.schema_loader.load import load_schema  # noqa: PLC0415 - not needed for a class

        return load_schema(self.workspace.schema_path(self.settings.schema_name))

    def prompt(self) -> Prompt:
        """Return the prompt of the settings."""
        from summarizer.prompting.prompt import load_prompt  # noqa: PLC0415 - loads the template engine

        return load_prompt(self.workspace.prompt_path(self.settings.prompt))

    def endpoint(self) -> Endpoint:
        """Return the endpoint of the model in the settings."""
        from summarizer.llm.providers import resolve  # noqa: PLC0415 - not every command calls a model

        settings = self.settings
        endpoint = resolve(
            settings.model, base_url=settings.base_url, env=self.environment(), timeout_s=settings.timeout_s
        )
        return replace(endpoint, connect_timeout_s=settings.connect_timeout_s, read_timeout_s=settings.read_timeout_s)

    def open_cache(self) -> AnswerCache:
        """Open the answer cache of the settings."""
        from summarizer.llm.caching import open_cache  # noqa: PLC0415 - not every command has a cache

        return open_cache(self.settings.cache_dir)

    def ledger(self) -> Ledger:
        """Return an empty ledger that keeps the budget of the settings."""
        from summarizer.llm.ledger import Ledger  # noqa: PLC0415 - not every command calls a model
        from summarizer.llm.prices import Price  # noqa: PLC0415

        settings = self.settings
        price = Price(settings.price.input, settings.price.output) if settings.price else None
        return Ledger(price=price, max_usd=settings.max_usd, max_tokens=settings.max_tokens)

    def guards(self, *, ledger: Ledger | None = None) -> Guards:
        """Return what one run's requests share: the ledger, the gate, the circuit and the retry budget."""
        from summarizer.llm.circuit import Circuit, RetryBudget  # noqa: PLC0415 - not every command calls a model
        from summarizer.llm.guards import Guards  # noqa: PLC0415
        from summarizer.llm.level import Level  # noqa: PLC0415
        from summarizer.llm.limits import Traffic  # noqa: PLC0415

        settings = self.settings
        level = Level(self._jobs or _FIRST_LEVEL, largest=self.jobs, by_latency=self._jobs is None)
        traffic = Traffic(level, rpm=settings.rpm, tpm=settings.tpm)
        return Guards(
            ledger=ledger or self.ledger(),
            traffic=traffic,
            circuit=Circuit(outage_s=settings.outage_s, tries=settings.max_attempts, on_open=traffic.send_back),
            retries=RetryBudget(settings.retry_budget),
            adapts=self._jobs is None,
        )

    def capabilities(self) -> CapabilityStore:
        """Return what was found out about endpoints, kept beside the cache."""
        from summarizer.llm.capabilities import CapabilityStore  # noqa: PLC0415 - not every command calls a model

        return CapabilityStore(self.settings.cache_dir / "endpoints.json" if self.settings.cache else None)

    @property
    def jobs(self) -> int:
        """Return how many articles may be under way at once, at most."""
        return self._jobs or _LARGEST_LEVEL

    @property
    def _jobs(self) -> int | None:
        """Return the number that is fixed, None where the endpoint decides."""
        if isinstance(self.settings.jobs, int):
            return self.settings.jobs
        return _LOCAL_JOBS if self.settings.model.startswith("local/") else None


def open_workspace(flag: Path | None) -> Workspace:
    """Return the workspace that a command run here works with."""
    return find_workspace(flag=flag, environment=os.environ.get("SUMMARIZER_WORKSPACE"), start=Path.cwd())


def load_context(flags: Mapping[str, object], *, workspace: Path | None = None) -> Context:
    """Find the workspace, merge the settings, and return both."""
    found = open_workspace(workspace)
    # a shipped workspace has no settings of its own: those beside the user count
    folder = Path.cwd() if found.origin in {"package", "checkout"} else found.root
    return Context(found, load_settings(flags, folder=folder), folder)


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
    if _strategy_name(context.settings, endpoint) != "oneshot" or endpoint.provider == "local":
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


def find_weights(context: Context) -> Path:
    """Return the GGUF file of the embedded model; ConfigError, with the next step, when there is none."""
    from summarizer.llm.weights import find  # noqa: PLC0415 - only for the embedded model

    return find(context.settings.local.model_path, context.settings.models_dir)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How articles would be asked about: everything in the settings that an answer can depend on, beside the schema.

    ``prompt_digest`` is None for a strategy without a prompt file. ``params`` names the embedded weights by their
    fingerprints.
    """

    model: str
    endpoint: str | None
    strategy: str
    prompt_digest: str | None
    params: Mapping[str, str | float | None]


def recipe(context: Context) -> Recipe:
    """Return the recipe of the settings; nothing is loaded or sent.

    Raises:
        ConfigError: The model, its key, its weights or the strategy can't be had.
        PromptFileError: The prompt can't.
    """
    settings, endpoint = context.settings, context.endpoint()
    strategy = _strategy_name(settings, endpoint)
    params: dict[str, str | float | None] = {"context_tokens": settings.context_tokens}
    if strategy == "fieldwise":
        params["min_confidence"] = settings.local.min_confidence
    else:
        params |= {name: getattr(settings, name) for name in ("max_repairs", "temperature")}
        params["max_tokens"] = settings.answer_tokens
    if endpoint.provider == "local":
        params |= _fingerprints(find_weights(context), _find_adapter(context))
    return Recipe(
        model=endpoint.name,
        endpoint=endpoint.base_url or None,
        strategy=strategy,
        prompt_digest=context.prompt().digest if strategy == "oneshot" else None,
        params=params,
    )


def _strategy_name(settings: Settings, endpoint: Endpoint) -> str:
    wanted = settings.strategy
    own_model = endpoint.provider == "local" and settings.local.model_path is not None
    if wanted == "auto":
        # somebody's own GGUF is no tuned reader unless its adapter is given too: it gets the whole schema
        return "oneshot" if own_model and settings.local.adapter_path is None else endpoint.strategy
    if wanted == "fieldwise" and not endpoint.raw_completions:
        raise ConfigError(
            f"strategy fieldwise asks by raw text completion, which {endpoint.provider} doesn't offer; "
            "use --strategy oneshot"
        )
    return wanted


def _find_adapter(context: Context) -> Path | None:
    from summarizer.llm.weights import adapter  # noqa: PLC0415 - only for the embedded model

    local = context.settings.local
    return local.adapter_path or (adapter() if local.model_path is None else None)


def _fingerprints(weights: Path, reader: Path | None) -> dict[str, str]:
    from summarizer.llm.weights import fingerprint  # noqa: PLC0415 - only for the embedded model

    calibration = reader.with_name("calibration.json") if reader else None
    found = calibration is not None and calibration.is_file()
    return {
        "weights": fingerprint(weights),
        "adapter": fingerprint(reader) if reader else "none",
        "calibration": fingerprint(calibration) if calibration is not None and found else "none",
    }


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
        wanted = _strategy_name(self._settings, self._endpoint)
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
            confidence=load_confidence(_find_adapter(self._context)) if embedded else None,
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
        reader = _find_adapter(self._context)
        self._identity = _fingerprints(weights, reader)
        server = LocalServer(
            weights,
            adapter=reader,
            threads=local.threads,
            context=self._settings.context_tokens or self._endpoint.context_tokens,
        )
        # pushed before any client: the stack unwinds backwards, and clients must be closed first
        self._stack.callback(server.close)
        return LocalClient(server, lambda address: self._remote(replace(self._endpoint, base_url=address)))
