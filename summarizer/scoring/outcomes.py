"""Decide how one leaf ends, from what gold says of it and how alike the prediction is."""

from __future__ import annotations

from typing import Final

from pydantic import JsonValue

from summarizer.scoring.comparators.registry import compare
from summarizer.scoring.comparators.similarity import Similarity
from summarizer.scoring.gold_model import GoldLeaf
from summarizer.scoring.likeness import is_filled
from summarizer.scoring.plan import Plan
from summarizer.scoring.score_model import Outcome

__all__ = ["NULL_ALLOWED", "OPEN", "OPTIONAL", "UNCLEAR", "judge"]

UNCLEAR: Final = Similarity(0.0, "unclear in gold, so not scored")
OPTIONAL: Final = Similarity(0.0, "optional in gold and not given")
NULL_ALLOWED: Final = Similarity(1.0, "rightly left empty")
_MISSING: Final = Similarity(0.0, "gold has a value and the prediction none")
_FILLED: Final = Similarity(0.0, "gold says that the article doesn't state it")
OPEN: Final = Similarity(0.0, "gold leaves it open whether it is stated")


def judge(plan: Plan, gold: GoldLeaf, predicted: JsonValue) -> tuple[Outcome, Similarity]:
    """Return the outcome of a leaf that stands at one place of both sides, with its similarity and the rule."""
    if gold.unclear:
        return "excluded", UNCLEAR
    if not is_filled(predicted):
        return _left_empty(gold)
    if gold.value is None and not any(one is not None for one in gold.accept):
        return ("excluded", OPEN) if gold.optional else ("spurious", _FILLED)
    assert plan.comparator is not None, plan.path
    found = compare(plan.comparator, gold, predicted)
    if found.value >= plan.correct:
        return "correct", found
    if found.value >= plan.partial:
        return "partial", found
    return ("spurious" if gold.value is None else "wrong"), found


def _left_empty(gold: GoldLeaf) -> tuple[Outcome, Similarity]:
    if gold.value is None or None in gold.accept:
        return "correct_null", NULL_ALLOWED
    return ("excluded", OPTIONAL) if gold.optional else ("missing", _MISSING)
