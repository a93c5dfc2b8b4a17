"""Find the people, organizations and places that an article names, each once, by its fullest form."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from summarizer.extract.reading.article import Article, Line
from summarizer.extract.reading.gazetteer import is_known_place
from summarizer.extract.reading.item import Item
from summarizer.extract.reading.lexicon import BODY, HONORIFIC, METONYMS, MONTHS, WEEKDAYS
from summarizer.extract.reading.roles import role_of

if TYPE_CHECKING:
    from spacy.tokens import Span

__all__ = ["PLACE_LABELS", "NameIndex", "clean_name", "people"]

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
_POSSESSIVE = re.compile(r"(?:['’´]s|['’´])$")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_OFFICE_TAIL = re.compile(r"\s+(?:of\s+)?Prime$")
_EVIDENCE = 3
_COMPANY = frozenset(
    ["AG", "Inc", "Ltd", "plc", "PLC", "GmbH", "Corp", "Co", "SA", "NV", "LLC", "FC", "United", "Group"]
)
_LONGEST_BODY = 6


def clean_name(text: str) -> str:
    """Return a name without article, possessive ending and stray quotation marks."""
    bare = _POSSESSIVE.sub("", text.strip(" \"'“”‘’,.;:-–—"))
    return _OFFICE_TAIL.sub("", _ARTICLE.sub("", bare)).strip()


@dataclass(slots=True)
class _Mentions:
    forms: Counter[str] = field(default_factory=Counter)
    spans: list[tuple[Line, Span]] = field(default_factory=list)

    def evidence(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(line.id for line, _ in self.spans))[:_EVIDENCE]


class NameIndex:
    """The names of one article, each with one kind: what most of its mentions, and the gazetteer, say it is."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._found: list[tuple[Line, Span, str]] = []
        for line, doc in article.parsed:
            for span in doc.ents:
                name = clean_name(line.slice(span.start_char, span.end_char))
                if span.label_ in _NAME_LABELS and _plausible(name) and not _portfolio(span):
                    self._votes[name.casefold()]["GPE" if _told_place(span) else span.label_] += 1
                    self._found.append((line, span, name))
        self.people = self._group_people()
        self._people_words = {word for name in self.people for word in name.casefold().split()}

    def kind(self, name: str) -> str:
        """Return PERSON, ORG, GPE, LOC, FAC or NORP for a name as it was found."""
        folded = name.casefold()
        if folded in METONYMS or name.rsplit(maxsplit=1)[-1].rstrip(".") in _COMPANY:
            return "ORG"
        if is_known_place(name):
            return "GPE"
        votes = self._votes.get(folded)
        return votes.most_common(1)[0][0] if votes else "ORG"

    def full_name(self, words: str) -> str | None:
        """Return the fullest name of the person these words name, or None when they name nobody known."""
        wanted = HONORIFIC.sub("", clean_name(words)).casefold().split()
        for name in self.people if wanted else ():
            have = name.casefold().split()
            if have == wanted or (have[-1] == wanted[-1] and (len(wanted) == 1 or have[0] == wanted[0])):
                return name
        return None

    def mentions(self, name: str) -> list[tuple[Line, Span]]:
        """Return where a person of ``people`` is named."""
        return self.people[name].spans

    def organizations(self) -> list[Item]:
        """Return the organizations in order of first mention; no countries, no people, no nationalities."""
        return self._named("organization", frozenset({"ORG"}))

    def places(self) -> list[Item]:
        """Return the places in order of first mention."""
        return self._named("place", PLACE_LABELS)

    def _named(self, kind: str, labels: frozenset[str]) -> list[Item]:
        groups: dict[str, _Mentions] = {}
        found = [*self._found, *(self._bodies() if kind == "organization" else ())]
        for line, span, name in sorted(found, key=lambda entry: (entry[0].id, entry[1].start)):
            if self._kind_of(name) not in labels or self.full_name(name) or name.casefold() in self._people_words:
                continue
            group = groups.setdefault(name.casefold(), _Mentions())
            group.forms[name] += 1
            group.spans.append((line, span))
        kept = {key: group for key, group in groups.items() if self._worth(kind, key, group)}
        items = []
        for group in _drop_parts(kept):
            name = group.forms.most_common(1)[0][0]
            made = Item("organization" if kind == "organization" else "place", name, group.evidence(), {"name": name})
            items.append(made)
        return items

    def _kind_of(self, name: str) -> str:
        return "ORG" if BODY.search(name) and " " in name else self.kind(name)

    def _bodies(self) -> Iterator[tuple[Line, Span, str]]:
        """Yield ministries, armies and the like that are told by a country: "Norway's defense ministry"."""
        for line, doc in self._article.parsed:
            for chunk in doc.noun_chunks:
                based = any(token.text == "-" for token in chunk)
                named = not based and any(
                    token.ent_type_ in {"GPE", "NORP", "ORG"} and token.i < chunk.root.i for token in chunk
                )
                if (
                    named
                    and BODY.search(chunk.root.text)
                    and chunk.root.ent_type_ != "ORG"
                    and len(chunk) <= _LONGEST_BODY
                ):
                    yield line, chunk, clean_name(line.slice(chunk.start_char, chunk.end_char))

    def _worth(self, kind: str, key: str, group: _Mentions) -> bool:
        if kind == "place":
            return any(_locative(span) for _, span in group.spans)
        words = key.split()
        acronym = any(form.isupper() and len(form) > 1 for form in group.forms)
        # a single word is often a mislabelled product or headline word, unless it comes again or is an acronym
        return len(words) > 1 or acronym or len(group.spans) > 1 or key in METONYMS

    def _group_people(self) -> dict[str, _Mentions]:
        full: dict[str, _Mentions] = {}
        short: list[tuple[Line, Span, str]] = []
        for line, span, raw in self._found:
            name = HONORIFIC.sub("", raw)
            if self.kind(raw) != "PERSON" or not _personal(name) or is_known_place(name):
                continue
            if len(name.split()) == 1:
                short.append((line, span, name))
                continue
            _add(full, _same_person(full, name), line, span, name)
        for line, span, name in short:
            owner = next((known for known in full if known.split()[-1].casefold() == name.casefold()), None)
            if owner is None:
                owner = next((known for known in full if name.casefold() in known.casefold().split()), name)
            if owner == name and any(key.startswith(f"{name.casefold()} ") for key in self._votes):
                continue  # 'Lindbridge' beside 'Lindbridge United' is no person
            _add(full, owner, line, span, name)
        kept = {name: group for name, group in full.items() if len(name.split()) > 1 or _certain(group)}
        order = sorted(kept, key=lambda name: min((line.id, span.start) for line, span in kept[name].spans))
        return {name: kept[name] for name in order}


