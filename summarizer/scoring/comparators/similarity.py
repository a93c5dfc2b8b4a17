"""How alike two values are, and what a comparator is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from pydantic import JsonValue

from summarizer.domain.blocks import ComparatorName
from summarizer.scoring.gold_model import GoldLeaf

__all__ = ["NOTHING", "SAME", "Comparator", "Similarity", "each_value"]

T = TypeVar("T")


class Similarity(NamedTuple):
    """How alike gold and a prediction are, from 0 to 1, and the rule that says so, in one line."""

    value: float
    rule: str


SAME = Similarity(1.0, "same value")
NOTHING = Similarity(0.0, "nothing in common")


@dataclass(frozen=True, slots=True)
class Comparator(Generic[T]):
    """One way to compare: ``read`` a value once, then ``compare`` what was read, gold first.

    A similarity of ``correct`` or more is correct, of ``partial`` or more partly right, anything less wrong.
    ``read_gold`` gives one reading for each value that is right. ``likely``, where comparing is costly, gives the pairs
    among many (places in gold and prediction) that aren't sure to be 0.
    """

    name: ComparatorName
    correct: float
    partial: float
    read: Callable[[JsonValue], T]
    compare: Callable[[T, T], Similarity]
    read_gold: Callable[[GoldLeaf], tuple[T, ...]]
    likely: Callable[[Sequence[T], Sequence[T]], Iterable[tuple[int, int]]] | None = None


def each_value(read: Callable[[JsonValue], T]) -> Callable[[GoldLeaf], tuple[T, ...]]:
    """Return the reader of gold that reads the value and each alternative alike."""

    def read_gold(leaf: GoldLeaf) -> tuple[T, ...]:
        return tuple(read(value) for value in (leaf.value, *leaf.accept) if value is not None)

    return read_gold
