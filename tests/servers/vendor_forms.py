"""The HTTP forms of Anthropic and Gemini, for the test server: which schema a body asks for, and how an answer looks."""

from __future__ import annotations

from typing import Any

__all__ = ["answer_body", "error_body", "form_of", "requested_schema"]

Json = dict[str, Any]

_ANTHROPIC_ENDS = {"stop": "end_turn", "length": "max_tokens", "content_filter": "refusal"}
_GOOGLE_ENDS = {"stop": "STOP", "length": "MAX_TOKENS", "content_filter": "SAFETY"}
_TYPES = {"STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"}


def form_of(path: str) -> str:
    """Return whose form a request to ``path`` is in."""
    if path.endswith("/v1/messages"):
        return "anthropic"
    return "google" if ":generateContent" in path else "openai"


def requested_schema(form: str, body: Json) -> Json | None:
    """Return the JSON Schema that the request enforces, None when it enforces none."""
    if form == "anthropic":
        return dict(body["tools"][0]["input_schema"]) if body.get("tools") else None
    config = body.get("generationConfig", {})
    if config.get("responseSchema"):
        return dict(_plain(config["responseSchema"]))
    if body.get("tools"):
        return dict(_plain(body["tools"][0]["functionDeclarations"][0]["parameters"]))
    return None


def answer_body(form: str, body: Json, text: str, value: Any, *, finish_reason: str, refusal: str | None) -> Json:
    """Return a good answer: ``text``, or ``value`` where a tool is called, in the vendor's form."""
    sent = len(str(body)) // 4
    if form == "anthropic":
        return _anthropic(body, text, value, sent, finish_reason=finish_reason, refusal=refusal)
    parts: list[Json] = [{"text": text}]
    if body.get("tools") and not refusal:
        name = body["tools"][0]["functionDeclarations"][0]["name"]
        parts = [{"functionCall": {"name": name, "args": value}}]
    candidate: Json = {"content": {"role": "model", "parts": parts}, "finishReason": _GOOGLE_ENDS[finish_reason]}
    answer: Json = {
        "candidates": [candidate],
        "usageMetadata": {"promptTokenCount": sent, "candidatesTokenCount": 7, "thoughtsTokenCount": 3},
        "modelVersion": "gemini-test-001",
    }
    return answer | ({"candidates": [], "promptFeedback": {"blockReason": "SAFETY"}} if refusal else {})


def _anthropic(body: Json, text: str, value: Any, sent: int, *, finish_reason: str, refusal: str | None) -> Json:
    content: list[Json] = [{"type": "text", "text": refusal or text}]
    stop = "refusal" if refusal else _ANTHROPIC_ENDS[finish_reason]
    if body.get("tools") and not refusal:
        name = body["tools"][0]["name"]
        content = [{"type": "tool_use", "id": "t-1", "name": name, "input": value}]
        stop = "tool_use" if finish_reason == "stop" else stop
    usage = {"input_tokens": sent, "output_tokens": 7, "cache_read_input_tokens": 5, "cache_creation_input_tokens": 2}
    return {
        "id": "msg-1", "type": "message", "role": "assistant", "model": body.get("model"),
        "content": content, "stop_reason": stop, "usage": usage,
    }  # fmt: skip


def error_body(form: str, status: int, message: str) -> Json:
    """Return a failure in the vendor's form."""
    if form == "anthropic":
        kinds = {401: "authentication_error", 404: "not_found_error", 429: "rate_limit_error", 529: "overloaded_error"}
        return {"type": "error", "error": {"type": kinds.get(status, "api_error"), "message": message}}
    return {"error": {"code": status, "message": message, "status": "FAILED_PRECONDITION"}}


def _plain(schema: Any) -> Any:
    """Return Gemini's dialect of OpenAPI (types in capitals, ``nullable``) as JSON Schema."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain: Json = {
        name: value.lower() if name == "type" and value in _TYPES else _plain(value) for name, value in schema.items()
    }
    if plain.pop("nullable", False):
        return {"anyOf": [plain, {"type": "null"}]}
    return plain
