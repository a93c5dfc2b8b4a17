"""Make exercises from QAMR: passages of one to three sentences with questions they answer and questions they don't."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import log

from summarizer.domain.blocks import AnswerKind
from summarizer.extract.fieldwise.forms import NO, NOT_STATED, YES, joined
from summarizer.extract.reading.retrieval import stems
from summarizer.local.exercise import Exercise, Task
from summarizer.local.qamr import Pair, Qamr, article_of
from summarizer.local.wording import declared, needed_entities, reworded

__all__ = ["Entities", "PassageMaker"]

Entities = dict[str, frozenset[str]]
"""Sentence id → labels of the named entities in it."""

_LONGEST_PASSAGE = 90  # words
_SAME_ARTICLE = 0.65
_PER_ANSWER = 3
_LIKE = 12
_MOST_ANSWERABLE, _MOST_UNANSWERABLE = 6, 6
_REWORDED = 0.2
_LISTED, _CHECKED, _STATED = 0.08, 0.07, 0.5

_KINDS: tuple[tuple[str, AnswerKind], ...] = (
    (r"how (?:many|much)\b", "number"),
    (r"how long\b", "duration"),
    (r"when\b|.{0,20} (?:year|day|date|month)\b", "date"),
    (r"where\b|.{0,12}(?:city|country|state|place)\b", "place"),
    (r"who\b|.{0,16}(?:name of the person|first name|last name)\b", "person"),
    (r".{0,12}(?:company|organi[sz]ation|team|group|agency)\b", "organization"),
)


def kind_of(question: str) -> AnswerKind:
    """Return what sort of answer a question asks for, by its opening."""
    return next((kind for opening, kind in _KINDS if re.match(opening, question, re.IGNORECASE)), "any")


@dataclass(frozen=True, slots=True)
class _Passage:
    sentences: tuple[str, ...]
    text: str


class PassageMaker:
    """Makes exercises from the pairs of some articles; sentences of ``closed`` articles stand in no passage."""

    def __init__(
        self, data: Qamr, articles: Collection[str], entities: Entities, *, closed: Collection[str], seed: int
    ) -> None:
        self._texts = data.sentences
        self._entities = entities
        self._chance = random.Random(seed)  # noqa: S311 - training data, not a secret
        self._pairs = [pair for pair in data.pairs if article_of(pair.sentence) in set(articles)]
        self._by_sentence: dict[str, list[Pair]] = defaultdict(list)
        for pair in self._pairs:
            self._by_sentence[pair.sentence].append(pair)
        shut = set(closed)
        self._open = [number for number in self._texts if article_of(number) not in shut]
        self._by_article: dict[str, list[str]] = defaultdict(list)
        for number in self._open:
            self._by_article[article_of(number)].append(number)
        self._questions = _Index([pair.question for pair in self._pairs])
        self._sentences = _Index([self._texts[number] for number in self._open])

    def rounds(self) -> Iterator[Exercise]:
        """Give exercises without end, every sentence once a round, each time in another passage."""
        numbers = sorted(self._by_sentence)
        while True:
            self._chance.shuffle(numbers)
            for number in numbers:
                exercise = self._exercise(number)
                if exercise.tasks:
                    yield exercise

    def _exercise(self, number: str) -> Exercise:
        passage = self._passage(number)
        answerable = [task for pair in self._chosen(number) for task in self._answered(pair, passage)]
        unanswerable = [self._unanswered(pair) for pair in self._foreign(number, passage)]
        tasks = [*answerable, *unanswerable]
        self._chance.shuffle(tasks)
        return Exercise(article_of(number), passage.text, tuple(tasks))

    def _passage(self, number: str) -> _Passage:
        others = self._others(number, self._chance.choice((0, 0, 1, 1, 2, 2)))
        chosen = [number]
        for other in others:
            if sum(len(self._texts[at].split()) for at in (*chosen, other)) <= _LONGEST_PASSAGE:
                chosen.append(other)
        self._chance.shuffle(chosen)
        return _Passage(tuple(chosen), " ".join(self._texts[at] for at in chosen))

    def _others(self, number: str, count: int) -> list[str]:
        same = [at for at in self._by_article[article_of(number)] if at != number]
        if same and self._chance.random() < _SAME_ARTICLE:
            return self._chance.sample(same, min(count, len(same)))
        like = [self._open[at] for at in self._sentences.nearest(self._texts[number], _LIKE)]
        like = [at for at in like if at != number]
        return self._chance.sample(like, min(count, len(like)))

    def _chosen(self, number: str) -> list[Pair]:
        pairs = list(self._by_sentence[number])
        self._chance.shuffle(pairs)
        seen: Counter[str] = Counter()
        kept: list[Pair] = []
        for pair in pairs:
            if seen[pair.answer] < 1 + (len(kept) > _MOST_ANSWERABLE // 2):
                kept.append(pair)
                seen[pair.answer] += 1
        return kept[:_MOST_ANSWERABLE]

    def _foreign(self, number: str, passage: _Passage) -> list[Pair]:
        """Return questions that other sentences answer: of the same article, and of others about like things."""
        near = [
            pair
            for other in self._by_article[article_of(number)]
            if other not in passage.sentences
            for pair in self._by_sentence.get(other, ())
        ]
        held = frozenset().union(*(self._entities.get(at, frozenset()) for at in passage.sentences))
        far = []
        for at in self._questions.nearest(passage.text, 120):
            pair = self._pairs[at]
            needed = needed_entities(pair.question)
            if article_of(pair.sentence) != article_of(number) and (not needed or needed & held):
                far.append(pair)
        stray = self._chance.sample(self._pairs, min(30, len(self._pairs)))
        stray = [pair for pair in stray if needed_entities(pair.question) & held and pair.sentence != number]
        count = self._chance.randint(4, _MOST_UNANSWERABLE)
        pool = [
            *self._chance.sample(near, min(len(near), 3)),
            *self._chance.sample(far[:40], min(len(far[:40]), 2 + (count > 4))),
            *stray[:1],
        ]
        text = passage.text.casefold()
        return [pair for pair in pool if pair.sentence not in passage.sentences and pair.answer.casefold() not in text][
            :count
        ]

    def _answered(self, pair: Pair, passage: _Passage) -> Iterator[Task]:
        question = self._worded(pair.question)
        kind = kind_of(pair.question)
        several = _coordinated(pair.answer) or self._same_question(pair, passage)
        if self._chance.random() < (0.6 if several else _LISTED):
            answers = several or (pair.answer,)
            yield Task(question, joined(answers), "list", (joined(answers),), kind=kind)
        else:
            yield Task(question, pair.answer, "single", pair.accepted, kind=kind)
        if self._chance.random() < _CHECKED:
            wrong = self._wrong(pair, passage)
            right = wrong is None or self._chance.random() < 0.5
            proposed = pair.answer if right else str(wrong)
            yield Task(question, YES if right else NO, "check", (YES if right else NO,), proposed, kind)
        said = declared(pair.question, pair.answer)
        if said is not None and self._chance.random() < _STATED:
            yield Task(f"Is it stated that {said}?", YES, "stated", (YES,))

    def _unanswered(self, pair: Pair) -> Task:
        question, kind = self._worded(pair.question), kind_of(pair.question)
        said = declared(pair.question, pair.answer)
        if said is not None and self._chance.random() < _STATED:
            return Task(f"Is it stated that {said}?", NO, "stated", (NO,))
        form = "list" if self._chance.random() < _LISTED else "single"
        return Task(question, NOT_STATED, form, (NOT_STATED,), kind=kind)  # type: ignore[arg-type]  # one of two forms

    def _worded(self, question: str) -> str:
        return reworded(question, self._chance) if self._chance.random() < _REWORDED else question

    def _wrong(self, pair: Pair, passage: _Passage) -> str | None:
        """Return the answer to another question on the passage, if possible one of the same kind."""
        others = [other for at in passage.sentences for other in self._by_sentence.get(at, ())]
        own = pair.answer.casefold()
        others = [
            other for other in others if other.answer.casefold() not in own and own not in other.answer.casefold()
        ]
        alike = [other for other in others if kind_of(other.question) == kind_of(pair.question)]
        pool = alike or others
        return self._chance.choice(pool).answer if pool else None

    def _same_question(self, pair: Pair, passage: _Passage) -> tuple[str, ...]:
        """Return the different agreed answers to the very same question, in the order of the passage."""
        asked = pair.question.casefold()
        answers = {other.answer for other in self._by_sentence[pair.sentence] if other.question.casefold() == asked}
        apart = [one for one in answers if not any(one != other and one in other for other in answers)]
        return tuple(sorted(apart, key=passage.text.find)) if len(apart) > 1 else ()


def _coordinated(answer: str) -> tuple[str, ...]:
    """Return the parts of 'A, B and C'; none where it isn't a plain enumeration."""
    if " and " not in answer:
        return ()
    parts = [part.strip() for part in re.split(r",? and |, ", answer)]
    return tuple(parts) if all(1 <= len(part.split()) <= 4 for part in parts) and len(parts) > 1 else ()


class _Index:
    """Finds the texts that share the rarest words with another text."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._where: dict[str, list[int]] = defaultdict(list)
        for at, text in enumerate(texts):
            for word in set(stems(text)):
                self._where[word].append(at)
        self._count = len(texts)

    def nearest(self, text: str, most: int) -> list[int]:
        """Return the numbers of the texts likest ``text``, likest first."""
        scores: Counter[int] = Counter()
        for word in sorted(set(stems(text))):
            found = self._where.get(word, ())
            if len(found) * 20 < self._count:  # a word in every twentieth text tells nothing
                weight = log(self._count / (1 + len(found)))
                for at in found:
                    scores[at] += weight  # type: ignore[assignment]  # a Counter of weights
        return [at for at, _ in scores.most_common(most)]
