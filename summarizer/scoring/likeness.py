"""How alike entries of gold and predicted ones are as wholes: the weighted mean over their leaves, for all pairs.

Every value is read once and compared with all of the other side, field by field, so that lists of tens of objects cost
little more than their leaf comparisons.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import fsum
from typing import Any

from pydantic import JsonValue

from summarizer.scoring.alignment import assign
from summarizer.scoring.comparators.similarity import Comparator
from summarizer.scoring.gold_model import GoldLeaf, GoldList, GoldNode, GoldObject
from summarizer.scoring.plan import Plan, choose

__all__ = ["is_filled", "likenesses"]

Grid = list[list[float | None]]
"""Gold by prediction; None where both are empty, so that nothing can be said."""

_NULL = GoldLeaf(None)


def is_filled(value: JsonValue) -> bool:
    """Say whether a predicted leaf states something: null, blank text and a ``when`` without words don't."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, dict):
        return any(part is not None and part != "" for part in value.values())
    return value is not None


def likenesses(plan: Plan, gold: Sequence[GoldNode], predicted: Sequence[JsonValue]) -> list[list[float]]:
    """Return the likeness, 0 to 1, of each entry of gold (rows) with each predicted one (columns).

    Two entries that state nothing are alike: neither has anything that the other lacks.
    """
    return [[1.0 if value is None else value for value in row] for row in _grid(plan, gold, predicted)]


def _grid(plan: Plan, gold: Sequence[GoldNode], predicted: Sequence[JsonValue]) -> Grid:
    if plan.comparator is not None:
        return _leaves(plan, gold, predicted)
    if plan.options:
        columns = [_grid(choose(plan, value), gold, [value]) for value in predicted]
        return [[column[i][0] for column in columns] for i in range(len(gold))]
    found = _lists(plan, gold, predicted) if plan.kind == "list" else _objects(plan, gold, predicted)
    lacking = [j for j, value in enumerate(predicted) if not isinstance(value, dict)]
    for i, node in enumerate(gold):
        if isinstance(node, GoldLeaf):
            # the whole object or list is absent
            found[i] = [None if value is None or value == [] else 0.0 for value in predicted]
        elif isinstance(node, GoldObject):
            for j in lacking:
                found[i][j] = 0.0
    return found


def _leaves(plan: Plan, gold: Sequence[GoldNode], predicted: Sequence[JsonValue]) -> Grid:
    comparator = plan.comparator
    assert comparator is not None
    given = [comparator.read(value) if is_filled(value) else None for value in predicted]
    rights = [comparator.read_gold(node) if isinstance(node, GoldLeaf) else () for node in gold]
    empty: list[float | None] = [None if theirs is None else 0.0 for theirs in given]
    if comparator.likely is not None:
        return _likely_only(comparator, rights, given, empty)
    compare = comparator.compare
    return [
        [0.0 if theirs is None else max([compare(ours, theirs).value for ours in right]) for theirs in given]
        if right
        else empty
        for right in rights
    ]


def _likely_only(
    comparator: Comparator[Any], rights: Sequence[tuple[Any, ...]], given: Sequence[Any], empty: Sequence[float | None]
) -> Grid:
    """Return the grid with only those pairs compared that aren't sure to have nothing in common."""
    found: Grid = [[0.0] * len(given) if right else list(empty) for right in rights]
    owners = [i for i, right in enumerate(rights) for _ in right]
    ours = [one for right in rights for one in right]
    places = [j for j, theirs in enumerate(given) if theirs is not None]
    theirs = [given[j] for j in places]
    assert comparator.likely is not None
    for k, m in comparator.likely(ours, theirs):
        row, column = found[owners[k]], places[m]
        row[column] = max(row[column] or 0.0, comparator.compare(ours[k], theirs[m]).value)
    return found


def _objects(plan: Plan, gold: Sequence[GoldNode], predicted: Sequence[JsonValue]) -> Grid:
    """Return the weighted mean over the fields of which either side states something."""
    ours = [node.fields if isinstance(node, GoldObject) else {} for node in gold]
    theirs = [value if isinstance(value, dict) else {} for value in predicted]
    if len(plan.fields) == 1:
        # the mean of one
        ((name, part),) = plan.fields.items()
        return _grid(part, [fields.get(name, _NULL) for fields in ours], [value.get(name) for value in theirs])
    totals = [[0.0] * len(theirs) for _ in ours]
    weights = [[0.0] * len(theirs) for _ in ours]
    for name, part in plan.fields.items():
        grid = _grid(part, [fields.get(name, _NULL) for fields in ours], [value.get(name) for value in theirs])
        weight = part.weight
        for i, row in enumerate(grid):
            totals[i] = [total + weight * (value or 0.0) for total, value in zip(totals[i], row, strict=True)]
            weights[i] = [
                counted + weight if value is not None else counted
                for counted, value in zip(weights[i], row, strict=True)
            ]
    return [
        [total / counted if counted else None for total, counted in zip(*rows, strict=True)]
        for rows in zip(totals, weights, strict=True)
    ]


def _lists(plan: Plan, gold: Sequence[GoldNode], predicted: Sequence[JsonValue]) -> Grid:
    """Return ``2·Σ likeness of matched entries / (entries of gold + predicted entries)`` for each pair of lists."""
    assert plan.item is not None
    ours = [[entry.node for entry in node.items] if isinstance(node, GoldList) else [] for node in gold]
    theirs = [value if isinstance(value, list) else [] for value in predicted]
    # every entry is compared with every other at once, and each pair of lists is cut out of that
    whole = likenesses(plan.item, [one for part in ours for one in part], [one for part in theirs for one in part])
    rows, columns = _spans(ours), _spans(theirs)
    return [[_cut(whole, row, column, plan.floor) for column in columns] for row in rows]


def _spans(parts: Sequence[Sequence[object]]) -> list[tuple[int, int]]:
    ends = list(accumulate(map(len, parts)))
    return [(end - len(part), end) for part, end in zip(parts, ends, strict=True)]


def _cut(whole: list[list[float]], row: tuple[int, int], column: tuple[int, int], floor: float) -> float | None:
    entries = row[1] - row[0] + column[1] - column[0]
    if not entries:
        return None
    matrix = [line[column[0] : column[1]] for line in whole[row[0] : row[1]]]
    return 2 * fsum(pair.similarity for pair in assign(matrix, floor=floor)) / entries
