"""Start a labeller's file: read the article and the record to fill it from, and write what isn't there yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from summarizer.domain.document import Document
from summarizer.domain.record import Record
from summarizer.domain.schema import TargetSchema
from summarizer.errors import GoldFileError, SourceError
from summarizer.ingest.sources import SourceProblem, expand, read
from summarizer.scoring.gold.skeleton import skeleton
from summarizer.store.atomic import write_atomic
from summarizer.store.lines import read_records

__all__ = ["start_gold", "write_new"]


def start_gold(
    article: str, schema: TargetSchema, root: Path, *, records: Path | None = None, stdin: BinaryIO | None = None
) -> str:
    """Return the skeleton for one article, named as for `summarizer summarize`; ``root`` is the workspace.

    An article below the workspace is named by its path, any other stands in the file. With ``records`` the facts come
    from the article's record in that file.

    Raises:
        SourceError: The article can't be read, or the name stands for several.
        GoldFileError: There is no record of this article and schema.
        StoreError: The records can't be read.
    """
    document = _only(article, _documents(article, stdin))
    record = None if records is None else _record(records, document, schema)
    return skeleton(document, schema, source=_below(article, root), record=record)


def write_new(path: Path, text: str) -> None:
    """Write ``text`` to ``path``, which isn't there yet: what a person has labelled is never overwritten.

    Raises:
        GoldFileError: It is there.
        StoreError: It can't be written.
    """
    if path.exists():
        raise GoldFileError(f"{path}: already there; give another --out, or remove it first")
    write_atomic(path, text)


def _documents(article: str, stdin: BinaryIO | None) -> Iterator[Document]:
    for source in expand([article], stdin=stdin):
        for found in read(source):
            if isinstance(found, SourceProblem):
                raise SourceError(found.message)
            yield found


def _only(article: str, documents: Iterator[Document]) -> Document:
    found = next(documents, None)
    if found is None:
        raise SourceError(f"{article}: holds no article; name a file with one")
    if next(documents, None) is not None:
        raise SourceError(f"{article}: holds several articles; a gold file labels one, so name it alone")
    return found


def _record(path: Path, document: Document, schema: TargetSchema) -> Record:
    for record in read_records(path):
        if record.document.id == document.id and record.schema_ref.digest == schema.digest:
            return record
    raise GoldFileError(
        f"{path}: holds no record of {document.source} for the schema {schema.name} as it is now; "
        f"make one with `summarizer summarize {document.source} --schema {schema.name} --out FILE.jsonl`"
    )


def _below(article: str, root: Path) -> str | None:
    path = Path(article)
    if not path.is_file():
        return None
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return None
