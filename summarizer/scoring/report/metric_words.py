"""The metrics in words: in which order they are read, and what each one measures."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["MEANINGS", "in_order"]

MEANINGS: dict[str, str] = {
    "f1": "right among all values stated or predicted",
    "precision": "of the values predicted, how many are right",
    "recall": "of the values in gold, how many were found right",
    "completeness": "of the values in gold, how many got any answer",
    "false_fill": "of what the article leaves open, how much was filled in",
    "invented": "of the values predicted, how many no sentence bears out",
    "evidence_precision": "of the sentences cited, how many gold names too",
    "evidence_recall": "of the sentences gold names, how many are cited",
    "gate_precision": "of what the support check passes, how much is right",
    "gate_recall": "of what is false, how much the support check stops",
    "gate_pass": "of what is right, how much the support check passes",
    "macro_f1": "the mean of the articles' own F1",
    "macro_precision": "the mean of the articles' own precision",
    "macro_recall": "the mean of the articles' own recall",
    "ceaf_ree_f1": "of the role fillers of MUC-4, as the published tables count",
    "ceaf_ree_precision": "of the role fillers predicted, how many are right",
    "ceaf_ree_recall": "of the role fillers in gold, how many were found",
    "complete": "articles answered in full",
    "failed": "articles without anything to score",
}
"""What each metric measures, in the order in which they are read."""


def in_order(names: Iterable[str]) -> list[str]:
    """Return ``names`` as they are read: the known ones first."""
    known = {name: place for place, name in enumerate(MEANINGS)}
    return sorted(names, key=lambda name: known.get(name, len(known)))
