"""Speak to an OpenAI-compatible endpoint; the only file that touches the openai and instructor packages."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.errors import SummarizerError
from summarizer.llm.answers import Answer, read_answer
from summarizer.llm.capabilities import Capability, CapabilityStore, Mode
from summarizer.llm.chat_client import ChatClient, completion_of
from summarizer.llm.faults import Reply, connection_fault, reply_fault, timeout_fault
from summarizer.llm.ledger import Ledger
from summarizer.llm.limits import Traffic
from summarizer.llm.providers import Endpoint, is_loopback
from summarizer.llm.transport import Body
from summarizer.llm.wire import base_body, schema_name

if TYPE_CHECKING:
    import httpx2

__all__ = ["OpenAIClient", "OpenAITransport", "extract_json", "http_client", "quiet_loggers", "structured", "timeouts"]

_CONNECTIONS = 1024
"""Bound on open connections; how many requests are in flight is for ``Traffic`` to say."""
_POOL = 32
"""Requests in flight over one pool of connections."""
_OPENAI = "openai"


class OpenAIClient(ChatClient):
    """A ``ChatClient`` in OpenAI's own form, with the files and batches that come along with it."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        capabilities: CapabilityStore | None = None,
        ledger: Ledger | None = None,
        traffic: Traffic | None = None,
    ) -> None:
        super().__init__(endpoint, OpenAITransport, capabilities=capabilities, ledger=ledger, traffic=traffic)

    def chat_body(self, request: CompletionRequest) -> Body:
        """Return the body that ``request`` is sent with, in the mode that is known or likeliest; nothing is sent."""
        mode = None if request.json_schema is None else self.capability.mode or self.endpoint.supports[0]
        return self._loaded().body(self._capped(request), mode, self.capability)

    def read_chat(self, request: CompletionRequest, body: object, *, status: int = 200) -> Completion:
        """Return the completion in an answer's decoded body; what isn't one raises as a live answer would."""
        answer = self._loaded().read(body, want_json=request.json_schema is not None) if status < 300 else None
        if answer is None:
            raise reply_fault(Reply.of(status, body), self.endpoint)
        usage = answer.usage.model_copy(update={"attempts": 1})
        return completion_of(answer).model_copy(update={"usage": usage})

    async def api(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the JSON object that ``path`` below the base URL answers; one HTTP request."""
        return _object(await self._ask(method, path, body=body), self.endpoint)

    async def upload(self, data: bytes, *, filename: str, purpose: str = "batch") -> dict[str, Any]:
        """Return the file object of ``data``, uploaded."""
        files = {"file": (filename, data, "application/jsonl"), "purpose": (None, purpose.encode())}
        return _object(await self._ask("POST", "/files", files=files), self.endpoint)

    async def download(self, file_id: str) -> bytes:
        """Return the content of a file."""
        reply = await self._ask("GET", f"/files/{file_id}/content")
        return reply.text.encode()

    async def _ask(self, method: str, path: str, **content: Any) -> Reply:
        transport = self._loaded()
        assert isinstance(transport, OpenAITransport)
        try:
            return await transport.ask(method, path, **content)
        except transport.errors as exc:
            raise _api_fault(transport, exc, self.endpoint) from self._shown(exc)


@dataclass(slots=True)
class _Pool:
    """One client of the SDK with its connections."""

    client: Any
    in_flight: int = 0


class OpenAITransport:
    """The form of chat completions: the transport from openai, the shapes of structured output from instructor."""

    def __init__(self, endpoint: Endpoint) -> None:
        # heavy: kept off the start-up and cached paths
        import httpx2  # noqa: PLC0415
        import openai  # noqa: PLC0415

        quiet_loggers("openai")
        self._endpoint = endpoint
        self._openai = openai
        self._response_type = httpx2.Response
        self._shapes: dict[tuple[int, str, Mode, bool], tuple[Mapping[str, object], Body]] = {}
        self.errors = (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, OSError)
        self._options: Any = {"headers": _headers(endpoint, openai.omit)}
        self._pools: list[_Pool] = []

    def body(self, request: CompletionRequest, mode: Mode | None, capability: Capability) -> Body:
        """Return the whole body."""
        body = base_body(request, self._endpoint, capability)
        if mode is not None:
            body.update(self._shape(body["messages"], request, mode, strict="strict" not in capability.dropped))
        return {**body, **request.extra}

    async def post(self, request: CompletionRequest, body: Mapping[str, Any]) -> Reply:
        """Return the answer to ``body``; raises one of ``errors``."""
        path = "/completions" if request.prompt is not None else "/chat/completions"
        return await self.ask("POST", path, body=body)

    async def ask(self, method: str, path: str, *, body: Mapping[str, Any] | None = None, files: Any = None) -> Reply:
        """Return the answer to any other request of the API."""
        pool, options = self._pool(), self._options
        if files is not None:
            options = {"headers": {**options["headers"], "Content-Type": "multipart/form-data"}}
        # cast to the raw response: the SDK's models cost time, and dialects break them
        kind = self._response_type
        pool.in_flight += 1
        try:
            if method == "GET":
                return _reply(await pool.client.get(path, cast_to=kind, options=options))
            return _reply(await pool.client.post(path, cast_to=kind, body=body, files=files, options=options))
        finally:
            pool.in_flight -= 1

    def reply_to(self, error: BaseException) -> Reply | None:
        """Return the HTTP answer that ``error`` stands for, None when none came."""
        return _reply(error.response) if isinstance(error, self._openai.APIStatusError) else None

    def is_timeout(self, error: BaseException) -> bool:
        """Say whether an answer was waited for in vain; an address that lets no one connect is another matter."""
        connecting = type(error.__cause__).__name__ == "ConnectTimeout"
        return isinstance(error, TimeoutError | self._openai.APITimeoutError) and not connecting

    def read(self, body: object, *, want_json: bool) -> Answer | None:
        """Return the answer in a decoded body, None when it isn't one."""
        return read_answer(body, want_json=want_json, extract_json=extract_json)

    async def aclose(self) -> None:
        """Close the connections."""
        for pool in self._pools:
            await pool.client.close()

    def _pool(self) -> _Pool:
        """Return the first pool with room; a pool looks through all its connections with every request."""
        for pool in self._pools:
            if pool.in_flight < _POOL:
                return pool
        endpoint = self._endpoint
        client = self._openai.AsyncOpenAI(
            # the SDK insists on a key; where there is none its header is left out
            api_key=endpoint.api_key.get_secret_value() if endpoint.api_key else "none",
            base_url=endpoint.base_url,
            max_retries=0,
            timeout=timeouts(endpoint),
            http_client=http_client(endpoint),
        )
        self._pools.append(_Pool(client))
        return self._pools[-1]

    def _shape(
        self, messages: list[dict[str, str]], request: CompletionRequest, mode: Mode, *, strict: bool
    ) -> Mapping[str, object]:
        """Return what ``mode`` adds to the body, or changes in it, to have the answer follow the request's schema."""
        key = (id(request.json_schema), schema_name(request), mode, strict)
        if key in self._shapes:
            return self._shapes[key][1]
        shaped = structured(_OPENAI, request, mode, messages=messages, strict=strict)
        if mode in {"json_schema", "tools"}:
            del shaped["messages"]  # these modes leave them as they are, so the shape serves every request
            assert request.json_schema is not None
            self._shapes[key] = (request.json_schema, shaped)  # holding the schema keeps its id its own
        return shaped


def structured(
    provider: str, request: CompletionRequest, mode: Mode, *, strict: bool = False, **content: Any
) -> dict[str, Any]:
    """Return ``content`` with all that instructor adds, for ``provider``, to have the answer follow the schema."""
    # heavy: kept off the start-up and cached paths
    import instructor  # noqa: PLC0415
    from instructor.processing.response import handle_response_model  # noqa: PLC0415

    schema = {"title": request.schema_name, **(request.json_schema or {})}
    modes = {
        # instructor's name for Gemini's responseSchema is plain JSON
        "json_schema": instructor.Mode.JSON if provider == "genai" else instructor.Mode.JSON_SCHEMA,
        "tools": instructor.Mode.TOOLS,
        "json_object": instructor.Mode.JSON,
        "plain": instructor.Mode.JSON if provider == "anthropic" else instructor.Mode.MD_JSON,
    }
    # instructor asks a Pydantic class for its schema; this one answers with ours
    base: Any = instructor.ResponseSchema
    carrier = type(base)(
        schema_name(request), (base,), {"__module__": __name__, "model_json_schema": classmethod(lambda _cls: schema)}
    )
    options: dict[str, Any] = {"strict": True} if strict and mode == "tools" else {}
    kind = instructor.Provider(provider)
    _, shaped = handle_response_model(carrier, mode=modes[mode], provider=kind, **content, **options)
    if strict and mode == "json_schema" and provider == _OPENAI:
        shaped["response_format"]["json_schema"]["strict"] = True
    return dict(shaped)


def extract_json(text: str) -> str:
    """Return the JSON in a text that has more around it."""
    from instructor.utils import extract_json_from_codeblock  # noqa: PLC0415 # heavy: kept off the cached path

    return extract_json_from_codeblock(text)


def http_client(endpoint: Endpoint) -> httpx2.AsyncClient:
    """Return the connections to ``endpoint``: no redirect is followed, because the key would go along."""
    import httpx2  # noqa: PLC0415 # heavy: kept off the start-up and cached paths

    return httpx2.AsyncClient(
        follow_redirects=False,
        # a proxy can't reach this machine's own servers
        trust_env=not is_loopback(endpoint.base_url),
        timeout=timeouts(endpoint),
        limits=httpx2.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS),
    )


