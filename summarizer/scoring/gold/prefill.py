"""Make gold of a record's facts, for a person to check value by value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from summarizer.domain.document import Document
from summarizer.domain.record import Evidence, Record
from summarizer.domain.schema import TypeNode, option_for
from summarizer.errors import GoldFileError
from summarizer.grounding.unwrap import point
from summarizer.scoring.gold_model import GoldEvidence, GoldItem, GoldLeaf, GoldList, GoldNode, GoldObject

__all__ = ["PREFILLED", "empty_facts", "item_id", "prefill"]

PREFILLED = "prefilled from a model's record"
"""How the note of a prefilled file starts, until a person has checked it."""

_LONG_QUOTE = 110


def empty_facts(root: TypeNode) -> GoldObject:
    """Return the facts of an article that states nothing."""
    return GoldObject({spec.name: _empty(spec.node) for spec in root.fields})


def prefill(record: Record, root: TypeNode) -> GoldObject:
    """Return the facts of ``record`` as gold, with the sentences they cite, quoted.

    Raises:
        GoldFileError: The record failed and has no facts.
    """
    if record.facts is None:
        raise GoldFileError(f"{record.document.source}: its record failed ({record.error}); start without --from")
    filler = _Filler(record.document, record.evidence)
    return GoldObject(
        {spec.name: filler.node(spec.node, record.facts.get(spec.name), point("", spec.name)) for spec in root.fields}
    )


def item_id(name: str, number: int) -> str:
    """Return an id for the entry ``number`` of the list ``name``: the first of events is ``e1``."""
    return f"{name[:1].lower() or 'x'}{number}"


def _empty(node: TypeNode) -> GoldNode:
    if node.kind == "list":
        return GoldList()
    if node.kind == "object" and not node.optional:
        return empty_facts(node)
    return GoldLeaf(None)


@dataclass(frozen=True, slots=True)
class _Filler:
    document: Document
    evidence: Mapping[str, Evidence]

    def node(self, node: TypeNode, value: JsonValue, pointer: str, *, in_list: bool = False) -> GoldNode:
        if node.kind == "list":
            return self._list(node, value if isinstance(value, list) else [], pointer, in_list=in_list)
        if value is None:
            return _empty(node)
        chosen = option_for(node, value)
        if chosen.kind == "object" and isinstance(value, dict):
            return GoldObject(
                {
                    spec.name: self.node(spec.node, value.get(spec.name), point(pointer, spec.name), in_list=in_list)
                    for spec in chosen.fields
                }
            )
        return GoldLeaf(_plain(chosen, value), evidence=() if in_list else self._cited([pointer]))

    def _list(self, node: TypeNode, values: Sequence[JsonValue], pointer: str, *, in_list: bool) -> GoldList:
        item = node.item or TypeNode("text")
        items: list[GoldItem] = []
        for index, value in enumerate(values):
            here = point(pointer, index)
            inner = self.node(item, value, here, in_list=True)
            if inner == GoldLeaf(None):
                continue
            # a plain value in an entry stands on the evidence of the entry
            own = not (in_list and isinstance(inner, GoldLeaf))
            below = [key for key in self.evidence if key == here or key.startswith(f"{here}/")] if own else []
            name = pointer.rpartition("/")[2]
            items.append(GoldItem(item_id(name, index + 1), inner, evidence=self._cited(below)))
        return GoldList(tuple(items))

    def _cited(self, pointers: Iterable[str]) -> tuple[GoldEvidence, ...]:
        starts: dict[int, int | None] = {}
        for pointer in pointers:
            found = self.evidence.get(pointer)
            for number in found.sentences if found else ():
                sentence = self.document.sentences[number - 1]
                spans = found.spans if found else ()
                at = next((span.start for span in spans if sentence.start <= span.start < sentence.end), None)
                starts[number] = starts.get(number) if starts.get(number) is not None else at
        return tuple(GoldEvidence(number, self._quote(number, starts[number])) for number in sorted(starts))

    def _quote(self, number: int, at: int | None) -> str:
        """Return the sentence, or of a long one a stretch of whole words around ``at``."""
        text = self.document.sentence_text(number)
        if len(text) <= _LONG_QUOTE:
            return " ".join(text.split())
        first = 0 if at is None else max(0, at - self.document.sentences[number - 1].start - _LONG_QUOTE // 3)
        first = text.find(" ", first) + 1 if first else 0
        last = text.rfind(" ", first, first + _LONG_QUOTE)
        return " ".join(text[first : last if last > first else first + _LONG_QUOTE].split())


def _plain(node: TypeNode, value: JsonValue) -> JsonValue:
    """Return a value as gold holds it: words without outer spaces, a time that isn't resolved as its words."""
    if node.kind == "when" and isinstance(value, dict):
        parts = {key: value.get(key) for key in ("text", "start", "end", "precision")}
        return parts if any(parts[key] is not None for key in ("start", "precision")) else _plain(node, parts["text"])
    if node.kind == "number" and isinstance(value, str):
        return float(value)
    return (value.strip() or None) if isinstance(value, str) else value
