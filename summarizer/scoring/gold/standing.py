"""Say whether words, a name or a number stand in an article, whatever way they are set."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from summarizer.domain.document import Document
from summarizer.grounding.numbers import find_quantities
from summarizer.grounding.parse import Parse

__all__ = ["ArticleWords", "looks_like_a_name", "stands_in"]

_MARKS = str.maketrans(
    {**dict.fromkeys("“”„‟«»″〝〞＂", '"'), **dict.fromkeys("‘’‚‛´`′ʼ＇", "'"), **dict.fromkeys("‐‑‒–", "-")}
)
_WORD = re.compile(r"[^\W_]+(?:['.&-][^\W_]+)*")
_DIGITS = re.compile(r"\d[\d,.]*\d|\d")
_SMALL = frozenset(
    (
        "a",
        "al",
        "and",
        "bin",
        "da",
        "de",
        "del",
        "der",
        "di",
        "du",
        "el",
        "for",
        "in",
        "la",
        "of",
        "on",
        "the",
        "van",
        "von",
    )
)
_MOST_WORDS = 6


def stands_in(quote: str, text: str) -> bool:
    """Say whether ``quote`` stands in ``text``, white space and the shape of quotation marks and hyphens aside."""
    return _folded(quote) in _folded(text)


def looks_like_a_name(value: str) -> bool:
    """Say whether ``value`` is a few words that are all capitalised, small ones such as 'of' aside."""
    words = _WORD.findall(value)
    large = [word for word in words if word.casefold() not in _SMALL]
    return 0 < len(words) <= _MOST_WORDS and bool(large) and all(word[0].isupper() for word in large)


class ArticleWords:
    """An article, read once for what stands in it."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def has_name(self, name: str) -> bool:
        """Say whether the words of ``name`` stand together, case, accents and a leading 'the' aside."""
        wanted = _norms(name)
        wanted = wanted[1:] if wanted[:1] == ["the"] and len(wanted) > 1 else wanted
        return f" {' '.join(wanted)} " in self._words

    def has_number(self, value: float) -> bool:
        """Say whether the article states ``value``, in digits or in words."""
        return any(abs(value - stated) <= 1e-9 * max(1.0, abs(value)) for stated in self._numbers)

    @cached_property
    def _words(self) -> str:
        return f" {' '.join(_norms(self._document.text))} "

    @cached_property
    def _numbers(self) -> frozenset[float]:
        found: set[float] = set()
        for number in range(1, len(self._document.sentences) + 1):
            text = self._document.sentence_text(number)
            for quantity in find_quantities(Parse(text)):
                found |= {float(quantity.low), float(quantity.high)}
                found |= {float(quantity.other[0])} if quantity.other else set()
            found |= {float(digits.replace(",", "")) for digits in _DIGITS.findall(text) if digits.count(".") <= 1}
        return frozenset(found)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_MARKS).split())


def _norms(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.translate(_MARKS).casefold())
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return [word.removesuffix("'s").rstrip(".") for word in _WORD.findall(plain)]
