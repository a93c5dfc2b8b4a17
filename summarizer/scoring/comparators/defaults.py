"""Which comparator a field gets when its schema doesn't say: by its type, its question, and the words of its name."""

from __future__ import annotations

from typing import Final

from summarizer.domain.blocks import AnswerKind, Ask, ComparatorName
from summarizer.domain.schema import NodeKind, TypeNode
from summarizer.grounding.context import name_words, role_of
from summarizer.grounding.lexicon.wordset import word_set

__all__ = ["default_comparator", "default_key"]

_BY_KIND: Final[dict[NodeKind, ComparatorName]] = {
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "enum": "enum",
    "integer": "number",
    "number": "number",
    "time": "time",
    "when": "when",
}
_BY_QUESTION: Final[dict[AnswerKind, ComparatorName]] = {
    "date": "when",
    "duration": "number",
    "number": "number",
    "organization": "organization",
    "person": "name",
    "place": "place",
}
_PEOPLE: Final = word_set("people persons person author authors byline journalist reporter")
_PERSON_CLASSES: Final = word_set("person people official politician leader suspect defendant witness player author")
_BODIES: Final = word_set(
    "organization organizations organisation organisations company companies outlet publisher agency agencies party "
    "parties affiliation employer institution institutions bank newspaper"
)
_PLACES: Final = word_set("places locations cities countries regions venues sites")
_ANYONE: Final = word_set(
    "participants participant callers caller mediator mediators members member side sides group groups entity entities "
    "name names opponent opponents partner partners"
)
_QUOTES: Final = word_set("headline quote quotes quotation quotations")
_VERBATIM: Final = "word for word"


def default_comparator(
    name: str, node: TypeNode, *, owner: str | None, description: str, ask: Ask | None
) -> ComparatorName:
    """Return the comparator of a scalar called ``name`` in an object of class ``owner``, or in a list of that name."""
    known = _BY_KIND.get(node.kind)
    if known is not None:
        return known
    asked = _BY_QUESTION.get(ask.kind) if ask is not None else None
    return asked or _by_name(name, frozenset(name_words(name)), frozenset(name_words(owner or "")), description)


def _by_name(name: str, words: frozenset[str], owner: frozenset[str], description: str) -> ComparatorName:
    role = role_of(name)
    hints: tuple[tuple[ComparatorName, bool], ...] = (
        ("unit", role == "unit"),
        ("quote", bool(words & _QUOTES) or _VERBATIM in description),
        ("person_name", bool(words & _PEOPLE) or ("name" in words and bool(owner & _PERSON_CLASSES))),
        ("organization", bool(words & _BODIES)),
        ("place", role == "place" or bool(words & _PLACES)),
        ("name", role in ("speaker", "agent", "patient") or bool(words & _ANYONE)),
    )
    return next((comparator for comparator, hinted in hints if hinted), "text")


def default_key(fields: tuple[tuple[str, NodeKind], ...]) -> str | None:
    """Return the field that tells one object from another: its name, else the text that says what it is about."""
    texts = [name for name, kind in fields if kind == "text"]
    named = [name for name in texts if "name" in name_words(name)]
    about = [name for name in texts if role_of(name) == "main"]
    return next(iter((*named, *about)), None)
