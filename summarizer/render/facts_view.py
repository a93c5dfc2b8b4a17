"""The facts of a record, arranged for reading: the same arrangement for the terminal and the page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from summarizer.domain.record import Evidence, Record, Support
from summarizer.render.values import label_text, scalar_text, when_text

__all__ = ["FactsView", "Group", "Item", "Layout", "Leaf", "Section", "TitlePart", "arrange", "leaves_of"]

Layout = Literal["flow", "prose", "blocks"]
"""``flow``: short items one after the other. ``prose``: a sentence an item. ``blocks``: a title line, then details."""

_LEAD = (
    "headline",
    "outlet",
    "published",
    "summary",
    "events",
    "people",
    "organizations",
    "places",
    "figures",
    "statements",
    "upcoming",
)
_HEAD = ("headline", "outlet", "published")
_JOINED_TITLES = (
    (("value", ""), ("unit", " "), ("what", ": ")),
    (("speaker", ""), ("text", ": ")),
    (("who", ""), ("what", ": "), ("position", ": ")),
)
_TELLING = ("what", "text", "headline", "title", "name", "topic", "event", "claim")
_PROSE_FROM = 48
_FLOW_KEYS = 3
_FLOW_LENGTH = 72
_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Leaf:
    """One fact: what a person reads, and its receipt; ``evidence`` is None for a value that isn't a fact."""

    pointer: str
    label: str
    text: str
    evidence: Evidence | None

    @property
    def support(self) -> Support | None:
        """Return the support that code found, None when nothing was recorded."""
        return self.evidence.support if self.evidence else None


@dataclass(frozen=True, slots=True)
class TitlePart:
    """A leaf in a title line and the punctuation before it; ``quoted`` asks for quotation marks."""

    leaf: Leaf
    before: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Leaves under one label: one for a scalar, several for a list of scalars."""

    label: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a section: a title line, its details, and what is nested in it."""

    title: tuple[TitlePart, ...] = ()
    details: tuple[Group, ...] = ()
    children: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One field of the schema that has something in it."""

    label: str
    layout: Layout
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class FactsView:
    """A whole record's facts.

    ``headline``, ``outlet`` and ``published`` come from the facts, else from the document's metadata; a headline that
    neither has is ``source``, the name a person knows the article by. ``absent`` are the top-level fields that the
    article doesn't state.
    """

    headline: Leaf
    outlet: Leaf | None
    published: Leaf | None
    source: str
    sections: tuple[Section, ...]
    absent: tuple[str, ...]


def arrange(record: Record) -> FactsView:
    """Return the record's facts for reading: known news fields first, the others in the schema's order."""
    facts = record.facts or {}
    known = {name: position for position, name in enumerate(_LEAD)}
    names = sorted(facts, key=lambda name: known.get(name, len(_LEAD)))
    head = {name for name in _HEAD if isinstance(facts.get(name), str) and facts[name]}
    arranger = _Arranger(record.evidence)
    metadata = record.document.metadata
    source = "standard input" if record.document.source == "-" else record.document.source
    fallbacks: dict[str, object] = {
        "headline": metadata.headline or source,
        "outlet": metadata.outlet,
        "published": metadata.published,
    }
    leaves = {
        name: arranger.leaf(facts[name], _child("", name), name)
        if name in head
        else Leaf("", name, str(fallbacks[name]), None)
        for name in _HEAD
        if name in head or fallbacks[name] is not None
    }
    return FactsView(
        headline=leaves["headline"],
        outlet=leaves.get("outlet"),
        published=leaves.get("published"),
        source=source,
        sections=tuple(
            arranger.section(name, facts[name], _child("", name), 0)
            for name in names
            if name not in head and not _is_empty(facts[name])
        ),
        absent=tuple(label_text(name) for name in names if _is_empty(facts[name])),
    )


def leaves_of(item: Item) -> Iterator[Leaf]:
    """Yield every leaf of ``item`` in reading order, those of nested items included."""
    yield from (part.leaf for part in item.title)
    for group in item.details:
        yield from group.leaves
    for child in item.children:
        for nested in child.items:
            yield from leaves_of(nested)


@dataclass(frozen=True, slots=True)
class _Arranger:
    evidence: Mapping[str, Evidence]

    def leaf(self, value: JsonValue, pointer: str, label: str) -> Leaf:
        text = when_text(value)
        if text is None:
            text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else scalar_text(value)
        return Leaf(pointer, label_text(label), text, self.evidence.get(pointer))

    def section(self, name: str, value: JsonValue, pointer: str, depth: int) -> Section:
        label = label_text(name)
        if _is_leaf(value, depth):
            return Section(label, "flow", (Item((TitlePart(self.leaf(value, pointer, name)),)),))
        if not isinstance(value, list):
            return Section(label, "blocks", (self.item(value, pointer, depth + 1),))
        entries = [(entry, f"{pointer}/{position}") for position, entry in enumerate(value) if not _is_empty(entry)]
        items = tuple(self.item(entry, where, depth + 1) for entry, where in entries)
        return Section(label, _layout(name, items), items)

    def item(self, value: JsonValue, pointer: str, depth: int) -> Item:
        if _is_leaf(value, depth):
            return Item((TitlePart(self.leaf(value, pointer, "")),))
        if isinstance(value, list):
            if all(_is_leaf(entry, depth) for entry in value):
                return Item(details=(self.group("", value, pointer),))
            return Item(children=(self.section("", value, pointer, depth + 1),))
        assert isinstance(value, dict)
        title = _title_keys(value, depth)
        quoted = value.get("verbatim") is True
        parts = tuple(
            TitlePart(self.leaf(value[key], _child(pointer, key), key), before, quoted=quoted and key == "text")
            for key, before in title
        )
        rest = {key: entry for key, entry in value.items() if key not in dict(title)}
        groups, children = self.details(rest, pointer, "", depth)
        return Item(parts, tuple(groups), tuple(children))

    def details(
        self, value: Mapping[str, JsonValue], pointer: str, prefix: str, depth: int
    ) -> tuple[list[Group], list[Section]]:
        """Sort an object's fields into short ones for its lines of details and nested ones that need their own."""
        groups: list[Group] = []
        children: list[Section] = []
        for key, entry in value.items():
            where, name = _child(pointer, key), f"{prefix} {key}".strip()
            if _is_empty(entry):
                continue
            if _is_leaf(entry, depth):
                groups.append(Group(label_text(name), (self.leaf(entry, where, name),)))
            elif isinstance(entry, dict):
                inner_groups, inner_children = self.details(entry, where, name, depth + 1)
                groups += inner_groups
                children += inner_children
            elif isinstance(entry, list) and all(_is_leaf(part, depth + 1) for part in entry):
                groups.append(self.group(name, entry, where))
            else:
                children.append(self.section(name, entry, where, depth + 1))
        return groups, children

    def group(self, name: str, values: list[JsonValue], pointer: str) -> Group:
        return Group(
            label_text(name) if name else "",
            tuple(
                self.leaf(entry, f"{pointer}/{position}", name)
                for position, entry in enumerate(values)
                if entry is not None
            ),
        )


