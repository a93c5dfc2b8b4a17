"""Calibration: fits what it should, says how far off probabilities are, and what a threshold gives."""

import pytest

from summarizer.extract.fieldwise.confidence import Curve
from summarizer.local.calibration import Judged, Point, coverage, expected_error, fit


def answers(kind: str, raw: float, right: int, wrong: int) -> list[Judged]:
    return [Judged(kind, raw, 1.0)] * right + [Judged(kind, raw, 0.0)] * wrong  # type: ignore[arg-type]  # a kind


def test_an_overconfident_model_is_brought_to_how_often_it_is_right() -> None:
    curve = fit([*answers("any", 0.99, 160, 40), *answers("any", 0.6, 100, 100)])["any"]

    assert curve.at(0.99) == pytest.approx(0.8, abs=0.03)
    assert curve.at(0.6) == pytest.approx(0.5, abs=0.05)


def test_a_kind_with_enough_answers_has_its_own_curve() -> None:
    curves = fit([*answers("date", 0.9, 20, 80), *answers("any", 0.9, 90, 10), *answers("place", 0.9, 5, 5)])

    assert sorted(curves) == ["any", "date"]
    assert curves["date"].at(0.9) < 0.3 < curves["any"].at(0.9)


def test_without_answers_a_probability_stays_as_it_is() -> None:
    assert fit([]) == {"any": Curve(1.0, 0.0)}


@pytest.mark.parametrize(
    ("probabilities", "rights", "error"),
    [
        ([0.8] * 10, [1.0] * 8 + [0.0] * 2, 0.0),
        ([1.0] * 10, [1.0] * 5 + [0.0] * 5, 0.5),
        ([0.95, 0.05], [1.0, 0.0], 0.05),
        ([], [], 0.0),
    ],
    ids=["calibrated", "overconfident", "two bins", "none"],
)
def test_the_error_is_the_mean_gap_between_probability_and_rightness(
    probabilities: list[float], rights: list[float], error: float
) -> None:
    assert expected_error(probabilities, rights) == pytest.approx(error)


def test_a_higher_threshold_answers_less_and_more_precisely() -> None:
    judged = [*answers("any", 0.9, 8, 2), *answers("any", 0.3, 3, 7)]

    points = coverage(judged, {"any": Curve(1.0, 0.0)}, answerable=20)

    assert points[0] == Point(0.0, 11 / 20, 11 / 20)
    assert points[10] == Point(0.5, 8 / 20, 0.8)
    assert points[19] == Point(0.95, 0.0, 1.0)
