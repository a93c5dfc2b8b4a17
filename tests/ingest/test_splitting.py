"""Sentences: what must hold for any text, and the cases the repairs are for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.ingest.normalising import normalise
from summarizer.ingest.splitting import REPAIR_VERSION, split, splitter_name

WORDS = 'Mr U.S a.m he said Kyiv 3.5 No 10 “We go” "It is" (see p 14) J … - • 1 e.g z B iPhone 总统 。 ؟ \u0301 🙂'
ARTICLE_LIKE = st.lists(
    st.sampled_from([*WORDS.split(), "x" * 60])
    | st.sampled_from([". ", ".", "? ", "! ", "... ", "\n", "\n\n", " ", ", ", '" ', "” "]),
    max_size=60,
).map("".join)


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end, _ in split(text, language)]


@given(st.text() | ARTICLE_LIKE, st.sampled_from(["en", "de", "fr", "zh", "ar", "xx", None]))
def test_spans_ascend_never_overlap_and_hold_every_character_that_is_no_space(raw: str, language: str | None) -> None:
    text = normalise(raw)
    found = split(text, language)
    covered = 0
    for start, end, _ in found:
        assert covered <= start < end
        assert text[covered:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        covered = end
    assert text[covered:].strip() == ""
    assert [paragraph for *_, paragraph in found] == sorted(paragraph for *_, paragraph in found)


@given(ARTICLE_LIKE)
def test_splitting_is_deterministic(raw: str) -> None:
    text = normalise(raw)
    assert split(text, "en") == split(text, "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Gen. Hale met J. K. Marlowe. He left.", ["Gen. Hale met J. K. Marlowe.", "He left."], id="initials"
        ),
        pytest.param(
            "It rose 3.5 percent. No. 10 shrugged.", ["It rose 3.5 percent.", "No. 10 shrugged."], id="decimal"
        ),
        pytest.param("At 5 p.m. Mayor Ellis spoke. He left.", ["At 5 p.m. Mayor Ellis spoke.", "He left."], id="time"),
        pytest.param("It ended.The next began.", ["It ended.", "The next began."], id="missing space"),
        pytest.param('He said "go."She went.', ['He said "go."', "She went."], id="missing space after a quotation"),
        pytest.param(
            'He fell."I saw it," she said.', ["He fell.", '"I saw it," she said.'], id="missing space before one"
        ),
        pytest.param("“We go. We win.” He left.", ["“We go.", "We win.”", "He left."], id="quotation"),
        pytest.param("“Is it over?” she asked. “Yes!”", ["“Is it over?” she asked.", "“Yes!”"], id="attribution"),
        pytest.param("He was with... Trump. Then …", ["He was with... Trump.", "Then …"], id="ellipsis"),
        pytest.param("1. Boil water. Wait.", ["1. Boil water.", "Wait."], id="list number"),
        pytest.param("Who knows? -", ["Who knows? -"], id="a mark alone joins its neighbour"),
        pytest.param(
            "He fell ill. Doctor Smith came.", ["He fell ill.", "Doctor Smith came."], id="ill is no state here"
        ),
        pytest.param(
            "date 2025-03-20 A war. It ended.", ["date 2025-03-20", "A war.", "It ended."], id="leading stamp"
        ),
        pytest.param(
            "Mail info@un.org or visit bbc.co.uk/news.Thanks",
            ["Mail info@un.org or visit bbc.co.uk/news.Thanks"],
            id="address",
        ),
    ],
)
def test_repairs(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_line_break_ends_a_sentence_and_a_paragraph() -> None:
    assert [(end, paragraph) for _, end, paragraph in split("A headline\nBody text here.\n\nMore.", "en")] == [
        (10, 1),
        (26, 2),
        (33, 3),
    ]


def test_the_name_of_the_splitter_carries_both_versions() -> None:
    library, repairs = splitter_name().split(" + ")
    assert library.startswith("sentencex 1.")
    assert repairs == f"repairs {REPAIR_VERSION}"
