"""Find what a list holds: by a finder where the field's words name a kind of thing, else by asking for every answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from summarizer.domain.schema import FieldSpec
from summarizer.extract.fieldwise.asking import Answer, Asker
from summarizer.extract.fieldwise.group import Asked, answer_group
from summarizer.extract.fieldwise.kinds import ListKind, list_kind, part_of
from summarizer.extract.fieldwise.parts import people_or_groups, texts_of
from summarizer.extract.fieldwise.passages import Passages
from summarizer.extract.fieldwise.questions import about, answer_kind, list_question, question_for, words_of
from summarizer.extract.reading.article import Article, Line
from summarizer.extract.reading.finds import Finds
from summarizer.extract.reading.item import Item
from summarizer.extract.reading.summary import summary_lines
from summarizer.extract.reading.values import stands_in

__all__ = ["Items"]

_SUMMARY = frozenset({"summary", "abstract", "synopsis", "gist", "tldr", "overview", "keypoints", "key", "highlights"})
_NAMES = frozenset({"person", "organization", "place"})


class Items:
    """The items of the lists of one article: found by finders, or asked for."""

    def __init__(self, article: Article, finds: Finds, passages: Passages, asker: Asker) -> None:
        self._article = article
        self._finds = finds
        self._passages = passages
        self._asker = asker

    def is_asked(self, field: FieldSpec) -> bool:
        """Return whether a list of scalars outside of items has no finder, so that its question must be put."""
        return self._finder(field) is None and not self._is_summary(field)

    def asked(self, field: FieldSpec) -> Asked:
        """Return the question for everything such a list holds."""
        return Asked(field.name, list_question(field), answer_kind(field), several=True)

    def texts(self, field: FieldSpec, answers: Sequence[Answer]) -> list[tuple[str, tuple[int, ...]]]:
        """Return the entries of a list of scalars with their sentences; ``answers`` are those to its question."""
        if self._is_summary(field):
            return [(" ".join(line.text.split()), (line.id,)) for line in summary_lines(self._article)]
        known = self._finder(field)
        if known is not None:
            return [(item.label, item.evidence) for item in self._finds.items(known.kind, known.family)]
        return self._separate(answers)

    def texts_of_item(self, field: FieldSpec, item: Item, answers: Sequence[Answer]) -> list[str]:
        """Return the entries of a list of scalars inside an item: one of its parts, else the answers given."""
        part = part_of(item.kind, field)
        if part is None:
            return [text for text, _ in self._separate(answers)]
        values = item.parts.get(part, ())
        texts = list(values) if isinstance(values, tuple) else [str(values)]
        return people_or_groups(texts, answer_kind(field), self._finds.index) if field.ask is not None else texts

    async def objects(self, field: FieldSpec) -> list[Item]:
        """Return the items of a list of objects outside of items."""
        known = list_kind(field)
        if known is not None:
            return self._finds.items(known.kind, known.family)
        node = field.node.item
        if node is None or not any(child.node.kind == "text" for child in (*node.fields, *_children(field))):
            return []
        answers = await answer_group([self.asked(field)], self._passages, self._asker)
        return [
            Item("act", text, evidence, {"what": text, "name": text, "who": text})
            for text, evidence in self._separate(answers[field.name])
        ]

    def within(self, field: FieldSpec, item: Item) -> list[Item]:
        """Return an item's own items: those of a finder that stand in its sentences, or right after."""
        known = list_kind(field)
        if known is None:
            return []
        lines = {line.id for line in self.lines_around(item)}
        found = self._finds.items(known.kind, known.family)
        return [other for other in found if set(other.evidence) <= lines and other.label != item.label]

    def lines(self, item: Item) -> list[Line]:
        """Return the sentences of an item."""
        return [line for number in item.evidence for line in self._article.numbered(number)]

    def lines_around(self, item: Item) -> tuple[Line, ...]:
        """Return the sentences of an item with the one that follows."""
        return self._passages.around(self.lines(item))

    async def part(self, field: FieldSpec, item: Item) -> Answer | None:
        """Return the answer to the question for one part of an item, read in its sentences."""
        question = question_for(field)
        lines = self.lines_around(item)
        return await self._asker.ask(about(question, item), lines, answer_kind(field), bare=question)

    async def parts(self, field: FieldSpec, item: Item) -> list[Answer]:
        """Return every answer to the question for a list inside an item."""
        question = list_question(field)
        return await self._asker.ask_all(about(question, item), self.lines_around(item), answer_kind(field))

    def evidence(self, filled: Mapping[str, JsonValue], item: Item, extra: Sequence[int]) -> list[JsonValue]:
        """Return the sentences of a filled item: its own, those of answers, and one that names whom they call 'he'."""
        numbers = {*item.evidence, *extra}
        for text in _texts_in(filled):
            mentions = self._finds.index.people.get(text)
            if mentions is None or any(self._says(number, text) for number in numbers):
                continue
            naming = [line.id for line, _ in mentions.spans if stands_in(text, line.text)]
            before = [number for number in naming if number <= max(numbers)]
            numbers.update(before[-1:] or naming[:1])
        return [*sorted(numbers)]

    def _says(self, number: int, text: str) -> bool:
        return any(stands_in(text, line.text) for line in self._article.numbered(number))

    def _separate(self, answers: Sequence[Answer]) -> list[tuple[str, tuple[int, ...]]]:
        """Return the single names in the answers, people by their fullest name, each once."""
        index = self._finds.index
        kept: dict[str, tuple[str, tuple[int, ...]]] = {}
        for answer in answers:
            for text in texts_of(answer.text, index):
                whole = index.full_name(text) or text
                kept.setdefault(whole.casefold(), (whole, answer.evidence))
        return list(kept.values())

    def _finder(self, field: FieldSpec) -> ListKind | None:
        known = list_kind(field)
        # 'people injured' isn't everyone who is named
        special = known is not None and known.kind in _NAMES and len(words_of(field.name)) > 1
        return None if special else known

    @staticmethod
    def _is_summary(field: FieldSpec) -> bool:
        inner = field.node.item
        return inner is not None and inner.kind == "text" and bool(_SUMMARY & set(words_of(field.name)))


def _children(field: FieldSpec) -> tuple[FieldSpec, ...]:
    node = field.node.item
    return tuple(child for option in node.options for child in option.fields) if node is not None else ()


def _texts_in(filled: Mapping[str, JsonValue]) -> list[str]:
    texts = [value for value in filled.values() if isinstance(value, str)]
    return texts + [
        text for value in filled.values() if isinstance(value, list) for text in value if isinstance(text, str)
    ]
