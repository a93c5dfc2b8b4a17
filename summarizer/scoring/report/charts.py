"""Small charts drawn as inline SVG: an interval, how leaves ended, a trend. They say in words what they show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from summarizer.scoring.report.words import MARKS, WORDS, number
from summarizer.scoring.score_model import Counts, Outcome

__all__ = ["Point", "interval_chart", "ratio_bar", "stacked_bar", "trend_chart"]

_STACK: tuple[Outcome, ...] = ("correct", "partial", "wrong", "missing", "spurious")
_WIDTH, _INSET = 240.0, 6.0
_TREND_WIDTH, _TREND_HEIGHT, _TREND_INSET = 340.0, 110.0, 7.0


@dataclass(frozen=True, slots=True)
class Point:
    """One run in a trend; ``low`` and ``high`` None where there is no interval."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None


def interval_chart(
    value: float | None, interval: tuple[float, float] | None, *, baseline: float | None, ceiling: float | None
) -> Markup:
    """Return a ratio on a line from 0 to 1: dot and interval, the baseline as a tick, the ceiling as a diamond."""
    parts = [
        Markup('<line class="axis" x1="{}" x2="{}" y1="13" y2="13"/>').format(_INSET, _WIDTH - _INSET),
        *(
            Markup('<line class="grid" x1="{0}" x2="{0}" y1="9.5" y2="16.5"/>').format(_across(at))
            for at in (0, 0.25, 0.5, 0.75, 1)
        ),
    ]
    words = [f"{number(value)} of 1"]
    if interval:
        low, high = map(_across, interval)
        parts.append(Markup('<path class="interval" d="M{0} 13H{1}M{0} 9V17M{1} 9V17"/>').format(low, high))
        words.append(f"interval {number(interval[0])} to {number(interval[1])}")
    if ceiling is not None:
        at = _across(ceiling)
        parts.append(Markup('<path class="ceiling" d="M{} 13l4.5 -5l4.5 5l-4.5 5z"/>').format(at - 4.5))
        words.append(f"readers agree at {number(ceiling)}")
    if baseline is not None:
        parts.append(Markup('<path class="baseline" d="M{} 3V23"/>').format(_across(baseline)))
        words.append(f"baseline {number(baseline)}")
    if value is not None:
        parts.append(Markup('<circle class="dot" cx="{}" cy="13" r="4.5"/>').format(_across(value)))
    return _svg("interval-chart", (_WIDTH, 26), ", ".join(words), parts)


def stacked_bar(counts: Counts) -> Markup:
    """Return how the scored leaves ended as one bar: correct, partial, wrong, missing, spurious, in that order."""
    numbers = {outcome: int(getattr(counts, outcome)) for outcome in _STACK}
    whole = sum(numbers.values())
    parts, start = [], 0.0
    for outcome, count in numbers.items():
        width = round(200 * count / whole, 2) if whole else 0.0
        if width:
            parts.append(
                Markup('<rect class="{}" x="{}" width="{}" height="12"><title>{} {}: {}</title></rect>').format(
                    outcome, round(start, 2), width, MARKS[outcome], WORDS[outcome], count
                )
            )
        start += width
    words = ", ".join(f"{count} {WORDS[outcome]}" for outcome, count in numbers.items() if count)
    return _svg("stack", (200, 12), words or "no leaves", parts, stretched=True)


def ratio_bar(value: float | None) -> Markup:
    """Return a ratio as a bar in a frame; an empty frame for none."""
    width = round(100 * (value or 0.0), 1)
    parts = [
        Markup('<rect class="frame" width="100" height="8"/><rect class="fill" width="{}" height="8"/>').format(width)
    ]
    return _svg("ratio", (100, 8), number(value), parts, stretched=True)


def trend_chart(points: Sequence[Point], *, ceiling: float | None = None) -> tuple[Markup, float, float]:
    """Return a line over runs with its interval as a band, and the values at the chart's foot and head.

    Drawn from the first point to the last at equal distances; the scale spans what is there, in steps of 0.05.
    """
    ends = [end for point in points for end in (point.low, point.high, point.value) if end is not None]
    foot, head = _scale(ends)

    def place(position: int, value: float) -> tuple[float, float]:
        room = _TREND_WIDTH - 2 * _TREND_INSET
        x = _TREND_INSET + room * (position / (len(points) - 1) if len(points) > 1 else 0.5)
        inner = _TREND_HEIGHT - 2 * _TREND_INSET
        return round(x, 1), round(_TREND_HEIGHT - _TREND_INSET - inner * (value - foot) / (head - foot), 1)

    parts = [
        Markup('<line class="grid" x1="0" x2="{}" y1="{}" y2="{}"/>').format(_TREND_WIDTH, y, y)
        for _, y in (place(0, value) for value in (foot, (foot + head) / 2, head))
    ]
    banded = [(at, point) for at, point in enumerate(points) if point.low is not None and point.high is not None]
    if len(banded) > 1:
        upper = [place(at, point.high or 0.0) for at, point in banded]
        lower = [place(at, point.low or 0.0) for at, point in reversed(banded)]
        parts.append(Markup('<polygon class="band" points="{}"/>').format(_joined(upper + lower)))
    if ceiling is not None and foot <= ceiling <= head:
        parts.append(
            Markup('<line class="ceiling" x1="0" x2="{}" y1="{}" y2="{}"/>').format(
                _TREND_WIDTH, place(0, ceiling)[1], place(0, ceiling)[1]
            )
        )
    places = [place(at, point.value) for at, point in enumerate(points)]
    parts.append(Markup('<polyline class="line" points="{}"/>').format(_joined(places)))
    parts += [_trend_dot(point, spot, last=point is points[-1]) for point, spot in zip(points, places, strict=True)]
    words = "; ".join(_told(point) for point in points)
    return _svg("trend", (_TREND_WIDTH, _TREND_HEIGHT), words, parts), foot, head


def _trend_dot(point: Point, spot: tuple[float, float], *, last: bool) -> Markup:
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>').format(
        "dot now" if last else "dot", *spot, 4.5 if last else 3, _told(point)
    )


def _told(point: Point) -> str:
    interval = f" ({number(point.low)} to {number(point.high)})" if point.low is not None else ""
    return f"{point.label}: {number(point.value)}{interval}"


def _scale(values: Iterable[float]) -> tuple[float, float]:
    found = list(values)
    head = min(1.0, max(0.1, math.ceil(max(found) * 20 - 1e-9) / 20))
    foot = max(0.0, math.floor(min(found) * 20 + 1e-9) / 20)
    return min(foot, round(head - 0.1, 2)), head


def _across(ratio: float) -> float:
    return round(_INSET + (_WIDTH - 2 * _INSET) * min(1.0, max(0.0, ratio)), 1)


def _joined(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)


def _svg(
    name: str, size: tuple[float, float], words: str, parts: Iterable[Markup], *, stretched: bool = False
) -> Markup:
    return Markup('<svg class="{}" viewBox="0 0 {:g} {:g}"{} role="img" aria-label="{}">{}</svg>').format(
        name, *size, Markup(' preserveAspectRatio="none"') if stretched else "", words, Markup("").join(parts)
    )
