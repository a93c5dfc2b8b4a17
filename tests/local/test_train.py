"""The training command: what it says when something is missing, and a smoke run where torch is installed."""

import importlib.util
from pathlib import Path

import pytest

from summarizer.local.train import ADAPTER, main

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MISSING = [name for name in ("torch", "transformers", "peft", "gguf") if importlib.util.find_spec(name) is None]


def test_missing_data_is_named_file_by_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "filtered_dev.tsv").write_text("", encoding="utf-8")

    code = main(["--qamr", str(tmp_path), "--muc4", str(tmp_path), "--out", str(tmp_path / "out")])

    said = capsys.readouterr().err
    assert code == 2
    assert said.startswith(f"train: missing: {tmp_path / 'wiki-sentences.tsv'}, {tmp_path / 'filtered_test.tsv'}, ")
    assert "--qamr names the folder" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not MISSING, reason="the extra is installed")
def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("wiki-sentences.tsv", "filtered_dev.tsv", "filtered_test.tsv", "train.json", "dev.json"):
        (tmp_path / name).write_text("", encoding="utf-8")

    code = main(["--qamr", str(tmp_path), "--muc4", str(tmp_path), "--out", str(tmp_path / "out")])

    assert code == 2
    assert capsys.readouterr().err == (
        f"train: training needs {', '.join(MISSING)}; run `pip install 'summarizer[train]'`\n"
    )


@pytest.mark.parametrize("value", ["0", "-3", "many"])
def test_steps_must_be_a_whole_number_above_nothing(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--qamr", ".", "--muc4", ".", "--out", ".", "--max-steps", value])

    assert "--max-steps" in capsys.readouterr().err


@pytest.mark.local_model
@pytest.mark.skipif(bool(MISSING), reason=f"needs the extra train: {', '.join(MISSING)}")
@pytest.mark.skipif(not DATA.is_dir(), reason="needs the data files")
def test_a_smoke_run_writes_an_adapter_its_calibration_and_its_scores(tmp_path: Path) -> None:
    code = main(["--qamr", str(DATA / "qamr"), "--muc4", str(DATA / "muc4"), "--out", str(tmp_path), "--smoke"])

    assert code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["calibration.json", ADAPTER, "scores.md"]
    assert (tmp_path / ADAPTER).stat().st_size < 12_000_000
