"""Every way an endpoint can fail, over real HTTP, and the error of ours it becomes."""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
import re
import socket
import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from summarizer.domain.completion import Completion, CompletionRequest, Message
from summarizer.errors import (
    AnswerRefusedError,
    ArticleTooLongError,
    ConfigError,
    ModelRefusesAccessError,
    SummarizerError,
)
from summarizer.llm.faults import EndpointFaultError, Reply, RequestRejectedError, connection_fault, reply_fault
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.providers import Endpoint, resolve

if TYPE_CHECKING:
    from tests.servers.openai_server import LlmServer
    from tests.servers.openai_server import Reply as Scripted

KEY = "sk-planted-7c1f"
REQUEST = CompletionRequest(model="m", messages=(Message(role="user", content="Article."),))


def endpoint_at(base_url: str, *, timeout_s: float = 5.0, key: str | None = KEY) -> Endpoint:
    env = {"SUMMARIZER_API_KEY": key} if key else {}
    return resolve("compatible/m", base_url=base_url, env=env, timeout_s=timeout_s)


def fail(endpoint: Endpoint) -> SummarizerError:
    async def run() -> Completion:
        async with OpenAIClient(endpoint) as client:
            return await client.complete(REQUEST)

    with pytest.raises(SummarizerError) as caught:
        asyncio.run(run())
    return caught.value


Script = Callable[["type[Scripted]"], "Scripted"]

STATUSES = [
    pytest.param(lambda r: r.error(401, f"Incorrect key {KEY}"), ModelRefusesAccessError,
                 "rejected the key in SUMMARIZER_API_KEY", id="401"),
    pytest.param(lambda r: r.error(403, f"{KEY} may not use m"), ModelRefusesAccessError,
                 r"gives the key in SUMMARIZER_API_KEY no access to 'm' \(HTTP 403\): \*\*\* may not", id="403"),
    pytest.param(lambda r: r.error(402), ModelRefusesAccessError, "has no quota left", id="402"),
    pytest.param(lambda r: r.error(429, "You exceeded your quota", code="insufficient_quota"), ModelRefusesAccessError,
                 "has no quota left; check its plan and billing", id="429-quota"),
    pytest.param(lambda r: r.error(404, "The model `m` does not exist"), RequestRejectedError,
                 "has no model 'm'.*check the model's name", id="404-model"),
    pytest.param(lambda r: r(status=404, body={"detail": "Not Found"}), RequestRejectedError,
                 r"has no chat completions \(HTTP 404\); check --base-url \(most end in /v1\)", id="404-path"),
    pytest.param(lambda r: r.html(404), RequestRejectedError, "has no chat completions", id="404-html"),
    pytest.param(lambda r: r.error(400, "bad thing"), RequestRejectedError, r"\(HTTP 400\): bad thing", id="400"),
    pytest.param(lambda r: r.error(422, "bad thing"), RequestRejectedError, r"\(HTTP 422\): bad thing", id="422"),
    pytest.param(lambda r: r.error(501, "not here"), RequestRejectedError, r"\(HTTP 501\)", id="501"),
    pytest.param(lambda r: r.error(400, "long", code="context_length_exceeded"), ArticleTooLongError,
                 "longer than compatible/m takes: long", id="context-by-code"),
    pytest.param(lambda r: r.error(400, "This model's maximum context length is 4096 tokens"), ArticleTooLongError,
                 "maximum context length is 4096", id="context-by-text"),
    pytest.param(lambda r: r.error(413), ArticleTooLongError, "longer than", id="413"),
    pytest.param(lambda r: r.error(400, "flagged", code="content_filter"), AnswerRefusedError,
                 "content filter", id="content-filter"),
    pytest.param(lambda r: r.error(429, "slow down"), EndpointFaultError, "HTTP 429: slow down", id="429"),
    pytest.param(lambda r: r.error(408), EndpointFaultError, "HTTP 408", id="408"),
    pytest.param(lambda r: r.error(409), EndpointFaultError, "HTTP 409", id="409"),
    pytest.param(lambda r: r.error(500), EndpointFaultError, "HTTP 500", id="500"),
    pytest.param(lambda r: r.html(502), EndpointFaultError, "HTTP 502", id="502-html"),
    pytest.param(lambda r: r.error(503, "Loading model"), EndpointFaultError, "HTTP 503: Loading model", id="503"),
    pytest.param(lambda r: r.html(), EndpointFaultError, "a web page where JSON was expected", id="html"),
    pytest.param(lambda r: r(body="not json"), EndpointFaultError, "isn't a completion", id="garbage"),
    pytest.param(lambda r: r(body='{"choices": []}'), EndpointFaultError, "isn't a completion", id="no-choices"),
    pytest.param(lambda r: r(body="[]"), EndpointFaultError, "isn't a completion", id="a-list"),
    pytest.param(lambda r: r(body='{"choices": [{"message"'), EndpointFaultError, "isn't a completion", id="torn-json"),
    pytest.param(lambda r: r(body={"error": {"message": "busy", "code": 429}}), EndpointFaultError,
                 "HTTP 429: busy", id="error-under-200"),
    pytest.param(lambda r: r(body={"error": "upstream died"}), EndpointFaultError,
                 "HTTP 502: upstream died", id="error-text-under-200"),
    pytest.param(lambda r: r(cut="before"), EndpointFaultError, "broke before the answer was complete", id="cut-before"),
    pytest.param(lambda r: r(cut="middle"), EndpointFaultError, "broke before the answer was complete", id="cut-middle"),
    pytest.param(lambda r: r(status=302, headers={"Location": f"http://elsewhere.example/{KEY}"}), ConfigError,
                 r"redirects to http://elsewhere\.example \(HTTP 302\)", id="redirect"),
]  # fmt: skip


