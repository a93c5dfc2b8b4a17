"""Score the tuned model on what it hasn't seen: questions on QAMR articles, and the roles of MUC-4 reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.extract.fieldwise.forms import NOT_STATED, listed
from summarizer.local.exercise import Exercise, Task
from summarizer.local.muc4 import ROLES, Report, windows
from summarizer.local.reader import Reading
from summarizer.scoring.published.ceaf_ree import CeafRee, score_documents
from summarizer.scoring.published.normalisation import normalise_answer
from summarizer.scoring.published.squad_v2 import score_answer
from summarizer.scoring.statistics import Sample, cluster_interval

__all__ = [
    "Score",
    "answer_right",
    "answer_scores",
    "given",
    "role_interval",
    "role_questions",
    "role_rights",
    "role_score",
    "yes_no_scores",
]


_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Score:
    """A share (0 to 1) of ``items``, with the 95 % interval of a bootstrap over articles (None with too few)."""

    name: str
    value: float
    items: int
    low: float | None
    high: float | None

    def line(self) -> str:
        """Return the score as a person reads it: 'F1 87.1 (84.0–90.2), 300 items'."""
        span = (
            f" ({100 * self.low:.1f}–{100 * self.high:.1f})" if self.low is not None and self.high is not None else ""
        )
        return f"{self.name} {100 * self.value:.1f}{span}, {self.items} items"


def given(reading: Reading, least: float) -> str:
    """Return the answer that is given at the threshold ``least``; empty where the model abstains."""
    return reading.answer if reading.sure >= least else ""


def answer_right(reading: Reading) -> float:
    """Return the token F1 of what was answered to a question; 0 for an answer to one that has none."""
    return score_answer(_golds(reading.task), reading.answer).f1


def answer_scores(readings: Sequence[Reading], *, least: float = 0.5) -> list[Score]:
    """Return exact match, F1, F1 where there is an answer, and how often it rightly abstains, for single answers."""
    single = [reading for reading in readings if reading.task.form == "single"]
    scored = [(reading, score_answer(_golds(reading.task), given(reading, least))) for reading in single]
    answerable = [(reading, score) for reading, score in scored if _golds(reading.task)]
    barren = [(reading, score) for reading, score in scored if not _golds(reading.task)]
    answered = [(reading, score) for reading, score in scored if given(reading, least)]
    return [
        _score("exact match", [(reading, float(score.exact)) for reading, score in scored]),
        _score("F1", [(reading, score.f1) for reading, score in scored]),
        _score("F1 where answerable", [(reading, score.f1) for reading, score in answerable]),
        _score("abstains right", [(reading, float(score.exact)) for reading, score in barren]),
        _score("F1 of given answers", [(reading, score.f1) for reading, score in answered]),
    ]


def yes_no_scores(readings: Sequence[Reading]) -> list[Score]:
    """Return how often the yes-or-no forms are right."""
    return [
        _score(
            f"{form} right",
            [
                (reading, float((reading.sure >= 0.5) == (reading.task.answer == "yes")))
                for reading in readings
                if reading.task.form == form
            ],
        )
        for form in ("stated", "check")
    ]


def role_questions(reports: Sequence[Report]) -> list[Exercise]:
    """Return every window of the reports with every role asked as the shipped schema asks it."""
    tasks = tuple(Task(wordings[0], NOT_STATED, "list", (role,), kind=kind) for role, (kind, wordings) in ROLES.items())
    return [Exercise(report.name, window, tasks) for report in reports for window in windows(report.text)]


def role_rights(reports: Sequence[Report], readings: Sequence[Reading]) -> list[tuple[Reading, float]]:
    """Return the readings that gave answers, and the share of these that name a filler of their role."""
    mentions = {report.name: report for report in reports}
    found = []
    for reading in readings:
        answers = listed(reading.answer)
        named = {
            normalise_answer(one)
            for entity in _mentions(mentions[reading.article], reading.task.accepted[0])
            for one in entity
        }
        if answers:
            found.append((reading, sum(normalise_answer(answer) in named for answer in answers) / len(answers)))
    return found


def role_score(reports: Sequence[Report], readings: Sequence[Reading], *, least: float = 0.5) -> CeafRee:
    """Return CEAF-REE of the answers to ``role_questions``: an entity for each different answer in a report."""
    found: dict[str, dict[str, list[str]]] = {report.name: {role: [] for role in ROLES} for report in reports}
    for reading in readings:
        for answer in listed(given(reading, least)):
            _add(found[reading.article][reading.task.accepted[0]], answer)
    return score_documents(
        {report.name: {role: _mentions(report, role) for role in ROLES} for report in reports},
        {
            name: {role: [[answer] for answer in answers] for role, answers in roles.items()}
            for name, roles in found.items()
        },
    )


def role_interval(
    reports: Sequence[Report], readings: Sequence[Reading], *, least: float = 0.5
) -> tuple[float, float] | None:
    """Return the 95 % interval of CEAF-REE micro F1, from a bootstrap over reports; None with fewer than two."""
    by_report: dict[str, list[Reading]] = {report.name: [] for report in reports}
    for reading in readings:
        by_report[reading.article].append(reading)
    counts = [role_score([report], by_report[report.name], least=least).micro for report in reports]
    hits = Sample([2 * one.p_num for one in counts], [one.p_den + one.r_den for one in counts])
    interval = cluster_interval(hits, [report.name for report in reports], resamples=_RESAMPLES)
    return None if interval is None else (interval.low, interval.high)


def _add(answers: list[str], answer: str) -> None:
    """Add an answer unless its words stand in one that is there, or replace one whose words stand in it."""
    words = f" {normalise_answer(answer)} "
    if not words.strip() or any(words in f" {normalise_answer(other)} " for other in answers):
        return
    for at, other in enumerate(answers):
        if f" {normalise_answer(other)} " in words:
            answers[at] = answer
            return
    answers.append(answer)


def _mentions(report: Report, role: str) -> list[list[str]]:
    return [[mention for mention, _ in entity] for entity in report.entities.get(role, ())]


def _golds(task: Task) -> list[str]:
    return [] if task.answer == NOT_STATED else [*task.accepted]


def _score(name: str, values: Sequence[tuple[Reading, float]]) -> Score:
    sample = Sample([value for _, value in values], [1.0] * len(values))
    interval = cluster_interval(sample, [reading.article for reading, _ in values], resamples=_RESAMPLES)
    mean = sum(sample.numerators) / len(values) if values else 0.0
    if interval is None:
        return Score(name, mean, len(values), None, None)
    return Score(name, mean, len(values), interval.low, interval.high)
