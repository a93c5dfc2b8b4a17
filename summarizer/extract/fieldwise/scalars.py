"""Turn an article's words into a value of a field's type, on the wire: numbers, minutes, dates, text."""

from __future__ import annotations

import re

from pydantic import JsonValue

from summarizer.domain.blocks import AnswerKind
from summarizer.domain.schema import FieldSpec, TypeNode
from summarizer.extract.fieldwise.questions import words_of
from summarizer.extract.reading.item import PartValue
from summarizer.extract.reading.values import minutes_in, number_in, plain_date

__all__ = ["to_wire"]

_PER_MINUTE = {"second": 60.0, "minute": 1.0, "hour": 1 / 60, "day": 1 / 1440, "week": 1 / 10080}


def to_wire(node: TypeNode, value: PartValue, field: FieldSpec, kind: AnswerKind) -> JsonValue:
    """Return the value as the wire holds it for this type; None when the words don't give one."""
    if node.kind == "union":
        options = (to_wire(option, value, field, kind) for option in node.options)
        return next((option for option in options if option is not None), None)
    if node.kind in {"text", "when"}:
        return value if isinstance(value, str) and value.strip() else None
    if node.kind == "boolean":
        return value if isinstance(value, bool) else None
    if node.kind in {"integer", "number"}:
        return _number(node, value, field, kind)
    if node.kind == "date" and isinstance(value, str):
        day = plain_date(value)
        return day.isoformat() if day else None
    return None  # a date with a time needs more than an article's words


def _number(node: TypeNode, value: PartValue, field: FieldSpec, kind: AnswerKind) -> int | float | None:
    if isinstance(value, bool | tuple):
        return None
    number = value if isinstance(value, int | float) else None
    if isinstance(value, str):
        number = _in_unit(value, field) if kind == "duration" else number_in(value)
    if number is None:
        return None
    whole = float(number).is_integer()
    if node.kind == "integer":
        return int(number) if whole else None
    return int(number) if whole else round(number, 6)


def _in_unit(words: str, field: FieldSpec) -> float | None:
    """Return a duration in the unit the field's name or description asks for; minutes where it names none."""
    minutes = minutes_in(words)
    if minutes is None:
        return None
    asked = [*words_of(field.name), *re.findall(r"\bin (second|minute|hour|day|week)s?\b", field.description)]
    unit = next((word.rstrip("s") for word in asked if word.rstrip("s") in _PER_MINUTE), "minute")
    return round(minutes * _PER_MINUTE[unit], 6)
