"""What is tried again, how often, and after which pauses; counted in HTTP requests at a real server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from summarizer.domain.completion import Completion, CompletionRequest, Message
from summarizer.domain.record import Usage
from summarizer.errors import ModelRefusesAccessError, ModelUnavailableError, SummarizerError
from summarizer.llm.faults import EndpointFaultError
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.providers import resolve
from summarizer.llm.retrying import Retrying, RetryPolicy

if TYPE_CHECKING:
    from tests.servers.openai_server import LlmServer, Reply

REQUEST = CompletionRequest(model="m", messages=(Message(role="user", content="Article."),))


class FakeTime:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.pauses: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


class Faulty:
    """A client that raises ``faults`` in order, then answers."""

    def __init__(self, *faults: SummarizerError) -> None:
        self.faults = list(faults)
        self.calls = 0

    async def complete(self, request: CompletionRequest) -> Completion:
        self.calls += 1
        if self.faults:
            raise self.faults.pop(0)
        return Completion(text="ok", finish_reason="stop", usage=Usage(calls=1, attempts=1))


def retry(client: Faulty, time: FakeTime, policy: RetryPolicy | None = None) -> Completion:
    # jitter 1: the longest pause each time, so that sums are exact
    retrying = Retrying(client, policy, sleep=time.sleep, clock=time.clock, jitter=lambda: 1.0)
    return asyncio.run(retrying.complete(REQUEST))


def busy(**attributes: float) -> EndpointFaultError:
    return EndpointFaultError("busy", **attributes)  # type: ignore[arg-type]  # numbers, as its parameters are


def test_pauses_double_until_the_longest_and_attempts_are_all_counted() -> None:
    time, client = FakeTime(), Faulty(busy(), busy(), busy(), busy())
    completion = retry(client, time, RetryPolicy(attempts=6, base_s=1.0, longest_s=3.0))
    assert time.pauses == [1.0, 2.0, 3.0, 3.0]
    assert completion.usage == Usage(calls=1, attempts=5)


def test_pauses_vary_between_half_and_all_so_that_clients_do_not_return_together() -> None:
    time = FakeTime()
    jitters = iter([0.0, 0.5])
    retrying = Retrying(
        Faulty(busy(), busy()),
        RetryPolicy(base_s=1.0),
        sleep=time.sleep,
        clock=time.clock,
        jitter=lambda: next(jitters),
    )
    asyncio.run(retrying.complete(REQUEST))
    assert time.pauses == [0.5, 1.5]


def test_it_gives_up_after_the_allowed_attempts_with_the_last_fault_and_the_count() -> None:
    time, client = FakeTime(), Faulty(*(busy() for _ in range(9)))
    with pytest.raises(ModelUnavailableError, match=r"^busy \(gave up after 3 tries in 2 s\)$") as caught:
        retry(client, time, RetryPolicy(attempts=3, base_s=0.5))
    assert client.calls == 3
    assert isinstance(caught.value.__cause__, EndpointFaultError)


def test_the_wait_a_server_asks_for_is_kept_exactly() -> None:
    time = FakeTime()
    retry(Faulty(busy(retry_after_s=17.5), busy(retry_after_s=0)), time)
    assert time.pauses == [17.5, 0]


def test_a_wait_beyond_the_longest_is_not_begun() -> None:
    time, client = FakeTime(), Faulty(busy(retry_after_s=3_600))
    with pytest.raises(ModelUnavailableError, match=r"^busy; it asks to wait 3600 s: run it again with --resume"):
        retry(client, time, RetryPolicy(longest_retry_after_s=120))
    assert (time.pauses, client.calls) == ([], 1)


def test_no_pause_is_begun_that_would_end_after_the_total_time() -> None:
    time, client = FakeTime(), Faulty(*(busy() for _ in range(9)))
    with pytest.raises(ModelUnavailableError, match="gave up after 4 tries in 7 s"):
        retry(client, time, RetryPolicy(attempts=9, base_s=1.0, total_s=10.0))
    assert time.pauses == [1.0, 2.0, 4.0]


def test_a_fault_that_waiting_rarely_mends_is_tried_as_often_as_it_says() -> None:
    time, client = FakeTime(), Faulty(busy(max_retries=1), busy(max_retries=1), busy(max_retries=1))
    with pytest.raises(ModelUnavailableError, match="after 2 tries"):
        retry(client, time)
    assert client.calls == 2


def test_other_errors_pass_through_untouched() -> None:
    error = ModelRefusesAccessError("no")
    time, client = FakeTime(), Faulty(error)
    with pytest.raises(ModelRefusesAccessError) as caught:
        retry(client, time)
    assert caught.value is error
    assert client.calls == 1


def test_http_requests_of_failed_tries_are_all_counted() -> None:
    fault = busy()
    fault.attempts = 3  # a client that was finding out a mode
    assert retry(Faulty(fault), FakeTime()).usage.attempts == 4


def test_each_pause_is_logged_with_its_reason(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        retry(Faulty(busy(retry_after_s=2)), FakeTime())
    assert caplog.messages == ["busy; trying again in 2.0 s"]


Script = Callable[["type[Reply]"], "Reply"]


@pytest.mark.parametrize(
    ("script", "http_requests"),
    [
        pytest.param(lambda r: r.error(429), 4, id="429"),
        pytest.param(lambda r: r.error(429, headers={"Retry-After": "0.01"}), 4, id="429-with-retry-after"),
        pytest.param(lambda r: r.error(429, headers={"Retry-After": "9999"}), 1, id="429-hours"),
        pytest.param(lambda r: r.error(429, code="insufficient_quota"), 1, id="429-quota"),
        pytest.param(lambda r: r.error(408), 4, id="408"),
        pytest.param(lambda r: r.error(409), 4, id="409"),
        pytest.param(lambda r: r.error(500), 4, id="500"),
        pytest.param(lambda r: r.error(502), 4, id="502"),
        pytest.param(lambda r: r.error(503), 4, id="503"),
        pytest.param(lambda r: r(cut="before"), 4, id="dropped-before-the-answer"),
        pytest.param(lambda r: r(cut="middle"), 4, id="dropped-in-the-middle"),
        pytest.param(lambda r: r(delay_s=2.0), 4, id="hanging"),
        pytest.param(lambda r: r(drip_s=0.2), 4, id="dripping"),
        pytest.param(lambda r: r(body="{torn"), 4, id="torn-json"),
        pytest.param(lambda r: r.html(), 3, id="web-page"),
        pytest.param(lambda r: r.error(400), 1, id="400"),
        pytest.param(lambda r: r.error(401), 1, id="401"),
        pytest.param(lambda r: r.error(404), 1, id="404"),
        pytest.param(lambda r: r(status=302, headers={"Location": "http://elsewhere.example"}), 1, id="redirect"),
    ],
)
def test_retries_are_not_multiplied_by_any_layer_below(
    llm_server: LlmServer, reply: type[Reply], script: Script, http_requests: int
) -> None:
    fault = script(reply)
    llm_server.script(*[fault] * 20)
    time = FakeTime()
    timeout_s = 0.6 if fault.delay_s or fault.drip_s else 10
    endpoint = resolve("compatible/m", base_url=llm_server.url, env={}, timeout_s=timeout_s)

    async def run() -> None:
        async with OpenAIClient(endpoint) as client:
            await Retrying(client, RetryPolicy(attempts=4), sleep=time.sleep, clock=time.clock).complete(REQUEST)

    with pytest.raises(SummarizerError):
        asyncio.run(run())
    assert (len(llm_server.requests), len(time.pauses)) == (http_requests, http_requests - 1)


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(lambda r: r.error(429, headers={"Retry-After": "0.01"}), id="429"),
        pytest.param(lambda r: r(cut="middle"), id="dropped"),
        pytest.param(lambda r: r.error(503), id="503"),
    ],
)
def test_an_answer_after_two_faults_is_the_answer(llm_server: LlmServer, reply: type[Reply], script: Script) -> None:
    llm_server.script(script(reply), script(reply))
    time = FakeTime()
    endpoint = resolve("compatible/m", base_url=llm_server.url, env={}, timeout_s=5)

    async def run() -> Completion:
        async with OpenAIClient(endpoint) as client:
            return await Retrying(client, sleep=time.sleep, clock=time.clock).complete(REQUEST)

    completion = asyncio.run(run())
    assert (completion.text, completion.usage.attempts, len(llm_server.requests)) == ("ok", 3, 3)
