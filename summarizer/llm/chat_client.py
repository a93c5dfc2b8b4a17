"""Answer a request over one vendor's transport: find out what the endpoint takes, send, account, and read."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.errors import ConfigError, ModelRefusesAccessError
from summarizer.llm.answers import Answer, follows, is_object
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
from summarizer.llm.level import Level
from summarizer.llm.limits import Size, Traffic
from summarizer.llm.providers import Endpoint
from summarizer.llm.request import schema_text
from summarizer.llm.transport import Body, Transport
from summarizer.llm.wire import rejected_mode, rejected_parameter, rejected_schema, without

__all__ = ["ChatClient", "completion_of"]

_log = logging.getLogger(__name__)

_PATIENCE_S = 5.0
"""How long a request waits for another to find out the mode before it finds out by itself: that one may hang."""
_UNBOUNDED = 1024


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


@dataclass(slots=True)
class _Found:
    """What the modes gave so far, none of which followed the schema."""

    best: Mode | None = None
    words: str = ""
    last: _Sent | None = None
    on_disk: bool = True

    def see(self, mode: Mode, sent: _Sent) -> None:
        text = sent.answer.text
        if self.best is None and is_object(text):
            self.best = mode
        self.words = self.words or " ".join(text.split())
        self.last = sent


class ChatClient:
    """A client for chat completions (``messages``) and raw completions (``prompt``) of one endpoint.

    It tries nothing again by itself. How the endpoint takes a schema, and which parameters it refuses, is found out
    with the first request (others wait for it a while), kept in ``capabilities``, and found out anew when it changes.
    Every HTTP request passes ``traffic`` and is a row in ``ledger``. The SDK loads with the first request. A client
    belongs to one event loop; ``aclose`` (or ``async with``) closes its connections.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        load: Callable[[Endpoint], Transport],
        *,
        capabilities: CapabilityStore | None = None,
        ledger: Ledger | None = None,
        traffic: Traffic | None = None,
    ) -> None:
        self.endpoint = endpoint
        self.answered_by: str | None = None
        """The model's name as the endpoint gave it with its last answer."""
        self._load = load
        self._store = capabilities or CapabilityStore()
        self._ledger = ledger or Ledger()
        self._traffic = traffic or Traffic(Level(_UNBOUNDED, largest=_UNBOUNDED))
        self._finding_out = asyncio.Lock()
        self._transport: Transport | None = None

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
        self.answered_by = sent.answer.model
        usage = sent.answer.usage.model_copy(update={"attempts": call.attempts, "latency_s": sent.latency_s})
        return completion_of(sent.answer).model_copy(update={"usage": usage, "cost_usd": sent.cost_usd})

    async def aclose(self) -> None:
        """Close the connections; the next request opens new ones."""
        if self._transport is not None:
            await self._transport.aclose()
            self._transport = None

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
        async with self._turn():
            mode = self.capability.mode
            if mode is None:
                return await self._find_out(call, call.request.json_schema)
        return await self._adapted(call, mode)

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Let one find out and the others wait for what it finds, though not for long."""
        try:
            await asyncio.wait_for(self._finding_out.acquire(), _PATIENCE_S)
        except TimeoutError:
            yield
            return
        try:
            yield
        finally:
            self._finding_out.release()

    async def _find_out(self, call: _Call, schema: Mapping[str, object]) -> _Sent:
        """Ask in each mode, strongest first, until an answer follows the schema; remember that mode.

        Where none does, the strongest that gave JSON at all is kept for this run; ModelRefusesAccessError where none
        gave any, since no other article would fare better.
        """
        found = _Found()
        for mode in self.endpoint.supports:
            try:
                sent = await self._adapted(call, mode)
            except RequestRejectedError as exc:
                if mode == self.endpoint.supports[-1] or not rejected_mode(exc, mode):
                    raise
                _log.warning("%s; trying without %s", exc, mode)
                found.on_disk = found.on_disk and not rejected_schema(exc)  # another schema may fare better
                continue
            if follows(sent.answer.text, schema):
                self._remember_mode(mode, on_disk=found.on_disk)
                return sent
            if sent.answer.finish_reason in {"length", "refusal", "content_filter"}:
                return sent  # tells nothing about the mode: the next request finds out
            found.see(mode, sent)
        if found.best is not None:
            self._remember_mode(found.best, on_disk=False)
        elif found.words:
            raise self._gives_no_json(found.words)
        assert found.last is not None
        return found.last

    def _gives_no_json(self, words: str) -> ModelRefusesAccessError:
        return ModelRefusesAccessError(
            f"{self.endpoint.name} at {self.endpoint.base_url} gives no JSON, in whichever way it is asked "
            f"({', '.join(self.endpoint.supports)}); it begins {words[:40]!r}: use a model or server that "
            "follows a schema"
        )

    async def _adapted(self, call: _Call, mode: Mode | None) -> _Sent:
        """Send, leaving out each parameter that the endpoint turns out to refuse."""
        left_out: set[str] = set()
        request = self._capped(call.request)
        while True:
            body = self._loaded().body(request, mode, self.capability)
            try:
                return await self._send(call, body)
            except RequestRejectedError as exc:
                parameter = rejected_parameter(exc, body)
                if parameter is None or parameter in left_out:
                    raise
                left_out.add(parameter)
                _log.info("%s doesn't take %s; going on without", self.endpoint.name, parameter)
                self._remember(without(parameter, self.capability))

    def _capped(self, request: CompletionRequest) -> CompletionRequest:
        """Return ``request`` with a cap on its answer where there is a budget: without one, no worst case is known."""
        if self._ledger.budget is None or request.max_tokens is not None:
            return request
        return dataclasses.replace(request, max_tokens=self.endpoint.max_output_tokens)

    async def _send(self, call: _Call, body: Body) -> _Sent:
        transport, request = self._loaded(), call.request
        size = self._size(request)
        passage = await self._traffic.enter(size)
        try:
            async with self._ledger.attempt(request, self.endpoint, input_bytes=size.input_bytes) as attempt:
                call.attempts += 1
                started = time.perf_counter()
                try:
                    reply = await self._post(transport, request, body, attempt)
                    self._traffic.heard(passage, reply.headers)
                    answer = self._read(transport, request, reply, attempt)
                except EndpointFaultError as fault:
                    self._traffic.heard(passage, fault.headers)
                    self._traffic.failed(passage, status=attempt.status)
                    raise
                latency_s = time.perf_counter() - started
                used = attempt.usage
                self._traffic.answered(
                    passage,
                    input_tokens=used.input_tokens if used else 0,
                    output_tokens=used.output_tokens if used else 0,
                )
            return _Sent(answer, latency_s, attempt.cost_usd)
        finally:
            self._traffic.leave(passage)

    async def _post(self, transport: Transport, request: CompletionRequest, body: Body, attempt: Attempt) -> Reply:
        try:
            # the transport's own limit is for each read: a server that drips would never reach it
            async with asyncio.timeout(self.endpoint.timeout_s):
                reply = await transport.post(request, body)
        except transport.errors as exc:
            failed = transport.reply_to(exc)
            if failed is not None:
                attempt.status = failed.status
                fault = reply_fault(failed, self.endpoint)
            elif transport.is_timeout(exc):
                fault = timeout_fault(self.endpoint)
            else:
                fault = connection_fault(exc, self.endpoint)
            attempt.billed = isinstance(fault, EndpointFaultError) and fault.billed
            raise fault from self._shown(exc)
        attempt.status = reply.status
        return reply

    def _read(self, transport: Transport, request: CompletionRequest, reply: Reply, attempt: Attempt) -> Answer:
        answer = None
        if reply.status < 300:
            answer = transport.read(reply.json(), want_json=request.json_schema is not None)
        attempt.billed = True  # also where nothing was counted
        if answer is None:
            fault = reply_fault(reply, self.endpoint)
            attempt.billed = isinstance(fault, EndpointFaultError) and fault.billed
            raise fault
        attempt.usage = answer.usage if answer.metered else None
        return answer

    def _size(self, request: CompletionRequest) -> Size:
        texts = sum(len(message.content) + 16 for message in request.messages) + len(request.prompt or "")
        if not all(message.content.isascii() for message in request.messages):
            texts = sum(len(message.content.encode(errors="replace")) + 16 for message in request.messages)
        if request.json_schema is not None:
            texts += len(schema_text(request.json_schema))
        return Size(texts, request.max_tokens)

    def _shown(self, error: BaseException) -> BaseException | None:
        """Return ``error`` as the cause to show, None where its text holds the key."""
        key = self.endpoint.api_key
        return None if key is not None and _holds(error, key.get_secret_value()) else error

    def _loaded(self) -> Transport:
        if self._transport is None:
            self._transport = self._load(self.endpoint)
        return self._transport

    def _remember(self, capability: Capability, *, on_disk: bool = True) -> None:
        self._store.remember(self.endpoint.base_url, self.endpoint.model, capability, on_disk=on_disk)

    def _remember_mode(self, mode: Mode | None, *, on_disk: bool = True) -> None:
        self._remember(self.capability.model_copy(update={"mode": mode}), on_disk=on_disk)


def completion_of(answer: Answer) -> Completion:
    """Return ``answer`` as a completion, its cost not known yet."""
    return Completion(
        text=answer.text,
        finish_reason=answer.finish_reason,
        usage=answer.usage,
        refusal=answer.refusal,
        top_logprobs=answer.top_logprobs,
    )


def _holds(error: BaseException, secret: str) -> bool:
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen:
        if secret.strip() in f"{current} {current.args}":
            return True
        seen.append(current)
        current = current.__cause__ or current.__context__
    return False
