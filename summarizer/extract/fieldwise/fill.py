"""Fill the tree of a schema from one article: find the items of lists, ask for the rest, leave out the unstated."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from pydantic import JsonValue

from summarizer.domain.record import Dropped
from summarizer.domain.schema import FieldSpec, TypeNode
from summarizer.extract.fieldwise.asking import Answer, Asker
from summarizer.extract.fieldwise.kinds import list_kind, part_of
from summarizer.extract.fieldwise.labels import choose, known_label
from summarizer.extract.fieldwise.metadata import is_particular, metadata_value
from summarizer.extract.fieldwise.parts import people_or_groups, texts_of
from summarizer.extract.fieldwise.questions import about, answer_kind, question_for, words_of
from summarizer.extract.fieldwise.scalars import to_wire
from summarizer.extract.reading.article import Article, Line
from summarizer.extract.reading.embedding import Embedder
from summarizer.extract.reading.finds import Finds
from summarizer.extract.reading.item import Item, PartValue
from summarizer.extract.reading.retrieval import Retriever
from summarizer.extract.reading.summary import summary_lines
from summarizer.extract.reading.values import stands_in

__all__ = ["Filler", "Unstated"]

_SUMMARY = frozenset({"summary", "abstract", "synopsis", "gist", "tldr", "overview", "keypoints", "key", "highlights"})
_MOST_ANSWERS = 3
_WINDOW = 3
_PASSAGE_WORDS = 75

Wire = dict[str, JsonValue]


class Unstated(Exception):  # noqa: N818 - not an error: it only carries what isn't stated to the nearest optional thing
    """A part that the schema requires isn't stated; what holds it can't be given either."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the facts filling stands: the pointer, the item that bears the evidence, and the object's name."""

    pointer: str
    item: Item | None = None
    within: str | None = None

    def at(self, step: str | int) -> _Place:
        return _Place(f"{self.pointer}/{step}", self.item, self.within)


