"""An article too long for a part is cut between sentences, and nothing gets lost or doubled but the head."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.domain.document import Sentence, SentenceRole
from summarizer.errors import ArticleTooLongError
from summarizer.extract.splitting import halve, split


def article(*paragraphs: str) -> tuple[Sentence, ...]:
    """Make sentences from marks: one letter a sentence, H headline, D dateline, S subheading, else body."""
    roles: dict[str, SentenceRole] = {"H": "headline", "D": "dateline", "S": "subheading", "B": "byline"}
    sentences: list[Sentence] = []
    for paragraph, marks in enumerate(paragraphs, 1):
        for mark in marks:
            number = len(sentences) + 1
            role = roles.get(mark, "body")
            sentences.append(Sentence(id=number, start=number, end=number + 1, paragraph=paragraph, role=role))
    return tuple(sentences)


def numbers(parts: tuple[tuple[Sentence, ...], ...]) -> list[list[int]]:
    return [[sentence.id for sentence in part] for part in parts]


def one(_: Sentence) -> int:
    return 1


@pytest.mark.parametrize(
    ("paragraphs", "room", "expected"),
    [
        pytest.param(["aa", "bb"], 4, [[1, 2, 3, 4]], id="what fits stays whole"),
        pytest.param(["aa", "bb", "cc"], 4, [[1, 2, 3, 4], [5, 6]], id="parts end between paragraphs"),
        pytest.param(["a", "bbbbb", "c"], 3, [[1, 2, 3], [4, 5, 6], [7]], id="a long paragraph is cut inside"),
        pytest.param(["H", "aaa", "bbb"], 4, [[1, 2, 3, 4], [1, 5, 6, 7]], id="the headline is repeated"),
        pytest.param(
            ["H", "D", "aaaaaa", "S", "bbbbb"],
            8,
            [[1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 9, 10, 11, 12, 13, 14]],
            id="headline and dateline are repeated, subheadings are not",
        ),
        pytest.param(
            ["HHH", "aaa", "bbb"], 4, [[1, 2, 3], [4, 5, 6], [7, 8, 9]], id="a head too large is not repeated"
        ),
        pytest.param([], 4, [[]], id="nothing is one empty part"),
    ],
)
def test_articles_split_at_paragraph_borders(paragraphs: list[str], room: int, expected: list[list[int]]) -> None:
    assert numbers(split(article(*paragraphs), room=room, cost=one)) == expected


@given(
    paragraphs=st.lists(st.text(alphabet="HDSab", min_size=1, max_size=6), max_size=12),
    costs=st.lists(st.integers(1, 9), min_size=80, max_size=80),
    room=st.integers(9, 60),
)
def test_every_sentence_is_sent_once_in_order_and_parts_fit(paragraphs: list[str], costs: list[int], room: int) -> None:
    sentences = article(*paragraphs)

    def cost(sentence: Sentence) -> int:
        return costs[sentence.id]

    try:
        parts = split(sentences, room=room, cost=cost)
    except ArticleTooLongError:
        head = sum(cost(sentence) for sentence in sentences if sentence.role in {"headline", "dateline"})
        assert max(map(cost, sentences)) > room - head
        return
    for part in parts:
        assert sum(map(cost, part)) <= room
        assert [sentence.id for sentence in part] == sorted({sentence.id for sentence in part})
    body = [sentence.id for part in parts for sentence in part if sentence.role in {"body", "subheading"}]
    assert body == [sentence.id for sentence in sentences if sentence.role in {"body", "subheading"}]
    assert {sentence.id for part in parts for sentence in part} == {sentence.id for sentence in sentences}


def test_a_sentence_longer_than_a_part_is_refused_with_both_figures() -> None:
    with pytest.raises(ArticleTooLongError) as caught:
        split(article("a", "b"), room=10, cost=lambda sentence: 12 if sentence.id == 2 else 1)
    assert str(caught.value) == (
        "sentence 2 takes up to 12 tokens and a part has room for 10; use a model with a larger context, or shorten "
        "that sentence"
    )


@given(st.lists(st.text(alphabet="HDab", min_size=1, max_size=4), min_size=1, max_size=8), st.data())
def test_halving_always_makes_smaller_parts_or_says_that_it_cannot(paragraphs: list[str], data: st.DataObject) -> None:
    sentences = article(*paragraphs)
    costs = data.draw(st.lists(st.integers(1, 9), min_size=len(sentences), max_size=len(sentences)))
    parts = halve(sentences, cost=lambda sentence: costs[sentence.id - 1])
    assert {sentence.id for part in parts for sentence in part} == {sentence.id for sentence in sentences}
    assert len(parts) == 1 or all(len(part) < len(sentences) for part in parts)


def test_a_single_sentence_cannot_be_halved() -> None:
    sentences = article("a")
    assert halve(sentences, cost=one) == (sentences,)
