"""Articles and schemas small enough to see whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.domain.document import Document, Metadata, Sentence
from summarizer.domain.schema import TargetSchema
from summarizer.schema_loader.load import load_schema

ROOT = Path(__file__).parents[2]

MakeDocument = Callable[..., Document]


@pytest.fixture(scope="session")
def make_document() -> MakeDocument:
    """Make a document of given sentences, one a paragraph."""

    def make(*sentences: str, metadata: Metadata | None = None) -> Document:
        text, numbered = "", []
        for number, sentence in enumerate(sentences, 1):
            numbered.append(Sentence(id=number, start=len(text), end=len(text) + len(sentence), paragraph=number))
            text += sentence + "\n"
        digest = hashlib.sha256(text.encode()).hexdigest()
        return Document(
            id=digest,
            source="-",
            text=text,
            sentences=tuple(numbered),
            metadata=metadata or Metadata(),
            splitter="by-hand/1",
        )

    return make


@pytest.fixture(scope="session")
def shipped_schemas() -> dict[str, TargetSchema]:
    """Return the schemas of the workspace by name."""
    return {path.stem: load_schema(path) for path in sorted((ROOT / "schemas").glob("*.py"))}


@pytest.fixture(scope="session")
def prompt_path() -> Path:
    """Return the prompt that is shipped."""
    return ROOT / "prompts" / "extract.md"
