"""Which words of a fact the cited sentences have, in the same or another word for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from summarizer.grounding.words import Word

__all__ = ["aligned", "any_aligned", "opposed"]

_PREFIXES: Final = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "de")


def aligned(first: Word, second: Word) -> bool:
    """Say whether two words mean the same, by stem or by meaning."""
    if first.lemma == second.lemma or first.root == second.root or first.same & second.same:
        return True
    return first.state != "" and first.state == second.state


def any_aligned(item: Word, others: Iterable[Word]) -> bool:
    """Say whether ``item`` means the same as one of ``others``."""
    return any(aligned(item, other) for other in others)


def opposed(first: Word, second: Word) -> bool:
    """Say whether two words contradict each other, by meaning or by a negative prefix."""
    if aligned(first, second):
        return False
    return (
        bool(first.against & second.same) or _by_prefix(first.norm, second.norm) or _by_prefix(second.norm, first.norm)
    )


def _by_prefix(plain: str, negative: str) -> bool:
    if len(plain) < 4 or len(negative) <= len(plain):
        return False
    return any(negative.startswith(prefix) and negative[len(prefix) :] == plain for prefix in _PREFIXES)
