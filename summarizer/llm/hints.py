"""Read what a server says about waiting: ``Retry-After`` and the many spellings of rate-limit headers."""

from __future__ import annotations

import datetime as dt
import email.utils
import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["Headers", "Kind", "RateHint", "rate_hints", "retry_after_s"]

Headers = Mapping[str, str]
"""Names in lower case."""
Kind = Literal["requests", "tokens"]

_EPOCH_S = 1_000_000_000
"""A number beyond this is no pause but a point in time: seconds since 1970, or milliseconds beyond its thousandfold."""

_REMAINING: Mapping[str, tuple[Kind, str]] = {
    "x-ratelimit-remaining-requests": ("requests", "x-ratelimit-reset-requests"),
    "x-ratelimit-remaining-tokens": ("tokens", "x-ratelimit-reset-tokens"),
    "anthropic-ratelimit-requests-remaining": ("requests", "anthropic-ratelimit-requests-reset"),
    "anthropic-ratelimit-tokens-remaining": ("tokens", "anthropic-ratelimit-tokens-reset"),
    "anthropic-ratelimit-input-tokens-remaining": ("tokens", "anthropic-ratelimit-input-tokens-reset"),
    "x-ratelimit-remaining": ("requests", "x-ratelimit-reset"),
    "ratelimit-remaining": ("requests", "ratelimit-reset"),
}
_SPAN = re.compile(
    r"(?:(?P<d>[\d.]+)d)?(?:(?P<h>[\d.]+)h)?(?:(?P<m>[\d.]+)m(?!s))?(?:(?P<s>[\d.]+)s)?(?:(?P<ms>[\d.]+)ms)?"
)
_UNITS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_STRUCTURED = re.compile(r"\b(?:remaining|r)\s*=\s*(\d+).*?\b(?:reset|t)\s*=\s*(\d+)")


@dataclass(frozen=True, slots=True)
class RateHint:
    """``remaining`` requests or tokens are free before the limit starts anew in ``reset_s`` seconds."""

    kind: Kind
    remaining: int
    reset_s: float


def retry_after_s(headers: Headers) -> float | None:
    """Return the seconds the server asks to wait, None when it doesn't.

    ``Retry-After`` is seconds or an HTTP date (RFC 9110, 10.2.3); ``Retry-After-Ms`` is finer and wins. A date is
    taken against the server's own ``Date`` where it gives one, so that a wrong clock here does no harm.
    """
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return max(0.0, milliseconds / 1_000)
    return _seconds(headers.get("retry-after", ""), headers)


def rate_hints(headers: Headers) -> list[RateHint]:
    """Return every rate limit that ``headers`` tell of, as OpenAI, Anthropic, GitHub and the IETF draft spell them."""
    hints = []
    for name, (kind, reset_name) in _REMAINING.items():
        if name in headers:
            remaining, reset = _number(headers[name]), _seconds(headers.get(reset_name, ""), headers)
            if remaining is not None and reset is not None:
                hints.append(RateHint(kind, max(0, int(remaining)), reset))
    structured = _STRUCTURED.search(headers.get("ratelimit", ""))
    if structured:
        hints.append(RateHint("requests", int(structured.group(1)), float(structured.group(2))))
    return hints


def _seconds(text: str, headers: Headers) -> float | None:
    """Return the seconds until what ``text`` says: a number, a span such as ``6m0s``, a date, or an epoch."""
    text = text.strip()
    if not text:
        return None
    number = _number(text)
    if number is None:
        return _span(text) if _SPAN.fullmatch(text) else _until_date(text, headers)
    if number > _EPOCH_S:
        return max(0.0, (number / 1_000 if number > 1_000 * _EPOCH_S else number) - _now(headers))
    return max(0.0, number)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None  # "nan" is a float, and no time


def _span(text: str) -> float | None:
    match = _SPAN.fullmatch(text)
    assert match is not None
    parts = {unit: _number(value) for unit, value in match.groupdict().items() if value}
    return sum(_UNITS[unit] * value for unit, value in parts.items() if value is not None) if parts else None


def _until_date(text: str, headers: Headers) -> float | None:
    moment = _moment(text)
    return None if moment is None else max(0.0, moment - _now(headers))


def _moment(text: str) -> float | None:
    for read in (email.utils.parsedate_to_datetime, dt.datetime.fromisoformat):
        try:
            moment = read(text)
        except (ValueError, OverflowError):
            continue
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
    return None


def _now(headers: Headers) -> float:
    stated = _moment(headers["date"]) if "date" in headers else None
    return time.time() if stated is None else stated
