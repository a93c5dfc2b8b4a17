"""The one transport policy: what is tried again, how often, and how long to wait in between."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.errors import ArticleError, ModelUnavailableError, NoAnswerError
from summarizer.llm.circuit import Circuit, RetryBudget
from summarizer.llm.client import CompletionClient
from summarizer.llm.faults import EndpointFaultError, RequestRejectedError
from summarizer.llm.limits import LONGEST_PAUSE_S, HeldBackError

__all__ = ["RetryPolicy", "Retrying"]

_log = logging.getLogger(__name__)

T = TypeVar("T")


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
    longest_retry_after_s: float = LONGEST_PAUSE_S
    total_s: float = 600.0


class Retrying:
    """A client that sends a request again when the endpoint's fault may pass (``EndpointFaultError``), and no other.

    When it gives up and the endpoint has answered others meanwhile, that is this article's bad luck: NoAnswerError.
    Else the endpoint is down: ``circuit`` says for how long that is borne, and its ModelUnavailableError ends the run.
    ``budget`` bounds the tries of the whole run. The clients below never try again by themselves, so nothing is
    multiplied. ``sleep``, ``clock`` and ``jitter`` (0 to 1) are there for tests.
    """

    def __init__(
        self,
        client: CompletionClient,
        policy: RetryPolicy | None = None,
        *,
        circuit: Circuit | None = None,
        budget: RetryBudget | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._client = client
        self._policy = policy or RetryPolicy()
        self._circuit = circuit or Circuit(tries=self._policy.attempts, sleep=sleep, clock=clock)
        self._budget = budget or RetryBudget()
        self._sleep = sleep
        self._clock = clock
        self._jitter = jitter

    async def complete(self, request: CompletionRequest) -> Completion:
        """Return the answer; its usage counts the HTTP attempts of every try."""
        completion, attempts = await self._run(lambda: self._client.complete(request))
        if not attempts:
            return completion
        usage = completion.usage.model_copy(update={"attempts": completion.usage.attempts + attempts})
        return completion.model_copy(update={"usage": usage})

    async def run(self, call: Callable[[], Awaitable[T]]) -> T:
        """Return what ``call`` gives, under the same policy: for what isn't a completion, such as a file to upload."""
        return (await self._run(call))[0]

    async def _run(self, call: Callable[[], Awaitable[T]]) -> tuple[T, int]:
        """Return the answer and how many HTTP attempts failed before it."""
        self._budget.deposit()
        tries = _Tries(self._policy, self._circuit, self._budget, clock=self._clock, jitter=self._jitter)
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(EndpointFaultError),
            wait=tries.wait,
            stop=tries.stop,
            sleep=self._sleep,
            before_sleep=tries.log,
            reraise=True,
        )
        try:
            answer: T = await retrying(self._try, call, tries)
        except EndpointFaultError as fault:
            error = tries.verdict(fault)
            if error is fault:
                raise
            raise error from fault
        return answer, tries.attempts

    async def _try(self, call: Callable[[], Awaitable[T]], tries: _Tries) -> T:
        while True:
            tries.is_probe = probe = await self._circuit.ready()
            try:
                return await self._sent(call, probe=probe)
            except HeldBackError:
                continue  # it never left: the circuit opened while it waited at the gate

    async def _sent(self, call: Callable[[], Awaitable[T]], *, probe: bool) -> T:
        try:
            answer = await call()
        except EndpointFaultError as fault:
            self._circuit.failed(fault, probe=probe)
            raise
        except (ArticleError, RequestRejectedError):
            self._circuit.answered()  # it is there, and says no
            raise
        except BaseException:
            self._circuit.released(probe=probe)
            raise
        self._circuit.answered()
        return answer


class _Tries:
    """The tries of one request: tenacity asks it whether to go on, and how long to wait."""

    def __init__(
        self,
        policy: RetryPolicy,
        circuit: Circuit,
        budget: RetryBudget,
        *,
        clock: Callable[[], float],
        jitter: Callable[[], float],
    ) -> None:
        self._policy = policy
        self._circuit = circuit
        self._budget = budget
        self._clock = clock
        self._jitter = jitter
        self._pause = 0.0
        self._is_broke = False
        self.is_probe = False
        self.started = clock()
        self.count = 0
        self.attempts = 0

    def wait(self, state: RetryCallState) -> float:
        """Return the seconds before the next try; tenacity asks for them before it asks ``stop``."""
        fault = _fault(state)
        if self._circuit.is_open:
            self._pause = 0.0  # the circuit says when
        elif fault.retry_after_s is not None:
            self._pause = fault.retry_after_s
        else:
            full = min(self._policy.longest_s, self._policy.base_s * 2.0**self.count)
            self._pause = full * (0.5 + 0.5 * self._jitter())
        return self._pause

    def stop(self, state: RetryCallState) -> bool:
        """Say whether to give up after this failure."""
        fault = _fault(state)
        self.attempts += fault.attempts
        self.count += not self.is_probe
        if self._circuit.ended is not None:
            return True
        if (fault.retry_after_s or 0.0) > self._policy.longest_retry_after_s:
            return True
        if self._circuit.is_open:
            return False
        if self._is_used_up(fault):
            if not self._circuit.has_answered or self._circuit.answered_since(self.started):
                return True
            self._circuit.open(fault)
            return False
        self._is_broke = not self._budget.take()
        return self._is_broke

    def log(self, state: RetryCallState) -> None:
        """Tell of a fault that is borne."""
        if self._circuit.is_open:
            _log.info("%s; the next try is made when the endpoint may answer again", _fault(state))
        else:
            _log.info("%s; trying again in %.1f s", _fault(state), self._pause)

    def verdict(self, fault: EndpointFaultError) -> Exception:
        """Return the error that giving up after ``fault`` means."""
        if self._circuit.ended is not None:
            return ModelUnavailableError(str(self._circuit.ended))
        tried = f"gave up after {self.count} tries in {self._clock() - self.started:.0f} s"
        if (fault.retry_after_s or 0.0) > self._policy.longest_retry_after_s:
            self._circuit.end(fault)
            return ModelUnavailableError(
                f"{fault}; it asks to wait {fault.retry_after_s:.0f} s: run it again with --resume after that"
            )
        if self._circuit.answered_since(self.started) or (self._is_broke and self._circuit.has_answered):
            why = f"the run's retries are spent ({self._budget.taken})" if self._is_broke else tried
            return NoAnswerError(f"{fault} ({why}; other requests were answered)")
        if self.count == 1:
            self._circuit.end(fault)
            return fault
        self._circuit.end(fault)
        return ModelUnavailableError(f"{fault} ({tried})")

    def _is_used_up(self, fault: EndpointFaultError) -> bool:
        # what never worked is a matter of configuration; what did work is worth all tries
        patience = None if self._circuit.has_answered else fault.max_retries
        return (
            self.count >= self._policy.attempts
            or (patience is not None and self.count > patience)
            or self._clock() - self.started + self._pause > self._policy.total_s
        )


def _fault(state: RetryCallState) -> EndpointFaultError:
    error = state.outcome.exception() if state.outcome is not None else None
    assert isinstance(error, EndpointFaultError)
    return error
