"""Every HTTP attempt is a row, and a run never spends more than it may."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from summarizer.domain.completion import Completion, CompletionRequest, Message
from summarizer.domain.record import Usage
from summarizer.errors import BudgetSpentError, ConfigError, StoreError, SummarizerError
from summarizer.llm.budget import Budget
from summarizer.llm.ledger import Ledger, Row, Totals
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.prices import FREE, Price, known_model
from summarizer.llm.providers import Endpoint, resolve
from summarizer.llm.request import cache_key
from summarizer.llm.retrying import Retrying

if TYPE_CHECKING:
    from tests.servers.openai_server import LlmServer, Reply

REQUEST = CompletionRequest(model="m", messages=(Message(role="user", content="Article."),), max_tokens=100)
NOON = dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC)
PRICE = Price(input=1.0, output=10.0, cached_input=0.5)
USAGE = {"prompt_tokens": 1_000, "completion_tokens": 50, "prompt_tokens_details": {"cached_tokens": 400}}
COST = (600 * 1.0 + 400 * 0.5 + 50 * 10.0) / 1_000_000


def endpoint_at(server: LlmServer) -> Endpoint:
    return resolve("compatible/m", base_url=server.url, env={}, timeout_s=5)


def send(ledger: Ledger, endpoint: Endpoint, *requests: CompletionRequest) -> list[Completion]:
    async def no_sleep(_seconds: float) -> None:
        pass

    async def run() -> list[Completion]:
        async with OpenAIClient(endpoint, ledger=ledger) as client:
            return [await Retrying(client, sleep=no_sleep).complete(request) for request in requests]

    return asyncio.run(run())


def test_each_http_attempt_is_a_row_with_its_outcome_tokens_and_cost(llm_server: LlmServer, reply: type[Reply]) -> None:
    llm_server.script(reply.error(503), reply(cut="before"), reply(usage=USAGE))
    ledger, endpoint = Ledger(price=PRICE, now=lambda: NOON), endpoint_at(llm_server)
    (completion,) = send(ledger, endpoint, REQUEST)
    key = cache_key(REQUEST, endpoint=endpoint.base_url)[:12]

    def row(status: int | None, error: str | None, latency_s: float, *counts: int, cost: float | None) -> Row:
        names = ("input_tokens", "output_tokens", "cached_input_tokens", "reasoning_tokens")
        tokens = dict(zip(names, counts or (0, 0, 0, 0), strict=True))
        time = "2026-01-02T12:00:00.000+00:00"
        return Row(time, "compatible/m", key, status, error, latency_s, **tokens, cost_usd=cost)

    latencies = [one.latency_s for one in ledger.rows]
    assert list(ledger.rows) == [
        row(503, "EndpointFaultError", latencies[0], cost=None),
        row(None, "EndpointFaultError", latencies[1], cost=None),
        row(200, None, latencies[2], 1_000, 50, 400, 0, cost=COST),
    ]
    assert completion.cost_usd == COST
    assert completion.usage.attempts == 3


def test_totals_count_what_is_no_longer_kept(llm_server: LlmServer, reply: type[Reply]) -> None:
    llm_server.script(reply.error(500), reply(usage=USAGE), reply(usage=USAGE))
    ledger = Ledger(price=PRICE, keep=1)
    send(ledger, endpoint_at(llm_server), REQUEST, REQUEST)
    totals = ledger.totals()
    assert len(ledger.rows) == 1
    assert totals == Totals(
        attempts=3,
        failed=1,
        input_tokens=2_000,
        output_tokens=100,
        cached_input_tokens=800,
        reasoning_tokens=0,
        cost_usd=2 * COST,
        latency_s=totals.latency_s,
    )


def test_a_cost_that_is_not_known_is_none_and_never_zero(llm_server: LlmServer) -> None:
    ledger = Ledger()
    (completion,) = send(ledger, endpoint_at(llm_server), REQUEST)
    assert (completion.cost_usd, ledger.rows[0].cost_usd, ledger.totals().cost_usd) == (None, None, None)


def test_a_model_on_this_machine_costs_nothing(llm_server: LlmServer) -> None:
    ledger = Ledger(max_usd=0.000_001)
    send(ledger, resolve("ollama/m", base_url=llm_server.url, env={}), REQUEST)
    assert ledger.totals().cost_usd == 0.0


def test_rows_go_to_a_file_as_they_happen_that_only_the_user_can_read(llm_server: LlmServer, tmp_path: Path) -> None:
    sink = tmp_path / "runs" / "ledger.jsonl"
    ledger = Ledger(price=PRICE, sink=sink)
    send(ledger, endpoint_at(llm_server), REQUEST)
    first = sink.read_text()
    send(ledger, endpoint_at(llm_server), REQUEST)
    ledger.close()
    lines = sink.read_text().splitlines()
    assert first == lines[0] + "\n"
    assert [json.loads(line)["status"] for line in lines] == [200, 200]
    assert stat.S_IMODE(sink.stat().st_mode) == 0o600


def test_a_ledger_that_cannot_be_written_is_said(llm_server: LlmServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file/ledger: the ledger can't be written \(File exists\)"):
        send(Ledger(sink=tmp_path / "file" / "ledger"), endpoint_at(llm_server), REQUEST)


def test_an_unknown_price_stops_a_run_with_a_budget_before_anything_is_sent(llm_server: LlmServer) -> None:
    with pytest.raises(ConfigError, match=r"--max-usd needs the price of compatible/m.*--price 0.15/0.60"):
        send(Ledger(max_usd=1.0), endpoint_at(llm_server), REQUEST)
    assert llm_server.requests == []


def test_a_request_whose_worst_case_exceeds_the_budget_is_not_sent(llm_server: LlmServer) -> None:
    ledger = Ledger(price=PRICE, max_usd=0.000_9)  # 100 tokens out alone may cost 0.001
    with pytest.raises(BudgetSpentError, match=r"the budget of \$0.0009 is spent: \$0.0000 so far"):
        send(ledger, endpoint_at(llm_server), REQUEST)
    assert llm_server.requests == []


def test_a_run_never_spends_over_its_budget_with_many_requests_at_once(
    llm_server: LlmServer, reply: type[Reply]
) -> None:
    llm_server.answer = lambda _body: reply(usage={"prompt_tokens": 40, "completion_tokens": 100}, delay_s=0.005)
    ledger = Ledger(price=PRICE, max_usd=0.01)

    async def run() -> list[Completion | BaseException]:
        async with OpenAIClient(endpoint_at(llm_server), ledger=ledger) as client:
            return await asyncio.gather(*(client.complete(REQUEST) for _ in range(20)), return_exceptions=True)

    results = asyncio.run(run())
    answered = [result for result in results if isinstance(result, Completion)]
    assert {type(result) for result in results} == {Completion, BudgetSpentError}
    assert len(answered) == len(llm_server.requests) == 9  # 0.00104 each: a tenth would not fit
    assert ledger.totals().cost_usd == pytest.approx(9 * 0.00104)


@pytest.mark.parametrize(
    ("fault", "uncertain"),
    [
        pytest.param({"cut": "middle"}, True, id="broken-off-answer-may-be-charged"),
        pytest.param({"body": '{"choices": []}'}, True, id="unreadable-answer-may-be-charged"),
        pytest.param({"status": 500, "body": "{}"}, False, id="failure-is-not"),
        pytest.param({"status": 401, "body": "{}"}, False, id="refused-key-is-not"),
    ],
)
def test_what_may_have_been_charged_counts_against_the_budget(
    llm_server: LlmServer, reply: type[Reply], fault: dict[str, object], uncertain: bool
) -> None:
    llm_server.script(reply(**fault))  # type: ignore[arg-type]  # each fits its parameter
    ledger = Ledger(price=PRICE, max_usd=1.0)

    async def run() -> None:
        async with OpenAIClient(endpoint_at(llm_server), ledger=ledger) as client:
            await client.complete(REQUEST)

    with pytest.raises(SummarizerError):
        asyncio.run(run())
    assert ledger.budget is not None
    assert (ledger.budget.spent_usd, ledger.budget.uncertain_usd > 0) == (0.0, uncertain)
    assert ledger.totals().cost_usd == 0.0


def test_a_cancelled_request_may_have_been_charged(llm_server: LlmServer) -> None:
    llm_server.latency_s = 5.0
    ledger = Ledger(price=PRICE, max_usd=1.0)

    async def run() -> None:
        async with OpenAIClient(endpoint_at(llm_server), ledger=ledger) as client, asyncio.timeout(0.2):
            await client.complete(REQUEST)

    with pytest.raises(TimeoutError):
        asyncio.run(run())
    assert ledger.budget is not None
    assert ledger.budget.uncertain_usd > 0
    assert [row.error for row in ledger.rows] == ["CancelledError"]


def test_a_request_waits_while_those_in_flight_may_leave_it_room() -> None:
    async def run() -> tuple[bool, float]:
        budget = Budget(1.0)
        await budget.reserve(0.8)
        waiting = asyncio.create_task(budget.reserve(0.5))
        await asyncio.sleep(0)
        waited = not waiting.done()
        await budget.settle(0.8, cost_usd=0.3)
        await waiting
        return waited, budget.spent_usd

    assert asyncio.run(run()) == (True, 0.3)


def test_a_request_that_waited_in_vain_is_told_the_budget_is_spent() -> None:
    async def run() -> None:
        budget = Budget(1.0)
        await budget.reserve(0.8)
        waiting = asyncio.create_task(budget.reserve(0.5))
        await asyncio.sleep(0)
        await budget.settle(0.8, cost_usd=0.7)
        await waiting

    with pytest.raises(BudgetSpentError, match=r"\$0.7000 so far, and the next request could cost \$0.5000"):
        asyncio.run(run())


@pytest.mark.parametrize(
    ("usage", "cost"),
    [
        pytest.param(Usage(input_tokens=1_000_000), 1.0, id="input"),
        pytest.param(Usage(output_tokens=1_000_000, reasoning_tokens=900_000), 10.0, id="reasoning-is-output"),
        pytest.param(Usage(input_tokens=1_000_000, cached_input_tokens=1_000_000), 0.5, id="cached-input"),
        pytest.param(Usage(input_tokens=10, cached_input_tokens=99), 0.000_005, id="more-cached-than-sent"),
    ],
)
def test_a_price_is_for_a_million_tokens(usage: Usage, cost: float) -> None:
    assert PRICE.cost(usage) == pytest.approx(cost)


def test_cached_input_costs_as_much_as_any_where_no_other_price_is_known() -> None:
    assert Price(1.0, 2.0).cost(Usage(input_tokens=1_000_000, cached_input_tokens=500_000)) == 1.0


def test_free_is_free() -> None:
    assert FREE.cost(Usage(input_tokens=10**9, output_tokens=10**9)) == 0.0


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("openai/gpt-4o-mini", True),
        ("openai/gpt-4o-mini-2024-07-18", True),
        ("anthropic/claude-haiku-4-5-20251001", True),
        ("openai/gpt-4o-audio-preview", False),
        ("openrouter/gpt-4o-mini", False),
        ("openai/", False),
    ],
)
def test_a_snapshot_has_its_models_price_and_no_price_is_guessed(name: str, known: bool) -> None:
    assert (known_model(name) is not None) is known