def timeouts(endpoint: Endpoint) -> httpx2.Timeout:
    """Return the limits on connecting and on each read; the one on the whole answer is the client's own."""
    import httpx2  # noqa: PLC0415 # heavy: kept off the start-up and cached paths

    return httpx2.Timeout(endpoint.read_timeout_s or endpoint.timeout_s, connect=endpoint.connect_timeout_s, pool=None)


def quiet_loggers(*names: str) -> None:
    """Keep the transports' debug logs out: they show headers as servers send them, and a server may repeat the key."""
    for name in ("httpcore2", "httpx2", *names):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


def _headers(endpoint: Endpoint, omit: Any) -> dict[str, Any]:
    headers: dict[str, Any] = {} if endpoint.api_key else {"Authorization": omit}
    if endpoint.provider != "openai":
        # the SDK takes them from the environment; they are no other provider's business
        headers |= {"OpenAI-Organization": omit, "OpenAI-Project": omit}
    return headers


def _reply(response: httpx2.Response) -> Reply:
    return Reply(response.status_code, {name.lower(): value for name, value in response.headers.items()}, response.text)


def _object(reply: Reply, endpoint: Endpoint) -> dict[str, Any]:
    body = reply.json()
    if not isinstance(body, dict):
        raise reply_fault(reply, endpoint)
    return body


def _api_fault(transport: OpenAITransport, error: BaseException, endpoint: Endpoint) -> SummarizerError:
    failed = transport.reply_to(error)
    if failed is not None:
        return reply_fault(failed, endpoint)
    return timeout_fault(endpoint) if transport.is_timeout(error) else connection_fault(error, endpoint)
