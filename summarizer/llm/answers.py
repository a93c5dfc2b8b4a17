"""Read an OpenAI-compatible answer body: its text, why it ended, what it cost; tolerant of every dialect."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from summarizer.domain.completion import FinishReason
from summarizer.domain.record import Usage

__all__ = ["Answer", "follows", "is_object", "read_answer"]

Body = Mapping[str, Any]

_FINISH: Mapping[str, FinishReason] = {
    "stop": "stop",
    "eos": "stop",
    "eos_token": "stop",
    "end_turn": "stop",
    "stop_sequence": "stop",
    "tool_calls": "tool_calls",
    "function_call": "tool_calls",
    "tool_use": "tool_calls",
    "length": "length",
    "max_tokens": "length",
    "model_length": "length",
    "content_filter": "content_filter",
    "safety": "content_filter",
    "refusal": "refusal",
}
_FENCE = re.compile(r"\A```[a-zA-Z]*\s*\n(.*?)\n?\s*```\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one HTTP answer holds; ``metered`` is False when the endpoint counted no tokens."""

    text: str
    finish_reason: FinishReason
    refusal: str | None
    usage: Usage
    top_logprobs: dict[str, float]
    model: str | None
    metered: bool


def read_answer(body: object, *, want_json: bool, extract_json: Callable[[str], str]) -> Answer | None:
    """Return the answer in ``body``, None when it isn't a completion.

    ``want_json`` unwraps JSON from fences and from prose around it (``extract_json`` finds it there). A cut-off text
    stays as it came.
    """
    if not isinstance(body, dict):
        return None
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        return None
    choice = choices[0]
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    refusal = message.get("refusal") or None
    finish = _FINISH.get(str(choice.get("finish_reason")).lower(), "other")
    text = _tool_arguments(message) or _content(message.get("content")) or _content(choice.get("text"))
    text = text.encode(errors="replace").decode()  # half an emoji in the JSON: nothing further on takes it
    if want_json and finish != "length":
        text = _json_text(text, extract_json)
    usage, metered = _usage(body)
    return Answer(
        text=text,
        finish_reason="refusal" if refusal else finish,
        refusal=str(refusal) if refusal else None,
        usage=usage,
        top_logprobs=_top_logprobs(choice, body),
        model=body.get("model") if isinstance(body.get("model"), str) else None,
        metered=metered,
    )


def follows(text: str, schema: Mapping[str, object]) -> bool:
    """Say whether ``text`` was written under ``schema``: a JSON object with its required properties and no others.

    Only the top level is looked at: this tells an endpoint that enforces schemas from one that ignores them, and a
    model's mistake deeper down is for validation to find.
    """
    try:
        value = json.loads(text)
    except ValueError:
        return False
    required, properties = schema.get("required", []), schema.get("properties", {})
    if not isinstance(value, dict) or not isinstance(required, list) or not isinstance(properties, dict):
        return False
    closed = schema.get("additionalProperties") is False
    return all(name in value for name in required) and not (closed and any(name not in properties for name in value))


def is_object(text: str) -> bool:
    """Say whether ``text`` is a JSON object, whichever."""
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _content(content: object) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):  # parts, as some endpoints send them
        return "".join(part["text"] for part in content if isinstance(part, dict) and isinstance(part.get("text"), str))
    return ""


def _tool_arguments(message: Body) -> str:
    calls = message.get("tool_calls")
    if not isinstance(calls, list) or not calls or not isinstance(calls[0], dict):
        return ""
    arguments = (calls[0].get("function") or {}).get("arguments")
    return arguments if isinstance(arguments, str) else json.dumps(arguments)


def _json_text(text: str, extract_json: Callable[[str], str]) -> str:
    stripped = text.strip()
    fenced = _FENCE.match(stripped)
    if fenced:
        stripped = fenced.group(1).strip()
    if not stripped or stripped[0] in "{[":
        return stripped
    try:
        return extract_json(stripped)
    except ValueError:
        return stripped


def _count(value: object) -> int:
    return max(0, int(value)) if isinstance(value, int | float) else 0


def _usage(body: Body) -> tuple[Usage, bool]:
    usage = body.get("usage")
    if not isinstance(usage, dict):
        return Usage(calls=1), False
    prompt = usage.get("prompt_tokens_details") or {}
    completion = usage.get("completion_tokens_details") or {}
    cached = prompt.get("cached_tokens") or usage.get("prompt_cache_hit_tokens")
    counted = Usage(
        input_tokens=_count(usage.get("prompt_tokens")),
        output_tokens=_count(usage.get("completion_tokens")),
        cached_input_tokens=_count(cached),
        reasoning_tokens=_count(completion.get("reasoning_tokens")),
        calls=1,
    )
    return counted, counted.input_tokens > 0


def _top_logprobs(choice: Body, body: Body) -> dict[str, float]:
    """Return the alternatives for the first generated token, in any of the three shapes they come in."""
    logprobs = choice.get("logprobs") or {}
    legacy = logprobs.get("top_logprobs")  # OpenAI's and vLLM's /completions: one mapping a token
    if isinstance(legacy, list) and legacy and isinstance(legacy[0], dict):
        return {str(token): float(value) for token, value in legacy[0].items()}
    # chat completions and llama.cpp: objects; llama.cpp's own endpoint keeps them at the top of the body
    steps = logprobs.get("content") or body.get("completion_probabilities") or []
    if not steps or not isinstance(steps[0], dict):
        return {}
    first = steps[0]
    return {str(item["token"]): float(item["logprob"]) for item in first.get("top_logprobs") or [first]}
