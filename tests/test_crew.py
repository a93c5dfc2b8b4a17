"""Many pieces of work at once: bounded, each failure in good order, nothing paid for thrown away."""

import asyncio
import threading
import time
from functools import partial

import pytest

from summarizer.crew import work_through
from summarizer.errors import BudgetSpentError, ModelUnavailableError


async def gather(work, **options):
    return [result async for result in work_through(work, **options)]


async def gather_into(results, work, **options):
    """Gather in ``results``, where what came before an error stays."""
    async for result in work_through(work, **options):
        results.append(result)


def run(work, **options):
    return asyncio.run(gather(work, **options))


async def give(value, rounds=1):
    for _ in range(rounds):
        await asyncio.sleep(0)
    return value


async def fail(error):
    await asyncio.sleep(0)
    raise error


def test_every_piece_gives_its_result_once():
    assert sorted(run((partial(give, n) for n in range(50)), jobs=7)) == list(range(50))


def test_nothing_to_do_is_done_at_once():
    assert run(iter(()), jobs=3) == []


def test_what_is_passed_over_costs_no_place():
    work = [None, partial(give, 1), None, None, partial(give, 2), None]
    assert sorted(run(iter(work), jobs=1)) == [1, 2]


@pytest.mark.parametrize("jobs", [1, 3, 20])
def test_no_more_is_under_way_than_there_are_jobs(jobs):
    now = most = 0

    async def piece():
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        now -= 1

    run((piece for _ in range(60)), jobs=jobs)
    assert most <= jobs


def test_the_number_of_jobs_is_asked_again_and_again():
    allowed = iter([1, 1, 4, 4, 4, 4])
    last = 4
    now, seen = 0, []

    async def piece():
        nonlocal now
        now += 1
        seen.append(now)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        now -= 1

    run((piece for _ in range(20)), jobs=lambda: next(allowed, last))
    assert seen[0] == 1
    assert 1 < max(seen) <= 4


def test_a_slow_source_does_not_hold_what_is_under_way():
    released = threading.Event()

    def source():
        yield partial(give, "first")
        released.wait(10)
        yield partial(give, "second")

    async def go():
        results: list[object] = []
        async for result in work_through(source(), jobs=2):
            results.append(result)
            released.set()
        return results

    assert asyncio.run(go()) == ["first", "second"]


def test_a_spent_budget_lets_what_is_under_way_finish_since_it_is_paid_for():
    done = []

    async def slow(n):
        for _ in range(200):
            await asyncio.sleep(0)
        done.append(n)
        return n

    async def go():
        results: list[object] = []
        work = [partial(slow, 1), partial(slow, 2), partial(fail, BudgetSpentError("spent")), partial(slow, 4)]
        with pytest.raises(BudgetSpentError, match="spent"):
            await gather_into(results, iter(work), jobs=3, grace_s=0)
        return results

    assert sorted(asyncio.run(go())) == [1, 2]
    assert done == [1, 2]


def test_another_error_of_ours_gives_the_others_a_grace_and_then_cancels_them():
    cancelled = []

    async def hanging():
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    async def go():
        results: list[object] = []
        work = [hanging, partial(fail, ModelUnavailableError("gone")), partial(give, "quick", rounds=20)]
        with pytest.raises(ModelUnavailableError, match="gone"):
            await gather_into(results, iter(work), jobs=3, grace_s=0.2)
        return results

    began = time.monotonic()
    assert asyncio.run(go()) == ["quick"]
    assert cancelled == [True]
    assert time.monotonic() - began < 30


def test_after_an_error_nothing_more_is_taken():
    taken = []

    def source():
        for n in range(1_000):
            taken.append(n)
            yield partial(fail, ModelUnavailableError(str(n))) if n == 3 else partial(give, n)

    with pytest.raises(ModelUnavailableError, match="3"):
        run(source(), jobs=2, grace_s=1)
    assert len(taken) < 10


def test_a_bug_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        run(iter([partial(fail, ZeroDivisionError()), partial(give, 1)]), jobs=2)
