"""Find who took part in the call or meeting that an article is chiefly about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from summarizer.extract.reading.article import Article, Line
from summarizer.extract.reading.clauses import verb_above
from summarizer.extract.reading.item import Item
from summarizer.extract.reading.names import NameIndex
from summarizer.extract.reading.speakers import subject_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["met_in", "participants"]

_NOUNS = {
    "call": frozenset({"call", "conversation", "phone", "talk"}),
    "meeting": frozenset({"meeting", "summit", "talk", "discussion", "negotiation", "conversation", "call", "session"}),
}
_VERBS = {
    "call": frozenset({"speak", "talk", "call", "phone", "telephone", "ring", "converse"}),
    "meet": frozenset({"speak", "talk", "meet", "negotiate", "call", "phone", "confer", "host", "receive"}),
}
_UNREAL = frozenset({"would", "could", "might", "may", "should", "will", "shall", "'ll", "can", "must"})
_PLANNING = frozenset({"plan", "expect", "schedule", "hope", "want", "intend", "propose", "suggest", "offer", "seek"})
_UNDONE = frozenset({"cancel", "postpone", "scrap", "refuse", "reject", "deny", "delay", "imagine", "decline"})
_JOINED = frozenset({"conj", "appos", "compound", "nmod", "flat", "poss"})
_TWO = 2
_LEAD = 4


def participants(article: Article, index: NameIndex, family: str) -> list[Item]:
    """Return the people who took part in the encounter named most often, by their fullest names; none below two.

    ``family`` is ``call``, or anything else for meetings and talks of every sort. What is only planned, imagined or
    called off has no participants.
    """
    if _called_off(article, family):
        return []
    seen: Counter[frozenset[str]] = Counter()
    first: dict[frozenset[str], tuple[int, tuple[str, ...]]] = {}
    for line, doc in article.parsed:
        for names in _encounters(line, doc, index, family):
            key = frozenset(names)
            if len(key) >= _TWO:
                seen[key] += 1
                first.setdefault(key, (line.id, names))
    if not seen:
        return []
    chief = max(seen, key=lambda key: (seen[key], -len(key), -first[key][0]))
    number, names = first[chief]
    return [Item("participant", name, (number,), {"name": name, "who": name}) for name in dict.fromkeys(names)]


def _encounters(line: Line, doc: Doc, index: NameIndex, family: str) -> Iterator[tuple[str, ...]]:
    nouns, verbs = _words(family)
    for token in doc:
        lemma = token.lemma_.lower()
        if token.pos_ == "VERB" and lemma in verbs and _real(token):
            yield _parties_of(line, token, index)
        elif token.pos_ in {"NOUN", "PROPN"} and lemma in nouns and _real(verb_above(token)):
            yield _parties_to(line, token, index)


def met_in(line: Line, doc: Doc, index: NameIndex, *, start: int, end: int) -> tuple[str, ...]:
    """Return who takes part in the calls and meetings that characters ``start`` to ``end`` name, planned ones too."""
    nouns, verbs = _words("")
    found: list[str] = []
    for token in doc:
        if start <= token.idx < end:
            lemma = token.lemma_.lower()
            if token.pos_ == "VERB" and lemma in verbs:
                found += _parties_of(line, token, index)
            elif token.pos_ in {"NOUN", "PROPN"} and lemma in nouns:
                found += _parties_to(line, token, index)
    return tuple(dict.fromkeys(found))


def _parties_of(line: Line, verb: Token, index: NameIndex) -> tuple[str, ...]:
    subject = subject_of(verb)
    found = [*_people(line, subject, index)] if subject is not None else []
    for child in verb.children:
        if child.dep_ == "dobj" and verb.lemma_.lower() not in {"speak", "talk"}:
            found += _people(line, child, index)
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"with", "to", "by"}:
            found += [name for obj in child.children if obj.dep_ == "pobj" for name in _people(line, obj, index)]
    return tuple(dict.fromkeys(found))


def _parties_to(line: Line, noun: Token, index: NameIndex) -> tuple[str, ...]:
    """Return the people of 'a call with …', 'talks between … and …', "Roe's call with …", with whoever held it."""
    found: list[str] = []
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    pairs = [
        (prep.lower_, obj)
        for prep in noun.children
        if prep.dep_ == "prep"
        for obj in prep.children
        if obj.dep_ == "pobj"
    ]
    # 'hailed a call with …', also where the parser hangs 'with …' on the verb
    verb = verb_above(noun)
    pairs += [
        (prep.lower_, obj)
        for prep in verb.children
        if prep.dep_ == "prep" and prep.lower_ in {"with", "between"} and prep.i > noun.i
        for obj in prep.children
        if obj.dep_ == "pobj"
    ]
    between = any(word == "between" for word, _ in pairs)
    if owner is not None and owner.ent_type_ == "PERSON":
        found += _people(line, owner, index)
    elif not between and verb.pos_ == "VERB":
        subject = subject_of(verb)
        found += _people(line, subject, index) if subject is not None else []
    for word, obj in pairs:
        if word in {"with", "between"}:
            found += _people(line, obj, index)
    return tuple(dict.fromkeys(found))


def _people(line: Line, root: Token, index: NameIndex) -> list[str]:
    """Return the people a phrase names: itself, or coordinated with it or beside it."""
    found = []
    for span in root.doc.ents:
        token = span.root
        while token != root and token.dep_ in _JOINED and token.head.i != token.i:
            token = token.head
        if token == root and not (span.root.dep_ == "poss" and span.root != root):
            name = index.full_name(line.slice(span.start_char, span.end_char))
            found += [name] if name is not None else []
    return found


def _real(verb: Token) -> bool:
    """Return whether what a verb tells of happened: not planned, wished for, denied or called off."""
    for token in (verb, *verb.ancestors):
        lemma = token.lemma_.lower()
        if token.pos_ not in {"VERB", "AUX"}:
            continue
        helpers = {child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass"}}
        negated = any(child.dep_ == "neg" for child in token.children)
        intended = "to" in helpers and token.dep_ in {"xcomp", "relcl", "acl", "advcl"}
        if (token == verb and (helpers & _UNREAL or intended)) or negated or lemma in _UNDONE:
            return False
        if token != verb and lemma in _PLANNING and verb.dep_ in {"xcomp", "ccomp"}:
            return False
    return True


def _called_off(article: Article, family: str) -> bool:
    """Return whether the opening of an article says that the encounter didn't take place."""
    nouns, _ = _words(family)
    opening = [line for line in article.lines if line.doc is not None][:_LEAD]
    for line in opening:
        for token in line.doc or ():
            if token.lemma_.lower() not in nouns or token.pos_ not in {"NOUN", "PROPN"}:
                continue
            verb = verb_above(token)
            negated = any(child.dep_ == "neg" for child in verb.children)
            off = verb.lemma_.lower() in _UNDONE or any(child.lower_ == "off" for child in verb.children)
            if (off and token.dep_ in {"dobj", "nsubjpass"}) or (negated and token.dep_ in {"nsubj", "nsubjpass"}):
                return True
    return False


def _words(family: str) -> tuple[frozenset[str], frozenset[str]]:
    return (_NOUNS["call"], _VERBS["call"]) if family == "call" else (_NOUNS["meeting"], _VERBS["meet"])
