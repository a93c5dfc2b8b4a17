"""The field guide says every type in words."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, Field

from summarizer.domain.blocks import When
from summarizer.prompting.field_guide import field_guide
from summarizer.schema_loader.derive import derive


class Place(BaseModel):
    """A place."""

    name: str = Field(description="Its name.")


class Everything(BaseModel):
    """One of each."""

    day: dt.date = Field(description="A day.")
    moment: When | None = Field(None, description="A moment.")
    sort: Literal["flood", "fire"] | None = Field(None, description="What sort.")
    sure: bool = Field(description="Whether sure.")
    share: float = Field(description="A share.")
    names: list[str] = Field(description="Names.")
    rows: list[list[int]] = Field(description="Rows.")
    place: Place | None = Field(None, description="Where.")
    either: int | str = Field(description="Number or word.")


def test_every_type_is_said_in_words() -> None:
    assert field_guide(derive(Everything)).split("\n") == [
        "- day (date YYYY-MM-DD): A day.",
        "- moment (time as worded, or null): A moment.",
        "- sort (flood | fire, or null): What sort.",
        "- sure (true or false): Whether sure.",
        "- share (number): A share.",
        "- names (list of text): Names.",
        "- rows (list of list of whole number): Rows.",
        "- place (object, or null): Where.",
        "  - name (text): Its name.",
        "- either (whole number or text): Number or word.",
    ]
