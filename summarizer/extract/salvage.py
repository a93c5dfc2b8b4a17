"""Keep the complete part of an answer that was cut off, and say what is gone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from pydantic import JsonValue, ValidationError

from summarizer.domain.record import Dropped
from summarizer.domain.schema import TargetSchema, TypeNode

__all__ = ["Salvaged", "salvage"]

_BLANKS = " \t\r\n"
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Salvaged:
    """Wire facts made of the complete items of a cut-off answer; ``dropped`` names every field that lost something."""

    wire: dict[str, JsonValue]
    dropped: tuple[Dropped, ...]


def salvage(text: str, schema: TargetSchema) -> Salvaged | None:
    """Return what arrived whole of a JSON answer whose end is missing, None when that isn't a usable answer.

    An item counts only with its end: the last number of a cut text may lack digits, and the last object fields. Fields
    that never came are empty; where the schema wants a value for one of them, nothing can be saved.
    """
    start = text.find("{")
    if start < 0:
        return None
    reader = _PrefixReader(text)
    arrived = reader.fields(schema.root, start)
    if not any(arrived.values()):
        return None
    try:
        wire = reader.completed(schema.root, arrived, pointer="")
        valid = schema.wire_model.model_validate(wire)
    except (_UnfillableError, ValidationError):
        return None
    return Salvaged(valid.model_dump(), tuple(reader.dropped))


class _UnfillableError(Exception):
    """A field that can't be empty never came."""


@dataclass(slots=True)
class _PrefixReader:
    """Reads a JSON text that ends anywhere; at most one value at every depth is incomplete, the last one."""

    text: str
    dropped: list[Dropped] = field(default_factory=list)
    _cut: set[int] = field(default_factory=set)
    """Identities of the lists and objects that lost their end."""

    def fields(self, node: TypeNode, position: int) -> dict[str, JsonValue]:
        """Return the fields of the object at ``position``; the last one holds what is whole of it."""
        nodes = {spec.name: spec.node for spec in node.fields}
        found: dict[str, JsonValue] = {}
        while (key := self._whole(position + 1)) is not None:
            name, colon = key
            if not self.text.startswith(":", colon) or not isinstance(name, str):
                break
            value = self._whole(colon + 1)
            if value is None:
                self._keep_cut(found, name, nodes.get(name), self._skip(colon + 1))
                break
            found[name], position = value
            if self.text.startswith("}", position):
                return found
        self._cut.add(id(found))
        return found

    def completed(self, node: TypeNode, arrived: dict[str, JsonValue], pointer: str) -> dict[str, JsonValue]:
        """Return ``arrived`` with every missing field empty, and note each field that lost something."""
        whole: dict[str, JsonValue] = {}
        for spec in node.fields:
            place = f"{pointer}/{spec.name.replace('~', '~0').replace('/', '~1')}"
            value = arrived.get(spec.name)
            if spec.name not in arrived:
                self.dropped.append(Dropped(pointer=place, reason="the answer was cut off before this field"))
                whole[spec.name] = _empty(spec.node)
            elif isinstance(value, dict) and id(value) in self._cut:
                whole[spec.name] = self.completed(spec.node, value, place)
            else:
                if isinstance(value, list) and id(value) in self._cut:
                    reason = f"the answer was cut off after {len(value)} whole items of this list"
                    self.dropped.append(Dropped(pointer=place, reason=reason))
                whole[spec.name] = value
        return whole

    def _keep_cut(self, found: dict[str, JsonValue], name: str, node: TypeNode | None, position: int) -> None:
        if node is not None and node.kind == "list" and self.text.startswith("[", position):
            found[name] = self._items(position)
        elif node is not None and node.kind == "object" and self.text.startswith("{", position):
            found[name] = self.fields(node, position)

    def _items(self, position: int) -> JsonValue:
        found: list[JsonValue] = []
        while (value := self._whole(position + 1)) is not None:
            item, position = value
            found.append(item)
        self._cut.add(id(found))
        return found

    def _whole(self, position: int) -> tuple[JsonValue, int] | None:
        """Return the value at ``position`` and the place after it and its blanks, None when it isn't whole."""
        try:
            value, end = _DECODER.raw_decode(self.text, self._skip(position))
        except (ValueError, RecursionError):
            return None
        if end == len(self.text) and isinstance(value, int | float) and not isinstance(value, bool):
            return None  # the next digits may be missing
        return value, self._skip(end)

    def _skip(self, position: int) -> int:
        while position < len(self.text) and self.text[position] in _BLANKS:
            position += 1
        return position


def _empty(node: TypeNode) -> JsonValue:
    if node.optional:
        return None
    if node.kind == "list":
        return []
    raise _UnfillableError
