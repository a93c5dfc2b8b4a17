"""Text made comparable: folded, cut into words, and as sets whose intersection counts repeated parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pydantic import JsonValue

from summarizer.grounding.words import fold

__all__ = ["ARTICLES", "bag", "content", "folded", "text_of", "words_of"]

ARTICLES: Final = frozenset(("a", "an", "the"))
"""Left out before words are compared, as in SQuAD (Rajpurkar et al. 2016)."""

_FIGURE: Final = r"\d+(?:[.,]\d+)*(?:(?:st|nd|rd|th)\b)?"
_WORD: Final = re.compile(rf"[^\W\d_][^\W_]*(?:'[^\W_]+)*|{_FIGURE}")
_ASCII_WORD: Final = re.compile(rf"[a-z][a-z0-9]*(?:'[a-z0-9]+)*|{_FIGURE}", re.ASCII)
_DOTTED: Final = re.compile(r"\b(?:[^\W\d_]\.){2,}")
# letters that Unicode doesn't take apart into a plain one and an accent
_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def text_of(value: JsonValue) -> str:
    """Return a JSON scalar as the text a reader would see."""
    return value if isinstance(value, str) else "" if value is None else str(value)


def folded(text: str) -> str:
    """Return ``text`` without case, accents, the points of 'U.S.', and typographic apostrophes."""
    plain = text.lower().replace("`", "'") if text.isascii() else fold(text).translate(_LETTERS)
    return _DOTTED.sub(lambda match: match.group().replace(".", ""), plain) if "." in plain else plain


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of ``text``; figures keep their points, possessives lose their ending."""
    plain = folded(text)
    found = (_ASCII_WORD if plain.isascii() else _WORD).findall(plain)
    return tuple(word.removesuffix("'s") or word for word in found) if "'" in plain else tuple(found)


def content(text: str) -> tuple[str, ...]:
    """Return the words without articles, or all of them where nothing would be left."""
    words = words_of(text)
    return words if ARTICLES.isdisjoint(words) else tuple([word for word in words if word not in ARTICLES]) or words


def bag(parts: Sequence[str]) -> frozenset[str]:
    """Return ``parts`` as a set in which the second 'x' is 'x' with a number, so that intersections count repeats."""
    once = frozenset(parts)
    if len(once) == len(parts):
        return once
    repeated = [(part, times) for part, times in Counter(parts).items() if times > 1]
    return once.union([f"{part}\0{time}" for part, times in repeated for time in range(1, times)])
