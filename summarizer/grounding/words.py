"""What is known of one word by itself: its stem, its grammar, what it means and what it contradicts."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from summarizer.grounding.lexicon import closed, meaning, names
from summarizer.grounding.lexicon.wordset import word_set

__all__ = [
    "AUX",
    "BASE",
    "BE_FORM",
    "CONJ",
    "DATE",
    "DET",
    "DIGITS",
    "HARD",
    "ING",
    "LIGHT",
    "MODAL",
    "NEG",
    "PAST",
    "PERSON",
    "PREP",
    "PRON",
    "SAY",
    "STOP",
    "SUB",
    "THIRD",
    "TIME",
    "TITLE",
    "WORD",
    "Word",
    "fold",
    "phrase",
    "small",
    "stem",
    "word",
]

WORD: Final = 1
STOP: Final = 1 << 1
DET: Final = 1 << 2
PREP: Final = 1 << 3
CONJ: Final = 1 << 4
SUB: Final = 1 << 5
BE_FORM: Final = 1 << 6
AUX: Final = 1 << 7
MODAL: Final = 1 << 8
PRON: Final = 1 << 9
NEG: Final = 1 << 10
PAST: Final = 1 << 11
ING: Final = 1 << 12
BASE: Final = 1 << 13
THIRD: Final = 1 << 14
TITLE: Final = 1 << 15
SAY: Final = 1 << 16
LIGHT: Final = 1 << 17
PERSON: Final = 1 << 18
DATE: Final = 1 << 19
DIGITS: Final = 1 << 20
TIME: Final = 1 << 21
HARD: Final = 1 << 22


@dataclass(frozen=True, slots=True)
class Word:
    """One word out of context.

    ``norm`` is casefolded, without accents and possessive; ``lemma`` undoes inflection, ``root`` derivation as well
    (country adjectives become the country). ``same``, ``against``, ``scale`` and ``kind`` are bit sets: the meanings it
    has, the meanings it contradicts, those of them that lie on a scale, and the kinds of thing it is one of. ``state``
    is the country that it names or, as a capital, speaks for.
    """

    norm: str
    lemma: str
    root: str
    flags: int
    same: int = 0
    against: int = 0
    scale: int = 0
    converse: int = 0
    kind: int = 0
    capital: bool = False
    possessive: bool = False
    state: str = ""


_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "´": "'", "ʼ": "'", "`": "'", "＇": "'"})
_VOWELS = frozenset("aeiouy")
_KEEP = word_set(
    "news series species means always was is this thus gas bus has does its us his perhaps during evening "
    "morning nothing something anything everything king thing spring string bring ring sing wing ceiling "
    "wedding sterling beijing hundred indeed seed need speed feed red bed shed embed process"
)
_DERIVED = ("ation", "ition", "ion", "ment", "ness", "ity", "ance", "ence", "al", "ive", "ist", "ly", "at")


def fold(text: str) -> str:
    """Return ``text`` casefolded, with accents taken off Latin letters and apostrophes made plain."""
    text = text.translate(_APOSTROPHES).casefold()
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not "\u0300" <= c <= "\u036f"))


def _undouble(word: str) -> str:
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in _VOWELS:
        return word[:-1]
    return word


_IRREGULAR_NOUNS = {
    "women": "woman",
    "men": "man",
    "children": "child",
    "wives": "wife",
    "lives": "life",
    "halves": "half",
    "thieves": "thief",
    "crises": "crisis",
    "policemen": "policeman",
    "feet": "foot",
    "mice": "mouse",
}


def _irregular() -> dict[str, str]:
    table: dict[str, str] = {}
    for group in closed.IRREGULAR_VERBS.split("/"):
        forms = group.split()
        for form in forms:
            table[form] = forms[0]
    return table | _IRREGULAR_NOUNS | {"founded": "establish", "founding": "establish", "founder": "establish"}


_IRREGULAR = _irregular()


def _uninflect(word: str) -> str:
    if len(word) < 4 or word in _KEEP:
        return word
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("es") and word[-3] in "sxzh" and len(word) > 4:
        return word[:-2]
    if (word.endswith("s") and word[-2] not in "su") or (word.endswith("eed") and word not in closed.NOT_PAST):
        return word[:-1]
    for ending in ("ed", "ing"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) >= 3 and word not in closed.NOT_PAST and _VOWELS & set(base):
            return base
    return word


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return ``word`` (folded) without inflection: a key that forms of one word share, not always a word."""
    found = _IRREGULAR.get(word)
    if found is None:
        found = _uninflect(word)
        found = _IRREGULAR.get(found, found)
    if len(found) < 4:
        return found
    return _undouble(found[:-1] + "i" if found.endswith("y") else found.rstrip("e"))


