"""From article text to a ``Document``: normalised, split, marked, and with its metadata."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from pydantic import TypeAdapter

from summarizer.domain.document import Document, Furniture, Metadata, Sentence
from summarizer.errors import SourceError
from summarizer.ingest.furniture import mark_furniture
from summarizer.ingest.language import detect_language
from summarizer.ingest.lines import lines_of
from summarizer.ingest.metadata import find_metadata
from summarizer.ingest.normalising import normalise
from summarizer.ingest.roles import Roles, assign_roles
from summarizer.ingest.splitting import Stretch, split, splitter_name

__all__ = ["make_document"]

_SENTENCES = TypeAdapter(tuple[Sentence, ...])


def make_document(text: str, *, source: str = "-", metadata: Metadata | None = None) -> Document:
    """Return the article ``text`` as a document; what ``metadata`` states wins over what the text says.

    Equal texts, up to line ends, outer spaces and Unicode form, get equal ids. Raises SourceError when nothing is left
    that could be read.
    """
    text = normalise(text)
    if not any(map(str.isalnum, text)):
        raise SourceError(f"{source}: holds no text; give an article with at least one sentence")
    given = metadata or Metadata()
    language = given.language or detect_language(text)
    stretches = split(text, language)
    lines = lines_of(text, stretches)
    marks = mark_furniture(text, stretches, lines)
    roles = assign_roles(lines, marks, given.headline and normalise(given.headline))
    found = find_metadata(lines, roles, given)
    return Document(
        id=sha256(text.encode()).hexdigest(),
        source=source,
        text=text,
        sentences=_sentences(stretches, roles, marks),
        metadata=found if found.language == language else found.model_copy(update={"language": language}),
        splitter=splitter_name(),
    )


def _sentences(stretches: Sequence[Stretch], roles: Roles, marks: Sequence[Furniture | None]) -> tuple[Sentence, ...]:
    return _SENTENCES.validate_python(
        [
            {"id": number, "start": start, "end": end, "paragraph": paragraph, "role": role, "furniture": furniture}
            for number, ((start, end, paragraph), role, furniture) in enumerate(
                zip(stretches, roles.of, marks, strict=True), start=1
            )
        ]
    )
