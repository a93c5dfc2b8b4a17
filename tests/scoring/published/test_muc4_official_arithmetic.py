"""The official report's rounding: cut after one decimal, then half to even; F from the rounded figures."""

from typing import Any

import pytest

from summarizer.scoring.published.muc4_official_arithmetic import Muc4Report, report, score_case


@pytest.mark.parametrize(
    ("correct", "partial", "missing", "recall"),
    [
        (1, 0, 2, 33),  # 33.33 → 33.3 → 33
        (2, 0, 1, 67),  # 66.66 → 66.6 → 67
        (1, 0, 7, 12),  # 12.5 → 12, the even one
        (3, 0, 5, 38),  # 37.5 → 38, the even one
        (89, 0, 111, 44),  # 44.5 → 44, the even one
        (911, 0, 89, 91),  # 91.1
        (1259, 0, 8741, 12),  # 12.59 is cut to 12.5 and only then rounded: 12, not 13
        (0, 1, 1, 25),  # half a point
        (0, 0, 5, 0),
        (5, 0, 0, 100),
    ],
)
def test_percentages_are_cut_then_rounded(correct, partial, missing, recall):
    found = report(correct=correct, partial=partial, incorrect=0, spurious=0, missing=missing)
    assert found.recall == recall


def test_a_row_is_worked_out_from_its_counts():
    # POS = 10, ACT = 12, points = 5.5: 55 %, 45.83 → 45.8 → 46 %, 3/12 = 25 %
    found = report(correct=4, partial=3, incorrect=2, spurious=3, missing=1)
    assert found == Muc4Report(recall=55, precision=46, overgeneration=25)


def test_f_weighs_the_rounded_figures():
    counts: Any = {"COR": 4, "PAR": 3, "INC": 2, "SPU": 3, "MIS": 1}
    assert score_case({"id": "x", "counts": counts}) == {
        "REC": 55, "PRE": 46, "OVG": 25,
        "F_P&R": 50.1,  # 2 · 46 · 55 / 101 = 50.099
        "F_2P&R": 47.56,  # 1.25 · 46 · 55 / (0.25 · 46 + 55) = 47.556
        "F_P&2R": 52.93,  # 5 · 46 · 55 / (4 · 46 + 55) = 52.929
    }  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"missing": 4}, Muc4Report(0, None, None)),
        ({"spurious": 4}, Muc4Report(None, 0, 100)),
        ({}, Muc4Report(None, None, None)),
    ],
    ids=["nothing given", "nothing possible", "nothing at all"],
)
def test_what_divides_by_nothing_is_undefined(counts, expected):
    zero = dict.fromkeys(("correct", "partial", "incorrect", "spurious", "missing"), 0)
    assert report(**{**zero, **counts}) == expected


def test_f_of_nothing_right_is_zero_and_of_nothing_given_undefined():
    wrong: Any = {"COR": 0, "PAR": 0, "INC": 3, "SPU": 0, "MIS": 0}
    silent: Any = {"COR": 0, "PAR": 0, "INC": 0, "SPU": 0, "MIS": 3}
    assert score_case({"counts": wrong, "expected": {"F_P&R": 0}}) == {"F_P&R": 0.0}
    assert score_case({"counts": silent, "expected": {"REC": 0, "F_P&R": None}}) == {"REC": 0, "F_P&R": None}
