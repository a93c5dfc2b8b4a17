"""Find who is said to say something in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.extract.reading.lexicon import BODY, HUMAN, METONYMS, OFFICE, PRONOUNS, SAYING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from summarizer.extract.reading.article import Line
    from summarizer.extract.reading.names import NameIndex

__all__ = ["quoted_in", "saying_verbs", "source_named", "speaker_in", "subject_of", "subject_words"]

_LONGEST = 8


def saying_verbs(doc: Doc, quoted: list[tuple[int, int]] | None = None) -> list[Token]:
    """Return the verbs of saying with a subject of their own, outside the quoted stretches, in order."""
    inside = quoted or []
    return [
        token
        for token in doc
        if token.pos_ == "VERB"
        and token.lemma_.lower() in SAYING
        and subject_of(token) is not None
        and not any(start <= token.idx < end for start, end in inside)
    ]


def quoted_in(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a straightened sentence that stand in quotation marks, also in one left open."""
    marks = [place for place, character in enumerate(text) if character == '"']
    return [(start, end) for start, end in zip(marks[::2], [*marks[1::2], len(text)], strict=False)]


def subject_of(verb: Token) -> Token | None:
    """Return a verb's own subject, or the one it shares with the verb it is coordinated with."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            return child
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return subject_of(verb.head)
    return None


def subject_words(line: Line, subject: Token, index: NameIndex) -> str | None:
    """Return who a subject is: a person's fullest name, else its phrase as written; None for pronouns and long ones."""
    if subject.lower_ in PRONOUNS:
        return None
    for span in subject.doc.ents:
        if span.start <= subject.i < span.end and span.label_ == "PERSON":
            return index.full_name(line.slice(span.start_char, span.end_char)) or line.slice(
                span.start_char, span.end_char
            )
    beside = [span for span in subject.doc.ents if span.label_ == "PERSON" and span.root.dep_ == "appos"]
    for span in beside:
        if span.root.head == subject:
            name = line.slice(span.start_char, span.end_char)
            return index.full_name(name) or name
    start, end = _phrase(subject)
    words = line.slice(start, end)
    named = index.full_name(words)
    if named is not None:
        return named
    if not _can_speak(subject, words):
        return None
    words = words.removeprefix("the ").removeprefix("The ") if subject.pos_ == "PROPN" else words
    return words if 0 < len(words.split()) <= _LONGEST and not words[0].isdigit() else None


def _can_speak(subject: Token, words: str) -> bool:
    """Return whether a phrase names people or a body: 'the ministry' can say something, 'the statement' can't."""
    if (
        subject.ent_type_ in {"PERSON", "ORG", "GPE"}
        or subject.tag_ == "NNPS"
        or words.casefold().removeprefix("the ") in METONYMS
    ):
        return True
    return any(cue.search(subject.text) for cue in (OFFICE, HUMAN, BODY))


def _phrase(subject: Token) -> tuple[int, int]:
    """Return a subject's phrase with 'of …', without relative clauses and appositions."""
    doc, last = subject.doc, subject
    for child in subject.rights:
        if (child.dep_ == "prep" and child.lower_ in {"of", "for", "in", "at", "from"}) or (
            child.dep_ in {"cc", "conj"} and child.right_edge.i - subject.i <= 5
        ):
            last = child.right_edge
        elif child.dep_ != "case":
            break
    return doc[subject.left_edge.i].idx, last.idx + len(last)


def speaker_in(line: Line, doc: Doc, index: NameIndex) -> str | None:
    """Return whom a sentence gives as its source: the subject of its verb of saying, or 'according to …'."""
    source = source_named(line, doc)
    if source is not None:
        return index.full_name(source) or source
    for verb in saying_verbs(doc, quoted_in(doc.text)):
        subject = subject_of(verb)
        who = subject_words(line, subject, index) if subject is not None else None
        if (
            who is not None and any(child.dep_ in {"ccomp", "parataxis", "dobj"} for child in verb.children)
        ) or verb.dep_ in {"parataxis", "ROOT"}:
            return who
    return None


def source_named(line: Line, doc: Doc) -> str | None:
    """Return what follows 'according to', or None."""
    for token in doc[:-2]:
        if token.lower_ == "according" and token.nbor(1).lower_ == "to":
            head = next(
                (t for t in doc[token.i + 2 :] if t.pos_ in {"NOUN", "PROPN", "PRON"} and t.dep_ == "pobj"), None
            )
            if head is None or head.lower_ in PRONOUNS:
                return None
            start, end = _phrase(head)
            words = line.slice(start, end)
            return words if len(words.split()) <= _LONGEST else None
    return None
