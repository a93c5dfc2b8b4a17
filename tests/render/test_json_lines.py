"""Records as JSON text."""

from __future__ import annotations

import json

from summarizer.domain.record import Record
from summarizer.render.json_lines import to_json, to_json_line
from summarizer.store.lines import record_line


def test_a_line_is_the_line_of_a_results_file_without_its_newline(records: list[Record]) -> None:
    assert [to_json_line(record).encode() + b"\n" for record in records] == [record_line(record) for record in records]


def test_the_array_holds_the_same_records_and_ends_with_a_newline(records: list[Record]) -> None:
    text = to_json(iter(records))
    assert [Record.model_validate(entry) for entry in json.loads(text)] == records
    assert text.endswith("\n]\n")
    assert "إغلاق" in text


def test_no_records_are_an_empty_array() -> None:
    assert to_json([]) == "[]\n"
