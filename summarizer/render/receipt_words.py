"""Receipts in words: where a fact stands, why it isn't plain, what was covered, and how the record was made."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.domain.record import Coverage, Evidence, Provenance
from summarizer.render.values import number_ranges, number_text

__all__ = ["cost_words", "counted", "coverage_words", "places", "provenance_words", "why"]


def places(evidence: Evidence | None) -> str:
    """Return the sentence numbers ("3, 7"), or the metadata field that bears the fact out; empty when there is none."""
    if evidence is None:
        return ""
    if evidence.sentences or not evidence.metadata:
        return ", ".join(map(str, evidence.sentences))
    return f"metadata {evidence.metadata}"


def why(evidence: Evidence | None, *, value: str) -> str:
    """Return what a person should know beside the mark, in a few words; empty when the mark says it all.

    ``value`` is the fact as shown: that the whole of it is missing goes without saying.
    """
    if evidence is None:
        return ""
    parts = []
    missing = ", ".join(evidence.missing)
    if evidence.derivation:
        operands = ", ".join(map(number_text, evidence.derivation.operands))
        parts.append(f"{evidence.derivation.operation} of {operands}")
    elif missing and missing.casefold() != value.casefold():
        parts.append(f"not there: {missing}")
    elif evidence.reason and not missing and evidence.support in {"partial", "unsupported"}:
        parts.append(evidence.reason)
    if evidence.invalid:
        parts.append(f"no sentence {', '.join(map(str, evidence.invalid))}")
    return "; ".join(parts)


def counted(number: int, noun: str) -> str:
    """Return "1 fact", "2 facts"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def coverage_words(coverage: Coverage) -> str:
    """Return the completeness receipt on one line, with the numbers of the sentences that no fact cites."""

    def listed(name: str, numbers: Sequence[int]) -> list[str]:
        return [f"{len(numbers)} {name} ({number_ranges(numbers)})"] if numbers else []

    parts = [f"{len(coverage.sent)} sent", f"{len(coverage.cited)} cited"]
    parts += listed("uncited", coverage.uncited) + listed("furniture", coverage.furniture)
    unsent = coverage.sentences - len(coverage.sent) - len(coverage.furniture)
    if unsent > 0:
        parts.append(f"{unsent} not sent")
    if coverage.cut_off:
        parts.append("answer cut off")
    if coverage.parts > 1:
        parts.append(f"in {coverage.parts} parts")
    return f"{counted(coverage.sentences, 'sentence')}: {', '.join(parts)}"


def provenance_words(made: Provenance) -> str:
    """Return model, strategy, time and cost on one line."""
    seconds = f"{made.usage.latency_s:.1f} s"
    time = f"from the cache ({seconds} when fresh)" if made.cached else seconds
    return f"{made.model}, {made.strategy}, {time}, {cost_words(made.cost_usd)}"


def cost_words(cost_usd: float | None) -> str:
    """Return a cost in US dollars to a hundredth of a cent; None is a price nobody told us."""
    if cost_usd is None:
        return "cost not known"
    if not cost_usd:
        return "no cost"
    return f"${cost_usd:.4f}" if cost_usd >= 0.0001 else "under $0.0001"
