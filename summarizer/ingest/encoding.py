"""Bytes to text: byte-order mark, declared charset, UTF-8, and only then a guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from summarizer.errors import SourceError

__all__ = ["declared_in_html", "decode"]

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
# The names that pages give Windows-1252, as browsers read them (WHATWG Encoding Standard, 4.2).
_WESTERN = frozenset(("ascii", "iso8859-1", "cp1252"))
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_META_REACH = 4096
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_CONTROL_SHARE = 0.01
# Signs that stand inside words only when another alphabet was read as Windows-1252.
_MISREAD = re.compile(r"[a-z][¹²³¼½¾¤¦¨¬¯¶¸×÷¿¡]|[¹²³¼½¾¤¦¨¬¯¶¸×÷¿][a-z]")


def decode(data: bytes, *, source: str, declared: str | None = None) -> str:
    """Return the text of ``data``.

    Raises SourceError naming ``source`` for a binary file, for bytes that a declared charset doesn't allow (with the
    charset and the offset of the first such byte), and for bytes that no charset explains.
    """
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _strict(data, marked, source, "byte-order mark")
    _refuse_binary(data, source)
    if declared and (charset := _known(declared)):
        return _strict(data, charset, source, "declaration")
    if b"\x00" in data:
        return _without_mark(data, source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data, source)


def declared_in_html(data: bytes) -> str | None:
    """Return the charset that the head of a page declares, None when it doesn't."""
    match = _META.search(data[:_META_REACH])
    return match[1].decode("ascii", "replace") if match else None


def _known(charset: str) -> str | None:
    """Return Python's name of a charset, None for one it doesn't know: then the bytes have to speak."""
    try:
        name = codecs.lookup(charset.strip()).name
    except LookupError:
        return None
    return "cp1252" if name in _WESTERN else name


def _strict(data: bytes, charset: str, source: str, claim: str) -> str:
    try:
        return data.decode(charset)
    except UnicodeDecodeError as exc:
        raise SourceError(
            f"{source}: byte {exc.start} isn't valid {charset.removesuffix('-sig')}, which its {claim} promises; "
            "save it in that charset, or correct the declaration"
        ) from exc
    except (LookupError, UnicodeError) as exc:  # a codec that isn't one of text
        raise SourceError(
            f"{source}: its declared charset {charset!r} isn't a text encoding; save it as UTF-8"
        ) from exc


def _refuse_binary(data: bytes, source: str) -> None:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError(
                f"{source}: this is {kind}, not text; give the article's text, or a file with its true suffix"
            )


def _without_mark(data: bytes, source: str) -> str:
    """Read UTF-16 that lacks its mark; anything else with NUL bytes isn't text."""
    readings: tuple[Callable[[], str], ...] = (lambda: data.decode("utf-16-le"), lambda: data.decode("utf-16-be"))
    for reading in readings:
        try:
            text = reading()
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and text.isascii() | (sum(map(str.isprintable, text)) > 0.95 * len(text)):
            common = sum(character.isascii() and (character.isalnum() or character.isspace()) for character in text)
            if common * 2 > len(text):
                return text
    raise SourceError(
        f"{source}: holds binary data (NUL at byte {data.index(0)}), not text; give the article as text, HTML or PDF"
    )


def _guess(data: bytes, source: str) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415  # heavy: kept off the start-up path

    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        raise SourceError(f"{source}: this isn't text in any charset that can be recognised; save it as UTF-8")
    text = str(best)
    if any(match.encoding == "cp1252" for match in matches):
        # Most undeclared news is Western, and few letters are little for statistics to go by.
        western = data.decode("cp1252", "replace")
        if "\ufffd" not in western and not _MISREAD.search(western):
            text = western
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise SourceError(f"{source}: holds binary data, not text; give the article as text, HTML or PDF")
    return text
