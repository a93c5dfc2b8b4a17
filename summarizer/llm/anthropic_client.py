"""Speak Anthropic's own form, /v1/messages; the only file that touches the anthropic package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from summarizer.domain.completion import CompletionRequest
from summarizer.errors import ConfigError, MissingExtraError
from summarizer.llm.answers import Answer, read_answer
from summarizer.llm.capabilities import Capability, Mode
from summarizer.llm.faults import Reply
from summarizer.llm.openai_client import extract_json, http_client, quiet_loggers, structured, timeouts
from summarizer.llm.providers import Endpoint
from summarizer.llm.transport import Body

if TYPE_CHECKING:
    import httpx2

__all__ = ["AnthropicTransport"]

_ANSWER_CAP = 4_096
"""This API has no answer without a cap; one that is cut off is asked for again with a larger one."""


class AnthropicTransport:
    """The form of Anthropic's messages; a schema goes along as a forced tool, or in words (instructor's shapes)."""

    def __init__(self, endpoint: Endpoint) -> None:
        try:
            import anthropic  # noqa: PLC0415 # heavy: kept off the start-up and cached paths
            import httpx2  # noqa: PLC0415
        except ImportError as exc:
            raise MissingExtraError(
                f"{endpoint.name} needs Anthropic's package: pip install 'summarizer[anthropic]'"
            ) from exc
        quiet_loggers("anthropic")
        self._endpoint = endpoint
        self._anthropic = anthropic
        self._response_type = httpx2.Response
        self._shapes: dict[tuple[int, Mode], tuple[object, Body]] = {}
        self.errors: tuple[type[BaseException], ...] = (
            anthropic.AnthropicError, httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, OSError,
        )  # fmt: skip
        self._client = anthropic.AsyncAnthropic(
            api_key=endpoint.api_key.get_secret_value() if endpoint.api_key else "none",
            base_url=endpoint.base_url.removesuffix("/v1"),
            max_retries=0,
            timeout=timeouts(endpoint),
            http_client=http_client(endpoint),
        )
        self._client.auth_token = None  # a second credential, which the SDK takes from the environment

    def body(self, request: CompletionRequest, mode: Mode | None, capability: Capability) -> Body:
        """Return the whole body."""
        if request.prompt is not None:
            raise ConfigError("Anthropic completes no raw prompts; use --strategy oneshot")
        system = [message.content for message in request.messages if message.role == "system"]
        body: Body = {
            "model": request.model,
            "max_tokens": request.max_tokens or min(_ANSWER_CAP, self._endpoint.max_output_tokens),
            "messages": [
                {"role": message.role, "content": message.content}
                for message in request.messages
                if message.role != "system"
            ],
            "system": [{"type": "text", "text": text} for text in system],
        }
        if request.temperature is not None and "temperature" not in capability.dropped:
            body["temperature"] = request.temperature
        if request.stop:
            body["stop_sequences"] = list(request.stop)
        if mode is not None:
            shape = self._shape(request, mode)
            body["system"] = [*body["system"], *shape.get("system", ())]
            body |= {name: value for name, value in shape.items() if name in {"tools", "tool_choice"}}
        if not body["system"]:
            del body["system"]
        return {**body, **request.extra}

    async def post(self, request: CompletionRequest, body: Mapping[str, Any]) -> Reply:
        """Return the answer to ``body``; raises one of ``errors``."""
        del request
        kind = self._response_type
        return _reply(await self._client.post("/v1/messages", cast_to=kind, body=body))

    def reply_to(self, error: BaseException) -> Reply | None:
        """Return the HTTP answer that ``error`` stands for, None when none came."""
        return _reply(error.response) if isinstance(error, self._anthropic.APIStatusError) else None

    def is_timeout(self, error: BaseException) -> bool:
        """Say whether an answer was waited for in vain; an address that lets no one connect is another matter."""
        connecting = type(error.__cause__).__name__ == "ConnectTimeout"
        return isinstance(error, TimeoutError | self._anthropic.APITimeoutError) and not connecting

    def read(self, body: object, *, want_json: bool) -> Answer | None:
        """Return the answer in a decoded body, None when it isn't one."""
        return read_answer(_as_chat(body), want_json=want_json, extract_json=extract_json)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    def _shape(self, request: CompletionRequest, mode: Mode) -> Body:
        """Return what ``mode`` adds to every body with this schema."""
        key = (id(request.json_schema), mode)
        if key not in self._shapes:
            # holding the schema keeps its id its own
            self._shapes[key] = (request.json_schema, structured("anthropic", request, mode, messages=[]))
        return self._shapes[key][1]


def _reply(response: httpx2.Response) -> Reply:
    return Reply(response.status_code, {name.lower(): value for name, value in response.headers.items()}, response.text)


def _as_chat(body: object) -> object:
    """Return a message of Anthropic's as the chat completion it would be, None when it isn't one."""
    if not isinstance(body, dict) or not isinstance(body.get("content"), list):
        return None
    blocks = [block for block in body["content"] if isinstance(block, dict)]
    message: Body = {"content": "".join(str(one.get("text", "")) for one in blocks if one.get("type") == "text")}
    tool = next((block for block in blocks if block.get("type") == "tool_use"), None)
    if tool is not None:
        message["tool_calls"] = [{"function": {"arguments": json.dumps(tool.get("input"))}}]
    reason = body.get("stop_reason")
    if reason == "refusal":
        message["refusal"] = message["content"] or "the model declined"
    return {
        "model": body.get("model"),
        "choices": [{"message": message, "finish_reason": _ENDS.get(str(reason), reason)}],
        "usage": _usage(body.get("usage")),
    }


_ENDS = {"model_context_window_exceeded": "length", "pause_turn": "length"}


def _usage(counted: object) -> Body | None:
    if not isinstance(counted, dict):
        return None
    cached = _count(counted.get("cache_read_input_tokens"))
    # what is read from or written to the provider's cache isn't part of input_tokens here
    written = _count(counted.get("cache_creation_input_tokens"))
    return {
        "prompt_tokens": _count(counted.get("input_tokens")) + cached + written,
        "completion_tokens": _count(counted.get("output_tokens")),
        "prompt_tokens_details": {"cached_tokens": cached},
    }


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
