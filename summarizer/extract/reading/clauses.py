"""Cut the clauses out of a parsed sentence, and read off each who acts, on whom, when and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.extract.reading.gazetteer import is_known_place
from summarizer.extract.reading.lexicon import BODY, CONFLICT_VERBS, HUMAN, MONTHS, OFFICE, PRONOUNS, WEAPONS, WEEKDAYS
from summarizer.extract.reading.names import PLACE_LABELS, clean_name

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from summarizer.extract.reading.article import Line
    from summarizer.extract.reading.names import NameIndex

__all__ = [
    "Clause",
    "affected_by",
    "agents_of",
    "clause_around",
    "clause_of",
    "means_of",
    "names_in",
    "place_in",
    "verb_above",
    "when_in",
]

_CLAUSAL = frozenset({"advcl", "relcl", "parataxis", "acl"})
_PLACE_PREPOSITIONS = frozenset(
    ["in", "at", "near", "on", "outside", "inside", "around", "across", "over", "off", "into", "through", "from"]
)
_ON = frozenset(["against", "on", "upon", "toward", "towards"])
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its verb, its subject, and the characters of the sentence that it covers."""

    line: Line
    verb: Token
    subject: Token | None
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return the clause as written."""
        return self.line.slice(self.start, self.end).strip(" ,;:–—-")


def verb_above(token: Token) -> Token:
    """Return the verb whose clause a token stands in."""
    while token.head.i != token.i and token.pos_ not in {"VERB", "AUX"}:
        token = token.head
    while token.dep_ in {"aux", "auxpass", "xcomp"} and token.head.i != token.i and token.head.pos_ in {"VERB", "AUX"}:
        token = token.head
    return token


def clause_of(line: Line, verb: Token, subject: Token | None) -> Clause:
    """Return a verb's clause from its subject on, without the clauses that hang on its end."""
    doc = verb.doc
    first = subject.left_edge.i if subject is not None and subject.i < verb.i else _first(verb)
    last = _last(verb)
    return Clause(line, verb, subject, doc[first].idx, doc[last].idx + len(doc[last]))


def _first(verb: Token) -> int:
    lefts = [child for child in verb.lefts if child.dep_ in {"aux", "auxpass", "neg"}]
    return min([verb.i, *(child.i for child in lefts)])


def _last(verb: Token) -> int:
    """Return where the clause ends: before a coordinated verb with its own subject, and before trailing clauses."""
    doc, end = verb.doc, verb.right_edge.i
    for child in verb.rights:
        own_subject = child.dep_ == "conj" and any(g.dep_ in {"nsubj", "nsubjpass"} for g in child.children)
        trailing = child.dep_ in {"advcl", "parataxis"} and child.left_edge.i > verb.i + 1
        if (
            own_subject or trailing or (child.dep_ == "ccomp" and child.left_edge.i < verb.i)
        ) and child.left_edge.i > verb.i:
            end = min(end, child.left_edge.i - 1)
    for token in doc[verb.i : end + 1]:
        cut = (
            token.lower_ == "according"
            or token.text in {";", "–", "—", "--"}
            or (token.text == "," and _trailing(token, verb, end))
        )
        if cut and token.i > verb.i + 2:
            end = token.i - 1
            break
    while end > verb.i and (
        (doc[end].is_punct and doc[end].text not in {'"', ")", "%"}) or doc[end].dep_ in {"cc", "mark"}
    ):
        end -= 1
    while end > verb.i + 1 and doc[end].dep_ != "prt" and doc[end].tag_ in {"IN", "DT", "WDT", "WP", "CC", "TO"}:
        end -= 1
    return end


def _trailing(comma: Token, verb: Token, end: int) -> bool:
    """Return whether what follows a comma is an afterthought: '…, which …', '…, killing …', '…, officials said'."""
    after = list(comma.doc[comma.i + 1 : end + 1])
    if not after:
        return True
    head = after[0]
    if head.lower_ in {
        "which",
        "who",
        "whose",
        "where",
        "when",
        "while",
        "although",
        "though",
        "but",
        "as",
        "after",
        "before",
        "with",
    }:
        return True
    return (
        any(token.dep_ in _CLAUSAL and token.head.i < comma.i and token.tag_ != "VBG" for token in after[:4])
        and verb.i < comma.i
    )


