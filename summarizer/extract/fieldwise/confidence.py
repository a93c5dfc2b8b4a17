"""Turn how probable the model's first word was into the probability that its answer is right."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from summarizer.domain.blocks import AnswerKind

__all__ = ["LIST", "Confidence", "Curve", "load_confidence", "raw_confidence"]

LIST = "list"
"""Names the curve of answers to a question for several things, whatever their kind."""

_EDGE = 1e-4
_FILE = "calibration.json"


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve over the logit of a probability: 1 and 0 leave it as it is."""

    slope: float
    shift: float

    @staticmethod
    def logit(raw: float) -> float:
        """Return the logit of a probability, kept within 0.0001 of 0 and 1."""
        held = min(1 - _EDGE, max(_EDGE, raw))
        return math.log(held / (1 - held))

    def at(self, raw: float) -> float:
        """Return the calibrated probability."""
        return 1 / (1 + math.exp(-(self.slope * self.logit(raw) + self.shift)))


@dataclass(frozen=True, slots=True)
class Confidence:
    """The curves of one adapter by kind of answer, and ``LIST``; without any, a raw probability stays as it is."""

    curves: Mapping[str, Curve]
    forms: frozenset[str] = frozenset()
    """The forms of question, beside the one for a single answer, that the adapter was trained on: list, stated."""

    def calibrated(self, raw: float, kind: AnswerKind, *, several: bool = False) -> float:
        """Return how probable it is that an answer of this kind, or each of several, given with ``raw``, is right."""
        curve = (several and self.curves.get(LIST)) or self.curves.get(kind) or self.curves.get("any")
        return raw if curve is None else curve.at(raw)


def raw_confidence(alternatives: Mapping[str, float]) -> float:
    """Return the probability of the first token that was written (the likeliest one); 0 where none is known.

    It falls with doubt whether anything is stated and with doubt between two answers; the probability of 'not' alone
    says nothing of the second.
    """
    return math.exp(max(alternatives.values())) if alternatives else 0.0


def load_confidence(adapter: Path | None) -> Confidence:
    """Return the curves that lie beside an adapter (``calibration.json``); none where there is no such file."""
    path = adapter.parent / _FILE if adapter is not None else None
    if path is None or not path.is_file():
        return Confidence({})
    held = json.loads(path.read_text(encoding="utf-8"))
    if held.get("adapter") != adapter.name:  # type: ignore[union-attr]  # no path without an adapter
        return Confidence({})
    curves = {kind: Curve(*pair) for kind, pair in held["curves"].items()}
    return Confidence(curves, frozenset(held.get("forms", ())))
