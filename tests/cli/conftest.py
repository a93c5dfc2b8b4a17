"""Run the real command, as a user does, in a folder and with a cache of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def cli(tmp_path):
    """Return a function that runs `summarizer …` in ``tmp_path`` and gives the finished process."""

    def run(*arguments, stdin=None, timeout=120, **variables):
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("SUMMARIZER_", "OPENAI_"))}
        env = kept | {"SUMMARIZER_CACHE_DIR": str(tmp_path / "cache"), "COLUMNS": "100", "NO_COLOR": "1"} | variables
        return subprocess.run(
            [sys.executable, "-m", "summarizer", *map(str, arguments)],
            cwd=tmp_path, env=env, input=stdin, capture_output=True, timeout=timeout, check=False,
            text=not isinstance(stdin, bytes),
        )  # fmt: skip

    return run


@pytest.fixture
def seeds():
    """Return the folder of the user's five articles."""
    return ROOT / "seeds"
