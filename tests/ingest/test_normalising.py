"""Normal form: what changes, what doesn't, and that once is enough."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.ingest.normalising import normalise


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("a\r\nb\rc\u2028d\x85e\x0cf", "a\nb\nc\nd\ne\nf", id="line ends"),
        pytest.param("e\u0301t\u0301", "\u00e9t\u0301", id="NFC"),
        pytest.param("co\u00adop\u200bera\u2060tion\ufeff", "cooperation", id="soft hyphen and zero width"),
        pytest.param("10\u00a0000\u202f€\tnow\u3000!", "10 000 € now !", id="spaces"),
        pytest.param("a\x00b\x1fc\x7f", "abc", id="controls"),
        pytest.param("It\x92s \x93on\x94 \x96 now", "It’s “on” – now", id="Windows-1252 read as Latin-1"),
        pytest.param("safe\u202etxt.exe\u202c", "safetxt.exe", id="direction overrides"),
        pytest.param("ok" + "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all"), "ok", id="invisible tags"),
        pytest.param("a\udc80b", "a\ufffdb", id="lone surrogate"),
        pytest.param("مى\u200cخواهم a\u200cb", "مى\u200cخواهم ab", id="joiners stay where they shape letters"),
        pytest.param("  a  \n\n b \n", "a\n\n b", id="outer and trailing spaces"),
        pytest.param("“a” – ‘b’ … ´", "“a” – ‘b’ … ´", id="quotation marks and dashes are left alone"),
    ],
)
def test_normal_form(raw: str, expected: str) -> None:
    assert normalise(raw) == expected


@given(st.text(alphabet=st.characters(blacklist_categories=())))
def test_normal_form_is_stable_composed_and_encodable(raw: str) -> None:
    text = normalise(raw)
    assert normalise(text) == text
    assert unicodedata.is_normalized("NFC", text)
    text.encode("utf-8")
