"""JSON Lines: each line on its own, the bad ones reported by number, the file never in memory."""

from __future__ import annotations

import datetime as dt
import io
import json
import tracemalloc

import pytest
from typing_extensions import Buffer

from summarizer.domain.document import Document
from summarizer.ingest.jsonlines import read_json_lines
from summarizer.ingest.problems import SourceProblem

TEXT = "A dam burst near the town of Ostra on Tuesday, officials said."


def read(data: bytes, max_bytes: int = 10_000) -> list[Document | SourceProblem]:
    return list(read_json_lines(io.BytesIO(data), source="a.jsonl", max_bytes=max_bytes))


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


@pytest.mark.parametrize("name", ["text", "body", "content", "article"])
def test_each_text_field_is_read(name: str) -> None:
    (document,) = read(line(**{name: TEXT}))
    assert isinstance(document, Document)
    assert (document.text, document.source) == (TEXT, "a.jsonl:1")


def test_metadata_fields_are_read() -> None:
    (document,) = read(
        line(
            text=TEXT,
            title="Dam bursts",
            outlet="Wire",
            authors=["A B", "C D"],
            published="2025-03-04T10:00:00Z",
            language="en",
        )
    )
    assert isinstance(document, Document)
    assert document.metadata.model_dump(exclude_none=True) == {
        "headline": "Dam bursts",
        "outlet": "Wire",
        "author": "A B, C D",
        "published": dt.date(2025, 3, 4),
        "language": "en",
        "found_in": {},
    }


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (b"{oops}\n", "this line isn't JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1)); give one JSON object a line"),
        (b"[1]\n", "this line isn't a JSON object; give one object a line, with the article in 'text'"),
        (b'{"title": "x"}\n', "no text; put the article into 'text' (or 'body', 'content', 'article')"),
        (b'{"text": "  "}\n', "no text; put the article into 'text' (or 'body', 'content', 'article')"),
        (b'{"text": 5}\n', "no text; put the article into 'text' (or 'body', 'content', 'article')"),
        (b'{"text": "..."}\n', "holds no text; give an article with at least one sentence"),
        (b'{"text": "\xe9"}\n', "byte 10 of this line isn't valid UTF-8; save the file as UTF-8"),
        (b'{"text": "' + b"x" * 10_000 + b'"}\n', "this line is longer than 10,000 bytes; split it, or raise the limit"),
        (b"[" * 9_000 + b"\n", "this line's JSON is nested too deep; give one flat JSON object a line"),
    ],
    ids=["no JSON", "no object", "no text", "blank text", "number", "no words", "no UTF-8", "too long", "too deep"],
)  # fmt: skip
def test_a_bad_line_is_reported_by_number_and_the_others_go_on(bad: bytes, message: str) -> None:
    first, problem, last = read(line(text=TEXT) + bad + b"\n" + line(text=TEXT))
    assert problem == SourceProblem("a.jsonl:2", f"a.jsonl:2: {message}")
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert (first.source, last.source) == ("a.jsonl:1", "a.jsonl:4")


def test_a_byte_order_mark_and_a_missing_last_line_end_do_no_harm() -> None:
    (document,) = read(b"\xef\xbb\xbf" + line(text=TEXT).rstrip())
    assert isinstance(document, Document)


def test_an_empty_file_is_a_problem() -> None:
    assert read(b"") == [SourceProblem("a.jsonl", "a.jsonl: the file is empty; give one JSON object a line")]


def test_memory_stays_bounded_however_long_the_file_and_its_lines() -> None:
    class Endless(io.RawIOBase):
        left = 60_000_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Buffer) -> int:
            view = memoryview(buffer)
            count = min(len(view), self.left)
            view[:count] = b"x" * count
            self.left -= count
            return count

    tracemalloc.start()
    found = list(read_json_lines(io.BufferedReader(Endless(), 8192), source="a", max_bytes=100_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 1
    assert peak < 2_000_000
