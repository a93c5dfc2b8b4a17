"""What a report is made from: a run's scores, its leaves and its articles, and where they are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from summarizer.domain.document import Document
from summarizer.domain.record import Record
from summarizer.scoring.evaluation.gate import Judgement
from summarizer.scoring.evaluation.manifest import RunManifest
from summarizer.scoring.evaluation.muc4_metrics import RoleScore, role_scores
from summarizer.scoring.evaluation.run_folder import ScoredRun
from summarizer.scoring.report.metric_words import MEANINGS, in_order
from summarizer.scoring.report.second_reader import SecondReader
from summarizer.scoring.report.words import counted
from summarizer.scoring.score_model import ArticleScore

__all__ = [
    "RecordedRun",
    "ReportRun",
    "Score",
    "TrendPoint",
    "read_documents",
    "read_point",
    "read_run",
]


class RecordedRun(ScoredRun, Protocol):
    """A scored run that still has its records, and so the articles' texts."""

    def records(self, schema: str, repeat: int) -> Iterator[Record]: ...  # noqa: D102 - said by the class


@dataclass(frozen=True, slots=True)
class Score:
    """One metric of a run; ``value`` None where there was nothing to measure.

    ``low`` and ``high`` are the ends of its interval, ``ceiling`` how well two readers agree with each other, both None
    where they aren't known. ``gated``: the verdict hangs on it. ``name`` may name a slice: ``f1@kind=text``.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    ceiling: float | None = None
    gated: bool = False
    lower_is_better: bool = False
    stories: int = 0

    @property
    def meaning(self) -> str:
        """Return what the metric measures, in one line; "" for one that isn't known here."""
        return MEANINGS.get(self.name.partition("@")[0], "")


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A run as a point of the trend."""

    name: str
    created: dt.datetime
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class ReportRun:
    """One scored run. ``documents`` are the articles by id; one that is missing is reported without its text.

    ``scores`` are of the whole, ``slices`` of parts of it, by name. ``details`` are label and value of what made the
    run, in the order to show; ``second`` says how well a second reader agrees, None where that wasn't asked.
    """

    name: str
    suite: str
    model: str
    created: dt.datetime
    scores: tuple[Score, ...]
    articles: tuple[ArticleScore, ...]
    slices: Mapping[str, Score] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    judgement: Judgement | None = None
    details: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    second: SecondReader | None = None

    @property
    def asked(self) -> str:
        """Return how many articles were asked about, and how often."""
        pairs = {(article.document_id, article.schema_name) for article in self.articles}
        repeats = len(self.articles) // len(pairs) if pairs else 1
        return counted(len(pairs), "article") + (f" with {repeats} answers each" if repeats > 1 else "")

    @property
    def roles(self) -> tuple[RoleScore, ...]:
        """Return CEAF-REE by role, all roles last; nothing for a run that isn't of MUC-4."""
        return role_scores({score.name: score.value for score in (*self.scores, *self.slices.values())})

    @property
    def point(self) -> TrendPoint:
        """Return the run as a point of a trend."""
        return TrendPoint(self.name, self.created, self.scores)


def read_run(
    run: ScoredRun,
    *,
    documents: Mapping[str, Document] | None = None,
    judgement: Judgement | None = None,
    second: SecondReader | None = None,
) -> ReportRun:
    """Return a scored run as a report shows it. ``second`` says how well two readers agree.

    Raises:
        EvaluationError: Its files are missing or damaged.
    """
    manifest = run.manifest
    gated = {finding.metric for finding in judgement.findings} if judgement else set()
    scores = _scores(run, ceilings=second.ceilings if second else {}, gated=gated)
    return ReportRun(
        name=manifest.id,
        suite=manifest.suite,
        model=manifest.model,
        created=manifest.created,
        scores=tuple(scores[name] for name in in_order(name for name in scores if "@" not in name)),
        articles=tuple(run.scores()),
        slices={name: score for name, score in scores.items() if "@" in name},
        documents=documents or {},
        judgement=judgement,
        details=tuple(_details(manifest)),
        notes=manifest.notes,
        second=second,
    )


def read_point(run: ScoredRun) -> TrendPoint:
    """Return a run as a point of a trend; its leaves aren't read.

    Raises:
        EvaluationError: Its files are missing or damaged.
    """
    manifest, scores = run.manifest, _scores(run, ceilings={}, gated=frozenset())
    return TrendPoint(manifest.id, manifest.created, tuple(score for name, score in scores.items() if "@" not in name))


def read_documents(run: RecordedRun) -> dict[str, Document]:
    """Return the articles of a run by id, from the records of its first repeat.

    Raises:
        EvaluationError, StoreError: Its files are missing or damaged.
    """
    return {
        record.document.id: record.document
        for schema in run.manifest.digests.schemas
        for record in run.records(schema, 1)
    }


def _scores(run: ScoredRun, *, ceilings: Mapping[str, float], gated: Collection[str]) -> dict[str, Score]:
    return {
        name: Score(
            name,
            measured.value,
            measured.low,
            measured.high,
            ceiling=ceilings.get(name),
            gated=name in gated,
            lower_is_better=measured.lower_is_better,
            stories=measured.stories,
        )
        for name, measured in run.metrics().metrics.items()
    }


def _details(manifest: RunManifest) -> Iterator[tuple[str, str]]:
    digests = manifest.digests
    yield "status", manifest.status
    yield "endpoint", manifest.endpoint or "in this process"
    yield "strategy", manifest.strategy
    yield "repeats", str(manifest.repeats)
    if manifest.params:
        yield "parameters", ", ".join(f"{key} {value}" for key, value in manifest.params.items())
    for name, digest in digests.schemas.items():
        yield f"schema {name}", digest[:12]
    for label, digest in (("gold", digests.gold), ("split", digests.split), ("scorer", digests.scorer)):
        yield label, digest[:12]
    if digests.prompt:
        yield "prompt", digests.prompt[:12]
    yield "sentences", digests.splitter
    yield "made by", f"summarizer {manifest.package_version}"
