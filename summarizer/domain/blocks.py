"""Building blocks that a schema file may import beside pydantic."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["AnswerKind", "Ask", "ComparatorName", "DatePrecision", "Score", "When"]

DatePrecision = Literal["minute", "hour", "day", "week", "month", "season", "year", "range"]

AnswerKind = Literal["person", "organization", "place", "date", "duration", "number", "any"]

ComparatorName = Literal[
    "boolean",
    "date",
    "datetime",
    "enum",
    "exact",
    "name",
    "number",
    "organization",
    "person_name",
    "place",
    "quote",
    "text",
    "time",
    "unit",
    "when",
]
"""How a predicted value is compared with gold; ``name`` is for whoever or whatever a name or a description can mean."""


class When(BaseModel):
    """A date as the article words it, with what code resolved it to against the dateline.

    A model writes ``text`` alone; ``start``, ``end`` and ``precision`` are filled by code and stay None where
    the words don't fix a date.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(description="The time or date exactly as the article words it, for example 'on Tuesday'.")
    start: dt.date | None = Field(None, description="First day it can mean; resolved by code.")
    end: dt.date | None = Field(None, description="Last day it can mean; resolved by code.")
    precision: DatePrecision | None = Field(None, description="How exactly the words fix it; resolved by code.")


@dataclass(frozen=True, slots=True)
class Ask:
    """The question to put for a field when it is filled field by field: ``Annotated[str | None, Ask("…?")]``.

    ``kind`` says what sort of answer counts. Without an ``Ask`` the question is made from the description.
    """

    question: str
    kind: AnswerKind = "any"


@dataclass(frozen=True, slots=True)
class Score:
    """How a field is scored against gold: ``Annotated[str, Score("person_name", key=True)]``.

    ``comparator``: how values are compared; without one it follows from the field's type, name and question.
    ``key``: the field tells one entry of a list from another, so it counts three times when entries are matched.
    ``weight``: how much the field counts when entries of a list are matched, beside 1 for a plain field.
    ``threshold``: the similarity, 0 to 1, from which a value is correct; on a list of objects the least similarity at
    which two entries are taken for the same one. ``partial``: the similarity from which a value is at least partly
    right. None stands for the comparator's own.
    """

    comparator: ComparatorName | None = None
    key: bool = False
    weight: float | None = None
    threshold: float | None = None
    partial: float | None = None

    def __post_init__(self) -> None:
        """Refuse what can't be meant, so that a schema file fails when it is loaded, not when it is scored."""
        if self.comparator is not None and self.comparator not in get_args(ComparatorName):
            names = ", ".join(get_args(ComparatorName))
            raise ValueError(f"Score({self.comparator!r}): no such comparator; use one of {names}")
        if self.weight is not None and not 0 <= self.weight <= _MOST_WEIGHT:
            raise ValueError(f"Score(weight={self.weight}): give a weight from 0 to {_MOST_WEIGHT:g}")
        for name, share in (("threshold", self.threshold), ("partial", self.partial)):
            if share is not None and not 0 < share <= 1:
                raise ValueError(f"Score({name}={share}): give a similarity above 0, at most 1")
        if self.threshold is not None and self.partial is not None and self.partial > self.threshold:
            raise ValueError(
                f"Score(partial={self.partial}, threshold={self.threshold}): partial is the lower of the two"
            )


_MOST_WEIGHT = 100.0
