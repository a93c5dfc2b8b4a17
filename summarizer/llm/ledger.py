"""Account for every HTTP attempt: one row each, totals over all, and the money as far as prices are known."""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from summarizer.domain.completion import CompletionRequest
from summarizer.domain.record import Usage
from summarizer.errors import ConfigError, StoreError
from summarizer.llm.budget import Budget
from summarizer.llm.prices import FREE, PRICES_AS_OF, Price, known_model
from summarizer.llm.providers import Endpoint
from summarizer.llm.request import cache_key

__all__ = ["Attempt", "Ledger", "Row", "Totals"]


@dataclass(frozen=True, slots=True)
class Row:
    """One HTTP attempt; ``request`` is the start of the request's cache key, ``error`` an error's class name."""

    time: str
    model: str
    request: str
    status: int | None
    error: str | None
    latency_s: float
    input_tokens: int
    output_tokens: int
    cached_input_tokens: int
    reasoning_tokens: int
    cost_usd: float | None


@dataclass(slots=True)
class Attempt:
    """An HTTP attempt under way; whoever sends it fills in what became of it.

    ``usage`` stays None while the provider hasn't counted; ``billed`` says that it may charge all the same.
    """

    status: int | None = None
    error: str | None = None
    usage: Usage | None = None
    cost_usd: float | None = None
    billed: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over every row, also those no longer kept; ``cost_usd`` is None when a price was unknown."""

    attempts: int
    failed: int
    input_tokens: int
    output_tokens: int
    cached_input_tokens: int
    reasoning_tokens: int
    cost_usd: float | None
    latency_s: float


class Ledger:
    """What a run sent and spent; with ``max_usd`` or ``max_tokens`` also the guard that stops it in time.

    ``price`` is the user's own for the model in use and wins over the table. ``sink`` is a JSONL file that rows are
    appended to as they happen; ``keep`` bounds the rows held in memory, totals count all.
    """

    def __init__(
        self,
        *,
        price: Price | None = None,
        max_usd: float | None = None,
        max_tokens: int | None = None,
        sink: Path | None = None,
        keep: int = 10_000,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self.rows: deque[Row] = deque(maxlen=keep)
        limited = max_usd is not None or max_tokens is not None
        self.budget = Budget(max_usd, max_tokens=max_tokens) if limited else None
        self._price = price
        self._sink = sink
        self._file: TextIO | None = None
        self._now = now
        self._sums = {"attempts": 0, "failed": 0, "input": 0, "output": 0, "cached": 0, "reasoning": 0}
        self._cost_usd = 0.0
        self._latency_s = 0.0
        self._unpriced = False
        self._input_surprise = 1.0

    def price_for(self, endpoint: Endpoint) -> Price | None:
        """Return the price that counts for ``endpoint``; None when it isn't known.

        ConfigError when there is a budget to keep and no price to keep it by.
        """
        known = known_model(endpoint.name)
        price = self._price or (FREE if endpoint.is_free else known.price if known else None)
        if price is None and self.budget is not None and self.budget.max_usd is not None:
            raise ConfigError(
                f"--max-usd needs the price of {endpoint.name}, which isn't in the table of {PRICES_AS_OF}; give it in "
                "dollars for a million tokens in and out: --price 0.15/0.60, SUMMARIZER_PRICE=0.15/0.60, or "
                'price = "0.15/0.60" in summarizer.toml'
            )
        return price

    @asynccontextmanager
    async def attempt(
        self, request: CompletionRequest, endpoint: Endpoint, *, input_bytes: int | None = None
    ) -> AsyncIterator[Attempt]:
        """Reserve the request's worst case, hand out an ``Attempt`` to fill in, and book it however it ends.

        ``input_bytes`` is the size of what goes in, schema and all, where the caller knows it.
        """
        price = self.price_for(endpoint)
        worst = self._worst(request, endpoint, _input_bytes(request) if input_bytes is None else input_bytes)
        worst_usd = 0.0 if price is None else price.cost(worst)
        if self.budget is not None:
            await self.budget.reserve(worst_usd, _tokens(worst))
        attempt, started = Attempt(), time.perf_counter()
        try:
            yield attempt
        except BaseException as exc:
            attempt.error = type(exc).__name__
            # cancelled while the request was out: it may be charged all the same
            attempt.billed = attempt.billed or not isinstance(exc, Exception)
            raise
        finally:
            if attempt.usage is not None and price is not None:
                attempt.cost_usd = price.cost(attempt.usage)
            self._book(attempt, request, endpoint, time.perf_counter() - started)
            await self._settle(attempt, worst, worst_usd)

    async def _settle(self, attempt: Attempt, worst: Usage, worst_usd: float) -> None:
        if attempt.usage is not None and worst.input_tokens:
            # a tokenizer, or a hidden prompt, that beats every estimate is reckoned with from now on
            surprise = attempt.usage.input_tokens * self._input_surprise / worst.input_tokens
            self._input_surprise = max(self._input_surprise, surprise)
        if self.budget is None:
            return
        if attempt.usage is not None:
            cost_usd = attempt.cost_usd or 0.0
            await self.budget.settle(worst_usd, _tokens(worst), cost_usd=cost_usd, tokens=_tokens(attempt.usage))
        else:
            cost_usd, tokens = worst_usd * attempt.billed, _tokens(worst) * attempt.billed
            await self.budget.settle(worst_usd, _tokens(worst), cost_usd=cost_usd, tokens=tokens, certain=False)

    def _worst(self, request: CompletionRequest, endpoint: Endpoint, input_bytes: int) -> Usage:
        """Return what ``request`` uses at most: two bytes a token going in, the full cap coming out.

        English text has about four bytes a token; byte-level tokenizers come near two only in scripts they know badly.
        """
        going_in = math.ceil((input_bytes // 2 + 64) * self._input_surprise)
        return Usage(input_tokens=going_in, output_tokens=request.max_tokens or endpoint.max_output_tokens)

    def totals(self) -> Totals:
        """Return the sums so far."""
        return Totals(
            attempts=self._sums["attempts"],
            failed=self._sums["failed"],
            input_tokens=self._sums["input"],
            output_tokens=self._sums["output"],
            cached_input_tokens=self._sums["cached"],
            reasoning_tokens=self._sums["reasoning"],
            cost_usd=None if self._unpriced else self._cost_usd,
            latency_s=self._latency_s,
        )

    def close(self) -> None:
        """Close the sink; the ledger can still be read."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _book(self, attempt: Attempt, request: CompletionRequest, endpoint: Endpoint, latency_s: float) -> None:
        usage = attempt.usage or Usage()
        row = Row(
            time=self._now().isoformat(timespec="milliseconds"),
            model=endpoint.name,
            request=cache_key(request, endpoint=endpoint.base_url)[:12],
            status=attempt.status,
            error=attempt.error,
            latency_s=round(latency_s, 4),
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cached_input_tokens=usage.cached_input_tokens,
            reasoning_tokens=usage.reasoning_tokens,
            cost_usd=attempt.cost_usd,
        )
        self.rows.append(row)
        for name, value in (
            ("attempts", 1),
            ("failed", int(row.error is not None)),
            ("input", row.input_tokens),
            ("output", row.output_tokens),
            ("cached", row.cached_input_tokens),
            ("reasoning", row.reasoning_tokens),
        ):
            self._sums[name] += value
        self._cost_usd += row.cost_usd or 0.0
        self._latency_s += latency_s
        self._unpriced = self._unpriced or (attempt.usage is not None and attempt.cost_usd is None)
        self._write(row)

    def _write(self, row: Row) -> None:
        if self._sink is None:
            return
        try:
            if self._file is None:
                self._sink.parent.mkdir(parents=True, exist_ok=True)
                handle = os.open(self._sink, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
                self._file = os.fdopen(handle, "a", encoding="utf-8")
            self._file.write(json.dumps(asdict(row)) + "\n")
            self._file.flush()
        except OSError as exc:
            raise StoreError(
                f"{self._sink}: the ledger can't be written ({exc.strerror}); free space or name another"
            ) from exc


def _tokens(usage: Usage) -> int:
    return usage.input_tokens + usage.output_tokens


def _input_bytes(request: CompletionRequest) -> int:
    size = sum(len(message.content.encode(errors="replace")) + 16 for message in request.messages)
    size += len((request.prompt or "").encode(errors="replace"))
    return size + (0 if request.json_schema is None else len(json.dumps(request.json_schema)))
