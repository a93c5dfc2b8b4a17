"""The splitter against boundaries set by hand: F1 is pinned on the part rules were made on and on one they weren't."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from summarizer.ingest.splitting import split

DATA = Path(__file__).parent.parent / "data"
MARK = "‖"


class Item(NamedTuple):
    language: str
    wrapped: bool
    text: str
    gold: frozenset[int]
    """Ends of sentences inside lines."""


def items(part: str) -> list[Item]:
    lines = (DATA / f"boundaries.{part}.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    blocks: list[tuple[str, str, list[str]]] = []
    for line in lines:
        if line.startswith("# "):
            language, kind, _ = line[2:].split(" | ")
            blocks.append((language, kind, []))
        elif not line.startswith("%"):
            blocks[-1][2].append(line)
    return [item(language, kind, "".join(block).rstrip("\n")) for language, kind, block in blocks]


def item(language: str, kind: str, marked: str) -> Item:
    pieces = marked.split(MARK)
    ends = [sum(map(len, pieces[: number + 1])) for number in range(len(pieces) - 1)]
    return Item(language, kind == "wrapped", "".join(pieces), frozenset(ends))


def given_by_lines(case: Item) -> set[int]:
    """Ends that any splitter gets right, so they aren't counted: those of lines, or of paragraphs in wrapped text."""
    breaks = re.finditer(r"\n\n" if case.wrapped else r"\n", case.text)
    return {len(case.text), *(match.start() for match in breaks)}


def scores(part: str) -> tuple[int, int, int]:
    """Return how many boundaries were found rightly, found wrongly, and missed."""
    right = wrong = missed = 0
    for case in items(part):
        found = {end for _, end, _ in split(case.text, case.language)} - given_by_lines(case)
        right += len(found & case.gold)
        wrong += len(found - case.gold)
        missed += len(case.gold - found)
    return right, wrong, missed


@pytest.mark.parametrize("part", ["dev", "heldout"])
def test_boundary_f1_is_at_least_98_percent(part: str) -> None:
    right, wrong, missed = scores(part)
    assert 2 * right / (2 * right + wrong + missed) >= 0.98, (right, wrong, missed)


def test_the_boundary_files_hold_what_they_were_measured_on() -> None:
    assert [sum(len(case.gold) for case in items(part)) for part in ("dev", "heldout")] == [298, 153]
