"""A scored run made by hand over the fixture records: every outcome, a failed article, hostile text, a baseline."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pydantic import JsonValue

from summarizer.domain.record import Record
from summarizer.scoring.evaluation.gate import GateFinding, Judgement
from summarizer.scoring.evaluation.what_decides import Needed
from summarizer.scoring.report.report_run import ReportRun, Score, TrendPoint
from summarizer.scoring.score_model import ArticleScore, LeafRow, Outcome
from summarizer.store.lines import read_records

FIXTURES = Path(__file__).parents[2] / "fixtures" / "records" / "articles.jsonl"
CREATED = dt.datetime(2026, 11, 20, 3, 15, tzinfo=dt.UTC)
HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>\x1b[31m\u202e"

OUTCOMES: tuple[Outcome, ...] = (
    *("correct", "correct", "wrong", "correct", "missing", "correct", "correct", "spurious", "correct", "partial"),
    *("correct", "correct_null", "correct", "excluded"),
)


def _value(facts: JsonValue, pointer: str) -> JsonValue:
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        facts = facts[int(name)] if isinstance(facts, list) else facts[name]  # type: ignore[index]
    return facts


def _row(record: Record, pointer: str, outcome: Outcome) -> LeafRow:
    value = _value(record.facts, pointer)
    field = ".".join(part for part in pointer.split("/") if part and not part.isdigit())
    cited = record.evidence[pointer].sentences
    has_gold = outcome not in {"spurious", "correct_null"}
    has_prediction = outcome not in {"missing", "correct_null"}
    named = {"wrong": tuple(number + 1 for number in cited), "partial": (*cited, 3)}.get(outcome, cited)
    gold = f"another {field.rpartition('.')[2]}" if outcome == "wrong" else value
    return LeafRow(
        field=field,
        kind="boolean" if isinstance(value, bool) else "number" if isinstance(value, int | float) else "text",
        outcome=outcome,
        gold=gold if has_gold else None,
        accept=("or so",) if outcome == "partial" else (),
        predicted=value if has_prediction else None,
        similarity={"correct": 1.0, "partial": 0.62, "wrong": 0.2}.get(outcome, 0.0),
        rule={"correct": "the same words", "partial": "token F1 0.62", "wrong": "other words"}.get(outcome, outcome),
        gold_at=pointer.lstrip("/") if has_gold else None,
        pointer=pointer if has_prediction else None,
        gold_evidence=named if has_gold else (),
        predicted_evidence=cited if has_prediction else (),
        support=record.evidence[pointer].support if has_prediction else None,
        invented=outcome == "spurious",
        absent=pointer if outcome == "correct_null" else None,
    )


def _score(record: Record, number: int, outcomes: tuple[Outcome, ...]) -> ArticleScore:
    cycle = itertools.cycle(outcomes)
    for _ in range(number):
        next(cycle)
    rows = tuple(_row(record, pointer, next(cycle)) for pointer in record.evidence)
    if "hostile" in record.document.source or "window.hacked" in record.document.text:
        rows = (
            *rows,
            LeafRow(field="note", kind="text", outcome="wrong", gold=HOSTILE, predicted=HOSTILE, rule=HOSTILE, gold_at=HOSTILE),
        )  # fmt: skip
    return ArticleScore(
        document_id=record.document.id,
        gold=f"{number:03}.news_report.yaml",
        story=f"story-{number // 2}",
        split="gate" if number % 3 else "dev",
        schema_name=record.schema_ref.name,
        schema_digest=record.schema_ref.digest,
        status=record.status,
        failure=record.error if record.facts is None else None,
        rows=rows,
        input_tokens=1800 + number,
        output_tokens=600,
        cost_usd=0.0012,
        latency_s=2.5 + number / 10,
    )


def _scores(shift: float) -> tuple[Score, ...]:
    return (
        Score("f1", 0.812 + shift, 0.741 + shift, 0.868 + shift, ceiling=0.93, gated=True, stories=4),
        Score("precision", 0.845 + shift, 0.77 + shift, 0.9 + shift, gated=True, stories=4),
        Score("recall", 0.781 + shift, 0.7 + shift, 0.85 + shift, ceiling=0.91, gated=True, stories=4),
        Score("false_fill", 0.06 - shift, 0.01, 0.12, lower_is_better=True, gated=True, stories=4),
        Score("invented", 0.031, 0.0, 0.07, lower_is_better=True, stories=4),
        Score("evidence_precision", 0.74, 0.66, 0.81, stories=4),
        Score("evidence_recall", 0.69 + shift, 0.6, 0.77, stories=4),
        Score("gate_recall", None),
        Score("failed", 0.14, lower_is_better=True),
    )


@dataclass(frozen=True)
class Case:
    """A run, its baseline and earlier runs."""

    run: ReportRun
    baseline: ReportRun
    history: tuple[TrendPoint, ...]


@pytest.fixture(scope="session")
def case() -> Case:
    records = list(read_records(FIXTURES))
    documents = {record.document.id: record.document for record in records}
    finding = GateFinding(
        *("recall", "inconclusive"), 0.811, 0.781, -0.03, 0.02, 0.31, 0.09, 4, lower_is_better=False,
        needed=Needed(9, 1.75, None),
    )  # fmt: skip
    judgement = Judgement(
        verdict="inconclusive",
        candidate="20261120T031500Z-seeds",
        baseline="20261119T031500Z-seeds",
        articles=7,
        stories=4,
        reasons=("recall (-0.030, margin 0.020) isn't decided by 4 stories; about 9 more stories would",),
        findings=(finding,),
    )
    run = ReportRun(
        name="20261120T031500Z-seeds",
        suite="seeds",
        model="openai/gpt-test",
        created=CREATED,
        scores=_scores(0.0),
        slices={"f1@kind=text": Score("f1@kind=text", 0.7, 0.6, 0.8)},
        articles=tuple(_score(record, number, OUTCOMES) for number, record in enumerate(records)),
        documents=documents,
        judgement=judgement,
        details=(("scorer", "0123456789ab"), ("strategy", "oneshot")),
    )
    before: tuple[Outcome, ...] = (*OUTCOMES[:3], "missing", "correct", *OUTCOMES[5:])
    former = tuple(_score(record, number, OUTCOMES if number % 2 else before) for number, record in enumerate(records))
    day = dt.timedelta(days=1)
    baseline = replace(
        run, name="20261119T031500Z-seeds", created=CREATED - day, scores=_scores(0.03), articles=former, judgement=None
    )
    history = tuple(
        TrendPoint(f"run-{number}", CREATED - number * day, _scores(shift))
        for number, shift in enumerate((0.03, 0.02, 0.035, 0.01, -0.02, -0.05, -0.03, -0.08), start=1)
    )
    return Case(run, baseline, history)


@pytest.fixture(scope="session")
def scored() -> Callable[..., ArticleScore]:
    """Return a maker of small scores: ``scored(("what", "correct"), …)``, each leaf a field and its outcome."""

    def make(*leaves: tuple[str, Outcome], document: str = "d1", failure: str | None = None) -> ArticleScore:
        return ArticleScore(
            document_id=document,
            gold=f"{document}.yaml",
            story="s",
            split="gate",
            schema_name="news",
            schema_digest="d",
            status="failed" if failure else "complete",
            failure=failure,
            rows=tuple(
                LeafRow(
                    field=field,
                    kind="text",
                    outcome=outcome,
                    gold=None if outcome in {"spurious", "correct_null"} else f"gold {field}",
                    predicted=None if outcome in {"missing", "correct_null"} else f"said {field}",
                    rule="why",
                    gold_at=None if outcome in {"spurious", "correct_null"} else field,
                    absent=field if outcome == "correct_null" else None,
                )
                for field, outcome in leaves
            ),
        )

    return make
