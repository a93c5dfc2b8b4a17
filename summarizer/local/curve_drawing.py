"""Draw a precision–coverage curve in plain text, for a model card."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.local.calibration import Point

__all__ = ["drawn"]

_WIDE, _HIGH = 50, 12


def drawn(points: Sequence[Point]) -> str:
    """Return the curve: coverage from 0 to 100 % to the right, precision from 50 to 100 % upwards."""
    cells = [[" "] * (_WIDE + 1) for _ in range(_HIGH + 1)]
    for point in points:
        row = round((1 - max(0.5, point.precision)) * 2 * _HIGH)
        cells[row][round(point.coverage * _WIDE)] = "•"
    labels = {0: "100 %", _HIGH // 2: " 75 %", _HIGH: " 50 %"}
    rows = [f"{labels.get(row, ''):>5} │{''.join(line).rstrip()}" for row, line in enumerate(cells)]
    axis = f"{'':>5} └{'─' * _WIDE}"
    return "\n".join([*rows, axis, f"{'':>6} 0 %{'answered rightly':^{_WIDE - 8}}100 %"])
