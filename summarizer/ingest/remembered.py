"""Reading with a memory: the same text and metadata need not be split, marked and searched twice."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from summarizer.domain.document import Document, Metadata, Sentence
from summarizer.ingest.documents import make_document
from summarizer.ingest.normalising import normalise

__all__ = ["MakeDocument", "Memo", "RememberedReading"]

_LIBRARIES = ("py3langid", "pydantic", "sentencex")
"""What a document can depend on beside its text and our own code."""


class Memo(Protocol):
    """Texts by key; one that can't be read is None, and one that can't be kept is no error."""

    def get(self, key: str) -> str | None:
        """Return the text kept under ``key``, None when there is none."""
        ...

    def put(self, key: str, text: str) -> None:
        """Keep ``text`` under ``key``."""
        ...


class MakeDocument(Protocol):
    """``make_document``, or anything that gives what it gives."""

    def __call__(self, text: str, *, source: str = "-", metadata: Metadata | None = None) -> Document:
        """Return the article ``text`` as a document."""
        ...


class _Found(BaseModel):
    """What is kept of a document: all but its text and its source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    sentences: tuple[Sentence, ...]
    metadata: Metadata
    splitter: str


class RememberedReading:
    """``make_document`` over a ``memo``: a pure function of the text, the metadata given and its own code."""

    def __init__(self, memo: Memo, make: MakeDocument = make_document) -> None:
        self._memo = memo
        self._make = make

    def __call__(self, text: str, *, source: str = "-", metadata: Metadata | None = None) -> Document:
        """Return what ``make_document`` does, and raise what it raises."""
        key = _key(text, metadata)
        remembered = _recall(self._memo.get(key), text, source)
        if remembered is not None:
            return remembered
        document = self._make(text, source=source, metadata=metadata)
        self._memo.put(key, document.model_dump_json(exclude={"source", "text"}, exclude_defaults=True))
        return document


def _recall(kept: str | None, text: str, source: str) -> Document | None:
    if kept is None:
        return None
    try:
        found = _Found.model_validate_json(kept)
    except ValidationError:
        return None
    normal = text.strip()
    if _digest(normal) != found.id:  # most texts are in normal form but for the space around them
        normal = normalise(text)
        if _digest(normal) != found.id:
            return None
    return Document(
        id=found.id,
        source=source,
        text=normal,
        sentences=found.sentences,
        metadata=found.metadata,
        splitter=found.splitter,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _key(text: str, metadata: Metadata | None) -> str:
    given = (metadata or Metadata()).model_dump_json()
    digest = hashlib.sha256(f"{_code_digest()}{len(given)}:{given}{text}".encode(errors="surrogatepass"))
    return f"document/{digest.hexdigest()}"


@cache
def _code_digest() -> str:
    digest = hashlib.sha256()
    room = Path(__file__).parent
    files: list[Path] = [*room.rglob("*.py"), room.parent / "domain" / "document.py"]
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\0".encode())
    return digest.hexdigest()
