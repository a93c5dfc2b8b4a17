"""Sources as a user names them, files, folders, patterns, addresses and standard input, turned into documents."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal

from summarizer.domain.document import Document
from summarizer.errors import MissingExtraError, SourceError
from summarizer.ingest.article import Article
from summarizer.ingest.documents import make_document
from summarizer.ingest.encoding import declared_in_html, decode
from summarizer.ingest.html import read_html
from summarizer.ingest.jsonlines import read_json_lines
from summarizer.ingest.markdown import read_markdown
from summarizer.ingest.pdf import read_pdf, require_pdf
from summarizer.ingest.problems import SourceProblem
from summarizer.ingest.remembered import MakeDocument
from summarizer.ingest.web import Resolver, WebLimits, fetch, resolve
from summarizer.safe_text import encodable

__all__ = ["SUFFIXES", "ReadOptions", "SourceItem", "SourceProblem", "expand", "read"]

Format = Literal["text", "markdown", "html", "pdf", "jsonl"]
_FORMATS: dict[str, Format] = {
    ".htm": "html",
    ".html": "html",
    ".jsonl": "jsonl",
    ".markdown": "markdown",
    ".md": "markdown",
    ".ndjson": "jsonl",
    ".pdf": "pdf",
    ".txt": "text",
    ".xhtml": "html",
}
SUFFIXES = tuple(_FORMATS)
"""What a folder or pattern is searched for; a file that is named itself may have any suffix."""

_MEDIA: dict[str, Format] = {
    "application/pdf": "pdf",
    "application/xhtml+xml": "html",
    "text/html": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "text/plain": "text",
}
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Limits of reading: bytes of one article (of one line in JSON Lines), private addresses, seconds for a fetch.

    ``make`` makes a document of a text: ``make_document``, or something that remembers what it made.
    """

    max_bytes: int = 20_000_000
    allow_private: bool = False
    timeout_s: float = 30.0
    make: MakeDocument = make_document


@dataclass(frozen=True, slots=True)
class SourceItem:
    """One thing to read: a file (``path``), an address, or standard input."""

    name: str
    kind: Literal["file", "url", "stdin"]
    path: Path | None = None
    stdin: BinaryIO | None = field(default=None, repr=False, compare=False)


# Naming ---------------------------------------------------------------------------------------------------------------


def expand(names: Sequence[str], *, stdin: BinaryIO | None = None) -> Iterator[SourceItem]:
    """Return what ``names`` stand for, in their order; folders and patterns in the order of their paths.

    Every name is checked before the first item is given: SourceError for one that is missing, isn't readable or stands
    for nothing, MissingExtraError for a PDF file without its reader. Folders are then walked as items are asked for.
    """
    if not names:
        raise SourceError("no source given; name a file, a folder, an address, or '-' for standard input")
    for name in names:
        _check(name, stdin)
    return (item for name in names for item in _items(name, stdin))


def _check(name: str, stdin: BinaryIO | None) -> None:
    if name == "-":
        if stdin is None:
            raise SourceError("-: there is no standard input to read; name a file")
    elif _ADDRESS.match(name):
        if not name.lower().startswith(("http://", "https://")):
            raise SourceError(f"{name}: only http and https addresses are fetched; save the article to a file")
    elif _is_pattern(name):
        if not _matches(name):
            raise SourceError(f"{name}: no file with a known suffix matches; known are {', '.join(SUFFIXES)}")
    else:
        _check_path(name)


def _check_path(name: str) -> None:
    mode = _status(name).st_mode
    if not stat.S_ISDIR(mode):
        _require_regular(name, mode)
        if not os.access(name, os.R_OK):
            raise SourceError(f"{name}: no permission to read it; check its owner and mode")
        if name.lower().endswith(".pdf"):
            require_pdf(name)
        return
    if not os.access(name, os.R_OK | os.X_OK):
        raise SourceError(f"{name}: no permission to list this folder; check its owner and mode")
    if next(_walk(Path(name)), None) is None:
        raise SourceError(f"{name}: no file with a known suffix in this folder; known are {', '.join(SUFFIXES)}")


def _status(name: str) -> os.stat_result:
    try:
        return os.stat(name)  # noqa: PTH116  # a Path would normalise the name the user gave
    except FileNotFoundError as exc:
        raise SourceError(f"{name}: no such file or folder; {_hint(name)}") from exc
    except (OSError, ValueError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) and exc.strerror else str(exc)
        raise SourceError(f"{name}: can't be opened ({reason}); check the path and its permissions") from exc


def _hint(name: str) -> str:
    path = Path(name)
    try:
        close = get_close_matches(path.name, os.listdir(path.parent), n=1)  # noqa: PTH208  # names alone
    except OSError:
        return "check the path"
    return f"did you mean {path.with_name(close[0])}?" if close else "check the path"


