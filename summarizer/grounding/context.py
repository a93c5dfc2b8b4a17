"""What a leaf's neighbours in its object say about it: the text they share, and the part it plays in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from pydantic import JsonValue

from summarizer.domain.schema import FieldSpec
from summarizer.grounding.lazy import lazy
from summarizer.grounding.lexicon import fields
from summarizer.grounding.reading import Reading

__all__ = ["EMPTY", "Context", "Role", "name_words", "role_of"]

Role = Literal["speaker", "agent", "patient", "place", "office", "main", "unit", "other"]

_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*")


@lru_cache(maxsize=2048)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a field name: ``killed_by`` → killed, by."""
    return tuple(part.casefold() for part in _WORD.findall(name))


@lru_cache(maxsize=2048)
def role_of(name: str) -> Role:
    """Return the part that a field of this name plays beside the others of its object."""
    parts = set(name_words(name))
    for role, known in _ROLES:
        if parts & known:
            return role
    return "other"


_ROLES: tuple[tuple[Role, frozenset[str]], ...] = (
    ("speaker", fields.SPEAKER_FIELDS),
    ("unit", fields.UNIT_FIELDS),
    ("patient", fields.PATIENT_FIELDS),
    ("agent", fields.AGENT_FIELDS),
    ("place", fields.PLACE_FIELDS),
    ("office", fields.OFFICE_FIELDS),
    ("main", fields.MAIN_FIELDS),
)


@dataclass(frozen=True, eq=False)
class Context:
    """The object around a leaf: its values by field name, and what the way to it tells."""

    values: Mapping[str, JsonValue] = field(default_factory=dict)
    specs: tuple[FieldSpec, ...] = ()
    path_unrealised: bool = False

    @lazy
    def main_name(self) -> str | None:
        """Name of the text field that says what the object is about."""
        texts = [
            spec.name for spec in self.specs if spec.node.kind == "text" and isinstance(self.values.get(spec.name), str)
        ]
        named = [name for name in texts if role_of(name) == "main"]
        if named:
            return named[0]
        plain = [name for name in texts if role_of(name) == "other" and str(self.values[name])[:1].islower()]
        return max(plain, key=lambda name: len(str(self.values[name])), default=None)

    @lazy
    def main(self) -> Reading | None:
        """That text, read."""
        return Reading(str(self.values[self.main_name])) if self.main_name is not None else None

    @lazy
    def unit(self) -> str | None:
        """The unit that stands beside a number."""
        for spec in self.specs:
            value = self.values.get(spec.name)
            if role_of(spec.name) == "unit" and isinstance(value, str):
                return value
        return None

    @lazy
    def hedge(self) -> str | None:
        """How a label beside a number hedges it (``exact``, ``ge`` …); None where no label does."""
        for spec in self.specs:
            value = self.values.get(spec.name)
            if spec.node.kind == "enum" and isinstance(value, str) and value.casefold() in fields.PRECISION_LABELS:
                return fields.PRECISION_LABELS[value.casefold()]
        return None

    def playing(self, role: Role) -> list[str]:
        """Return the texts of the fields that play ``role``."""
        found: list[str] = []
        for spec in self.specs:
            value = self.values.get(spec.name)
            if role_of(spec.name) == role:
                found += [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
        return found

    @lazy
    def holder(self) -> str | None:
        """The person whose office, post or job stands beside the name."""
        for spec in self.specs:
            value = self.values.get(spec.name)
            if set(name_words(spec.name)) & fields.HOLDER_FIELDS and isinstance(value, str):
                return value
        return None

    @lazy
    def unrealised(self) -> bool:
        """Whether the object tells of something that needn't have happened, or names who says so."""
        return bool(self.path_unrealised or self.playing("speaker") or self._labelled(fields.UNREALISED_LABELS))

    @lazy
    def voices(self) -> bool:
        """Whether the object tells what somebody says, offers or wants rather than what is done."""
        main = self.main_name
        return self.unrealised or (main is not None and bool(set(name_words(main)) & fields.VOICED_FIELDS))

    @lazy
    def planned(self) -> bool:
        """Whether the object tells of something that is still to come."""
        return self.path_unrealised or self._labelled(fields.PLANNED_LABELS)

    def _labelled(self, known: frozenset[str]) -> bool:
        labels = (self.values.get(spec.name) for spec in self.specs if spec.node.kind == "enum")
        return any(isinstance(label, str) and not known.isdisjoint(name_words(label)) for label in labels)

    @lazy
    def counts(self) -> bool:
        """Whether a number stands in the object."""
        return any(spec.node.kind in ("integer", "number") for spec in self.specs)

    @lazy
    def verbatim(self) -> bool:
        """Whether a flag says that the text is quoted word for word."""
        flags = [spec.name for spec in self.specs if spec.node.kind == "boolean"]
        return any(self.values.get(name) is True and set(name_words(name)) & fields.VERBATIM_FIELDS for name in flags)


EMPTY = Context()
