"""Read a person's office or occupation, and whom they act for, off the words around the name."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from summarizer.extract.reading.gazetteer import is_known_place
from summarizer.extract.reading.lexicon import METONYMS, OFFICE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Span, Token

    from summarizer.extract.reading.article import Line

__all__ = ["role_of"]

_LONGEST = 8
_LEADING = re.compile(
    r"^(?:(?:and|the|a|an|his|her|its|their|our|former|with|as|of|'s|’s)\s+|['’]s\s+|[,\s-]+)+", re.IGNORECASE
)
_RELATIVE = frozenset({"counterpart", "counterparts"})


def role_of(
    mentions: Sequence[tuple[Line, Span]], person: Callable[[str], str | None]
) -> tuple[str | None, str | None, int | None]:
    """Return the role told most often (the longest of those), the affiliation in it, and the sentence that tells it."""
    told: Counter[str] = Counter()
    where: dict[str, tuple[Line, int, int]] = {}
    for line, span in mentions:
        for start, end in (*_before(span), *_beside(span)):
            words = line.slice(start, end)
            cleaned = _LEADING.sub("", words).strip(" ,-–—")
            if OFFICE.search(cleaned) and len(cleaned.split()) <= _LONGEST and "'s " not in cleaned[:3]:
                told[cleaned] += 1
                where.setdefault(cleaned, (line, start, end))
    if not told:
        return None, None, None
    common = max(told, key=lambda words: (not _relative(words), told[words], len(words)))
    # 'President' is told most often, 'US President' tells more
    role = max((words for words in told if words.endswith(common) and len(words.split()) <= 5), key=len, default=common)
    if _relative(role):
        return None, None, None
    line, start, end = where[role]
    office, side = _split(role, line, start, end)
    return office, side if side is not None and person(side) is None else None, line.id


def _relative(role: str) -> bool:
    return role.rsplit(maxsplit=1)[-1].casefold() in _RELATIVE


def _before(span: Span) -> list[tuple[int, int]]:
    """Return the title right before a name: 'City Hall spokeswoman ⟨Jane Roe⟩', "Germany's defence minister, ⟨…⟩"."""
    doc, first = span.doc, span.start
    comma = first > 0 and doc[first - 1].text == ","
    at = first - 2 if comma else first - 1
    stop = at
    while at >= 0 and _titular(doc[at], last=stop):
        at -= 1
    # a title inside the name itself ('President Roe') starts in the span
    inside = OFFICE.match(span.text)
    if at == stop and not inside:
        return []
    end = doc[stop].idx + len(doc[stop]) if not inside else span.start_char + inside.end()
    begin = doc[at + 1].idx if at < stop else span.start_char
    office = OFFICE.search(doc.text[begin:end])
    if comma and (office is None or doc[stop].pos_ not in {"NOUN", "PROPN"}):
        return []
    return [(begin, end)] if office else []


def _titular(token: Token, *, last: int) -> bool:
    if token.ent_type_ == "PERSON" and not (OFFICE.fullmatch(token.text) or is_known_place(token.text)):
        return False
    if token.pos_ in {"PROPN", "NOUN", "ADJ"} or token.text == "-":
        return True
    return token.i < last and token.lower_ in {"of", "for", "'s", "and", "the", "foreign"} and token.lower_ != "and"


def _beside(span: Span) -> list[tuple[int, int]]:
    """Return appositions: '⟨Jane Roe⟩, the head of the agency, …' and 'the head of the agency, ⟨Jane Roe⟩'."""
    found = [_noun_phrase(child) for child in span.root.children if child.dep_ == "appos" and child.i >= span.end]
    if span.root.dep_ == "appos" and span.root.head.pos_ == "NOUN":
        head = span.root.head
        found.append((head.doc[head.left_edge.i].idx, head.doc[max(head.i, head.left_edge.i)].idx + len(head)))
    return found


def _noun_phrase(head: Token) -> tuple[int, int]:
    """Return a noun's phrase with its 'of …' and 'for …', without relative clauses and further appositions."""
    end = head.i
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ in {"of", "for", "at", "to", "in"}:
            end = child.right_edge.i
        elif child.dep_ != "compound":
            break
    doc = head.doc
    return doc[head.left_edge.i].idx, doc[end].idx + len(doc[end])


def _split(role: str, line: Line, start: int, end: int) -> tuple[str, str | None]:
    """Return the office and, where an organization or a possessive country stands in it, whom the person acts for."""
    lowered = role.casefold()
    for name in METONYMS:
        if lowered.startswith(f"{name} "):
            return role[len(name) :].strip(), role[: len(name)]
    doc = line.doc
    if doc is None:
        return role, None
    prime = re.search(r"\bPrime Minister$", role)
    for span in doc.ents if prime is None else ():
        inside = start <= span.start_char and span.end_char <= end
        if not inside or span.label_ not in {"ORG", "GPE"}:
            continue
        name = re.sub(r"(?:['’´]s|['’´])$", "", line.slice(span.start_char, span.end_char))
        name = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
        possessive = re.match(rf"(?:the\s+)?{re.escape(name)}(?:['’´]s?)\s+(?P<rest>.+)$", role, re.IGNORECASE)
        if possessive and OFFICE.search(possessive["rest"]):
            return possessive["rest"], name
        portfolio = re.match(rf"{re.escape(name)}\s+(?:minister|secretary|advis[eo]r)\b", role, re.IGNORECASE)
        if (portfolio and span.label_ == "ORG") or role.endswith(f"Secretary of {name}"):
            break  # 'Interior Minister': no organization, though the name finder takes it for one
        if OFFICE.search(name) is None or " of " in role:
            rest = role.removeprefix(name).strip()
            leading = role.startswith(f"{name} ") and span.label_ == "ORG" and OFFICE.search(rest)
            return (rest if leading else role), name
    return prime.group() if prime else role, None
