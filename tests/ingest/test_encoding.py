"""Decoding: marks and declarations are honoured, UTF-8 comes first, a guess comes last, binary data is refused."""

from __future__ import annotations

import codecs

import pytest

from summarizer.errors import SourceError
from summarizer.ingest.encoding import declared_in_html, decode

FRENCH = (
    "Le président a déclaré que la réunion était « très importante » à l'Élysée. Les négociations reprendront lundi."
)
RUSSIAN = "Президент заявил во вторник, что переговоры пройдут на следующей неделе в Стамбуле."


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        pytest.param(FRENCH.encode(), None, FRENCH, id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + FRENCH.encode(), None, FRENCH, id="UTF-8 with mark"),
        pytest.param(FRENCH.encode("utf-16"), None, FRENCH, id="UTF-16 with mark"),
        pytest.param(FRENCH.encode("utf-32"), None, FRENCH, id="UTF-32 with mark"),
        pytest.param(FRENCH.encode("utf-16-le"), None, FRENCH, id="UTF-16 without mark"),
        pytest.param(FRENCH.encode("cp1252"), None, FRENCH, id="Windows-1252, undeclared"),
        pytest.param(RUSSIAN.encode("cp1251"), None, RUSSIAN, id="Windows-1251, undeclared"),
        pytest.param(RUSSIAN.encode("koi8-r"), "koi8-r", RUSSIAN, id="KOI8-R, declared"),
        pytest.param("“Never”".encode("cp1252"), "iso-8859-1", "“Never”", id="Latin-1 means Windows-1252"),
        pytest.param(codecs.BOM_UTF8 + FRENCH.encode(), "koi8-r", FRENCH, id="a mark outranks a declaration"),
        pytest.param(FRENCH.encode(), "x-no-such-charset", FRENCH, id="an unknown declaration is no declaration"),
    ],
)
def test_text_is_read(data: bytes, declared: str | None, expected: str) -> None:
    assert decode(data, source="a.txt", declared=declared) == expected


@pytest.mark.parametrize(
    ("data", "declared", "message"),
    [
        pytest.param(
            b"Caf\xe9 au lait",
            "utf-8",
            "a.txt: byte 3 isn't valid utf-8, which its declaration promises; save it in that charset, or correct the declaration",
            id="declared UTF-8 that isn't",
        ),
        pytest.param(
            codecs.BOM_UTF8 + b"Caf\xe9",
            None,
            "a.txt: byte 3 isn't valid utf-8, which its byte-order mark promises; save it in that charset, or correct the declaration",
            id="marked UTF-8 that isn't",
        ),
        pytest.param(
            b"\x89PNG\r\n\x1a\n\x00",
            None,
            "a.txt: this is a PNG image, not text; give the article's text, or a file with its true suffix",
            id="image",
        ),
        pytest.param(
            b"abc\x00\x01\x02def\x00",
            None,
            "a.txt: holds binary data (NUL at byte 3), not text; give the article as text, HTML or PDF",
            id="NUL bytes",
        ),
        pytest.param(
            bytes(range(1, 256)) * 8,
            None,
            "a.txt: this isn't text in any charset that can be recognised; save it as UTF-8",
            id="noise",
        ),
        pytest.param(
            b"abc",
            "rot13",
            "a.txt: its declared charset 'rot-13' isn't a text encoding; save it as UTF-8",
            id="no charset",
        ),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, declared: str | None, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data, source="a.txt", declared=declared)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (b'<meta charset="koi8-r">', "koi8-r"),
        (b"<META http-equiv=Content-Type content='text/html; charset=windows-1251'>", "windows-1251"),
        (b"<meta name=viewport>", None),
    ],
)
def test_the_charset_of_a_page_is_read_from_its_head(page: bytes, charset: str | None) -> None:
    assert declared_in_html(page) == charset
