"""Decide by a field's words what its list holds, and which standard part of an item a field of that item asks for.

A list goes to a finder when its name, its item's class name, or failing these its child fields say a kind of thing:
people, organizations, places, figures, statements, events, violence, things to come, or a speech act (proposals,
pledges, demands, …). Any other list is filled by asking.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.domain.schema import FieldSpec, TypeNode
from summarizer.extract.fieldwise.questions import words_of
from summarizer.extract.reading.item import ItemKind
from summarizer.extract.reading.lexicon import SPEECH_ACTS

__all__ = ["ListKind", "list_kind", "object_kind", "part_of"]


@dataclass(frozen=True, slots=True)
class ListKind:
    """What a list holds; ``family`` names the speech act of kind ``act``."""

    kind: ItemKind
    family: str = ""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CALLERS = _words("caller interlocutor")
_PARTICIPANTS = _CALLERS | _words("participant attendee negotiator delegate interviewee")

# in order: the more special kinds first ('upcoming events' are upcoming, 'attack statistics' are figures)
_LISTS: tuple[tuple[ItemKind, frozenset[str]], ...] = (
    ("upcoming", _words("upcoming next future planned plan scheduled schedule forthcoming ahead outlook agenda")),
    ("participant", _PARTICIPANTS),
    ("figure", _words("figure quantity number amount statistic stat measurement metric count datum sum")),
    ("statement", _words("statement quote quotation remark comment said reaction saying")),
    ("conflict", _words("incident attack violence bombing shooting assault strike kidnapping killing clash")),
    ("event", _words("event happening development occurrence action news timeline milestone")),
    ("person", _words("person people individual name human character politician player official leader")),
    ("organization", _words("organization organisation company agency institution firm ministry group body")),
    ("place", _words("place location city country region site town area")),
)

_NAME = _words("name fullname full title who person speaker label")
_WHERE = _words("where place location city country venue site region")
_WHEN = _words("when date time day moment")
_KIND = _words("kind type category class sort label")
_WHAT = _words("what event description text content summary detail headline title happened topic subject issue action")

_PARTS: dict[ItemKind, tuple[tuple[str, frozenset[str]], ...]] = {
    "person": (
        ("role", _words("role position occupation job office function title profession post")),
        ("affiliation", _words("affiliation organization organisation employer party company team side represents")),
        ("name", _NAME),
    ),
    "organization": (("name", _NAME | _words("organization organisation company agency")),),
    "place": (("name", _NAME | _WHERE),),
    "figure": (
        ("value", _words("value number amount figure quantity count")),
        ("unit", _words("unit units currency measure")),
        ("precision", _words("precision exactness qualifier modifier approximation")),
        ("source", _words("source according attribution reported by")),
        ("what", _WHAT | _words("meaning context measures about")),
    ),
    "statement": (
        ("verbatim", _words("verbatim direct exact literal")),
        ("kind", _KIND | _words("act")),
        ("text", _words("text quote quotation statement content what words claim said remark comment")),
        ("speaker", _words("speaker who by source person author name attributed")),
    ),
    "event": (
        ("kind", _KIND),
        ("status", _words("status state stage")),
        ("when", _WHEN),
        ("where", _WHERE),
        (
            "agents",
            _words("actor actors agent agents perpetrator perpetrators attacker attackers who by suspect suspects"),
        ),
        ("patients", _words("affected target targets victim victims object objects patient patients")),
        ("means", _words("weapon weapons means instrument instruments")),
        ("participants", _words("participant participants people involved parties")),
        ("what", _WHAT),
    ),
    "act": (
        ("who", _words("who by actor side party speaker person country name")),
        (
            "what",
            _WHAT
            | _words(
                "position stance view proposal pledge demand line commitment offer promise claim accusation point"
            ),
        ),
    ),
}


def list_kind(field: FieldSpec) -> ListKind | None:
    """Return what a list holds, or None where nothing in the words says so."""
    node = field.node.item
    for name in (field.name, (node.name or "") if node is not None else ""):
        known = _by_words([_singular(word) for word in words_of(name)])
        if known is not None:
            return known
    return _by_children(node) if node is not None and node.kind == "object" else None


def _by_words(words: list[str]) -> ListKind | None:
    for family, (names, verbs) in SPEECH_ACTS.items():
        if (names | verbs) & set(words):
            return ListKind("act", family)
    for kind, names in _LISTS:
        if names & set(words):
            return ListKind(kind, "call" if kind == "participant" and _CALLERS & set(words) else "")
    return None


def object_kind(field: FieldSpec) -> ListKind | None:
    """Return what a single object is read off, with the words it must be about, or None where it has to be asked for.

    That is so for what is still to come ('next_talks'), where every part of it is one that the finder knows.
    """
    words = [_singular(word) for word in words_of(field.name)]
    if not set(words) & dict(_LISTS)["upcoming"]:
        return None
    if any(part_of("upcoming", child) is None for child in field.node.fields):
        return None
    return ListKind("upcoming", " ".join(word for word in words if word not in dict(_LISTS)["upcoming"]))


_SHAPES: tuple[tuple[ItemKind, tuple[frozenset[str], ...]], ...] = (
    ("statement", (_words("speaker"), _words("text quote statement said"))),
    ("figure", (_words("value amount number"), _words("unit currency"))),
    ("person", (_words("name"), _words("role position occupation age"))),
    ("event", (_words("what event happened"), _words("when where date"))),
)


def _by_children(node: TypeNode) -> ListKind | None:
    names = {word for field in node.fields for word in words_of(field.name)}
    for kind, asked in _SHAPES:
        if all(names & group for group in asked):
            return ListKind(kind)
    return None


def part_of(kind: ItemKind, field: FieldSpec) -> str | None:
    """Return the standard part of an item that a field asks for, or None where it has to be asked."""
    table = _PARTS.get("event" if kind in {"upcoming", "conflict"} else kind, ())
    words = words_of(field.name)
    if len(words) > 2:  # a name this special ('claimed_or_denied_by') means more than its last word
        return None
    for word in words:
        for part, names in table:
            if word in names:
                return part
    return None


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "news")) else word
