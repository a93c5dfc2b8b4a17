"""Whether a predicted value stands anywhere in the article at all: a literal check, apart from the support gate.

A name or text is invented when a word of it that is written with a capital, or a number in it, stands nowhere in the
article, or when fewer than half of its other telling words do, by their stems. A number is invented when the article
states no such number in figures or words, a date when no date of the article can mean it; what the record's receipt
calls derived isn't invented. Labels and yes or no can't be.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from pydantic import JsonValue

from summarizer.domain.blocks import ComparatorName
from summarizer.domain.document import Document
from summarizer.grounding.dates import resolve
from summarizer.grounding.lexicon.closed import STOP_WORDS
from summarizer.grounding.lexicon.names import TITLES, UNITED
from summarizer.grounding.lexicon.quantity import MAGNITUDES, NUMBER_WORDS
from summarizer.grounding.numbers import find_quantities, read_digits
from summarizer.grounding.parse import Parse
from summarizer.grounding.reading import Reading
from summarizer.grounding.words import stem
from summarizer.scoring.comparators.countries import COUNTRY
from summarizer.scoring.comparators.dates import days_of
from summarizer.scoring.comparators.folding import folded, text_of, words_of
from summarizer.scoring.comparators.numbers import read_figure

__all__ = ["CHECKED", "Inventions"]

CHECKED: Final[frozenset[ComparatorName]] = frozenset(
    ("date", "datetime", "name", "number", "organization", "person_name", "place", "quote", "text", "unit", "when")
)
"""Comparators of values that can be looked for in an article."""

_DATES: Final = frozenset(("date", "datetime"))
_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:['’][^\W_]+)*")
_UNITED: Final = re.compile(r"\bUnited (?:Arab )?(States|Kingdom|Nations|Emirates)(?: of America)?\b")
_ENOUGH: Final = 0.5
_NUMERIC: Final = frozenset(NUMBER_WORDS) | frozenset(one for one in MAGNITUDES if len(one) > 1)


def _short_countries(text: str) -> str:
    return _UNITED.sub(lambda match: UNITED[match[1].lower()].upper(), text) if "United" in text else text


class Inventions:
    """Looks values up in one article; nothing of it is read before it is needed."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def invented(self, comparator: ComparatorName, value: JsonValue) -> bool:
        """Say whether ``value`` stands nowhere in the article."""
        if comparator == "number":
            return not self._states_number(value)
        if comparator in _DATES:
            return not self._states_date(text_of(value))
        text = text_of(value.get("text")) if isinstance(value, dict) else text_of(value)
        return not self._states_words(text, sentence=comparator in ("text", "quote"))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(words_of(self._document.text))

    @cached_property
    def _keys(self) -> frozenset[str]:
        """Return stems and country keys of the article's words."""
        return frozenset(COUNTRY.get(one) or stem(one) for one in self._words)

    def _has(self, plain: str) -> bool:
        return plain in self._words or (COUNTRY.get(plain) or stem(plain)) in self._keys

    def _states_words(self, text: str, *, sentence: bool) -> bool:
        telling = found = 0
        for place, token in enumerate(_TOKEN.findall(_short_countries(text))):
            plain = folded(token).removesuffix("'s")
            if not plain or plain in STOP_WORDS or plain in TITLES:
                continue
            stands = self._has(plain)
            if not stands and plain[0].isdigit():
                stands = self._states_number(token)
            strict = plain[0].isdigit() or (token[0].isupper() and not (sentence and place == 0))
            if strict and not stands:
                return False
            telling += 1
            found += stands
        return found >= _ENOUGH * telling

    @cached_property
    def _figures(self) -> frozenset[float]:
        digits = (read_digits(one) for one in words_of(self._document.text) if one[0].isdigit())
        return frozenset(float(one) for one in digits if one is not None)

    @cached_property
    def _quantities(self) -> frozenset[float]:
        """Return the numbers stated in words or with a magnitude; only sentences that have such words are read."""
        found: set[float] = set()
        for sentence in self._document.sentences:
            text = self._document.text[sentence.start : sentence.end]
            if not _NUMERIC.isdisjoint(words_of(text)):
                quantities = find_quantities(Parse(text))
                found.update(float(bound) for one in quantities for bound in (one.low, one.high))
        return frozenset(found)

    def _states_number(self, value: JsonValue) -> bool:
        figure = read_figure(value)
        return all(abs(one) in self._figures or abs(one) in self._quantities for one in (figure.low, figure.high))

    @cached_property
    def _dates(self) -> tuple[str, ...]:
        return tuple(span.text for span in Reading(self._document.text).dates)

    def _states_date(self, text: str) -> bool:
        wanted = days_of(text[:10])
        anchor = self._document.metadata.published
        if anchor is not None and wanted.first == anchor:
            return True
        for words in self._dates:
            for future in (False, True):
                found = resolve(words, anchor, future=future, language="en")
                if found is not None and wanted.first is not None and found.start <= wanted.first <= found.end:
                    return True
        return False
