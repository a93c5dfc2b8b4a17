"""SQuAD v2's exact match and F1, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.scoring.published.normalisation import normalise_answer
from summarizer.scoring.published.squad_v2 import SquadScore, score_answer


@pytest.mark.parametrize(
    ("golds", "prediction", "exact", "f1"),
    [
        (["an apple"], "The Apple.", 1, 1.0),
        (["a b c"], "b c d", 0, 0.8),
        (["x y z"], "z", 0, 0.5),
        (["one two", "three"], "three four", 0, 2 / 3),
        (["the", "Lima"], "Lima", 1, 1.0),
        (["the", "Lima"], "", 0, 0.0),
        (["!!"], "the", 1, 1.0),
        ([], "a", 1, 1.0),
        (["b b b"], "b", 0, 0.5),
        (["theatre"], "atre", 0, 0.0),
        (["New-York"], "newyork", 1, 1.0),
    ],
)
def test_the_score_is_the_one_worked_out_by_hand(golds, prediction, exact, f1):
    found = score_answer(golds, prediction)
    assert found.exact == exact
    assert found.f1 == pytest.approx(f1)


@pytest.mark.parametrize(
    ("answer", "folded"),
    [("The  U.S. and an a-b", "us and ab"), ("A\tthe\nan", ""), ("ana The bañana", "ana bañana"), ("€3.5%", "€35")],
)
def test_answers_are_folded_as_published(answer, folded):
    assert normalise_answer(answer) == folded


@given(st.text(max_size=30), st.text(max_size=30))
def test_f1_is_symmetric_and_one_for_equal_answers(one, other):
    assert score_answer([one], one) == SquadScore(1, 1.0)
    if normalise_answer(one) and normalise_answer(other):
        assert score_answer([one], other).f1 == pytest.approx(score_answer([other], one).f1)
