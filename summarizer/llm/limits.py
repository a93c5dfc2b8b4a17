"""The gate that every HTTP request passes: places, requests and tokens per minute, and pauses a server asks for."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from summarizer.llm.hints import Headers, Kind, RateHint, rate_hints, retry_after_s
from summarizer.llm.level import Level
from summarizer.llm.rates import Rate, Taken

__all__ = ["LONGEST_PAUSE_S", "HeldBackError", "Passage", "Size", "Traffic"]

LONGEST_PAUSE_S = 120.0
"""A longer pause than this isn't waited out: the run ends and can be resumed."""

_BYTES_A_TOKEN = 3.0
"""Cautious for text of any language, until the endpoint's own counts say better."""
_LEARNING = 0.1
_UNKNOWN_ANSWER = 1_000
"""Tokens expected of an answer before any was seen, where no cap says less."""


class HeldBackError(Exception):
    """A request was sent back from the gate: the endpoint is down, and nothing was sent."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a request is, in bytes, and the most tokens its answer may have (None: not capped)."""

    input_bytes: int
    max_output: int | None = None


@dataclass(slots=True)
class Passage:
    """One HTTP request that was let through; ``number`` and ``tokens`` are its place in all that was sent."""

    sent_at: float
    number: int
    tokens_so_far: float
    size: Size
    taken: Taken | None


@dataclass(frozen=True, slots=True)
class _Allowance:
    """The server's own account: nothing beyond ``last`` (in all that was sent) before ``until``."""

    last: float
    until: float
    number: int


class Traffic:
    """Lets requests through in the order they came, when ``level`` has a place and no rate or pause forbids it.

    ``rpm`` and ``tpm`` are kept by an estimate of each request's tokens, corrected by what the endpoint counted. A
    ``Retry-After`` stops everyone, rate-limit headers stop whoever would be refused. All of it is reckoned on a clock
    that never jumps. It belongs to one event loop.
    """

    def __init__(
        self,
        level: Level,
        *,
        rpm: int | None = None,
        tpm: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.level = level
        self.in_flight = 0
        self.sent = 0
        self._requests = Rate(rpm) if rpm else None
        self._tokens = Rate(tpm) if tpm else None
        self._clock = clock
        self._queue: deque[tuple[asyncio.Future[Passage], Size]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._paused_until = 0.0
        self._tokens_sent = 0.0
        self._allowances: dict[Kind, _Allowance] = {}
        self._token_ratio = 1.0 / _BYTES_A_TOKEN
        self._answer_tokens: float | None = None

    @property
    def waiting(self) -> int:
        """Return how many requests wait to be let through."""
        return len(self._queue)

    @property
    def paused_s(self) -> float:
        """Return the seconds until a rate or a pause lets the next request through, 0 when none holds it."""
        return self._hold_s(self._queue[0][1]) if self._queue else max(0.0, self._paused_until - self._clock())

    async def enter(self, size: Size) -> Passage:
        """Wait for this request's turn; HeldBackError when everyone was sent back meanwhile."""
        if not self._queue and self.in_flight < self.level.limit and self._hold_s(size) <= 0:
            return self._let_through(size)
        turn: asyncio.Future[Passage] = asyncio.get_running_loop().create_future()
        self._queue.append((turn, size))
        self._pump()
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self.leave(turn.result())
            raise

    def send_back(self) -> None:
        """Send everyone who waits away from the gate."""
        for turn, _size in self._queue:
            if not turn.done():
                turn.set_exception(HeldBackError())
        self._queue.clear()

    def leave(self, passage: Passage) -> None:
        """Give the place of ``passage`` to the next; every ``enter`` is followed by one ``leave``."""
        del passage  # the place is anybody's
        self.in_flight -= 1
        self._pump()

    def answered(self, passage: Passage, *, input_tokens: int, output_tokens: int) -> None:
        """Learn from a good answer; tokens of 0 mean that the endpoint counted none."""
        self.level.answered(self._clock(), sent_at=passage.sent_at, full=self.in_flight >= self.level.limit)
        if input_tokens + output_tokens > 0:
            self._learn(passage.size, input_tokens, output_tokens)
            if self._tokens is not None and passage.taken is not None:
                self._tokens.correct(passage.taken, input_tokens + output_tokens)

    def failed(self, passage: Passage, *, status: int | None) -> None:
        """Learn from a failure; without a status the connection broke or the time was up."""
        if status == 429:
            self.level.refused(self._clock(), sent_at=passage.sent_at)
        elif status is None or status >= 500:
            self.level.failed()

    def heard(self, passage: Passage, headers: Headers) -> None:
        """Take in what an answer's headers say about waiting."""
        now = self._clock()
        pause = retry_after_s(headers) if "retry-after" in headers or "retry-after-ms" in headers else None
        if pause is not None and pause <= LONGEST_PAUSE_S:
            self._paused_until = max(self._paused_until, now + pause)
        if any("ratelimit" in name for name in headers):
            for hint in rate_hints(headers):
                self._allow(passage, hint, now)

    def _allow(self, passage: Passage, hint: RateHint, now: float) -> None:
        known = self._allowances.get(hint.kind)
        is_older = known is not None and passage.number < known.number and known.until > now
        if is_older or hint.reset_s > LONGEST_PAUSE_S:
            return
        so_far = passage.number if hint.kind == "requests" else passage.tokens_so_far
        allowance = _Allowance(so_far + hint.remaining, now + hint.reset_s, passage.number)
        if known is not None and known.number == passage.number and known.last < allowance.last:
            return  # of two limits in one answer the tighter counts
        self._allowances[hint.kind] = allowance

    def _hold_s(self, size: Size) -> float:
        now = self._clock()
        wait = self._paused_until - now
        if self._requests is not None:
            wait = max(wait, self._requests.wait_s(now))
        if self._tokens is not None:
            wait = max(wait, self._tokens.wait_s(now, self._estimate(size)))
        for kind, allowance in self._allowances.items():
            next_one = self.sent + 1 if kind == "requests" else self._tokens_sent + self._estimate(size)
            if next_one > allowance.last:
                wait = max(wait, allowance.until - now)
        return max(0.0, wait)

    def _let_through(self, size: Size) -> Passage:
        now, estimate = self._clock(), self._estimate(size)
        self.in_flight += 1
        self.sent += 1
        self._tokens_sent += estimate
        if self._requests is not None:
            self._requests.take(now)
        taken = None if self._tokens is None else self._tokens.take(now, estimate)
        return Passage(now, self.sent, self._tokens_sent, size, taken)

    def _pump(self) -> None:
        """Let through whoever may go; come back when a hold is over."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._queue and self.in_flight < self.level.limit:
            turn, size = self._queue[0]
            if turn.done():  # gave up waiting
                self._queue.popleft()
                continue
            hold = self._hold_s(size)
            if hold > 0:
                self._timer = asyncio.get_running_loop().call_later(hold, self._pump)
                return
            self._queue.popleft()
            turn.set_result(self._let_through(size))

    def _estimate(self, size: Size) -> float:
        answer = self._answer_tokens
        if answer is None:
            answer = float(_UNKNOWN_ANSWER if size.max_output is None else min(size.max_output, _UNKNOWN_ANSWER))
        return size.input_bytes * self._token_ratio + answer

    def _learn(self, size: Size, input_tokens: int, output_tokens: int) -> None:
        if size.input_bytes and input_tokens:
            self._token_ratio += _LEARNING * (input_tokens / size.input_bytes - self._token_ratio)
        known = self._answer_tokens
        self._answer_tokens = output_tokens if known is None else known + _LEARNING * (output_tokens - known)
