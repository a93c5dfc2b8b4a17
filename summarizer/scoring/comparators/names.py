"""Names of anyone or anything: a person, a body, a country, or a description such as 'two gunmen'."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from pydantic import JsonValue

from summarizer.grounding.lexicon.names import NAME_PARTICLES, ORG_SUFFIXES
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.scoring.comparators.countries import COUNTRY
from summarizer.scoring.comparators.folding import folded, text_of
from summarizer.scoring.comparators.organizations import compare_organizations, read_organization
from summarizer.scoring.comparators.persons import Person, compare_persons, read_person
from summarizer.scoring.comparators.places import compare_places, read_place
from summarizer.scoring.comparators.similarity import SAME, Comparator, Similarity, each_value

__all__ = ["NAME"]

_CORRECT: Final = 0.85
_PARTIAL: Final = 0.5
_MOST_PARTS: Final = 4
_BODIES: Final = ORG_SUFFIXES | word_set(
    "ministry office department agency bank army police union council court party government parliament committee "
    "commission university institute association federation service services forces force company house senate "
    "congress front brigade movement nations kremlin authority bureau fund board team club"
)
_OTHERS: Final = _BODIES | frozenset(COUNTRY)


class Name(NamedTuple):
    """A name as written, and as a person's if it looks like one; ``short`` if it looks like an acronym."""

    raw: str
    text: str
    person: Person | None
    short: bool


def read_name(value: JsonValue) -> Name:
    """Return the name as a person's, if it looks like one; what else it can be is read when it is needed."""
    return _read(text_of(value))


@lru_cache(maxsize=512)
def _read(text: str) -> Name:
    person = read_person(text)
    capitals = text.replace(".", "").strip()
    return Name(
        text, folded(text), person if _is_person(text, person) else None, capitals.isupper() and capitals.isalpha()
    )


def _is_person(text: str, person: Person) -> bool:
    """Say whether capitals, length and words let a name be a person's."""
    if not 0 < len(person.words) <= _MOST_PARTS or not _OTHERS.isdisjoint(person.words):
        return False
    written = {folded(one): one for one in text.replace(",", " ").split()}
    return all(one in NAME_PARTICLES or not written.get(one, one.capitalize())[0].islower() for one in person.words)


def compare_names(gold: Name, predicted: Name) -> Similarity:
    """Return how alike two names are, as people when both can be people's, else as bodies, places or descriptions."""
    if gold.text == predicted.text:
        return SAME
    if gold.person is not None and predicted.person is not None:
        found = compare_persons(gold.person, predicted.person)
        if not (gold.short or predicted.short):
            return found
        acronym = compare_organizations(read_organization(gold.raw), read_organization(predicted.raw))
        return acronym if acronym.rule == "acronym" else found
    found = compare_organizations(read_organization(gold.raw), read_organization(predicted.raw))
    if found.value >= _CORRECT:
        return found
    return _best_of(found, compare_places(read_place(gold.raw), read_place(predicted.raw)))


def _best_of(one: Similarity, other: Similarity) -> Similarity:
    return other if other.value > one.value else one


NAME: Final = Comparator("name", _CORRECT, _PARTIAL, read_name, compare_names, each_value(read_name))
