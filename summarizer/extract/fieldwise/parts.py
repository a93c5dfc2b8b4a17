"""Split an answer that names several things, and tell people, groups and things apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.domain.blocks import AnswerKind
from summarizer.extract.reading.lexicon import HUMAN
from summarizer.extract.reading.names import NameIndex, clean_name

__all__ = ["people_or_groups", "texts_of"]

_AND = re.compile(r",\s+(?:and\s+)?|\s+and\s+")


def texts_of(answer: str, index: NameIndex) -> list[str]:
    """Return the separate names in an answer that lists names, else the answer whole."""
    pieces = [clean_name(piece) for piece in _AND.split(answer)]
    several = len(pieces) > 1 and all(piece[:1].isupper() and len(piece.split()) <= 4 for piece in pieces)
    if not several:
        return [answer]
    return pieces if index.full_name(answer) is None else [answer]


def people_or_groups(texts: Sequence[str], kind: AnswerKind, index: NameIndex) -> list[str]:
    """Return those that fit the kind asked for: people by name or description, organizations and states, or things."""
    if kind == "person":
        return [text for text in texts if _human(text, index)]
    if kind == "organization":
        return [text for text in texts if not _human(text, index) and text[:1].isupper()]
    if kind == "place":
        return [text for text in texts if index.kind(text) in {"GPE", "LOC", "FAC"}]
    return [text for text in texts if not _human(text, index)]


def _human(text: str, index: NameIndex) -> bool:
    told = HUMAN.search(text)
    # "People's Front" is a name, not people
    return index.full_name(text) is not None or (told is not None and (told.group()[0].islower() or " " not in text))
