"""Charts as inline SVG: positions in percent, so that a chart fills any width and its letters keep their size.

No styles are written in: colours come from the style sheet by class, in light and in dark. Every chart has a title, and
the page shows the same numbers as a table beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

__all__ = ["Bar", "Part", "Point", "column_chart", "line_chart", "share_bar"]

_LEFT = 9.0
_RIGHT = 98.0
_TOP = 14.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """A chart's size: its height in pixels, and how many labels fit under it on a narrow screen."""

    height: int
    labels: int

    @property
    def floor(self) -> float:
        return self.height - 30.0

    def at(self, value: float, top: float) -> float:
        share = min(1.0, max(0.0, value / top)) if top else 0.0
        return self.floor - share * (self.floor - _TOP)


_TREND = _Frame(150, 4)
_COLUMNS = _Frame(220, 8)


@dataclass(frozen=True, slots=True)
class Point:
    """One value in a trend, with its interval where there is one; ``note`` is what a pointer over it shows."""

    label: str
    value: float
    low: float | None
    high: float | None
    note: str
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar: its class in the style sheet, its size, and what a pointer over it shows."""

    kind: str
    value: float
    note: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar and the parts it is made of, from the bottom."""

    label: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> float:
        """Return the sum of its parts."""
        return sum(part.value for part in self.parts)


def line_chart(points: Sequence[Point], *, title: str, baseline: float | None = None) -> Markup:
    """Return a trend of values between 0 and 1 with their intervals, and the baseline as a dashed line."""
    shapes = [_rule(_TREND.at(level, 1.0), f"{level:.2g}") for level in (0.0, 0.25, 0.5, 0.75, 1.0)]
    if baseline is not None:
        shapes.append(_line("baseline", (_LEFT, baseline), (_RIGHT, baseline)))
    places = _places(len(points))
    ends = [(x, point.value) for x, point in zip(places, points, strict=True)]
    shapes += [_line("trend", one, other) for one, other in pairwise(ends)]
    shapes += [_dot(x, point) for x, point in zip(places, points, strict=True)]
    shapes += _labels(places, [point.label for point in points], _TREND)
    return _svg(shapes, title, _TREND)


def column_chart(bars: Sequence[Bar], *, title: str, unit: str) -> Markup:
    """Return a column for each of ``bars``, its parts on top of each other, with round numbers at the side."""
    top = _ceiling(max((bar.total for bar in bars), default=0.0))
    shapes = [_rule(_COLUMNS.at(top * k / 4, top), _number(top * k / 4, unit)) for k in range(5)]
    places = _places(len(bars))
    width = min(6.0, (_RIGHT - _LEFT) / max(1, len(bars)) * 0.7)
    for x, bar in zip(places, bars, strict=True):
        under = 0.0
        for part in bar.parts:
            low, high = _COLUMNS.at(under, top), _COLUMNS.at(under + part.value, top)
            under += part.value
            shapes.append(_column(part, x - width / 2, width, (high, low)))
    shapes += _labels(places, [bar.label for bar in bars], _COLUMNS)
    return _svg(shapes, title, _COLUMNS)


def share_bar(parts: Iterable[Part], *, title: str) -> Markup:
    """Return one lying bar, its parts beside each other in proportion; empty when they come to nothing."""
    found = [part for part in parts if part.value > 0]
    total = sum(part.value for part in found)
    shapes, left = [], 0.0
    for part in found:
        width = 100 * part.value / total
        shapes.append(
            Markup('<rect class="{}" x="{:.2f}%" width="{:.2f}%" height="10"><title>{}</title></rect>').format(
                part.kind, left, width, part.note
            )
        )
        left += width
    return Markup('<svg class="share" width="100%" height="10" role="img" aria-label="{}">{}</svg>').format(
        title, Markup().join(shapes)
    )


def _svg(shapes: Iterable[Markup], title: str, frame: _Frame) -> Markup:
    return Markup('<svg class="chart" width="100%" height="{}" role="img" aria-label="{}">{}</svg>').format(
        frame.height, title, Markup().join(shapes)
    )


def _places(count: int) -> list[float]:
    step = (_RIGHT - _LEFT) / max(1, count)
    return [_LEFT + step * (k + 0.5) for k in range(count)]


def _line(kind: str, start: tuple[float, float], end: tuple[float, float]) -> Markup:
    return Markup('<line class="{}" x1="{:.2f}%" x2="{:.2f}%" y1="{:.1f}" y2="{:.1f}"/>').format(
        kind, start[0], end[0], _TREND.at(start[1], 1.0), _TREND.at(end[1], 1.0)
    )


def _column(part: Part, left: float, width: float, between: tuple[float, float]) -> Markup:
    high, low = between
    return Markup(
        '<rect class="{}" x="{:.2f}%" width="{:.2f}%" y="{:.1f}" height="{:.1f}"><title>{}</title></rect>'
    ).format(part.kind, left, width, high, max(0.0, low - high), part.note)


def _rule(y: float, label: str) -> Markup:
    return Markup(
        '<line class="rule" x1="{0}%" x2="{1}%" y1="{2:.1f}" y2="{2:.1f}"/>'
        '<text class="scale" x="0" y="{3:.1f}">{4}</text>'
    ).format(_LEFT, _RIGHT, y, y - 3, label)


def _dot(x: float, point: Point) -> Markup:
    whisker = Markup()
    if point.low is not None and point.high is not None:
        whisker = _line("interval", (x, point.high), (x, point.low))
    return whisker + Markup('<circle class="{}" cx="{:.2f}%" cy="{:.1f}" r="4"><title>{}</title></circle>').format(
        "dot pinned" if point.pinned else "dot", x, _TREND.at(point.value, 1.0), point.note
    )


def _labels(places: Sequence[float], labels: Sequence[str], frame: _Frame) -> list[Markup]:
    """Label as many places as fit, the last one always; what stands under the one before isn't repeated."""
    step = max(1, math.ceil(len(labels) / frame.labels))
    shown = [k for k in range(len(labels)) if (len(labels) - 1 - k) % step == 0]
    return [
        Markup('<text class="label" x="{:.2f}%" y="{:.0f}" text-anchor="middle">{}</text>').format(
            places[k], frame.floor + 18, labels[k]
        )
        for before, k in pairwise([None, *shown])
        if k is not None and (before is None or labels[k] != labels[before])
    ]


def _ceiling(value: float) -> float:
    """Return the next round number above ``value``: 1, 2 or 5 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value)


def _number(value: float, unit: str) -> str:
    return f"{unit}{value:,.0f}" if value >= 10 or value == 0 else f"{unit}{value:.3g}"