def _root(lemma: str) -> str:
    for ending in _DERIVED:
        if lemma.endswith(ending) and len(lemma) - len(ending) >= 5:
            return _undouble(lemma[: -len(ending)].rstrip("e"))
    return lemma


def _key(word: str) -> str:
    if "_" in word:
        first, _, rest = word.partition("_")
        return f"{stem(first)}_{rest}"
    return stem(word)


@dataclass(slots=True)
class _Meaning:
    same: int = 0
    against: int = 0
    scale: int = 0
    converse: int = 0
    kind: int = 0


def _add_opposites(table: dict[str, _Meaning], line: str, bit: int) -> None:
    mark, text = (line[0], line[1:]) if line[0] in "~=" else ("", line)
    sides = [side.split() for side in text.split("|")]
    for index, side in enumerate(sides):
        own, other = bit << index, bit << (1 - index)
        for term in side:
            entry = table.setdefault(_key(term), _Meaning())
            entry.same |= own
            entry.against |= other
            if mark == "~":
                entry.scale |= other
            elif mark == "=":
                entry.converse |= other


def _meanings() -> dict[str, _Meaning]:
    table: dict[str, _Meaning] = {}
    bit = 1
    for line in meaning.OPPOSED:
        _add_opposites(table, line, bit)
        bit <<= 2
    for line in meaning.SAME:
        for term in line.split():
            table.setdefault(_key(term), _Meaning()).same |= bit
        bit <<= 1
    kind = 1
    for line in meaning.RIVALS:
        for term in line.replace("/", " ").split():
            table.setdefault(_key(term), _Meaning()).kind |= kind
        kind <<= 1
    return table


def _countries() -> dict[str, str]:
    table: dict[str, str] = {}
    for group in names.COUNTRIES.split("/"):
        forms = group.split()
        for form in forms:
            table[form] = table[form + "s"] = f"@{forms[0]}"
    return table


_MEANINGS = _meanings()
_COUNTRIES = _countries()
_CAPITALS = {
    city: f"@{country}" for city, country in (pair.split() for pair in filter(None, names.CAPITALS.split("/")))
}
_NOTHING = _Meaning()
_VERB_LEMMAS = frozenset(_IRREGULAR.values()) | frozenset(
    _key(term)
    for line in (*meaning.OPPOSED, *meaning.SAME)
    for term in line.replace("|", " ").split()
    if "_" not in term
)
_SAY = frozenset(map(stem, closed.STATEMENT_VERBS))
_HARD = frozenset(map(stem, closed.EVENT_VERBS))
_LIGHT = frozenset(map(stem, closed.LIGHT_WORDS))
_PERSON = frozenset(map(stem, closed.PERSON_NOUNS))
_CLASSES = (
    (closed.STOP_WORDS, STOP),
    (closed.DETERMINERS, DET),
    (closed.PREPOSITIONS, PREP),
    (closed.CONJUNCTIONS, CONJ),
    (closed.SUBORDINATORS, SUB),
    (closed.BE, BE_FORM),
    (closed.AUXILIARIES, AUX),
    (closed.MODALS, MODAL),
    (closed.PRONOUNS, PRON),
    (closed.NEGATIVE_WORDS, NEG),
    (names.TITLES, TITLE),
    (frozenset(names.MONTHS) | frozenset(names.WEEKDAYS), DATE | TIME),
    (names.TIME_WORDS, TIME),
)


