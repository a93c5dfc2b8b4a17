"""Fixtures for the published definitions: comparing scores, and writing case files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

TOLERANCE = 1e-9


@pytest.fixture
def differences() -> Callable[[object, object], list[str]]:
    """What is unlike in two score trees: every key, and every number to 1e-9."""
    return lambda expected, found: list(_differences(expected, found, ""))


@pytest.fixture
def write_cases(tmp_path: Path) -> Callable[..., Path]:
    def write(*cases: dict[str, Any]) -> Path:
        path = tmp_path / "cases.json"
        path.write_text(json.dumps({"cases": cases}), encoding="utf-8")
        return path

    return write


def _differences(expected: object, found: object, at: str) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(found, dict) and expected.keys() == found.keys():
        for key in expected:
            yield from _differences(expected[key], found[key], f"{at}/{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for index, pair in enumerate(zip(expected, found, strict=True)):
            yield from _differences(*pair, f"{at}/{index}")
    elif not _same(expected, found):
        yield f"{at}: expected {expected!r}, found {found!r}"


def _same(expected: object, found: object) -> bool:
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(expected - found) <= TOLERANCE
    return type(expected) is type(found) and bool(expected == found)
