"""Reword a question the way questions made from a schema's descriptions are worded."""

from __future__ import annotations

import random
import re

__all__ = ["declared", "needed_entities", "reworded"]

_WORDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"who (?!is\b|was\b|are\b|were\b|do\b|does\b|did\b|else\b)(\w+ .+)",
        (
            r"Who is the person or side that \1?",
            r"What is the name of the person who \1?",
            r"Which person or group \1?",
        ),
    ),
    (r"who (?:was|were) (\w+ed\b.*)", (r"Which people were \1?", r"Who is the person who was \1?")),
    (r"how many (\w+) (were|was|are|is|did|have|had) (.+)", (r"What is the number of \1 that \2 \3?",)),
    (r"what (?:is|was) the name of (.+)", (r"What is \1 called?", r"Which name does \1 have?")),
    (r"when (was|were|is|are|will|did|does) (.+)", (r"On what date \1 \2?", r"On which day or date \1 \2?")),
    (r"in (?:what|which) year (.+)", (r"When \1?",)),
    (r"what year (.+)", (r"In what year \1?", r"When \1?")),
    (r"where (was|were|is|are|will|did|does) (.+)", (r"In which place \1 \2?", r"In what city or country \1 \2?")),
    (r"how long (.+)", (r"For how long \1?", r"What is the length of time: how long \1?")),
    (r"why (.+)", (r"For what reason \1?",)),
    (r"what (?:kind|type|sort) of (\w+) (.+)", (r"Which kind of \1 \2?",)),
)

_NO_VERB = r"(?!(?:is|are|was|has|does|else)\b|happen)"
_NO_HELPER = r"(?!(?:is|are|was|were|do|does|did|ha[sd]|have|will|can|would|something)\b)"
_WHOLE = "".join(f"(?<! {word})" for word in ("to", "for", "in", "of", "by", "with"))
_SUBJECT_QUESTION = re.compile(
    rf"(?:who|what) ({_NO_VERB}\w+(?:ed|s) {_NO_HELPER}[^?]+{_WHOLE}|(?:was|were) \w+ed [^?]+{_WHOLE})\?",
    re.IGNORECASE,
)

_NEEDED: tuple[tuple[str, frozenset[str]], ...] = (
    (r"how (?:many|much)\b", frozenset({"CARDINAL", "QUANTITY", "MONEY", "PERCENT"})),
    (r"when\b|how long\b|.{0,20} (?:year|day|date)\b", frozenset({"DATE", "TIME"})),
    (r"where\b", frozenset({"GPE", "LOC", "FAC"})),
    (r"who\b", frozenset({"PERSON", "ORG", "NORP"})),
)


def reworded(question: str, chance: random.Random) -> str:
    """Return the question in other words where a rule knows some, else as it is."""
    words = question.rstrip("?").strip()
    for pattern, wordings in _WORDINGS:
        match = re.fullmatch(pattern, words, re.IGNORECASE)
        if match:
            return match.expand(chance.choice(wordings))
    return question


def declared(question: str, answer: str) -> str | None:
    """Return what a question about its subject says with the answer in it: 'Who fled?', 'Roe' → 'Roe fled'."""
    match = _SUBJECT_QUESTION.fullmatch(question.strip())
    return f"{answer} {match.group(1).strip()}" if match else None


def needed_entities(question: str) -> frozenset[str]:
    """Return the labels of named entities one of which an answer would be; empty where the question doesn't tell."""
    return next((labels for opening, labels in _NEEDED if re.match(opening, question, re.IGNORECASE)), frozenset())
