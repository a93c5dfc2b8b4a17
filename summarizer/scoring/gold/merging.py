"""Merge two labels of one article, asking at every difference; what isn't asked, they say alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from pydantic import JsonValue

from summarizer.scoring.gold.matching import option_plan, pair_items, sameness
from summarizer.scoring.gold_model import GoldEvidence, GoldItem, GoldLeaf, GoldList, GoldNode, GoldObject
from summarizer.scoring.plan import Plan

__all__ = ["CHOICES", "Choice", "Decide", "Difference", "merge_facts"]

Choice = Literal["a", "b", "both", "skip"]
"""``both``: either is right, and leaving it out is where one has nothing. ``skip``: not decided, and so not scored."""
CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two labels differ: in a value, in an object or list entry that one lacks, or in marks alone.

    None stands for what one side doesn't have. ``place`` names list entries by the ids of the first label, or of the
    second where only that has them.
    """

    place: str
    about: Literal["value", "object", "entry", "marks"]
    a: GoldNode | GoldItem | None
    b: GoldNode | GoldItem | None


Decide = Callable[[Difference], Choice]


def merge_facts(plan: Plan, ours: GoldObject, theirs: GoldObject, decide: Decide) -> GoldObject:
    """Return both as one; ``plan`` says how the schema's fields compare, ``decide`` settles each difference."""
    return _Merger(decide).fields(plan, ours, theirs, "")


@dataclass(frozen=True, slots=True)
class _Merger:
    decide: Decide

    def fields(self, plan: Plan, ours: GoldObject, theirs: GoldObject, place: str) -> GoldObject:
        return GoldObject(
            {
                name: self._node(plan.fields[name], node, theirs.fields[name], f"{place}.{name}" if place else name)
                for name, node in ours.fields.items()
            }
        )

    def _node(self, plan: Plan, ours: GoldNode, theirs: GoldNode, place: str) -> GoldNode:
        if isinstance(ours, GoldList) and isinstance(theirs, GoldList):
            return self._list(plan, ours, theirs, place)
        if isinstance(ours, GoldObject) and isinstance(theirs, GoldObject):
            option = option_plan(plan, ours)
            if option is option_plan(plan, theirs):
                return self.fields(option, ours, theirs, place)
        if isinstance(ours, GoldLeaf) and isinstance(theirs, GoldLeaf):
            return self._leaf(plan, ours, theirs, place)
        return self._object(ours, theirs, place)

    def _object(self, ours: GoldNode, theirs: GoldNode, place: str) -> GoldNode:
        """Settle a whole object that one side lacks, or that is of another kind on each."""
        choice = self.decide(Difference(place, "object", ours, theirs))
        if choice == "a":
            return ours
        if choice == "b":
            return theirs
        only = theirs if isinstance(ours, GoldLeaf) else ours if isinstance(theirs, GoldLeaf) else None
        return _made_optional(only) if choice == "both" and only is not None else GoldLeaf(None, unclear=True)

    # Lists ------------------------------------------------------------------------------------------------------------

    def _list(self, plan: Plan, ours: GoldList, theirs: GoldList, place: str) -> GoldList:
        taken = {item.id for item in ours.items}
        merged: list[GoldItem] = []
        for a, b in pair_items(plan, ours.items, theirs.items):
            item = self._pair(plan, a, b, place) if a and b else self._single(a, b, place)
            if item is not None:
                merged.append(item if a else replace(item, id=_free(item.id, taken)))
                taken.add(merged[-1].id)
        return GoldList(tuple(merged))

    def _pair(self, plan: Plan, a: GoldItem, b: GoldItem, place: str) -> GoldItem:
        assert plan.item is not None
        here = f"{place}[{a.id}]"
        optional = a.optional
        if a.optional != b.optional:
            choice = self.decide(Difference(here, "marks", a, b))
            optional = {"a": a.optional, "b": b.optional}.get(choice, True)
        node = self._node(plan.item, a.node, b.node, here)
        return GoldItem(a.id, node, optional=optional, evidence=_joined(a.evidence, b.evidence))

    def _single(self, a: GoldItem | None, b: GoldItem | None, place: str) -> GoldItem | None:
        item = a or b
        assert item is not None
        choice = self.decide(Difference(f"{place}[{item.id}]", "entry", a, b))
        if choice in {"a", "b"}:
            return a if choice == "a" else b
        return replace(item, optional=True)

    # Leaves -----------------------------------------------------------------------------------------------------------

    def _leaf(self, plan: Plan, a: GoldLeaf, b: GoldLeaf, place: str) -> GoldLeaf:
        if a.unclear and b.unclear:
            return _either(a, b, unclear=True)
        if not _same(plan, a, b):
            choice = self.decide(Difference(place, "value", a, b))
            return {"a": a, "b": b}.get(choice) or _either(a, b, unclear=choice == "skip")
        if _marks(a) == _marks(b):
            return _with_marks(_either(a, b), a)
        choice = self.decide(Difference(place, "marks", a, b))
        if choice in {"a", "b"}:
            return _with_marks(_either(a, b), a if choice == "a" else b)
        return _either(a, b, unclear=choice == "skip")


def _same(plan: Plan, a: GoldLeaf, b: GoldLeaf) -> bool:
    if a.value is None or b.value is None:
        return a.value is b.value
    return sameness(plan, a, b) == "same"


def _marks(leaf: GoldLeaf) -> tuple[bool, bool, str | None, tuple[float, float] | None]:
    return leaf.optional, leaf.unclear, leaf.precision, leaf.range


def _with_marks(leaf: GoldLeaf, marks: GoldLeaf) -> GoldLeaf:
    kept = marks.range if _holds(marks.range, leaf.value) else None
    return replace(leaf, optional=marks.optional, unclear=marks.unclear, precision=marks.precision, range=kept)


def _either(a: GoldLeaf, b: GoldLeaf, *, unclear: bool = False) -> GoldLeaf:
    """Return a leaf for which the values of both are right, and none as well where one has none."""
    value = b.value if a.value is None else a.value
    accept: list[JsonValue] = []
    for one in (*a.accept, b.value, *b.accept):
        if one is not None and one != value and one not in accept:
            accept.append(one)
    return GoldLeaf(
        value,
        accept=tuple(accept),
        optional=value is not None and (a.optional or b.optional or a.value is None or b.value is None),
        unclear=unclear,
        precision=a.precision or b.precision,
        range=next((one for one in (a.range, b.range) if _holds(one, value)), None),
        evidence=_joined(a.evidence, b.evidence),
    )


def _holds(limits: tuple[float, float] | None, value: JsonValue) -> bool:
    return limits is not None and isinstance(value, int | float) and limits[0] <= value <= limits[1]


def _joined(ours: Iterable[GoldEvidence], theirs: Iterable[GoldEvidence]) -> tuple[GoldEvidence, ...]:
    found = {one.sentence: one for one in (*theirs, *ours)}
    return tuple(found[number] for number in sorted(found))


def _made_optional(node: GoldNode) -> GoldNode:
    if isinstance(node, GoldObject):
        return GoldObject({name: _made_optional(part) for name, part in node.fields.items()})
    if isinstance(node, GoldList):
        return GoldList(tuple(replace(item, optional=True) for item in node.items))
    return replace(node, optional=True) if node.value is not None else node


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "b"
    return name
