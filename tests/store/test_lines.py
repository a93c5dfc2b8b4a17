"""Rules for the line form of a record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.domain.record import Record
from summarizer.errors import StoreError
from summarizer.store.lines import LINE_START, RecordKey, key_of, parse_head, read_records, record_line


def test_a_record_comes_back_from_its_line_as_it_was(records: list[Record], tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"".join(record_line(record) for record in records))
    assert list(read_records(path)) == records


def test_a_line_holds_no_other_newline_and_begins_as_every_line_of_ours(records: list[Record]) -> None:
    lines = [record_line(record) for record in records]
    assert [(line.count(b"\n"), line.endswith(b"}\n"), line.startswith(LINE_START)) for line in lines] == [
        (1, True, True)
    ] * len(records)


def test_blank_lines_are_skipped_when_reading(make_record: Callable[..., Record], tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"\n" + record_line(make_record("a")) + b"  \n" + record_line(make_record("b")))
    assert [record.document.id for record in read_records(path)] == ["a", "b"]


def test_a_lone_surrogate_has_no_json_form_and_becomes_the_replacement_character(
    make_record: Callable[..., Record],
) -> None:
    record = make_record("a")
    odd = record.model_copy(update={"document": record.document.model_copy(update={"source": "caf\udce9.txt"})})
    read = Record.model_validate_json(record_line(odd))
    assert read == odd.model_copy(
        update={"document": record.document.model_copy(update={"source": "caf\N{REPLACEMENT CHARACTER}.txt"})}
    )


def test_the_key_is_what_was_asked_of_whom(make_record: Callable[..., Record]) -> None:
    record = make_record("a", model="x/y")
    assert key_of(record) == RecordKey("a", "5e" * 32, "x/y", "fieldwise", 0)
    third = record.model_copy(update={"provenance": record.provenance.model_copy(update={"repeat": 2})})
    assert key_of(third) == RecordKey("a", "5e" * 32, "x/y", "fieldwise", 2)


def test_the_head_of_a_line_says_what_the_record_says(records: list[Record], tmp_path: Path) -> None:
    heads = [parse_head(record_line(record), path=tmp_path, number=1) for record in records]
    assert heads == [(key_of(record), record.status) for record in records]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(
            b"hello",
            "{path}:2: not a record of summarizer (line: Invalid JSON: expected value at line 1 column 1); "
            "remove the line, or name another file",
            id="not JSON",
        ),
        pytest.param(
            b'{"headline": "x"}',
            "{path}:2: not a record of summarizer (document: Field required); remove the line, or name another file",
            id="other JSON",
        ),
        pytest.param(
            b'{"format": "summarizer.record/9"}',
            "{path}:2: written as summarizer.record/9, and this version reads summarizer.record/1; "
            "use the version of summarizer that wrote it",
            id="a later format",
        ),
    ],
)
def test_a_line_that_is_no_record_is_named_by_file_and_number(
    line: bytes, message: str, make_record: Callable[..., Record], tmp_path: Path
) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(record_line(make_record()) + line + b"\n")
    reader = read_records(path)
    assert next(reader).document.id == "a"
    with pytest.raises(StoreError) as caught:
        next(reader)
    assert str(caught.value) == message.format(path=path)


def test_reading_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    with pytest.raises(StoreError) as caught:
        list(read_records(path))
    assert str(caught.value) == f"can't read {path}: no such file or folder; check the path"


def test_the_fixtures_validate_as_plain_json(fixture_path: Path) -> None:
    lines = fixture_path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["complete", "partial", "failed", *["complete"] * 4]
