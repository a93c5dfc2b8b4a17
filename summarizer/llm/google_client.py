"""Speak Gemini's own form, generateContent; the only file that touches the google-genai package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from summarizer.domain.completion import CompletionRequest
from summarizer.errors import ConfigError, MissingExtraError
from summarizer.llm.answers import Answer, read_answer
from summarizer.llm.capabilities import Capability, Mode
from summarizer.llm.faults import Reply
from summarizer.llm.openai_client import extract_json, http_client, quiet_loggers, structured
from summarizer.llm.providers import Endpoint
from summarizer.llm.transport import Body

__all__ = ["GoogleTransport"]

_ROLES = {"assistant": "model"}
_BLOCKED = {"SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION", "IMAGE_SAFETY", "OTHER"}
_ENDS = {"STOP": "stop", "MAX_TOKENS": "length"}
_VERSION = "v1beta"


class GoogleTransport:
    """The form of Gemini; a schema goes along as ``responseSchema`` or as a forced function (instructor's shapes)."""

    def __init__(self, endpoint: Endpoint) -> None:
        try:
            import httpx2  # noqa: PLC0415 # heavy: kept off the start-up and cached paths
            import jsonref  # noqa: F401, PLC0415 - instructor needs it for Gemini's schemas
            from google import genai  # noqa: PLC0415
            from google.genai import errors, types  # noqa: PLC0415
        except ImportError as exc:
            raise MissingExtraError(
                f"{endpoint.name} needs Google's package: pip install 'summarizer[google]'"
            ) from exc
        quiet_loggers("google_genai", "google_genai.models")
        self._errors = errors
        self._types = types
        self._shapes: dict[tuple[int, Mode], tuple[object, Body]] = {}
        self.errors: tuple[type[BaseException], ...] = (
            errors.APIError, httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, OSError, ValueError,
        )  # fmt: skip
        address = endpoint.base_url.removesuffix("/openai")
        version = address.rpartition("/")[2]
        self._http = http_client(endpoint)  # the SDK's own would follow redirects, and its key goes along
        self._client = genai.Client(
            api_key=endpoint.api_key.get_secret_value() if endpoint.api_key else "none",
            vertexai=False,
            http_options=types.HttpOptions(
                base_url=address.removesuffix(f"/{version}") if version.startswith("v1") else address,
                api_version=version if version.startswith("v1") else _VERSION,
                httpx_async_client=self._http,
            ),
        )

    def body(self, request: CompletionRequest, mode: Mode | None, capability: Capability) -> Body:
        """Return the arguments of generateContent."""
        if request.prompt is not None:
            raise ConfigError("Gemini completes no raw prompts; use --strategy oneshot")
        config: Body = {
            "max_output_tokens": request.max_tokens,
            "temperature": request.temperature,
            "seed": request.seed,
            "stop_sequences": list(request.stop) or None,
        }
        config = {name: value for name, value in config.items() if value is not None and name not in capability.dropped}
        system = [message.content for message in request.messages if message.role == "system"]
        if system:
            config["system_instruction"] = "\n\n".join(system)
        if mode is not None:
            config |= self._shape(request, mode)
        contents = [
            {"role": _ROLES.get(message.role, "user"), "parts": [{"text": message.content}]}
            for message in request.messages
            if message.role != "system"
        ]
        return {"model": request.model, "contents": contents, "config": {**config, **request.extra}}

    async def post(self, request: CompletionRequest, body: Mapping[str, Any]) -> Reply:
        """Return the answer to ``body``; raises one of ``errors``."""
        del request
        answer = await self._client.aio.models.generate_content(**body)
        headers = answer.sdk_http_response.headers if answer.sdk_http_response else None
        text = answer.model_dump_json(exclude_none=True, exclude={"sdk_http_response", "parsed"})
        return Reply(200, {name.lower(): value for name, value in (headers or {}).items()}, text)

    def reply_to(self, error: BaseException) -> Reply | None:
        """Return the HTTP answer that ``error`` stands for, None when none came."""
        if isinstance(error, self._errors.APIError):
            headers = getattr(error.response, "headers", None) or {}
            text = json.dumps(error.details) if error.details else ""
            return Reply(error.code, {name.lower(): value for name, value in headers.items()}, text)
        if isinstance(error, ValueError):  # an answer that isn't JSON, or isn't Gemini's
            return Reply(200, {}, str(error).partition("Raw response: ")[2])
        return None

    def is_timeout(self, error: BaseException) -> bool:
        """Say whether an answer was waited for in vain; an address that lets no one connect is another matter."""
        return isinstance(error, TimeoutError) or type(error).__name__ in {"ReadTimeout", "WriteTimeout"}

    def read(self, body: object, *, want_json: bool) -> Answer | None:
        """Return the answer in a decoded body, None when it isn't one."""
        return read_answer(_as_chat(body), want_json=want_json, extract_json=extract_json)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    def _shape(self, request: CompletionRequest, mode: Mode) -> Body:
        """Return what ``mode`` adds to the config with this schema."""
        key = (id(request.json_schema), mode)
        if key not in self._shapes:
            config = structured("genai", request, mode, messages=[{"role": "user", "content": "-"}])["config"]
            names = ("response_mime_type", "response_schema", "tools", "tool_config")
            shape = {name: value for name in names if (value := getattr(config, name)) is not None}
            # holding the schema keeps its id its own
            self._shapes[key] = (request.json_schema, shape)
        return self._shapes[key][1]


def _as_chat(body: object) -> object:
    """Return an answer of Gemini's as the chat completion it would be, None when it isn't one."""
    if not isinstance(body, dict):
        return None
    feedback = body.get("prompt_feedback") or {}
    candidates = body.get("candidates") or []
    if not candidates:
        if not feedback.get("block_reason"):
            return None
        candidates = [{"finish_reason": "SAFETY"}]
    first = candidates[0]
    parts = [part for part in (first.get("content") or {}).get("parts") or [] if not part.get("thought")]
    message: Body = {"content": "".join(part.get("text") or "" for part in parts)}
    call = next((part["function_call"] for part in parts if part.get("function_call")), None)
    if call is not None:
        message["tool_calls"] = [{"function": {"arguments": json.dumps(call.get("args"))}}]
    reason = str(first.get("finish_reason", ""))
    end = "content_filter" if reason in _BLOCKED else _ENDS.get(reason, reason)
    return {
        "model": body.get("model_version"),
        "choices": [{"message": message, "finish_reason": end}],
        "usage": _usage(body.get("usage_metadata")),
    }


def _usage(counted: object) -> Body | None:
    if not isinstance(counted, dict):
        return None
    thoughts = counted.get("thoughts_token_count") or 0
    return {
        "prompt_tokens": counted.get("prompt_token_count") or 0,
        # thinking is paid for as output, and counted apart from it here
        "completion_tokens": (counted.get("candidates_token_count") or 0) + thoughts,
        "prompt_tokens_details": {"cached_tokens": counted.get("cached_content_token_count") or 0},
        "completion_tokens_details": {"reasoning_tokens": thoughts},
    }
