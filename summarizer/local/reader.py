"""Put tasks to the model through the runtime that the product uses, and keep what it answered and how surely."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.domain.completion import CompletionRequest
from summarizer.extract.fieldwise.confidence import raw_confidence
from summarizer.extract.fieldwise.forms import NO, NOT_STATED, YES
from summarizer.llm.client import CompletionClient
from summarizer.llm.local import LocalServer
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.providers import Endpoint
from summarizer.local.exercise import Exercise, Task

__all__ = ["Reading", "read_all", "read_with"]

_TOKENS = {"single": 24, "list": 64, "stated": 3, "check": 3}
_ALTERNATIVES = 10
_SAY_EVERY = 200

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one task. ``answer`` is empty for 'not stated'.

    ``sure`` is the probability of the answer's first token, the raw confidence that is calibrated; for 'not stated' how
    probable it is that something is stated; for a yes-or-no task, that it is yes.
    """

    article: str
    task: Task
    answer: str
    sure: float


def read_all(exercises: Sequence[Exercise], weights: Path, adapter: Path | None, *, say: Say = print) -> list[Reading]:
    """Start the embedded model with ``adapter``, put every task to it, and stop it."""

    async def run(base_url: str) -> list[Reading]:
        async with OpenAIClient(Endpoint("local", "smollm2", base_url)) as client:
            return await read_with(client, exercises, say=say)

    with LocalServer(weights, adapter=adapter) as server:
        return asyncio.run(run(server.start()))


async def read_with(client: CompletionClient, exercises: Sequence[Exercise], *, say: Say = print) -> list[Reading]:
    """Put every task to ``client``, the tasks of a passage one after another."""
    readings: list[Reading] = []
    total = sum(len(exercise.tasks) for exercise in exercises)
    for exercise in exercises:
        for task in exercise.tasks:
            readings.append(await _read(client, exercise, task))
            if len(readings) % _SAY_EVERY == 0:
                say(f"read {len(readings)} of {total}")
    return readings


async def _read(client: CompletionClient, exercise: Exercise, task: Task) -> Reading:
    completion = await client.complete(
        CompletionRequest(
            model="smollm2",
            prompt=task.prompt(exercise.passage),
            max_tokens=_TOKENS[task.form],
            temperature=0.0,
            stop=("\n",),
            logprobs=_ALTERNATIVES,
            extra={"cache_prompt": True},
        )
    )
    said = completion.text.strip().strip(".,;:\"'")
    first: dict[str, float] = {}
    for token, value in completion.top_logprobs.items():
        word = token.strip().casefold()
        first[word] = first.get(word, 0.0) + math.exp(value)
    if task.form in {"single", "list"}:
        if said.casefold() in {"", NOT_STATED}:
            return Reading(exercise.article, task, "", 1 - first.get("not", 0.0))
        return Reading(exercise.article, task, said, raw_confidence(completion.top_logprobs))
    yes, no = first.get(YES, 0.0), first.get(NO, 0.0)
    return Reading(exercise.article, task, said, yes / (yes + no) if yes + no else 0.0)
