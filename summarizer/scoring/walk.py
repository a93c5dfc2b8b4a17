"""Walk gold and prediction side by side, along the schema's tree, and give a row for every leaf."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import JsonValue

from summarizer.domain.record import Record
from summarizer.scoring.alignment import Pair, assign
from summarizer.scoring.canonical import gold_key, plain, predicted_key
from summarizer.scoring.comparators.similarity import Similarity
from summarizer.scoring.gold_model import GoldLeaf, GoldList, GoldNode, GoldObject
from summarizer.scoring.likeness import is_filled, likenesses
from summarizer.scoring.outcomes import NULL_ALLOWED, OPEN, OPTIONAL, UNCLEAR, judge
from summarizer.scoring.plan import Plan, choose
from summarizer.scoring.rows import Place, RowMaker
from summarizer.scoring.score_model import LeafRow

__all__ = ["Walk"]

_UNMATCHED: Final = Similarity(0.0, "gold has no entry like it")
_UNFOUND: Final = Similarity(0.0, "not in the prediction")
_ABSENT: Final = Similarity(0.0, "gold says that the article doesn't state it")
_EMPTY: Final = GoldLeaf({})
_OPTIONAL_SHARE: Final = 1 - 1e-6
"""An optional entry of gold counts this much less, so that of two alike the required one is matched."""


class Walk:
    """Gives the rows of one article; ``record`` None stands for no answer."""

    def __init__(self, record: Record | None) -> None:
        self._make = RowMaker(record)
        self._receipts = record.evidence if record is not None else {}

    def compare(self, place: Place, gold: GoldNode, predicted: JsonValue) -> Iterator[LeafRow]:
        """Yield the rows of a place that both sides have, if only as empty."""
        if place.plan.options:
            yield from self._union(place, gold, predicted)
        elif isinstance(gold, GoldList):
            yield from self._list(place, gold, predicted if isinstance(predicted, list) else [])
        elif isinstance(gold, GoldObject):
            yield from self._object(place, gold, predicted)
        elif place.plan.comparator is None:
            yield from self._absent(place, gold, predicted)
        else:
            yield self._leaf(place, gold, predicted)

    def _leaf(self, place: Place, gold: GoldLeaf, predicted: JsonValue) -> LeafRow:
        outcome, found = judge(place.plan, gold, predicted)
        absent = place.at if gold.value is None and outcome in ("spurious", "correct_null") else None
        return self._make.row(place, outcome, found, gold=gold, predicted=predicted, absent=absent)

    def _union(self, place: Place, gold: GoldNode, predicted: JsonValue) -> Iterator[LeafRow]:
        """Compare within the option that gold is of; objects of two options have no leaf in common."""
        stated = plain(gold)
        ours, theirs = choose(place.plan, stated), choose(place.plan, predicted)
        if stated is None:
            yield from self.compare(place._replace(plan=theirs), gold, predicted)
        elif ours is theirs or not is_filled(predicted) or ours.comparator is not None:
            yield from self.compare(place._replace(plan=ours), gold, predicted)
        else:
            yield from self.missing(place._replace(plan=ours, pointer=None), gold)
            yield from self.spurious(place._replace(plan=theirs), predicted)

    def _object(self, place: Place, gold: GoldObject, predicted: JsonValue) -> Iterator[LeafRow]:
        if not isinstance(predicted, dict):
            yield from self.missing(place._replace(pointer=None), gold)
            return
        for name, plan in place.plan.fields.items():
            node = gold.fields.get(name, _NULL)
            yield from self.compare(place.field(name, plan), node, predicted.get(name))

    def _absent(self, place: Place, gold: GoldLeaf, predicted: JsonValue) -> Iterator[LeafRow]:
        """Yield the rows of an object or list of which gold has nothing to show."""
        empty = predicted is None or predicted == []
        if gold.unclear or (gold.optional and not empty):
            why = UNCLEAR if gold.unclear else OPEN
            given = [_excluded(row, why) for row in self.spurious(place, predicted)]
            yield from given or [self._make.row(place, "excluded", why, gold=gold)]
        elif empty:
            yield self._make.row(place, "correct_null", NULL_ALLOWED, gold=gold, absent=place.at)
        else:
            yield from self.spurious(place, predicted, why=_ABSENT, absent=place.at)

    def _list(self, place: Place, gold: GoldList, predicted: list[JsonValue]) -> Iterator[LeafRow]:
        if not gold.items:
            yield from self._absent(place, _NULL, predicted)
            return
        plan = _item(place.plan)
        matched = {pair.gold: pair.predicted for pair in self._pairs(place, gold, predicted)}
        for i, entry in enumerate(gold.items):
            if i in matched:
                index = matched[i]
                yield from self.compare(place.matched(plan, entry, index), entry.node, predicted[index])
            else:
                yield from self.missing(place.unmatched(plan, entry), entry.node)
        taken = frozenset(matched.values())
        for index, value in enumerate(predicted):
            if index not in taken:
                yield from self.spurious(place.added(plan, index), value)

    def _pairs(self, place: Place, gold: GoldList, predicted: list[JsonValue]) -> tuple[Pair, ...]:
        plan = _item(place.plan)
        matrix = likenesses(plan, [entry.node for entry in gold.items], predicted)
        for i, entry in enumerate(gold.items):
            if entry.optional:
                matrix[i] = [value * _OPTIONAL_SHARE for value in matrix[i]]
        return assign(
            matrix,
            floor=place.plan.floor * _OPTIONAL_SHARE,
            gold_key=lambda i: gold_key(gold.items[i]),
            predicted_key=lambda j: predicted_key(predicted[j], place.added(plan, j).pointer or "", self._receipts),
        )

    def missing(self, place: Place, gold: GoldNode) -> Iterator[LeafRow]:
        """Yield the rows of what gold has and the prediction hasn't, taken apart into leaves."""
        if isinstance(gold, GoldLeaf):
            if gold.unclear or gold.value is not None:
                yield self._missed(place, gold)
        elif isinstance(gold, GoldList):
            for entry in gold.items:
                yield from self.missing(place.unmatched(_item(place.plan), entry), entry.node)
        else:
            plan = choose(place.plan, plain(gold))
            rows = [
                row
                for name, part in plan.fields.items()
                for row in self.missing(place.field(name, part), gold.fields.get(name, _NULL))
            ]
            yield from rows or [self._missed(place, _EMPTY)]

    def _missed(self, place: Place, gold: GoldLeaf) -> LeafRow:
        if gold.unclear:
            return self._make.row(place, "excluded", UNCLEAR, gold=gold)
        if place.optional or gold.optional or None in gold.accept:
            return self._make.row(place, "excluded", OPTIONAL, gold=gold)
        return self._make.row(place, "missing", _UNFOUND, gold=gold)

    def spurious(
        self, place: Place, predicted: JsonValue, *, why: Similarity = _UNMATCHED, absent: str | None = None
    ) -> Iterator[LeafRow]:
        """Yield the rows of what the prediction has and gold hasn't, taken apart into leaves."""
        plan = choose(place.plan, predicted)
        if plan.comparator is not None:
            if is_filled(predicted):
                yield self._make.row(place._replace(plan=plan), "spurious", why, predicted=predicted, absent=absent)
        elif isinstance(predicted, list):
            for index, value in enumerate(predicted):
                yield from self.spurious(place.added(_item(plan), index), value, why=why, absent=absent)
        elif isinstance(predicted, dict):
            rows = [
                row
                for name, part in plan.fields.items()
                for row in self.spurious(place.field(name, part), predicted.get(name), why=why, absent=absent)
            ]
            yield from rows or [self._make.row(place, "spurious", why, predicted={}, absent=absent)]


_NULL: Final = GoldLeaf(None)


def _item(plan: Plan) -> Plan:
    assert plan.item is not None, plan.path
    return plan.item


def _excluded(row: LeafRow, why: Similarity) -> LeafRow:
    return row.model_copy(update={"outcome": "excluded", "rule": why.rule, "invented": None})
