"""The level follows what an endpoint can take: a model of a server in simulated time, and each rule by itself."""

from __future__ import annotations

import heapq

import pytest

from summarizer.llm.level import Level


class Server:
    """A server with ``capacity`` places: what comes beyond waits in line, or is refused where it ``refuses``."""

    def __init__(self, capacity: int, *, service_s: float = 1.0, refuses: bool = False) -> None:
        self.capacity = capacity
        self.service_s = service_s
        self.refuses = refuses
        self.refused = self.answered = self.most = 0

    def drive(self, level: Level, seconds: float, *, start: float = 0.0) -> list[int]:
        """Keep ``level`` requests in flight for ``seconds``; return the level at each answer."""
        now, free_at, in_flight = start, [start] * self.capacity, 0
        events: list[tuple[float, float, bool]] = []
        levels = []
        while now < start + seconds:
            while in_flight < level.limit:
                in_flight += 1
                if self.refuses and sum(at > now for at in free_at) >= self.capacity:
                    heapq.heappush(events, (now + 0.01, now, False))
                    continue
                begins = max(now, heapq.heappop(free_at))
                heapq.heappush(free_at, begins + self.service_s)
                heapq.heappush(events, (begins + self.service_s, now, True))
            now, sent_at, good = heapq.heappop(events)
            self.most = max(self.most, in_flight)
            if good:
                level.answered(now, sent_at=sent_at, full=in_flight >= level.limit)
                self.answered += 1
            else:
                level.refused(now, sent_at=sent_at)
                self.refused += 1
            in_flight -= 1
            levels.append(level.limit)
        return levels


def test_it_doubles_each_round_trip_while_latency_holds() -> None:
    level = Level(8, largest=256)
    Server(capacity=1_000).drive(level, 5.5)
    assert level.limit == 256


@pytest.mark.parametrize("capacity", [1, 10, 40, 150], ids=str)
def test_a_server_that_refuses_is_used_well_and_rarely_bothered(capacity: int) -> None:
    level = Level(8, largest=256)
    server = Server(capacity, refuses=True)
    server.drive(level, 30)  # finds its level
    server.answered = server.refused = 0
    server.drive(level, 200, start=1_000)
    assert server.answered >= 0.8 * 200 * capacity
    assert server.refused <= 0.15 * server.answered


@pytest.mark.parametrize("capacity", [4, 20, 100], ids=str)
def test_a_server_that_queues_is_kept_busy_without_a_long_queue(capacity: int) -> None:
    level = Level(8, largest=1_000)
    server = Server(capacity)
    server.drive(level, 30)
    server.answered = server.most = 0
    server.drive(level, 200, start=1_000)
    assert server.answered >= 0.95 * 200 * capacity
    assert server.most <= max(3 * capacity, 20)


def test_a_server_that_became_slower_for_everyone_is_not_starved() -> None:
    level = Level(8, largest=64)
    Server(1_000, service_s=0.5).drive(level, 10)
    slow = Server(1_000, service_s=3.0)
    slow.drive(level, 300, start=1_000)
    assert level.limit == 64


def test_a_round_trip_full_of_refusals_cuts_once() -> None:
    level = Level(100, largest=100)
    for _ in range(50):
        level.refused(10.0, sent_at=9.0)
    assert level.limit == 70


def test_failures_lower_it_while_they_last_and_leave_no_trace() -> None:
    level = Level(100, largest=100)
    for _ in range(500):
        level.failed()
    during = level.limit
    for number in range(500):
        level.answered(100.0 + number, sent_at=99.0 + number, full=False)
    assert (during, level.limit) == (10, 100)


def test_a_few_failures_lower_nothing() -> None:
    level = Level(100, largest=100)
    for number in range(500):
        level.failed() if number % 5 == 0 else level.answered(1.0 + number, sent_at=number, full=True)
    assert level.limit == 100


def test_it_does_not_grow_unless_all_places_are_taken() -> None:
    level = Level(8, largest=100)
    for number in range(500):
        level.answered(1.0 + number, sent_at=number, full=False)
    assert level.limit == 8


def test_it_never_falls_below_one() -> None:
    level = Level(1, largest=1)
    for number in range(50):
        level.refused(number + 1.0, sent_at=number)
        level.failed()
    assert level.limit == 1
