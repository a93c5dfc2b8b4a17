"""Building blocks that a schema file may import beside pydantic."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["AnswerKind", "Ask", "DatePrecision", "When"]

DatePrecision = Literal["minute", "hour", "day", "week", "month", "season", "year", "range"]

AnswerKind = Literal["person", "organization", "place", "date", "duration", "number", "any"]


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
