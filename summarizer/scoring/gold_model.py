"""Hand-labelled gold as values: what a careful reader found in one article, and how sure it can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

__all__ = [
    "GOLD_FORMAT",
    "Adjudication",
    "GoldArticle",
    "GoldEvidence",
    "GoldItem",
    "GoldLeaf",
    "GoldList",
    "GoldNode",
    "GoldObject",
    "Label",
    "Split",
]

GOLD_FORMAT = "summarizer.gold/1"

Split = Literal["dev", "gate", "locked"]
"""``dev`` may be looked at while building, ``gate`` decides the nightly verdict, ``locked`` is opened for a release."""


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """A sentence number and words that must stand in that sentence."""

    sentence: int
    quote: str


@dataclass(frozen=True, slots=True)
class GoldLeaf:
    """One value; ``value`` None says that the article doesn't state it.

    ``accept`` are other right values. ``optional``: a careful reader may leave it out. ``unclear``: readers can't
    decide, so it isn't scored. ``precision`` ("exact", "at_least", "at_most", "about") and ``range`` (lowest and
    highest number that is right) refine numbers.
    """

    value: JsonValue
    accept: tuple[JsonValue, ...] = ()
    optional: bool = False
    unclear: bool = False
    precision: str | None = None
    range: tuple[float, float] | None = None
    evidence: tuple[GoldEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldObject:
    """An object's fields, every one of them present."""

    fields: Mapping[str, GoldNode]


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One entry of a list; ``optional``: a careful reader may leave it out."""

    id: str
    node: GoldNode
    optional: bool = False
    evidence: tuple[GoldEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldList:
    """A list; complete, so that whatever else is predicted is spurious."""

    items: tuple[GoldItem, ...] = ()


GoldNode = GoldLeaf | GoldObject | GoldList
"""At the place of an optional object, ``GoldLeaf(None)`` says that the whole object is absent."""


@dataclass(frozen=True, slots=True)
class Label:
    """Who labelled, and when."""

    by: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Adjudication:
    """Who settled the differences between labellers, when, and why so."""

    by: str
    on: dt.date
    note: str = ""


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article's gold. The article is ``source`` (a path from the workspace root) or ``text``, inline."""

    path: Path
    document_id: str
    schema_name: str
    schema_digest: str
    split: Split
    story: str
    facts: GoldObject
    source: str | None = None
    text: str | None = None
    labels: tuple[Label, ...] = ()
    adjudication: Adjudication | None = None
    note: str = field(default="", compare=False)
