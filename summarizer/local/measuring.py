"""Measure an adapter on what it hasn't seen, calibrate it, and put both into words and a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from summarizer.extract.fieldwise.confidence import LIST, Curve
from summarizer.local.calibration import Judged, Point, coverage, expected_error, fit
from summarizer.local.curve_drawing import drawn
from summarizer.local.held_out import (
    Score,
    answer_right,
    answer_scores,
    role_interval,
    role_questions,
    role_rights,
    role_score,
    yes_no_scores,
)
from summarizer.local.material import Material
from summarizer.local.reader import Reading, read_all
from summarizer.scoring.published.ceaf_ree import CeafRee
from summarizer.settings import LocalSettings

__all__ = ["Measured", "measure"]

_LEAST: float = LocalSettings().min_confidence
_THRESHOLDS = """What `local.min_confidence` does on the same test questions: the share of what could be answered that
is answered rightly, and how right the given answers are (token F1; an answer to a question that has none counts 0):
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of an adapter. Calibration errors are of given answers on the test set, before and after.

    ``forms`` are those of question, beside the one for a single answer, that it was taught.
    """

    scores: tuple[Score, ...]
    roles: CeafRee
    roles_span: tuple[float, float] | None
    reports: int
    forms: list[str]
    curves: Mapping[str, Curve]
    error_before: float
    error_after: float
    points: tuple[Point, ...]

    def text(self) -> str:
        """Return the scores as lines for a terminal."""
        lines = ["held-out QAMR articles:", *(f"  {score.line()}" for score in self.scores)]
        lines.append(f"  calibration error {self.error_before:.3f} before, {self.error_after:.3f} after")
        lines.append(f"MUC-4 dev, {self.reports} reports: CEAF-REE micro F1 {self._roles_line()}")
        return "\n".join(lines)

    def markdown(self) -> str:
        """Return the scores as the model card shows them."""
        rows = [f"| {score.name} | {_percent(score)} | {score.items} |" for score in self.scores]
        roles = [
            f"| {role} | {100 * counts.precision:.1f} | {100 * counts.recall:.1f} | {100 * counts.f1:.1f} |"
            for role, counts in (*self.roles.strict.items(), ("all (micro)", self.roles.micro))
        ]
        points = [
            f"| {point.threshold:.2f} | {100 * point.coverage:.1f} | {100 * point.precision:.1f} |"
            for point in self.points
        ]
        span = self._roles_line()
        lines = [
            f"Questions on held-out QAMR articles at `local.min_confidence` {_LEAST:g}, in percent;",
            "intervals are those of a bootstrap over articles, 95 %:\n",
            "| | score | items |",
            "|---|---|---|",
            *rows,
            f"\nMUC-4 dev, {self.reports} reports, five roles read window by window, at the same threshold;",
            f"CEAF-REE (micro F1 {span}):\n",
            "| role | precision | recall | F1 |",
            "|---|---|---|---|",
            *roles,
            "\nExpected calibration error of given answers, ten bins:",
            f"{self.error_before:.3f} for the raw probability, {self.error_after:.3f} calibrated.\n",
            _THRESHOLDS,
            "| min_confidence | answered rightly, % | right of given, % |",
            "|---|---|---|",
            *points,
            "\n```text",
            drawn(self.points),
            "```\n",
        ]
        return "\n".join(lines)

    def _roles_line(self) -> str:
        span = f" ({100 * self.roles_span[0]:.1f}–{100 * self.roles_span[1]:.1f})" if self.roles_span else ""
        return f"{100 * self.roles.micro.f1:.1f}{span}"


def measure(material: Material, weights: Path, adapter: Path, *, say: Callable[[str], None] = print) -> Measured:
    """Read the development sets to calibrate, then the test set and the reports once, and score them."""
    exercises = [
        *material.dev,
        *material.test,
        *role_questions(material.dev_reports),
        *role_questions(material.reports),
    ]
    readings = read_all(exercises, weights, adapter, say=say)
    return measured(material, readings)


def measured(material: Material, readings: Sequence[Reading]) -> Measured:
    """Return the scores of readings of development set, test set, development reports and reports, in this order."""
    rest = iter(readings)
    dev, test, role_dev = (
        [next(rest) for exercise in exercises for _ in exercise.tasks]
        for exercises in (material.dev, material.test, role_questions(material.dev_reports))
    )
    curves = fit(_judged(dev))
    curves[LIST] = fit(
        [Judged("any", reading.sure, right) for reading, right in role_rights(material.dev_reports, role_dev)]
    )["any"]
    roles = [replace(reading, sure=curves[LIST].at(reading.sure)) for reading in rest]
    judged = _judged(test)
    rights = [one.right for one in judged]
    calibrated = [curves.get(one.kind, curves["any"]).at(one.raw) for one in judged]
    answerable = sum(reading.task.form == "single" and reading.task.answer != "not stated" for reading in test)
    return Measured(
        scores=(*answer_scores(_recalibrated(test, curves), least=_LEAST), *yes_no_scores(test)),
        roles=role_score(material.reports, roles, least=_LEAST),
        roles_span=role_interval(material.reports, roles, least=_LEAST),
        reports=len(material.reports),
        forms=sorted({task.form for exercise in material.train for task in exercise.tasks} - {"single"}),
        curves=curves,
        error_before=expected_error([one.raw for one in judged], rights),
        error_after=expected_error(calibrated, rights),
        points=tuple(coverage(judged, curves, answerable)),
    )


def _judged(readings: Sequence[Reading]) -> list[Judged]:
    return [
        Judged(reading.task.kind, reading.sure, answer_right(reading))
        for reading in readings
        if reading.task.form == "single" and reading.answer
    ]


def _recalibrated(readings: Sequence[Reading], curves: Mapping[str, Curve]) -> list[Reading]:
    return [
        replace(reading, sure=curves.get(reading.task.kind, curves["any"]).at(reading.sure)) for reading in readings
    ]


def _percent(score: Score) -> str:
    if score.low is None or score.high is None:
        return f"{100 * score.value:.1f}"
    return f"{100 * score.value:.1f} ({100 * score.low:.1f}–{100 * score.high:.1f})"
