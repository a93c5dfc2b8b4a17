"""Articles out of a JSON Lines file, one line at a time, however long the file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from summarizer.domain.document import Document, Metadata
from summarizer.errors import SourceError
from summarizer.ingest.dates import find_date
from summarizer.ingest.documents import make_document
from summarizer.ingest.normalising import normalise
from summarizer.ingest.problems import SourceProblem
from summarizer.ingest.remembered import MakeDocument

__all__ = ["read_json_lines"]

_TEXT = ("text", "body", "content", "article")
_NAMES: Mapping[str, tuple[str, ...]] = {
    "headline": ("headline", "title"),
    "outlet": ("outlet", "site", "sitename", "publisher"),
    "author": ("author", "authors", "byline"),
    "published": ("published", "date", "published_at", "publication_date", "pub_date"),
    "language": ("language", "lang"),
}
_SOURCE = ("url", "source", "id")


def read_json_lines(
    file: BinaryIO, *, source: str, max_bytes: int, make: MakeDocument = make_document
) -> Iterator[Document | SourceProblem]:
    """Yield a document for each line with an object that has a text, a problem for any other; blank lines are skipped.

    ``max_bytes`` bounds one line, and with it the memory that is used; the file may be of any length.
    """
    number = 0
    while line := file.readline(max_bytes + 1):
        number += 1
        where = f"{source}:{number}"
        if len(line) > max_bytes and not line.endswith(b"\n"):
            _skip_line(file, max_bytes)
            yield SourceProblem(
                where, f"{where}: this line is longer than {max_bytes:,} bytes; split it, or raise the limit"
            )
            continue
        if not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        try:
            yield _document(line, where, make)
        except SourceError as exc:
            yield SourceProblem(where, str(exc))
    if not number:
        yield SourceProblem(source, f"{source}: the file is empty; give one JSON object a line")


def _skip_line(file: BinaryIO, step: int) -> None:
    while (rest := file.readline(step)) and not rest.endswith(b"\n"):
        pass


def _document(line: bytes, where: str, make: MakeDocument) -> Document:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as exc:
        raise SourceError(f"{where}: byte {exc.start} of this line isn't valid UTF-8; save the file as UTF-8") from exc
    except ValueError as exc:
        raise SourceError(f"{where}: this line isn't JSON ({exc}); give one JSON object a line") from exc
    except RecursionError as exc:
        raise SourceError(f"{where}: this line's JSON is nested too deep; give one flat JSON object a line") from exc
    if not isinstance(record, dict):
        raise SourceError(f"{where}: this line isn't a JSON object; give one object a line, with the article in 'text'")
    text = _first(record, _TEXT)
    if text is None:
        raise SourceError(f"{where}: no text; put the article into 'text' (or 'body', 'content', 'article')")
    return make(text, source=where, metadata=_metadata(record))


def _metadata(record: Mapping[str, object]) -> Metadata:
    published = _first(record, _NAMES["published"])
    language = (_first(record, _NAMES["language"]) or "")[:2].lower()
    return Metadata(
        headline=_first(record, _NAMES["headline"]),
        outlet=_first(record, _NAMES["outlet"]),
        author=_first(record, _NAMES["author"]),
        published=_date(published) if published else None,
        language=language if len(language) == 2 and language.isascii() and language.isalpha() else None,
    )


def _first(record: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    """Return the first of the named values that is text with something in it; lists of texts are joined."""
    for name in names:
        value = record.get(name)
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            value = ", ".join(value)
        if isinstance(value, str) and value.strip():
            return value if name in _TEXT else normalise(value)
    return None


def _date(words: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(words).date()
    except ValueError:
        return find_date(words)
