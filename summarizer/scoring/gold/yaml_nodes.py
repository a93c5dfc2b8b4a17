"""YAML as a tree whose every value knows its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["YamlEntry", "YamlList", "YamlMap", "YamlNode", "YamlScalar", "shown"]


@dataclass(frozen=True, slots=True)
class YamlScalar:
    """One value; ``text`` is what was written, without quotes."""

    value: str | int | float | bool | None
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class YamlList:
    """A sequence."""

    items: tuple[YamlNode, ...]
    line: int


@dataclass(frozen=True, slots=True)
class YamlEntry:
    """What stands under one key, and the line of the key."""

    node: YamlNode
    line: int


@dataclass(frozen=True, slots=True)
class YamlMap:
    """A mapping; every key is the text that was written, ``1`` and ``on`` included."""

    entries: Mapping[str, YamlEntry]
    line: int


YamlNode = YamlScalar | YamlList | YamlMap


def shown(node: YamlNode) -> str:
    """Return what ``node`` is, for a message: a long text is cut."""
    if isinstance(node, YamlList):
        return "a list"
    if isinstance(node, YamlMap):
        return f"a mapping of {', '.join(node.entries) or 'nothing'}"
    if node.value is None:
        return "null"
    if isinstance(node.value, str):
        return repr(node.value if len(node.value) <= 60 else node.value[:57] + "…")
    return f"the plain {node.text}"
