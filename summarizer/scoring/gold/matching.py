"""Lay two labels of one article beside each other: which entries are the same one, and how alike two values are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from summarizer.scoring.alignment import assign
from summarizer.scoring.gold.facts import plain_facts
from summarizer.scoring.gold_model import GoldItem, GoldLeaf, GoldNode, GoldObject
from summarizer.scoring.likeness import likenesses
from summarizer.scoring.plan import Plan, choose

__all__ = ["ItemPair", "Sameness", "option_plan", "pair_items", "sameness"]

ItemPair = tuple[GoldItem | None, GoldItem | None]
"""An entry of either side, None where that side has none like it."""

Sameness = Literal["same", "partly", "other"]


def sameness(plan: Plan, ours: GoldLeaf, theirs: GoldLeaf) -> Sameness:
    """Return whether two leaves that both have a value would score as the same one, with either as the gold."""
    similarity = _matrix(plan, [ours], [theirs])[0][0]
    chosen = choose(plan, plain_facts(plan.node, ours))
    if similarity >= chosen.correct:
        return "same"
    return "partly" if similarity >= chosen.partial else "other"


def pair_items(plan: Plan, ours: Sequence[GoldItem], theirs: Sequence[GoldItem]) -> list[ItemPair]:
    """Return the entries of two lists in pairs as scoring would match them: in our order, then what only they have."""
    assert plan.item is not None
    matrix = _matrix(plan.item, [item.node for item in ours], [item.node for item in theirs])
    matched = {pair.gold: pair.predicted for pair in assign(matrix, floor=plan.floor)}
    found: list[ItemPair] = [
        (item, theirs[matched[index]] if index in matched else None) for index, item in enumerate(ours)
    ]
    taken = set(matched.values())
    return found + [(None, item) for index, item in enumerate(theirs) if index not in taken]


def option_plan(plan: Plan, gold: GoldObject) -> Plan:
    """Return the plan of the option that an object is of; ``plan`` itself when it is no union."""
    return choose(plan, plain_facts(plan.node, gold)) if plan.options else plan


def _matrix(plan: Plan, ours: Sequence[GoldNode], theirs: Sequence[GoldNode]) -> list[list[float]]:
    """Return likenesses, ours in rows, each the greater of those with either side as the gold.

    What one accepts and the other says is right, whoever comes first.
    """
    forth = likenesses(plan, ours, [plain_facts(plan.node, node) for node in theirs])
    back = likenesses(plan, theirs, [plain_facts(plan.node, node) for node in ours])
    return [[max(value, back[j][i]) for j, value in enumerate(row)] for i, row in enumerate(forth)]