class Filler:
    """Fills one schema from one article; ``dropped`` and ``confidence`` say what was left out and how sure it is."""

    def __init__(self, article: Article, asker: Asker, embedder: Embedder | None) -> None:
        self._article = article
        self._asker = asker
        self._embedder = embedder
        self._finds = Finds(article)
        self._retriever = Retriever(article.body, embedder)
        self.dropped: list[Dropped] = []
        self.confidence: dict[str, float] = {}

    async def fill(self, root: TypeNode) -> Wire:
        """Return the wire facts of the root object; raise ``Unstated`` where a required part isn't stated."""
        filled = await self._object(root, _Place(""))
        return filled[0]

    async def _object(self, node: TypeNode, place: _Place) -> tuple[Wire, bool]:
        """Return an object, and whether any part of it is stated."""
        found: Wire = {}
        stated = False
        # lists last: where nothing else of a part is stated, its lists aren't worth asking for
        for field in sorted(node.fields, key=lambda field: field.node.kind == "list"):
            idle = field.node.kind == "list" and place.within is not None and not stated and _has_scalars(node)
            value = [] if idle else await self._field(field, place.at(field.name))
            found[field.name] = value
            stated = stated or value not in (None, [], {})
        return {field.name: found[field.name] for field in node.fields}, stated

    async def _field(self, field: FieldSpec, place: _Place) -> JsonValue:
        node = field.node
        if node.kind == "list":
            return await self._list(field, place)
        if node.kind == "object" or (node.kind == "union" and node.options[0].kind == "object"):
            return await self._nested(field, place)
        value = await self._scalar(field, place)
        if value is None and not node.optional:
            raise Unstated(f"{place.pointer} isn't stated, and {field.name!r} is required")
        return value

    async def _nested(self, field: FieldSpec, place: _Place) -> JsonValue:
        options = field.node.options or (field.node,)
        inside = _Place(place.pointer, place.item, " ".join(words_of(field.name)))
        for option in options:
            try:
                filled, stated = await self._object(option, inside)
            except Unstated:
                continue
            if stated or not field.node.optional:
                return filled
        if field.node.optional:
            return None
        raise Unstated(f"{place.pointer} isn't stated, and {field.name!r} is required")

    # ---- scalars

    async def _scalar(self, field: FieldSpec, place: _Place) -> JsonValue:
        if place.item is not None:
            return await self._part(field, place, place.item)
        known = metadata_value(field, self._article) if place.pointer.count("/") == 1 else None
        if known is not None:
            return {"value": known.value, "evidence": list(known.evidence)}
        if field.node.kind == "enum":
            return self._label_of_article(field)
        if field.node.kind == "boolean":
            return await self._yes_or_no(field, place)
        answer = await self._ask(field, place)
        value = to_wire(field.node, answer.text, field, answer_kind(field)) if answer else None
        if answer is None or value is None:
            return None
        self.confidence[place.pointer] = round(answer.confidence, 4)
        return {"value": value, "evidence": list(answer.evidence)}

    async def _ask(self, field: FieldSpec, place: _Place) -> Answer | None:
        if place.pointer.count("/") == 1 and is_particular(field) and field.node.optional:
            return None
        question = question_for(field, within=place.within)
        return await self._asker.ask(question, await self._likely(question, _WINDOW), answer_kind(field))

    async def _likely(self, question: str, most: int) -> list[Line]:
        """Return the likeliest sentences in order, few words in all: the model reads about 200 tokens a second.

        Embedding takes a core for a while, so the event loop goes on meanwhile.
        """
        lines = await asyncio.to_thread(self._retriever.ranked, question)
        kept: list[Line] = []
        for line in lines[:most]:
            words = sum(len(other.text.split()) for other in (*kept, line))
            if not kept or words <= _PASSAGE_WORDS:
                kept.append(line)
        return sorted(kept, key=lambda line: line.id)

    def _label_of_article(self, field: FieldSpec) -> JsonValue:
        lead = [line for line in self._article.lines if line.role == "headline"][:1] + list(self._article.body[:2])
        text = " ".join(line.text for line in lead)
        label = choose(field.node, text, field.description, self._embedder, certain=not field.node.optional)
        return None if label is None else {"value": label, "evidence": [line.id for line in lead]}

    async def _yes_or_no(self, field: FieldSpec, place: _Place) -> JsonValue:
        """Return true where the article answers the question, false where it is required and unanswered, else null."""
        question = question_for(field, within=place.within)
        lines = await self._likely(question, _WINDOW)
        answer = await self._asker.ask(question, lines, "any")
        if answer is not None:
            self.confidence[place.pointer] = round(answer.confidence, 4)
            return {"value": True, "evidence": list(answer.evidence)}
        bearing = [*lines, *self._article.body][:1]
        return None if field.node.optional or not bearing else {"value": False, "evidence": [bearing[0].id]}

    async def _part(self, field: FieldSpec, place: _Place, item: Item) -> JsonValue:
        """Return a plain value for a field of an item: one of its parts, or the answer to a question about it."""
        part = part_of(item.kind, field)
        value = item.parts.get(part) if part else None
        if field.node.kind == "enum":
            return self._label_of_item(field, item, value)
        if field.node.kind == "boolean":
            return value if isinstance(value, bool) else None if field.node.optional else False
        if isinstance(value, tuple):
            value = value[0] if value else None
        wire = to_wire(field.node, value, field, answer_kind(field)) if value is not None else None
        if wire is not None or part is not None:
            return wire
        answer = await self._ask_about(field, item)
        if answer is None:
            return None
        self.confidence[place.pointer] = round(answer.confidence, 4)
        return to_wire(field.node, answer.text, field, answer_kind(field))

    def _label_of_item(self, field: FieldSpec, item: Item, value: PartValue | None) -> JsonValue:
        known = known_label(field.node, value) if isinstance(value, str) else None
        if known is not None:
            return known
        return choose(field.node, item.label, field.description, self._embedder, certain=not field.node.optional)

    async def _ask_about(self, field: FieldSpec, item: Item) -> Answer | None:
        lines = [line for number in item.evidence if (line := self._article.line(number)) is not None]
        question = question_for(field)
        return await self._asker.ask(about(question, item), lines, answer_kind(field), bare=question)

    # ---- lists

    async def _list(self, field: FieldSpec, place: _Place) -> JsonValue:
        inner = field.node.item
        if inner is None or inner.kind == "list":
            self._drop(place, "lists of lists aren't filled by the embedded model")
            return []
        if inner.kind == "object" or (inner.kind == "union" and inner.options[0].kind == "object"):
            return await self._objects(field, inner, place)
        if place.item is not None:
            return await self._texts_of_item(field, inner, place.item)
        if inner.kind == "text" and _SUMMARY & set(words_of(field.name)):
            return [{"value": _whole(line), "evidence": [line.id]} for line in summary_lines(self._article)]
        return await self._texts(field, inner)

    async def _texts(self, field: FieldSpec, inner: TypeNode) -> JsonValue:
        """Return a list of scalars outside of items: found where the words say what they are, else asked for."""
        known = list_kind(field)
        found: list[tuple[str, tuple[int, ...]]] = []
        if known is not None and known.kind in {"person", "organization", "place"} and len(words_of(field.name)) > 1:
            known = None  # 'people injured' isn't everyone who is named
        if known is not None:
            found = [(item.label, item.evidence) for item in self._finds.items(known.kind, known.family)]
        else:
            found = [(answer.text, answer.evidence) for answer in await self._answers(field)]
        wired = [(to_wire(inner, text, field, answer_kind(field)), evidence) for text, evidence in found]
        return [{"value": value, "evidence": list(evidence)} for value, evidence in wired if value is not None]

    async def _answers(self, field: FieldSpec) -> list[Answer]:
        """Ask the same question over the likeliest sentences one by one, and keep the different verified answers."""
        question, kind = question_for(field), answer_kind(field)
        kept: dict[str, Answer] = {}
        for line in await self._likely(question, _MOST_ANSWERS):
            answer = await self._asker.ask(question, [line], kind)
            for text in texts_of(answer.text, line, self._finds.index) if answer is not None else ():
                whole = self._finds.index.full_name(text) or text
                if answer is not None and not any(
                    whole.casefold() in known or known in whole.casefold() for known in kept
                ):
                    kept[whole.casefold()] = Answer(whole, answer.evidence, answer.confidence)
        return list(kept.values())

    async def _texts_of_item(self, field: FieldSpec, inner: TypeNode, item: Item) -> JsonValue:
        part = part_of(item.kind, field)
        kind = answer_kind(field)
        values = item.parts.get(part, ()) if part else ()
        texts = list(values) if isinstance(values, tuple) else [str(values)]
        if part is not None and field.ask is not None:
            texts = people_or_groups(texts, kind, self._finds.index)
        if part is None:
            answer = await self._ask_about(field, item)
            texts = texts_of(answer.text, None, self._finds.index) if answer is not None else []
        wired = [to_wire(inner, text, field, kind) for text in texts]
        return [value for value in wired if value is not None]

    async def _objects(self, field: FieldSpec, inner: TypeNode, place: _Place) -> JsonValue:
        """Return the objects of a list: its items found first, then each filled from its own sentences."""
        if place.item is not None:
            return []  # an item's own items would be guesses: its sentences are one or two
        known = list_kind(field)
        items = self._finds.items(known.kind, known.family) if known is not None else await self._asked_items(field)
        made: list[JsonValue] = []
        for item in items:
            try:
                filled = await self._object_of(inner, _Place(f"{place.pointer}/{len(made)}", item))
            except Unstated as gap:
                self._drop(place, f"left out {item.label[:80]!r}: {gap}")
                continue
            made.append({**filled, "evidence": self._evidence(filled, item)})
        return made

    def _evidence(self, filled: Wire, item: Item) -> list[JsonValue]:
        """Return an item's sentences, and for a person called 'he' or by surname there, the one that gives the name."""
        numbers = set(item.evidence)
        for text in _texts_in(filled):
            mentions = self._finds.index.people.get(text)
            if mentions is None or any(self._says(number, text) for number in numbers):
                continue
            naming = [line.id for line, _ in mentions.spans if stands_in(text, line.text)]
            before = [number for number in naming if number <= max(numbers)]
            numbers.update(before[-1:] or naming[:1])
        return [*sorted(numbers)]

    def _says(self, number: int, text: str) -> bool:
        line = self._article.line(number)
        return line is not None and stands_in(text, line.text)

    async def _object_of(self, inner: TypeNode, place: _Place) -> Wire:
        for option in inner.options[:-1]:
            try:
                return (await self._object(option, place))[0]
            except Unstated:
                continue
        return (await self._object(inner.options[-1] if inner.options else inner, place))[0]

    async def _asked_items(self, field: FieldSpec) -> list[Item]:
        """Return items for objects that no finder knows: the answers to the list's question, each with its sentence."""
        fields = field.node.item.fields if field.node.item is not None else ()
        first = next((child.name for child in fields if child.node.kind == "text"), None)
        if first is None:
            return []
        answers = await self._answers(field)
        return [
            Item("act", answer.text, answer.evidence, {"what": answer.text, "name": answer.text}) for answer in answers
        ]

    def _drop(self, place: _Place, reason: str) -> None:
        self.dropped.append(Dropped(pointer=place.pointer, reason=reason))


def _has_scalars(node: TypeNode) -> bool:
    return any(field.node.kind != "list" for field in node.fields)


def _texts_in(filled: Wire) -> list[str]:
    texts = [value for value in filled.values() if isinstance(value, str)]
    return texts + [
        text for value in filled.values() if isinstance(value, list) for text in value if isinstance(text, str)
    ]


def _whole(line: Line) -> str:
    return " ".join(line.text.split())
