"""The body of an OpenAI-compatible request, and what an endpoint's refusal says about it."""

from __future__ import annotations

import re

from summarizer.domain.completion import CompletionRequest
from summarizer.llm.capabilities import Capability, Mode, TokenParameter
from summarizer.llm.faults import RequestRejectedError
from summarizer.llm.providers import Endpoint
from summarizer.llm.transport import Body

__all__ = ["base_body", "rejected_mode", "rejected_parameter", "rejected_schema", "schema_name", "without"]

_DROPPABLE = ("temperature", "seed", "logprobs", "top_logprobs", "strict")
"""What an answer can do without. Not the token cap and not stop words: leaving those out changes the answer."""

_BAD_SCHEMA = re.compile(
    r"invalid (json )?schema|schema (is )?too|too (complex|deep|many (states|properties|enum))", re.IGNORECASE
)
_OTHER_TOKEN_PARAMETER: dict[str, TokenParameter] = {
    "max_tokens": "max_completion_tokens",
    "max_completion_tokens": "max_tokens",
}
_MODE_WORDS: dict[Mode, re.Pattern[str]] = {
    "json_schema": re.compile(
        r"response[_ ]?format|json[_ ]?schema|structured[_ ]?output|guided|grammar", re.IGNORECASE
    ),
    "tools": re.compile(r"\btools?\b|tool[_ ]?(choice|calls?|use)|function", re.IGNORECASE),
    "json_object": re.compile(r"response[_ ]?format|json[_ ]?(object|mode)", re.IGNORECASE),
    "plain": re.compile(r"(?!)"),  # there is nothing to refuse
}
_REFUSED = re.compile(
    r"not supported|unsupported|unrecognized|unknown|unexpected|not permitted|forbidden|not allowed|extra inputs"
    r"|does not (support|accept)|doesn't support|only the default|instead",
    re.IGNORECASE,
)


def base_body(request: CompletionRequest, endpoint: Endpoint, capability: Capability) -> Body:
    """Return the body without its schema, in the parameters that the endpoint is known to take."""
    tokens = capability.token_parameter or endpoint.token_parameter
    is_raw = request.prompt is not None
    body: Body = {"model": request.model}
    if is_raw:
        body["prompt"] = request.prompt
    else:
        body["messages"] = [{"role": message.role, "content": message.content} for message in request.messages]
    optional: Body = {
        "max_tokens" if is_raw else tokens: request.max_tokens,
        "temperature": request.temperature,
        "seed": request.seed,
        "stop": list(request.stop) or None,
        **_logprobs(request),
    }
    body.update({name: value for name, value in optional.items() if value is not None})
    for name in capability.dropped:
        body.pop(name, None)
    return body


def rejected_mode(error: RequestRejectedError, mode: Mode) -> bool:
    """Say whether the endpoint refused the request because of the way the schema was sent."""
    return bool(_MODE_WORDS[mode].search(f"{error.parameter or ''} {error.detail}"))


def rejected_schema(error: RequestRejectedError) -> bool:
    """Say whether it is this one schema that the endpoint can't enforce, rather than any schema."""
    return bool(_BAD_SCHEMA.search(error.detail))


def rejected_parameter(error: RequestRejectedError, body: Body) -> str | None:
    """Return the parameter in ``body`` that the endpoint doesn't take and that we can do without or rename.

    A value out of bounds is another matter: the parameter is taken, and the refusal stands.
    """
    if not _REFUSED.search(error.detail):
        return None
    candidates = [*_OTHER_TOKEN_PARAMETER, *_DROPPABLE]
    present = [name for name in candidates if name in body or (name == "strict" and _is_strict(body))]
    if error.parameter in present:
        return error.parameter
    # the one named first is the culprit: a message may go on to name what to use instead
    named = {name: re.search(rf"\b{name}\b", error.detail) for name in present}
    found = {name: match.start() for name, match in named.items() if match}
    return min(found, key=lambda name: found[name]) if found else None


def without(parameter: str, capability: Capability) -> Capability:
    """Return ``capability`` with ``parameter`` kept out of the next request."""
    if parameter in _OTHER_TOKEN_PARAMETER:
        return capability.model_copy(update={"token_parameter": _OTHER_TOKEN_PARAMETER[parameter]})
    names = {"logprobs", "top_logprobs"} if "logprobs" in parameter else {parameter}
    return capability.model_copy(update={"dropped": tuple(sorted({*capability.dropped, *names}))})


def schema_name(request: CompletionRequest) -> str:
    """Return the schema's name in the characters and length that OpenAI allows (``[a-zA-Z0-9_-]``, 64)."""
    return re.sub(r"[^a-zA-Z0-9_-]", "_", request.schema_name)[:64] or "facts"


def _logprobs(request: CompletionRequest) -> Body:
    if not request.logprobs:
        return {}
    if request.prompt is not None:
        return {"logprobs": request.logprobs}
    return {"logprobs": True, "top_logprobs": request.logprobs}


def _is_strict(body: Body) -> bool:
    tools = body.get("tools")
    if isinstance(tools, list) and tools:
        return "strict" in tools[0].get("function", {})
    return "strict" in body.get("response_format", {}).get("json_schema", {})
