"""Records to store: the fixture file, and small ones made to order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.domain.record import Record, Status
from summarizer.store.lines import read_records

FIXTURES = Path(__file__).parents[1] / "fixtures" / "records" / "articles.jsonl"

MakeRecord = Callable[..., Record]


@pytest.fixture(scope="session")
def fixture_path() -> Path:
    return FIXTURES


@pytest.fixture(scope="session")
def records() -> list[Record]:
    return list(read_records(FIXTURES))


@pytest.fixture(scope="session")
def make_record(records: list[Record]) -> MakeRecord:
    """Return a maker of small records: one per document name, with any status."""
    [pattern] = [record for record in records if record.document.text == "It was quiet."]

    def make(name: str = "a", *, status: Status = "complete", model: str = "local/m") -> Record:
        return pattern.model_copy(
            update={
                "document": pattern.document.model_copy(update={"id": name}),
                "provenance": pattern.provenance.model_copy(update={"model": model}),
                "facts": None if status == "failed" else {},
                "status": status,
                "error": None if status == "complete" else "why",
            }
        )

    return make
