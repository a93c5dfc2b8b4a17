"""Put one question to the small model over a passage, and take its answers only where they can be verified."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.domain.blocks import AnswerKind
from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.domain.record import Usage
from summarizer.extract.fieldwise.confidence import Confidence, raw_confidence
from summarizer.extract.fieldwise.forms import NOT_STATED, YES, list_prompt, listed, single_prompt
from summarizer.extract.fieldwise.verification import holds, is_bound, snap, standing_in
from summarizer.extract.reading.article import Line, straighten
from summarizer.extract.reading.values import stands_in
from summarizer.llm.client import CompletionClient

__all__ = ["Answer", "Asker"]

_DOUBTFUL = 0.25
"""How far above the threshold an answer must be to need no second look."""
_ALTERNATIVES = 10
_MAX_TOKENS = 24
_MAX_LIST_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Answer:
    """What the article says in its own words, where, and how sure the model is that it is right."""

    text: str
    evidence: tuple[int, ...]
    confidence: float


class Asker:
    """Asks, verifies, looks twice where the model is unsure, and keeps account of what was spent.

    ``min_confidence`` is the least probability, 0 to 1, at which an answer is given; within 0.25 above it the same
    answer must come again from a single sentence. ``calibration`` turns what the model says into that probability.
    """

    def __init__(
        self,
        client: CompletionClient,
        *,
        model: str,
        min_confidence: float,
        calibration: Confidence | None = None,
    ) -> None:
        self._client = client
        self._model = model
        self.least = min_confidence
        self._calibration = calibration or Confidence({})
        self.completions: list[Completion] = []

    @property
    def usage(self) -> Usage:
        """Return tokens and time of every question so far."""
        total = Usage()
        for completion in self.completions:
            total = total + completion.usage
        return total

    async def ask(
        self, question: str, lines: Sequence[Line], kind: AnswerKind, *, bare: str | None = None
    ) -> Answer | None:
        """Return a verified answer, or None. ``bare`` is the question without its item, which an answer may repeat."""
        if not lines:
            return None
        completion = await self._put(single_prompt(_joined(lines), question), _MAX_TOKENS)
        text, sure = _said(completion), self._sure(completion, kind)
        if not text or sure < self.least or not holds(text, lines, kind, bare or question):
            return None
        standing = standing_in(text, lines)
        if kind == "number" and not is_bound(text, standing, bare or question):
            return None
        if sure < self.least + _DOUBTFUL and len(lines) > 1:
            standing = await self._second_look(question, text, standing, kind)
        return self._answer(text, standing, kind, sure)

    async def ask_all(self, question: str, lines: Sequence[Line], kind: AnswerKind) -> list[Answer]:
        """Return every verified answer that a passage holds, in its order.

        An adapter that wasn't trained on lists is asked for one answer.
        """
        if not lines:
            return []
        if "list" not in self._calibration.forms:
            single = await self.ask(question, lines, kind)
            return [single] if single is not None else []
        completion = await self._put(list_prompt(_joined(lines), question), _MAX_LIST_TOKENS)
        sure = self._sure(completion, kind, several=True)
        if sure < self.least:
            return []
        texts = [text for text in listed(_said(completion)) if holds(text, lines, kind, question)]
        answers = (self._answer(text, standing_in(text, lines), kind, sure) for text in texts)
        return [answer for answer in answers if answer is not None]

    async def is_stated(self, question: str, lines: Sequence[Line]) -> float | None:
        """Return how sure the model is that a passage answers 'Is it stated that …?' with yes; None for no.

        An adapter that wasn't trained on yes and no says so by answering with the passage's words.
        """
        if not lines:
            return None
        if "stated" not in self._calibration.forms:
            answer = await self.ask(question, lines, "any")
            return answer.confidence if answer is not None else None
        completion = await self._put(single_prompt(_joined(lines), question), _MAX_TOKENS)
        sure = _probability_of(completion.top_logprobs, YES)
        return sure if _said(completion).casefold() == YES and sure >= self.least else None

    def _answer(self, text: str, standing: Sequence[Line], kind: AnswerKind, sure: float) -> Answer | None:
        if not standing:
            return None
        whole = snap(text, standing, kind)
        evidence = tuple(dict.fromkeys(line.id for line in standing_in(whole, standing)[:2]))
        return Answer(whole, evidence, sure) if evidence else None

    async def _second_look(self, question: str, text: str, standing: list[Line], kind: AnswerKind) -> list[Line]:
        """Return the one sentence that gives the same answer when it is asked alone."""
        for line in standing[:2]:
            completion = await self._put(single_prompt(_joined([line]), question), _MAX_TOKENS)
            again = _said(completion)
            alike = bool(again) and (stands_in(again, text) or stands_in(text, again))
            if alike and self._sure(completion, kind) >= self.least:
                return [line]
        return []

    def _sure(self, completion: Completion, kind: AnswerKind, *, several: bool = False) -> float:
        return self._calibration.calibrated(raw_confidence(completion.top_logprobs), kind, several=several)

    async def _put(self, prompt: str, most: int) -> Completion:
        completion = await self._client.complete(
            CompletionRequest(
                model=self._model,
                prompt=prompt,
                max_tokens=most,
                temperature=0.0,
                stop=("\n",),
                logprobs=_ALTERNATIVES,
                extra={"cache_prompt": True},
            )
        )
        self.completions.append(completion)
        return completion


def _said(completion: Completion) -> str:
    """Return the answer's words; empty for 'not stated'."""
    text = completion.text.strip().strip(".,;:\"'")
    return "" if text.casefold() == NOT_STATED else text


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(" ".join(straighten(line.text).split()) for line in lines)


def _probability_of(alternatives: Mapping[str, float], word: str) -> float:
    return sum(math.exp(value) for token, value in alternatives.items() if token.strip().casefold() == word)
