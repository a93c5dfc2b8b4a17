"""What English news words mean to each other, read from the lists beside this file.

``OPPOSED`` holds lines of two groups of synonyms that contradict each other; ``SAME`` groups of words that a summary
may use for one another; ``RIVALS`` things of one kind. What each mark in them means stands at their heads.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["OPPOSED", "RIVALS", "SAME"]


def _lines(name: str) -> tuple[str, ...]:
    text = (Path(__file__).parent / name).read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


OPPOSED = _lines("opposed.txt")
SAME = _lines("same.txt")
RIVALS = _lines("rivals.txt")