@pytest.mark.parametrize(("script", "kind", "message"), STATUSES)
def test_each_failure_becomes_our_error_after_one_request_and_never_shows_the_key(
    llm_server: LlmServer, reply: type[Scripted], script: Script, kind: type[SummarizerError], message: str
) -> None:
    llm_server.script(script(reply))
    error = fail(endpoint_at(llm_server.url))
    assert type(error) is kind
    assert re.search(message, str(error))
    assert len(llm_server.requests) == 1
    assert KEY not in repr(error) + repr(error.__cause__)


def test_a_missing_key_is_named_where_the_endpoint_asks_for_one(llm_server: LlmServer, reply: type[Scripted]) -> None:
    llm_server.script(reply.error(401))
    error = fail(endpoint_at(llm_server.url, key=None))
    assert str(error) == f"{llm_server.url} asks for a key (HTTP 401); set SUMMARIZER_API_KEY"


def test_ollama_without_the_model_says_how_to_get_it(llm_server: LlmServer, reply: type[Scripted]) -> None:
    llm_server.script(reply.error(404, 'model "x" not found, try pulling it first'))
    error = fail(resolve("ollama/x", base_url=llm_server.url, env={}))
    assert str(error).endswith("; run: ollama pull x")


def test_a_redirect_is_not_followed(llm_server: LlmServer, reply: type[Scripted]) -> None:
    llm_server.script(reply(status=307, headers={"Location": f"{llm_server.url}/elsewhere"}))
    fail(endpoint_at(llm_server.url))
    assert [request.path for request in llm_server.requests] == ["/v1/chat/completions"]


@pytest.mark.parametrize(
    "slow", [pytest.param({"delay_s": 5.0}, id="hanging"), pytest.param({"drip_s": 0.08}, id="dripping")]
)
def test_an_answer_that_takes_too_long_in_all_is_given_up(
    llm_server: LlmServer, reply: type[Scripted], slow: dict[str, float]
) -> None:
    llm_server.script(reply(**slow))  # type: ignore[arg-type]  # each of them is a float
    error = fail(endpoint_at(llm_server.url, timeout_s=0.3))
    assert isinstance(error, EndpointFaultError)
    assert "gave no complete answer within 0.3 s" in str(error)
    assert error.billed


def test_nobody_listening_is_said_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        error = fail(endpoint_at(url))
        ollama = fail(resolve("ollama/x", base_url=url, env={}))
    assert str(error) == f"nothing answers at {url}; start the server, or check --base-url"
    assert str(ollama) == f"nothing answers at {url}; start it with: ollama serve"
    assert isinstance(error, EndpointFaultError)
    assert error.max_retries == 2


def test_a_server_without_tls_is_said_and_not_tried_again(llm_server: LlmServer) -> None:
    error = fail(endpoint_at(llm_server.url.replace("http://", "https://")))
    assert isinstance(error, EndpointFaultError)
    assert "check whether it speaks https:// or http://" in str(error)
    assert error.max_retries == 0


def test_an_untrusted_certificate_is_said_and_not_tried_again() -> None:
    outer = ConnectionError("connection failed")
    outer.__cause__ = ssl.SSLCertVerificationError("self-signed certificate")
    error = connection_fault(outer, endpoint_at("https://h:8443/v1"))
    assert isinstance(error, EndpointFaultError)
    assert str(error).startswith("no secure connection to h:8443: its certificate isn't trusted; ")
    assert error.max_retries == 0


def test_an_unknown_host_is_said() -> None:
    error = connection_fault(
        socket.gaierror(-2, "Name or service not known"), endpoint_at("https://nowhere.invalid/v1")
    )
    assert str(error) == "the host of https://nowhere.invalid/v1 can't be found; check --base-url and the network"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        pytest.param("7", 7.0, id="seconds"),
        pytest.param("0.5", 0.5, id="fraction"),
        pytest.param("-3", 0.0, id="negative"),
        pytest.param("soon", None, id="nonsense"),
        pytest.param("nan", None, id="not-a-number"),
        pytest.param("", None, id="empty"),
    ],
)
def test_retry_after_is_read(value: str, seconds: float | None) -> None:
    error = reply_fault(Reply(429, {"retry-after": value}, "{}"), endpoint_at("https://h/v1"))
    assert isinstance(error, EndpointFaultError)
    assert error.retry_after_s == seconds


@pytest.mark.parametrize(
    ("ahead_s", "least", "most"), [(90, 85, 90), (-90, 0, 0)], ids=["in-the-future", "in-the-past"]
)
def test_retry_after_is_read_as_a_date(ahead_s: int, least: float, most: float) -> None:
    date = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=ahead_s), usegmt=True)
    error = reply_fault(Reply(503, {"retry-after": date}, ""), endpoint_at("https://h/v1"))
    assert isinstance(error, EndpointFaultError)
    assert error.retry_after_s is not None
    assert least <= error.retry_after_s <= most


def test_a_server_that_says_not_to_retry_is_believed() -> None:
    error = reply_fault(Reply(500, {"x-should-retry": "false"}, ""), endpoint_at("https://h/v1"))
    assert isinstance(error, EndpointFaultError)
    assert error.max_retries == 0


def test_long_server_texts_are_cut_and_kept_on_one_line() -> None:
    error = reply_fault(Reply(400, {}, '{"error": {"message": "a\\nb' + "x" * 900 + '"}}'), endpoint_at("https://h/v1"))
    assert "a b" in str(error)
    assert len(str(error)) < 400
