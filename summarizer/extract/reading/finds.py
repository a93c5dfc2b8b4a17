"""Everything the finders find in one article, each kind looked for at most once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from summarizer.extract.reading.article import Article
from summarizer.extract.reading.differences import differences
from summarizer.extract.reading.encounters import participants
from summarizer.extract.reading.events import acts, conflicts, events, upcoming
from summarizer.extract.reading.figures import figures
from summarizer.extract.reading.item import Item, ItemKind
from summarizer.extract.reading.names import NameIndex, people
from summarizer.extract.reading.retrieval import akin
from summarizer.extract.reading.statements import statements

__all__ = ["Finds"]


class Finds:
    """Items of an article by kind; nothing is found in an article that has no parse."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._known: dict[tuple[ItemKind, str], list[Item]] = {}

    @cached_property
    def index(self) -> NameIndex:
        """Return the names of the article."""
        return NameIndex(self.article)

    def items(self, kind: ItemKind, family: str = "") -> list[Item]:
        """Return the items of a kind; ``family`` says which speech act, for kind ``act``."""
        key = (kind, family)
        if key not in self._known:
            self._known[key] = self._find(kind, family)
        return self._known[key]

    def first(self, kind: ItemKind, topic: str) -> Item | None:
        """Return the first item of a kind whose words share one, or kin of one, with the topic; the first for none."""
        items = self.items(kind)
        return next((item for item in items if not topic or akin(topic, item.label)), None)

    def _find(self, kind: ItemKind, family: str) -> list[Item]:
        if kind == "participant":
            return participants(self.article, self.index, family)
        if (kind, family) == ("act", "disagreement"):
            return differences(self.article)
        if kind == "act":
            return acts(self.article, self.index, family)
        if kind == "organization":
            return self.index.organizations()
        if kind == "place":
            return self.index.places()
        return _FINDERS[kind](self.article, self.index)


_FINDERS: dict[ItemKind, Callable[[Article, NameIndex], list[Item]]] = {
    "person": lambda _, index: people(index),
    "figure": figures,
    "statement": statements,
    "event": events,
    "conflict": conflicts,
    "upcoming": upcoming,
}
