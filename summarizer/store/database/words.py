"""Text as the words that a search finds it by: the same in either database, because neither takes part in it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["MAX_WORDS", "match_sqlite", "query_words", "search_words", "vector_literal"]

MAX_WORDS: Final = 20_000
"""Different words that are kept of one text: PostgreSQL holds a megabyte of them."""

_LONGEST: Final = 40
_QUERY_WORDS: Final = 16
# scripts that set no spaces between words: there every character counts as one
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])"
)
_WORD = re.compile(r"\w+")


def search_words(text: str) -> tuple[str, ...]:
    """Return the different words of ``text`` in their order, without case and accents."""
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", text) if unicodedata.category(character) != "Mn"
    ).casefold()
    words = (word[:_LONGEST] for word in _WORD.findall(_UNSPACED.sub(r" \1 ", plain)))
    return tuple(dict.fromkeys(words))[:MAX_WORDS]


def query_words(q: str) -> tuple[str, ...]:
    """Return the words that a search asks for, sixteen at most; none when there is no letter or digit in it."""
    return search_words(q)[:_QUERY_WORDS]


def match_sqlite(words: tuple[str, ...]) -> str:
    """Return the FTS5 query for all of ``words``, the last one as a beginning."""
    return " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])


def vector_literal(words: tuple[str, ...]) -> str:
    """Return the text of a PostgreSQL tsquery for all of ``words``, the last one as a beginning."""
    return " & ".join([*(f"'{word}'" for word in words[:-1]), f"'{words[-1]}':*"])
