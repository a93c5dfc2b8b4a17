"""The gate over real HTTP: places, rates, pauses, and what a server's headers say."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest

from summarizer.domain.completion import Completion, CompletionRequest, Message
from summarizer.errors import SummarizerError
from summarizer.llm.level import Level
from summarizer.llm.limits import Size, Traffic
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.providers import resolve
from summarizer.llm.retrying import Retrying, RetryPolicy

if TYPE_CHECKING:
    from tests.servers.openai_server import LlmServer, Reply

QUICK = RetryPolicy(base_s=0.01)


def request(number: int) -> CompletionRequest:
    return CompletionRequest(model="m", messages=(Message(role="user", content=f"Article {number}."),))


def send(
    server: LlmServer, traffic: Traffic, count: int, *, timeout_s: float = 10.0
) -> list[Completion | BaseException]:
    endpoint = resolve("compatible/m", base_url=server.url, env={}, timeout_s=timeout_s)

    async def run() -> list[Completion | BaseException]:
        async with OpenAIClient(endpoint, traffic=traffic) as client:
            retrying = Retrying(client, QUICK)
            return await asyncio.gather(*(retrying.complete(request(n)) for n in range(count)), return_exceptions=True)

    return asyncio.run(run())


def arrivals(server: LlmServer) -> list[float]:
    first = server.requests[0].at
    return [received.at - first for received in server.requests]


def test_no_more_are_in_flight_than_the_level_allows(llm_server: LlmServer) -> None:
    llm_server.latency_s = 0.02
    answers = send(llm_server, Traffic(Level(3, largest=3)), 12)
    assert [type(answer) for answer in answers] == [Completion] * 12
    assert llm_server.most_at_once == 3


def test_the_level_rises_by_itself_while_the_server_keeps_up(llm_server: LlmServer) -> None:
    llm_server.latency_s = 0.1
    traffic = Traffic(Level(4, largest=64))
    send(llm_server, traffic, 200)
    assert llm_server.most_at_once > 12


def test_a_server_that_takes_six_at_once_is_found_out_and_every_article_is_answered(
    llm_server: LlmServer, reply: type[Reply]
) -> None:
    llm_server.latency_s = 0.02
    llm_server.answer = lambda _body: reply.error(429) if llm_server.at_once > 6 else None
    traffic = Traffic(Level(8, largest=64))
    answers = send(llm_server, traffic, 150)
    assert [type(answer) for answer in answers] == [Completion] * 150
    assert len(llm_server.requests) <= 150 * 1.5
    assert traffic.level.limit <= 10


def test_requests_per_minute_are_kept(llm_server: LlmServer) -> None:
    started = time.perf_counter()
    send(llm_server, Traffic(Level(64, largest=64), rpm=600), 28)
    # one and a second's worth (10) at once, then one each tenth of a second: the last after 1.7 s
    assert time.perf_counter() - started >= 1.69
    assert arrivals(llm_server)[-1] <= 6.0


def test_tokens_per_minute_are_kept_by_an_estimate_that_learns_from_the_counts(
    llm_server: LlmServer, reply: type[Reply]
) -> None:
    llm_server.answer = lambda _body: reply(usage={"prompt_tokens": 100, "completion_tokens": 100})
    traffic = Traffic(Level(64, largest=64), tpm=60_000)
    started = time.perf_counter()
    send(llm_server, traffic, 14)
    # 1,000 tokens a second: 14 answers of 200 take 1.8 s beyond the first second's worth
    assert time.perf_counter() - started >= 1.0
    assert arrivals(llm_server)[-1] <= 4.0


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Retry-After": "0.4"}, id="retry-after"),
        pytest.param({"retry-after-ms": "400"}, id="milliseconds"),
        pytest.param({"RETRY-AFTER": "0.4"}, id="upper-case"),
        pytest.param(
            {"X-RateLimit-Remaining-Requests": "0", "X-RateLimit-Reset-Requests": "400ms"}, id="ratelimit-headers"
        ),
    ],
)
def test_a_refusal_with_a_time_holds_everyone_for_that_time(
    llm_server: LlmServer, reply: type[Reply], headers: dict[str, str]
) -> None:
    llm_server.script(reply.error(429, headers=headers))
    answers = send(llm_server, Traffic(Level(1, largest=1)), 3)
    times = arrivals(llm_server)
    assert [type(answer) for answer in answers] == [Completion] * 3
    assert len(times) == 4
    assert times[1] >= 0.39


def test_an_answer_that_says_none_is_left_holds_the_next_until_the_limit_starts_anew(
    llm_server: LlmServer, reply: type[Reply]
) -> None:
    spent = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "0.5s"}
    llm_server.script(reply(headers=spent))
    send(llm_server, Traffic(Level(1, largest=1)), 2)
    assert arrivals(llm_server)[1] >= 0.49


def test_an_answer_that_says_some_are_left_holds_nothing(llm_server: LlmServer, reply: type[Reply]) -> None:
    left = {"x-ratelimit-remaining-requests": "5", "x-ratelimit-reset-requests": "60s"}
    llm_server.script(reply(headers=left))
    send(llm_server, Traffic(Level(1, largest=1)), 4)
    assert arrivals(llm_server)[-1] < 1.0


def test_one_hanging_request_does_not_hold_the_others(llm_server: LlmServer, reply: type[Reply]) -> None:
    llm_server.script(reply(delay_s=1.5))
    started = time.monotonic()
    answers = send(llm_server, Traffic(Level(4, largest=4)), 30, timeout_s=0.5)
    assert [type(answer) for answer in answers] == [Completion] * 30
    assert sum(at < 0.5 for at in arrivals(llm_server)) >= 29
    assert time.monotonic() - started < 1.5


def test_a_caller_that_gives_up_waiting_leaves_its_place_to_the_next() -> None:
    async def run() -> tuple[int, int]:
        traffic = Traffic(Level(1, largest=1))
        first = await traffic.enter(Size(10))
        gone = asyncio.create_task(traffic.enter(Size(10)))
        stays = asyncio.create_task(traffic.enter(Size(10)))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        traffic.leave(first)
        traffic.leave(await stays)
        return traffic.in_flight, traffic.waiting

    assert asyncio.run(run()) == (0, 0)


def test_a_clock_that_jumps_moves_no_pause(
    llm_server: LlmServer, reply: type[Reply], monkeypatch: pytest.MonkeyPatch
) -> None:
    jumps = iter([0.0, 1e6, -1e6, 5e5])
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + next(jumps, 0.0))
    llm_server.script(reply.error(429, headers={"Retry-After": "0.3"}))
    answers = send(llm_server, Traffic(Level(1, largest=1), rpm=6_000), 2)
    assert [type(answer) for answer in answers] == [Completion] * 2
    assert 0.29 <= arrivals(llm_server)[1] < 2.0


def test_a_date_in_retry_after_is_taken_against_the_servers_clock(llm_server: LlmServer, reply: type[Reply]) -> None:
    # both an hour behind ours: it asks for one second
    headers = {"Date": "Wed, 21 Oct 2015 07:28:00 GMT", "Retry-After": "Wed, 21 Oct 2015 07:28:01 GMT"}
    llm_server.script(reply.error(503, headers=headers))
    send(llm_server, Traffic(Level(1, largest=1)), 1)
    assert 0.99 <= arrivals(llm_server)[1] < 3.0


def test_failures_of_the_server_are_borne_at_full_level_afterwards(llm_server: LlmServer, reply: type[Reply]) -> None:
    traffic = Traffic(Level(8, largest=8, by_latency=False))
    llm_server.script(*[reply.error(503)] * 8)
    answers: list[Any] = send(llm_server, traffic, 60)
    assert not [answer for answer in answers if isinstance(answer, SummarizerError)]
    assert traffic.level.limit == 8
