"""Choose the two to four sentences that tell the story to someone who won't read it."""

from __future__ import annotations

import math
import re
from collections import Counter

from summarizer.extract.reading.article import Article, Line

__all__ = ["summary_lines"]

_MOST = 4
_WORDS = range(9, 56)
_ALIKE = 0.45
_LEAD, _SECTION, _CENTRAL, _NEW = 1.0, 0.25, 1.0, 0.6
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_UNRESOLVED = re.compile(
    r"^(?:he|she|it|they|his|her|its|their|this|these|those|that|such|both|the two|the latter|the former|also|but"
    r"|and|so|however|meanwhile|indeed|instead|then|for (?:its|his|her|their) part|another|other|moreover|furthermore"
    r"|first|second|third|finally|still|yet|nevertheless|therefore|thus|even|here|there|as a result|in addition"
    r"|on the other hand|in (?:response|turn|contrast)|all of|some of|many of|neither|either|one of (?:them|those))\b",
    re.IGNORECASE,
)
_FUNCTION_WORDS = """the and for that with was were has have had are but not from this which who its his her their they
been will would said say says after before over into than also more most about there when what where while during"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())

Vector = dict[str, float]


def summary_lines(article: Article, most: int = _MOST) -> list[Line]:
    """Return up to ``most`` sentences in the article's order: early, central, each with something new, no two alike.

    A sentence that can't stand alone is passed over: one that opens with an unresolved 'he' or 'the two', or with a
    quotation, or that has no verb.
    """
    lines = [line for line in article.body if len(line.text.split()) in _WORDS] or list(article.body)
    standing = [line for line in lines if _stands_alone(line)] or lines[:1]
    vectors = _vectors(lines)
    worth = {line: _worth(line, article, vectors) for line in standing}
    chosen: list[Line] = []
    while len(chosen) < most:
        fresh = {
            line: worth[line] - _NEW * _overlap(line, chosen, vectors)
            for line in standing
            if line not in chosen and all(_cosine(vectors[line], vectors[other]) <= _ALIKE for other in chosen)
        }
        if not fresh:
            break
        chosen.append(max(fresh, key=lambda line: fresh[line]))
    return sorted(chosen, key=lambda line: line.start)


def _overlap(line: Line, chosen: list[Line], vectors: dict[Line, Vector]) -> float:
    """Return how much of a sentence's meaning the chosen ones have said already, together."""
    said: Vector = {}
    for other in chosen:
        for word, value in vectors[other].items():
            said[word] = max(said.get(word, 0.0), value)
    return sum(min(value, said.get(word, 0.0)) * value for word, value in vectors[line].items())


def _stands_alone(line: Line) -> bool:
    text = line.text.lstrip()
    quoted = text[:1] in {'"', "“", "'", "‘"} or text.count('"') % 2 == 1
    verbless = line.doc is not None and not any(token.pos_ in {"VERB", "AUX"} for token in line.doc)
    return not (_UNRESOLVED.match(text) or quoted or verbless)


def _worth(line: Line, article: Article, vectors: dict[Line, Vector]) -> float:
    """Return how early a sentence stands, whether it opens a section, and how near it is to what the article says."""
    body = article.body
    position = body.index(line)
    total: Vector = {}
    for vector in vectors.values():
        for word, value in vector.items():
            total[word] = total.get(word, 0.0) + value
    norm = math.sqrt(sum(value * value for value in total.values())) or 1.0
    central = sum(value * total[word] for word, value in vectors[line].items()) / norm
    return _LEAD / (1 + 0.3 * position) + _SECTION * _opens_section(line, article) + _CENTRAL * central


def _opens_section(line: Line, article: Article) -> bool:
    at = article.lines.index(line)
    return at > 0 and article.lines[at - 1].role == "subheading"


def _vectors(lines: list[Line]) -> dict[Line, Vector]:
    words = {
        line: Counter(w for w in map(str.casefold, _WORD.findall(line.text)) if w not in _FUNCTION) for line in lines
    }
    seen = Counter(word for counts in words.values() for word in counts)
    vectors: dict[Line, Vector] = {}
    for line, counts in words.items():
        raw = {word: count * math.log(1 + len(lines) / seen[word]) for word, count in counts.items()}
        norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        vectors[line] = {word: value / norm for word, value in raw.items()}
    return vectors


def _cosine(first: Vector, second: Vector) -> float:
    small, large = sorted((first, second), key=len)
    return sum(value * large.get(word, 0.0) for word, value in small.items())
