"""Pack all tasks of a passage into one sequence that reads the passage once, and make batches of such sequences."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.local.exercise import Exercise

__all__ = ["IGNORED", "Packed", "batches", "pack", "shares"]

IGNORED = -100
"""The label of a token that isn't learnt; torch's own."""

_SHELF = 24  # batches sorted by length together, so that little of a batch is padding


@dataclass(frozen=True, slots=True)
class Packed:
    """One exercise as one sequence: the passage (part 0), then every task (parts 1, 2, …) as if it stood alone.

    ``labels`` is the token itself where it belongs to an answer, else ``IGNORED``; ``places`` restarts after the
    passage with every task. A task looks at the passage and at itself, so its scores are those of its prompt alone.
    """

    tokens: tuple[int, ...]
    labels: tuple[int, ...]
    parts: tuple[int, ...]
    places: tuple[int, ...]


def pack(exercise: Exercise, tokenizer: Any, longest: int) -> Packed:
    """Return the exercise as one sequence of at most ``longest`` tokens; tasks that don't fit are left out."""
    opening = f"Passage: {exercise.passage}\n"
    head = _ids(tokenizer, opening)
    tokens, labels, parts, places = list(head), [IGNORED] * len(head), [0] * len(head), list(range(len(head)))
    for number, task in enumerate(exercise.tasks, start=1):
        asked = _ids(tokenizer, task.prompt(exercise.passage).removeprefix(opening))
        answer = _ids(tokenizer, f" {task.answer}\n")
        length = len(asked) + len(answer)
        if len(tokens) + length > longest:
            break
        tokens += [*asked, *answer]
        labels += [*[IGNORED] * len(asked), *answer]
        parts += [number] * length
        places += range(len(head), len(head) + length)
    return Packed(tuple(tokens), tuple(labels), tuple(parts), tuple(places))


def batches(sequences: Sequence[Packed], tokens: int, seed: int) -> Iterator[list[Packed]]:
    """Give batches of about ``tokens`` tokens without end, sequences of like length together.

    A sequence without a task (its passage alone fills it) is passed over.
    """
    chance = random.Random(seed)  # noqa: S311 - an order of training data
    order = [sequence for sequence in sequences if sequence.parts[-1] > 0]
    if not order:
        return
    size = max(1, round(tokens * len(order) / sum(len(sequence.tokens) for sequence in order)))
    while True:
        chance.shuffle(order)
        for start in range(0, len(order), size * _SHELF):
            shelf = sorted(order[start : start + size * _SHELF], key=lambda sequence: len(sequence.tokens))
            made = [shelf[at : at + size] for at in range(0, len(shelf), size)]
            chance.shuffle(made)
            yield from made


def shares(batch: Sequence[Packed], workers: int) -> list[list[Packed]]:
    """Return the batch in ``workers`` shares of about as many tokens each; some are empty when there are few."""
    made: list[list[Packed]] = [[] for _ in range(workers)]
    for sequence in sorted(batch, key=lambda sequence: -len(sequence.tokens)):
        min(made, key=lambda share: sum(len(other.tokens) for other in share)).append(sequence)
    return made


def _ids(tokenizer: Any, text: str) -> list[int]:
    return list(tokenizer(text, add_special_tokens=False)["input_ids"])
