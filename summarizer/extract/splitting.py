"""Cut an article that is longer than a model's context into parts, between sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from summarizer.domain.document import Sentence
from summarizer.errors import ArticleTooLongError

__all__ = ["halve", "split"]

_HEAD_ROLES = frozenset({"headline", "byline", "dateline"})
_LARGEST_HEAD = 0.25
"""Share of a part that repeated lines may take; beyond that the article itself would have no room."""


def split(
    sentences: Sequence[Sentence], *, room: int, cost: Callable[[Sentence], int]
) -> tuple[tuple[Sentence, ...], ...]:
    """Return the sentences in as few parts as going forward allows, each of at most ``room`` by ``cost``.

    Parts end at paragraph borders; only a paragraph longer than a part is cut inside. Headline, byline and dateline
    are repeated in every part, so that each can be understood and its dates anchored; every other sentence is in
    exactly one part. Sentences keep their own numbers and their order.

    Raises:
        ArticleTooLongError: a sentence alone is longer than a part may be; the message gives both figures.
    """
    if sum(map(cost, sentences)) <= room:
        return (tuple(sentences),)
    head = _head(sentences)
    if sum(map(cost, head)) > room * _LARGEST_HEAD:
        head = ()
    repeated = {sentence.id for sentence in head}
    rest = [sentence for sentence in sentences if sentence.id not in repeated]
    parts = _pack(rest, room=room - sum(map(cost, head)), cost=cost)
    return tuple(tuple(sorted((*head, *part), key=lambda sentence: sentence.id)) for part in parts)


def halve(sentences: Sequence[Sentence], *, cost: Callable[[Sentence], int]) -> tuple[tuple[Sentence, ...], ...]:
    """Return the sentences in two or three parts as ``split`` makes them, in one when they can't be divided."""
    costs = [cost(sentence) for sentence in sentences]
    smallest = max(costs, default=0) + sum(map(cost, _head(sentences)))
    return split(sentences, room=max(sum(costs) * 2 // 3, smallest), cost=cost)


def _head(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    return tuple(sentence for sentence in sentences if sentence.role in _HEAD_ROLES)


def _pack(
    sentences: Sequence[Sentence], *, room: int, cost: Callable[[Sentence], int]
) -> Iterator[tuple[Sentence, ...]]:
    part: list[Sentence] = []
    used = 0
    for piece in _pieces(sentences, room=room, cost=cost):
        length = sum(map(cost, piece))
        if part and used + length > room:
            yield tuple(part)
            part, used = [], 0
        part += piece
        used += length
    if part:
        yield tuple(part)


def _pieces(
    sentences: Sequence[Sentence], *, room: int, cost: Callable[[Sentence], int]
) -> Iterator[tuple[Sentence, ...]]:
    """Yield whole paragraphs, and the single sentences of one that is longer than a part."""
    for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        paragraph = tuple(group)
        if sum(map(cost, paragraph)) <= room:
            yield paragraph
            continue
        for sentence in paragraph:
            if cost(sentence) > room:
                raise ArticleTooLongError(
                    f"sentence {sentence.id} takes up to {cost(sentence)} tokens and a part has room for "
                    f"{room}; use a model with a larger context, or shorten that sentence"
                )
            yield (sentence,)
