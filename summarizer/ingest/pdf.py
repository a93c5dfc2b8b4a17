"""The text of a PDF file, through pypdf, an optional part of the package."""

from __future__ import annotations

import io
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from summarizer.domain.document import Metadata
from summarizer.errors import MissingExtraError, SourceError
from summarizer.ingest.article import Article

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["read_pdf", "require_pdf"]

_MOST_PAGES = 500
_HYPHENATED = re.compile(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])")
_DULL_TITLE = re.compile(
    r"^(?:untitled|microsoft word|document\d*|.*\.(?:docx?|pdf|indd|qxd|odt|tex))\b", re.IGNORECASE
)


def require_pdf(source: str) -> None:
    """Raise MissingExtraError when the reader of PDF files isn't installed."""
    if find_spec("pypdf") is None:
        raise MissingExtraError(f"{source}: reading PDF needs the extra 'pdf'; run: pip install 'summarizer[pdf]'")


def read_pdf(data: bytes, *, source: str) -> Article:
    """Return the text of a PDF file, with the title it states.

    Raises MissingExtraError without pypdf, SourceError for a file that is damaged, encrypted, too long or only scanned.
    """
    require_pdf(source)
    from pypdf import PdfReader  # noqa: PLC0415  # heavy: kept off the start-up path
    from pypdf.errors import PyPdfError  # noqa: PLC0415  # heavy: kept off the start-up path

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(f"{source}: this PDF is encrypted; remove its password and try again")
        if len(reader.pages) > _MOST_PAGES:
            raise SourceError(
                f"{source}: {len(reader.pages)} pages, more than the {_MOST_PAGES} that are read; give a single article"
            )
        pages = [page.extract_text() for page in reader.pages]
        metadata = _metadata(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as exc:
        # pypdf answers a damaged file with whatever its parser stumbles over.
        raise SourceError(f"{source}: this PDF can't be read ({type(exc).__name__}); open it and save it anew") from exc
    text = _HYPHENATED.sub("", "\n\n".join(page.strip() for page in pages))
    if not any(map(str.isalnum, text)):
        raise SourceError(f"{source}: this PDF holds no text, only scanned pages; run OCR on it first")
    return Article(text, metadata)


def _metadata(reader: PdfReader) -> Metadata:
    """Read the stated title; author and date of a PDF file are its maker's, seldom the article's."""
    stated = reader.metadata.title if reader.metadata else None
    title = " ".join(stated.split()) if isinstance(stated, str) else ""
    return Metadata(headline=title if title and not _DULL_TITLE.match(title) else None)
