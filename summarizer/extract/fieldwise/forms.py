"""The text forms in which a question is put to the tuned small model; training and reading share them."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["NO", "NOT_STATED", "YES", "check_prompt", "joined", "list_prompt", "listed", "single_prompt"]

NOT_STATED = "not stated"
YES, NO = "yes", "no"
_SEPARATOR = "; "


def single_prompt(passage: str, question: str) -> str:
    """Return the prompt for one answer: words of the passage, or ``not stated``; yes or no to 'Is it stated that …?'.

    Every form opens with the passage, so that a server's prefix cache serves all questions about one passage.
    """
    return f"{_head(passage, question)}Answer:"


def list_prompt(passage: str, question: str) -> str:
    """Return the prompt for every answer the passage holds, as ``joined`` writes them, or ``not stated``."""
    return f"{_head(passage, question)}Answers:"


def check_prompt(passage: str, question: str, proposed: str) -> str:
    """Return the prompt that asks whether a proposed answer answers the question by this passage: yes or no."""
    return f"{_head(passage, question)}Proposed: {proposed}\nCorrect:"


def joined(answers: Sequence[str]) -> str:
    """Return several answers as one text, in the order given; ``not stated`` for none."""
    return _SEPARATOR.join(answer.replace(";", ",") for answer in answers) or NOT_STATED


def listed(text: str) -> tuple[str, ...]:
    """Return the answers in what the model wrote to a list prompt, each once; none for ``not stated``."""
    found = [answer.strip() for answer in text.split(_SEPARATOR.strip())]
    return tuple(dict.fromkeys(answer for answer in found if answer and answer.casefold() != NOT_STATED))


def _head(passage: str, question: str) -> str:
    return f"Passage: {passage}\nQuestion: {question}\n"
