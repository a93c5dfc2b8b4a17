"""The gate's verdict: is this run really worse than the baseline, and if it can't be said, what would decide it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from summarizer.errors import EvaluationError
from summarizer.scoring.evaluation.collapse import collapses
from summarizer.scoring.evaluation.compare import Pairing, pair
from summarizer.scoring.evaluation.flips import ArticleFlip, find_flips
from summarizer.scoring.evaluation.gate_file import GATE_FILE, GateRules
from summarizer.scoring.evaluation.manifest import RunManifest
from summarizer.scoring.evaluation.measured import MetricTable
from summarizer.scoring.evaluation.run_folder import ScoredRun
from summarizer.scoring.evaluation.samples import lower_is_better, names_of, sample_of
from summarizer.scoring.evaluation.what_decides import Needed, what_decides
from summarizer.scoring.statistics import RESAMPLES, NonInferiority, Sample, Verdict, holm, non_inferiority

__all__ = ["GateFinding", "GateVerdict", "Judgement", "breached_floors", "judge"]

GateVerdict = Literal["pass", "regression", "inconclusive", "incomplete"]


@dataclass(frozen=True, slots=True)
class GateFinding:
    """What the gate says of one gated metric.

    ``difference`` is candidate minus baseline as measured; for an error rate (``lower_is_better``) worse is above 0.
    The p-values are one-sided and adjusted by Holm. ``needed`` says what would decide, None where it is decided.
    """

    metric: str
    verdict: Verdict
    baseline: float
    candidate: float
    difference: float
    margin: float
    p_pass: float
    p_worse: float
    clusters: int
    lower_is_better: bool
    needed: Needed | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict with its reasons, one sentence each, and everything that was looked at."""

    verdict: GateVerdict
    candidate: str
    baseline: str
    articles: int
    stories: int
    reasons: tuple[str, ...]
    findings: tuple[GateFinding, ...] = ()
    flips: tuple[ArticleFlip, ...] = ()


def judge(candidate: ScoredRun, baseline: ScoredRun, rules: GateRules) -> Judgement:
    """Return the verdict on ``candidate``.

    A regression is: a floor that is breached, a fall in every article (see ``collapses``), or a gated metric that is
    worse than its margin with confidence. A pass is every gated metric within its margin with confidence. Everything
    else is inconclusive.

    Raises:
        EvaluationError: The two can't be compared (see ``compare``), or the rules gate a metric that there isn't.
    """
    manifest = candidate.manifest
    if manifest.status == "incomplete":
        return _incomplete(manifest, baseline.manifest)
    pairing = pair(candidate, baseline)
    _require_known(pairing, rules)
    findings = _findings(pairing, rules)
    broken = (
        *breached_floors(candidate.metrics(), rules.floors.get(manifest.suite, {})),
        *collapses(pairing, tuple(rules.metrics), rules.collapse),
        *(_worse(finding) for finding in findings if finding.verdict == "regression"),
    )
    verdict, reasons = _concluded(broken, findings, stories=len(set(pairing.stories)))
    return Judgement(
        verdict=verdict,
        candidate=manifest.id,
        baseline=baseline.manifest.id,
        articles=len(pairing.candidate),
        stories=len(set(pairing.stories)),
        reasons=reasons,
        findings=findings,
        flips=find_flips(candidate.scores(), baseline.scores()),
    )


def breached_floors(metrics: MetricTable, floors: Mapping[str, float]) -> tuple[str, ...]:
    """Return one sentence for each floor that isn't held; a metric without a value holds none."""
    said = []
    for metric, floor in floors.items():
        measured = metrics.metrics.get(metric)
        value = measured.value if measured is not None else None
        if value is None:
            said.append(f"{metric} has a floor of {floor:.3f} and nothing to measure")
        elif lower_is_better(metric) and value > floor:
            said.append(f"{metric} is {value:.3f}, above its limit of {floor:.3f}")
        elif not lower_is_better(metric) and value < floor:
            said.append(f"{metric} is {value:.3f}, below its floor of {floor:.3f}")
    return tuple(said)


