"""Which words of an English sentence act as verbs, told by their form and their neighbours."""

from __future__ import annotations

from typing import Final

from summarizer.grounding import words
from summarizer.grounding.lexicon import closed
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.parse import Parse
from summarizer.grounding.words import Word

__all__ = ["CLAUSE_ENDS", "VERBAL", "before_verb", "find_verbs", "negative_verb"]

VERBAL: Final = words.PAST | words.ING | words.BASE | words.THIRD
"""Flags of words that can be verbs."""

CLAUSE_ENDS: Final = frozenset(",;:—–()?!.…")
"""Marks that no clause goes across."""

_FINITE_PRONOUNS: Final = word_set("i you he she it we they who which that there")
_ARTICLES: Final = word_set("a an the its their his her our my your no any")
_ADVERBS: Final = word_set(
    "also then now still already just even only again ever soon later earlier once not never yet both all each"
)
_DO: Final = word_set("do does did don't doesn't didn't 'll")
_PLURALS: Final = word_set("police people men women children staff crew officials")
_CONTROL: Final = frozenset(
    words.stem(term)
    for term in closed.FUTURE_VERBS
    | closed.UNREALISED_VERBS
    | closed.NEGATIVE_VERBS
    | {
        "allow",
        "force",
        "manage",
        "able",
        "fail",
        "enable",
        "permit",
        "ask",
        "compel",
        "need",
        "help",
        "begin",
        "start",
        "continue",
        "try",
        "ready",
        "have",
    }
)
_NEGATIVE: Final = frozenset(
    words.stem(term) if "_" not in term else f"{words.stem(term.split('_')[0])}_{term.split('_')[1]}"
    for term in closed.NEGATIVE_VERBS
)


def negative_verb(item: Word) -> bool:
    """Say whether the verb turns what depends on it into its opposite ('failed to', 'denied')."""
    return item.lemma in _NEGATIVE


def before_verb(items: list[Word], i: int) -> int:
    """Return the place before ``i``, adverbs skipped; -1 at the start."""
    i -= 1
    while i >= 0 and not items[i].flags & VERBAL and _is_adverb(items, i):
        i -= 1
    return i


def _is_adverb(items: list[Word], i: int) -> bool:
    norm = items[i].norm
    if norm in ("longer", "no"):
        return items[i - 1].norm == "no" if norm == "longer" else items[i + 1].norm == "longer"
    return norm.endswith("ly") or norm in _ADVERBS


def find_verbs(text: Parse) -> list[int]:
    """Return the places of the words that act as verbs, auxiliaries left out."""
    items = text.words
    found: list[int] = []
    for i, item in enumerate(items):
        if item.flags & VERBAL:
            if _is_verb(text, items, i) or _goes_on(items, found, i):
                found.append(i)
        elif item.flags & words.WORD and not item.flags & words.STOP and _unknown_verb(items, i):
            found.append(i)
    return _with_only_verbs(text, items, found)


def _goes_on(items: list[Word], found: list[int], i: int) -> bool:
    """Read 'begins … and ends …': a present tense after 'and' that another one precedes."""
    before = items[i - 1] if i else None
    if before is None or before.norm not in (",", "and", "but", "or"):
        return False
    if items[i].flags & words.THIRD and any(items[v].flags & words.THIRD for v in found):
        return True
    after = items[i + 1] if i + 1 < len(items) else None
    reaches = after is not None and bool(after.flags & (words.PREP | words.DET))
    return before.norm == "," and reaches and bool(items[i].flags & words.BASE) and bool(found)


def _unknown_verb(items: list[Word], i: int) -> bool:
    """Read a verb that no list knows from 'to' or a modal before it and an object after it."""
    if i == 0 or items[i].capital or items[i].norm.endswith(("s", "ly", "er")):
        return False
    before, after = items[max(0, before_verb(items, i))], items[i + 1] if i + 1 < len(items) else None
    if before.flags & words.MODAL or before.norm in _DO:
        return True
    if before.norm == "to" and i > 1 and items[i - 2].lemma in _CONTROL and items[i].norm not in closed.NOUNS:
        return True
    return before.norm == "to" and after is not None and bool(after.flags & (words.DET | words.PRON) or after.capital)


