"""What the model is taught and tested with: a passage, and tasks on it with the answers that count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from summarizer.domain.blocks import AnswerKind
from summarizer.extract.fieldwise.forms import check_prompt, list_prompt, single_prompt

__all__ = ["Exercise", "Form", "Task"]

Form = Literal["single", "list", "stated", "check"]
"""One answer; every answer; yes or no to 'Is it stated that …?'; yes or no to a proposed answer."""


@dataclass(frozen=True, slots=True)
class Task:
    """One question on a passage. ``accepted`` holds every answer that counts as right, ``answer`` first."""

    question: str
    answer: str
    form: Form = "single"
    accepted: tuple[str, ...] = ()
    proposed: str = ""
    kind: AnswerKind = "any"

    def prompt(self, passage: str) -> str:
        """Return the prompt that puts this task on ``passage``, as the product puts it."""
        if self.form == "list":
            return list_prompt(passage, self.question)
        if self.form == "check":
            return check_prompt(passage, self.question, self.proposed)
        return single_prompt(passage, self.question)


@dataclass(frozen=True, slots=True)
class Exercise:
    """A passage and its tasks; ``article`` tells what mustn't stand on both sides of a split."""

    article: str
    passage: str
    tasks: tuple[Task, ...]
