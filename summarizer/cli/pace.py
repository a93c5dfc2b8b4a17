"""How far a run is and how fast it goes, as numbers and in words."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.llm.guards import Live
    from summarizer.run import Tally

__all__ = ["Pace", "PaceMaker", "duration_words"]

_WINDOW_S = 60.0
"""What the pace is measured over: long enough to be steady, short enough to follow the limits of a provider."""


@dataclass(frozen=True, slots=True)
class Pace:
    """One look at a run. ``done`` counts records, also those of an earlier run; ``total`` is None while not known.

    ``forecast_usd`` is what the whole run will have cost at the price of what it finished so far, ``left_s`` the
    seconds to go at the pace of the last minute; both None while there is nothing to tell them by.
    """

    done: int
    total: int | None
    resumed: int
    cached: int
    partial: int
    refused: int
    failed: int
    unread: int
    per_minute: float
    input_tokens: int
    output_tokens: int
    spent_usd: float | None
    forecast_usd: float | None
    max_usd: float | None
    in_flight: int
    limit: int
    waiting: int
    paused_s: float
    left_s: float | None

    def as_fields(self) -> dict[str, object]:
        """Return the values by name, as a log line in JSON has them."""
        rounded = {name: round(value, 6) for name, value in asdict(self).items() if isinstance(value, float)}
        return asdict(self) | rounded

    def words(self) -> str:
        """Return all of it on one line for a person."""
        counts = [
            f"{self.done:,}" + (f" of {self.total:,}" if self.total is not None else "") + " done",
            *(
                f"{count:,} {name}"
                for count, name in (
                    (self.resumed, "from before"),
                    (self.cached, "cached"),
                    (self.partial, "partial"),
                    (self.refused, "refused"),
                    (self.failed, "failed"),
                    (self.unread, "unread"),
                )
                if count
            ),
        ]
        parts = [", ".join(counts), f"{self.per_minute:,.0f}/min"]
        if self.input_tokens or self.output_tokens:
            parts.append(f"{_short(self.input_tokens)} in, {_short(self.output_tokens)} out")
        parts += self._money()
        if self.limit:
            waiting = f", {self.waiting} waiting" if self.waiting else ""
            parts.append(f"{self.in_flight}/{self.limit} in flight{waiting}")
        if self.paused_s >= 1:
            parts.append(f"rate limit, {self.paused_s:.0f} s")
        if self.left_s is not None:
            parts.append(f"{duration_words(self.left_s)} left")
        return " · ".join(parts)

    def _money(self) -> list[str]:
        if self.spent_usd is None or not (self.spent_usd or self.max_usd):
            return []
        limit = f" of ${self.max_usd:g}" if self.max_usd is not None else ""
        forecast = f" (about ${self.forecast_usd:.2f} in all)" if self.forecast_usd is not None else ""
        return [f"${self.spent_usd:.4g}{limit}{forecast}"]


class PaceMaker:
    """Looks at a run now and then; ``live`` gives what its requests do, where it sends any."""

    def __init__(
        self,
        tally: Tally,
        *,
        live: Callable[[], Live] | None = None,
        repeats: int = 1,
        max_usd: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tally = tally
        self._live = live
        self._repeats = repeats
        self._max_usd = max_usd
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque([(clock(), 0)])
        self.total: int | None = None
        """Inputs in all, once they have been counted."""

    def look(self) -> Pace:
        """Return how far the run is."""
        tally, live = self._tally, self._live() if self._live is not None else None
        per_minute = self._per_minute(tally.finished)
        total = None if self.total is None else max(0, self.total - tally.unread - tally.repeated) * self._repeats
        done = tally.finished + tally.resumed
        left = None if total is None else max(0, total - done)
        spent_usd = live.spent_usd if live is not None else 0.0
        return Pace(
            done=done,
            total=None if total is None else max(total, done),
            resumed=tally.resumed,
            cached=tally.cached,
            partial=tally.records["partial"],
            refused=tally.records["refused"],
            failed=tally.records["failed"],
            unread=tally.unread,
            per_minute=per_minute,
            input_tokens=live.input_tokens if live is not None else 0,
            output_tokens=live.output_tokens if live is not None else 0,
            spent_usd=spent_usd,
            forecast_usd=(
                spent_usd * (1 + left / tally.finished) if spent_usd and left is not None and tally.finished else None
            ),
            max_usd=self._max_usd,
            in_flight=live.in_flight if live is not None else 0,
            limit=live.limit if live is not None else 0,
            waiting=live.waiting if live is not None else 0,
            paused_s=live.paused_s if live is not None else 0.0,
            left_s=left / per_minute * 60 if left is not None and per_minute else None,
        )

    def _per_minute(self, finished: int) -> float:
        now = self._clock()
        if now - self._seen[-1][0] >= 1:
            self._seen.append((now, finished))
        while len(self._seen) > 2 and now - self._seen[1][0] >= _WINDOW_S:
            self._seen.popleft()
        since, before = self._seen[0]
        return (finished - before) / (now - since) * 60 if now > since else 0.0


def duration_words(seconds: float) -> str:
    """Return "45 s", "12 min", "3 h 05 min"."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def _short(number: int) -> str:
    if number < 10_000:
        return f"{number:,}"
    return f"{number / 1_000:.0f}k" if number < 1_000_000 else f"{number / 1_000_000:.2f}M"
