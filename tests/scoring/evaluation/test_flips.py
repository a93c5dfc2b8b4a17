"""Leaves that flipped between two runs: which, in which direction, and in which order."""

import pytest

from summarizer.scoring.evaluation.flips import find_flips, former_outcomes
from summarizer.scoring.score_model import ArticleScore, LeafRow


def scored(*leaves, document="d1", failure=None):
    """Return a small score; each leaf is a field and its outcome."""
    return ArticleScore(
        document_id=document,
        gold=f"{document}.yaml",
        story="s",
        split="gate",
        schema_name="news",
        schema_digest="d",
        status="failed" if failure else "complete",
        failure=failure,
        rows=tuple(row(field, outcome) for field, outcome in leaves),
    )


def row(field, outcome):
    in_gold = outcome not in {"spurious", "correct_null"}
    return LeafRow(
        field=field,
        kind="text",
        outcome=outcome,
        gold=f"gold {field}" if in_gold else None,
        predicted=None if outcome in {"missing", "correct_null"} else f"said {field}",
        rule="why",
        gold_at=field if in_gold else None,
        absent=field if outcome == "correct_null" else None,
    )


def told(flips):
    return [(flip.article.gold, flip.names(lost=True), flip.names(lost=False)) for flip in flips]


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
def test_a_leaf_flips_when_it_becomes_right_or_stops_being_so(was, now, lost, gained):
    flips = find_flips([scored(("what", now))], [scored(("what", was))])
    assert [(flip.lost, flip.gained) for flip in flips] == ([(lost, gained)] if lost + gained else [])


def test_an_invented_leaf_that_came_is_lost_ground_and_one_that_went_is_won():
    with_it, without = scored(("what", "correct"), ("who", "spurious")), scored(("what", "correct"))
    [came], [went] = find_flips([with_it], [without]), find_flips([without], [with_it])
    assert [(leaf.name, leaf.was, leaf.now, leaf.lost) for leaf in came.leaves] == [
        ('+who="said who"', None, "spurious", True)
    ]
    assert [(leaf.name, leaf.was, leaf.now, leaf.lost) for leaf in went.leaves] == [
        ('+who="said who"', "spurious", None, False)
    ]


def test_failures_come_first_then_the_greatest_net_loss_and_what_one_run_lacks_is_left_out():
    baseline = [
        scored(("a", "wrong"), ("b", "correct"), document="d1"),
        scored(("a", "correct"), ("b", "correct"), document="d2"),
        scored(("a", "correct"), document="only-here"),
        scored(("a", "missing"), document="d3"),
    ]
    run = [
        scored(("a", "correct"), ("b", "wrong"), document="d1"),
        scored(("a", "wrong"), ("b", "missing"), document="d2"),
        scored(("a", "missing"), document="d3", failure="timeout"),
    ]
    flips = find_flips(run, baseline)
    assert told(flips) == [
        ("d3.yaml", (), ()),
        ("d2.yaml", ("a", "b"), ()),
        ("d1.yaml", ("b",), ("a",)),
    ]
    assert [flip.failure for flip in flips] == ["timeout", None, None]
    assert [(flip.before, flip.now) for flip in flips] == [(0.0, 0.0), (1.0, 0.0), (0.5, 0.5)]


def test_repeats_are_paired_one_by_one():
    right, wrong = scored(("a", "correct")), scored(("a", "wrong"))
    (flip,) = find_flips([right, wrong, wrong], [right, right])
    assert flip.key == ("d1", "news", 2)


def test_former_outcomes_follow_the_order_of_the_leaves_now():
    now, before = (
        scored(("b", "correct"), ("new", "spurious"), ("a", "wrong")),
        scored(("a", "correct"), ("b", "missing")),
    )
    assert former_outcomes(now, before) == ["missing", None, "correct"]
