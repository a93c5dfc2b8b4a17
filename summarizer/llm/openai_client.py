"""Speak to an OpenAI-compatible endpoint; the only file that touches the openai and instructor packages."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.errors import ConfigError
from summarizer.llm.answers import Answer, follows, read_answer
from summarizer.llm.capabilities import Capability, CapabilityStore, Mode
from summarizer.llm.faults import (
    EndpointFaultError,
    Reply,
    RequestRejectedError,
    connection_fault,
    reply_fault,
    timeout_fault,
)
from summarizer.llm.ledger import Attempt, Ledger
from summarizer.llm.providers import Endpoint, is_loopback
from summarizer.llm.wire import (
    Body,
    base_body,
    rejected_mode,
    rejected_parameter,
    rejected_schema,
    schema_name,
    without,
)

if TYPE_CHECKING:
    import httpx2

__all__ = ["OpenAIClient"]

_log = logging.getLogger(__name__)

_CONNECT_S = 10.0
_CONNECTIONS = 1024
"""Bound on open connections; how many requests are in flight is for ``Limited`` to say."""


@dataclass(frozen=True, slots=True)
class _Sent:
    answer: Answer
    latency_s: float
    cost_usd: float | None


@dataclass(slots=True)
class _Call:
    """One ``complete``: the request, and the HTTP requests it has taken so far."""

    request: CompletionRequest
    attempts: int = 0


class OpenAIClient:
    """A client for chat completions (``messages``) and raw completions (``prompt``) of one endpoint.

    It tries nothing again by itself. How the endpoint takes a schema, and which parameters it refuses, is found out
    with the first request (others wait for it), kept in ``capabilities``, and found out anew when it changes. Every
    HTTP request is a row in ``ledger``. The SDKs load with the first request. A client belongs to one event loop;
    ``aclose`` (or ``async with``) closes its connections.
    """

    def __init__(
        self, endpoint: Endpoint, *, capabilities: CapabilityStore | None = None, ledger: Ledger | None = None
    ) -> None:
        self.endpoint = endpoint
        self.answered_by: str | None = None
        """The model's name as the endpoint gave it with its last answer."""
        self._store = capabilities or CapabilityStore()
        self._ledger = ledger or Ledger()
        self._finding_out = asyncio.Lock()
        self._sdk: _Sdk | None = None

    @property
    def capability(self) -> Capability:
        """Return what is known of the endpoint by now."""
        return self._store.get(self.endpoint.base_url, self.endpoint.model)

    async def complete(self, request: CompletionRequest) -> Completion:
        """Return the answer; for a request with a schema its text is JSON text, not yet validated."""
        if request.prompt is not None and request.json_schema is not None:
            raise ConfigError("a raw prompt can't carry a schema; send messages, or a grammar in the request's extras")
        call = _Call(request)
        try:
            sent = await self._dispatch(call)
        except EndpointFaultError as fault:
            fault.attempts = call.attempts
            raise
        answer = sent.answer
        self.answered_by = answer.model
        return Completion(
            text=answer.text,
            finish_reason=answer.finish_reason,
            usage=answer.usage.model_copy(update={"attempts": call.attempts, "latency_s": sent.latency_s}),
            cost_usd=sent.cost_usd,
            refusal=answer.refusal,
            top_logprobs=answer.top_logprobs,
        )

    async def aclose(self) -> None:
        """Close the connections; the next request opens new ones."""
        if self._sdk is not None:
            await self._sdk.aclose()
            self._sdk = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _dispatch(self, call: _Call) -> _Sent:
        if call.request.json_schema is None:
            return await self._adapted(call, None)
        mode = self.capability.mode
        if mode is not None:
            try:
                return await self._adapted(call, mode)
            except RequestRejectedError as exc:
                if not rejected_mode(exc, mode):
                    raise
                _log.warning("%s no longer takes %s; finding out what it takes", self.endpoint.name, mode)
                if self.capability.mode == mode:  # another request may have found out already
                    self._remember_mode(None)
        async with self._finding_out:
            mode = self.capability.mode
            if mode is None:
                return await self._find_out(call, call.request.json_schema)
        return await self._adapted(call, mode)

    async def _find_out(self, call: _Call, schema: Mapping[str, object]) -> _Sent:
        """Ask in each mode, strongest first, until an answer follows the schema; remember that mode."""
        *stronger, last = self.endpoint.supports
        on_disk = True
        for mode in stronger:
            try:
                sent = await self._adapted(call, mode)
            except RequestRejectedError as exc:
                if not rejected_mode(exc, mode):
                    raise
                _log.warning("%s; trying without %s", exc, mode)
                on_disk = on_disk and not rejected_schema(exc)  # another schema may fare better
                continue
            if follows(sent.answer.text, schema):
                self._remember_mode(mode, on_disk=on_disk)
                return sent
            if sent.answer.finish_reason in {"length", "refusal", "content_filter"}:
                return sent  # tells nothing about the mode: the next request finds out
        sent = await self._adapted(call, last)
        if follows(sent.answer.text, schema):
            self._remember_mode(last, on_disk=on_disk)
        return sent

    async def _adapted(self, call: _Call, mode: Mode | None) -> _Sent:
        """Send, leaving out each parameter that the endpoint turns out to refuse."""
        left_out: set[str] = set()
        while True:
            capability = self.capability
            body = self._body(call.request, mode, capability)
            try:
                return await self._send(call, body)
            except RequestRejectedError as exc:
                parameter = rejected_parameter(exc, body)
                if parameter is None or parameter in left_out:
                    raise
                left_out.add(parameter)
                _log.info("%s doesn't take %s; going on without", self.endpoint.name, parameter)
                self._remember(without(parameter, self.capability))

    def _body(self, request: CompletionRequest, mode: Mode | None, capability: Capability) -> Body:
        body = base_body(request, self.endpoint, capability)
        if mode is not None:
            body.update(
                self._loaded().shape(body["messages"], request, mode, strict="strict" not in capability.dropped)
            )
        return {**body, **request.extra}

    async def _send(self, call: _Call, body: Body) -> _Sent:
        sdk = self._loaded()
        async with self._ledger.attempt(call.request, self.endpoint) as attempt:
            call.attempts += 1
            started = time.perf_counter()
            reply = await self._post(sdk, call.request, body, attempt)
            latency_s = time.perf_counter() - started
            want_json = call.request.json_schema is not None
            answer = read_answer(reply.json(), want_json=want_json, extract_json=sdk.extract_json)
            attempt.billed = True  # also where nothing was counted
            if answer is None:
                fault = reply_fault(reply, self.endpoint)
                attempt.billed = isinstance(fault, EndpointFaultError) and fault.billed
                raise fault
            attempt.usage = answer.usage if answer.metered else None
        return _Sent(answer, latency_s, attempt.cost_usd)

    async def _post(self, sdk: _Sdk, request: CompletionRequest, body: Body, attempt: Attempt) -> Reply:
        path = "/completions" if request.prompt is not None else "/chat/completions"
        try:
            # the transport's own limit is for each read: a server that drips would never reach it
            async with asyncio.timeout(self.endpoint.timeout_s):
                reply = await sdk.post(path, body)
        except sdk.errors as exc:
            failed = sdk.reply_to(exc)
            if failed is not None:
                attempt.status = failed.status
                fault = reply_fault(failed, self.endpoint)
            elif sdk.is_timeout(exc):
                fault = timeout_fault(self.endpoint)
            else:
                fault = connection_fault(exc, self.endpoint)
            attempt.billed = isinstance(fault, EndpointFaultError) and fault.billed
            raise fault from self._shown(exc)
        attempt.status = reply.status
        return reply

    def _shown(self, error: BaseException) -> BaseException | None:
        """Return ``error`` as the cause to show, None where its text holds the key."""
        key = self.endpoint.api_key
        return None if key is not None and _holds(error, key.get_secret_value()) else error

    def _loaded(self) -> _Sdk:
        if self._sdk is None:
            self._sdk = _Sdk(self.endpoint)
        return self._sdk

    def _remember(self, capability: Capability, *, on_disk: bool = True) -> None:
        self._store.remember(self.endpoint.base_url, self.endpoint.model, capability, on_disk=on_disk)

    def _remember_mode(self, mode: Mode | None, *, on_disk: bool = True) -> None:
        self._remember(self.capability.model_copy(update={"mode": mode}), on_disk=on_disk)