def clause_around(token: Token) -> tuple[int, int]:
    """Return the characters of the smallest clause around a token that keeps its verb's objects."""
    verb = verb_above(token)
    subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    first = min([_first(verb), *(subject.left_edge.i for subject in subjects), token.i])
    last = max(_last(verb), token.i)
    doc = token.doc
    return doc[first].idx, doc[last].idx + len(doc[last])


def names_in(clause: Clause, root: Token, index: NameIndex) -> tuple[str, ...]:
    """Return the names in a token's phrase, people by their fullest name; empty when it names nobody."""
    start, end = root.left_edge.idx, root.right_edge.idx + len(root.right_edge)
    found = []
    for span in root.doc.ents:
        if start <= span.start_char < end and span.label_ in _NAMED and _is_root(span, root) and _by_name(span):
            name = clean_name(clause.line.slice(span.start_char, span.end_char))
            found.append(index.full_name(name) or name)
    return tuple(dict.fromkeys(name for name in found if name))


def _is_root(span: Span, root: Token) -> bool:
    """Return whether a name is the phrase itself or coordinated with it, not a detail inside ('schools in Lima')."""
    head = span.root
    while head != root and head.dep_ in {"conj", "appos", "compound", "nmod"} and head.head.i != head.i:
        head = head.head
    return head == root


def _by_name(span: Span) -> bool:
    """Return whether the span itself is meant, not the thing it describes ('US officials')."""
    root = span.root
    if root.dep_ in {"poss", "compound", "amod", "nmod"} and root.head.ent_type_ != span.label_:
        return False
    relative = any(
        ancestor.dep_ in {"relcl", "acl", "advcl"} for ancestor in root.ancestors if ancestor.i > root.i - 30
    )
    return not (relative and root.dep_ in {"pobj", "dobj"})


def agents_of(clause: Clause, index: NameIndex) -> tuple[str, ...]:
    """Return who acts: the names in the subject, else its phrase, or the 'by …' of a passive."""
    passive = clause.subject is not None and clause.subject.dep_ == "nsubjpass"
    if passive or clause.subject is None:
        agent = next((child for child in clause.verb.children if child.dep_ == "agent"), None)
        objects = [child for child in agent.children if child.dep_ == "pobj"] if agent is not None else []
        return _who(clause, objects[0], index, things=False) if objects else ()
    return _who(clause, clause.subject, index, things=False)


def affected_by(clause: Clause, index: NameIndex) -> tuple[str, ...]:
    """Return whom or what it is done to: the object, the subject of a passive, and what it is done 'against'."""
    violent = clause.verb.lemma_.lower() in CONFLICT_VERBS
    targets = [child for child in clause.verb.children if child.dep_ in {"dobj", "dative"}]
    if clause.subject is not None and clause.subject.dep_ == "nsubjpass":
        targets = [clause.subject]
    for child in clause.verb.subtree:
        aimed = child.lower_ == "against" or child.head.lemma_.lower() in CONFLICT_VERBS
        if child.dep_ == "prep" and child.lower_ in _ON and aimed and child.head in {clause.verb, *targets}:
            targets.extend(g for g in child.children if g.dep_ == "pobj" and g.ent_type_ not in {"DATE", "TIME"})
    found: list[str] = []
    for target in (target for target in targets if target.lemma_ not in {"fire", "attack", "strike", "lead"}):
        found.extend(_who(clause, target, index, things=violent))
    return tuple(dict.fromkeys(found))


def _who(clause: Clause, root: Token, index: NameIndex, *, things: bool) -> tuple[str, ...]:
    named = index.full_name(root.text) if root.pos_ == "PROPN" else None
    beside = next((child for child in root.children if child.dep_ == "appos" and child.ent_type_ == "PERSON"), None)
    names = names_in(clause, root if beside is None else beside, index)
    if named is not None and not names:
        return (named,)
    if beside is not None and names:
        return names[:1]
    if names and (root.ent_type_ or root.pos_ == "PROPN"):
        return names
    if not things and not (HUMAN.search(root.text) or OFFICE.search(root.text) or BODY.search(root.text)):
        return names
    if root.lower_ in PRONOUNS or root.pos_ not in {"NOUN", "PROPN"}:
        return ()
    ends = (child.left_edge.i - 1 for child in root.rights if child.dep_ not in {"compound", "case", "poss", "nummod"})
    end = root.doc[max(next(ends, root.right_edge.i), root.i)]
    words = clause.line.slice(root.left_edge.idx, end.idx + len(end))
    words = re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE)
    return (words,) if 0 < len(words.split()) <= 6 else ()


