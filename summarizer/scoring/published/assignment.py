"""Pair rows with columns one to one for the greatest total, with ties settled in one documented way."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["greatest_pairs"]

Matrix = Sequence[Sequence[float]]


def greatest_pairs(similarities: Matrix) -> list[tuple[int, int]]:
    """Return the (row, column) pairs of the best assignment, by row; as many as the shorter side has.

    The Hungarian method by shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987), O(n²·m). Among equally
    good assignments: the shorter side's items take in turn their first best partner that is free; whoever finds none
    is fitted in afterwards, in turn, along the shortest path, the first partner first. A score that divides by the size
    of what was paired can depend on this, so it is part of what is computed, not left to a library's version.
    """
    if not similarities or not similarities[0]:
        return []
    highest = max(max(row) for row in similarities)
    costs = [[highest - each for each in row] for row in similarities]
    if len(costs) <= len(costs[0]):
        return sorted(_Assignment(costs).pairs())
    turned = [list(column) for column in zip(*costs, strict=True)]
    return sorted((row, column) for column, row in _Assignment(turned).pairs())


class _Assignment:
    """The least cost of pairing every row with a column of its own; there are at least as many columns."""

    def __init__(self, costs: Matrix) -> None:
        self._costs = costs
        self._row_price = [min(row) for row in costs]
        self._column_price = [0.0] * len(costs[0])
        self._taken_by: list[int | None] = [None] * len(costs[0])

    def pairs(self) -> list[tuple[int, int]]:
        for row in [row for row in range(len(self._costs)) if not self._take_first_best(row)]:
            self._fit_in(row)
        return [(row, column) for column, row in enumerate(self._taken_by) if row is not None]

    def _take_first_best(self, row: int) -> bool:
        best = self._row_price[row]
        for column, cost in enumerate(self._costs[row]):
            if cost == best and self._taken_by[column] is None:
                self._taken_by[column] = row
                return True
        return False

    def _fit_in(self, start: int) -> None:
        """Lengthen the shortest path from the row to a free column, then let the rows on it change columns."""
        width = len(self._taken_by)
        slack = [math.inf] * width
        came_from: list[int | None] = [None] * width
        reached: list[int] = []
        row, last = start, None
        while True:
            self._tighten(row, slack, came_from, last=last, reached=reached)
            column = min((each for each in range(width) if each not in reached), key=lambda each: slack[each])
            self._reprice(start, slack[column], slack, reached=reached)
            reached.append(column)
            holder = self._taken_by[column]
            if holder is None:
                break
            row, last = holder, column
        self._shift(start, column, came_from)

    def _tighten(
        self, row: int, slack: list[float], came_from: list[int | None], *, last: int | None, reached: list[int]
    ) -> None:
        for column, cost in enumerate(self._costs[row]):
            left = cost - self._row_price[row] - self._column_price[column]
            if column not in reached and left < slack[column]:
                slack[column], came_from[column] = left, last

    def _reprice(self, start: int, step: float, slack: list[float], *, reached: list[int]) -> None:
        self._row_price[start] += step
        for column in range(len(slack)):
            holder = self._taken_by[column]
            if column in reached and holder is not None:
                self._row_price[holder] += step
                self._column_price[column] -= step
            else:
                slack[column] -= step

    def _shift(self, start: int, column: int, came_from: list[int | None]) -> None:
        at: int | None = column
        while at is not None:
            before = came_from[at]
            self._taken_by[at] = start if before is None else self._taken_by[before]
            at = before
