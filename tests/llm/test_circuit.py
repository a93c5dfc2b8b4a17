"""A dead endpoint ends the run once, with few requests; a bad moment ends nothing; a storm is bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from summarizer.domain.completion import Completion, CompletionRequest, Message
from summarizer.errors import ModelUnavailableError, NoAnswerError
from summarizer.llm.circuit import Circuit, RetryBudget
from summarizer.llm.faults import EndpointFaultError
from summarizer.llm.level import Level
from summarizer.llm.limits import Traffic
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.providers import resolve
from summarizer.llm.retrying import Retrying, RetryPolicy

if TYPE_CHECKING:
    from tests.servers.openai_server import LlmServer, Reply

Outcome = Completion | BaseException


class FakeTime:
    """A clock that moves only when someone sleeps; sleepers wake in the order of their times."""

    def __init__(self) -> None:
        self.now = 1_000.0

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        await asyncio.sleep(min(0.02, seconds / 100))  # lets others run, and those with shorter sleeps first
        self.now = max(self.now, until)

    def clock(self) -> float:
        return self.now


def send(
    server: LlmServer,
    count: int,
    *,
    in_flight: int = 32,
    outage_s: float = 60.0,
    budget: RetryBudget | None = None,
    before: Callable[[int], None] = lambda _number: None,
    answered_first: bool = False,
) -> list[Outcome]:
    endpoint = resolve("compatible/m", base_url=server.url, env={}, timeout_s=5)
    time = FakeTime()
    traffic = Traffic(Level(in_flight, largest=in_flight))
    circuit = Circuit(outage_s=outage_s, tries=5, on_open=traffic.send_back, sleep=time.sleep, clock=time.clock)

    async def run() -> list[Outcome]:
        async with OpenAIClient(endpoint, traffic=traffic) as client:
            retrying = Retrying(
                client, RetryPolicy(), circuit=circuit, budget=budget, sleep=time.sleep, clock=time.clock
            )

            async def one(number: int) -> Completion:
                before(number)
                messages = (Message(role="user", content=f"Article {number}."),)
                return await retrying.complete(CompletionRequest(model="m", messages=messages))

            if answered_first:
                await one(-2)
            return await asyncio.gather(*(one(number) for number in range(count)), return_exceptions=True)

    return asyncio.run(run())


def kinds(outcomes: list[Outcome]) -> set[str]:
    return {type(outcome).__name__ for outcome in outcomes}


def test_an_endpoint_that_never_answers_ends_the_run_after_few_requests(
    llm_server: LlmServer, reply: type[Reply]
) -> None:
    llm_server.answer = lambda _body: reply.error(503)
    outcomes = send(llm_server, 200)
    assert kinds(outcomes) <= {"ModelUnavailableError", "EndpointFaultError"}
    assert all(isinstance(outcome, ModelUnavailableError) for outcome in outcomes)
    assert len(llm_server.requests) <= 32 + 20


def test_an_endpoint_that_dies_ends_the_run_with_one_message_that_says_what_to_do(
    llm_server: LlmServer, reply: type[Reply]
) -> None:
    llm_server.answer = lambda _body: reply.error(503) if len(llm_server.requests) > 1 else None
    outcomes = send(llm_server, 200, answered_first=True)
    messages = {str(outcome) for outcome in outcomes}
    assert kinds(outcomes) == {"ModelUnavailableError"}
    assert len(messages) == 1
    assert "run it again with --resume" in messages.pop()
    assert len(llm_server.requests) <= 1 + 32 + 20


def test_an_outage_shorter_than_is_borne_costs_no_article_and_few_requests(
    llm_server: LlmServer, reply: type[Reply]
) -> None:
    faults = 50
    llm_server.answer = lambda _body: reply.error(500) if 20 < len(llm_server.requests) <= 20 + faults else None
    outcomes = send(llm_server, 200, answered_first=True, outage_s=1_000_000)
    assert kinds(outcomes) == {"Completion"}
    assert len(llm_server.requests) == 201 + faults


def test_one_article_that_the_endpoint_keeps_failing_on_is_the_only_one_to_fail(
    llm_server: LlmServer, reply: type[Reply]
) -> None:
    llm_server.answer = lambda body: reply.error(500) if body["messages"][0]["content"] == "Article 7." else None
    outcomes = send(llm_server, 20, in_flight=4, answered_first=True)
    failed = [(number, outcome) for number, outcome in enumerate(outcomes) if isinstance(outcome, BaseException)]
    ((number, error),) = failed
    assert number == 7
    assert isinstance(error, NoAnswerError)
    assert "gave up after 5 tries" in str(error)


def test_a_storm_is_bounded_by_the_runs_own_budget(llm_server: LlmServer, reply: type[Reply]) -> None:
    # every other request fails: without a bound there would be twice as many requests as articles
    llm_server.answer = lambda _body: reply.error(500) if len(llm_server.requests) % 2 == 0 else None
    outcomes = send(llm_server, 200, budget=RetryBudget(0.2, reserve=10), answered_first=True)
    failed = [outcome for outcome in outcomes if isinstance(outcome, NoAnswerError)]
    assert kinds(outcomes) == {"Completion", "NoAnswerError"}
    assert "the run's retries are spent" in str(failed[0])
    assert len(llm_server.requests) <= 201 * 1.2 + 10


def test_a_budget_gives_its_reserve_then_its_share_and_saves_no_more_than_four_reserves() -> None:
    budget = RetryBudget(0.5, reserve=2)
    at_first = [budget.take() for _ in range(3)]
    budget.deposit()
    budget.deposit()
    after_two_requests = [budget.take() for _ in range(2)]
    for _ in range(1_000):
        budget.deposit()
    saved = sum(budget.take() for _ in range(100))
    assert (at_first, after_two_requests, saved) == ([True, True, False], [True, False], 8)


@pytest.mark.parametrize("jobs", [1, 32], ids=["one-at-a-time", "many"])
def test_an_outage_is_borne_however_many_are_under_way(llm_server: LlmServer, reply: type[Reply], jobs: int) -> None:
    llm_server.answer = lambda _body: reply.error(502) if 3 < len(llm_server.requests) <= 12 else None
    outcomes = send(llm_server, 10, in_flight=jobs, answered_first=True, outage_s=1_000_000)
    assert kinds(outcomes) == {"Completion"}


def test_a_probe_that_is_cancelled_leaves_its_turn_to_another() -> None:
    async def run() -> bool:
        time = FakeTime()
        circuit = Circuit(sleep=time.sleep, clock=time.clock)
        circuit.open(EndpointFaultError("down"))
        first = asyncio.create_task(circuit.ready())
        await asyncio.sleep(0)
        second = asyncio.create_task(circuit.ready())
        await asyncio.sleep(0)
        first.cancel()
        return await asyncio.wait_for(second, 1)

    assert asyncio.run(run())
