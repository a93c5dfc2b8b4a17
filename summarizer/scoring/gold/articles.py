"""Load the article that a gold file labels, and notice when it has changed since."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from summarizer.domain.document import Document
from summarizer.errors import GoldFileError, SourceError
from summarizer.ingest.documents import make_document
from summarizer.ingest.sources import SourceItem, SourceProblem, read
from summarizer.scoring.gold_model import GoldArticle

__all__ = ["changed", "find_article", "load_article"]


def load_article(gold: GoldArticle, root: Path) -> Document:
    """Return the article of ``gold``; its ``source`` is a path below the workspace ``root``.

    Raises:
        GoldFileError: The article can't be read, or isn't the one that was labelled.
    """
    try:
        document = find_article(gold, root)
    except SourceError as exc:
        raise GoldFileError(f"{gold.path}:1: {exc}") from exc
    if why := changed(gold, document):
        raise GoldFileError(f"{gold.path}:1: {why}")
    return document


def find_article(gold: GoldArticle, root: Path) -> Document:
    """Return the article, changed or not; of a source with several, the one that was labelled, else the first.

    Raises:
        SourceError: It can't be read.
    """
    if gold.source is None:
        return make_document(gold.text or "", source=str(gold.path))
    path = _below(root, gold.source)
    found: list[Document] = []
    for item in read(SourceItem(gold.source, "file", path)):
        if isinstance(item, SourceProblem):
            raise SourceError(item.message)
        if item.id == gold.document_id:
            return item
        found.append(item)
    if not found:
        raise SourceError(f"{gold.source}: holds no article")
    return found[0]


def changed(gold: GoldArticle, document: Document) -> str | None:
    """Return what to do about an article that isn't the one that was labelled; None when it is."""
    if document.id == gold.document_id:
        return None
    return (
        f"the article has changed since it was labelled: its id is now {document.id}, "
        f"not {gold.document_id}; restore it, or check every label against it and set the new id"
    )


def _below(root: Path, source: str) -> Path:
    parts = PurePosixPath(source)
    if parts.is_absolute() or ".." in parts.parts or "://" in source or PureWindowsPath(source).drive:
        raise SourceError(f"{source}: 'source' is a path below the workspace, so that everyone has the article")
    path = root / parts
    if not path.is_file():
        raise SourceError(f"{source}: there is no such file below {root}; give its path from the workspace")
    return path
