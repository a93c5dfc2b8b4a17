"""Tell an endpoint that is down from a request that had bad luck; end the run once, not article by article."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import NoReturn

from summarizer.errors import ModelUnavailableError
from summarizer.llm.faults import EndpointFaultError

__all__ = ["Circuit", "RetryBudget"]

_log = logging.getLogger(__name__)

_OPENS_AFTER = 10
"""Faults in a row, over all requests, that let no other explanation stand."""
_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 30.0
_RATE_WINDOW_S = 120.0
"""An endpoint that only ever says 429 may be counting by the minute: it is given two."""


class Circuit:
    """Closed while the endpoint answers. Open, one request at a time tries it and the others wait, losing no try.

    It opens after ten faults in a row, or when a request has used up its tries and nothing was answered meanwhile. The
    pauses between tries double up to 30 s. An endpoint that has answered in this run may be down for ``outage_s``; one
    that never has is given up after ``tries``. Then ``ended`` is the error that ends the run, and every request under
    way gets it. ``on_open`` is called when it opens: whoever is ready but not yet sent is to come back here. ``sleep``
    and ``clock`` are there for tests.
    """

    def __init__(
        self,
        *,
        outage_s: float = 60.0,
        tries: int = 5,
        on_open: Callable[[], None] = lambda: None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.ended: ModelUnavailableError | None = None
        self.has_answered = False
        self.is_open = False
        self._outage_s = outage_s
        self._tries = tries
        self._on_open = on_open
        self._sleep = sleep
        self._clock = clock
        self._answered_at = 0.0
        self._in_row = 0
        self._down_since: float | None = None
        self._probes = 0
        self._probing = False
        self._next_probe_at = 0.0
        self._waiting: set[asyncio.Future[None]] = set()

    @property
    def down_s(self) -> float:
        """Return the seconds since the endpoint stopped answering, 0 while it isn't known to have stopped."""
        return self._clock() - self._down_since if self.is_open and self._down_since is not None else 0.0

    def answered_since(self, moment: float) -> bool:
        """Say whether the endpoint has answered anyone since ``moment``."""
        return self.has_answered and self._answered_at >= moment

    async def ready(self) -> bool:
        """Wait until a request may be sent; return True when it is the one that tries an endpoint that is down.

        ModelUnavailableError when the run has ended meanwhile. Whoever was let through reports with ``answered``,
        ``failed`` or ``released``.
        """
        while self.is_open:
            if self.ended is not None:
                self._refuse()
            if not self._probing:
                self._probing = True
                try:
                    await self._sleep(max(0.0, self._next_probe_at - self._clock()))
                except BaseException:
                    self.released(probe=True)
                    raise
                return True
            await self._change()
        return False

    def answered(self) -> None:
        """Close: the endpoint is there."""
        self.has_answered, self.is_open, self._probing = True, False, False
        self._answered_at = self._clock()
        self._in_row, self._probes, self._down_since = 0, 0, None
        self._wake()

    def failed(self, fault: EndpointFaultError, *, probe: bool) -> None:
        """Count one fault; it may open the circuit, or end the run."""
        now = self._clock()
        self._in_row += 1
        if self._down_since is None:
            self._down_since = now
        if probe:
            self._probing = False
            self._probes += 1
            pause = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0**self._probes)
            self._next_probe_at = now + (pause if fault.retry_after_s is None else fault.retry_after_s)
            if self._is_over(fault, now):
                self.end(fault)
            self._wake()
        elif self._in_row >= _OPENS_AFTER:
            self.open(fault)

    def released(self, *, probe: bool) -> None:
        """Take back a request that came to nothing: cancelled, or never sent."""
        if probe:
            self._probing = False
            self._wake()

    def open(self, fault: EndpointFaultError) -> None:
        """Hold everyone but one."""
        if not self.is_open:
            _log.warning("%s; it is tried again now and then, for up to %.0f s", fault, self._patience_s(fault))
            self.is_open = True
            self._next_probe_at = self._clock() + _FIRST_PAUSE_S
            self._on_open()

    def end(self, fault: EndpointFaultError) -> None:
        """Give up: whoever waits or comes gets the same error."""
        if self.ended is None:
            down_s = 0.0 if self._down_since is None else self._clock() - self._down_since
            self.ended = ModelUnavailableError(
                f"{fault} (no answer to {self._in_row} requests in {down_s:.0f} s, so the run ends here; what is "
                "finished is kept: run it again with --resume)"
            )
        self.is_open = True
        self._on_open()
        self._wake()

    def _is_over(self, fault: EndpointFaultError, now: float) -> bool:
        if not self.has_answered:
            tries = self._tries if fault.max_retries is None else min(self._tries, fault.max_retries + 1)
            return self._probes + 1 >= tries
        assert self._down_since is not None
        return now - self._down_since >= self._patience_s(fault)

    def _patience_s(self, fault: EndpointFaultError) -> float:
        return max(self._outage_s, _RATE_WINDOW_S) if fault.status == 429 else self._outage_s

    def _refuse(self) -> NoReturn:
        assert self.ended is not None
        raise ModelUnavailableError(str(self.ended)) from self.ended

    async def _change(self) -> None:
        change: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(change)
        try:
            await change
        finally:
            self._waiting.discard(change)

    def _wake(self) -> None:
        for change in self._waiting:
            if not change.done():
                change.set_result(None)


class RetryBudget:
    """Bounds the tries after the first of a whole run: ``ratio`` a request on average, and a reserve to begin with.

    A storm then ends by itself: an endpoint that fails half of what it gets isn't sent several times as much.
    """

    def __init__(self, ratio: float = 0.5, *, reserve: int = 25) -> None:
        self.taken = 0
        self.ratio = ratio
        self._reserve = float(reserve)
        self._credit = float(reserve)

    def deposit(self) -> None:
        """Count one request; what isn't used is saved up to four times the reserve."""
        self._credit = min(4 * self._reserve, self._credit + self.ratio)

    def take(self) -> bool:
        """Take one try if there is one left."""
        if self._credit < 1:
            return False
        self._credit -= 1
        self.taken += 1
        return True
