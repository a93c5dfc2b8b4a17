"""One thing found in an article, with the parts of it that a schema may ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Item", "ItemKind", "PartValue"]

ItemKind = Literal[
    "person",
    "organization",
    "place",
    "figure",
    "statement",
    "event",
    "upcoming",
    "act",
    "conflict",
    "participant",
]

PartValue = str | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A find: ``label`` is how a question may call it, ``parts`` are its standard parts, ``evidence`` sentence numbers.

    The names of the parts a kind has are listed where the kind is found. A part that isn't stated isn't there.
    """

    kind: ItemKind
    label: str
    evidence: tuple[int, ...]
    parts: Mapping[str, PartValue] = field(default_factory=dict)
