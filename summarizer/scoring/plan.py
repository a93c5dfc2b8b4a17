"""How a schema is scored: its tree with a comparator, thresholds and a weight at every place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import JsonValue

from summarizer.domain.blocks import Score
from summarizer.domain.schema import FieldSpec, NodeKind, TargetSchema, TypeNode, option_for
from summarizer.grounding.unwrap import option_of
from summarizer.scoring.alignment import FLOOR
from summarizer.scoring.comparators.defaults import default_comparator, default_key
from summarizer.scoring.comparators.registry import COMPARATORS
from summarizer.scoring.comparators.similarity import Comparator

__all__ = ["SCORER_VERSION", "Plan", "choose", "plan_of", "scorer_digest"]

SCORER_VERSION: Final = 2
"""Goes up when the same gold and record would score otherwise than before; part of every scorer digest."""

_KEY_WEIGHT: Final = 3.0
_CHOICE_WEIGHT: Final = 0.5
_CHOICES: Final = ("enum", "boolean")


@dataclass(frozen=True, slots=True)
class Plan:
    """One place of the tree: ``path`` are the field names that lead to it, joined by dots.

    A similarity of ``correct`` or more is correct, of ``partial`` or more partly right. ``weight`` is what the place
    counts when entries of a list are matched, ``floor`` the least similarity at which entries of this list match.
    """

    path: str
    node: TypeNode
    weight: float = 1.0
    comparator: Comparator[Any] | None = None
    correct: float = 1.0
    partial: float = 1.0
    floor: float = FLOOR
    item: Plan | None = None
    fields: Mapping[str, Plan] = field(default_factory=dict)
    options: tuple[Plan, ...] = ()

    @property
    def kind(self) -> NodeKind:
        """Return the type of the place."""
        return self.node.kind


@dataclass(frozen=True, slots=True)
class _Field:
    """What a place inherits from the field it belongs to: list items and union options are scored as the field says."""

    name: str
    owner: str | None
    spec: FieldSpec
    score: Score


def plan_of(schema: TargetSchema) -> Plan:
    """Return how ``schema`` is scored."""
    return Plan("", schema.root, fields=_fields(schema.root, ""))


def _fields(node: TypeNode, path: str) -> dict[str, Plan]:
    scores = {spec.name: _score_of(spec) for spec in node.fields}
    chosen = any(score.key for score in scores.values())
    key = None if chosen else default_key(tuple((spec.name, spec.node.kind) for spec in node.fields))
    found = {}
    for spec in node.fields:
        score = scores[spec.name]
        here = _Field(spec.name, node.name, spec, score)
        weight = _weight(spec.node, score, key=score.key or spec.name == key)
        found[spec.name] = _plan(spec.node, f"{path}.{spec.name}" if path else spec.name, here, weight)
    return found


def _score_of(spec: FieldSpec) -> Score:
    return next((item for item in spec.metadata if isinstance(item, Score)), Score())


def _weight(node: TypeNode, score: Score, *, key: bool) -> float:
    own = score.weight if score.weight is not None else _CHOICE_WEIGHT if node.kind in _CHOICES else 1.0
    return own * _KEY_WEIGHT if key else own


def _plan(node: TypeNode, path: str, here: _Field, weight: float) -> Plan:
    if node.kind == "list":
        item = _plan(node.item or TypeNode("text"), path, here, weight)
        # scalars below their own 'partial' have nothing to do with each other
        floor = here.score.threshold or FLOOR if item.comparator is None else item.partial
        return Plan(path, node, weight, floor=floor, item=item)
    if node.kind == "object":
        return Plan(path, node, weight, fields=_fields(node, path))
    if node.kind == "union":
        return Plan(path, node, weight, options=tuple(_plan(one, path, here, weight) for one in node.options))
    return _leaf(node, path, here, weight)


def _leaf(node: TypeNode, path: str, here: _Field, weight: float) -> Plan:
    score, spec = here.score, here.spec
    name = score.comparator or default_comparator(
        here.name, node, owner=here.owner, description=spec.description, ask=spec.ask
    )
    comparator = COMPARATORS[name]
    correct = score.threshold if score.threshold is not None else comparator.correct
    partial = score.partial if score.partial is not None else min(comparator.partial, correct)
    return Plan(path, node, weight, comparator=comparator, correct=correct, partial=partial)


def choose(plan: Plan, value: JsonValue) -> Plan:
    """Return the option of a union that ``value`` is of; any other place as it is, and so is one that nothing fits."""
    if plan.kind != "union":
        return plan
    try:
        option = option_for(plan.node, value)
    except ValueError:
        option = plan.node
    if option is plan.node:
        option = option_of(plan.node, value)
    return next((one for one in plan.options if one.node == option), plan.options[0])


def scorer_digest(schema: TargetSchema) -> str:
    """Return the SHA-256 of everything that decides how ``schema`` is scored; scores of two digests don't compare."""
    lines = sorted(_lines(plan_of(schema)))
    text = json.dumps({"scorer": SCORER_VERSION, "plan": lines}, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _lines(plan: Plan) -> Iterator[str]:
    name = plan.comparator.name if plan.comparator is not None else ""
    yield f"{plan.path} {plan.kind} {name} {plan.correct} {plan.partial} {plan.weight} {plan.floor}"
    below = (*plan.fields.values(), *plan.options, *([plan.item] if plan.item is not None else []))
    for part in below:
        yield from _lines(part)
