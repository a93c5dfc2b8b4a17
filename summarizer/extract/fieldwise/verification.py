"""Check an answer against the sentences it was read from: it must stand there, fit the kind, and say something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from summarizer.domain.blocks import AnswerKind
from summarizer.extract.reading.article import Line
from summarizer.extract.reading.clauses import verb_above
from summarizer.extract.reading.gazetteer import is_known_place
from summarizer.extract.reading.lexicon import BODY, HONORIFIC, HUMAN, MONTHS, OFFICE, PRONOUNS, WEEKDAYS
from summarizer.extract.reading.retrieval import akin
from summarizer.extract.reading.values import DURATION, minutes_in, normal, number_in, stands_in

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["holds", "is_bound", "snap", "standing_in"]

_SEVERAL = 2
_NO_COUNT = frozenset({"DATE", "TIME", "ORDINAL"})
_CASUALTIES = "killed injured wounded missing arrested kidnapped"
_COMMON = re.compile(r"\b(?:people|persons|number|many|much)\b", re.IGNORECASE)
_OF_PEOPLE = re.compile(r"how many (?:people|persons|men|women|children|civilians|soldiers)\b", re.IGNORECASE)

_LABELS: dict[AnswerKind, frozenset[str]] = {
    "person": frozenset({"PERSON", "NORP", "ORG", "GPE"}),
    "organization": frozenset({"ORG", "GPE", "NORP", "PERSON", "FAC", "PRODUCT"}),
    "place": frozenset({"GPE", "LOC", "FAC", "ORG"}),
    "date": frozenset({"DATE", "TIME"}),
}
_TOLD: dict[AnswerKind, tuple[re.Pattern[str], ...]] = {
    "person": (HUMAN, OFFICE),
    "organization": (BODY, HUMAN),
}
_UNDONE = re.compile(
    r"\b(?:(?:did not|didn't|never) (?:take|took) place|called off|(?:was|were|been) (?:cancell?ed|postponed|scrapped)"
    r"|had been (?:expected|due|scheduled|planned|meant) to|(?:was|were) to (?:be |have )?(?!blame\b)[a-z]+)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"\b(?:will|next|planned|going to|due|expected|upcoming)\b", re.IGNORECASE)
_DATED = re.compile(
    rf"\b(?:\d{{1,4}}|{'|'.join(sorted(WEEKDAYS | MONTHS))}|today|yesterday|tomorrow|week|weekend|month|year)\b"
)
_NOTHING = frozenset({"", "not stated", "none", "n/a", "unknown", "yes", "no"})


def standing_in(answer: str, lines: Sequence[Line]) -> list[Line]:
    """Return the sentences in which an answer stands word for word; never a sentence in which it doesn't."""
    return [line for line in lines if stands_in(answer, line.text)]


def holds(answer: str, lines: Sequence[Line], kind: AnswerKind, question: str) -> bool:
    """Return whether an answer counts: it stands in a sentence, fits the kind, and isn't the question's words."""
    words = normal(answer)
    if words in _NOTHING or words in PRONOUNS or not standing_in(answer, lines):
        return False
    if not _AHEAD.search(question) and all(_UNDONE.search(line.text) for line in standing_in(answer, lines)):
        return False  # what was only planned, or called off, is no answer to 'when did …?'
    if kind != "number" and f" {words} " in f" {normal(question)} ":
        return False
    return _is_of(kind, answer, lines)


def _is_of(kind: AnswerKind, answer: str, lines: Sequence[Line]) -> bool:
    if kind == "number":
        return number_in(answer) is not None
    if kind == "duration":
        return DURATION.search(answer) is not None and minutes_in(answer) is not None
    if kind == "date" and _DATED.search(answer.casefold()) is None:
        return False
    if kind == "any" or all(line.doc is None for line in lines) or (kind == "place" and is_known_place(answer)):
        return True
    named = any(_overlap(answer, span) for span in _spans(lines) if span.label_ in _LABELS[kind])
    if named or kind == "date":
        return True
    # people and bodies are also told by what they are: 'two gunmen', 'the ministry'
    told = _TOLD.get(kind, ())
    plain = all(line.text.islower() for line in lines)  # without capitals no name is found
    return any(cue.search(answer) for cue in told) or (bool(told) and plain and not number_only(answer))


def number_only(answer: str) -> bool:
    """Return whether an answer is a bare number."""
    return re.fullmatch(r"[\d.,]+", answer.strip()) is not None


def is_bound(answer: str, lines: Sequence[Line], question: str) -> bool:
    """Return whether the words that govern a number are akin to the question: '17' of '3 died and 17 were hurt'.

    Only asked where a small model takes one number for another: of casualties, and where a sentence holds several.
    A count of people must count people.
    """
    casualties = akin(question, _CASUALTIES)
    for line in lines:
        start = line.text.casefold().find(answer.casefold())
        if line.doc is None or start < 0:
            return True
        numbers = [token for token in line.doc if token.like_num and token.ent_type_ not in _NO_COUNT]
        inside = [token for token in numbers if start <= token.idx < start + len(answer)]
        # money is no rival of a count
        numbers = [token for token in numbers if inside and token.ent_type_ == inside[0].ent_type_]
        if not inside or (_OF_PEOPLE.match(question) and _counts_things(inside[0])):
            return not inside
        if (len(numbers) < _SEVERAL and not casualties) or akin(_COMMON.sub("", question), _governing(inside[0])):
            return True
    return False


def _counts_things(number: Token) -> bool:
    noun = number.head
    return noun.pos_ == "NOUN" and number.dep_ == "nummod" and not (HUMAN.search(noun.text) or OFFICE.search(noun.text))


def _governing(number: Token) -> str:
    """Return the noun a number counts and the verb of its clause, each with the words that hang directly on it."""
    noun = number.head if number.head.pos_ in {"NOUN", "PROPN"} else number
    verb = verb_above(number)
    near = [noun, verb, *noun.children, *(child for child in verb.children if child.dep_ not in {"conj", "advcl"})]
    return " ".join(token.text for token in near)


def snap(answer: str, lines: Sequence[Line], kind: AnswerKind) -> str:
    """Return the answer grown to the whole name it is part of, where it was cut off; as written in the article."""
    if kind in {"person", "organization", "place", "any"}:
        for line in lines:
            for span in line.doc.ents if line.doc is not None else ():
                name = line.slice(span.start_char, span.end_char)
                if span.label_ in {"PERSON", "ORG", "GPE", "LOC", "FAC"} and normal(name).startswith(
                    f"{normal(answer)} "
                ):
                    return re.sub(r"(?:['’´]s|['’´])$", "", name)
    written = _as_written(answer, lines)
    return HONORIFIC.sub("", written) if kind == "person" else written


def _as_written(answer: str, lines: Sequence[Line]) -> str:
    pattern = re.compile(r"\W+".join(re.escape(word) for word in re.findall(r"\w+", answer)) or r"\Z", re.IGNORECASE)
    for line in lines:
        match = pattern.search(line.text)
        if match:
            return " ".join(match.group().split())
    return answer


def _spans(lines: Sequence[Line]) -> list[Span]:
    return [span for line in lines if line.doc is not None for span in line.doc.ents]


def _overlap(answer: str, span: Span) -> bool:
    first, second = normal(answer), normal(span.text)
    return first in second or second in first
