"""nervaluate's four schemes, worked out by hand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.scoring.published.case_form import UndefinedScoreError
from summarizer.scoring.published.nervaluate import Outcomes, TaggedSpan, score_case, score_documents

SPANS = st.lists(
    st.builds(lambda label, start, length: TaggedSpan(label, start, start + length), st.sampled_from("AB"),
              st.integers(0, 15), st.integers(0, 4)),
    max_size=5,
)  # fmt: skip


def counts(gold, prediction):
    """scheme → (correct, incorrect, partial, missed, spurious)."""
    found = score_documents([gold], [prediction])
    return {
        scheme: (each.correct, each.incorrect, each.partial, each.missed, each.spurious)
        for scheme, each in found.items()
    }


@pytest.mark.parametrize(
    ("gold", "prediction", "expected"),
    [
        pytest.param([TaggedSpan("A", 0, 4)], [TaggedSpan("B", 0, 4)],
                     {"strict": (0, 1, 0, 0, 0), "exact": (1, 0, 0, 0, 0), "partial": (1, 0, 0, 0, 0), "ent_type": (0, 1, 0, 0, 0)},
                     id="wrong label"),
        pytest.param([TaggedSpan("A", 0, 4)], [TaggedSpan("A", 4, 9)],
                     {"strict": (0, 1, 0, 0, 0), "exact": (0, 1, 0, 0, 0), "partial": (0, 0, 1, 0, 0), "ent_type": (1, 0, 0, 0, 0)},
                     id="ends are inclusive"),
        pytest.param([TaggedSpan("A", 0, 4)], [TaggedSpan("A", 5, 9)],
                     {"strict": (0, 0, 0, 1, 1), "exact": (0, 0, 0, 1, 1), "partial": (0, 0, 0, 1, 1), "ent_type": (0, 0, 0, 1, 1)},
                     id="side by side"),
        pytest.param([TaggedSpan("A", 0, 4)], [TaggedSpan("A", 0, 4), TaggedSpan("A", 0, 4)],
                     {"strict": (1, 0, 0, 0, 1), "exact": (1, 0, 0, 0, 1), "partial": (1, 0, 0, 0, 1), "ent_type": (1, 0, 0, 0, 1)},
                     id="twice"),
        pytest.param([TaggedSpan("A", 0, 9), TaggedSpan("A", 4, 5)], [TaggedSpan("A", 4, 5)],
                     {"strict": (1, 0, 0, 1, 0), "exact": (1, 0, 0, 1, 0), "partial": (1, 0, 0, 1, 0), "ent_type": (1, 0, 0, 1, 0)},
                     id="an exact match goes before an earlier overlap"),
        pytest.param([TaggedSpan("A", 0, 199)], [TaggedSpan("A", 199, 220)],
                     {"strict": (0, 0, 0, 1, 1), "exact": (0, 0, 0, 1, 1), "partial": (0, 0, 0, 1, 1), "ent_type": (0, 0, 0, 1, 1)},
                     id="less than one percent is no overlap"),
        pytest.param([TaggedSpan("A", 0, 3), TaggedSpan("A", 2, 5)], [TaggedSpan("A", 2, 6), TaggedSpan("A", 0, 2)],
                     {"strict": (0, 2, 0, 0, 0), "exact": (0, 2, 0, 0, 0), "partial": (0, 0, 2, 0, 0), "ent_type": (2, 0, 0, 0, 0)},
                     id="the type scheme takes the closest"),
    ],
)  # fmt: skip
def test_the_counts_are_those_worked_out_by_hand(gold, prediction, expected):
    assert counts(gold, prediction) == expected


def test_a_partial_match_is_worth_half_and_nothing_over_nothing_is_zero():
    found = Outcomes(correct=1, incorrect=0, partial=1, missed=1, spurious=0)
    assert (found.precision, found.recall, found.f1) == (0.75, 0.5, 0.6)
    assert Outcomes(0, 0, 0, 0, 0).f1 == 0.0


def test_only_the_tags_that_are_asked_for_count():
    side: Any = [[{"label": "A", "start": 0, "end": 1}, {"label": "B", "start": 3, "end": 4}]]
    scores = score_case({"gold": side, "prediction": [[]], "tags": ["A"]})
    assert isinstance(scores, dict)
    assert scores["strict"] == {
        "correct": 0, "incorrect": 0, "partial": 0, "missed": 1, "spurious": 0, "precision": 0.0, "recall": 0.0, "f1": 0.0,
    }  # fmt: skip


def test_an_unequal_number_of_documents_is_refused_as_published():
    with pytest.raises(UndefinedScoreError, match="Number of predicted documents does not equal true"):
        score_case({"gold": [[]], "prediction": []})


@given(SPANS, SPANS)
def test_every_span_of_either_side_is_counted_once(gold, prediction):
    for each in score_documents([gold], [prediction]).values():
        matched = each.correct + each.incorrect + each.partial
        assert (matched + each.missed, matched + each.spurious) == (len(gold), len(prediction))


@given(SPANS)
def test_gold_against_itself_is_all_correct(gold):
    for scheme in ("strict", "exact"):
        assert score_documents([gold], [gold])[scheme].correct == len(gold)
