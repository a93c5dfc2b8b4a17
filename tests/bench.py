"""Every speed promise, measured: `make bench` prints what was asked, what was measured, and on which machine."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests import (
    bench_grounding,
    bench_ingest,
    bench_llm,
    bench_local,
    bench_report,
    bench_run,
    bench_scoring,
    bench_summary,
)

ROOT = Path(__file__).resolve().parent.parent
REPEATS = 5


def seconds(*arguments: str, env: dict[str, str] | None = None) -> tuple[float, float]:
    """Return the best wall-clock and CPU seconds of several runs of the command."""
    walls, cpus = [], []
    for _ in range(REPEATS):
        before, start = os.times(), time.perf_counter()
        subprocess.run([sys.executable, "-m", "summarizer", *arguments], env=env, check=True, capture_output=True)
        after = os.times()
        walls.append(time.perf_counter() - start)
        cpus.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return min(walls), min(cpus)


APART = (("tests.bench_client", "--articles", "600"), ("tests.bench_server",))
"""Benches with processes and options of their own, the long ones."""


def row(what: str, target: str, measured: str) -> None:
    """Print one line of the table."""
    sys.stdout.write(f"{what:<44} {target:>18}   {measured}\n")


def start_up() -> None:
    """Measure `--help` beside the bare interpreter, since these machines are noisy."""
    wall, cpu = seconds("--help")
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    row(
        "summarizer --help",
        "≤ 0.3 s",
        f"{wall:.2f} s wall, {cpu:.2f} s CPU (python alone {time.perf_counter() - start:.2f} s)",
    )


def cached_seeds() -> None:
    """Measure the five seeds answered from the cache, after one run that fills it."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"SUMMARIZER_CACHE_DIR": folder}
        command: Sequence[str] = ("summarize", str(ROOT / "seeds"), "--format", "jsonl")
        subprocess.run([sys.executable, "-m", "summarizer", *command], env=env, check=True, capture_output=True)
        wall, cpu = seconds(*command, env=env)
    row("five seeds from the cache", "≤ 1.0 s", f"{wall:.2f} s wall, {cpu:.2f} s CPU")


def main() -> None:
    """Run all of it."""
    row(
        "what", "asked", f"measured on {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    )
    start_up()
    cached_seeds()
    for part in (
        bench_ingest,
        bench_grounding,
        bench_local,
        bench_summary,
        bench_llm,
        bench_scoring,
        bench_report,
        bench_run,
    ):
        sys.stdout.write(f"\n{part.__name__}: {(part.__doc__ or '').splitlines()[0]}\n")
        sys.stdout.flush()
        part.main()
    for module, *options in APART:
        sys.stdout.write(f"\n{module.removeprefix('tests.')}\n")
        sys.stdout.flush()
        subprocess.run([sys.executable, "-m", module, *options], check=False)


if __name__ == "__main__":
    main()
