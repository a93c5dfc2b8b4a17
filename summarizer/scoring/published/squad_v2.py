"""Exact match and token F1 of SQuAD 2.0 (Rajpurkar, Jia and Liang 2018)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from summarizer.scoring.published.case_form import Case, MalformedCaseError, text, value
from summarizer.scoring.published.normalisation import normalise_answer

__all__ = ["SquadScore", "score_answer", "score_case"]


@dataclass(frozen=True, slots=True)
class SquadScore:
    """``exact`` is 0 or 1; ``f1`` is of the multiset of tokens."""

    exact: int
    f1: float


def score_answer(golds: Sequence[str], prediction: str) -> SquadScore:
    """Return the best score over the acceptable answers; no gold answer means that the question has none.

    Answers that fold to nothing don't count as answers. Where either side is without tokens, F1 is 1 if both are.
    """
    answers = [gold for gold in golds if normalise_answer(gold)] or [""]
    return SquadScore(
        exact=max(int(normalise_answer(gold) == normalise_answer(prediction)) for gold in answers),
        f1=max(_token_f1(gold, prediction) for gold in answers),
    )


def score_case(case: Case) -> JsonValue:
    """Score ``{gold: [answers], prediction: answer}``."""
    golds = value(case, "gold")
    if not isinstance(golds, list):
        raise MalformedCaseError("gold must be a list of acceptable answers; [] means unanswerable")
    found = score_answer([text(gold, "gold") for gold in golds], text(value(case, "prediction"), "prediction"))
    return {"exact": found.exact, "f1": found.f1}


def _token_f1(gold: str, prediction: str) -> float:
    wanted, found = normalise_answer(gold).split(), normalise_answer(prediction).split()
    if not wanted or not found:
        return float(wanted == found)
    shared = (Counter(wanted) & Counter(found)).total()
    if not shared:
        return 0.0
    precision, recall = shared / len(found), shared / len(wanted)
    return 2 * precision * recall / (precision + recall)
