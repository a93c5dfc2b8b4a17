"""Each leaf of gold and prediction ends as exactly one outcome."""

from __future__ import annotations

import pytest

from summarizer.scoring.ledger import score_article
from summarizer.scoring.score_model import ArticleScore, Counts


@pytest.fixture
def score(make_gold, make_record, schema):
    def run(gold_facts, facts, **options):
        return score_article(make_gold(gold_facts), make_record(facts, **options), schema)

    return run


def ends(result: ArticleScore, field: str) -> list[tuple[str, object, object]]:
    return [(row.outcome, row.gold, row.predicted) for row in result.rows if row.field == field]


def test_gold_against_itself_is_all_correct_and_every_empty_place_rightly_empty(score, facts):
    result = score(facts, facts)
    assert result.counts == Counts(correct=18, correct_null=5)
    assert (result.status, result.failure) == ("complete", None)
