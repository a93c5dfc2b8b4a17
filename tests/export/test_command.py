"""`summarizer export` as a user runs it."""

import json
import os
import subprocess
import sys

import pytest


@pytest.fixture
def cli(tmp_path):
    def run(*arguments):
        kept = {key: value for key, value in os.environ.items() if not key.startswith("SUMMARIZER_")}
        return subprocess.run(
            [sys.executable, "-m", "summarizer", "export", *map(str, arguments)],
            cwd=tmp_path, env=kept | {"COLUMNS": "200", "NO_COLOR": "1"}, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    return run


def test_results_files_become_a_folder_and_again(cli, tmp_path, records_path):
    for _ in range(2):
        done = cli(records_path, "--out", "public", "--format", "csv")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        assert done.stderr.startswith("public: 7 records, ")
    assert (tmp_path / "public" / "facts.csv").exists()


def test_a_database_becomes_a_folder(cli, tmp_path, database_url):
    done = cli("--db", database_url)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "public" / "evals.json").read_text())[0]["metric"] in {"f1", "recall"}
    # news.db of the current folder is what stands in for a name
    assert cli("--out", "again").returncode == 0
    assert (tmp_path / "again" / "facts.json").read_bytes() == (tmp_path / "public" / "facts.json").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give results files, or --db sqlite:///FILE"),
        (("missing.jsonl",), "can't read missing.jsonl: no such file or folder"),
        (("notes.txt",), "notes.txt:1: not a record of summarizer"),
        (("--db", "sqlite:///missing.db"), "missing.db"),
        (("--db", "sqlite:///notes.txt"), "notes.txt"),
        (("notes.txt", "--db", "sqlite:///news.db"), "goes without results files"),
        (("--format", "xlsx"), "'xlsx' is not one of"),
    ],
    ids=["nothing", "missing file", "not results", "missing database", "not a database", "both", "format"],
)
def test_what_cannot_be_exported_is_said_and_nothing_is_written(cli, tmp_path, arguments, said):
    (tmp_path / "notes.txt").write_text("Some notes.\n")
    done = cli(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "notes.txt"]


def test_a_folder_of_somebody_elses_is_left_alone(cli, tmp_path, records_path):
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "thesis.txt").write_text("mine")
    done = cli(records_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "isn't an export, and is left alone" in done.stderr
