"""Metrics follow from the rows by sums that anyone can redo."""

from __future__ import annotations

import pytest

from summarizer.scoring.metrics import measure, pooled
from summarizer.scoring.ratios import LOWER_IS_BETTER, Ratio, ratios, slice_name
from summarizer.scoring.score_model import ArticleScore, Counts, LeafRow


def row(outcome, field="f", **more) -> LeafRow:
    return LeafRow(field=field, kind=more.pop("kind", "text"), outcome=outcome, rule="", **more)


def article(*rows, **more) -> ArticleScore:
    values = {
        "document_id": "d",
        "gold": "g.yaml",
        "story": "s",
        "split": "dev",
        "schema_name": "n",
        "schema_digest": "x",
        "status": "complete",
        "rows": rows,
        "cost_usd": 0.5,
        "latency_s": 2.0,
        "input_tokens": 10,
        "output_tokens": 3,
    }
    return ArticleScore(**{**values, **more})


MIXED = (
    row("correct"),
    row("correct", "g", kind="enum"),
    row("partial"),
    row("wrong"),
    row("missing"),
    row("missing", "g", kind="enum"),
    row("spurious"),
    row("correct_null", absent="a"),
    row("excluded"),
)


def test_counts_follow_the_arithmetic_of_muc():
    counts = article(*MIXED).counts
    assert counts == Counts(correct=2, partial=1, wrong=1, missing=2, spurious=1, correct_null=1, excluded=1)
    assert (counts.possible, counts.actual, counts.hits) == (6, 5, 2.5)


def test_precision_recall_and_f1_come_as_ratios_whole_and_by_slice():
    found = ratios(article(*MIXED))
    assert {name: found[name] for name in ("precision", "recall", "f1")} == {
        "precision": Ratio(2.5, 5),
        "recall": Ratio(2.5, 6),
        "f1": Ratio(5.0, 11),
    }
    assert found["f1@field=g"] == found["f1@kind=enum"] == Ratio(2.0, 3)
    assert (found["precision@field=f"], found["recall@kind=text"]) == (Ratio(1.5, 4), Ratio(1.5, 4))
    assert (found["macro_precision"], found["macro_recall"]) == (Ratio(0.5, 1.0), Ratio(2.5 / 6, 1.0))


def test_f1_is_the_harmonic_mean_of_precision_and_recall():
    found = {name: ratio.value for name, ratio in ratios(article(*MIXED)).items()}
    precision, recall = found["precision"], found["recall"]
    assert precision is not None
    assert recall is not None
    assert found["f1"] == pytest.approx(2 * precision * recall / (precision + recall))


def test_an_article_without_a_leaf_says_nothing():
    found = ratios(article())
    assert {name: ratio for name, ratio in found.items() if ratio.denominator} == {
        "complete": Ratio(1.0, 1.0),
        "failed": Ratio(0.0, 1.0),
    }
    assert found["macro_f1"] == Ratio(0.0, 0.0)
    assert found["f1"].value is None


def test_false_fill_counts_places_not_leaves():
    rows = (
        row("correct_null", absent="a"),
        row("spurious", absent="b"),
        row("spurious", "g", absent="b"),
        row("spurious"),
        row("correct"),
    )
    assert ratios(article(*rows))["false_fill"] == Ratio(1.0, 2.0)


def test_invented_counts_what_could_be_looked_for():
    rows = (row("wrong", invented=True), row("spurious", invented=False), row("correct", invented=False), row("wrong"))
    assert ratios(article(*rows))["invented"] == Ratio(1.0, 3.0)


def test_evidence_is_measured_on_what_was_found_and_gold_has_evidence_for():
    rows = (
        row("correct", gold_evidence=(1, 2), predicted_evidence=(2, 3, 4)),
        row("partial", gold_evidence=(5,), predicted_evidence=(5,)),
        row("wrong", gold_evidence=(6,), predicted_evidence=(6,)),
        row("correct", predicted_evidence=(7,)),
        row("missing", gold_evidence=(8,)),
    )
    found = ratios(article(*rows))
    assert (found["evidence_precision"], found["evidence_recall"]) == (Ratio(2.0, 4.0), Ratio(2.0, 3.0))


def test_the_gate_is_measured_by_what_it_passes_and_what_it_stops():
    rows = (
        row("correct", support="verified"),
        row("partial", support="derived"),
        row("wrong", support="verified"),
        row("correct", support="unsupported"),
        row("spurious", support="partial"),
        row("spurious", support="unsupported"),
        row("wrong", support="unchecked"),
        row("correct", support="unchecked"),
        row("excluded", support="verified"),
        row("spurious"),
    )
    found = ratios(article(*rows))
    assert (found["gate_precision"], found["gate_recall"], found["gate_pass"]) == (
        Ratio(2.0, 3.0),
        Ratio(2.0, 3.0),
        Ratio(2.0, 3.0),
    )


def test_completeness_is_the_share_of_gold_leaves_that_got_an_answer():
    assert ratios(article(*MIXED))["completeness"] == Ratio(4.0, 6.0)


@pytest.mark.parametrize(
    ("status", "complete", "failed"), [("complete", 1.0, 0.0), ("partial", 0.0, 0.0), ("failed", 0.0, 1.0)]
)
def test_the_status_of_each_article_counts(status, complete, failed):
    found = ratios(article(status=status))
    assert (found["complete"], found["failed"]) == (Ratio(complete, 1.0), Ratio(failed, 1.0))


def test_what_is_better_when_lower_is_among_the_metrics():
    assert set(ratios(article(*MIXED))) >= LOWER_IS_BETTER
    assert slice_name("f1", "field", "a.b") == "f1@field=a.b"


def test_articles_are_pooled_by_sums_and_macro_values_by_means():
    one, other = article(row("correct"), row("missing")), article(row("correct"), row("spurious"), row("correct"))
    sums = pooled(map(ratios, (one, other)))
    assert (sums["f1"], sums["macro_recall"]) == (Ratio(6.0, 8.0), Ratio(1.5, 2.0))
    assert (sums["f1"].value, sums["macro_recall"].value) == (0.75, 0.75)


def test_a_suite_is_measured_whole():
    scores = (article(*MIXED), article(row("missing", "h", kind="date"), status="failed", cost_usd=0.25))
    metrics = measure(scores)
    assert (metrics.articles, metrics.failed) == (2, 1)
    assert metrics.counts == Counts(correct=2, partial=1, wrong=1, missing=3, spurious=1, correct_null=1, excluded=1)
    assert metrics.fields["g"] == metrics.kinds["enum"] == Counts(correct=1, missing=1)
    assert (metrics.cost_usd, metrics.latency_s, metrics.input_tokens, metrics.output_tokens) == (0.75, 4.0, 20, 6)
    assert metrics.values["f1"] == pytest.approx(5 / 12)
    assert metrics.values["field_macro_f1"] == pytest.approx((3 / 8 + 2 / 3 + 0) / 3)
    assert type(metrics).model_validate_json(metrics.model_dump_json()) == metrics


def test_a_price_that_isn_t_known_leaves_the_sum_unknown():
    assert measure([article(cost_usd=None), article()]).cost_usd is None


def test_no_article_at_all_measures_nothing():
    metrics = measure([])
    assert (metrics.articles, metrics.values, metrics.cost_usd) == (0, {"field_macro_f1": None}, 0)
