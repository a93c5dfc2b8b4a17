"""What the tests of this room share: writing a schema file, and putting plain facts into wire form."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarizer.domain.schema import TargetSchema, TypeNode, option_for
from summarizer.schema_loader.load import load_schema

EVIDENCE = [1, 3]


def _wrap(value: Any, node: TypeNode, cited: bool = False, item: bool = False) -> Any:
    if value is None:
        return None
    if node.kind == "list":
        return [_wrap(part, node.item, cited, True) for part in value] if node.item else None
    option = option_for(node, value)
    if option.kind == "object":
        inner = {field.name: _wrap(value[field.name], field.node, cited or item) for field in option.fields}
        return {**inner, "evidence": EVIDENCE} if item else inner
    return value if cited else {"value": value, "evidence": EVIDENCE}


@pytest.fixture(scope="session")
def wrap() -> Callable[[Any, TypeNode], Any]:
    """Facts (a ``when`` as its words) → wire form, each citing sentences 1 and 3."""
    return _wrap


@pytest.fixture
def schema_file(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a schema file, dedented, and give its path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def schemas_folder() -> Path:
    return Path(__file__).parents[2] / "schemas"


@pytest.fixture(scope="session", params=["news_report", "diplomatic_call", "incident", "muc4_roles"])
def shipped(request: pytest.FixtureRequest, schemas_folder: Path) -> TargetSchema:
    return load_schema(schemas_folder / f"{request.param}.py")