def _layout(name: str, items: tuple[Item, ...]) -> Layout:
    if all(len(item.title) == 1 and not item.details and not item.children for item in items):
        long = name == "summary" or any(len(item.title[0].leaf.text) > _PROSE_FROM for item in items)
        return "prose" if long else "flow"
    return "flow" if all(map(_flows, items)) else "blocks"


def _flows(item: Item) -> bool:
    leaves = [part.leaf for part in item.title] + [leaf for group in item.details for leaf in group.leaves]
    keys = len(item.title) + len(item.details)
    return (
        len(item.title) == 1
        and not item.children
        and keys <= _FLOW_KEYS
        and sum(len(leaf.text) for leaf in leaves) <= _FLOW_LENGTH
    )


def _title_keys(value: Mapping[str, JsonValue], depth: int) -> tuple[tuple[str, str], ...]:
    """Return the fields that make an object's title line, each with the punctuation before it."""
    leaves = [key for key, entry in value.items() if entry is not None and _is_leaf(entry, depth)]
    for pattern in _JOINED_TITLES:
        found = tuple((key, before) for key, before in pattern if key in leaves)
        if len(found) > 1 and found[0] == pattern[0]:
            return found
    telling = [key for key in _TELLING if key in leaves]
    texts = [key for key in leaves if isinstance(value[key], str)]
    return tuple((key, "") for key in (telling or texts or leaves)[:1])


def _is_leaf(value: JsonValue, depth: int) -> bool:
    return not isinstance(value, dict | list) or when_text(value) is not None or depth > _MAX_DEPTH


def _is_empty(value: JsonValue) -> bool:
    if isinstance(value, dict):
        return all(map(_is_empty, value.values()))
    return value is None or (isinstance(value, list) and all(map(_is_empty, value)))


def _child(pointer: str, key: str) -> str:
    # RFC 6901
    return f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
