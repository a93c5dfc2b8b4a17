"""Fill fields that ask for the article's own particulars (headline, outlet, date, author) from what ingest found."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import JsonValue

from summarizer.domain.schema import FieldSpec
from summarizer.extract.fieldwise.questions import words_of
from summarizer.extract.reading.article import Article

__all__ = ["Particular", "is_particular", "metadata_value"]

_NAMES = {
    "headline": "headline",
    "title": "headline",
    "outlet": "outlet",
    "publisher": "outlet",
    "publication": "outlet",
    "newspaper": "outlet",
    "source": "outlet",
    "author": "author",
    "byline": "author",
    "writer": "author",
    "journalist": "author",
    "published": "published",
    "publication_date": "published",
    "publish_date": "published",
    "published_at": "published",
    "published_on": "published",
    "date_published": "published",
    "dateline": "place",
    "language": "language",
}


_AMBIGUOUS = frozenset({"title", "source", "publication", "writer", "journalist", "author", "language"})


@dataclass(frozen=True, slots=True)
class Particular:
    """A particular of the article, with its sentence; no sentence when it stood in the page's markup."""

    value: JsonValue
    evidence: tuple[int, ...]


def is_particular(field: FieldSpec) -> bool:
    """Return whether a field's name says that only the article's own particulars answer it: then nothing is asked.

    Which paper printed an article isn't told by its running text, and a guess would often name an agency.
    """
    name = "_".join(words_of(field.name))
    return name in _NAMES and name not in _AMBIGUOUS


def metadata_value(field: FieldSpec, article: Article) -> Particular | None:
    """Return what is known for a top-level field that asks for a particular by its usual name, else None."""
    name = _NAMES.get("_".join(words_of(field.name)))
    metadata = article.document.metadata
    value = getattr(metadata, name) if name else None
    if value is None or name is None:
        return None
    if field.node.kind == "date" and name == "published":
        value = value.isoformat()
    elif field.node.kind in {"text", "when"} and name == "published":
        return None  # in the article's own words: asked for
    elif field.node.kind != "text" or name == "published":
        return None
    sentence = metadata.found_in.get(name)
    return Particular(value, (sentence,) if sentence is not None else ())