class _Sdk:
    """The two SDKs, loaded: the transport from openai, the shapes of structured output from instructor."""

    def __init__(self, endpoint: Endpoint) -> None:
        # heavy: kept off the start-up and cached paths
        import httpx2  # noqa: PLC0415
        import instructor  # noqa: PLC0415
        import openai  # noqa: PLC0415
        from instructor.processing.response import handle_response_model  # noqa: PLC0415
        from instructor.utils import extract_json_from_codeblock  # noqa: PLC0415

        for name in ("httpcore2", "httpx2", "openai"):
            # their debug logs show headers as servers send them, and a server may repeat the key it was sent
            logger = logging.getLogger(name)
            logger.setLevel(max(logger.level, logging.WARNING))
        self._openai = openai
        self._response_type = httpx2.Response
        self._handle_response_model = handle_response_model
        self._base: Any = instructor.ResponseSchema
        self._modes = {
            "json_schema": instructor.Mode.JSON_SCHEMA,
            "tools": instructor.Mode.TOOLS,
            "json_object": instructor.Mode.JSON,
            "plain": instructor.Mode.MD_JSON,
        }
        self._shapes: dict[tuple[int, str, Mode, bool], tuple[Mapping[str, object], Body]] = {}
        self.extract_json = extract_json_from_codeblock
        self.errors = (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, OSError)
        self._options: Any = {"headers": _headers(endpoint, openai.omit)}
        self._client = openai.AsyncOpenAI(
            # the SDK insists on a key; where there is none its header is left out
            api_key=endpoint.api_key.get_secret_value() if endpoint.api_key else "none",
            base_url=endpoint.base_url,
            max_retries=0,
            timeout=httpx2.Timeout(endpoint.timeout_s, connect=_CONNECT_S, pool=None),
            http_client=httpx2.AsyncClient(
                follow_redirects=False,  # the key would go along
                # a proxy can't reach this machine's own servers
                trust_env=not is_loopback(endpoint.base_url),
                limits=httpx2.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS),
            ),
        )

    async def post(self, path: str, body: Body) -> Reply:
        """Return the answer to ``body``; raises one of ``errors``."""
        # cast to the raw response: the SDK's models cost time, and dialects break them
        return _reply(await self._client.post(path, cast_to=self._response_type, body=body, options=self._options))

    def reply_to(self, error: BaseException) -> Reply | None:
        """Return the HTTP answer that ``error`` stands for, None when none came."""
        return _reply(error.response) if isinstance(error, self._openai.APIStatusError) else None

    def is_timeout(self, error: BaseException) -> bool:
        """Say whether an answer was waited for in vain; an address that lets no one connect is another matter."""
        connecting = type(error.__cause__).__name__ == "ConnectTimeout"
        return isinstance(error, TimeoutError | self._openai.APITimeoutError) and not connecting

    def shape(
        self, messages: list[dict[str, str]], request: CompletionRequest, mode: Mode, *, strict: bool
    ) -> Mapping[str, object]:
        """Return what ``mode`` adds to the body, or changes in it, to have the answer follow the request's schema."""
        assert request.json_schema is not None
        key = (id(request.json_schema), schema_name(request), mode, strict)
        if key in self._shapes:
            return self._shapes[key][1]
        shaped = self._shaped(messages, request, mode, strict=strict)
        if mode in {"json_schema", "tools"}:
            del shaped["messages"]  # these modes leave them as they are, so the shape serves every request
            self._shapes[key] = (request.json_schema, shaped)  # holding the schema keeps its id its own
        return shaped

    def _shaped(
        self, messages: list[dict[str, str]], request: CompletionRequest, mode: Mode, *, strict: bool
    ) -> dict[str, Any]:
        schema = {"title": request.schema_name, **(request.json_schema or {})}
        name = schema_name(request)
        # instructor asks a Pydantic class for its schema; this one answers with ours
        carrier = type(self._base)(
            name, (self._base,), {"__module__": __name__, "model_json_schema": classmethod(lambda _cls: schema)}
        )
        options: dict[str, Any] = {"strict": True} if strict and mode == "tools" else {}
        _, shaped = self._handle_response_model(carrier, mode=self._modes[mode], messages=messages, **options)
        if strict and mode == "json_schema":
            shaped["response_format"]["json_schema"]["strict"] = True
        return dict(shaped)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()


def _headers(endpoint: Endpoint, omit: Any) -> dict[str, Any]:
    headers: dict[str, Any] = {} if endpoint.api_key else {"Authorization": omit}
    if endpoint.provider != "openai":
        # the SDK takes them from the environment; they are no other provider's business
        headers |= {"OpenAI-Organization": omit, "OpenAI-Project": omit}
    return headers


def _reply(response: httpx2.Response) -> Reply:
    return Reply(response.status_code, {name.lower(): value for name, value in response.headers.items()}, response.text)


def _holds(error: BaseException, secret: str) -> bool:
    current: BaseException | None = error
    while current is not None:
        if secret.strip() in f"{current} {current.args}":
            return True
        current = current.__cause__ or current.__context__
    return False
