"""Find how many requests an endpoint takes at once: up while its latency holds, down when it refuses."""

from __future__ import annotations

import math
from statistics import median

__all__ = ["Level"]

_CUT = 0.7
"""What a refusal (429) leaves of the level."""
_TOLERANCE = 1.6
"""A latency beyond this multiple of the best is a queue at the server, which more requests only lengthen."""
_LOOK_AFTER = 30
"""Rounds with a raised latency before one round at half the level shows whether the queue is ours."""
_FEWEST = 4
"""Answers that a judgement on latency needs."""
_HARMLESS_FAILURES = 0.3
"""Share of failures that waiting between tries takes care of; beyond it fewer requests go out as well."""
_LEAST_SHARE = 0.1


class Level:
    """How many requests may be in flight.

    Additive increase, multiplicative decrease (Chiu and Jain 1989): it doubles each round trip until something gives
    (slow start, RFC 5681), then creeps up near the level that was last refused and faster away from it. One round trip
    is cut once, however many of its requests were refused. Failures (5xx, broken or timed-out connections) lower it for
    as long as they last and leave no trace. With ``by_latency`` a queue at the server lowers it too. Times are the
    caller's clock, in seconds.
    """

    def __init__(self, start: int, *, largest: int, by_latency: bool = True) -> None:
        self.largest = largest
        self._by_latency = by_latency
        self._level = float(min(start, largest))
        self._refused_at: float | None = None
        self._doubling = True
        self._last_cut = -math.inf
        self._failing = 0.0
        self._best = math.inf
        self._round: list[float] = []
        self._round_size = max(_FEWEST, int(self._level))
        self._round_began = -math.inf
        self._was_full = False
        self._raised_rounds = 0
        self._before_look: float | None = None

    @property
    def limit(self) -> int:
        """Return how many requests may be in flight now, at least one."""
        strain = max(0.0, self._failing - _HARMLESS_FAILURES) / (1 - _HARMLESS_FAILURES)
        return max(1, int(self._level * (1 - strain * (1 - _LEAST_SHARE))))

    def answered(self, now: float, *, sent_at: float, full: bool) -> None:
        """Learn from an answer to a request of ``sent_at``; ``full`` says that every place was taken then."""
        self._mark_failing(0.0)
        if sent_at < self._round_began:
            return  # sent under another level
        self._was_full = self._was_full or full
        self._round.append(now - sent_at)
        if self._doubling and full and self._before_look is None:
            self._level = min(self.largest, self._level + 1)
        if len(self._round) >= self._round_size:
            self._end_round(now)

    def refused(self, now: float, *, sent_at: float) -> None:
        """Learn from a 429."""
        if sent_at < self._last_cut:
            return
        self._refused_at = self._level = self._before_look or self._level
        self._doubling, self._before_look = False, None
        self._last_cut = now
        self._change(now, self._level * _CUT)

    def failed(self) -> None:
        """Learn from an answer of 5xx, a broken connection or a timeout."""
        self._mark_failing(1.0)

    def _mark_failing(self, value: float) -> None:
        self._failing += (value - self._failing) / max(8.0, self._level)

    def _end_round(self, now: float) -> None:
        latency = median(self._round)
        level = self._level
        if self._before_look is not None:
            self._best, level, self._before_look = latency, self._before_look, None
        else:
            self._best = min(self._best, latency)
            level = self._next_level(latency)
        self._change(now, level)

    def _next_level(self, latency: float) -> float:
        if not self._by_latency or latency <= self._best * _TOLERANCE:
            self._raised_rounds = self._raised_rounds + 1 if latency > self._best * 1.2 else 0
            return self._level + self._step() if self._was_full and not self._doubling else self._level
        self._doubling = False
        self._raised_rounds += 1
        if self._raised_rounds >= _LOOK_AFTER:
            self._raised_rounds, self._before_look = 0, self._level
            return self._level / 2
        # by Little's law a queue is as long as its latency: this level is the one where it would be just bearable
        return max(_FEWEST, self._level * max(0.5, self._best * _TOLERANCE / latency))

    def _step(self) -> float:
        fast = max(1.0, math.sqrt(self._level) / 2)
        if self._refused_at is None or self._level > 1.1 * self._refused_at:
            return fast
        near = 0.9 * self._refused_at
        return min(fast, near - self._level + 0.01) if self._level < near else min(1.0, self._level / 8)

    def _change(self, now: float, level: float) -> None:
        level = min(float(self.largest), max(1.0, level))
        if level < self._level:
            self._round_began = now  # what is still out was sent under the higher level
        self._level = level
        self._round = []
        self._round_size = max(_FEWEST, int(level))
        self._was_full = False
