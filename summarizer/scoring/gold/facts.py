"""Gold as plain facts, the form that a record's facts have."""

from __future__ import annotations

from pydantic import JsonValue

from summarizer.domain.schema import TypeNode, option_for
from summarizer.scoring.gold_model import GoldArticle, GoldLeaf, GoldList, GoldNode, GoldObject

__all__ = ["gold_facts", "option_of", "plain_facts"]


def gold_facts(gold: GoldArticle, root: TypeNode) -> dict[str, JsonValue]:
    """Return the values of ``gold`` alone, optional ones included, as the user's model takes them.

    ``root`` is the schema's; by it the words of a ``when`` become ``{"text": …}``.
    """
    return {spec.name: plain_facts(spec.node, gold.facts.fields[spec.name]) for spec in root.fields}


def option_of(node: TypeNode, gold: GoldObject) -> TypeNode:
    """Return the option of a union that ``gold`` is of; ``node`` itself when it is no union."""
    if node.kind != "union":
        return node
    labels = {name: held.value for name, held in gold.fields.items() if isinstance(held, GoldLeaf)}
    return option_for(node, {name: labels.get(name) for name in gold.fields})


def plain_facts(node: TypeNode, gold: GoldNode) -> JsonValue:
    """Return the values of one place of gold alone; ``node`` is its type."""
    if isinstance(gold, GoldList):
        assert node.item is not None
        return [plain_facts(node.item, item.node) for item in gold.items]
    if isinstance(gold, GoldObject):
        return {spec.name: plain_facts(spec.node, gold.fields[spec.name]) for spec in option_of(node, gold).fields}
    if node.kind == "when" and isinstance(gold.value, str):
        return {"text": gold.value, "start": None, "end": None, "precision": None}
    return gold.value
