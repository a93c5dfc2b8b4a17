"""Fill the tree of a schema from one article: find the items of lists, ask for the rest, leave out the unstated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as factory

from pydantic import JsonValue

from summarizer.domain.record import Dropped
from summarizer.domain.schema import FieldSpec, TypeNode
from summarizer.extract.fieldwise.asking import Answer, Asker
from summarizer.extract.fieldwise.group import Asked, answer_group
from summarizer.extract.fieldwise.items import Items
from summarizer.extract.fieldwise.kinds import object_kind, part_of
from summarizer.extract.fieldwise.labels import choose, known_label
from summarizer.extract.fieldwise.metadata import is_particular, metadata_value
from summarizer.extract.fieldwise.passages import Passages
from summarizer.extract.fieldwise.questions import about, answer_kind, question_for, words_of
from summarizer.extract.fieldwise.scalars import to_wire
from summarizer.extract.reading.article import Article
from summarizer.extract.reading.finds import Finds
from summarizer.extract.reading.item import Item, PartValue
from summarizer.extract.reading.retrieval import stems

__all__ = ["Filler", "Unstated"]

Wire = dict[str, JsonValue]
Answers = Mapping[str, list[Answer]]

_TOPIC_WORDS = 2
_NESTED = frozenset({"object", "list"})


class Unstated(Exception):  # noqa: N818 - not an error: it only carries what isn't stated to the nearest optional thing
    """A part that the schema requires isn't stated; what holds it can't be given either."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the facts filling stands.

    ``item`` bears the evidence where the object stands in a list; ``told`` is an item that a single object is read off;
    ``within`` is the object's name, ``topic`` the words that sentences about it share; ``cited`` collects the sentences
    of answers about the item.
    """

    pointer: str
    item: Item | None = None
    told: Item | None = None
    within: str | None = None
    topic: str = ""
    cited: list[int] = factory(default_factory=list)

    def at(self, step: str | int) -> _Place:
        return _Place(f"{self.pointer}/{step}", self.item, self.told, self.within, self.topic, self.cited)


class Filler:
    """Fills one schema from one article; ``dropped`` and ``confidence`` say what was left out and how sure it is."""

    def __init__(self, article: Article, asker: Asker) -> None:
        self._article = article
        self._asker = asker
        self._finds = Finds(article)
        self._passages = Passages(article.body)
        self._items = Items(article, self._finds, self._passages, asker)
        self.dropped: list[Dropped] = []
        self.confidence: dict[str, float] = {}

    async def fill(self, root: TypeNode) -> Wire:
        """Return the wire facts of the root object; raise ``Unstated`` where a required part isn't stated."""
        filled = await self._object(root, _Place(""))
        return filled[0]

    async def _object(self, node: TypeNode, place: _Place) -> tuple[Wire, bool]:
        """Return an object, and whether any part of it is stated."""
        answers = await self._answers(node.fields, place)
        found: Wire = {}
        stated = False
        # lists last: where nothing else of a part is stated, its lists aren't worth reading for
        for field in sorted(node.fields, key=lambda field: field.node.kind == "list"):
            idle = field.node.kind == "list" and place.within is not None and not stated and _has_scalars(node)
            value = [] if idle else await self._field(field, place.at(field.name), answers)
            found[field.name] = value
            stated = stated or value not in (None, [], {})
        return {field.name: found[field.name] for field in node.fields}, stated

    async def _answers(self, fields: Sequence[FieldSpec], place: _Place) -> Answers:
        """Return the answers to every question that the fields of an object outside of lists need."""
        if place.item is not None or place.told is not None:
            return {}
        asked: list[Asked] = []
        for field in fields:
            if field.node.kind == "list" and _scalar(field.node.item) and self._items.is_asked(field):
                asked.append(self._items.asked(field))
            elif _scalar(field.node) and self._needs_asking(field, place):
                question = question_for(field, within=place.within)
                asked.append(Asked(field.name, question, answer_kind(field), topic=place.topic))
        return await answer_group(asked, self._passages, self._asker)

    def _needs_asking(self, field: FieldSpec, place: _Place) -> bool:
        if field.node.kind in {"enum", "boolean"}:
            return False
        top = place.pointer == ""
        return not (top and (metadata_value(field, self._article) or (is_particular(field) and field.node.optional)))

    async def _field(self, field: FieldSpec, place: _Place, answers: Answers) -> JsonValue:
        node = field.node
        if node.kind == "list":
            return await self._list(field, place, answers)
        if not _scalar(node):
            return await self._nested(field, place)
        value = await self._part(field, place) if place.item is not None else await self._scalar(field, place, answers)
        if value is None and not node.optional:
            raise Unstated(f"{place.pointer} isn't stated, and {field.name!r} is required")
        return value

    async def _nested(self, field: FieldSpec, place: _Place) -> JsonValue:
        options = field.node.options or (field.node,)
        name = " ".join(words_of(field.name))
        known = object_kind(field) if place.item is None else None
        told = self._finds.first(known.kind, known.family) if known is not None else None
        topic = f"{name} {' '.join(stems(field.description)[:_TOPIC_WORDS])}"
        silent = place.item is None and not self._passages.likely(topic, "any", 1)
        if field.node.optional and (silent or (known is not None and told is None)):
            return None
        for option in options:
            try:
                filled, stated = await self._object(
                    option, _Place(place.pointer, place.item, told, name, topic, place.cited)
                )
            except Unstated:
                continue
            if stated or not field.node.optional:
                return filled
        if field.node.optional:
            return None
        raise Unstated(f"{place.pointer} isn't stated, and {field.name!r} is required")

    # ---- scalars outside of lists

    async def _scalar(self, field: FieldSpec, place: _Place, answers: Answers) -> JsonValue:
        if place.told is not None:
            return self._told(field, place.told)
        known = metadata_value(field, self._article) if place.pointer.count("/") == 1 else None
        if known is not None:
            return {"value": known.value, "evidence": list(known.evidence)}
        if field.node.kind == "enum":
            return self._label_of_article(field)
        if field.node.kind == "boolean":
            return await self._yes_or_no(field, place)
        for answer in answers.get(field.name, ()):
            value = to_wire(field.node, answer.text, field, answer_kind(field))
            if value is not None:
                self.confidence[place.pointer] = round(answer.confidence, 4)
                return {"value": value, "evidence": list(answer.evidence)}
        return None

    def _told(self, field: FieldSpec, item: Item) -> JsonValue:
        """Return a part of the item that a single object is read off, with the item's evidence."""
        part = part_of(item.kind, field)
        value = item.parts.get(part) if part else None
        value = value[0] if isinstance(value, tuple) and value else value
        if value is None or isinstance(value, tuple):
            return None
        wire = to_wire(field.node, value, field, answer_kind(field))
        return None if wire is None else {"value": wire, "evidence": list(item.evidence)}

    def _label_of_article(self, field: FieldSpec) -> JsonValue:
        lead = [line for line in self._article.lines if line.role == "headline"][:1] + list(self._article.body[:2])
        text = " ".join(line.text for line in lead)
        label = choose(field.node, text, field.description, certain=not field.node.optional)
        evidence: list[JsonValue] = [*dict.fromkeys(line.id for line in lead)]
        return None if label is None else {"value": label, "evidence": evidence}

    async def _yes_or_no(self, field: FieldSpec, place: _Place) -> JsonValue:
        """Return true where the article says so, false where it is required and it doesn't, else null."""
        question = question_for(field, within=place.within)
        likely = self._passages.likely(question, "any", 1)
        for passage in likely:
            sure = await self._asker.is_stated(question, passage)
            if sure is not None:
                self.confidence[place.pointer] = round(sure, 4)
                best = self._passages.best(question, passage)
                return {"value": True, "evidence": [best.id]}
        bearing = [line for passage in likely for line in passage] or list(self._article.body)
        return None if field.node.optional or not bearing else {"value": False, "evidence": [bearing[0].id]}

    # ---- parts of items

    async def _part(self, field: FieldSpec, place: _Place) -> JsonValue:
        """Return a plain value for a field of an item: one of its parts, or the answer to a question about it."""
        item = place.item
        assert item is not None
        part = part_of(item.kind, field)
        value = item.parts.get(part) if part else None
        if field.node.kind == "enum":
            return self._label_of_item(field, item, value)
        if field.node.kind == "boolean":
            return await self._yes_or_no_of_item(field, item, value)
        if isinstance(value, tuple):
            value = value[0] if value else None
        wire = to_wire(field.node, value, field, answer_kind(field)) if value is not None else None
        if wire is not None or part is not None:
            return wire
        answer = await self._items.part(field, item)
        if answer is None:
            return None
        self.confidence[place.pointer] = round(answer.confidence, 4)
        place.cited.extend(answer.evidence)
        return to_wire(field.node, answer.text, field, answer_kind(field))

    async def _yes_or_no_of_item(self, field: FieldSpec, item: Item, value: PartValue | None) -> JsonValue:
        if isinstance(value, bool):
            return value
        question = about(question_for(field), item)
        sure = await self._asker.is_stated(question, self._items.lines(item))
        return True if sure is not None else None if field.node.optional else False

    def _label_of_item(self, field: FieldSpec, item: Item, value: PartValue | None) -> JsonValue:
        known = known_label(field.node, value) if isinstance(value, str) else None
        if known is not None:
            return known
        return choose(field.node, item.label, field.description, certain=not field.node.optional)

    # ---- lists

    async def _list(self, field: FieldSpec, place: _Place, answers: Answers) -> JsonValue:
        inner = field.node.item
        if inner is None or inner.kind == "list":
            self._drop(place, "lists of lists aren't filled by the embedded model")
            return []
        if not _scalar(inner):
            return await self._objects(field, inner, place)
        kind = answer_kind(field)
        holder = place.item or place.told
        if holder is not None:
            part = part_of(holder.kind, field)
            given = await self._items.parts(field, holder) if part is None else []
            place.cited.extend(number for answer in given for number in answer.evidence)
            texts = self._items.texts_of_item(field, holder, given)
            plain = [value for text in texts if (value := to_wire(inner, text, field, kind)) is not None]
            if place.item is not None:
                return [*plain]
            return [{"value": value, "evidence": list(holder.evidence)} for value in plain]
        found = self._items.texts(field, answers.get(field.name, ()))
        wired = [(to_wire(inner, text, field, kind), evidence) for text, evidence in found]
        return [{"value": value, "evidence": list(evidence)} for value, evidence in wired if value is not None]

    async def _objects(self, field: FieldSpec, inner: TypeNode, place: _Place) -> JsonValue:
        """Return the objects of a list: its items found first, then each filled from its own sentences."""
        nested = place.item or place.told
        items = self._items.within(field, nested) if nested is not None else await self._items.objects(field)
        made: list[JsonValue] = []
        for item in items:
            at = _Place(f"{place.pointer}/{len(made)}", item)
            try:
                filled = await self._object_of(inner, at)
            except Unstated as gap:
                self._drop(place, f"left out {item.label[:80]!r}: {gap}")
                continue
            made.append({**filled, "evidence": self._items.evidence(filled, item, at.cited)})
        return made

    async def _object_of(self, inner: TypeNode, place: _Place) -> Wire:
        for option in inner.options[:-1]:
            try:
                return (await self._object(option, place))[0]
            except Unstated:
                continue
        return (await self._object(inner.options[-1] if inner.options else inner, place))[0]

    def _drop(self, place: _Place, reason: str) -> None:
        self.dropped.append(Dropped(pointer=place.pointer, reason=reason))


def _scalar(node: TypeNode | None) -> bool:
    """Return whether a type holds one plain value."""
    return node is not None and node.kind not in _NESTED and not (node.kind == "union" and not _scalar(node.options[0]))


def _has_scalars(node: TypeNode) -> bool:
    return any(field.node.kind != "list" for field in node.fields)
