"""Organisations: legal suffixes, acronyms, and which words tell one from another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pydantic import JsonValue

from summarizer.grounding.lexicon.names import ORG_SUFFIXES
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.words import stem
from summarizer.scoring.comparators.countries import COUNTRY, join_united
from summarizer.scoring.comparators.folding import text_of, words_of
from summarizer.scoring.comparators.similarity import SAME, Comparator, Similarity, each_value

__all__ = ["ORGANIZATION", "Organization", "compare_organizations", "read_organization"]

_CORRECT: Final = 0.85
_PARTIAL: Final = 0.5
_LITTLE: Final = word_set("of the and for in on at to de la le du des der die das von y e & a an")
_SUFFIXES: Final = ORG_SUFFIXES | word_set("incorporated spa oy ab kg kk bv pte pty lp llp se")
_PLAIN: Final = word_set("news agency newspaper organisation organization company firm party movement militia")
"""Words that say what sort of thing a name is of, and can be left out: 'the news agency Reuters'."""
_SPELLINGS: Final = {"defense": "defence", "center": "centre", "labor": "labour", "organization": "organisation"}
_ACRONYM: Final = re.compile(r"\(([A-Z][A-Za-z.&]{1,9})\)")


@dataclass(frozen=True, slots=True)
class Organization:
    """A name's words, its telling words as stems, and the acronyms it can go by."""

    words: tuple[str, ...]
    telling: frozenset[str]
    acronyms: frozenset[str]
    short: str


def read_organization(value: JsonValue) -> Organization:
    """Return the parts of an organisation's name."""
    return _read(text_of(value))


@lru_cache(maxsize=512)
def _read(text: str) -> Organization:
    stated = frozenset(one.replace(".", "").casefold() for one in _ACRONYM.findall(text))
    bare = _ACRONYM.sub(" ", text)
    words = tuple(one for one in words_of(bare) if one != "the")
    full = tuple(one for one in words if one not in _SUFFIXES) or words
    letters = frozenset(("".join(one[0] for one in full), "".join(one[0] for one in full if one not in _LITTLE)))
    short = full[0] if len(full) == 1 and _is_acronym(bare) else ""
    acronyms = stated | (letters if len(full) > 1 else frozenset())
    return Organization(full, _telling(full), frozenset(one for one in acronyms if len(one) > 1), short)


def _is_acronym(text: str) -> bool:
    letters = [one for one in text if one.isalpha()]
    return 1 < len(letters) <= 8 and sum(map(str.isupper, letters)) * 2 > len(letters)


def _telling(words: tuple[str, ...]) -> frozenset[str]:
    left = [one for one in _short_forms(words) if one not in _LITTLE]
    return frozenset(map(_key, [one for one in left if one not in _PLAIN] or left))


def _short_forms(words: tuple[str, ...]) -> tuple[str, ...]:
    joined = join_united(words)
    if "european" in joined and joined[joined.index("european") + 1 :][:1] == ("union",):
        at = joined.index("european")
        return (*joined[:at], "eu", *joined[at + 2 :])
    return joined


def _key(one: str) -> str:
    plain = _SPELLINGS.get(one, one)
    return COUNTRY.get(plain) or stem(plain)


def compare_organizations(gold: Organization, predicted: Organization) -> Similarity:
    """Return 1 for one name, 0.9 for its acronym, 0.5 and more where one says less, little where both say another."""
    if gold.words == predicted.words:
        return SAME
    if not gold.words or not predicted.words:
        return Similarity(0.0, "no name")
    if gold.short in predicted.acronyms or predicted.short in gold.acronyms:
        return Similarity(0.9, "acronym")
    return _by_words(gold.telling, predicted.telling)


def _by_words(ours: frozenset[str], theirs: frozenset[str]) -> Similarity:
    if ours == theirs:
        return Similarity(0.95, "same telling words")
    shared = len(ours & theirs)
    if not shared:
        return Similarity(0.0, "another name")
    value = 2 * shared / (len(ours) + len(theirs))
    if shared < min(len(ours), len(theirs)):
        return Similarity(min(value, 0.45), "each says something the other doesn't")
    return Similarity(min(max(value, 0.5), 0.8), "one says less than the other")


ORGANIZATION: Final = Comparator(
    "organization", _CORRECT, _PARTIAL, read_organization, compare_organizations, each_value(read_organization)
)
