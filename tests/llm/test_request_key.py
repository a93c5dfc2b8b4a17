"""The cache key: every part of a request changes it, and nothing else does."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from summarizer.domain.completion import CompletionRequest, Message
from summarizer.llm.request import cache_key, canonical

REQUEST = CompletionRequest(
    model="m",
    messages=(Message(role="user", content="Article."),),
    json_schema={"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}},
    max_tokens=100,
    temperature=0.0,
    seed=1,
    stop=("END",),
    extra={"top_p": 0.5, "top_k": 3},
    splitter="sentencex 1",
)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"model": "n"}, id="model"),
        pytest.param({"messages": (Message(role="user", content="article."),)}, id="message-text"),
        pytest.param({"messages": (Message(role="system", content="Article."),)}, id="message-role"),
        pytest.param({"prompt": "Article."}, id="prompt"),
        pytest.param({"json_schema": {"type": "object"}}, id="schema"),
        pytest.param(
            {"json_schema": {"type": "object", "properties": {"b": {"type": "string"}, "a": {"type": "string"}}}},
            id="order-in-which-the-schema-is-filled",
        ),
        pytest.param({"schema_name": "other"}, id="schema-name"),
        pytest.param({"max_tokens": 101}, id="max-tokens"),
        pytest.param({"temperature": 0.1}, id="temperature"),
        pytest.param({"temperature": None}, id="no-temperature"),
        pytest.param({"seed": 2}, id="seed"),
        pytest.param({"stop": ()}, id="stop"),
        pytest.param({"logprobs": 5}, id="logprobs"),
        pytest.param({"extra": {"top_p": 0.5}}, id="extra"),
        pytest.param({"splitter": "sentencex 2"}, id="splitter"),
        pytest.param({"repeat": 1}, id="repeat"),
    ],
)
def test_every_part_of_a_request_changes_its_key(change: dict[str, Any]) -> None:
    changed = dataclasses.replace(REQUEST, **change)
    assert cache_key(changed, endpoint="http://a/v1") != cache_key(REQUEST, endpoint="http://a/v1")


def test_the_changes_above_cover_every_field_of_a_request() -> None:
    marks = test_every_part_of_a_request_changes_its_key.pytestmark
    covered = {name for parameters in marks[0].args[1] for name in parameters.values[0]}
    assert covered == {field.name for field in dataclasses.fields(CompletionRequest)}


def test_the_endpoint_is_part_of_the_key() -> None:
    assert cache_key(REQUEST, endpoint="http://a/v1") != cache_key(REQUEST, endpoint="http://b/v1")


def test_equal_requests_have_equal_keys() -> None:
    same = dataclasses.replace(REQUEST, temperature=0, extra={"top_k": 3, "top_p": 0.5})
    assert same == REQUEST
    assert cache_key(same, endpoint="e") == cache_key(REQUEST, endpoint="e")


def test_the_key_is_the_same_in_every_process_and_release() -> None:
    # pinned: a change here orphans every cache there is, and must come with a new KEY_VERSION
    assert cache_key(REQUEST, endpoint="http://a/v1") == (
        "40eb56b6ff67079ff05e5d0d70ea5cc5fbd6f07ae9be6e5cf238966e9dfa584d"
    )


def test_the_canonical_request_is_readable_json_with_its_version() -> None:
    assert canonical(CompletionRequest(model="m", prompt="p"), endpoint="e") == (
        '{"version":1,"endpoint":"e","model":"m","messages":[],"prompt":"p","schema":null,"schema_name":"facts",'
        '"max_tokens":null,"temperature":null,"seed":null,"stop":[],"logprobs":0,"extra":{},"splitter":"","repeat":0}'
    )
