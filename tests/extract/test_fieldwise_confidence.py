"""Calibrated confidence: curves by kind, from the file beside the adapter they were fitted for."""

import json
from pathlib import Path

import pytest

from summarizer.extract.fieldwise.confidence import Confidence, Curve, load_confidence, raw_confidence


def test_without_curves_a_probability_stays_as_it_is() -> None:
    assert Confidence({}).calibrated(0.73, "person") == 0.73


def test_a_kind_has_its_own_curve_and_others_take_that_of_any() -> None:
    confidence = Confidence({"any": Curve(1.0, 0.0), "date": Curve(1.0, -1.0)})

    assert confidence.calibrated(0.5, "date") == pytest.approx(0.2689, abs=1e-4)
    assert confidence.calibrated(0.5, "person") == pytest.approx(0.5)


@pytest.mark.parametrize(("raw", "least", "most"), [(0.0, 0.0, 0.001), (1.0, 0.999, 1.0)], ids=["never", "always"])
def test_certainties_stay_finite(raw: float, least: float, most: float) -> None:
    assert least <= Curve(1.0, 0.0).at(raw) <= most


def test_curves_are_read_from_beside_their_adapter(tmp_path: Path) -> None:
    adapter = tmp_path / "a.gguf"
    held = {"adapter": "a.gguf", "curves": {"any": [0.5, -0.25]}}
    (tmp_path / "calibration.json").write_text(json.dumps(held), encoding="utf-8")

    assert load_confidence(adapter) == Confidence({"any": Curve(0.5, -0.25)})


def test_curves_of_another_adapter_are_not_used(tmp_path: Path) -> None:
    held = {"adapter": "other.gguf", "curves": {"any": [0.5, -0.25]}}
    (tmp_path / "calibration.json").write_text(json.dumps(held), encoding="utf-8")

    assert load_confidence(tmp_path / "a.gguf") == Confidence({})
    assert load_confidence(None) == Confidence({})


def test_the_raw_confidence_is_the_probability_of_the_likeliest_first_token() -> None:
    assert raw_confidence({" rain": -0.5, " not": -1.0}) == pytest.approx(0.6065, abs=1e-4)
    assert raw_confidence({}) == 0.0
