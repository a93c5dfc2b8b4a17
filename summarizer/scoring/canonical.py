"""Order keys of list entries that don't depend on where an entry stands, nor on the order of lists within it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from summarizer.domain.record import Evidence
from summarizer.grounding.unwrap import point
from summarizer.scoring.gold_model import GoldItem, GoldLeaf, GoldList, GoldNode

__all__ = ["gold_key", "plain", "predicted_key"]


def plain(gold: GoldNode) -> JsonValue:
    """Return gold as the plain facts it stands for."""
    if isinstance(gold, GoldLeaf):
        return gold.value
    if isinstance(gold, GoldList):
        return [plain(entry.node) for entry in gold.items]
    return {name: plain(node) for name, node in gold.fields.items()}


def gold_key(entry: GoldItem) -> str:
    """Return what an entry says, with what is said about it; its id comes last and decides between equal ones."""
    return f"{entry.optional} {_gold(entry.node)} {entry.evidence} {entry.id}"


def _gold(node: GoldNode) -> str:
    if isinstance(node, GoldLeaf):
        return repr(node)
    if isinstance(node, GoldList):
        return f"[{', '.join(sorted(f'{_gold(entry.node)} {entry.evidence}' for entry in node.items))}]"
    return f"{{{', '.join(f'{name}: {_gold(one)}' for name, one in sorted(node.fields.items()))}}}"


def predicted_key(value: JsonValue, pointer: str, receipts: Mapping[str, Evidence]) -> str:
    """Return what a predicted entry says, with what its receipts say."""
    if isinstance(value, list):
        parts = sorted(predicted_key(one, point(pointer, k), receipts) for k, one in enumerate(value))
        return f"[{', '.join(parts)}]"
    receipt = receipts.get(pointer)
    told = f" {receipt.sentences} {receipt.support}" if receipt is not None else ""
    if isinstance(value, dict):
        parts = [f"{name}: {predicted_key(one, point(pointer, name), receipts)}" for name, one in sorted(value.items())]
        return f"{{{', '.join(parts)}}}{told}"
    return f"{value!r}{told}"
