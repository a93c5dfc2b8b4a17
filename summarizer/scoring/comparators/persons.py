"""Person names: surname first, then what stands before it; titles, accents and initials don't make another person."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from pydantic import JsonValue
from rapidfuzz.distance import Indel

from summarizer.grounding.lexicon.names import GENDERED_TITLES, NAME_PARTICLES, TITLES
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.scoring.comparators.countries import COUNTRY
from summarizer.scoring.comparators.folding import folded, text_of
from summarizer.scoring.comparators.nicknames import NICKNAMES
from summarizer.scoring.comparators.similarity import SAME, Comparator, Similarity, each_value

__all__ = ["PERSON_NAME", "Person", "compare_persons", "read_person"]

_CORRECT: Final = 0.85
_PARTIAL: Final = 0.5
_SPELLING: Final = 0.8
_LONG_ENOUGH: Final = 5
_GENERATIONS: Final = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
_BEFORE_TITLE: Final = word_set(
    "former ex acting interim deputy vice foreign defence defense interior finance justice health trade energy prime "
    "national security attorney first then late incoming outgoing the new right honourable honorable"
)
_TOKEN: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ASIDE: Final = re.compile(r"\([^)]*\)|[\"“”][^\"“”]*[\"“”]")
_ROMAN_SLAVIC: Final = re.compile(r"(?:iy|yy|ij|yi|ii|y|i)$")


class Person(NamedTuple):
    """A name taken apart: ``given`` are the words before the surname, ``title`` the last form of address.

    ``key`` is the surname without differences of romanisation, ``ordered`` the words in alphabetical order.
    """

    words: tuple[str, ...]
    given: tuple[str, ...]
    surname: str
    key: str
    ordered: tuple[str, ...]
    generation: str = ""
    title: str = ""


def read_person(value: JsonValue) -> Person:
    """Return the parts of a name; 'Surname, Given' is turned round, titles and what goes before them are taken off."""
    return _read(text_of(value))


@lru_cache(maxsize=512)
def _read(text: str) -> Person:
    plain = _ASIDE.sub(" ", text)
    head, comma, tail = plain.partition(",")
    if comma and len(_TOKEN.findall(tail)) <= 2 and _generation(tail) == "":
        plain = f"{tail} {head}"
    tokens = [one.removesuffix("'s").removesuffix("’s") for one in _TOKEN.findall(plain)]
    title, tokens = _without_title(tokens)
    words = [folded(one) for one in tokens]
    generation = _GENERATIONS.get(words[-1], "") if len(words) > 1 else ""
    words = words[:-1] if generation else words
    named = [one for one in words if one not in NAME_PARTICLES] or words
    surname = named[-1] if named else ""
    key, ordered = _romanised(surname), tuple(sorted(words))
    return Person(tuple(words), tuple(named[:-1]), surname, key, ordered, generation, title)


def _generation(text: str) -> str:
    return _GENERATIONS.get(folded(text.strip(" .")), "")


def _without_title(tokens: list[str]) -> tuple[str, list[str]]:
    """Take off titles at the head with what goes before them: 'former US President', 'Secretary of State'."""
    last = -1
    for i, token in enumerate(tokens[:-1]):
        plain = folded(token)
        if plain in TITLES:
            last = i
        elif last >= 0 and plain == "of" and i + 2 < len(tokens):
            last = i + 1
        elif i != last and not _goes_before_title(token, plain):
            break
    return (folded(tokens[last]) if last >= 0 else ""), tokens[last + 1 :]


def _goes_before_title(token: str, plain: str) -> bool:
    short = 1 < len(token) <= 3 and token.isupper()
    return plain in _BEFORE_TITLE or short or plain in COUNTRY


def compare_persons(gold: Person, predicted: Person) -> Similarity:
    """Return 1 for the same name, about 0.6 where only part of it is given, 0 where a part of it is another."""
    if gold.words == predicted.words and gold.generation == predicted.generation:
        return _same_words(gold, predicted)
    if not gold.words or not predicted.words:
        return Similarity(0.0, "no name")
    if gold.generation and predicted.generation and gold.generation != predicted.generation:
        return Similarity(0.2, f"{gold.generation} is not {predicted.generation}")
    if not gold.given or not predicted.given:
        return _one_name(gold, predicted)
    return _full_names(gold, predicted)


def _full_names(gold: Person, predicted: Person) -> Similarity:
    likeness = _surnames(gold, predicted)
    if not likeness:
        return _turned(gold, predicted)
    found = _given_names(gold.given, predicted.given)
    if likeness == 1.0:
        return found
    return Similarity(
        found.value * likeness, f"{found.rule}, surname in another spelling" if found.value else found.rule
    )


def _same_words(gold: Person, predicted: Person) -> Similarity:
    ours, theirs = GENDERED_TITLES.get(gold.title), GENDERED_TITLES.get(predicted.title)
    if ours and theirs and ours != theirs and not gold.given:
        return Similarity(0.2, f"{gold.title} is not {predicted.title}")
    return SAME if gold.title == predicted.title else Similarity(1.0, "same name, another title")


def _one_name(gold: Person, predicted: Person) -> Similarity:
    """Compare where one side has a single word, which can be a surname, a given name or a family name put first."""
    short, whole = (gold, predicted) if not gold.given else (predicted, gold)
    likeness = _surnames(whole, short)
    if likeness == 1.0 and not whole.given:
        return Similarity(1.0, "same name")
    if likeness:
        rule = "surname only" if whole.given else "another spelling"
        return Similarity((0.6 if whole.given else 0.9) * likeness, rule)
    if short.surname in whole.given:
        return Similarity(0.5, "one of several names")
    return Similarity(0.0, "another name")


def _surnames(gold: Person, predicted: Person) -> float:
    """Return 1 for one surname, 0.95 for one in another romanisation or spelling, 0 for two."""
    ours, theirs = gold.surname, predicted.surname
    if ours == theirs:
        return 1.0
    if len(ours) < _LONG_ENOUGH or len(theirs) < _LONG_ENOUGH:
        return 0.0
    if gold.key == predicted.key:
        return 0.95
    return 0.85 if ours[0] == theirs[0] and Indel.normalized_similarity(ours, theirs) >= _CLOSE else 0.0


_CLOSE: Final = 0.88


@lru_cache(maxsize=512)
def _romanised(name: str) -> str:
    """Return a key that the usual romanisations of one name share: ue and u, Dostoevsky and Dostoevskyy."""
    plain = (
        name.replace("ue", "u")
        .replace("oe", "o")
        .replace("ae", "a")
        .replace("'", "")
        .replace("kh", "h")
        .replace("x", "ks")
    )
    return _ROMAN_SLAVIC.sub("i", plain)


def _given_names(gold: tuple[str, ...], predicted: tuple[str, ...]) -> Similarity:
    if gold == predicted:
        return Similarity(1.0, "same name")
    first = _first_names(gold[0], predicted[0])
    if first is None:
        if set(gold) <= set(predicted) or set(predicted) <= set(gold):
            return Similarity(0.9, "same surname and a name in common")
        return Similarity(0.0, "same surname, another first name")
    middle = _middle_names(gold[1:], predicted[1:])
    return middle if middle is not None and middle.value < first.value else first


def _first_names(gold: str, predicted: str) -> Similarity | None:
    """Compare two first names; None when they are of two people."""
    if gold == predicted:
        return Similarity(0.95, "same name, middle name left out or shortened")
    if (len(gold) == 1 or len(predicted) == 1) and gold[0] == predicted[0]:
        return Similarity(0.9, "first name as an initial")
    ours, theirs = _romanised(gold), _romanised(predicted)
    if ours == theirs:
        return Similarity(0.95, "same name, romanised otherwise")
    if _NICKNAME_KEYS.get(gold, {gold}) & _NICKNAME_KEYS.get(predicted, {predicted}):
        return Similarity(0.9, "a short form of the first name")
    if min(len(ours), len(theirs)) >= _LONG_ENOUGH and Indel.normalized_similarity(ours, theirs) >= _SPELLING:
        return Similarity(0.85, "first name in another spelling")
    return None


_NICKNAME_KEYS: Final = {name: frozenset(keys) for name, keys in NICKNAMES.items()}


def _middle_names(gold: tuple[str, ...], predicted: tuple[str, ...]) -> Similarity | None:
    if not gold or not predicted or all(ours[0] == theirs[0] for ours, theirs in zip(gold, predicted, strict=False)):
        return None
    return Similarity(0.6, "another middle name")


_ANOTHER: Final = Similarity(0.0, "another surname")


def _turned(gold: Person, predicted: Person) -> Similarity:
    if gold.ordered == predicted.ordered:
        return Similarity(1.0, "same words in another order")
    return _ANOTHER


PERSON_NAME: Final = Comparator(
    "person_name", _CORRECT, _PARTIAL, read_person, compare_persons, each_value(read_person)
)