def _with_only_verbs(text: Parse, items: list[Word], found: list[int]) -> list[int]:
    """Add the one word that can be the verb of a clause with none else: 'The talks resume on Monday'."""
    if text.is_title:
        return found
    verbs = set(found)
    start = 0
    for end in [*(i for i, item in enumerate(items) if item.norm in CLAUSE_ENDS), len(items)]:
        if not any(i in verbs or items[i].flags & words.AUX for i in range(start, end)):
            only = _only_verb(items, start, end)
            if only >= 0:
                verbs.add(only)
        start = end + 1
    return sorted(verbs)


def _only_verb(items: list[Word], start: int, end: int) -> int:
    for i in range(start + 1, end - 1):
        item, before = items[i], items[i - 1]
        finite = item.flags & (words.BASE if before.norm.endswith("s") else words.THIRD)
        if finite and not item.capital and _is_content(before) and not before.possessive:
            return i
    return -1


def _is_verb(text: Parse, items: list[Word], i: int) -> bool:
    item = items[i]
    flags = item.flags
    named = item.capital and i and not text.is_title and items[i - 1].norm not in '"“‘'
    compound = i and text.gap(i - 1) == "-" and flags & (words.PAST | words.ING)  # 'war-battered'
    if flags & words.AUX or named or compound:
        return False
    if item.norm in ("said", "says", "say"):
        return True
    at = before_verb(items, i)
    before = items[at] if at >= 0 else None
    after = items[i + 1] if i + 1 < len(items) else None
    if before is not None and before.norm == "to" and flags & words.BASE:
        return True
    if flags & words.PAST:
        return _past_is_verb(before, after, base=bool(flags & words.BASE))
    if flags & words.ING:
        return (i > 1 and "_" in items[i - 2].lemma) or _ing_is_verb(before, after)  # 'ruled out sending'
    return _base_is_verb(item, before, after)


def _is_content(item: Word | None) -> bool:
    return item is not None and bool(item.flags & words.WORD) and not item.flags & words.STOP


def _past_is_verb(before: Word | None, after: Word | None, *, base: bool) -> bool:
    if before is None:
        return after is not None and not _is_content(after)
    if before.norm in _ARTICLES or before.possessive:
        return False
    if before.flags & (words.PREP | words.DIGITS) and before.norm != "to" and _is_content(after):
        return bool(after and after.flags & VERBAL & ~words.BASE)
    return not (base and before.flags & words.PREP)


def _ing_is_verb(before: Word | None, after: Word | None) -> bool:
    if before is None:
        return True
    if before.norm in _ARTICLES or before.possessive:
        return False
    if before.flags & (words.BE_FORM | words.SUB | words.CONJ | words.PREP) or before.norm == ",":
        return after is None or after.norm != "of" or bool(before.flags & words.BE_FORM)
    if before.flags & VERBAL:
        return True
    return after is not None and bool(after.flags & (words.DET | words.PRON | words.DIGITS) or after.capital)


def _base_is_verb(item: Word, before: Word | None, after: Word | None) -> bool:
    if before is None:
        return False
    if before.norm == "to" or before.flags & words.MODAL or before.norm in _DO:
        return bool(item.flags & words.BASE)
    if before.norm in _FINITE_PRONOUNS:
        return True
    if before.flags & (words.STOP | words.PAST | words.ING) or before.possessive or not before.flags & words.WORD:
        return False
    takes_object = after is not None and (
        bool(after.flags & (words.DET | words.DIGITS | words.PRON | words.PREP)) or after.capital or after.norm == "to"
    )
    if item.flags & words.THIRD:
        adjective = before.root.startswith("@") and before.root != f"@{before.norm}"
        return takes_object and not adjective and (before.capital or not before.norm.endswith("s"))
    plural = before.norm.endswith("s") or before.norm in _PLURALS
    return takes_object and plural and not (after is not None and after.flags & words.PREP)
