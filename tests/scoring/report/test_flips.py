"""Leaves that flipped between two runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from summarizer.scoring.evaluation import flips as evaluation_flips
from summarizer.scoring.report.flips import find_flips
from summarizer.scoring.score_model import ArticleScore, Outcome

if TYPE_CHECKING:
    from tests.scoring.report.conftest import Case

Scored = Callable[..., ArticleScore]


@pytest.mark.parametrize(
    ("was", "now", "lost", "gained"),
    [
        pytest.param("correct", "wrong", 1, 0, id="right to wrong"),
        pytest.param("correct", "partial", 1, 0, id="right to partial"),
        pytest.param("missing", "correct", 0, 1, id="missing to right"),
        pytest.param("wrong", "missing", 0, 0, id="one error to another"),
        pytest.param("correct", "excluded", 0, 0, id="no longer scored"),
        pytest.param("spurious", "spurious", 0, 0, id="invented both times"),
    ],
)
def test_a_leaf_flips_when_it_becomes_right_or_stops_being_so(
    case: Case, scored: Scored, was: Outcome, now: Outcome, lost: int, gained: int
) -> None:
    run, baseline = (replace(case.run, articles=(scored(("what", outcome)),)) for outcome in (now, was))
    assert [(flip.lost, flip.gained) for flip in find_flips(run, baseline)] == (
        [(lost, gained)] if lost + gained else []
    )


def test_an_invented_leaf_that_came_is_lost_ground_and_one_that_went_is_won(case: Case, scored: Scored) -> None:
    with_it = replace(case.run, articles=(scored(("what", "correct"), ("who", "spurious")),))
    without = replace(case.run, articles=(scored(("what", "correct")),))
    [came], [went] = find_flips(with_it, without), find_flips(without, with_it)
    assert [(leaf.row.field, leaf.was, leaf.now, leaf.lost) for leaf in came.leaves] == [
        ("who", None, "spurious", True)
    ]
    assert [(leaf.row.field, leaf.was, leaf.now, leaf.lost) for leaf in went.leaves] == [
        ("who", "spurious", None, False)
    ]


def test_the_article_with_the_greatest_net_loss_comes_first(case: Case, scored: Scored) -> None:
    baseline = replace(
        case.run,
        articles=(
            scored(("a", "wrong"), ("b", "correct"), document="d1"),
            scored(("a", "correct"), ("b", "correct"), document="d2"),
            scored(("a", "correct"), document="only-here"),
        ),
    )
    run = replace(
        case.run,
        articles=(
            scored(("a", "correct"), ("b", "wrong"), document="d1"),
            scored(("a", "wrong"), ("b", "missing"), document="d2"),
        ),
    )
    assert [(flip.article.document_id, flip.lost, flip.gained) for flip in find_flips(run, baseline)] == [
        ("d2", 2, 0),
        ("d1", 1, 1),
    ]


def test_the_report_counts_the_flips_that_a_comparison_counts(case: Case) -> None:
    ours = {flip.article.gold: (flip.lost, flip.gained) for flip in find_flips(case.run, case.baseline)}
    theirs = {
        flip.gold: (len(flip.lost), len(flip.gained))
        for flip in evaluation_flips.find_flips(case.run.articles, case.baseline.articles)
    }
    assert ours == theirs
    assert len(ours) >= 2
