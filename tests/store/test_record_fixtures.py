"""The fixture file is what its maker makes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_fixtures_are_current_else_run_python_m_tests_fixtures_records_make_records(fixture_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "tests.fixtures.records.make_records", "--print"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
    )
    assert made.stdout == fixture_path.read_bytes()
