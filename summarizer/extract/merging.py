"""Merge the answers to an article's parts into one, with evidence kept true and every loss listed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from summarizer.domain.record import Dropped
from summarizer.domain.schema import TargetSchema, TypeNode, option_for
from summarizer.extract.limits import max_items
from summarizer.extract.sameness import bucket, normal, same

__all__ = ["Merged", "PartAnswer", "merge"]

_LONGEST_WORDS = 120


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """The wire facts of one part, and the numbers of the sentences it was given."""

    wire: Mapping[str, JsonValue]
    sent: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """One answer made of many; ``dropped`` lists what a part said and the whole doesn't."""

    wire: dict[str, JsonValue]
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """What part number ``part`` (from 1) says at one place; never null."""

    part: int
    value: JsonValue


@dataclass(slots=True)
class _Entry:
    """An item of a merged list: ``rank`` is its place in the first part that has it."""

    value: JsonValue
    parts: list[int]
    rank: int


def merge(schema: TargetSchema, answers: Sequence[PartAnswer]) -> Merged:
    """Return the answers as one.

    Lists are joined in the order of the parts; the same thing told by two parts is one item with the evidence of both.
    A list longer than the schema allows keeps the first items of every part in turn. Of single values the first one
    with valid evidence stands. A single answer is returned as it is.
    """
    if len(answers) == 1:
        return Merged(dict(answers[0].wire))
    merger = _Merger(schema, answers)
    root = {
        spec.name: merger.node(
            spec.node, [_Said(part, answer.wire[spec.name]) for part, answer in enumerate(answers, 1)], (spec.name,)
        )
        for spec in schema.root.fields
    }
    return Merged(root, tuple(merger.dropped))


@dataclass(slots=True)
class _Merger:
    schema: TargetSchema
    answers: Sequence[PartAnswer]
    dropped: list[Dropped] = field(default_factory=list)

    def node(self, node: TypeNode, said: Sequence[_Said], path: tuple[str, ...]) -> JsonValue:
        said = [one for one in said if one.value is not None]
        if not said:
            return None
        option = option_for(node, said[0].value)
        if option.kind == "list" and option.item is not None:
            return self._list(option.item, said, path)
        if option.kind == "object":
            return self._object(node, option, said, path)
        return self._scalar(said, path)

    def _object(self, node: TypeNode, option: TypeNode, said: Sequence[_Said], path: tuple[str, ...]) -> JsonValue:
        alike = [one for one in said if option_for(node, one.value) is option]
        for one in said:
            if one not in alike:
                self._drop(path, one, "another part answered with another kind of object")
        return {
            spec.name: self.node(
                spec.node,
                [_Said(one.part, one.value[spec.name]) for one in alike if isinstance(one.value, dict)],
                (*path, spec.name),
            )
            for spec in option.fields
        }

    def _scalar(self, said: Sequence[_Said], path: tuple[str, ...]) -> JsonValue:
        kept = next((one for one in said if self._is_backed(one)), said[0])
        agreeing = [one for one in said if normal(one.value) == normal(kept.value)]
        for one in said:
            if one not in agreeing:
                self._drop(path, one, f"part {kept.part} answered {_words(kept.value)}, which stands")
        if isinstance(kept.value, dict):
            return {**kept.value, "evidence": _evidence(one.value for one in (kept, *agreeing))}
        return kept.value

    def _is_backed(self, one: _Said) -> bool:
        cited = _evidence([one.value])
        return bool(cited) and set(cited) <= set(self.answers[one.part - 1].sent)

    def _list(self, item: TypeNode, said: Sequence[_Said], path: tuple[str, ...]) -> JsonValue:
        entries: list[_Entry] = []
        alike: defaultdict[object, list[_Entry]] = defaultdict(list)
        for one in said:
            assert isinstance(one.value, list)
            for rank, value in enumerate(one.value):
                rivals = alike[bucket(item, value)]
                known = next((e for e in rivals if one.part not in e.parts and same(item, e.value, value)), None)
                if known is None:
                    entries.append(_Entry(value, [one.part], rank))
                    rivals.append(entries[-1])
                else:
                    known.value = _joined(item, known.value, value)
                    known.parts.append(one.part)
        return [entry.value for entry in self._within_limit(entries, path)]

    def _within_limit(self, entries: list[_Entry], path: tuple[str, ...]) -> list[_Entry]:
        limit = max_items(self.schema.facts_json_schema, path)
        if limit is None or len(entries) <= limit:
            return entries
        in_turn = sorted(entries, key=lambda entry: (entry.rank, entry.parts[0]))
        for entry in in_turn[limit:]:
            self._drop(
                path, _Said(entry.parts[0], entry.value), f"the schema allows {limit} of the {len(entries)} items"
            )
        kept = {id(entry) for entry in in_turn[:limit]}
        return [entry for entry in entries if id(entry) in kept]

    def _drop(self, path: tuple[str, ...], one: _Said, reason: str) -> None:
        pointer = "".join("/" + name.replace("~", "~0").replace("/", "~1") for name in path)
        self.dropped.append(Dropped(pointer=pointer, reason=f"part {one.part} answered {_words(one.value)}; {reason}"))


def _joined(node: TypeNode, first: JsonValue, second: JsonValue) -> JsonValue:
    """Return two tellings of one thing as one: what either states, with the evidence of both."""
    if isinstance(first, list) and isinstance(second, list):
        new = [item for item in second if normal(item) not in {normal(known) for known in first}]
        return [*first, *new]
    if not (isinstance(first, dict) and isinstance(second, dict)):
        return second if first is None else first
    nodes = {spec.name: spec.node for spec in option_for(node, first).fields}
    joined = {
        name: _joined(nodes[name], value, second[name]) if name in nodes else value for name, value in first.items()
    }
    return {**joined, "evidence": _evidence((first, second))} if "evidence" in first else joined


def _evidence(values: Iterable[JsonValue]) -> list[JsonValue]:
    """Return the sentence numbers that any of the values cites, ascending."""
    cited: set[int] = set()
    for value in values:
        numbers = value.get("evidence") if isinstance(value, dict) else None
        cited.update(number for number in (numbers if isinstance(numbers, list) else ()) if isinstance(number, int))
    return [*sorted(cited)]


def _words(value: JsonValue) -> str:
    """Return a value for a person to read: the bare value, or the start of the object."""
    plain = value["value"] if isinstance(value, dict) and set(value) == {"value", "evidence"} else value
    text = json.dumps(plain, ensure_ascii=False)
    return text if len(text) <= _LONGEST_WORDS else text[: _LONGEST_WORDS - 1] + "…"
