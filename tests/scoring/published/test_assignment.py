"""The one-to-one assignment is the best one, as scipy finds it, and its ties are settled as documented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from summarizer.scoring.published.assignment import greatest_pairs


@st.composite
def matrices(draw):
    width = draw(st.integers(1, 7))
    number = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1))
    return draw(st.lists(st.lists(number, min_size=width, max_size=width), min_size=1, max_size=7))


@given(matrices())
def test_the_total_is_the_greatest_and_everything_of_the_shorter_side_is_paired(similarities):
    rows, columns = linear_sum_assignment(similarities, maximize=True)
    best = sum(similarities[row][column] for row, column in zip(rows, columns, strict=True))
    pairs = greatest_pairs(similarities)
    assert sum(similarities[row][column] for row, column in pairs) == pytest.approx(best, abs=1e-9)
    assert pairs == sorted(pairs)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(rows)


@pytest.mark.parametrize(
    ("similarities", "pairs"),
    [
        ([], []),
        ([[], []], []),
        ([[0.5, 0.5], [0.5, 0.5]], [(0, 0), (1, 1)]),
        ([[0.9, 0.8], [0.85, 0.1]], [(0, 1), (1, 0)]),
        ([[0.0, 0.0, 0.0]], [(0, 0)]),
        ([[0.0], [0.0], [1.0]], [(2, 0)]),
        ([[0.0], [0.0]], [(0, 0)]),
    ],
)
def test_ties_go_to_the_first_free_partner(similarities, pairs):
    assert greatest_pairs(similarities) == pairs


# What munkres 3.0.0 answers, which from 16 cells on searches another way.
@pytest.mark.parametrize(
    ("similarities", "pairs"),
    [
        ([[0.5, 0.5, 1.0], [0.0, 0.0, 0.5]], [(0, 2), (1, 0)]),
        ([[1.0, 0.0, 0.5], [1.0, 1.0, 0.5], [1.0, 1.0, 0.5]], [(0, 0), (1, 1), (2, 2)]),
        ([[0.5, 0.5, 1.0, 0.5], [0.5, 1.0, 0.0, 0.0], [0.0, 0.5, 0.5, 0.0], [0.0, 1.0, 1.0, 0.0]],
         [(0, 3), (1, 1), (2, 0), (3, 2)]),
        ([[0.0, 0.0, 0.5, 0.0], [1.0, 0.0, 0.5, 0.0], [0.5, 1.0, 0.5, 0.5], [0.0, 1.0, 1.0, 0.0]],
         [(0, 3), (1, 0), (2, 1), (3, 2)]),
        ([[0.5, 0.0, 0.5, 1.0], [0.0, 1.0, 1.0, 0.5], [0.0, 0.0, 0.5, 1.0], [0.0, 0.5, 0.5, 1.0]],
         [(0, 0), (1, 1), (2, 2), (3, 3)]),
    ],
    ids=["2 by 3", "3 by 3", "one moves", "two move", "all but one fit"],
)  # fmt: skip
def test_ties_among_those_fitted_in_are_settled_as_by_the_library_that_anls_star_uses(similarities, pairs):
    assert greatest_pairs(similarities) == pairs