def people(index: NameIndex) -> list[Item]:
    """Return the people in order of first mention; parts: name, role, affiliation."""
    found = []
    for name in index.people:
        spans = index.mentions(name)
        role, affiliation, told = role_of(spans, index.full_name)
        parts = {
            "name": name,
            **({"role": role} if role else {}),
            **({"affiliation": affiliation} if affiliation else {}),
        }
        first = next((line.id for line, span in spans if name in line.slice(span.start_char, span.end_char)), None)
        numbers = [number for number in (first or spans[0][0].id, told) if number is not None]
        found.append(Item("person", name, tuple(sorted(dict.fromkeys(numbers))), parts))
    return found


def _add(groups: dict[str, _Mentions], key: str, line: Line, span: Span, name: str) -> None:
    group = groups.setdefault(key, _Mentions())
    group.forms[name] += 1
    group.spans.append((line, span))


def _same_person(known: dict[str, _Mentions], name: str) -> str:
    """Return the key under which a full name stands already ('J. Smith' and 'John Smith' are one), or the name."""
    words = name.split()
    for other in known:
        have = other.split()
        if (
            have[-1] == words[-1]
            and have[0][0] == words[0][0]
            and (len(have[0].rstrip(".")) == 1 or have[0] == words[0])
        ):
            return other
    return name


def _certain(group: _Mentions) -> bool:
    """Return whether a single word is surely a person: named again, or told to be someone beside the name."""
    return len(group.spans) > 1 or bool(role_of(group.spans, lambda _: None)[0])


def _plausible(name: str) -> bool:
    first = name.split(maxsplit=1)[0] if name else ""
    calendar = WEEKDAYS | MONTHS - {"may"}
    return (
        len(name) > 1
        and (name[0].isupper() or (name[0].islower() and is_known_place(name)))
        and (first.casefold() not in calendar and not any(mark in name for mark in '"“”:;()'))
    )


def _personal(name: str) -> bool:
    words = name.split()
    capital = all(
        word[0].isupper() or word in {"de", "van", "von", "der", "bin", "al", "el", "la", "da", "di"} for word in words
    )
    company = words[-1].rstrip(".") in _COMPANY if words else False
    return 0 < len(words) <= 4 and capital and not company and not any(c.isdigit() for c in name) and not name.isupper()


def _portfolio(span: Span) -> bool:
    """Return whether a name is only what an office is for ('⟨National Security⟩ Adviser')."""
    follows = span.doc[span.end].lower_ if span.end < len(span.doc) else ""
    return span.label_ == "ORG" and follows in {"adviser", "advisor", "minister", "secretary"}


def _told_place(span: Span) -> bool:
    """Return whether the words before a name call it a place: 'the city of …', 'the northern town of …'."""
    before = span.doc[max(0, span.start - 2) : span.start]
    return len(before) == 2 and before[1].lower_ == "of" and before[0].lower_ in _REGION


_LOCATIVE = frozenset(
    ["in", "at", "near", "on", "outside", "inside", "across", "over", "off", "into", "through", "from", "to", "around"]
)
_STRIKING = frozenset(
    [
        "hit",
        "strike",
        "rock",
        "shake",
        "visit",
        "leave",
        "reach",
        "enter",
        "invade",
        "shell",
        "bomb",
        "devastate",
        "batter",
    ]
)
_REGION = frozenset(["region", "city", "town", "province", "district", "coast", "border", "state", "village", "island"])


def _locative(span: Span) -> bool:
    """Return whether a mention says where; a place that acts or only describes ('US officials') stands for others."""
    root = span.root
    head = root.head
    if root.dep_ in {"compound", "amod", "nmod"} and head.lower_ in _REGION:
        root, head = head, head.head
    if root.dep_ in {"conj", "appos"} and head.ent_type_ in PLACE_LABELS:
        root, head = head, head.head
    if head.lower_ == "of" and head.head.lower_ in _REGION | {
        "part",
        "parts",
        "south",
        "north",
        "east",
        "west",
        "centre",
    }:
        root, head = head.head, head.head.head
    struck = root.dep_ == "dobj" and head.lemma_ in _STRIKING
    return struck or (root.dep_ == "pobj" and head.lower_ in _LOCATIVE)


def _drop_parts(groups: dict[str, _Mentions]) -> list[_Mentions]:
    """Leave out a name that is only the tail of a longer one with the same head ('Ministry' of 'Defence Ministry')."""
    keys = list(groups)
    return [
        group
        for key, group in groups.items()
        if not any(other != key and (other.endswith(f" {key}") or other.startswith(f"{key} ")) for other in keys)
    ]
