"""Names of anyone or anything: a person, a body, a country, or a description such as 'two gunmen'."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pydantic import JsonValue

from summarizer.grounding.lexicon.names import NAME_PARTICLES, ORG_SUFFIXES
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.words import word
from summarizer.scoring.comparators.folding import folded, text_of
from summarizer.scoring.comparators.organizations import Organization, compare_organizations, read_organization
from summarizer.scoring.comparators.persons import Person, compare_persons, read_person
from summarizer.scoring.comparators.places import Place, compare_places, read_place
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


@dataclass(frozen=True, slots=True)
class Name:
    """A name read in each way it can be meant."""

    text: str
    person: Person | None
    body: Organization
    place: Place


def read_name(value: JsonValue) -> Name:
    """Return the name as a person's, if it looks like one, and as that of anything else."""
    return _read(text_of(value))


@lru_cache(maxsize=65536)
def _read(text: str) -> Name:
    person = read_person(text)
    return Name(folded(text), person if _is_person(text, person) else None, read_organization(text), read_place(text))


def _is_person(text: str, person: Person) -> bool:
    """Say whether capitals, length and words let a name be a person's."""
    if not 0 < len(person.words) <= _MOST_PARTS or not _BODIES.isdisjoint(person.words):
        return False
    if any(word(one).root.startswith("@") for one in person.words):
        return False
    written = {folded(one): one for one in text.replace(",", " ").split()}
    return all(one in NAME_PARTICLES or not written.get(one, one.capitalize())[0].islower() for one in person.words)


def compare_names(gold: Name, predicted: Name) -> Similarity:
    """Return how alike two names are, as people when both can be people's, else as bodies, places or descriptions."""
    if gold.text == predicted.text:
        return SAME
    if gold.person is not None and predicted.person is not None:
        return _best_of(compare_persons(gold.person, predicted.person), _acronym(gold.body, predicted.body))
    found = compare_organizations(gold.body, predicted.body)
    if found.value >= _CORRECT:
        return found
    return _best_of(found, compare_places(gold.place, predicted.place))


def _acronym(gold: Organization, predicted: Organization) -> Similarity:
    found = compare_organizations(gold, predicted)
    return found if found.rule == "acronym" else Similarity(0.0, found.rule)


def _best_of(one: Similarity, other: Similarity) -> Similarity:
    return other if other.value > one.value else one


NAME: Final = Comparator("name", _CORRECT, _PARTIAL, read_name, compare_names, each_value(read_name))
