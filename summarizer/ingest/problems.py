"""One source that couldn't be read, told apart from the others that could."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SourceProblem"]


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """An isolated failure: which source, and the whole one-line message for a person, source included."""

    source: str
    message: str
