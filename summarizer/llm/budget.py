"""Never spend more than the caller allowed: reserve the worst case before sending, settle what it cost after."""

from __future__ import annotations

import asyncio

from summarizer.errors import BudgetSpentError

__all__ = ["Budget"]


class Budget:
    """A limit in US dollars, shared by every request of a run.

    ``spent_usd`` is what answers cost. ``uncertain_usd`` is the worst case of requests whose answer never arrived: the
    provider may have charged for them, so they count against the limit too.
    """

    def __init__(self, max_usd: float) -> None:
        self.max_usd = max_usd
        self.spent_usd = 0.0
        self.uncertain_usd = 0.0
        self._reserved = 0.0
        self._in_flight = 0
        self._settled = asyncio.Condition()

    async def reserve(self, worst_usd: float) -> None:
        """Set ``worst_usd`` aside; wait for requests in flight where only they stand in the way.

        BudgetSpentError when it doesn't fit and nothing in flight could make room.
        """
        async with self._settled:
            while self.spent_usd + self.uncertain_usd + self._reserved + worst_usd > self.max_usd:
                if not self._in_flight:
                    raise BudgetSpentError(self._message(worst_usd))
                await self._settled.wait()
            self._reserved += worst_usd
            self._in_flight += 1

    async def settle(self, worst_usd: float, *, cost_usd: float, certain: bool = True) -> None:
        """Replace a reservation by what the request cost, or may have cost when that isn't ``certain``."""
        # no await before the sums: a cancelled request must settle as well
        self._reserved -= worst_usd
        self._in_flight -= 1
        if not self._in_flight:
            self._reserved = 0.0  # sheds what float subtraction leaves behind
        if certain:
            self.spent_usd += cost_usd
        else:
            self.uncertain_usd += cost_usd
        async with self._settled:
            self._settled.notify_all()

    def _message(self, worst_usd: float) -> str:
        unsure = f" and ${self.uncertain_usd:.4f} on requests that broke off" if self.uncertain_usd else ""
        return (
            f"the budget of ${self.max_usd:g} is spent: ${self.spent_usd:.4f} so far{unsure}, and the next request "
            f"could cost ${worst_usd:.4f}; raise --max-usd to go on"
        )
