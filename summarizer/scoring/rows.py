"""Make the row of a leaf: the values of both sides, their evidence, the record's receipt, whether it is invented."""

from __future__ import annotations

from typing import Final, NamedTuple

from pydantic import JsonValue

from summarizer.domain.record import Record
from summarizer.grounding.unwrap import point
from summarizer.scoring.comparators.similarity import Similarity
from summarizer.scoring.gold_model import GoldEvidence, GoldItem, GoldLeaf
from summarizer.scoring.inventions import CHECKED, Inventions
from summarizer.scoring.plan import Plan
from summarizer.scoring.score_model import LeafRow, Outcome

__all__ = ["Place", "RowMaker"]

_NOTHING: Final = GoldLeaf(None)
_BORNE_OUT: Final = ("correct", "partial")
_FALSE: Final = ("wrong", "spurious")


class Place(NamedTuple):
    """Where a walk stands: in the plan, in gold (``at``), in the prediction, and the evidence that holds there.

    ``pointer`` is None where the prediction has nothing; ``optional`` says that what is missing here may be.
    """

    plan: Plan
    at: str = ""
    pointer: str | None = ""
    evidence: tuple[int, ...] = ()
    optional: bool = False

    def field(self, name: str, plan: Plan) -> Place:
        """Return the place of field ``name``."""
        pointer = point(self.pointer, name) if self.pointer is not None else None
        return Place(plan, f"{self.at}/{name}" if self.at else name, pointer, self.evidence, self.optional)

    def matched(self, plan: Plan, gold: GoldItem, index: int) -> Place:
        """Return the place of a gold entry matched with entry ``index``; once given, an entry is no longer optional."""
        pointer = point(self.pointer, index) if self.pointer is not None else None
        return Place(plan, f"{self.at}/{gold.id}", pointer, sentences_of(gold.evidence) or self.evidence)

    def unmatched(self, plan: Plan, gold: GoldItem) -> Place:
        """Return the place of a gold entry that nothing was matched with."""
        evidence = sentences_of(gold.evidence) or self.evidence
        return Place(plan, f"{self.at}/{gold.id}", None, evidence, self.optional or gold.optional)

    def added(self, plan: Plan, index: int) -> Place:
        """Return the place of entry ``index`` of the prediction, which gold doesn't have."""
        pointer = point(self.pointer, index) if self.pointer is not None else None
        return Place(plan, self.at, pointer)


def sentences_of(evidence: tuple[GoldEvidence, ...]) -> tuple[int, ...]:
    """Return the sentence numbers of ``evidence``, ascending."""
    return tuple(sorted({one.sentence for one in evidence})) if evidence else ()


class RowMaker:
    """Makes the rows of one article; without a record there are no receipts, and nothing can be invented."""

    def __init__(self, record: Record | None) -> None:
        self._receipts = record.evidence if record is not None else {}
        self._inventions = Inventions(record.document) if record is not None else None

    def row(
        self,
        place: Place,
        outcome: Outcome,
        found: Similarity,
        *,
        gold: GoldLeaf | None = None,
        predicted: JsonValue = None,
        absent: str | None = None,
    ) -> LeafRow:
        """Return the row of one leaf; ``gold`` None where gold has no leaf there."""
        receipt = self._receipts.get(place.pointer) if place.pointer is not None else None
        comparator = place.plan.comparator
        right = gold or _NOTHING
        return LeafRow(
            field=place.plan.path,
            kind=place.plan.kind,
            comparator=comparator.name if comparator is not None else None,
            outcome=outcome,
            gold=right.value,
            accept=right.accept,
            predicted=predicted,
            similarity=found.value,
            rule=found.rule,
            gold_at=place.at if gold is not None else None,
            pointer=place.pointer if predicted is not None else None,
            gold_evidence=(sentences_of(right.evidence) or place.evidence) if gold is not None else (),
            predicted_evidence=receipt.sentences if receipt is not None else (),
            support=receipt.support if receipt is not None else None,
            invented=self._invented(place, outcome, predicted),
            absent=absent,
            optional=place.optional or right.optional,
        )

    def _invented(self, place: Place, outcome: Outcome, predicted: JsonValue) -> bool | None:
        """Say whether no sentence bears the value out; what gold has is borne out, labels can't be looked for."""
        comparator = place.plan.comparator
        if comparator is None or comparator.name not in CHECKED or self._inventions is None:
            return None
        if outcome in _BORNE_OUT:
            return False
        if outcome not in _FALSE:
            return None
        receipt = self._receipts.get(place.pointer or "")
        if receipt is not None and receipt.support == "derived":
            return False
        return self._inventions.invented(comparator.name, predicted)