def _require_regular(name: str, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise SourceError(
            f"{name}: not a regular file; to read a pipe or device, send it to standard input and give '-'"
        )


def _is_pattern(name: str) -> bool:
    return glob.has_magic(name) and not os.path.lexists(name)


def _matches(pattern: str) -> list[str]:
    found = glob.glob(pattern, recursive=True)  # noqa: PTH207  # keeps the form in which the user wrote the path
    return sorted(name for name in found if Path(name).suffix.lower() in _FORMATS and Path(name).is_file())


def _file(name: str) -> SourceItem:
    """Return the file called ``name``, whose bytes need be no UTF-8; records can hold no other."""
    return SourceItem(encodable(name, "utf-8"), "file", Path(name))


def _items(name: str, stdin: BinaryIO | None) -> Iterator[SourceItem]:
    if name == "-":
        yield SourceItem(name, "stdin", stdin=stdin)
    elif _ADDRESS.match(name):
        yield SourceItem(name, "url")
    elif _is_pattern(name):
        yield from map(_file, _matches(name))
    elif Path(name).is_dir():
        yield from (_file(str(path)) for path in _walk(Path(name)))
    else:
        yield _file(name)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder; links to folders aren't followed, hidden names are left out.

    A folder that can't be listed is yielded itself, so that reading it reports the problem.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder / entry.name)
        elif Path(entry.name).suffix.lower() in _FORMATS and not entry.is_dir():
            yield folder / entry.name


# Reading --------------------------------------------------------------------------------------------------------------


def read(
    item: SourceItem, options: ReadOptions | None = None, *, resolver: Resolver = resolve
) -> Iterator[Document | SourceProblem]:
    """Yield the documents of one item, and a problem for whatever in it can't be read; never raises for its content."""
    limits = options or ReadOptions()
    try:
        yield from _documents(item, limits, resolver)
    except (SourceError, MissingExtraError) as exc:
        yield SourceProblem(item.name, str(exc))
    except OSError as exc:
        reason = exc.strerror or type(exc).__name__
        yield SourceProblem(item.name, f"{item.name}: can't be read ({reason}); check the path and its permissions")


def _documents(item: SourceItem, options: ReadOptions, resolver: Resolver) -> Iterator[Document | SourceProblem]:
    if item.kind == "url":
        limits = WebLimits(options.max_bytes, options.timeout_s, options.allow_private)
        page = fetch(item.name, limits, resolver=resolver)
        yield from _from_bytes(page.data, item.name, _MEDIA.get(page.media_type), options, charset=page.charset)
    elif item.kind == "stdin":
        assert item.stdin is not None
        yield from _from_bytes(_bounded(item.stdin, item.name, options), item.name, None, options)
    else:
        yield from _from_file(item, options)


def _from_file(item: SourceItem, options: ReadOptions) -> Iterator[Document | SourceProblem]:
    path = item.path or Path(item.name)
    status = _status(str(path))
    if stat.S_ISDIR(status.st_mode):
        raise SourceError(f"{item.name}: no permission to list this folder; check its owner and mode")
    _require_regular(item.name, status.st_mode)
    form = _FORMATS.get(path.suffix.lower())
    if form == "jsonl":
        with path.open("rb") as file:
            yield from read_json_lines(file, source=item.name, max_bytes=options.max_bytes, make=options.make)
        return
    if status.st_size > options.max_bytes:
        raise _too_large(item.name, options, status.st_size)
    with path.open("rb") as file:
        data = _bounded(file, item.name, options)
    if path.suffix.lower() == ".json":
        raise SourceError(f"{item.name}: a .json file isn't read; give JSON Lines, one object a line, as .jsonl")
    yield from _from_bytes(data, item.name, form, options)


def _bounded(file: BinaryIO, name: str, options: ReadOptions) -> bytes:
    data = file.read(options.max_bytes + 1)
    if len(data) > options.max_bytes:
        raise _too_large(name, options)
    return data


def _too_large(name: str, options: ReadOptions, size: int | None = None) -> SourceError:
    amount = f"{size:,} bytes, " if size else ""
    return SourceError(
        f"{name}: {amount}more than the limit of {options.max_bytes:,} bytes for one article; "
        "split it into articles, or raise the limit"
    )


def _from_bytes(
    data: bytes, name: str, form: Format | None, options: ReadOptions, *, charset: str | None = None
) -> Iterator[Document | SourceProblem]:
    if not data.strip():
        raise SourceError(f"{name}: is empty; give an article with at least one sentence")
    form = form or _sniff(data)
    if form == "jsonl":
        yield from read_json_lines(BytesIO(data), source=name, max_bytes=options.max_bytes, make=options.make)
        return
    article = _article(data, name, form, charset)
    yield options.make(article.text, source=name, metadata=article.metadata)


def _sniff(data: bytes) -> Format:
    """Tell the format of bytes that came without a name."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if _PAGE.match(data):
        return "html"
    return "jsonl" if _JSON_LINE.match(data) else "text"


def _article(data: bytes, name: str, form: Format, charset: str | None) -> Article:
    if form == "pdf":
        return read_pdf(data, source=name)
    if form == "html":
        return read_html(decode(data, source=name, declared=charset or declared_in_html(data)), source=name)
    text = decode(data, source=name, declared=charset)
    return read_markdown(text) if form == "markdown" else Article(text)
