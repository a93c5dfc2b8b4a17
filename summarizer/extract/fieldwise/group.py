"""Put the questions of one object together, in the order in which the model reads the least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.domain.blocks import AnswerKind
from summarizer.extract.fieldwise.asking import Answer, Asker
from summarizer.extract.fieldwise.passages import Passage, Passages
from summarizer.extract.fieldwise.rules import read_time

__all__ = ["Asked", "answer_group"]

_MOST_PASSAGES = 2
_MOST_LIST_PASSAGES = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the field it is for, what sort of answer counts, and whether every answer is wanted.

    ``topic`` holds further words that the passages must be about: the name of the object the field belongs to.
    """

    field: str
    question: str
    kind: AnswerKind
    several: bool = False
    topic: str = ""


async def answer_group(asked: Sequence[Asked], passages: Passages, asker: Asker) -> dict[str, list[Answer]]:
    """Return the verified answers by field, none where nothing is stated.

    Questions are asked passage by passage, one for a single answer of its likeliest passage alone: reading another one
    doubles what the model reads and seldom finds more. Times are looked for by grammar in the next one, too.
    """
    ways = {each.field: _passages(each, passages) for each in asked}
    due = [
        (passages.place(passage), each, passage)
        for each in asked
        for passage in (ways[each.field] if each.several else ways[each.field][:1])
    ]
    found: dict[str, list[Answer]] = {each.field: [] for each in asked}
    for _, each, passage in sorted(due, key=lambda entry: entry[0]):
        found[each.field] += await _put(each, passage, asker)
    for each in asked:
        if not found[each.field] and not each.several:
            lines = [line for passage in ways[each.field] for line in passage]
            read = read_time(each.question, lines, each.kind, least=asker.least)
            found[each.field] = [read] if read is not None else []
    return {field: _distinct(answers) for field, answers in found.items()}


def _passages(each: Asked, passages: Passages) -> list[Passage]:
    most = _MOST_LIST_PASSAGES if each.several else _MOST_PASSAGES
    ways = passages.likely(f"{each.question} {each.topic}", each.kind, most)
    if not each.topic:
        return ways
    about = passages.likely(each.topic, "any", len(passages.all))
    return [passage for passage in ways if passage in about]


async def _put(each: Asked, passage: Passage, asker: Asker) -> list[Answer]:
    if each.several:
        return await asker.ask_all(each.question, passage, each.kind)
    answer = await asker.ask(each.question, passage, each.kind)
    return [answer] if answer is not None else []


def _distinct(answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers of which none is part of another that came before it."""
    kept: dict[str, Answer] = {}
    for answer in answers:
        folded = answer.text.casefold()
        if not any(folded in known or known in folded for known in kept):
            kept[folded] = answer
    return list(kept.values())