def _incomplete(manifest: RunManifest, baseline: RunManifest) -> Judgement:
    why = manifest.notes or (f"it was cut off before all of its {manifest.wanted} answers were there",)
    return Judgement(
        verdict="incomplete",
        candidate=manifest.id,
        baseline=baseline.id,
        articles=len(manifest.articles),
        stories=len({article.story for article in manifest.articles}),
        reasons=(
            *why,
            "the same `summarizer eval run` or `eval gate` command goes on with it, and asks for the rest alone",
        ),
    )


def _require_known(pairing: Pairing, rules: GateRules) -> None:
    """Refuse a misspelt metric: it would never be tested, and nobody would notice."""
    known = dict.fromkeys(name.partition("@")[0] for name in names_of((*pairing.candidate, *pairing.baseline)))
    for metric in rules.metrics:
        if metric.partition("@")[0] not in known:
            raise EvaluationError(
                f"{GATE_FILE}: metrics.{metric}: no metric that articles are compared by; there are: {', '.join(known)}"
            )


def _findings(pairing: Pairing, rules: GateRules) -> tuple[GateFinding, ...]:
    tests = [
        (metric, test)
        for metric, rule in rules.metrics.items()
        if (test := _tested(pairing, metric, rule.margin)).clusters
    ]
    p_pass = holm({metric: test.p_pass for metric, test in tests})
    p_worse = holm({metric: test.p_worse for metric, test in tests})
    # Holm asks most of the smallest p-value: with this level even that one is decided
    strictest = 1 - (1 - rules.level) / max(1, len(tests))
    found = []
    for metric, test in tests:
        finding = _finding(pairing, metric, test, (p_pass[metric], p_worse[metric]), rules.level)
        if finding.verdict == "inconclusive":
            finding = replace(finding, needed=what_decides(pairing, metric, margin=test.margin, level=strictest))
        found.append(finding)
    return tuple(found)


def _tested(pairing: Pairing, metric: str, margin: float) -> NonInferiority:
    before, now = sample_of(pairing.baseline, metric), sample_of(pairing.candidate, metric)
    if lower_is_better(metric):
        before, now = _negated(before), _negated(now)
    return non_inferiority(metric, before, now, pairing.stories, margin=margin, resamples=RESAMPLES)


def _finding(
    pairing: Pairing, metric: str, test: NonInferiority, adjusted: tuple[float, float], level: float
) -> GateFinding:
    compared = pairing.compare(metric, resamples=1)
    return GateFinding(
        metric=metric,
        verdict=test.verdict(level=level, p_pass=adjusted[0], p_worse=adjusted[1]),
        baseline=compared.baseline,
        candidate=compared.candidate,
        difference=compared.difference,
        margin=test.margin,
        p_pass=adjusted[0],
        p_worse=adjusted[1],
        clusters=test.clusters,
        lower_is_better=lower_is_better(metric),
    )


def _negated(sample: Sample) -> Sample:
    return Sample([-number for number in sample.numerators], sample.denominators)


def _worse(finding: GateFinding) -> str:
    return (
        f"{finding.metric} went from {finding.baseline:.3f} to {finding.candidate:.3f}, worse by more than its margin "
        f"of {finding.margin:.3f} (adjusted p = {finding.p_worse:.4f}, {finding.clusters} stories)"
    )


def _concluded(
    broken: Sequence[str], findings: Sequence[GateFinding], *, stories: int
) -> tuple[GateVerdict, tuple[str, ...]]:
    if broken:
        return "regression", tuple(broken)
    if not findings:
        return "inconclusive", ("no gated metric has anything to measure in these articles",)
    open_ones = [finding for finding in findings if finding.verdict != "pass"]
    if not open_ones:
        return "pass", (f"every gated metric is within its margin, over {stories} stories",)
    return "inconclusive", tuple(
        f"{finding.metric} ({finding.difference:+.3f}, margin {finding.margin:.3f}) isn't decided by "
        f"{finding.clusters} {'story' if finding.clusters == 1 else 'stories'}; "
        f"{finding.needed if finding.needed is not None else 'nothing would decide it'}"
        for finding in open_ones
    )
