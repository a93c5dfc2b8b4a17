"""Cut an article into short passages, and choose those that may answer a question."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.domain.blocks import AnswerKind
from summarizer.extract.reading.article import Line
from summarizer.extract.reading.retrieval import Retriever

__all__ = ["Passage", "Passages"]

Passage = tuple[Line, ...]
"""One to three neighbouring sentences, in order."""

_MOST_SENTENCES = 3
_MOST_WORDS = 60


class Passages:
    """The passages of one article.

    All questions read the same passages, so that the model's cache of one serves every question about it: questions
    of one passage are to be asked one after another.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._retriever = Retriever(lines)
        self.all = _cut(lines)
        self._of = {line: passage for passage in self.all for line in passage}

    def likely(self, question: str, kind: AnswerKind, most: int) -> list[Passage]:
        """Return up to ``most`` passages that share a word, or kin of one, with the question, likeliest first."""
        ranked = (self._of[line] for line in self._retriever.ranked(question, kind))
        return list(dict.fromkeys(ranked))[:most]

    def best(self, question: str, passage: Passage) -> Line:
        """Return the sentence of a passage that is nearest to the question."""
        return next((line for line in self._retriever.ranked(question) if line in passage), passage[0])

    def place(self, passage: Passage) -> int:
        """Return where a passage stands, for asking in the order of the article."""
        return self.all.index(passage)

    def around(self, lines: Sequence[Line]) -> Passage:
        """Return the given sentences with the one that follows them in their paragraph, if the two are short enough."""
        if not lines:
            return ()
        ordered = [line for passage in self.all for line in passage]
        after = ordered.index(lines[-1]) + 1 if lines[-1] in ordered else len(ordered)
        follows = ordered[after : after + 1]
        fits = follows and follows[0].paragraph == lines[-1].paragraph
        whole = (*lines, *follows) if fits else tuple(lines)
        return whole if sum(map(_words, whole)) <= _MOST_WORDS else tuple(lines)


def _words(line: Line) -> int:
    return len(line.text.split())


def _cut(lines: Sequence[Line]) -> list[Passage]:
    passages: list[Passage] = []
    held: list[Line] = []
    for line in lines:
        full = len(held) == _MOST_SENTENCES or sum(map(_words, held)) + _words(line) > _MOST_WORDS
        if held and full:
            passages.append(tuple(held))
            held = []
        held.append(line)
    return [*passages, tuple(held)] if held else passages
