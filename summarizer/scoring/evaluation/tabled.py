"""An evaluation run as rows for a database: the run, its measurements, and the articles that flipped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.errors import EvaluationError
from summarizer.scoring.evaluation.bless import BASELINE_FORMAT, PinnedRun
from summarizer.scoring.evaluation.comparable import require_comparable
from summarizer.scoring.evaluation.flips import find_flips
from summarizer.scoring.evaluation.manifest import RunManifest
from summarizer.scoring.evaluation.run_folder import RunFolder, ScoredRun
from summarizer.scoring.score_model import ArticleScore
from summarizer.store.database.rows import EvalRow, FlipRow, RunRow
from summarizer.store.faults import store_error

__all__ = ["Tables", "read_tables", "tables_of"]


@dataclass(frozen=True, slots=True)
class Tables:
    """One evaluation run, as the database keeps it."""

    run: RunRow
    metrics: tuple[EvalRow, ...]
    flips: tuple[FlipRow, ...] = ()


def read_tables(path: Path, *, baselines: Path) -> tuple[Tables, ...]:
    """Return the evaluation in the folder of a run, or in a baseline file, the baseline of its suite before it.

    ``baselines`` is the folder of those, each called after its suite.

    Raises:
        EvaluationError: It is neither, or is damaged.
    """
    if path.is_dir():
        run = RunFolder(path)
        pinned = baselines / f"{run.manifest.suite}.json"
        if not pinned.is_file():
            return (tables_of(run),)
        baseline = PinnedRun(pinned)
        if baseline.manifest.id == run.manifest.id:
            return (tables_of(run, pinned=True),)
        return tables_of(baseline, pinned=True), tables_of(run, baseline=baseline)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise store_error(exc, path, action="read") from exc
    except ValueError as exc:
        raise EvaluationError(f"{path}: not JSON; name the folder of a run, or a baseline file") from exc
    if not isinstance(found, dict) or found.get("format") != BASELINE_FORMAT:
        raise EvaluationError(f"{path}: not an evaluation; name the folder of a run, or a baseline file")
    return (tables_of(PinnedRun(path), pinned=True),)


def tables_of(run: ScoredRun, *, baseline: ScoredRun | None = None, pinned: bool = False) -> Tables:
    """Return the rows of ``run``; flips are those since ``baseline``, none where the two can't be compared.

    ``pinned`` says that the run is the baseline of its suite.

    Raises:
        EvaluationError: A file of the run is missing or damaged.
    """
    manifest, scores = run.manifest, run.scores()
    metrics = tuple(_measurements(run, manifest, pinned=pinned))
    return Tables(_run_row(manifest, scores, pinned=pinned), metrics, _flips(run, scores, baseline))


def _run_row(manifest: RunManifest, scores: Sequence[ArticleScore], *, pinned: bool) -> RunRow:
    statuses = [score.status for score in scores]
    costs = [score.cost_usd for score in scores]
    return RunRow(
        id=manifest.id,
        kind="eval",
        started=manifest.created,
        ended=None,
        model=manifest.model,
        strategy=manifest.strategy,
        schema=None,
        suite=manifest.suite,
        package_version=manifest.package_version,
        complete=statuses.count("complete"),
        partial=statuses.count("partial"),
        refused=statuses.count("refused"),
        failed=statuses.count("failed"),
        cached=0,
        resumed=0,
        problems=0,
        cost_usd=sum(cost for cost in costs if cost is not None) if None not in costs else None,
        note="; ".join(manifest.notes) or None,
        baseline=pinned,
    )


def _measurements(run: ScoredRun, manifest: RunManifest, *, pinned: bool) -> list[EvalRow]:
    rows = []
    for name, measured in run.metrics().metrics.items():
        metric, _, part = name.partition("@")
        rows.append(
            EvalRow(
                run=manifest.id,
                suite=manifest.suite,
                model=manifest.model,
                metric=metric,
                slice=part,
                value=measured.value,
                low=measured.low,
                high=measured.high,
                articles=measured.articles,
                stories=measured.stories,
                lower_is_better=measured.lower_is_better,
                at=manifest.created,
                baseline=pinned,
            )
        )
    return rows


def _flips(run: ScoredRun, scores: Sequence[ArticleScore], baseline: ScoredRun | None) -> tuple[FlipRow, ...]:
    if baseline is None:
        return ()
    try:
        require_comparable(run.manifest, baseline)
    except EvaluationError:
        # shown beside each other they would mislead; `eval compare` says why
        return ()
    return tuple(
        FlipRow(
            run=run.manifest.id,
            baseline=baseline.manifest.id,
            article=flip.article.document_id,
            schema=flip.article.schema_name,
            gold=flip.article.gold,
            repeat=flip.key[2] - 1,
            lost=flip.names(lost=True),
            gained=flip.names(lost=False),
            failure=flip.failure,
        )
        for flip in find_flips(scores, baseline.scores())
    )
