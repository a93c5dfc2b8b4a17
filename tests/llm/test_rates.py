"""A rate is kept over every sixty seconds, evenly, and corrected by what was really used."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summarizer.llm.rates import Rate


def run(rate: Rate, *amounts: float) -> list[float]:
    """Take ``amounts`` one after the other as soon as each may be taken; return the times."""
    now, times = 100.0, []
    for amount in amounts:
        while (wait := rate.wait_s(now, amount)) > 0:
            now += wait
        rate.take(now, amount)
        times.append(now - 100.0)
    return times


def test_requests_are_spread_evenly_after_one_seconds_worth() -> None:
    assert run(Rate(60), *[1.0] * 5) == [0.0, 0.0, 1.0, 2.0, 3.0]


@given(st.integers(1, 300), st.lists(st.floats(0.1, 400), min_size=1, max_size=60))
def test_no_sixty_seconds_hold_more_than_the_limit(per_minute: int, amounts: list[float]) -> None:
    amounts = [min(amount, per_minute) for amount in amounts]
    times = run(Rate(per_minute), *amounts)
    for start in times:
        inside = sum(a for a, t in zip(amounts, times, strict=True) if start <= t < start + 60 - 1e-6)
        assert inside <= per_minute * (1 + 1e-9)


def test_more_than_a_whole_minute_holds_goes_alone() -> None:
    rate = Rate(10)
    assert run(rate, 50.0) == [0.0]
    assert rate.wait_s(100.0, 1.0) > 60


def test_an_estimate_that_was_too_high_gives_back_and_one_too_low_is_made_up_for() -> None:
    generous, scarce = Rate(600), Rate(600)
    for rate, used in ((generous, 10.0), (scarce, 300.0)):
        rate.correct(rate.take(0.0, 100.0), used)
    assert (generous.wait_s(0.0, 1.0), scarce.wait_s(0.0, 1.0)) == (0.0, 29.0)
