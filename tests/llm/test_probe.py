"""One tiny call that says what an endpoint supports."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from summarizer.errors import ModelRefusesAccessError, ModelUnavailableError
from summarizer.llm.capabilities import Capability, CapabilityStore
from summarizer.llm.ledger import Ledger
from summarizer.llm.probe import probe
from summarizer.llm.providers import Endpoint, resolve

if TYPE_CHECKING:
    from tests.servers.openai_server import LlmServer, Reply


def endpoint_at(server: LlmServer) -> Endpoint:
    return resolve("compatible/test-model", base_url=server.url, env={}, timeout_s=5)


@pytest.mark.parametrize(
    ("refuses", "found"),
    [
        pytest.param(set(), ("json_schema", True, (), 1), id="everything"),
        pytest.param({"logprobs"}, ("json_schema", False, ("logprobs", "top_logprobs"), 2), id="no-logprobs"),
        pytest.param({"json_schema", "tools"}, ("json_object", True, (), 3), id="json-mode-only"),
    ],
)
def test_it_reports_mode_logprobs_and_refused_parameters(
    llm_server: LlmServer, refuses: set[str], found: tuple[str, bool, tuple[str, ...], int]
) -> None:
    llm_server.refuses = refuses
    report = asyncio.run(probe(endpoint_at(llm_server)))
    assert (report.mode, report.logprobs, report.refused, report.requests) == found
    assert report.model == "test-model"
    assert report.latency_s > 0


def test_what_it_finds_out_a_run_need_not_find_out(llm_server: LlmServer) -> None:
    store = CapabilityStore()
    llm_server.refuses = {"json_schema"}
    asyncio.run(probe(endpoint_at(llm_server), capabilities=store, ledger=Ledger()))
    assert store.get(llm_server.url, "test-model") == Capability(mode="tools")


def test_a_model_that_follows_no_schema_is_reported_as_such(llm_server: LlmServer, reply: type[Reply]) -> None:
    llm_server.answer = lambda _body: reply(text='{"other": 1}')
    report = asyncio.run(probe(endpoint_at(llm_server)))
    assert (report.mode, report.requests) == (None, 4)


def test_a_model_that_gives_no_json_however_it_is_asked_is_an_error_that_shows_its_words(
    llm_server: LlmServer, reply: type[Reply]
) -> None:
    llm_server.answer = lambda _body: reply(text="Yes, of course!")
    with pytest.raises(ModelRefusesAccessError, match=r"gives no JSON, in whichever way.*it begins 'Yes, of course!'"):
        asyncio.run(probe(endpoint_at(llm_server)))
    assert len(llm_server.requests) == 4


def test_a_failing_endpoint_is_not_asked_again(llm_server: LlmServer, reply: type[Reply]) -> None:
    llm_server.script(reply.error(503))
    with pytest.raises(ModelUnavailableError, match="HTTP 503"):
        asyncio.run(probe(endpoint_at(llm_server)))
    assert len(llm_server.requests) == 1
