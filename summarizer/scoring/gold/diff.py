"""What two labels of one article say differently, leaf by leaf."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from pydantic import JsonValue

from summarizer.domain.schema import TargetSchema
from summarizer.errors import GoldFileError
from summarizer.scoring.gold.load import load_suite
from summarizer.scoring.gold.merging import Choice, Difference, merge_facts
from summarizer.scoring.gold_model import GoldArticle, GoldItem, GoldLeaf, GoldList, GoldNode
from summarizer.scoring.plan import plan_of

__all__ = ["diff_gold", "load_pair", "shown_side"]

_MOST = 160


def load_pair(a: Path, b: Path, schema_of: Callable[[str], TargetSchema]) -> tuple[GoldArticle, GoldArticle]:
    """Return two labels of one article for one schema.

    Raises:
        GoldFileError: A file is faulty, or they label different articles or schemas.
    """
    ours, theirs = (load_suite([path], schema_of)[0] for path in (a, b))
    if ours.schema_name != theirs.schema_name:
        raise GoldFileError(f"{b}: labelled for {theirs.schema_name}, and {a} for {ours.schema_name}; name two of one")
    if ours.document_id != theirs.document_id:
        raise GoldFileError(f"{b}: labels another article than {a}; name two labels of one article")
    return ours, theirs


def diff_gold(ours: GoldArticle, theirs: GoldArticle, schema: TargetSchema) -> tuple[Difference, ...]:
    """Return the differences in the order of the schema; wordings that score as the same value are none."""
    found: list[Difference] = []

    def note(difference: Difference) -> Choice:
        found.append(difference)
        return "a"

    merge_facts(plan_of(schema), ours.facts, theirs.facts, note)
    return tuple(found)


def shown_side(side: GoldNode | GoldItem | None, *, marks: bool = False) -> str:
    """Return one side of a difference on one line; ``marks`` says that those are what differs."""
    if side is None:
        return "–"
    if marks and not isinstance(side, GoldList):
        return _marks(side)
    text = _text(_plain(side.node if isinstance(side, GoldItem) else side))
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def _marks(side: GoldNode | GoldItem) -> str:
    names = [name for name in ("optional", "unclear") if getattr(side, name, False)]
    if isinstance(side, GoldLeaf):
        names += [side.precision] if side.precision else []
        names += [f"{side.range[0]:g} to {side.range[1]:g}"] if side.range else []
    return ", ".join(names) or "no marks"


def _plain(node: GoldNode) -> JsonValue:
    if isinstance(node, GoldLeaf):
        words = node.value.get("text") if isinstance(node.value, dict) and len(node.value) > 1 else node.value
        return f"{_text(words)} (unclear)" if node.unclear else words
    if isinstance(node, GoldList):
        return [_plain(item.node) for item in node.items]
    return {name: _plain(part) for name, part in node.fields.items()}


def _text(value: JsonValue) -> str:
    """Return a value in words, without what an object leaves empty."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(part)}" for name, part in value.items() if part not in (None, []))
    if isinstance(value, list):
        return "[" + ", ".join(map(_text, value)) + "]"
    return value if isinstance(value, str) else json.dumps(value)
