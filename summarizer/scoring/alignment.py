"""Match the entries of two lists one to one, so that the sum of similarities is the greatest possible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from math import fsum
from typing import Final, NamedTuple, TypeVar

__all__ = ["FLOOR", "Pair", "align", "assign"]

G = TypeVar("G")
P = TypeVar("P")

FLOOR: Final = 0.4
"""The least similarity at which two entries are taken for the same one, unless a ``Score`` says otherwise."""

_DIGITS: Final = 9
_FEW: Final = 3

Matrix = Sequence[Sequence[float]]


def _place(position: int) -> str:
    return f"{position:06}"


class Pair(NamedTuple):
    """Entry ``gold`` of one list is entry ``predicted`` of the other."""

    gold: int
    predicted: int
    similarity: float


def align(
    gold: Sequence[G],
    predicted: Sequence[P],
    similarity: Callable[[G, P], float],
    *,
    floor: float = FLOOR,
    gold_key: Callable[[int], str] = _place,
    predicted_key: Callable[[int], str] = _place,
) -> tuple[Pair, ...]:
    """Return ``assign`` of the matrix of similarities."""
    matrix = [[similarity(ours, theirs) for theirs in predicted] for ours in gold]
    return assign(matrix, floor=floor, gold_key=gold_key, predicted_key=predicted_key)


def assign(
    matrix: Matrix,
    *,
    floor: float = FLOOR,
    gold_key: Callable[[int], str] = _place,
    predicted_key: Callable[[int], str] = _place,
) -> tuple[Pair, ...]:
    """Return the pairs of an optimal assignment, ascending by gold position; each at least ``floor`` alike.

    ``matrix`` holds similarities from 0 to 1, gold in rows; those below ``floor`` count as none. The keys give an order
    of entries (by position here) that doesn't depend on where they stand in their list: among assignments that are
    equally good, the same one is chosen for any order.
    """
    found = []
    for rows, columns in _components(matrix, floor):
        if len(rows) == 1 and len(columns) == 1:
            found.append((rows[0], columns[0]))
        else:
            rows.sort(key=gold_key)
            columns.sort(key=predicted_key)
            found.extend(_solve(matrix, rows, columns, floor))
    return tuple(Pair(row, column, matrix[row][column]) for row, column in sorted(found))


def _components(matrix: Matrix, floor: float) -> list[tuple[list[int], list[int]]]:
    """Return the groups of rows and columns that can be matched with each other and with nothing else."""
    rows_of: dict[int, list[int]] = {}
    columns_of: dict[int, list[int]] = {}
    for i, row in enumerate(matrix):
        for j, value in enumerate(row):
            if value >= floor:
                columns_of.setdefault(i, []).append(j)
                rows_of.setdefault(j, []).append(i)
    seen: set[int] = set()
    return [_reachable(start, columns_of, rows_of, seen) for start in columns_of if start not in seen]


def _reachable(
    start: int, columns_of: dict[int, list[int]], rows_of: dict[int, list[int]], seen: set[int]
) -> tuple[list[int], list[int]]:
    rows, columns = [start], []
    reached: set[int] = set()
    seen.add(start)
    for row in rows:
        for column in columns_of[row]:
            if column not in reached:
                reached.add(column)
                columns.append(column)
                fresh = [other for other in rows_of[column] if other not in seen]
                seen.update(fresh)
                rows.extend(fresh)
    return rows, columns


def _solve(matrix: Matrix, rows: list[int], columns: list[int], floor: float) -> list[tuple[int, int]]:
    """Return an optimal assignment of ``rows`` to ``columns``; on ties the earlier ones."""
    # rounded, so that sums of equal parts are equal in whatever order they were added up
    usable = [
        [round(value, _DIGITS) if (value := matrix[row][column]) >= floor else 0.0 for column in columns]
        for row in rows
    ]
    return [(rows[i], columns[j]) for i, j in _assign(usable) if usable[i][j]]


def _assign(matrix: list[list[float]]) -> list[tuple[int, int]]:
    if len(matrix) == 1:
        return [(0, matrix[0].index(max(matrix[0])))]
    if len(matrix[0]) == 1:
        column = [row[0] for row in matrix]
        return [(column.index(max(column)), 0)]
    if max(len(matrix), len(matrix[0])) <= _FEW:
        return _try_all(matrix)
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - heavy: kept off small lists and the start-up path

    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _try_all(matrix: list[list[float]]) -> list[tuple[int, int]]:
    """Return the best assignment of a small matrix by trying every one; the first of the best."""
    rows, columns = len(matrix), len(matrix[0])
    if rows > columns:
        turned = [list(column) for column in zip(*matrix, strict=True)]
        return [(j, i) for i, j in _try_all(turned)]
    orders = permutations(range(columns), rows)
    best = max(orders, key=lambda order: fsum(matrix[i][j] for i, j in enumerate(order)))
    return list(enumerate(best))
