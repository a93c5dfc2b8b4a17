"""Read the refinements of a labelled value: alternatives, optional, unclear, precision, range, evidence."""

from __future__ import annotations

import re
from collections.abc import Callable

from pydantic import JsonValue

from summarizer.domain.schema import TypeNode
from summarizer.scoring.gold.leaf_values import MisfitError, leaf_value
from summarizer.scoring.gold.yaml_nodes import YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar, shown
from summarizer.scoring.gold_model import GoldEvidence

__all__ = [
    "LEAF_KEYS",
    "PRECISIONS",
    "is_null",
    "read_accept",
    "read_evidence",
    "read_flag",
    "read_precision",
    "read_range",
]

LEAF_KEYS = ("value", "accept", "optional", "unclear", "absent", "precision", "range", "evidence")
PRECISIONS = ("exact", "at_least", "at_most", "about")

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_NUMERIC = frozenset(("integer", "number"))


def read_flag(yaml: YamlMap, key: str) -> bool:
    """Return the flag ``key``, False when it isn't there; MisfitError unless it is true or false."""
    entry = yaml.entries.get(key)
    return False if entry is None else bool(leaf_value(TypeNode("boolean"), entry.node))


def read_accept(yaml: YamlMap, node: TypeNode, value: JsonValue) -> tuple[JsonValue, ...]:
    """Return the alternatives; MisfitError for a null, a repetition, or one of the wrong type."""
    entry = yaml.entries.get("accept")
    if entry is None:
        return ()
    if not isinstance(entry.node, YamlList):
        raise MisfitError(entry.line, f"'accept' is a list of values, found {shown(entry.node)}")
    if value is None and entry.node.items:
        raise MisfitError(entry.line, "the value is absent, and 'accept' says it isn't; use value and 'optional: true'")
    accepted: list[JsonValue] = []
    for item in entry.node.items:
        if is_null(item):
            raise MisfitError(item.line, "'accept' holds null; write 'optional: true' where leaving it out is right")
        one = leaf_value(node, item)
        if one == value or one in accepted:
            raise MisfitError(item.line, f"'accept' repeats {shown(item)}")
        accepted.append(one)
    return tuple(accepted)


def read_precision(yaml: YamlMap, node: TypeNode) -> str | None:
    """Return how exactly a number is meant; MisfitError for another kind of field or an unknown word."""
    entry = yaml.entries.get("precision")
    if entry is None or (is_null(entry.node)):
        return None
    _require_number(node, "precision", entry)
    return str(leaf_value(TypeNode("enum", labels=PRECISIONS), entry.node))


def read_range(yaml: YamlMap, node: TypeNode, value: JsonValue) -> tuple[float, float] | None:
    """Return the lowest and highest right number; MisfitError unless it is [low, high] around the value."""
    entry = yaml.entries.get("range")
    if entry is None or (is_null(entry.node)):
        return None
    _require_number(node, "range", entry)
    if not isinstance(entry.node, YamlList) or len(entry.node.items) != 2:
        raise MisfitError(entry.line, f"'range' is [lowest, highest], found {shown(entry.node)}")
    low, high = (leaf_value(TypeNode("number"), item) for item in entry.node.items)
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    if low > high:
        raise MisfitError(entry.line, f"'range' goes down, from {low} to {high}")
    if isinstance(value, int | float) and not low <= value <= high:
        raise MisfitError(entry.line, f"the value {value} lies outside its 'range', {low} to {high}")
    return float(low), float(high)


def read_evidence(
    yaml: YamlMap, note: Callable[[int, GoldEvidence], None], fault: Callable[[int, str], None]
) -> tuple[GoldEvidence, ...]:
    """Return the evidence under ``yaml``, ascending; each goes to ``note`` with its line, each fault to ``fault``."""
    entry = yaml.entries.get("evidence")
    if entry is None or (is_null(entry.node)):
        return ()
    if not isinstance(entry.node, YamlMap):
        fault(entry.line, f"'evidence' maps sentence numbers to quotes, as in {{3: \"…\"}}; found {shown(entry.node)}")
        return ()
    found: list[GoldEvidence] = []
    for key, quote in entry.node.entries.items():
        if not _NUMBER.fullmatch(key):
            fault(quote.line, f"evidence: {key!r} is no sentence number; sentences count from 1")
        elif not isinstance(quote.node, YamlScalar) or not isinstance(quote.node.value, str | int | float):
            fault(quote.line, f"evidence: sentence {key} needs words that stand in it, found {shown(quote.node)}")
        elif not quote.node.text.strip():
            fault(quote.line, f"evidence: the quote from sentence {key} is empty; give words that stand in it")
        else:
            found.append(GoldEvidence(int(key), quote.node.text.strip()))
            note(quote.line, found[-1])
    return tuple(sorted(found, key=lambda evidence: evidence.sentence))


def is_null(yaml: YamlNode) -> bool:
    """Say whether ``yaml`` is null: written so, or nothing at all."""
    return isinstance(yaml, YamlScalar) and yaml.value is None


def _require_number(node: TypeNode, key: str, entry: YamlEntry) -> None:
    kinds = {option.kind for option in node.options} or {node.kind}
    if not kinds & _NUMERIC:
        raise MisfitError(entry.line, f"{key!r} refines numbers, and this field is {node.kind}")
