"""Where in a gold file something stands: for messages, and for the checks that need the article."""

from __future__ import annotations

from dataclasses import dataclass, replace

from summarizer.domain.schema import FieldSpec, TypeNode
from summarizer.scoring.gold_model import GoldEvidence, GoldLeaf

__all__ = ["LocatedEvidence", "LocatedLeaf", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """One fact's place: ``way`` as in the user's model, ``label`` with the entries' ids, ``events[e1].what``.

    ``spec`` is the field it belongs to; ``cited`` says that a list entry around it, or itself, has evidence.
    """

    way: tuple[str | int, ...] = ()
    label: str = ""
    spec: FieldSpec | None = None
    cited: bool = False
    in_list: bool = False

    def field(self, spec: FieldSpec) -> Place:
        """Return the place of a field of this object."""
        label = f"{self.label}.{spec.name}" if self.label else spec.name
        return replace(self, way=(*self.way, spec.name), label=label, spec=spec)

    def item(self, name: str, index: int) -> Place:
        """Return the place of an entry of this list."""
        return replace(self, way=(*self.way, index), label=f"{self.label}[{name}]", in_list=True)

    def below(self, *, cited: bool) -> Place:
        """Return this place with what its own evidence says of everything in it."""
        return replace(self, cited=self.cited or cited)

    def __str__(self) -> str:
        return self.label or "facts"


@dataclass(frozen=True, slots=True)
class LocatedLeaf:
    """A leaf, its type, and its line."""

    place: Place
    line: int
    node: TypeNode
    leaf: GoldLeaf


@dataclass(frozen=True, slots=True)
class LocatedEvidence:
    """One sentence's evidence and its line."""

    place: Place
    line: int
    evidence: GoldEvidence
