"""Named-entity scores of SemEval-2013 task 9.1 as nervaluate counts them: strict, exact, partial and type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from summarizer.scoring.published.case_form import Case, MalformedCaseError, UndefinedScoreError, text, value

__all__ = ["SCHEMES", "Outcomes", "Scheme", "TaggedSpan", "score_case", "score_documents"]

Scheme = Literal["strict", "partial", "ent_type", "exact"]
SCHEMES: tuple[Scheme, ...] = ("strict", "partial", "ent_type", "exact")

Outcome = Literal["correct", "incorrect", "partial", "missed", "spurious"]

# A prediction must cover at least this percentage of the gold span to count as touching it.
_LEAST_OVERLAP = 1.0


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A labelled stretch; ``end`` is inclusive, so spans that share one position overlap."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Counts under one scheme. A partial match, which only ``partial`` knows, is worth half a point."""

    correct: int
    incorrect: int
    partial: int
    missed: int
    spurious: int

    @property
    def precision(self) -> float:
        """(correct + ½ partial) / everything predicted; 0 where nothing was."""
        given = self.correct + self.incorrect + self.partial + self.spurious
        return (self.correct + 0.5 * self.partial) / given if given else 0.0

    @property
    def recall(self) -> float:
        """(correct + ½ partial) / everything in the gold; 0 where it is empty."""
        possible = self.correct + self.incorrect + self.partial + self.missed
        return (self.correct + 0.5 * self.partial) / possible if possible else 0.0

    @property
    def f1(self) -> float:
        """0 where precision and recall are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score_documents(
    golds: Sequence[Sequence[TaggedSpan]], predictions: Sequence[Sequence[TaggedSpan]]
) -> dict[Scheme, Outcomes]:
    """Return the counts under every scheme, added up over the documents, which stand in the same order.

    Predictions are taken in their order, and each takes one gold span that is still free: the first that fits the
    scheme, otherwise the first that it overlaps (which is then incorrect, or partial).
    """
    return {scheme: _counted(golds, predictions, scheme) for scheme in SCHEMES}


def score_case(case: Case) -> JsonValue:
    """Score ``{gold: [[{label, start, end}, …], …], prediction: likewise, tags?: [label, …]}``."""
    tags = _tags(case)
    golds, predictions = (_documents(case, side, tags) for side in ("gold", "prediction"))
    if len(golds) != len(predictions):
        raise UndefinedScoreError("Number of predicted documents does not equal true")
    found = score_documents(golds, predictions)
    return {scheme: _columns(outcomes) for scheme, outcomes in found.items()}


def _columns(outcomes: Outcomes) -> JsonValue:
    return {
        "correct": outcomes.correct,
        "incorrect": outcomes.incorrect,
        "partial": outcomes.partial,
        "missed": outcomes.missed,
        "spurious": outcomes.spurious,
        "precision": outcomes.precision,
        "recall": outcomes.recall,
        "f1": outcomes.f1,
    }


def _tags(case: Case) -> list[str] | None:
    tags = case.get("tags")
    if tags is None:
        return None
    if not isinstance(tags, list):
        raise MalformedCaseError(f"tags must be a list of labels, not {tags!r}")
    return [text(tag, "a tag") for tag in tags]


def _documents(case: Case, side: str, tags: list[str] | None) -> list[list[TaggedSpan]]:
    documents = value(case, side)
    if not isinstance(documents, list) or not all(isinstance(spans, list) for spans in documents):
        raise MalformedCaseError(f"{side} must be a list of documents, each a list of spans")
    read = [[_span(span, side) for span in spans] for spans in documents if isinstance(spans, list)]
    return [[span for span in spans if tags is None or span.label in tags] for spans in read]


def _span(found: JsonValue, side: str) -> TaggedSpan:
    if not isinstance(found, dict):
        raise MalformedCaseError(f"a span of {side} must have label, start and end, not {found!r}")
    start, end = value(found, "start"), value(found, "end")
    if not isinstance(start, int) or not isinstance(end, int):
        raise MalformedCaseError(f"start and end of a span of {side} must be whole numbers, not {start!r} and {end!r}")
    return TaggedSpan(text(value(found, "label"), f"the label of a span of {side}"), start, end)


def _counted(
    golds: Sequence[Sequence[TaggedSpan]], predictions: Sequence[Sequence[TaggedSpan]], scheme: Scheme
) -> Outcomes:
    counts: Counter[Outcome] = Counter()
    for gold, prediction in zip(golds, predictions, strict=True):
        counts.update(_matched(gold, prediction, scheme))
    return Outcomes(
        correct=counts["correct"],
        incorrect=counts["incorrect"],
        partial=counts["partial"],
        missed=counts["missed"],
        spurious=counts["spurious"],
    )


def _matched(gold: Sequence[TaggedSpan], prediction: Sequence[TaggedSpan], scheme: Scheme) -> Counter[Outcome]:
    counts: Counter[Outcome] = Counter()
    free = list(gold)
    choose = _closest_of_type if scheme == "ent_type" else _first_equal(scheme)
    for found in prediction:
        touched = [span for span in free if _overlaps(found, span)]
        right = choose(found, free, touched)
        if right is not None:
            counts["correct"] += 1
            _take(free, right)
        elif touched:
            counts["partial" if scheme == "partial" else "incorrect"] += 1
            _take(free, touched[0])
        else:
            counts["spurious"] += 1
    counts["missed"] += len(free)
    return counts


def _take(free: list[TaggedSpan], span: TaggedSpan) -> None:
    # by identity: equal spans may stand in a list twice, and the chosen one goes
    del free[next(index for index, each in enumerate(free) if each is span)]


Chooser = Callable[[TaggedSpan, Sequence[TaggedSpan], Sequence[TaggedSpan]], TaggedSpan | None]


def _first_equal(scheme: Scheme) -> Chooser:
    def choose(found: TaggedSpan, free: Sequence[TaggedSpan], touched: Sequence[TaggedSpan]) -> TaggedSpan | None:
        same = touched if scheme == "partial" else free
        return next((span for span in same if _equal(found, span, labels=scheme == "strict")), None)

    return choose


def _equal(found: TaggedSpan, span: TaggedSpan, *, labels: bool) -> bool:
    return (found.start, found.end) == (span.start, span.end) and (not labels or found.label == span.label)


def _closest_of_type(
    found: TaggedSpan, _free: Sequence[TaggedSpan], touched: Sequence[TaggedSpan]
) -> TaggedSpan | None:
    alike = [span for span in touched if span.label == found.label]
    return min(alike, key=lambda span: abs(span.start - found.start) + abs(span.end - found.end), default=None)


def _overlaps(found: TaggedSpan, span: TaggedSpan) -> bool:
    if found.start > span.end or found.end < span.start:
        return False
    length = span.end - span.start + 1
    shared = min(found.end, span.end) - max(found.start, span.start) + 1
    return length != 0 and shared / length * 100 >= _LEAST_OVERLAP
