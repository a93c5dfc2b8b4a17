"""Find the sentences of an article that most likely answer a question: by words and, where it can, by meaning."""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from summarizer.extract.reading.article import Line
from summarizer.extract.reading.embedding import Embedder

if TYPE_CHECKING:
    from summarizer.extract.reading.embedding import Vectors

__all__ = ["Retriever", "stems"]

_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"(?:ing|ed|es|s|ly|e)$")
_K1, _B = 1.5, 0.75
_WORDS_WEIGHT = 0.5
_FUNCTION_WORDS = """the a an of to in on at is are was were be been do does did what who whom which when where how many
much long for and or by it its that this with from as has have had will"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())


def stems(text: str) -> list[str]:
    """Return the words that carry meaning, lower case, without common endings."""
    return [_ENDING.sub("", word) or word for word in _WORD.findall(text.casefold()) if word not in _FUNCTION]


class Retriever:
    """The sentences of one article, ready to be searched; each is embedded once, by the first question."""

    def __init__(self, lines: Sequence[Line], embedder: Embedder | None) -> None:
        self._lines = tuple(lines)
        self._embedder = embedder
        self._passages: Vectors | None = None
        self._counts = [Counter(stems(line.text)) for line in self._lines]
        self._seen = Counter(word for counts in self._counts for word in counts)
        self._mean_length = statistics.fmean(counts.total() for counts in self._counts) if self._counts else 1.0

    def ranked(self, question: str) -> list[Line]:
        """Return the sentences, likeliest first; none when no sentence shares a word that carries meaning with it."""
        if not any(self._bm25(question)):
            return []
        scores = self.scores(question)
        return [self._lines[position] for position in sorted(range(len(scores)), key=lambda at: -scores[at])]

    def scores(self, question: str) -> list[float]:
        """Return a score a sentence: embedding similarity plus half of BM25 (k1 1.5, b 0.75), both standardised."""
        by_words = self._bm25(question)
        if self._embedder is None or not self._lines:
            return by_words
        if self._passages is None:
            self._passages = self._embedder.passages([line.text for line in self._lines])
        by_meaning = [float(value) for value in self._passages @ self._embedder.queries([question])[0]]
        pairs = zip(_standard(by_meaning), _standard(by_words), strict=True)
        return [meaning + _WORDS_WEIGHT * words for meaning, words in pairs]

    def _bm25(self, question: str) -> list[float]:
        asked = set(stems(question))
        scores = []
        for counts in self._counts:
            length = _K1 * (1 - _B + _B * counts.total() / self._mean_length)
            scores.append(sum(self._idf(w) * counts[w] * (_K1 + 1) / (counts[w] + length) for w in asked if counts[w]))
        return scores

    def _idf(self, word: str) -> float:
        return math.log(1 + (len(self._lines) - self._seen[word] + 0.5) / (self._seen[word] + 0.5))


def _standard(values: list[float]) -> list[float]:
    spread = statistics.pstdev(values) or 1.0
    mean = statistics.fmean(values)
    return [(value - mean) / spread for value in values]
