"""Records as JSON: one line each, or one array."""

from __future__ import annotations

import json
from collections.abc import Iterable

from summarizer.domain.record import Record
from summarizer.store.lines import record_line

__all__ = ["to_json", "to_json_line"]


def to_json_line(record: Record) -> str:
    """Return ``record`` as the line a results file holds, without its newline."""
    return record_line(record).decode().removesuffix("\n")


def to_json(records: Iterable[Record]) -> str:
    """Return ``records`` as one indented JSON array with a newline at its end."""
    objects = [json.loads(record_line(record)) for record in records]
    return json.dumps(objects, indent=2, ensure_ascii=False) + "\n"
