"""Read off a sentence's grammar when something happened and how long it took, where the model abstained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from summarizer.domain.blocks import AnswerKind
from summarizer.extract.fieldwise.asking import Answer
from summarizer.extract.fieldwise.verification import holds
from summarizer.extract.reading.article import Line
from summarizer.extract.reading.clauses import clause_of, verb_above, when_in
from summarizer.extract.reading.retrieval import akin
from summarizer.extract.reading.speakers import subject_of
from summarizer.extract.reading.values import DURATION

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

__all__ = ["read_time"]

RULE_CONFIDENCE = 0.8
"""How often such an answer is right, on hand-made sentences: it counts as this sure."""

_MOST = 6


def read_time(question: str, lines: Sequence[Line], kind: AnswerKind, *, least: float) -> Answer | None:
    """Return the date or duration that hangs on a verb or its subject akin to the question; None for other kinds.

    Nothing is returned when ``least``, the confidence asked for, is above that of these rules.
    """
    if kind not in {"date", "duration"} or least > RULE_CONFIDENCE:
        return None
    for line in lines[:_MOST]:
        words = _date(question, line) if kind == "date" else _duration(question, line)
        if words is not None and holds(words, [line], kind, question):
            return Answer(words, (line.id,), RULE_CONFIDENCE)
    return None


def _date(question: str, line: Line) -> str | None:
    for verb in line.doc if line.doc is not None else ():
        if verb.pos_ == "VERB" and verb.tag_ in {"VBD", "VBN"} and akin(question, _event(verb)):
            words = when_in(clause_of(line, verb, subject_of(verb)))
            if words is not None:
                return words
    return None


def _duration(question: str, line: Line) -> str | None:
    for span in line.doc.ents if line.doc is not None else ():
        if span.label_ in {"TIME", "DATE"} and DURATION.search(span.text) and _lasts(span):
            verb = verb_above(span.root)
            if akin(question, _event(verb)):
                return line.slice(span.start_char, span.end_char)
    return None


def _lasts(span: Span) -> bool:
    """Return whether a span says how long: 'for forty minutes', 'lasted an hour', 'lasting an hour'."""
    before = span.doc[span.start - 1] if span.start else None
    while (
        before is not None and before.lower_ in {"about", "around", "nearly", "almost", "some", "roughly"} and before.i
    ):
        before = before.nbor(-1)
    return before is not None and (before.lower_ == "for" or before.lemma_.lower() in {"last", "take", "run"})


def _event(verb: Token) -> str:
    """Return a verb with the nouns that say what it is about: its subject, its object, and 'by telephone'."""
    near = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass", "dobj"}]
    near += [obj for prep in verb.children if prep.dep_ == "prep" for obj in prep.children if obj.dep_ == "pobj"]
    return " ".join(token.text for token in (verb, *near) if token.ent_type_ not in {"DATE", "TIME"})
