"""Lists are matched by an optimal assignment that no order of entries changes."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.scoring.alignment import FLOOR, Pair, align, assign

SHARES = st.sampled_from([0.0, 0.1, 0.3, 0.4, 0.5, 0.5, 0.7, 0.7, 0.9, 1.0])


@st.composite
def matrices(draw, most=5):
    rows, columns = draw(st.integers(0, most)), draw(st.integers(0, most))
    return [[draw(SHARES) for _ in range(columns)] for _ in range(rows)]


def best_total(matrix: list[list[float]], floor: float) -> float:
    """The greatest sum, found by trying every assignment."""
    if not matrix or not matrix[0]:
        return 0.0
    rows, columns = len(matrix), len(matrix[0])
    # as many empty columns as rows, so that every row may stay alone
    wide = [[value if value >= floor else 0.0 for value in row] + [0.0] * rows for row in matrix]
    return max(sum(wide[i][j] for i, j in enumerate(order)) for order in permutations(range(columns + rows), rows))


@settings(deadline=None)  # the first call may load scipy
@given(matrix=matrices(most=4), floor=st.sampled_from([0.05, 0.4, 0.6]))
def test_the_sum_of_similarities_is_the_greatest_possible(matrix, floor):
    pairs = assign(matrix, floor=floor)
    assert sum(pair.similarity for pair in pairs) == pytest.approx(best_total(matrix, floor))
    assert all(pair.similarity == matrix[pair.gold][pair.predicted] >= floor for pair in pairs)
    assert len({pair.gold for pair in pairs}) == len({pair.predicted for pair in pairs}) == len(pairs)
    assert list(pairs) == sorted(pairs)


@settings(deadline=None)
@given(data=st.data(), matrix=matrices(most=6))
def test_no_order_of_entries_changes_who_is_matched_with_whom(data, matrix):
    columns = len(matrix[0]) if matrix else 0
    rows_now = data.draw(st.permutations(range(len(matrix))))
    columns_now = data.draw(st.permutations(range(columns)))
    turned = [[matrix[i][j] for j in columns_now] for i in rows_now]
    found = assign(turned, gold_key=lambda i: f"{rows_now[i]:03}", predicted_key=lambda j: f"{columns_now[j]:03}")
    back = {(rows_now[pair.gold], columns_now[pair.predicted]) for pair in found}
    assert back == {(pair.gold, pair.predicted) for pair in assign(matrix)}


def test_a_greedy_choice_that_costs_more_elsewhere_is_not_made():
    assert assign([[0.9, 0.8], [0.8, 0.0]]) == (Pair(0, 1, 0.8), Pair(1, 0, 0.8))


def test_large_lists_are_solved_as_well():
    size = 12
    matrix = [[1.0 if i == (j + 1) % size else 0.5 for j in range(size)] for i in range(size)]
    assert assign(matrix) == tuple(Pair(i, (i - 1) % size, 1.0) for i in range(size))


def test_entries_less_alike_than_the_floor_stay_alone():
    below = FLOOR - 0.01
    assert assign([[below, FLOOR]]) == (Pair(0, 1, FLOOR),)
    assert assign([[below]]) == ()


@pytest.mark.parametrize("matrix", [[], [[]], [[], []]], ids=["no gold", "no prediction", "two and none"])
def test_an_empty_list_matches_nothing(matrix):
    assert assign(matrix) == ()


def test_of_equally_good_assignments_the_first_in_order_of_keys_is_taken():
    tied = [[0.5, 0.5], [0.5, 0.5]]
    assert assign(tied) == (Pair(0, 0, 0.5), Pair(1, 1, 0.5))
    assert assign(tied, gold_key=lambda i: "ba"[i]) == (Pair(0, 1, 0.5), Pair(1, 0, 0.5))
    assert assign([[0.5, 0.5]], predicted_key=lambda j: "ba"[j]) == (Pair(0, 1, 0.5),)
    assert assign([[0.5], [0.5]], gold_key=lambda i: "ba"[i]) == (Pair(1, 0, 0.5),)


def test_entries_are_aligned_by_a_similarity_of_their_own():
    pairs = align(["a", "b"], ["b", "c", "a"], lambda ours, theirs: float(ours == theirs))
    assert pairs == (Pair(0, 2, 1.0), Pair(1, 0, 1.0))
    assert align(["a"], ["b"], lambda _ours, _theirs: 0.5, floor=0.6) == ()
