"""Text from outside can't control what shows it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.render.marks import ASCII, UNICODE, marks_for
from summarizer.safe_text import encodable, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m", id="colour"),
        pytest.param("\x1b]0;title\x07", "\\x1b]0;title\\x07", id="window title"),
        pytest.param("\x9b31m", "\\x9b31m", id="one-byte escape"),
        pytest.param("a\x08\x08b\x7f\x00", "a\\x08\\x08b\\x7f\\x00", id="backspace, delete, null"),
        pytest.param("a\r\nb\tc\u2028d\x85e", "a  b c d e", id="line breaks and tabs become spaces"),
        pytest.param("\u202egnp.exe\u2066", "\\u202egnp.exe\\u2066", id="direction overrides"),
        pytest.param("caf\udce9", "caf\\udce9", id="half a surrogate pair"),
        pytest.param(
            "نص\u200f می\u200cخواهم 👩\u200d🚀", "نص\u200f می\u200cخواهم 👩\u200d🚀", id="marks that scripts need stay"
        ),
    ],
)
def test_control_characters_are_spelt_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_no_control_character_is_ever_left(text: str) -> None:
    assert {unicodedata.category(character) for character in visible(text)} & {"Cc", "Cs", "Zl", "Zp"} == set()


@given(st.text())
def test_making_visible_twice_is_making_visible_once(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "“é” 港"),
        ("latin-1", "\\u201cé\\u201d \\u6e2f"),
        ("ascii", "\\u201c\\xe9\\u201d \\u6e2f"),
        ("no-such", "\\u201c\\xe9\\u201d \\u6e2f"),
    ],
)
def test_what_a_stream_cannot_hold_is_spelt_out(encoding: str, text: str) -> None:
    assert encodable("“é” 港", encoding) == text


def test_signs_fall_back_to_ascii_where_the_stream_cannot_hold_them() -> None:
    assert [marks_for(encoding) for encoding in ("utf-8", "latin-1", "ascii", "no-such")] == [UNICODE, *[ASCII] * 3]


def test_every_support_has_a_sign_of_its_own() -> None:
    assert [len(set(marks.support.values())) for marks in (UNICODE, ASCII)] == [5, 5]
