"""A record as one line of a JSONL file, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, Field, JsonValue, ValidationError
from pydantic_core import PydanticSerializationError

from summarizer.domain.record import RECORD_FORMAT, Record, Status
from summarizer.errors import StoreError
from summarizer.store.faults import store_error
from summarizer.store.model_file import first_fault

__all__ = ["LINE_START", "RecordKey", "key_of", "parse_head", "parse_line", "read_records", "record_line"]

LINE_START = b'{"format":"summarizer.record/'
"""What every line of ours begins with, so that a cut-off one can still be told from somebody else's text."""

_SURROGATES = re.compile("[\ud800-\udfff]")


class RecordKey(NamedTuple):
    """What makes two records answers to the same question: equal keys never stand twice in one file.

    The prompt is no part of it: an article that failed before it was asked has none, and is tried again all the same.
    """

    document: str
    schema_digest: str
    model: str
    strategy: str
    repeat: int = 0


class _DocumentHead(BaseModel):
    id: str


class _SchemaHead(BaseModel):
    digest: str


class _ProvenanceHead(BaseModel):
    model: str
    strategy: str
    repeat: int = 0


class _Head(BaseModel):
    """What a record's key and status stand in; the rest of the line is read past, not built."""

    format: Literal["summarizer.record/1"]
    document: _DocumentHead
    schema_ref: _SchemaHead = Field(alias="schema")
    status: Status
    provenance: _ProvenanceHead


def key_of(record: Record) -> RecordKey:
    """Return the key that ``record`` is done under."""
    made = record.provenance
    return RecordKey(record.document.id, record.schema_ref.digest, made.model, made.strategy, made.repeat)


def parse_head(line: bytes, *, path: Path, number: int) -> tuple[RecordKey, Status]:
    """Return key and status of the record on ``line``, at half the work of ``parse_line`` and a tenth of its memory.

    Raises:
        StoreError: As ``parse_line``; a fault further down in the record isn't looked for.
    """
    try:
        head = _Head.model_validate_json(line)
    except ValidationError:
        record = parse_line(line, path=path, number=number)  # says what is wrong
        return key_of(record), record.status
    made = head.provenance
    return RecordKey(head.document.id, head.schema_ref.digest, made.model, made.strategy, made.repeat), head.status


def record_line(record: Record) -> bytes:
    """Return ``record`` as one line of UTF-8 JSON, with its newline.

    A lone surrogate (as in a file name that isn't UTF-8) has no JSON form and becomes U+FFFD.
    """
    try:
        return record.model_dump_json().encode() + b"\n"
    except PydanticSerializationError:
        clean = _without_surrogates(json.loads(json.dumps(record.model_dump(mode="python"), default=str)))
        return json.dumps(clean, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def parse_line(line: bytes, *, path: Path, number: int) -> Record:
    """Return the record on ``line``.

    Raises:
        StoreError: It isn't one; the message names file, line and the first thing that is wrong.
    """
    try:
        return Record.model_validate_json(line)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_context=False)[0]
        if first["loc"] == ("format",) and str(first["input"]).startswith("summarizer.record/"):
            raise StoreError(
                f"{path}:{number}: written as {first['input']}, and this version reads {RECORD_FORMAT}; "
                "use the version of summarizer that wrote it"
            ) from exc
        raise StoreError(
            f"{path}:{number}: not a record of summarizer ({first_fault(exc, whole='line')}); "
            "remove the line, or name another file"
        ) from exc


def read_records(path: Path) -> Iterator[Record]:
    """Yield the records of a JSONL file one by one, in its order, holding one line in memory; blank lines are skipped.

    Raises:
        StoreError: The file can't be read, or a line isn't a record; what came before has been yielded.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield parse_line(line, path=path, number=number)
    except OSError as exc:
        raise store_error(exc, path, action="read") from exc


def _without_surrogates(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_SURROGATES.sub("\ufffd", key): _without_surrogates(item) for key, item in value.items()}
    return value
