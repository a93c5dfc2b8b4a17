"""Fit how a raw probability becomes the probability that an answer is right, and what each threshold would give."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.domain.blocks import AnswerKind
from summarizer.extract.fieldwise.confidence import Curve

__all__ = ["Judged", "Point", "coverage", "expected_error", "fit"]

_FEWEST = 40  # answers; a kind with fewer takes the fit of all
_PULL = 0.005  # ridge towards leaving the logit as it is
_ROUNDS = 30
_SMALLEST_STEP = 1e-4
_BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer that the model gave: its kind, the raw probability that came with it, and how right it is, 0 to 1."""

    kind: AnswerKind
    raw: float
    right: float


@dataclass(frozen=True, slots=True)
class Point:
    """At a threshold, the share of answerable questions answered and how right the given answers are."""

    threshold: float
    coverage: float
    precision: float


def fit(judged: Sequence[Judged]) -> dict[str, Curve]:
    """Return a curve for every kind with enough answers and one, 'any', for the rest.

    Logistic regression on the logit of the raw probability (Platt 1999), a little pulled to the identity.
    """
    curves = {"any": _fit(judged, Curve(1.0, 0.0))}
    for kind in sorted({one.kind for one in judged} - {"any"}):
        own = [one for one in judged if one.kind == kind]
        if len(own) >= _FEWEST:
            curves[kind] = _fit(own, curves["any"])
    return curves


def expected_error(probabilities: Sequence[float], rights: Sequence[float]) -> float:
    """Return the expected calibration error over ten bins of equal width (Naeini et al. 2015); 0 without answers."""
    bins: dict[int, list[tuple[float, float]]] = {}
    for probability, right in zip(probabilities, rights, strict=True):
        bins.setdefault(min(_BINS - 1, int(probability * _BINS)), []).append((probability, right))
    gaps = (
        len(members) * abs(sum(p for p, _ in members) / len(members) - sum(r for _, r in members) / len(members))
        for members in bins.values()
    )
    return sum(gaps) / len(probabilities) if probabilities else 0.0


def coverage(judged: Sequence[Judged], curves: Mapping[str, Curve], answerable: int) -> list[Point]:
    """Return what each threshold of 0.05, 0.10, … gives, over ``answerable`` questions that have an answer."""
    points = []
    for step in range(20):
        threshold = step / 20
        kept = [one for one in judged if curves.get(one.kind, curves["any"]).at(one.raw) >= threshold]
        right = sum(one.right for one in kept)
        points.append(Point(threshold, right / answerable if answerable else 0.0, right / len(kept) if kept else 1.0))
    return points


def _fit(judged: Sequence[Judged], prior: Curve) -> Curve:
    """Return the curve by Newton's method, each step halved until it helps; an answer counts by how right it is."""
    curve = prior
    for _ in range(_ROUNDS):
        slope, shift = _step(judged, curve, prior)
        now, share = _loss(judged, curve, prior), 1.0
        while share > _SMALLEST_STEP:
            tried = Curve(curve.slope - share * slope, curve.shift - share * shift)
            if _loss(judged, tried, prior) < now:
                curve = tried
                break
            share /= 2
        else:
            break
    return curve


def _step(judged: Sequence[Judged], curve: Curve, prior: Curve) -> tuple[float, float]:
    """Return Newton's step in slope and shift."""
    pull = _PULL * max(1, len(judged))
    by_slope, by_shift = pull * (curve.slope - prior.slope), pull * (curve.shift - prior.shift)
    twice_slope, both, twice_shift = pull, 0.0, pull
    for one in judged:
        logit, probability = Curve.logit(one.raw), curve.at(one.raw)
        by_slope += (probability - one.right) * logit
        by_shift += probability - one.right
        weight = probability * (1 - probability)
        twice_slope += weight * logit * logit
        both += weight * logit
        twice_shift += weight
    scale = twice_slope * twice_shift - both**2
    return (twice_shift * by_slope - both * by_shift) / scale, (twice_slope * by_shift - both * by_slope) / scale


def _loss(judged: Sequence[Judged], curve: Curve, prior: Curve) -> float:
    pull = _PULL * max(1, len(judged)) / 2
    loss = pull * ((curve.slope - prior.slope) ** 2 + (curve.shift - prior.shift) ** 2)
    for one in judged:
        margin = curve.slope * Curve.logit(one.raw) + curve.shift
        # -log of the probability of what was the case, by how right it was; log1p keeps large margins finite
        loss += max(margin, 0.0) + math.log1p(math.exp(-abs(margin))) - one.right * margin
    return loss
