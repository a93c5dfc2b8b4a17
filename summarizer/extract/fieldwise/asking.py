"""Put one question to the small model over a few sentences, and take its answer only where it can be verified."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.domain.blocks import AnswerKind
from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.domain.record import Usage
from summarizer.extract.fieldwise.verification import holds, snap, standing_in
from summarizer.extract.reading.article import Line, straighten
from summarizer.extract.reading.values import stands_in
from summarizer.llm.client import CompletionClient

__all__ = ["Answer", "Asker"]

_SURE = 0.8
_ALTERNATIVES = 10
_MAX_TOKENS = 24
_NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the article says in its own words, where, and how sure the model is that it says it at all."""

    text: str
    evidence: tuple[int, ...]
    confidence: float


class Asker:
    """Asks, verifies, looks twice where the model is unsure, and keeps account of what was spent.

    ``min_confidence`` is the least probability that the answer is stated at all; below 0.8 the same answer must come
    again from a single sentence.
    """

    def __init__(self, client: CompletionClient, *, model: str, min_confidence: float) -> None:
        self._client = client
        self._model = model
        self._least = min_confidence
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
        text, sure = await self._put(question, lines)
        if text is None or sure < self._least or not holds(text, lines, kind, bare or question):
            return None
        standing = standing_in(text, lines)
        if sure < _SURE and len(lines) > 1:
            standing = await self._second_look(question, text, standing)
        if not standing:
            return None
        whole = snap(text, standing, kind)
        evidence = tuple(line.id for line in standing_in(whole, standing)[:2])
        return Answer(whole, evidence, sure) if evidence else None

    async def _second_look(self, question: str, text: str, standing: list[Line]) -> list[Line]:
        """Return the one sentence that gives the same answer when it is asked alone."""
        for line in standing[:2]:
            again, sure = await self._put(question, [line])
            if again is not None and sure >= self._least and (stands_in(again, text) or stands_in(text, again)):
                return [line]
        return []

    async def _put(self, question: str, lines: Sequence[Line]) -> tuple[str | None, float]:
        """Return the answer (None for 'not stated') and the probability that one is stated."""
        passage = " ".join(" ".join(straighten(line.text).split()) for line in lines)
        completion = await self._client.complete(
            CompletionRequest(
                model=self._model,
                prompt=f"Passage: {passage}\nQuestion: {question}\nAnswer:",
                max_tokens=_MAX_TOKENS,
                temperature=0.0,
                stop=("\n",),
                logprobs=_ALTERNATIVES,
                extra={"cache_prompt": True},
            )
        )
        self.completions.append(completion)
        text = completion.text.strip().strip(".,;:\"'")
        stated = 1.0 - _probability_of_not(completion.top_logprobs)
        return (None if text.casefold() in {"", _NOT_STATED} else text), stated


def _probability_of_not(alternatives: Mapping[str, float]) -> float:
    return sum(math.exp(value) for token, value in alternatives.items() if token.strip().casefold() == "not")
