"""Never spend more than the caller allowed: reserve the worst case before sending, settle what it cost after."""

from __future__ import annotations

import asyncio
import math

from summarizer.errors import BudgetSpentError

__all__ = ["Budget"]


class Budget:
    """A limit in US dollars, in tokens, or both, shared by every request of a run.

    ``spent_usd`` and ``spent_tokens`` are what answers cost. ``uncertain_usd`` and ``uncertain_tokens`` are the worst
    case of requests whose answer never arrived: the provider may have charged for them, so they count as well.
    """

    def __init__(self, max_usd: float | None = None, *, max_tokens: int | None = None) -> None:
        self.max_usd = max_usd
        self.max_tokens = max_tokens
        self.spent_usd = 0.0
        self.uncertain_usd = 0.0
        self.reserved_usd = 0.0
        self.spent_tokens = 0
        self.uncertain_tokens = 0
        self._reserved_tokens = 0
        self._in_flight = 0
        self._settled = asyncio.Condition()

    async def reserve(self, worst_usd: float, worst_tokens: int = 0) -> None:
        """Set the worst case aside; wait for requests in flight where only they stand in the way.

        BudgetSpentError when it doesn't fit and nothing in flight could make room.
        """
        async with self._settled:
            while not self._fits(worst_usd, worst_tokens):
                if not self._in_flight:
                    raise BudgetSpentError(self._message(worst_usd, worst_tokens))
                await self._settled.wait()
            self.reserved_usd += worst_usd
            self._reserved_tokens += worst_tokens
            self._in_flight += 1

    async def settle(
        self, worst_usd: float, worst_tokens: int = 0, *, cost_usd: float, tokens: int = 0, certain: bool = True
    ) -> None:
        """Replace a reservation by what the request cost, or may have cost when that isn't ``certain``."""
        # no await before the sums: a cancelled request must settle as well
        self.reserved_usd -= worst_usd
        self._reserved_tokens -= worst_tokens
        self._in_flight -= 1
        if not self._in_flight:
            self.reserved_usd = 0.0  # sheds what float subtraction leaves behind
        if certain:
            self.spent_usd += cost_usd
            self.spent_tokens += tokens
        else:
            self.uncertain_usd += cost_usd
            self.uncertain_tokens += tokens
        async with self._settled:
            self._settled.notify_all()

    def _fits(self, usd: float, tokens: int) -> bool:
        dollars = self.spent_usd + self.uncertain_usd + self.reserved_usd + usd
        total = self.spent_tokens + self.uncertain_tokens + self._reserved_tokens + tokens
        max_tokens = math.inf if self.max_tokens is None else self.max_tokens
        return dollars <= (math.inf if self.max_usd is None else self.max_usd) and total <= max_tokens

    def _message(self, worst_usd: float, worst_tokens: int) -> str:
        if self.max_usd is not None and self.spent_usd + self.uncertain_usd + worst_usd > self.max_usd:
            unsure = f" and ${self.uncertain_usd:.4f} on requests that broke off" if self.uncertain_usd else ""
            return (
                f"the budget of ${self.max_usd:g} is spent: ${self.spent_usd:.4f} so far{unsure}, and the next request "
                f"could cost ${worst_usd:.4f}; raise --max-usd to go on"
            )
        unsure = f" and {self.uncertain_tokens:,} on requests that broke off" if self.uncertain_tokens else ""
        return (
            f"the budget of {self.max_tokens:,} tokens is spent: {self.spent_tokens:,} so far{unsure}, and the next "
            f"request could take {worst_tokens:,}; raise --max-tokens to go on"
        )
