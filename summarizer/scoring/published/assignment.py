"""Pair rows with columns one to one for the greatest total, with ties settled in one documented way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

__all__ = ["greatest_pairs"]

Matrix = Sequence[Sequence[float]]

# munkres, with which anls_star pairs lists, hands matrices of this many cells to another search.
_LARGE: Final = 16


def greatest_pairs(similarities: Matrix) -> list[tuple[int, int]]:
    """Return the (row, column) pairs of the best assignment, by row; as many as the shorter side has.

    The Hungarian method by shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987; Crouse 2016), O(n²·m).
    Among equally good assignments: the shorter side's items take in turn their first best partner that is free; whoever
    finds none is fitted in afterwards, in turn, along the shortest path. Of equally near partners the first comes next
    on that path, or, from 16 cells on, one that is free. A score that divides by the size of what was paired can
    depend on this, so it is part of what is computed: the order is that of munkres 3.0, on which anls_star 1.0 builds.
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
        height, width = len(costs), len(costs[0])
        self._costs = costs
        self._large = height * width >= _LARGE
        self._row_price = [min(row) for row in costs]
        self._column_price = [0.0] * width
        self._column_of: list[int | None] = [None] * height
        self._row_of: list[int | None] = [None] * width

    def pairs(self) -> list[tuple[int, int]]:
        for row in [row for row in range(len(self._costs)) if not self._take_first_best(row)]:
            self._fit_in(row)
        return [(row, column) for row, column in enumerate(self._column_of) if column is not None]

    def _take_first_best(self, row: int) -> bool:
        best = self._row_price[row]
        for column, cost in enumerate(self._costs[row]):
            if cost == best and self._row_of[column] is None:
                self._row_of[column], self._column_of[row] = row, column
                return True
        return False

    def _fit_in(self, start: int) -> None:
        """Find the shortest path from the row to a free column, then let the rows on it change columns."""
        reached, came_from = self._path_at_once(start) if self._large else self._path_by_steps(start)
        self._shift(reached, came_from)

    # The two searches are one in real numbers. In floats their sums differ in the last digit, and so do their ties.

    def _path_by_steps(self, start: int) -> tuple[int, list[int]]:
        """Return the free column found and how it was: the first nearest goes on, and prices follow at every step."""
        unreached = list(range(len(self._row_of)))
        far, came_from = [math.inf] * len(unreached), [start] * len(unreached)
        row, passed = start, list[int]()
        while True:
            self._look_around(row, 0.0, unreached, far, came_from)
            reached = min(unreached, key=far.__getitem__)
            unreached.remove(reached)
            step = far[reached]
            self._row_price[start] += step
            for column in passed:
                self._move_price(column, step)
            for column in unreached:
                far[column] -= step
            holder = self._row_of[reached]
            if holder is None:
                return reached, came_from
            passed.append(reached)
            row = holder

    def _path_at_once(self, start: int) -> tuple[int, list[int]]:
        """Return the same, but the last nearest that is free goes first, and prices follow when the path is known."""
        unreached = list(reversed(range(len(self._row_of))))
        far, came_from = [math.inf] * len(unreached), [start] * len(unreached)
        row, length, passed = start, 0.0, list[int]()
        while True:
            self._look_around(row, length, unreached, far, came_from)
            length = min(far[column] for column in unreached)
            alike = [place for place, column in enumerate(unreached) if far[column] == length]
            place = next((place for place in reversed(alike) if self._row_of[unreached[place]] is None), alike[0])
            reached, unreached[place] = unreached[place], unreached[-1]
            unreached.pop()
            holder = self._row_of[reached]
            if holder is None:
                break
            passed.append(reached)
            row = holder
        self._row_price[start] += length
        for column in passed:
            self._move_price(column, length - far[column])
        return reached, came_from

    def _look_around(
        self, row: int, length: float, unreached: Sequence[int], far: list[float], came_from: list[int]
    ) -> None:
        for column in unreached:
            distance = length + self._costs[row][column] - self._row_price[row] - self._column_price[column]
            if distance < far[column]:
                far[column], came_from[column] = distance, row

    def _move_price(self, column: int, by: float) -> None:
        holder = self._row_of[column]
        assert holder is not None
        self._row_price[holder] += by
        self._column_price[column] -= by

    def _shift(self, free: int, came_from: list[int]) -> None:
        at: int | None = free
        while at is not None:
            row = came_from[at]
            self._row_of[at] = row
            self._column_of[row], at = at, self._column_of[row]
