"""The one transport policy: what is tried again, how often, and how long to wait in between."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.errors import ModelUnavailableError
from summarizer.llm.client import CompletionClient
from summarizer.llm.faults import EndpointFaultError

__all__ = ["RetryPolicy", "Retrying"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How patient to be.

    ``attempts`` counts the first try. Before try n + 1 it waits a random time between half and all of
    ``base_s`` · 2ⁿ⁻¹, at most ``longest_s``, or as long as the server's ``Retry-After`` asks. A wait that is asked for
    beyond ``longest_retry_after_s``, or that would end beyond ``total_s`` after the first try, isn't begun: asking
    sooner than a server wants would only be refused again.
    """

    attempts: int = 5
    base_s: float = 0.5
    longest_s: float = 30.0
    longest_retry_after_s: float = 120.0
    total_s: float = 600.0


class Retrying:
    """A client that sends a request again when the endpoint's fault may pass (``EndpointFaultError``), and no other.

    When it gives up it raises ModelUnavailableError with the last fault and the count. The clients below never try
    again by themselves, so nothing is multiplied. ``sleep``, ``clock`` and ``jitter`` (0 to 1) are there for tests.
    """

    def __init__(
        self,
        client: CompletionClient,
        policy: RetryPolicy | None = None,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._client = client
        self._policy = policy or RetryPolicy()
        self._sleep = sleep
        self._clock = clock
        self._jitter = jitter

    async def complete(self, request: CompletionRequest) -> Completion:
        """Return the answer; its usage counts the HTTP attempts of every try."""
        tries = _Tries(self._policy, self._clock, self._jitter)
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(EndpointFaultError),
            wait=tries.wait,
            stop=tries.stop,
            sleep=self._sleep,
            before_sleep=_log_wait,
            reraise=True,
        )
        try:
            completion: Completion = await retrying(self._client.complete, request)
        except EndpointFaultError as fault:
            if tries.count == 1:
                raise
            raise ModelUnavailableError(
                f"{fault} (gave up after {tries.count} tries in {self._clock() - tries.started:.0f} s)"
            ) from fault
        if not tries.attempts:
            return completion
        usage = completion.usage.model_copy(update={"attempts": completion.usage.attempts + tries.attempts})
        return completion.model_copy(update={"usage": usage})


class _Tries:
    """The tries of one request: tenacity asks it whether to go on, and how long to wait."""

    def __init__(self, policy: RetryPolicy, clock: Callable[[], float], jitter: Callable[[], float]) -> None:
        self._policy = policy
        self._clock = clock
        self._jitter = jitter
        self._pause = 0.0
        self.started = clock()
        self.count = 0
        self.attempts = 0

    def wait(self, state: RetryCallState) -> float:
        """Return the seconds before the next try; tenacity asks for them before it asks ``stop``."""
        fault = _fault(state)
        if fault.retry_after_s is not None:
            self._pause = fault.retry_after_s
        else:
            full = min(self._policy.longest_s, self._policy.base_s * 2.0 ** (state.attempt_number - 1))
            self._pause = full * (0.5 + 0.5 * self._jitter())
        return self._pause

    def stop(self, state: RetryCallState) -> bool:
        """Say whether to give up after this failure."""
        fault = _fault(state)
        self.count = state.attempt_number
        self.attempts += fault.attempts
        return (
            self.count >= self._policy.attempts
            or (fault.max_retries is not None and self.count > fault.max_retries)
            or (fault.retry_after_s or 0.0) > self._policy.longest_retry_after_s
            or self._clock() - self.started + self._pause > self._policy.total_s
        )


def _fault(state: RetryCallState) -> EndpointFaultError:
    error = state.outcome.exception() if state.outcome is not None else None
    assert isinstance(error, EndpointFaultError)
    return error


def _log_wait(state: RetryCallState) -> None:
    pause = state.next_action.sleep if state.next_action is not None else 0.0
    _log.warning("%s; trying again in %.1f s", _fault(state), pause)
