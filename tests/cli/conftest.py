"""Run the command as a user does, in a folder and with a cache of its own: as a process, or in this one, which is quick."""

import contextlib
import io
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def cli(tmp_path):
    """Return a function that runs `summarizer …` in ``tmp_path`` and gives the finished process."""

    def run(*arguments, stdin=None, timeout=120, **variables):
        env = environment(tmp_path, variables)
        return subprocess.run(
            [sys.executable, "-m", "summarizer", *map(str, arguments)],
            cwd=tmp_path, env=env, input=stdin, capture_output=True, timeout=timeout, check=False,
            text=not isinstance(stdin, bytes),
        )  # fmt: skip

    return run


@pytest.fixture
def command(tmp_path):
    """Return a function like ``cli`` that runs `summarizer …` in this process: for what needs none of its own."""

    def run(*arguments, stdin="", **variables):
        out, err = io.StringIO(), io.StringIO()
        code = 0
        with (
            ours(tmp_path, ["summarizer", *map(str, arguments)], stdin, variables),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as ended:
                code = int(ended.code or 0)
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    return run


def environment(folder, variables):
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SUMMARIZER_", "OPENAI_"))}
    return kept | {"SUMMARIZER_CACHE_DIR": str(folder / "cache"), "COLUMNS": "100", "NO_COLOR": "1"} | variables


@contextlib.contextmanager
def ours(folder, arguments, stdin, variables):
    """Be the process of a command for a while, and put back what it changes."""
    logger = logging.getLogger("summarizer")
    before = sys.argv, sys.stdin, dict(os.environ), logger.handlers[:], logger.propagate, logger.level
    sys.argv, sys.stdin = arguments, io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    env = environment(folder, variables)
    os.environ.clear()
    os.environ.update(env)
    try:
        with contextlib.chdir(folder):
            yield
    finally:
        sys.argv, sys.stdin, kept, logger.handlers[:], logger.propagate, level = before
        logger.setLevel(level)
        os.environ.clear()
        os.environ.update(kept)


@pytest.fixture
def seeds():
    """Return the folder of the user's five articles."""
    return ROOT / "seeds"
