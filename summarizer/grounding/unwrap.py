"""Take the wire form apart: plain facts on one side, which sentences each leaf cites on the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from summarizer.domain.schema import FieldSpec, TypeNode

__all__ = ["Citations", "StatedDate", "Unwrapped", "option_of", "point", "unwrap"]

_WRAPPED = frozenset(("value", "evidence"))


@dataclass(slots=True)
class Citations:
    """Which sentence numbers were cited where; a leaf without an entry inherits that of the list item around it."""

    by_pointer: dict[str, tuple[int, ...]] = field(default_factory=dict)
    dates: list[StatedDate] = field(default_factory=list)
    owner: Mapping[str, JsonValue] = field(default_factory=dict)
    specs: tuple[FieldSpec, ...] = ()

    def of(self, pointer: str) -> tuple[int, ...]:
        """Return what the leaf, or the nearest thing around it, cites."""
        while pointer:
            found = self.by_pointer.get(pointer)
            if found is not None:
                return found
            pointer = pointer.rpartition("/")[0]
        return self.by_pointer.get("", ())


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A ``when`` as worded: its block in the facts, its pointer, and the object that it belongs to."""

    block: dict[str, JsonValue]
    pointer: str
    owner: Mapping[str, JsonValue]
    specs: tuple[FieldSpec, ...]


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """Facts as the user's model takes them (a ``when`` is ``{"text": …}``), their citations, and their dates."""

    facts: dict[str, JsonValue]
    citations: Citations
    dates: tuple[StatedDate, ...]


def point(pointer: str, key: str | int) -> str:
    """Return the JSON pointer (RFC 6901) of ``key`` below ``pointer``."""
    if isinstance(key, str) and ("~" in key or "/" in key):
        key = key.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{key}"


def unwrap(root: TypeNode, wire: Mapping[str, JsonValue]) -> Unwrapped:
    """Return the plain facts in ``wire``, whose shape is that of ``root``."""
    citations = Citations()
    facts = {
        spec.name: _plain(spec.node, wire[spec.name], point("", spec.name), citations, in_item=False)
        for spec in root.fields
        if spec.name in wire
    }
    return Unwrapped(facts, citations, tuple(citations.dates))


def _ids(value: object) -> tuple[int, ...]:
    if not isinstance(value, Iterable) or isinstance(value, str):
        return ()
    return tuple(one for one in value if isinstance(one, int) and not isinstance(one, bool))


def _plain(node: TypeNode, value: JsonValue, pointer: str, citations: Citations, *, in_item: bool) -> JsonValue:
    if value is None:
        return None
    if node.kind == "union":
        node, value = _chosen(node, value, pointer, citations, in_item=in_item)
    if node.kind == "list" and isinstance(value, list):
        return _plain_list(node, value, pointer, citations, in_item=in_item)
    if node.kind == "object" and isinstance(value, dict):
        return _plain_object(node, value, pointer, citations, in_item=in_item)
    if isinstance(value, dict) and set(value) == _WRAPPED and not in_item:
        citations.by_pointer[pointer] = _ids(value["evidence"])
        value = value["value"]
    if node.kind != "when" or not isinstance(value, str):
        return value
    block: dict[str, JsonValue] = {"text": value}
    citations.dates.append(StatedDate(block, pointer, citations.owner, citations.specs))
    return block


def _chosen(
    node: TypeNode, value: JsonValue, pointer: str, citations: Citations, *, in_item: bool
) -> tuple[TypeNode, JsonValue]:
    """Return the option of a union that ``value`` has the shape of, the wrapper of a scalar taken off."""
    if isinstance(value, dict) and set(value) == _WRAPPED and not in_item:
        citations.by_pointer[pointer] = _ids(value["evidence"])
        value = value["value"]
    return option_of(node, value), value


def option_of(node: TypeNode, value: JsonValue) -> TypeNode:
    """Return the option of a union that ``value`` has the shape of; ``node`` itself when it is no union."""
    if node.kind != "union":
        return node
    if isinstance(value, dict):
        keys = set(value) - {"evidence"}
        objects = [one for one in node.options if one.kind == "object"]
        fits = [one for one in objects if keys <= {spec.name for spec in one.fields}]
        return (fits or objects or [one for one in node.options if one.kind == "when"] or [TypeNode("text")])[0]
    if isinstance(value, list):
        return next((one for one in node.options if one.kind == "list"), TypeNode("text"))
    return _scalar_option(node, value)


def _scalar_option(node: TypeNode, value: JsonValue) -> TypeNode:
    wanted: tuple[str, ...] = ("text", "enum", "when", "date", "datetime", "time")
    if isinstance(value, bool):
        wanted = ("boolean", "enum")
    elif isinstance(value, int):
        wanted = ("integer", "number", "enum")
    elif isinstance(value, float):
        wanted = ("number", "enum")
    labelled = (one for one in node.options if one.kind == "enum" and value in one.labels)
    kinds = (one for kind in wanted for one in node.options if one.kind == kind)
    return next(labelled, None) or next(kinds, None) or TypeNode("text")


def _plain_list(
    node: TypeNode, value: list[JsonValue], pointer: str, citations: Citations, *, in_item: bool
) -> JsonValue:
    item = node.item or TypeNode("text")
    return [_plain(item, one, point(pointer, k), citations, in_item=in_item) for k, one in enumerate(value)]


def _plain_object(
    node: TypeNode, value: dict[str, JsonValue], pointer: str, citations: Citations, *, in_item: bool
) -> JsonValue:
    if "evidence" in value:
        citations.by_pointer[pointer] = _ids(value["evidence"])
        citations.owner, citations.specs = value, node.fields
        in_item = True
    return {
        spec.name: _plain(spec.node, value[spec.name], point(pointer, spec.name), citations, in_item=in_item)
        for spec in node.fields
        if spec.name in value
    }
