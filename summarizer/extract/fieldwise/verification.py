"""Check an answer against the sentences it was read from: it must stand there, fit the kind, and say something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from summarizer.domain.blocks import AnswerKind
from summarizer.extract.reading.article import Line
from summarizer.extract.reading.gazetteer import is_known_place
from summarizer.extract.reading.lexicon import HONORIFIC, MONTHS, PRONOUNS, WEEKDAYS
from summarizer.extract.reading.values import DURATION, minutes_in, normal, number_in, stands_in

if TYPE_CHECKING:
    from spacy.tokens import Span

__all__ = ["holds", "snap", "standing_in"]

_LABELS: dict[AnswerKind, frozenset[str]] = {
    "person": frozenset({"PERSON", "NORP", "ORG", "GPE"}),
    "organization": frozenset({"ORG", "GPE", "NORP", "PERSON", "FAC", "PRODUCT"}),
    "place": frozenset({"GPE", "LOC", "FAC", "ORG"}),
    "date": frozenset({"DATE", "TIME"}),
}
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
    if kind == "any" or all(line.doc is None for line in lines):
        return True
    if kind == "place" and is_known_place(answer):
        return True
    named = any(_overlap(answer, span) for span in _spans(lines) if span.label_ in _LABELS[kind])
    # people are also told by what they are: 'two gunmen', 'a night guard'
    return named or (kind in {"person", "organization"} and not number_only(answer)) or kind == "date"


def number_only(answer: str) -> bool:
    """Return whether an answer is a bare number."""
    return re.fullmatch(r"[\d.,]+", answer.strip()) is not None


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
