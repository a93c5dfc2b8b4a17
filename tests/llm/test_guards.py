"""The numbers of a run at one moment, and the budgets they watch, over real HTTP."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from summarizer.domain.completion import CompletionRequest, Message
from summarizer.errors import BudgetSpentError
from summarizer.llm.circuit import Circuit, RetryBudget
from summarizer.llm.guards import Guards, Live
from summarizer.llm.ledger import Ledger
from summarizer.llm.level import Level
from summarizer.llm.limits import Traffic
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.prices import Price
from summarizer.llm.providers import resolve
from summarizer.llm.retrying import Retrying, RetryPolicy

if TYPE_CHECKING:
    from tests.servers.openai_server import LlmServer, Reply

USAGE = {"prompt_tokens": 1_000, "completion_tokens": 100}


def guards_of(ledger: Ledger, jobs: int = 4) -> Guards:
    return Guards(ledger=ledger, traffic=Traffic(Level(jobs, largest=jobs)), circuit=Circuit(), retries=RetryBudget())


def send(server: LlmServer, guards: Guards, count: int) -> list[object]:
    endpoint = resolve("compatible/m", base_url=server.url, env={}, timeout_s=5)

    async def run() -> list[object]:
        async with OpenAIClient(endpoint, ledger=guards.ledger, traffic=guards.traffic) as client:
            policy = RetryPolicy(base_s=0.01)
            retrying = Retrying(client, policy, circuit=guards.circuit, budget=guards.retries)
            requests = [
                CompletionRequest(model="m", messages=(Message(role="user", content=f"{number}"),), max_tokens=100)
                for number in range(count)
            ]
            return list(await asyncio.gather(*map(retrying.complete, requests), return_exceptions=True))

    return asyncio.run(run())


def test_the_numbers_of_a_run_are_those_of_its_requests(llm_server: LlmServer, reply: type[Reply]) -> None:
    llm_server.script(reply.error(500))
    llm_server.answer = lambda _body: reply(usage=USAGE)
    guards = guards_of(Ledger(price=Price(1.0, 10.0), max_usd=1.0))
    send(llm_server, guards, 3)
    assert guards.live() == Live(
        limit=4,
        in_flight=0,
        waiting=0,
        requests=4,
        retries=1,
        failed=1,
        input_tokens=3_000,
        output_tokens=300,
        cached_input_tokens=0,
        spent_usd=pytest.approx(0.006),  # type: ignore[arg-type]  # compares like the number
        uncertain_usd=0.0,
        reserved_usd=0.0,
        paused_s=0.0,
        endpoint_down_s=0.0,
    )


def test_a_token_budget_is_never_passed_and_the_rest_is_told_why(llm_server: LlmServer, reply: type[Reply]) -> None:
    llm_server.answer = lambda _body: reply(usage={"prompt_tokens": 40, "completion_tokens": 60})
    guards = guards_of(Ledger(max_tokens=1_000), jobs=8)
    outcomes = send(llm_server, guards, 30)
    totals = guards.ledger.totals()
    spent = [outcome for outcome in outcomes if isinstance(outcome, BudgetSpentError)]
    assert 700 <= totals.input_tokens + totals.output_tokens <= 1_000
    assert len(spent) + totals.attempts == 30
    assert str(spent[0]).startswith("the budget of 1,000 tokens is spent: ")


def test_a_dollar_budget_holds_with_many_in_flight(llm_server: LlmServer, reply: type[Reply]) -> None:
    llm_server.latency_s = 0.01
    llm_server.answer = lambda _body: reply(usage={"prompt_tokens": 50, "completion_tokens": 100})
    guards = guards_of(Ledger(price=Price(1.0, 10.0), max_usd=0.02), jobs=16)
    outcomes = send(llm_server, guards, 60)
    live = guards.live()
    assert live.spent_usd is not None
    assert 0.015 <= live.spent_usd <= 0.02
    assert any(isinstance(outcome, BudgetSpentError) for outcome in outcomes)
    assert live.reserved_usd == 0.0


def test_a_request_that_breaks_off_counts_with_its_worst_case(llm_server: LlmServer, reply: type[Reply]) -> None:
    llm_server.script(reply(cut="middle"))
    guards = guards_of(Ledger(price=Price(1.0, 10.0), max_usd=1.0))
    send(llm_server, guards, 1)
    assert guards.live().uncertain_usd > 0


def test_articles_under_way_follow_the_level_only_where_it_adapts() -> None:
    level = Level(8, largest=256)
    fixed = Guards(ledger=Ledger(), traffic=Traffic(Level(16, largest=16)))
    adapting = Guards(ledger=Ledger(), traffic=Traffic(level), adapts=True)
    assert (fixed.articles(), adapting.articles()) == (16, 14)
