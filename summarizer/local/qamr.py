"""Read QAMR (Michael et al. 2018): questions that people wrote on single sentences, with agreed answers."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.errors import SourceError

__all__ = ["FILES", "Pair", "Qamr", "Split", "read_qamr", "split_articles"]

FILES = ("wiki-sentences.tsv", "filtered_dev.tsv", "filtered_test.tsv")
_SENTENCES, *_QUESTIONS = FILES
_LONGEST_ANSWER = 7  # words; longer ones are clauses, on which annotators seldom agree
_SHORTEST_QUESTION = 12  # characters
_AGREEING = 2
_TEST, _DEV = 24, 16  # articles
_SPLIT_SEED = 7

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"'}


@dataclass(frozen=True, slots=True)
class Pair:
    """A question on one sentence, the answer most annotators marked, and every answer any of them marked."""

    sentence: str
    question: str
    answer: str
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Qamr:
    """``sentences``: sentence id → text. ``pairs``: the agreed ones, in file order."""

    sentences: dict[str, str]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Article ids by what they are for; no article is in two."""

    train: frozenset[str]
    dev: frozenset[str]
    test: frozenset[str]


def article_of(sentence: str) -> str:
    """Return the article of a sentence id: 'Wiki1k:wikinews:762751:3:1' is of 'Wiki1k:wikinews:762751'."""
    return ":".join(sentence.split(":")[:3])


def read_qamr(folder: Path) -> Qamr:
    """Return the sentences and the agreed pairs; raises ``SourceError`` naming a file that is missing or unreadable."""
    tokens = {row[0]: row[1].split(" ") for row in _rows(folder / _SENTENCES, 2)}
    pairs = [pair for name in _QUESTIONS for row in _rows(folder / name, 9) if (pair := _pair(row, tokens)) is not None]
    return Qamr({number: detokenised(words) for number, words in tokens.items()}, tuple(pairs))


def split_articles(pairs: Sequence[Pair]) -> Split:
    """Return the fixed split by article: it depends on nothing but the data, so that every run is held to the same."""
    articles = sorted({article_of(pair.sentence) for pair in pairs})
    random.Random(_SPLIT_SEED).shuffle(articles)  # noqa: S311 - a split, not a secret
    test, dev = articles[:_TEST], articles[_TEST : _TEST + _DEV]
    return Split(frozenset(articles[_TEST + _DEV :]), frozenset(dev), frozenset(test))


def detokenised(words: Sequence[str]) -> str:
    """Return Penn Treebank tokens as running text."""
    text = " ".join(_BRACKETS.get(word, word) for word in words)
    text = re.sub(r" ([.,;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[$£€]) ", r"\1", text)
    text = re.sub(r" (n't|'s|'re|'ve|'ll|'d|'m|')(?!\w)", r"\1", text)
    return " ".join(re.sub(r'" (.*?) "', r'"\1"', text).split())


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise SourceError(
            f"{path} can't be read ({exc}); --qamr names the folder that holds {', '.join(FILES)}"
        ) from exc
    for number, line in enumerate(lines, start=1):
        row = line.split("\t")
        if len(row) < columns:
            raise SourceError(f"{path}:{number}: has {len(row)} columns, not {columns}; is it QAMR's filtered file?")
        yield row


def _pair(row: Sequence[str], tokens: dict[str, list[str]]) -> Pair | None:
    """Return a row as a pair: at least two annotators marked the same short run of words."""
    words = tokens.get(row[0])
    if words is None:
        return None
    marked = [_indices(row[6]), *(_indices(cell.split(":", 1)[1]) for cell in row[7:9] if ":" in cell)]
    votes = Counter(span for span in marked if span and span[-1] < len(words))
    if not votes:
        return None
    span = max(votes, key=lambda span: (votes[span], -len(span)))
    together = list(span) == list(range(span[0], span[-1] + 1))
    question = row[5].strip()
    if votes[span] < _AGREEING or not together or len(span) > _LONGEST_ANSWER or len(question) < _SHORTEST_QUESTION:
        return None
    answer = detokenised([words[at] for at in span]).strip(" ,.")
    if not answer:
        return None
    others = [detokenised([words[at] for at in other]).strip(" ,.") for other in votes]
    accepted = tuple(dict.fromkeys((answer, *filter(None, others))))
    return Pair(row[0], question if question.endswith("?") else f"{question}?", answer, accepted)


def _indices(cell: str) -> tuple[int, ...]:
    return tuple(int(number) for number in cell.split() if number.isdigit())
