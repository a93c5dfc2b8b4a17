"""Names of people, places and organisations: where they stand, and whether one text bears out another's."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from summarizer.grounding import words
from summarizer.grounding.lexicon.names import GENDERED_TITLES, GIVEN_NAMES_IN_S, NAME_PARTICLES, ORG_SUFFIXES
from summarizer.grounding.lexicon.quantity import FRACTIONS, NUMBER_WORDS, ORDINALS
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.parse import Parse
from summarizer.grounding.words import Word, fold

__all__ = ["Mention", "NameFinding", "find_names", "look_up"]

_PLACING: Final = word_set("in at near from to into outside inside across through over around of")
_SUFFIXES: Final = word_set("jr sr ii iii iv")
_RANKS_WITH_FIELDS: Final = word_set("minister secretary commissioner ambassador adviser advisor envoy")
_JOINERS: Final = word_set("of de la del di da van von der den bin ibn al el le du dos das the")
_VERBAL: Final = words.PAST | words.ING | words.BASE | words.THIRD
_NUMERALS: Final = frozenset(NUMBER_WORDS) | frozenset(ORDINALS) | frozenset(FRACTIONS)
_NOT_A_NAME: Final = words.DATE | words.DIGITS


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as written: words ``first`` to ``last``; ``parts`` are the places that make the name, titles left out."""

    first: int
    last: int
    parts: tuple[int, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class NameFinding:
    """What came of looking for a name: the places found, or what is missing and why."""

    places: tuple[int, ...] = ()
    missing: str | None = None
    reason: str | None = None
    conflict: bool = False


def find_names(text: Parse, lower: Container[str] = ()) -> tuple[Mention, ...]:
    """Return the names of ``text``, told by their capitals.

    ``lower`` are words that the article writes small somewhere: a capital at the start of a sentence or in a headline
    doesn't make them names.
    """
    found: list[Mention] = []
    run: list[int] = []
    for i, item in enumerate(text.words):
        if not (run or item.capital):
            continue
        if _may_be_name(text, i, lower) or _hyphened(text, run, i):
            run.append(i)
        elif not (run and (item.norm in _JOINERS or _initial_stop(text, i)) and _capital_follows(text, i, lower)):
            _close(text, run, found)
            run = []
        if run and run[-1] == i and (item.possessive or _ends_here(text, i)):
            _close(text, run, found)
            run = []
    _close(text, run, found)
    return tuple(found)


def _initial_stop(text: Parse, i: int) -> bool:
    return text.words[i].norm == "." and i > 0 and len(text.words[i - 1].norm) == 1


def _hyphened(text: Parse, run: list[int], i: int) -> bool:
    """Take in the small end of 'Jong-un', but not that of 'US-led'."""
    item = text.words[i]
    return (
        bool(run)
        and run[-1] == i - 1
        and text.gap(i - 1) == "-"
        and not (item.flags & _VERBAL or item.same)
        and len(item.norm) < 4
    )


def _ends_here(text: Parse, i: int) -> bool:
    """Say whether a name can't go on past word ``i``: 'Low-Berg' is two names, 'Jean-Claude Juncker' one."""
    gap = text.gap(i)
    if gap != "-":
        return bool(gap.strip())
    following = text.words[i + 1 : i + 3]
    return following[0].capital and not (len(following) > 1 and following[1].capital)


def _capital_follows(text: Parse, i: int, lower: Container[str]) -> bool:
    if i + 1 >= len(text.words) or not _may_be_name(text, i + 1, lower):
        return False
    return text.words[i].norm != "of" or not text.words[i + 1].root.startswith("@")


def _may_be_name(text: Parse, i: int, lower: Container[str]) -> bool:
    item = text.words[i]
    if not item.capital or item.flags & _NOT_A_NAME or item.norm in _NUMERALS:
        return False
    if item.flags & words.STOP and not _is_initial(text, i):
        return False
    starts = i == 0 or text.words[i - 1].norm in '.!?:"“‘«(–—'
    if (not starts and not text.is_title) or item.root.startswith("@"):
        return True
    return not text.is_title and item.norm not in lower and _initial_word_is_name(text, i)


def _is_initial(text: Parse, i: int) -> bool:
    return len(text.words[i].norm) == 1 and text.words[i].norm not in "ai"


def _initial_word_is_name(text: Parse, i: int) -> bool:
    """Judge a capital that may be there only because the sentence starts."""
    item = text.words[i]
    after = text.words[i + 1] if i + 1 < len(text.words) else None
    if after is not None and after.capital and not after.flags & words.STOP and not item.flags & words.LIGHT:
        return True
    if item.flags & words.TITLE or item.same or item.kind or item.flags & (words.LIGHT | words.PERSON):
        return False
    if item.norm in GIVEN_NAMES_IN_S or item.possessive:
        return True
    return not item.norm.endswith(("s", "ing", "ed", "tion", "ment", "ly", "ness", "ity", "ism", "ance", "ence"))


def _close(text: Parse, run: list[int], found: list[Mention]) -> None:
    """Turn a run of capitals into a name; what stands up to its last title is the title."""
    if not run:
        return
    items = text.words
    titles = [k for k, i in enumerate(run) if items[i].flags & words.TITLE]
    start = titles[-1] + 1 if titles and titles[-1] + 1 < len(run) else 0
    if titles and not start and len(run) == len(titles):
        return
    found.extend(Mention(i, i, (i,)) for i in run[:start] if items[i].root.startswith("@"))
    parts = tuple(i for i in run[start:] if items[i].norm not in ORG_SUFFIXES) or tuple(run[start:])
    before = items[run[start] - 1] if run[start] else None
    title = items[run[start - 1]].norm if start else before.norm if before and before.flags & words.TITLE else ""
    demonym = parts[0] if len(parts) > 1 and items[parts[0]].root.startswith("@") else None
    if demonym is not None and items[demonym].root != f"@{items[demonym].norm}":
        found.append(Mention(demonym, demonym, (demonym,)))
        parts = parts[1:]
    found.append(Mention(parts[0], run[-1], parts, title))


def look_up(name: Mention, claim: Parse, cited: list[Parse], article: str) -> NameFinding:
    """Say whether one of the ``cited`` sentences names what ``claim`` names.

    All parts must stand together in one sentence. A surname alone bears out a full name when the article gives that
    name somewhere, and no other first name beside the surname. Initials match; an acronym matches what it stands for.
    """
    parts = [claim.words[i] for i in name.parts]
    clash: NameFinding | None = None
    for sentence in cited:
        places = _together(parts, sentence)
        if places is None or (len(parts) == 1 and _is_joined(sentence, places[0]) and not _alone(parts[0], article)):
            continue
        other = _title_clash(name, places, sentence) or _office_clash(name, claim, places, sentence)
        if other is None:
            return NameFinding(places)
        clash = NameFinding(missing=claim.raw(name.first, name.last), reason=other, conflict=True)
    if clash is not None:
        return clash
    found = (
        _surname_only(name, claim, cited, article) or _acronym(parts, cited) or _capital_for_country(name, claim, cited)
    )
    return found or _absent(name, claim, cited)


@lru_cache(maxsize=512)
def _alone(part: Word, article: str) -> bool:
    """Say whether the article has the name also without a hyphen, so that a hyphen can join two names."""
    return re.search(rf"(?<![-\w]){re.escape(part.norm)}(?![-\w])", fold(article)) is not None


def _is_joined(sentence: Parse, i: int) -> bool:
    """Say whether a hyphen joins word ``i`` with another name ('Guinea-Bissau', 'Low-Berg')."""
    items = sentence.words
    after = i + 1 < len(items) and sentence.gap(i) == "-" and items[i + 1].capital
    return after or (i > 0 and sentence.gap(i - 1) == "-" and items[i - 1].capital)


def _matches(part: Word, item: Word) -> bool:
    if part.norm == item.norm:
        return True
    if part.root == item.root and part.root.startswith("@"):
        return True
    return (
        part.norm.removesuffix("s") == item.norm.removesuffix("s")
        and len(part.norm) > 4
        and item.norm[-1] == "s" != part.norm[-1]
    )


def _same_initial(part: Word, item: Word) -> bool:
    return (len(part.norm) == 1 or len(item.norm) == 1) and part.norm[0] == item.norm[0] and item.capital


def _together(parts: list[Word], sentence: Parse) -> tuple[int, ...] | None:
    """Return where all parts stand side by side in order (particles, titles and middle names may stand between)."""
    table = sentence.by_norm
    anchors = table.get(parts[-1].norm) or [i for i, item in enumerate(sentence.words) if _matches(parts[-1], item)]
    for anchor in anchors:
        places = _backwards(parts, sentence, anchor)
        if places is not None:
            return places
    return None


def _backwards(parts: list[Word], sentence: Parse, anchor: int) -> tuple[int, ...] | None:
    items = sentence.words
    if not items[anchor].capital and parts[-1].capital and (items[anchor].flags & words.STOP or items[anchor].same):
        return None
    places = [anchor]
    at = anchor - 1
    for part in reversed(parts[:-1]):
        skipped = 0
        while at >= 0 and not (_matches(part, items[at]) or _same_initial(part, items[at])):
            if skipped >= 3 or not (
                items[at].capital or items[at].norm in NAME_PARTICLES or items[at].norm in ("", ".")
            ):
                return None
            skipped += 1
            at -= 1
        if at < 0:
            return None
        places.append(at)
        at -= 1
    return _own_first_name(parts, sentence, places)


def _own_first_name(parts: list[Word], sentence: Parse, places: list[int]) -> tuple[int, ...] | None:
    """Refuse 'Smith Jr' for 'Smith Sr'."""
    after = sentence.words[places[0] + 1].norm if places[0] + 1 < len(sentence.words) else ""
    if after in _SUFFIXES and len(parts) > 1 and parts[-1].norm not in _SUFFIXES:
        return None
    return tuple(reversed(places))


def _title_clash(name: Mention, places: tuple[int, ...], sentence: Parse) -> str | None:
    """Return a reason when a Mr is called Mrs."""
    before = sentence.words[places[0] - 1].norm if places[0] else ""
    mine, theirs = GENDERED_TITLES.get(name.title), GENDERED_TITLES.get(before)
    if mine and theirs and mine != theirs:
        return f"the sentence says {before.capitalize()}, not {name.title.capitalize()}"
    return None


def _office_clash(name: Mention, claim: Parse, places: tuple[int, ...], sentence: Parse) -> str | None:
    """Return a reason when the Foreign Minister is called Defence Minister."""
    mine, theirs = _office(claim, name.parts[0]), _office(sentence, places[0])
    if mine is None or theirs is None or mine[1].lemma != theirs[1].lemma or mine[0].lemma == theirs[0].lemma:
        return None
    if any(item.lemma == mine[0].lemma for item in sentence.words):
        return None
    return f"the sentence says {theirs[0].norm.capitalize()} {theirs[1].norm.capitalize()}"


def _office(text: Parse, i: int) -> tuple[Word, Word] | None:
    """Return the field and the rank of an office that stands before the name at ``i``: Foreign, Minister."""
    if i < 2 or text.words[i - 1].norm not in _RANKS_WITH_FIELDS:
        return None
    field = text.words[i - 2]
    known = field.capital and not field.possessive and not field.root.startswith("@") and not field.state
    return None if not known or field.flags & (words.STOP | words.TITLE) else (field, text.words[i - 1])


def _surname_only(name: Mention, claim: Parse, cited: list[Parse], article: str) -> NameFinding | None:
    if len(name.parts) < 2:
        return None
    parts = [claim.words[i] for i in name.parts]
    for sentence in cited:
        for i in sentence.by_norm.get(parts[-1].norm, ()):
            if not sentence.words[i].capital:
                continue
            first = _first_name_before(sentence, i)
            if first is not None and not any(
                _matches(part, first) or _same_initial(part, first) for part in parts[:-1]
            ):
                reason = f"the sentence names {sentence.raw(i - 1, i)}"
                return NameFinding(missing=claim.raw(parts_start(name), name.last), reason=reason, conflict=True)
            if _unambiguous(fold(" ".join(p.norm for p in parts)), parts[-1].norm, article):
                return NameFinding((i,))
    return None


def parts_start(name: Mention) -> int:
    """Return the first word of the name itself."""
    return name.parts[0]


def _first_name_before(sentence: Parse, i: int) -> Word | None:
    """Return the given name that stands before surname ``i``; titles, countries and possessives are none."""
    if not i:
        return None
    item = sentence.words[i - 1]
    if not item.capital or item.flags & (words.STOP | words.TITLE) or item.possessive or item.root.startswith("@"):
        return None
    if (
        sentence.gap(i - 1).strip(" .")
        or (i == 1 and (item.same or item.flags & words.LIGHT))
        or item.flags & words.DATE
    ):
        return None
    return item


@lru_cache(maxsize=512)
def _unambiguous(full: str, surname: str, article: str) -> bool:
    """Say whether the article gives the full name, and no other first name with that surname."""
    plain = fold(article)
    given = full.split()[:-1]
    if full not in plain:
        return False
    pattern = re.compile(rf"\b([A-ZÀ-Þ][\w’'-]+)\s+{re.escape(surname)}\b", re.IGNORECASE)
    others = {fold(match[1]) for match in pattern.finditer(article) if match[1][0].isupper()}
    return all(
        other in given or other in ("mr", "mrs", "ms", "dr") or words.word(other).flags & (words.TITLE | words.STOP)
        or words.word(other.capitalize()).root.startswith("@") or other.endswith(("'s", "’s"))
        or fold(f"{other} {given[0]}") in plain
        for other in others
    )  # fmt: skip


def _capital_for_country(name: Mention, claim: Parse, cited: list[Parse]) -> NameFinding | None:
    """Match 'Russia said' with 'Moscow said'; a place where something happens is never meant so."""
    part = claim.words[name.parts[0]]
    if len(name.parts) > 1 or not part.state or _is_place(claim, name.first):
        return None
    for sentence in cited:
        for i, item in enumerate(sentence.words):
            if item.state == part.state and not _is_place(sentence, i):
                return NameFinding((i,))
    return None


def _is_place(text: Parse, i: int) -> bool:
    """Say whether 'in', 'near', 'from' … stands before word ``i``."""
    for j in range(i - 1, max(-1, i - 3), -1):
        if text.words[j].norm in _PLACING:
            return True
        if not text.words[j].flags & words.DET:
            return False
    return False


def _acronym(parts: list[Word], cited: list[Parse]) -> NameFinding | None:
    """Match 'WHO' with 'World Health Organization', either way round."""
    letters = "".join(part.norm[0] for part in parts if part.norm not in NAME_PARTICLES)
    for sentence in cited:
        for i in sentence.by_norm.get(letters, ()) if len(letters) > 2 else ():
            if sentence.raw(i, i)[:2].isupper():
                return NameFinding((i,))
        if len(parts) == 1 and 2 <= len(parts[0].norm) <= 6:
            places = _spelt_out(parts[0].norm, sentence)
            if places:
                return NameFinding(places)
    return None


def _spelt_out(acronym: str, sentence: Parse) -> tuple[int, ...]:
    capitals = [i for i, item in enumerate(sentence.words) if item.capital]
    for k in range(len(capitals) - len(acronym) + 1):
        run = capitals[k : k + len(acronym)]
        if run[-1] - run[0] > len(acronym) + 2:
            continue
        if all(sentence.words[i].norm[0] == letter for i, letter in zip(run, acronym, strict=True)):
            return tuple(run)
    return ()


def _absent(name: Mention, claim: Parse, cited: list[Parse]) -> NameFinding:
    missing = [
        claim.words[i]
        for i in name.parts
        if not any(_matches(claim.words[i], item) for sentence in cited for item in sentence.words)
    ]
    written = claim.raw(parts_start(name), name.last)
    if not missing:
        return NameFinding(missing=written, reason=f"the words of {written!r} don't stand together")
    return NameFinding(missing=written, reason=f"{written!r} isn't named")
