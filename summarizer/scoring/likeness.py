"""How alike an entry of gold and a predicted one are as a whole: the weighted mean over their leaves."""

from __future__ import annotations

from math import fsum

from pydantic import JsonValue

from summarizer.scoring.alignment import align
from summarizer.scoring.comparators.registry import compare
from summarizer.scoring.comparators.similarity import Similarity
from summarizer.scoring.gold_model import GoldLeaf, GoldList, GoldNode, GoldObject
from summarizer.scoring.plan import Plan, choose

__all__ = ["Likeness", "is_filled"]


def is_filled(value: JsonValue) -> bool:
    """Say whether a predicted leaf states something: null, blank text and a ``when`` without words don't."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, dict):
        return any(part is not None and part != "" for part in value.values())
    return value is not None


class Likeness:
    """Compares the leaves of one article; each pair is compared once, however often it is asked for."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, int], Similarity] = {}

    def leaves(self, plan: Plan, gold: GoldLeaf, predicted: JsonValue) -> Similarity:
        """Return how alike two leaves are; all must outlive this object, which knows them by identity."""
        key = (id(plan), id(gold), id(predicted))
        found = self._known.get(key)
        if found is None:
            assert plan.comparator is not None
            found = self._known[key] = compare(plan.comparator, gold, predicted)
        return found

    def nodes(self, plan: Plan, gold: GoldNode, predicted: JsonValue) -> float:
        """Return the likeness of two places from 0 to 1; 0 when both are empty."""
        return self._both(plan, gold, predicted) or 0.0

    def _both(self, plan: Plan, gold: GoldNode, predicted: JsonValue) -> float | None:
        """Return the likeness, None where both are empty and nothing can be said."""
        if plan.options:
            plan = choose(plan, predicted)
        if isinstance(gold, GoldObject):
            return self._objects(plan, gold, predicted) if isinstance(predicted, dict) else 0.0
        if isinstance(gold, GoldList):
            return self._lists(plan, gold, predicted if isinstance(predicted, list) else [])
        if gold.value is None and not gold.accept:
            return 0.0 if is_filled(predicted) and predicted != [] else None
        if plan.comparator is None or not is_filled(predicted):
            return 0.0
        return self.leaves(plan, gold, predicted).value

    def _objects(self, plan: Plan, gold: GoldObject, predicted: dict[str, JsonValue]) -> float | None:
        total = weights = 0.0
        for name, part in plan.fields.items():
            node = gold.fields.get(name)
            value = predicted.get(name)
            found = self._both(part, node, value) if node is not None else None
            if found is not None:
                total += part.weight * found
                weights += part.weight
        return total / weights if weights else None

    def _lists(self, plan: Plan, gold: GoldList, predicted: list[JsonValue]) -> float | None:
        """Return ``2·Σ likeness of matched entries / (entries of gold + predicted entries)``."""
        if not gold.items or not predicted:
            return 0.0 if gold.items or predicted else None
        item = plan.item
        assert item is not None
        nodes = [entry.node for entry in gold.items]
        pairs = align(nodes, predicted, lambda ours, theirs: self.nodes(item, ours, theirs), floor=plan.floor)
        return 2 * fsum(pair.similarity for pair in pairs) / (len(nodes) + len(predicted))
