"""Choose the two to four sentences that tell the story to someone who won't read it."""

from __future__ import annotations

import math
import re
from collections import Counter

from summarizer.extract.reading.article import Article, Line

__all__ = ["summary_lines"]

_MOST = 4
_WORDS = range(9, 48)
_ALIKE = 0.45
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_UNRESOLVED = re.compile(
    r"^(?:he|she|it|they|his|her|its|their|this|these|those|that|such|both|the two|the latter|the former|also|but"
    r"|and|so|however|meanwhile|indeed|instead|then|for (?:its|his|her|their) part|another|other"
    r"|all of|some of|many of)\b",
    re.IGNORECASE,
)
_FUNCTION_WORDS = """the and for that with was were has have had are but not from this which who its his her their they
been will would said say says after before over into than also more most about there when what where while during"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())


def summary_lines(article: Article, most: int = _MOST) -> list[Line]:
    """Return up to ``most`` sentences in the article's order: central, early, able to stand alone, no two alike.

    A sentence that opens with an unresolved 'he' or 'the two', or with a quotation, is passed over.
    """
    lines = [line for line in article.body if len(line.text.split()) in _WORDS] or list(article.body)
    vectors = _vectors(lines)
    order = {line.id: position for position, line in enumerate(article.body)}
    scores = {line.id: _score(line, order[line.id], vectors, len(article.body)) for line in lines}
    chosen: list[Line] = []
    for line in sorted(lines, key=lambda line: -scores[line.id]):
        alike = any(_cosine(vectors[line.id], vectors[other.id]) > _ALIKE for other in chosen)
        if len(chosen) < most and not alike and (_stands_alone(line) or (not chosen and line is lines[-1])):
            chosen.append(line)
    return sorted(chosen or lines[:1], key=lambda line: line.id)


def _stands_alone(line: Line) -> bool:
    text = line.text.lstrip()
    return not (_UNRESOLVED.match(text) or text[:1] in {'"', "“", "'", "‘"} or text.count('"') % 2)


def _score(line: Line, position: int, vectors: dict[int, dict[str, float]], total: int) -> float:
    """Return centrality (mean similarity to the other sentences, in units of its own scale) plus lead position."""
    mine = vectors[line.id]
    others = [_cosine(mine, vector) for number, vector in vectors.items() if number != line.id]
    central = sum(others) / max(1, len(others))
    return 4.0 * central + 1.2 / (1 + 0.35 * position) + 0.1 * (position < total / 3)


def _vectors(lines: list[Line]) -> dict[int, dict[str, float]]:
    words = {
        line.id: Counter(w for w in map(str.casefold, _WORD.findall(line.text)) if w not in _FUNCTION) for line in lines
    }
    seen = Counter(word for counts in words.values() for word in counts)
    vectors: dict[int, dict[str, float]] = {}
    for number, counts in words.items():
        raw = {word: count * math.log(1 + len(lines) / seen[word]) for word, count in counts.items()}
        norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        vectors[number] = {word: value / norm for word, value in raw.items()}
    return vectors


def _cosine(first: dict[str, float], second: dict[str, float]) -> float:
    small, large = sorted((first, second), key=len)
    return sum(value * large.get(word, 0.0) for word, value in small.items())
