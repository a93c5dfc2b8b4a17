"""Everything that one run's requests share: the account, the gate, the circuit; and a snapshot of their numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from summarizer.llm.circuit import Circuit, RetryBudget
from summarizer.llm.ledger import Ledger
from summarizer.llm.level import Level
from summarizer.llm.limits import Traffic

__all__ = ["Guards", "Live"]

_SLACK = 4
"""Articles under way beyond the level: while one is read or written, or waits for its next try, another is sent."""


@dataclass(frozen=True, slots=True)
class Live:
    """The numbers of a run at one moment.

    ``requests`` counts HTTP requests, ``failed`` those that ended in an error, ``retries`` the tries after a first.
    ``spent_usd`` is None when a price is unknown. ``uncertain_usd`` is the worst case of requests that broke off,
    ``reserved_usd`` that of what is in flight. ``paused_s`` is how long a rate limit still holds the next request, and
    ``endpoint_down_s`` how long the endpoint hasn't answered; both are 0 in good times.
    """

    limit: int
    in_flight: int
    waiting: int
    requests: int
    retries: int
    failed: int
    input_tokens: int
    output_tokens: int
    cached_input_tokens: int
    spent_usd: float | None
    uncertain_usd: float
    reserved_usd: float
    paused_s: float
    endpoint_down_s: float


@dataclass(frozen=True, slots=True)
class Guards:
    """What the clients of one run share. ``adapts`` says that the number of articles under way follows the level."""

    ledger: Ledger
    traffic: Traffic = field(default_factory=lambda: Traffic(Level(1024, largest=1024)))
    circuit: Circuit = field(default_factory=Circuit)
    retries: RetryBudget = field(default_factory=RetryBudget)
    adapts: bool = False

    def articles(self) -> int:
        """Return how many articles are worth having under way now."""
        level = self.traffic.level
        return level.limit + level.limit // 4 + _SLACK if self.adapts else level.largest

    def live(self) -> Live:
        """Return the numbers of this moment."""
        totals, budget = self.ledger.totals(), self.ledger.budget
        return Live(
            limit=self.traffic.level.limit,
            in_flight=self.traffic.in_flight,
            waiting=self.traffic.waiting,
            requests=totals.attempts,
            retries=self.retries.taken,
            failed=totals.failed,
            input_tokens=totals.input_tokens,
            output_tokens=totals.output_tokens,
            cached_input_tokens=totals.cached_input_tokens,
            spent_usd=totals.cost_usd,
            uncertain_usd=0.0 if budget is None else budget.uncertain_usd,
            reserved_usd=0.0 if budget is None else budget.reserved_usd,
            paused_s=self.traffic.paused_s,
            endpoint_down_s=self.circuit.down_s,
        )
