"""Records to show, and a console to show them on."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from summarizer.domain.record import Record
from summarizer.store.lines import read_records

FIXTURES = Path(__file__).parents[1] / "fixtures" / "records" / "articles.jsonl"


@pytest.fixture(scope="session")
def records() -> list[Record]:
    return list(read_records(FIXTURES))


@pytest.fixture(scope="session")
def record_of(records: list[Record]) -> Callable[[str], Record]:
    """Return the fixture record whose source holds the given text."""

    def find(source: str) -> Record:
        [record] = [record for record in records if source in record.document.source]
        return record

    return find


@pytest.fixture(scope="session")
def shown() -> Callable[..., str]:
    """Return what a printing function writes: piped by default, on a terminal of ``width`` columns when that is given."""

    def show(print_it: Callable[[Console], None], *, width: int | None = None, encoding: str = "utf-8") -> str:
        file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
        print_it(
            Console(file=file, width=width, force_terminal=width is not None, color_system=None, legacy_windows=False)
        )
        file.flush()
        buffer = file.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode(encoding)

    return show
