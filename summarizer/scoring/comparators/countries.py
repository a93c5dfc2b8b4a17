"""Countries and regions by any word for them: the name, the adjective, the people."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from summarizer.grounding.lexicon.names import COUNTRIES, UNITED

__all__ = ["COUNTRY", "country_key", "join_united"]


def _table() -> dict[str, str]:
    groups = (group.split() for group in COUNTRIES.split("/"))
    table = {form: f"@{forms[0]}" for forms in groups for form in forms}
    return table | {f"{form}s": key for form, key in table.items() if f"{form}s" not in table}


COUNTRY: Final[Mapping[str, str]] = MappingProxyType(_table())
"""Folded word → one key for all words of a country, which no other word has."""


def country_key(word: str) -> str:
    """Return the key of the country that a folded word names, the word itself when it names none."""
    return COUNTRY.get(word, word)


def join_united(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return folded words with 'united states of america' and its like as one, the short form."""
    if "united" not in words:
        return words
    at = words.index("united")
    for step in (1, 2):
        short = UNITED.get(words[at + step]) if at + step < len(words) else None
        if short is not None:
            rest = words[at + step + 1 :]
            return (*words[:at], short, *(rest[2:] if rest[:2] == ("of", "america") else rest))
    return words