def means_of(clause: Clause) -> tuple[str, ...]:
    """Return the weapons that a clause names, as written, each once."""
    chunks = [
        clause.line.slice(chunk.start_char, chunk.end_char)
        for chunk in clause.verb.doc.noun_chunks
        if clause.start <= chunk.start_char < clause.end and chunk.root.lemma_.lower() in WEAPONS
    ]
    return tuple(dict.fromkeys(re.sub(r"^(?:the|his|her|their|its)\s+", "", words) for words in chunks))


def when_in(clause: Clause) -> str | None:
    """Return the clause's date or time as written, with its preposition; dates beside it in the sentence count too."""
    spans = [span for span in clause.verb.doc.ents if span.label_ in {"DATE", "TIME"} and not _age(span)]
    inside = [span for span in spans if clause.start <= span.start_char < clause.end]
    near = [
        span for span in spans if clause.verb in {span.root, *span.root.ancestors} and span.root.head.i != span.root.i
    ]
    own = [span for span in inside or near if verb_above(span.root) == clause.verb] or inside
    if not own:
        own = [span for span in near if verb_above(span.root) == clause.verb]
    own = [span for span in own if not _stretch(span)]
    if not own:
        return None
    span = own[0]
    start = span.start_char
    before = span.doc[span.start - 1] if span.start else None
    owned = span.end < len(span.doc) and span.doc[span.end].lower_ in {"'s", "'"}
    if owned or span.text.endswith("'s"):
        return clause.line.slice(start, span.end_char).removesuffix("'s").removesuffix("’s")
    if before is not None and before.lower_ in {
        "on",
        "in",
        "at",
        "by",
        "since",
        "until",
        "during",
        "from",
        "late",
        "early",
    }:
        start = before.idx
    after = span.doc[span.end] if span.end < len(span.doc) else None
    end = after.idx + len(after) if after is not None and after.lower_ in _PART_OF_DAY else span.end_char
    return clause.line.slice(start, end)


_PART_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})


def _stretch(span: Span) -> bool:
    """Return whether a span says how long, not when ('an hour', '90 minutes', 'three-year-old')."""
    before = span.doc[span.start - 1].lower_ if span.start else ""
    lowered = span.text.casefold()
    counted = any(token.like_num for token in span) and before in {"for", "lasting", "lasted", "about"}
    lasting = counted or "old" in lowered or "-" in lowered
    return lasting or _DATED.search(lowered) is None


_DATED = re.compile(
    rf"\b(?:{'|'.join(sorted(WEEKDAYS))})s?\b|\b(?:yesterday|today|tomorrow|midday|the day)\b"
    r"|ago|last|next|this|earlier|later|before|after|morning|night|evening|noon|\d{4}|weekend|early|late"
    rf"|\b(?:{'|'.join(sorted(MONTHS))})\b|am\b|pm\b|:\d\d"
)


def _age(span: Span) -> bool:
    return re.fullmatch(r"\d{1,3}", span.text) is not None


def place_in(clause: Clause) -> str | None:
    """Return the most exact place the clause puts itself in, as written."""
    found = []
    for span in clause.verb.doc.ents:
        if span.label_ not in PLACE_LABELS or not clause.start <= span.start_char < clause.end:
            continue
        head = span.root.head
        # 'in the city of X', 'off the coast of X': the outer preposition decides
        outer = head.head.head if head.lower_ == "of" and head.head.i != head.i else head
        local = next(
            (word for word in (head, outer) if word.dep_ == "prep" and word.lower_ in _PLACE_PREPOSITIONS), None
        )
        if local is not None and (local.lower_ != "from" or is_known_place(span.text) is False):
            found.append(clean_name(clause.line.slice(span.start_char, span.end_char)))
    return found[0] if found else None
