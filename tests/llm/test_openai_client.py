"""The client against a real HTTP server: bodies sent, modes found out, answers read."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from summarizer.domain.completion import Completion, CompletionRequest, Message
from summarizer.domain.record import Usage
from summarizer.errors import ConfigError, ModelRefusesAccessError
from summarizer.llm.capabilities import Capability, CapabilityStore
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.providers import Endpoint, resolve

if TYPE_CHECKING:
    from tests.servers.openai_server import LlmServer, Reply

SCHEMA = {
    "type": "object",
    "title": "Facts",
    "properties": {"headline": {"type": "string"}, "killed": {"type": ["integer", "null"]}},
    "required": ["headline", "killed"],
    "additionalProperties": False,
}
VALID = '{"headline":"x","killed":null}'


def endpoint_at(server: LlmServer, **env: str) -> Endpoint:
    return resolve("compatible/test-model", base_url=server.url, env=env, timeout_s=5)


def ask(text: str = "Article.", **changes: Any) -> CompletionRequest:
    messages = (Message(role="system", content="Extract."), Message(role="user", content=text))
    return CompletionRequest(**{"model": "test-model", "messages": messages, "json_schema": SCHEMA, **changes})


def complete(
    endpoint: Endpoint, *requests: CompletionRequest, capabilities: CapabilityStore | None = None
) -> list[Completion]:
    async def run() -> list[Completion]:
        async with OpenAIClient(endpoint, capabilities=capabilities) as client:
            return [await client.complete(request) for request in requests]

    return asyncio.run(run())


def mode_of(body: dict[str, Any]) -> str:
    if "tools" in body:
        return "tools"
    kind = body.get("response_format", {}).get("type")
    return str(kind) if kind else "plain" if "```json" in body["messages"][-1]["content"] else "text"


def test_a_request_is_sent_with_every_parameter_and_the_schema_in_strict_form(llm_server: LlmServer) -> None:
    request = ask(max_tokens=300, temperature=0.0, seed=7, stop=("END",), extra={"top_p": 0.9})
    complete(endpoint_at(llm_server), request)
    (received,) = llm_server.requests
    assert (received.method, received.path) == ("POST", "/v1/chat/completions")
    assert received.body == {
        "model": "test-model",
        "messages": [{"role": "system", "content": "Extract."}, {"role": "user", "content": "Article."}],
        "max_tokens": 300,
        "temperature": 0.0,
        "seed": 7,
        "stop": ["END"],
        "top_p": 0.9,
        "response_format": {"type": "json_schema", "json_schema": {"name": "facts", "schema": SCHEMA, "strict": True}},
    }


def test_parameters_that_are_not_set_are_not_sent(llm_server: LlmServer) -> None:
    complete(endpoint_at(llm_server), ask(json_schema=None))
    assert sorted(llm_server.bodies[0]) == ["messages", "model"]


def test_an_answer_comes_with_text_reason_and_all_its_tokens(llm_server: LlmServer, reply: type[Reply]) -> None:
    usage = {
        "prompt_tokens": 100,
        "completion_tokens": 40,
        "prompt_tokens_details": {"cached_tokens": 64},
        "completion_tokens_details": {"reasoning_tokens": 30},
    }
    llm_server.script(reply(text=VALID, usage=usage))
    (completion,) = complete(endpoint_at(llm_server), ask())
    assert completion.usage.latency_s > 0
    latency_free = completion.usage.model_copy(update={"latency_s": 0.0})
    assert completion.model_copy(update={"usage": latency_free}) == Completion(
        text=VALID,
        finish_reason="stop",
        usage=Usage(
            input_tokens=100, output_tokens=40, cached_input_tokens=64, reasoning_tokens=30, calls=1, attempts=1
        ),
    )


def test_a_key_goes_into_the_authorization_header_and_nothing_stands_there_without_one(llm_server: LlmServer) -> None:
    complete(endpoint_at(llm_server, SUMMARIZER_API_KEY="sk-planted"), ask())
    complete(endpoint_at(llm_server), ask())
    assert [received.headers.get("authorization") for received in llm_server.requests] == ["Bearer sk-planted", None]


def test_settings_of_the_openai_sdk_are_not_sent_to_other_providers(
    llm_server: LlmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/elsewhere")
    complete(endpoint_at(llm_server), ask())
    headers = llm_server.requests[0].headers
    assert [name for name in headers if name.startswith("openai-")] == []


@pytest.mark.parametrize(
    ("refused", "ignored", "modes"),
    [
        pytest.param(set(), set(), ["json_schema"], id="everything-supported"),
        pytest.param({"json_schema"}, set(), ["json_schema", "tools"], id="json_schema-refused"),
        pytest.param(set(), {"json_schema"}, ["json_schema", "tools"], id="json_schema-ignored"),
        pytest.param({"json_schema", "tools"}, set(), ["json_schema", "tools", "json_object"], id="only-json-mode"),
        pytest.param(
            {"json_schema", "tools", "json_object"},
            set(),
            ["json_schema", "tools", "json_object", "plain"],
            id="nothing-but-text",
        ),
        pytest.param({"json_schema"}, {"tools"}, ["json_schema", "tools", "json_object"], id="refused-then-ignored"),
    ],
)
def test_the_strongest_mode_that_works_is_found_once_and_then_used(
    llm_server: LlmServer, refused: set[str], ignored: set[str], modes: list[str]
) -> None:
    llm_server.refuses, llm_server.ignores = refused, ignored
    first, second = complete(endpoint_at(llm_server), ask("One."), ask("Two."))
    assert [mode_of(body) for body in llm_server.bodies] == [*modes, modes[-1]]
    assert [json.loads(completion.text) for completion in (first, second)] == [json.loads(VALID)] * 2
    assert [completion.usage.attempts for completion in (first, second)] == [len(modes), 1]


def test_what_was_found_out_is_remembered_by_the_next_run(llm_server: LlmServer, tmp_path: Path) -> None:
    llm_server.refuses = {"json_schema", "temperature"}
    path = tmp_path / "capabilities.json"
    complete(endpoint_at(llm_server), ask(temperature=0.0), capabilities=CapabilityStore(path))
    sent = len(llm_server.requests)
    complete(endpoint_at(llm_server), ask("Two.", temperature=0.0), capabilities=CapabilityStore(path))
    assert len(llm_server.requests) == sent + 1
    assert CapabilityStore(path).get(llm_server.url, "test-model") == Capability(mode="tools", dropped=("temperature",))


def test_a_mode_that_stops_working_is_found_out_anew(llm_server: LlmServer) -> None:
    store = CapabilityStore()
    store.remember(llm_server.url, "test-model", Capability(mode="json_schema"))
    llm_server.refuses = {"json_schema"}
    complete(endpoint_at(llm_server), ask(), capabilities=store)
    assert store.get(llm_server.url, "test-model").mode == "tools"


def test_concurrent_first_requests_find_out_once(llm_server: LlmServer) -> None:
    llm_server.refuses = {"json_schema"}
    llm_server.latency_s = 0.02

    async def run() -> None:
        async with OpenAIClient(endpoint_at(llm_server)) as client:
            await asyncio.gather(*(client.complete(ask(f"Article {n}.")) for n in range(8)))

    asyncio.run(run())
    assert [mode_of(body) for body in llm_server.bodies] == ["json_schema"] + ["tools"] * 8


def test_a_cut_off_first_answer_says_nothing_about_the_mode(llm_server: LlmServer, reply: type[Reply]) -> None:
    llm_server.script(reply(text='{"headline":"x","ki', finish_reason="length"))
    store = CapabilityStore()
    (completion,) = complete(endpoint_at(llm_server), ask(), capabilities=store)
    assert (completion.finish_reason, completion.text) == ("length", '{"headline":"x","ki')
    assert store.get(llm_server.url, "test-model") == Capability()


def test_a_schema_that_an_endpoint_cannot_take_lowers_the_mode_for_this_run_only(
    llm_server: LlmServer, reply: type[Reply], tmp_path: Path
) -> None:
    message = "Invalid schema for response_format 'facts': too many states."
    llm_server.script(reply.error(400, message, param="response_format"))
    path = tmp_path / "capabilities.json"
    complete(endpoint_at(llm_server), ask(), ask("Two."), capabilities=CapabilityStore(path))
    assert [mode_of(body) for body in llm_server.bodies] == ["json_schema", "tools", "tools"]
    assert CapabilityStore(path).get(llm_server.url, "test-model") == Capability()


@pytest.mark.parametrize(
    ("refused", "sent"),
    [
        pytest.param({"temperature"}, {"seed": 7, "max_tokens": 9}, id="temperature-of-a-reasoning-model"),
        pytest.param({"seed"}, {"temperature": 0.0, "max_tokens": 9}, id="seed"),
        pytest.param(
            {"max_tokens"}, {"temperature": 0.0, "seed": 7, "max_completion_tokens": 9}, id="max_tokens-renamed"
        ),
        pytest.param({"max_tokens", "temperature", "seed"}, {"max_completion_tokens": 9}, id="several-at-once"),
    ],
)
def test_a_parameter_that_is_refused_is_left_out_once_and_for_all(
    llm_server: LlmServer, refused: set[str], sent: dict[str, object]
) -> None:
    llm_server.refuses = refused
    request = ask(json_schema=None, temperature=0.0, seed=7, max_tokens=9)
    complete(endpoint_at(llm_server), request, request)
    tries = len(refused) + 1
    assert len(llm_server.requests) == tries + 1
    for body in llm_server.bodies[tries - 1 :]:
        assert {name: value for name, value in body.items() if name not in {"model", "messages"}} == sent


def test_openai_itself_gets_max_completion_tokens_from_the_start(llm_server: LlmServer) -> None:
    endpoint = resolve("openai/gpt-5-mini", base_url=llm_server.url, env={"OPENAI_API_KEY": "sk-x"})
    complete(endpoint, ask(max_tokens=9))
    assert llm_server.bodies[0]["max_completion_tokens"] == 9


def test_a_parameter_we_need_is_not_dropped_but_the_refusal_reported(llm_server: LlmServer) -> None:
    llm_server.refuses = {"stop"}
    with pytest.raises(
        ModelRefusesAccessError, match=r"rejected the request \(HTTP 400\): Unsupported parameter: 'stop'"
    ):
        complete(endpoint_at(llm_server), ask(stop=("END",)))


def test_a_cap_that_is_too_large_is_reported_and_not_taken_for_an_unknown_parameter(
    llm_server: LlmServer, reply: type[Reply]
) -> None:
    message = "max_tokens is too large: 99. This model supports at most 9 completion tokens."
    llm_server.script(*[reply.error(400, message, code="invalid_value", param="max_tokens")] * 3)
    with pytest.raises(ModelRefusesAccessError, match="max_tokens is too large"):
        complete(endpoint_at(llm_server), ask(max_tokens=99))
    assert len(llm_server.requests) == 1


def test_an_endpoint_that_takes_neither_name_of_the_cap_is_not_asked_for_ever(llm_server: LlmServer) -> None:
    llm_server.refuses = {"max_tokens", "max_completion_tokens"}
    with pytest.raises(ModelRefusesAccessError, match="'max_tokens' is not supported"):
        complete(endpoint_at(llm_server), ask(max_tokens=99))
    assert len(llm_server.requests) == 3


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(VALID, VALID, id="bare"),
        pytest.param(f"```json\n{VALID}\n```", VALID, id="fenced"),
        pytest.param(f"```\n{VALID}\n```\n", VALID, id="fenced-without-language"),
        pytest.param(f"<think>Is it {{}}?</think>\nHere it is: {VALID}", VALID, id="after-thinking-aloud"),
        pytest.param('{"headline": "x"', '{"headline": "x"', id="broken-json-stays-as-it-is"),
        pytest.param("I can't say.", "I can't say.", id="prose-stays-as-it-is"),
    ],
)
def test_json_is_taken_out_of_what_a_model_puts_around_it(
    llm_server: LlmServer, reply: type[Reply], content: str, text: str
) -> None:
    store = CapabilityStore()
    store.remember(llm_server.url, "test-model", Capability(mode="plain"))
    llm_server.script(reply(text=content))
    (completion,) = complete(endpoint_at(llm_server), ask(), capabilities=store)
    assert completion.text == text


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param({"refusal": "I won't."}, ("refusal", "I won't."), id="refusal-field"),
        pytest.param({"text": "", "finish_reason": "content_filter"}, ("content_filter", None), id="content-filter"),
        pytest.param({"text": "{", "finish_reason": "max_tokens"}, ("length", None), id="another-name-for-length"),
        pytest.param({"text": VALID, "finish_reason": "eos"}, ("stop", None), id="another-name-for-stop"),
        pytest.param({"text": VALID, "finish_reason": "tool_calls"}, ("tool_calls", None), id="tool-calls"),
        pytest.param({"text": VALID, "finish_reason": "odd"}, ("other", None), id="unknown"),
    ],
)
def test_why_an_answer_ended_is_read_in_every_dialect(
    llm_server: LlmServer, reply: type[Reply], answer: dict[str, Any], expected: tuple[str, str | None]
) -> None:
    llm_server.script(reply(**answer))
    (completion,) = complete(endpoint_at(llm_server), ask())
    assert (completion.finish_reason, completion.refusal) == expected
    assert len(llm_server.requests) == 1


def test_half_an_emoji_in_an_answer_does_not_stop_it(llm_server: LlmServer, reply: type[Reply]) -> None:
    llm_server.script(reply(text="bad \ud83d here"))
    (completion,) = complete(endpoint_at(llm_server), ask(json_schema=None))
    assert completion.text == "bad ? here"


def test_a_raw_prompt_goes_to_completions_with_first_token_logprobs(llm_server: LlmServer) -> None:
    request = CompletionRequest(
        model="base", prompt="Q: Was it?\nA:", max_tokens=4, stop=("\n",), logprobs=2, extra={"cache_prompt": True}
    )
    (completion,) = complete(endpoint_at(llm_server), request)
    assert llm_server.requests[0].path == "/v1/completions"
    assert llm_server.bodies == [
        {
            "model": "base",
            "prompt": "Q: Was it?\nA:",
            "max_tokens": 4,
            "stop": ["\n"],
            "logprobs": 2,
            "cache_prompt": True,
        }
    ]
    assert (completion.text, completion.top_logprobs) == ("ok", {" yes": -0.1, " no": -2.5})


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            {"choices": [{"text": " a", "logprobs": {"content": [{"token": " a", "logprob": -0.5, "top_logprobs": [
                {"token": " a", "logprob": -0.5}, {"token": " b", "logprob": -1.5}]}]}}]},
            id="llama.cpp-openai-style",
        ),
        pytest.param(
            {"choices": [{"text": " a"}], "completion_probabilities": [{"token": " a", "logprob": -0.5, "top_logprobs": [
                {"token": " a", "logprob": -0.5}, {"token": " b", "logprob": -1.5}]}]},
            id="llama.cpp-own",
        ),
        pytest.param(
            {"choices": [{"text": " a", "logprobs": {"top_logprobs": [{" a": -0.5, " b": -1.5}, {" c": 0}]}}]},
            id="openai-and-vllm",
        ),
    ],
)  # fmt: skip
def test_logprobs_are_read_in_each_of_their_shapes(
    llm_server: LlmServer, reply: type[Reply], body: dict[str, Any]
) -> None:
    llm_server.script(reply(body=body))
    (completion,) = complete(endpoint_at(llm_server), CompletionRequest(model="base", prompt="Q", logprobs=2))
    assert completion.top_logprobs == {" a": -0.5, " b": -1.5}


def test_chat_logprobs_are_of_the_first_token(llm_server: LlmServer) -> None:
    (completion,) = complete(endpoint_at(llm_server), ask(logprobs=2))
    assert completion.top_logprobs == {"{": -0.1, "[": -2.5}


def test_a_raw_prompt_with_a_schema_is_an_error_before_anything_is_sent(llm_server: LlmServer) -> None:
    with pytest.raises(ConfigError, match="a raw prompt can't carry a schema"):
        complete(endpoint_at(llm_server), CompletionRequest(model="base", prompt="Q", json_schema=SCHEMA))
    assert llm_server.requests == []


def test_schema_names_are_made_to_fit_what_openai_allows(llm_server: LlmServer) -> None:
    complete(endpoint_at(llm_server), ask(schema_name="Künstler über alles.v1" + "x" * 80))
    name = llm_server.bodies[0]["response_format"]["json_schema"]["name"]
    assert name == ("K_nstler__ber_alles_v1" + "x" * 80)[:64]


def test_the_prompt_is_the_same_for_every_request_of_a_mode_up_to_the_article(llm_server: LlmServer) -> None:
    store = CapabilityStore()
    store.remember(llm_server.url, "test-model", Capability(mode="json_object"))
    complete(endpoint_at(llm_server), ask("One."), ask("Two."), capabilities=store)
    first, second = (body["messages"] for body in llm_server.bodies)
    assert first[0] == second[0]
    assert [first[-1]["content"], second[-1]["content"]] == ["One.", "Two."]
