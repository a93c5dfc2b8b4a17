"""Token F1 and chrF are the published formulas, and no likely pair of texts is passed over."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.scoring.comparators.folding import bag, content, folded, words_of
from summarizer.scoring.comparators.texts import chrf, compare_texts, likely_pairs, token_f1
from summarizer.scoring.comparators.wording import read_text

WORDS = st.sampled_from(
    [
        "the",
        "mayor",
        "mayors",
        "opened",
        "open",
        "a",
        "bridge",
        "bridges",
        "not",
        "fell",
        "rose",
        "12",
        "twelve",
        "storm",
        "in",
        "of",
    ]
)
SENTENCES = st.lists(WORDS, max_size=9).map(" ".join)
LETTERS = st.text(alphabet="abc ", max_size=14)


def shared(one: list[str], other: list[str]) -> int:
    return sum((Counter(one) & Counter(other)).values())


def plain_chrf(one: str, other: str) -> float:
    """ChrF straight from the paper."""
    precisions, recalls = [], []
    for n in range(1, 7):
        ours = [one[i : i + n] for i in range(len(one) - n + 1)]
        theirs = [other[i : i + n] for i in range(len(other) - n + 1)]
        if ours and theirs:
            recalls.append(shared(ours, theirs) / len(ours))
            precisions.append(shared(ours, theirs) / len(theirs))
    if not precisions:
        return 0.0
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@given(one=st.one_of(SENTENCES, LETTERS), other=st.one_of(SENTENCES, LETTERS))
def test_chrf_is_that_of_the_paper(one, other):
    ours, theirs = read_text(one), read_text(other)
    assert chrf(ours, theirs) == pytest.approx(plain_chrf(ours.letters, theirs.letters), abs=1e-12)


@given(one=st.one_of(SENTENCES, LETTERS), other=st.one_of(SENTENCES, LETTERS), least=st.floats(0, 1))
def test_chrf_stops_early_only_where_it_can_t_reach_what_is_asked_for(one, other, least):
    ours, theirs = read_text(one), read_text(other)
    whole, asked = chrf(ours, theirs), chrf(ours, theirs, least=least)
    assert asked == whole or (asked == 0.0 and whole < least)


@given(one=SENTENCES, other=SENTENCES)
def test_token_f1_counts_repeated_words_as_often_as_both_have_them(one, other):
    ours, theirs = list(read_text(one).words), list(read_text(other).words)
    total = len(ours) + len(theirs)
    assert token_f1(read_text(one), read_text(other)) == pytest.approx(
        2 * shared(ours, theirs) / total if total else 1.0
    )


@given(gold=st.lists(SENTENCES, max_size=6), predicted=st.lists(SENTENCES, max_size=6))
def test_a_pair_that_isn_t_likely_has_a_similarity_of_0(gold, predicted):
    ours, theirs = [read_text(one) for one in gold], [read_text(one) for one in predicted]
    likely = list(likely_pairs(ours, theirs))
    assert len(likely) == len(set(likely))
    for i, one in enumerate(ours):
        for j, other in enumerate(theirs):
            if (i, j) not in likely:
                assert compare_texts(one, other).value == 0.0


def test_a_bag_tells_the_second_of_two_equal_parts_from_the_first():
    assert bag(["a", "b", "a", "a"]) == {"a", "b", "a\0" + "1", "a\0" + "2"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S.’s “big” Bang, 1,200.5 km²!", ("the", "us", "big", "bang", "1,200.5", "km²")),
        ("Łódź Straße Ærø naïve", ("lodz", "strasse", "aero", "naive")),
        ("4th 21st 12kg covid19 don't mayor's", ("4th", "21st", "12", "kg", "covid19", "don't", "mayor")),
        ("", ()),
    ],
    ids=["points", "letters", "figures", "nothing"],
)
def test_words_are_folded_and_cut(text, words):
    assert words_of(text) == words


def test_ascii_text_is_cut_as_any_other_is():
    text = "It`s 3.5 o'clock, x2 _a_ 7th"
    assert words_of(text) == tuple(words_of(text + " é")[:-1])
    assert folded("A`b") == "a'b"


def test_articles_are_left_out_unless_nothing_else_is_there():
    assert (content("The end of an era"), content("The A")) == (("end", "of", "era"), ("the", "a"))
