"""The report for programs: ``summarizer.eval-report/1``, the same numbers as the page, without the articles' texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from summarizer.domain.record import Status
from summarizer.scoring.evaluation.answers import f1_of, keyed
from summarizer.scoring.evaluation.flips import ArticleFlip, LeafFlip, find_flips
from summarizer.scoring.evaluation.gate import Judgement
from summarizer.scoring.gold_model import Split
from summarizer.scoring.report import tallies
from summarizer.scoring.report.report_run import ReportRun, Score, TrendPoint
from summarizer.scoring.report.second_reader import SecondReader
from summarizer.scoring.score_model import Counts, Outcome

__all__ = ["REPORT_FORMAT", "EvalReport", "build_report"]

REPORT_FORMAT: Literal["summarizer.eval-report/1"] = "summarizer.eval-report/1"

_config = ConfigDict(frozen=True, extra="forbid")


class RunEntry(BaseModel):
    """Which run."""

    model_config = _config

    id: str = Field(description="Name of the run's folder.")
    suite: str = Field(description="Suite that was run.")
    model: str = Field(description="provider/model.")
    created: dt.datetime = Field(description="When the run was begun, in UTC.")


class ScoreEntry(BaseModel):
    """One metric, of the whole or of a slice."""

    model_config = _config

    name: str = Field(description="Name; a slice's follows '@': 'f1@kind=text'.")
    value: float | None = Field(description="The metric; null where there was nothing to measure.")
    low: float | None = Field(description="Low end of its interval; null with fewer than two stories.")
    high: float | None = Field(description="High end of its interval.")
    ceiling: float | None = Field(description="How well two readers agree; null where that isn't known.")
    baseline: float | None = Field(description="The baseline's value; null without one.")
    stories: int = Field(description="Stories that have anything to measure.")
    gated: bool = Field(description="The verdict hangs on it.")
    lower_is_better: bool = Field(description="An error rate.")


class VerdictEntry(BaseModel):
    """What the gate says."""

    model_config = _config

    verdict: Literal["pass", "regression", "inconclusive", "incomplete"] = Field(description="The verdict.")
    reasons: tuple[str, ...] = Field(description="Why, one sentence each.")
    findings: tuple[FindingEntry, ...] = Field(description="What was found of each gated metric.")


class FindingEntry(BaseModel):
    """One gated metric."""

    model_config = _config

    metric: str = Field(description="Name of the metric.")
    verdict: Literal["pass", "regression", "inconclusive"] = Field(description="The verdict on it.")
    difference: float = Field(description="This run minus the baseline.")
    margin: float = Field(description="How much worse it may be.")
    p_pass: float = Field(description="p of 'worse by the margin or more', adjusted by Holm.")
    p_worse: float = Field(description="p of 'not worse', adjusted by Holm.")
    stories: int = Field(description="Stories that could tell.")
    needed: str | None = Field(description="What would decide it; null where it is decided.")


class TallyEntry(BaseModel):
    """The leaves that share a field or a kind."""

    model_config = _config

    name: str = Field(description="Field (after its schema and a dot) or kind.")
    counts: Counts = Field(description="Leaves by how they ended.")
    precision: float | None = Field(description="(COR + ½ PAR) / ACT; null where nothing was predicted.")
    recall: float | None = Field(description="(COR + ½ PAR) / POS; null where gold has nothing.")
    f1: float | None = Field(description="The F1 of the two.")


class LeafEntry(BaseModel):
    """One leaf that flipped."""

    model_config = _config

    field: str = Field(description="Names of the fields that lead to it.")
    was: Outcome | None = Field(description="How it ended in the baseline; null where it wasn't there.")
    now: Outcome | None = Field(description="How it ended in this run; null where it is gone.")
    gold: JsonValue = Field(description="The right value.")
    predicted: JsonValue = Field(description="The predicted value.")


class FlipEntry(BaseModel):
    """One article whose leaves flipped."""

    model_config = _config

    gold: str = Field(description="Gold file.")
    schema_name: str = Field(description="Schema.")
    repeat: int = Field(description="Which repeat, counted from 1.")
    f1_before: float | None = Field(description="F1 in the baseline.")
    f1_now: float | None = Field(description="F1 in this run.")
    lost: tuple[LeafEntry, ...] = Field(description="Leaves that were better before.")
    gained: tuple[LeafEntry, ...] = Field(description="Leaves that are better now.")


class ArticleEntry(BaseModel):
    """One article, schema and repeat."""

    model_config = _config

    document_id: str = Field(description="SHA-256 of the article's text.")
    gold: str = Field(description="Gold file.")
    schema_name: str = Field(description="Schema.")
    repeat: int = Field(description="Which repeat, counted from 1.")
    story: str = Field(description="Story the article belongs to.")
    split: Split = Field(description="Split of the gold.")
    status: Status = Field(description="Status of the record.")
    failure: str | None = Field(description="Why there is nothing to score.")
    f1: float | None = Field(description="F1 over its leaves.")
    counts: Counts = Field(description="Leaves by how they ended.")
    cost_usd: float | None = Field(description="What it cost; null when the price isn't known.")
    latency_s: float = Field(description="Seconds the model took.")
    input_tokens: int = Field(description="Tokens sent.")
    output_tokens: int = Field(description="Tokens answered.")


class ReadersEntry(BaseModel):
    """What a second reader says."""

    model_config = _config

    articles: int = Field(description="Articles that two readers labelled; 0: nobody knows how well readers agree.")
    of: int = Field(description="Articles of the run.")
    f1: float | None = Field(description="F1 of one reader against the other; null where that isn't known.")


class TrendEntry(BaseModel):
    """One run of the trend, the oldest first."""

    model_config = _config

    id: str = Field(description="Name of the run's folder.")
    created: dt.datetime = Field(description="When the run was begun, in UTC.")
    values: dict[str, float | None] = Field(description="Metrics of the whole, by name.")


class EvalReport(BaseModel):
    """A scored run, and what changed against a baseline."""

    model_config = _config

    format: Literal["summarizer.eval-report/1"] = Field(REPORT_FORMAT, description="Name and version of this format.")
    run: RunEntry = Field(description="The run.")
    baseline: RunEntry | None = Field(description="What it is compared with; null for nothing.")
    verdict: VerdictEntry | None = Field(description="What the gate says; null where it wasn't asked.")
    scores: tuple[ScoreEntry, ...] = Field(description="Metrics of the whole, then of slices.")
    fields: tuple[TallyEntry, ...] = Field(description="By field, the worst F1 first.")
    kinds: tuple[TallyEntry, ...] = Field(description="By type of value, the worst F1 first.")
    flips: tuple[FlipEntry, ...] = Field(description="Articles that flipped against the baseline, greatest loss first.")
    articles: tuple[ArticleEntry, ...] = Field(description="Every article, in the run's order.")
    readers: ReadersEntry | None = Field(None, description="How well two readers agree; null where it wasn't asked.")
    notes: tuple[str, ...] = Field((), description="What a reader of the scores should know.")
    trend: tuple[TrendEntry, ...] = Field(description="Earlier runs and this one.")


def build_report(run: ReportRun, *, baseline: ReportRun | None, history: Sequence[TrendPoint]) -> EvalReport:
    """Return the report of ``run``."""
    former = {score.name: score.value for score in (*baseline.scores, *baseline.slices.values())} if baseline else {}
    return EvalReport(
        run=_run(run),
        baseline=_run(baseline) if baseline else None,
        verdict=_verdict(run.judgement) if run.judgement else None,
        scores=tuple(_score(score, former.get(score.name)) for score in (*run.scores, *run.slices.values())),
        fields=_tallies(tallies.by_field(run.articles)),
        kinds=_tallies(tallies.by_kind(run.articles)),
        flips=tuple(map(_flip, find_flips(run.articles, baseline.articles))) if baseline else (),
        articles=tuple(_articles(run)),
        readers=_readers(run.second) if run.second else None,
        notes=run.notes,
        trend=tuple(
            TrendEntry(id=point.name, created=point.created, values={score.name: score.value for score in point.scores})
            for point in sorted((*history, run.point), key=lambda point: point.created)
        ),
    )


def _run(run: ReportRun) -> RunEntry:
    return RunEntry(id=run.name, suite=run.suite, model=run.model, created=run.created)


def _readers(second: SecondReader) -> ReadersEntry:
    return ReadersEntry(articles=second.articles, of=second.of, f1=second.ceilings.get("f1"))


def _score(score: Score, baseline: float | None) -> ScoreEntry:
    return ScoreEntry(
        name=score.name,
        value=score.value,
        low=score.low,
        high=score.high,
        ceiling=score.ceiling,
        baseline=baseline,
        stories=score.stories,
        gated=score.gated,
        lower_is_better=score.lower_is_better,
    )


def _verdict(judgement: Judgement) -> VerdictEntry:
    findings = tuple(
        FindingEntry(
            metric=finding.metric,
            verdict=finding.verdict,
            difference=finding.difference,
            margin=finding.margin,
            p_pass=finding.p_pass,
            p_worse=finding.p_worse,
            stories=finding.clusters,
            needed=None if finding.needed is None else str(finding.needed),
        )
        for finding in judgement.findings
    )
    return VerdictEntry(verdict=judgement.verdict, reasons=judgement.reasons, findings=findings)


def _tallies(rows: Iterable[tallies.TallyRow]) -> tuple[TallyEntry, ...]:
    return tuple(
        TallyEntry(name=row.key, counts=row.counts, precision=row.precision, recall=row.recall, f1=row.f1)
        for row in rows
    )


def _flip(flip: ArticleFlip) -> FlipEntry:
    return FlipEntry(
        gold=flip.article.gold,
        schema_name=flip.article.schema_name,
        repeat=flip.key[2],
        f1_before=flip.before,
        f1_now=flip.now,
        lost=tuple(_leaf(leaf) for leaf in flip.leaves if leaf.lost),
        gained=tuple(_leaf(leaf) for leaf in flip.leaves if not leaf.lost),
    )


def _leaf(leaf: LeafFlip) -> LeafEntry:
    row = leaf.row
    return LeafEntry(field=row.field, was=leaf.was, now=leaf.now, gold=row.gold, predicted=row.predicted)


def _articles(run: ReportRun) -> Iterable[ArticleEntry]:
    for key, article in keyed(run.articles).items():
        counts = article.counts
        yield ArticleEntry(
            document_id=article.document_id,
            gold=article.gold,
            schema_name=article.schema_name,
            repeat=key[2],
            story=article.story,
            split=article.split,
            status=article.status,
            failure=article.failure,
            f1=f1_of(counts),
            counts=counts,
            cost_usd=article.cost_usd,
            latency_s=article.latency_s,
            input_tokens=article.input_tokens,
            output_tokens=article.output_tokens,
        )
