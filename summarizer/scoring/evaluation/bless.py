"""Pin a run as the baseline of its suite: the floor under every run that follows."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from summarizer.errors import EvaluationError
from summarizer.scoring.evaluation.comparable import whole_scores
from summarizer.scoring.evaluation.gate import breached_floors
from summarizer.scoring.evaluation.gate_file import GateRules
from summarizer.scoring.evaluation.manifest import RunManifest
from summarizer.scoring.evaluation.measured import MetricTable
from summarizer.scoring.evaluation.run_folder import RunFolder, ScoredRun, read_model
from summarizer.scoring.evaluation.samples import lower_is_better
from summarizer.scoring.score_model import ArticleScore, LeafRow
from summarizer.store.atomic import write_atomic
from summarizer.store.faults import store_error

__all__ = ["BASELINES_FOLDER", "BASELINE_FORMAT", "Baseline", "PinnedRun", "bless", "open_scored"]

BASELINE_FORMAT: Literal["summarizer.baseline/1"] = "summarizer.baseline/1"

BASELINES_FOLDER = Path("evals/baselines")
"""Where baselines are, below the workspace: ``SUITE.json``."""

_SAME = 1e-9
_OTHER_MEASURE = "That baseline was scored by another scorer or against other gold, which may be all the difference. "
_PIN_AGAIN = "restore it, or remove it and pin a run anew with `summarizer eval bless`"


class Baseline(BaseModel):
    """A baseline file: everything of a run that another is compared with, without the articles and their texts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["summarizer.baseline/1"] = Field(BASELINE_FORMAT, description="Name and version of this format.")
    manifest: RunManifest = Field(description="What the run was.")
    metrics: MetricTable = Field(description="Its metrics.")
    scores: tuple[ArticleScore, ...] = Field(description="How every leaf ended; values of gold are left out.")


class PinnedRun:
    """The run that a baseline file pins."""

    def __init__(self, path: Path) -> None:
        """Read ``path``; EvaluationError when it is missing, damaged or of another version."""
        if not path.is_file():
            raise EvaluationError(f"{path}: there is no baseline; pin a run with `summarizer eval bless RUN`")
        self._path = path
        self._baseline = read_model(path, Baseline, remedy=_PIN_AGAIN)

    @property
    def path(self) -> Path:
        """Return the file."""
        return self._path

    @property
    def manifest(self) -> RunManifest:
        """Return the manifest of the run that was pinned."""
        return self._baseline.manifest

    def scores(self) -> tuple[ArticleScore, ...]:
        """Return how its articles were scored."""
        return self._baseline.scores

    def metrics(self) -> MetricTable:
        """Return its metrics."""
        return self._baseline.metrics


def open_scored(path: Path) -> ScoredRun:
    """Return the run in a folder, or the one that a baseline file pins."""
    return RunFolder(path) if path.is_dir() else PinnedRun(path)


def bless(run: RunFolder, path: Path, rules: GateRules, *, allow_regression: bool = False) -> tuple[str, ...]:
    """Pin ``run`` as the baseline ``path``; return what it lowers, one sentence each.

    Raises:
        EvaluationError: The run is incomplete; or, without ``allow_regression``, it breaches a floor of ``rules`` or a
            gated metric is worse than in the baseline that stands there.
    """
    manifest = run.manifest
    scores = whole_scores(run)
    metrics = run.metrics()
    lowered = breached_floors(metrics, rules.floors.get(manifest.suite, {}))
    measure = ""
    if path.exists():
        former = read_model(path, Baseline, remedy=_PIN_AGAIN)
        measure = "" if _measured_alike(former.manifest, manifest) else _OTHER_MEASURE
        lowered += tuple(
            f"{metric} falls from {_shown(former.metrics, metric)} to {_shown(metrics, metric)}"
            for metric in rules.metrics
            if _is_lower(former.metrics, metrics, metric)
        )
    if lowered and not allow_regression:
        raise EvaluationError(
            f"{path}: run {manifest.id} lowers a floor: {'; '.join(lowered)}. {measure}"
            "If that is meant, give --allow-regression and say why in the commit"
        )
    _write(path, Baseline(manifest=manifest, metrics=metrics, scores=tuple(map(_lean, scores))))
    return lowered


def _measured_alike(former: RunManifest, now: RunManifest) -> bool:
    ours, theirs = now.digests, former.digests
    return (ours.gold, ours.split, ours.scorer) == (theirs.gold, theirs.split, theirs.scorer)


def _is_lower(former: MetricTable, now: MetricTable, metric: str) -> bool:
    before, after = _value(former, metric), _value(now, metric)
    if before is None or after is None:
        return before is not None
    return (after - before if lower_is_better(metric) else before - after) > _SAME


def _value(metrics: MetricTable, metric: str) -> float | None:
    measured = metrics.metrics.get(metric)
    return measured.value if measured is not None else None


def _shown(metrics: MetricTable, metric: str) -> str:
    value = _value(metrics, metric)
    return "nothing" if value is None else f"{value:.3f}"


def _lean(score: ArticleScore) -> ArticleScore:
    return score.model_copy(update={"rows": tuple(map(_lean_row, score.rows))})


def _lean_row(row: LeafRow) -> LeafRow:
    """Leave out what gold says: it stands in the gold file, and a baseline is compared under equal gold alone."""
    # a spurious leaf is known by its value
    predicted = row.predicted if row.outcome == "spurious" else None
    return row.model_copy(update={"gold": None, "accept": (), "predicted": predicted, "rule": ""})


def _write(path: Path, baseline: Baseline) -> None:
    head = baseline.model_dump_json(exclude={"scores"})
    lines = ",\n".join(score.model_dump_json(exclude_defaults=True) for score in baseline.scores)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise store_error(exc, path, action="write") from exc
    # one article a line, so that a change of the baseline can be read as a diff
    write_atomic(path, f'{head[:-1]},"scores":[\n{lines}\n]}}\n')
