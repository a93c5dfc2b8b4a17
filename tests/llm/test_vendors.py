"""Anthropic and Gemini in their own forms: each way of structured output, each end, each failure; one HTTP request a try."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from summarizer.domain.completion import Completion, CompletionRequest, Message
from summarizer.errors import (
    AnswerRefusedError,
    ArticleTooLongError,
    ConfigError,
    MissingExtraError,
    ModelRefusesAccessError,
    ModelUnavailableError,
)
from summarizer.llm.capabilities import Capability, CapabilityStore, Mode
from summarizer.llm.clients import open_chat
from summarizer.llm.faults import EndpointFaultError
from summarizer.llm.providers import Endpoint, resolve
from summarizer.llm.repair import complete_valid

if TYPE_CHECKING:
    from tests.servers.openai_server import LlmServer, Reply

SCHEMA = {
    "type": "object",
    "title": "Facts",
    "properties": {
        "headline": {"type": "string"},
        "killed": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "events": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"what": {"type": "string"}, "evidence": {"type": "array", "items": {"type": "integer"}}},
                "required": ["what", "evidence"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["headline", "killed", "events"],
    "additionalProperties": False,
}
VALID = '{"headline":"x","killed":null,"events":[]}'
KEY = "planted-77aa"
MODES = [("anthropic", "tools"), ("anthropic", "plain"), ("google", "json_schema"), ("google", "tools")]


def endpoint_at(server: LlmServer, provider: str) -> Endpoint:
    package = {"anthropic": "anthropic", "google": "google.genai"}[provider]
    pytest.importorskip(package)
    base = server.url if provider == "anthropic" else f"{server.url}beta"
    variable = {"anthropic": "ANTHROPIC_API_KEY", "google": "GEMINI_API_KEY"}[provider]
    return resolve(f"{provider}/test-model", base_url=base, env={variable: KEY}, timeout_s=5)


def ask(**changes: Any) -> CompletionRequest:
    messages = (Message(role="system", content="Extract."), Message(role="user", content="Article."))
    return CompletionRequest(**{"model": "test-model", "messages": messages, "json_schema": SCHEMA, **changes})


def complete(endpoint: Endpoint, request: CompletionRequest, mode: Mode | None = None) -> Completion:
    store = CapabilityStore()
    if mode is not None:
        store.remember(endpoint.base_url, endpoint.model, Capability(mode=mode))

    async def run() -> Completion:
        async with open_chat(endpoint, capabilities=store) as client:
            return await client.complete(request)

    return asyncio.run(run())


@pytest.mark.parametrize(("provider", "mode"), MODES)
def test_each_way_of_structured_output_gives_the_answer_as_json(
    llm_server: LlmServer, reply: type[Reply], provider: str, mode: Mode
) -> None:
    llm_server.script(reply(text=VALID))
    completion = complete(endpoint_at(llm_server, provider), ask(), mode)
    assert json.loads(completion.text) == json.loads(VALID)
    assert completion.finish_reason in {"stop", "tool_calls"}
    assert (completion.usage.calls, completion.usage.attempts, len(llm_server.requests)) == (1, 1, 1)
    assert completion.usage.input_tokens > 0


@pytest.mark.parametrize("provider", ["anthropic", "google"])
def test_the_strongest_way_is_found_out_with_the_first_request(llm_server: LlmServer, provider: str) -> None:
    completion = complete(endpoint_at(llm_server, provider), ask())
    assert set(json.loads(completion.text)) == {"headline", "killed", "events"}
    assert len(llm_server.requests) == 1


def test_anthropic_gets_its_own_form_with_a_forced_tool(llm_server: LlmServer) -> None:
    complete(endpoint_at(llm_server, "anthropic"), ask(temperature=0.0, stop=("END",)), "tools")
    (received,) = llm_server.requests
    assert received.path == "/v1/messages"
    # as its package has it: older ones send the key in a header of its own
    sent = {received.headers.get("x-api-key"), received.headers.get("authorization")} - {None}
    assert sent <= {KEY, f"Bearer {KEY}"}
    assert sent
    body = dict(received.body)
    (tool,) = body.pop("tools")
    assert tool["input_schema"]["properties"] == SCHEMA["properties"]
    assert body == {
        "model": "test-model",
        "max_tokens": 4_096,
        "messages": [{"role": "user", "content": "Article."}],
        "system": [{"type": "text", "text": "Extract."}],
        "temperature": 0.0,
        "stop_sequences": ["END"],
        "tool_choice": {"type": "tool", "name": "facts", "disable_parallel_tool_use": True},
    }


def test_gemini_gets_its_own_form_with_a_response_schema(llm_server: LlmServer) -> None:
    complete(endpoint_at(llm_server, "google"), ask(temperature=0.0, max_tokens=300), "json_schema")
    (received,) = llm_server.requests
    assert received.path == "/v1beta/models/test-model:generateContent"
    assert received.headers["x-goog-api-key"] == KEY
    config = dict(received.body["generationConfig"])
    schema = config.pop("responseSchema")
    assert sorted(schema["properties"]) == ["events", "headline", "killed"]
    assert config == {"temperature": 0.0, "maxOutputTokens": 300, "responseMimeType": "application/json"}
    assert received.body["contents"] == [{"role": "user", "parts": [{"text": "Article."}]}]
    assert received.body["systemInstruction"]["parts"] == [{"text": "Extract."}]


@pytest.mark.parametrize("provider", ["anthropic", "google"])
def test_tokens_are_counted_as_they_are_paid_for(llm_server: LlmServer, provider: str) -> None:
    usage = complete(endpoint_at(llm_server, provider), ask()).usage
    counted = (usage.output_tokens, usage.cached_input_tokens, usage.reasoning_tokens)
    assert counted == {"anthropic": (7, 5, 0), "google": (10, 0, 3)}[provider]


@pytest.mark.parametrize(("provider", "mode"), MODES)
def test_a_refusal_is_one_and_is_not_tried_again(
    llm_server: LlmServer, reply: type[Reply], provider: str, mode: Mode
) -> None:
    llm_server.script(reply(refusal="I can't help with that."))
    endpoint = endpoint_at(llm_server, provider)
    store = CapabilityStore()
    store.remember(endpoint.base_url, endpoint.model, Capability(mode=mode))

    async def run() -> None:
        async with open_chat(endpoint, capabilities=store) as client:
            await complete_valid(client, ask(), json.loads)

    with pytest.raises(AnswerRefusedError):
        asyncio.run(run())
    assert len(llm_server.requests) == 1


@pytest.mark.parametrize("provider", ["anthropic", "google"])
def test_a_cut_off_answer_says_so(llm_server: LlmServer, reply: type[Reply], provider: str) -> None:
    llm_server.script(reply(text=VALID, finish_reason="length"))
    assert complete(endpoint_at(llm_server, provider), ask()).finish_reason == "length"


@pytest.mark.parametrize("provider", ["anthropic", "google"])
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        pytest.param({"status": 401}, ModelRefusesAccessError, id="401"),
        pytest.param({"status": 404}, ModelRefusesAccessError, id="404"),
        pytest.param({"status": 429}, EndpointFaultError, id="429"),
        pytest.param({"status": 500}, EndpointFaultError, id="500"),
        pytest.param({"status": 529}, EndpointFaultError, id="529"),
    ],
)
def test_each_failure_becomes_our_error_after_one_request_and_never_shows_the_key(
    llm_server: LlmServer, reply: type[Reply], provider: str, fault: dict[str, int], error: type[Exception]
) -> None:
    llm_server.script(*[reply.error(fault["status"], f"bad {KEY}")] * 3)
    with pytest.raises(error) as caught:
        complete(endpoint_at(llm_server, provider), ask())
    assert KEY not in str(caught.value)
    assert len(llm_server.requests) == 1


@pytest.mark.parametrize("provider", ["anthropic", "google"])
@pytest.mark.parametrize("how", ["before", "middle", "html", "redirect", "hangs", "too long"])
def test_odd_ends_become_our_errors_after_one_request(
    llm_server: LlmServer, reply: type[Reply], provider: str, how: str
) -> None:
    endpoint = endpoint_at(llm_server, provider)
    faults = {
        "before": (reply(cut="before"), ModelUnavailableError),
        "middle": (reply(cut="middle"), ModelUnavailableError),
        "html": (reply.html(), ModelUnavailableError),
        "redirect": (reply(status=307, headers={"Location": "http://elsewhere.example/"}, body=""), ConfigError),
        "hangs": (reply(delay_s=1.0), ModelUnavailableError),
        "too long": (reply.error(400, "prompt is too long: 300000 tokens > 200000 maximum"), ArticleTooLongError),
    }
    fault, error = faults[how]
    llm_server.script(fault, fault)
    if how == "hangs":
        endpoint = resolve(
            f"{provider}/m", base_url=endpoint.base_url, env={endpoint.key_variable or "": KEY}, timeout_s=0.3
        )
    with pytest.raises(error):
        complete(endpoint, ask())
    assert len(llm_server.requests) == 1


def test_a_wait_that_a_vendor_asks_for_is_kept(llm_server: LlmServer, reply: type[Reply]) -> None:
    endpoint = endpoint_at(llm_server, "anthropic")
    llm_server.script(reply.error(429, headers={"retry-after": "7"}))
    with pytest.raises(EndpointFaultError) as caught:
        complete(endpoint, ask())
    assert caught.value.retry_after_s == 7.0


@pytest.mark.parametrize(("provider", "package"), [("anthropic", "anthropic"), ("google", "google.genai")])
def test_without_its_package_a_vendor_names_the_extra_and_the_other_way(
    monkeypatch: pytest.MonkeyPatch, provider: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    variable = {"anthropic": "ANTHROPIC_API_KEY", "google": "GEMINI_API_KEY"}[provider]
    with pytest.raises(MissingExtraError, match=rf"summarizer\[{provider}\].*compatible/m"):
        open_chat(resolve(f"{provider}/m", env={variable: KEY}))
