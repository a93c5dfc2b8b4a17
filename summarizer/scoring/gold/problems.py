"""What is wrong with a gold file, and on which line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

__all__ = ["Faults", "GoldProblem", "Severity", "did_you_mean"]

Severity = Literal["error", "warning"]
"""An ``error`` keeps the file from being used; a ``warning`` is for a person to look at."""


@dataclass(frozen=True, slots=True, order=True)
class GoldProblem:
    """One thing that is wrong in one line of a gold file; problems sort by file and line."""

    path: Path
    line: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.path}:{self.line}: {mark}{self.message}"


@dataclass(slots=True)
class Faults:
    """The problems found so far in one file, so that a reader can go on and name them all."""

    path: Path
    found: list[GoldProblem] = field(default_factory=list)

    def error(self, line: int, message: str) -> None:
        """Note what keeps the file from being used."""
        self.found.append(GoldProblem(self.path, line, message))

    def warn(self, line: int, message: str) -> None:
        """Note what a person should look at."""
        self.found.append(GoldProblem(self.path, line, message, "warning"))

    @property
    def errors(self) -> int:
        """Return how many errors were noted."""
        return sum(problem.severity == "error" for problem in self.found)


def did_you_mean(word: object, known: Iterable[object]) -> str:
    """Return the known word that ``word`` is a slip of, as a hint, or the whole list of them."""
    names = [str(one) for one in known]
    close = difflib.get_close_matches(str(word), names, n=1)
    return f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(names) or 'none'}"
