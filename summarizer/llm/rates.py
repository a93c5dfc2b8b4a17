"""Keep requests and tokens per minute within a limit: evenly spread, and exact over any sixty seconds."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

__all__ = ["Rate", "Taken"]

_WINDOW_S = 60.0
_BURST_S = 1.0
"""How far ahead of the even pace a burst may run, in seconds' worth."""


@dataclass(slots=True)
class Taken:
    """What was taken from a rate, and when."""

    at: float
    amount: float


class Rate:
    """So much a minute.

    The even pace is the generic cell rate algorithm (ITU-T I.371) with a burst of one second's worth; on top, the sum
    over any sixty seconds stays within the limit. Times are the caller's clock in seconds, which never runs backwards.
    """

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._spacing_s = _WINDOW_S / per_minute
        self._due = 0.0
        self._log: deque[Taken] = deque()
        self._total = 0.0

    def wait_s(self, now: float, amount: float = 1.0) -> float:
        """Return the seconds until ``amount`` may be taken; more than a minute holds waits for an empty one."""
        amount = min(amount, self.per_minute)
        self._forget(now)
        wait = max(0.0, self._due - _BURST_S - now)
        excess = self._total + amount - self.per_minute
        for taken in self._log:
            if excess <= 0:
                break
            excess -= taken.amount
            wait = max(wait, taken.at + _WINDOW_S - now)
        return wait

    def take(self, now: float, amount: float = 1.0) -> Taken:
        """Count ``amount`` as used now."""
        taken = Taken(now, amount)
        self._log.append(taken)
        self._total += amount
        self._due = max(self._due, now) + amount * self._spacing_s
        return taken

    def correct(self, taken: Taken, amount: float) -> None:
        """Replace an estimate by what was really used, more or less."""
        change = amount - taken.amount
        taken.amount = amount
        self._due += change * self._spacing_s
        if self._log and taken.at >= self._log[0].at:
            self._total += change

    def _forget(self, now: float) -> None:
        while self._log and self._log[0].at <= now - _WINDOW_S:
            self._total -= self._log.popleft().amount
        if not self._log:
            self._total = 0.0  # sheds what float subtraction leaves behind