def _flags(norm: str, lemma: str) -> int:
    flags = WORD
    for members, flag in _CLASSES:
        if norm in members:
            flags |= flag
    if lemma in _SAY and (not flags & STOP or norm in ("say", "says", "said")):
        flags |= SAY
    if lemma in _HARD:
        flags |= HARD
    if lemma in _LIGHT:
        flags |= LIGHT
    if lemma in _PERSON:
        flags |= PERSON
    if flags & STOP and not flags & SAY:
        return flags
    return flags | _verb_form(norm, lemma)


def _verb_form(norm: str, lemma: str) -> int:
    if norm in _IRREGULAR_NOUNS:
        return 0
    if norm in _IRREGULAR and norm != _IRREGULAR[norm]:
        return PAST
    form = 0
    if norm in _IRREGULAR and norm == _IRREGULAR[norm]:
        form |= BASE | (PAST if norm in _SAME_PAST else 0)
    if norm.endswith("ed") and len(norm) > 3 and norm not in closed.NOT_PAST:
        return form | PAST
    if norm.endswith("ing") and len(norm) > 4 and norm not in _KEEP:
        return form | ING
    if lemma in _VERB_LEMMAS and norm not in closed.NOUNS and norm.removesuffix("s") not in closed.NOUNS:
        form |= THIRD if norm.endswith("s") and not norm.endswith("ss") else BASE
    return form


_SAME_PAST = word_set(
    "beat bet cut hit hurt let put quit read set shut split spread bid cast cost burst upset rid shed"
)


def _state(norm: str) -> str:
    country = _COUNTRIES.get(norm, "")
    return _CAPITALS.get(country[1:] or norm, country)


_ACRONYMS = frozenset(("us", "who", "it", "un"))
"""Acronyms that would be read as little words."""


@lru_cache(maxsize=65536)
def word(token: str) -> Word:
    """Return what is known of ``token``, a word as it stands in a text."""
    norm = fold(token)
    if not token[0].isalpha():
        flags = DIGITS if token[0].isdigit() else 0
        return Word(norm, norm, norm, flags | (CONJ if norm == "&" else 0))
    possessive = norm.endswith("'s") and len(norm) > 2
    if possessive:
        norm = norm[:-2]
    norm = norm.replace(".", "")
    lemma = stem(norm)
    acronym = norm in _ACRONYMS and token.replace(".", "")[:2].isupper()
    flags = WORD if acronym else _flags(norm, lemma)
    found = _NOTHING if flags & STOP and not flags & SAY else _MEANINGS.get(lemma, _NOTHING)
    return Word(
        norm=norm,
        lemma=lemma,
        root=_COUNTRIES.get(norm) or _root(lemma),
        flags=flags,
        same=found.same,
        against=found.against,
        scale=found.scale,
        converse=found.converse,
        kind=found.kind,
        capital=token[0].isupper(),
        possessive=possessive,
        state=_state(norm),
    )


@lru_cache(maxsize=16384)
def small(item: Word) -> Word:
    """Return ``item`` without its capital."""
    return replace(item, capital=False)


@lru_cache(maxsize=16384)
def phrase(verb: Word, particle: str) -> Word | None:
    """Return ``verb`` with the meaning it has together with ``particle`` ('step', 'down'); None where none is known."""
    found = _MEANINGS.get(f"{verb.lemma}_{particle}")
    if found is None:
        return None
    return Word(
        verb.norm,
        f"{verb.lemma}_{particle}",
        f"{verb.lemma}_{particle}",
        verb.flags & ~LIGHT,
        found.same,
        found.against,
        found.scale,
        found.converse,
        found.kind,
        verb.capital,
        verb.possessive,
    )
