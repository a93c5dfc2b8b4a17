"""Text made comparable: folded, cut into words, and as sets whose intersection counts repeated parts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pydantic import JsonValue

from summarizer.grounding.words import fold

__all__ = ["ARTICLES", "bag", "content", "folded", "text_of", "words_of"]

ARTICLES: Final = frozenset(("a", "an", "the"))
"""Left out before words are compared, as in SQuAD (Rajpurkar et al. 2016)."""

_WORD: Final = re.compile(r"\d+(?:[.,]\d+)*(?:st|nd|rd|th)?\b|\d+(?:[.,]\d+)*|[^\W_]+(?:'[^\W_]+)*")
_DOTTED: Final = re.compile(r"\b(?:[^\W\d_]\.){2,}")
# letters that Unicode doesn't take apart into a plain one and an accent
_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def text_of(value: JsonValue) -> str:
    """Return a JSON scalar as the text a reader would see."""
    return value if isinstance(value, str) else "" if value is None else str(value)


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return ``text`` without case, accents, the points of 'U.S.', and typographic apostrophes."""
    plain = fold(text)
    if not plain.isascii():
        plain = plain.translate(_LETTERS)
    return _DOTTED.sub(lambda match: match.group().replace(".", ""), plain) if "." in plain else plain


@lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of ``text``; figures keep their points, possessives lose their ending."""
    return tuple(word.removesuffix("'s") or word for word in _WORD.findall(folded(text)))


@lru_cache(maxsize=65536)
def content(text: str) -> tuple[str, ...]:
    """Return the words without articles, or all of them where nothing would be left."""
    words = words_of(text)
    return tuple(word for word in words if word not in ARTICLES) or words


def bag(parts: Iterable[str]) -> frozenset[str]:
    """Return ``parts`` as a set in which the second 'x' is 'x' with a number, so that intersections count repeats."""
    seen: dict[str, int] = {}
    found = []
    for part in parts:
        times = seen.get(part, 0)
        seen[part] = times + 1
        found.append(f"{part}\0{times}" if times else part)
    return frozenset(found)
