"""Lay two labels of one article beside each other: which entries are the same one, and how alike two values are."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from summarizer.domain.schema import TypeNode
from summarizer.scoring.alignment import align
from summarizer.scoring.gold.facts import plain_facts
from summarizer.scoring.gold_model import GoldItem, GoldLeaf, GoldNode, GoldObject
from summarizer.scoring.likeness import Likeness
from summarizer.scoring.plan import Plan, choose

__all__ = ["ItemPair", "Matcher"]

ItemPair = tuple[GoldItem | None, GoldItem | None]
"""An entry of either side, None where that side has none like it."""


class Matcher:
    """Compares as scoring does, with either side as the gold: an alternative of one that the other chose is right."""

    def __init__(self) -> None:
        self._likeness = Likeness()
        # likeness knows values by identity, so they must live as long as it does
        self._plain: dict[int, JsonValue] = {}
        self._alive: list[GoldNode] = []

    def leaves(self, plan: Plan, ours: GoldLeaf, theirs: GoldLeaf) -> float:
        """Return how alike two leaves that both have a value are, from 0 to 1."""
        return self._nodes(plan, ours, theirs)

    def items(self, plan: Plan, ours: Sequence[GoldItem], theirs: Sequence[GoldItem]) -> list[ItemPair]:
        """Return the entries of two lists in pairs, in our order, then what only they have."""
        item = plan.item
        assert item is not None
        pairs = align(ours, theirs, lambda a, b: self._nodes(item, a.node, b.node), floor=plan.floor)
        matched = {pair.gold: theirs[pair.predicted] for pair in pairs}
        taken = {pair.predicted for pair in pairs}
        found: list[ItemPair] = [(item, matched.get(index)) for index, item in enumerate(ours)]
        return found + [(None, item) for index, item in enumerate(theirs) if index not in taken]

    def option(self, plan: Plan, gold: GoldObject) -> Plan:
        """Return the plan of the option that an object is of; ``plan`` itself when it is no union."""
        return choose(plan, self._value(plan.node, gold)) if plan.options else plan

    def _nodes(self, plan: Plan, ours: GoldNode, theirs: GoldNode) -> float:
        return max(
            self._likeness.nodes(plan, ours, self._value(plan.node, theirs)),
            self._likeness.nodes(plan, theirs, self._value(plan.node, ours)),
        )

    def _value(self, node: TypeNode, gold: GoldNode) -> JsonValue:
        if id(gold) not in self._plain:
            self._plain[id(gold)] = plain_facts(node, gold)
            self._alive.append(gold)
        return self._plain[id(gold)]
