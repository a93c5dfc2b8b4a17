"""What servers say about waiting, in each of the spellings that are out there."""

from __future__ import annotations

import time

import pytest

from summarizer.llm.hints import RateHint, rate_hints, retry_after_s

NOON = "Wed, 21 Oct 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({}, None, id="nothing"),
        pytest.param({"retry-after": "7"}, 7.0, id="seconds"),
        pytest.param({"retry-after": " 1.5 "}, 1.5, id="fraction"),
        pytest.param({"retry-after": "-3"}, 0.0, id="negative"),
        pytest.param({"retry-after": "nan"}, None, id="no-number"),
        pytest.param({"retry-after": "soon"}, None, id="a-word"),
        pytest.param({"retry-after": ""}, None, id="empty"),
        pytest.param({"retry-after-ms": "250", "retry-after": "9"}, 0.25, id="milliseconds-win"),
        pytest.param({"retry-after": "Wed, 21 Oct 2026 12:00:30 GMT", "date": NOON}, 30.0, id="date"),
        pytest.param({"retry-after": "Wed, 21 Oct 2026 11:00:00 GMT", "date": NOON}, 0.0, id="date-gone-by"),
        pytest.param({"retry-after": "Wed, 99 Oct 2026 12:00:30 GMT", "date": NOON}, None, id="no-such-date"),
    ],
)
def test_the_wait_a_server_asks_for_is_read(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers) == seconds


def test_a_date_without_the_servers_clock_is_taken_against_ours() -> None:
    moment = time.gmtime(time.time() + 100)
    text = time.strftime("%a, %d %b %Y %H:%M:%S GMT", moment)
    waited = retry_after_s({"retry-after": text})
    assert waited is not None
    assert 97 < waited <= 100


@pytest.mark.parametrize(
    ("headers", "hints"),
    [
        pytest.param({"x-ratelimit-remaining-requests": "3"}, [], id="no-reset"),
        pytest.param(
            {"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "6m0s"},
            [RateHint("requests", 3, 360.0)],
            id="openai-requests",
        ),
        pytest.param(
            {"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "17ms"},
            [RateHint("tokens", 0, 0.017)],
            id="openai-tokens",
        ),
        pytest.param(
            {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1h2m3.5s"},
            [RateHint("requests", 0, 3_723.5)],
            id="hours",
        ),
        pytest.param(
            {
                "anthropic-ratelimit-requests-remaining": "4",
                "anthropic-ratelimit-requests-reset": "2026-10-21T12:00:10Z",
                "date": NOON,
            },
            [RateHint("requests", 4, 10.0)],
            id="anthropic",
        ),
        pytest.param(
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1792584005", "date": NOON},
            [RateHint("requests", 0, 5.0)],
            id="epoch-seconds",
        ),
        pytest.param(
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1792584005500", "date": NOON},
            [RateHint("requests", 0, 5.5)],
            id="epoch-milliseconds",
        ),
        pytest.param({"ratelimit-remaining": "2", "ratelimit-reset": "8"}, [RateHint("requests", 2, 8.0)], id="ietf"),
        pytest.param({"ratelimit": '"default";r=0;t=4'}, [RateHint("requests", 0, 4.0)], id="ietf-structured"),
        pytest.param({"ratelimit": "limit=9, remaining=1, reset=4"}, [RateHint("requests", 1, 4.0)], id="ietf-older"),
        pytest.param({"x-ratelimit-remaining": "x", "x-ratelimit-reset": "?"}, [], id="nonsense"),
    ],
)
def test_rate_limits_are_read(headers: dict[str, str], hints: list[RateHint]) -> None:
    assert rate_hints(headers) == hints
