"""The gate's memory: it says what the gate says, and nothing that the gate, the schema or the article wouldn't."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

import pytest
from pydantic import BaseModel, Field, field_validator

from summarizer import When
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Usage
from summarizer.errors import AnswerInvalidError
from summarizer.grounding.ground import ground
from summarizer.grounding.remembered import RememberedGate
from summarizer.ingest.documents import make_document
from summarizer.schema_loader.derive import derive


class Flood(BaseModel):
    """A flood."""

    strict: ClassVar[bool] = False

    river: str | None = Field(None, description="The river.")
    homes: int | None = Field(None, description="Homes under water.")
    when: When | None = Field(None, description="When it came.")

    @field_validator("homes")
    @classmethod
    def _plausible(cls, homes: int | None) -> int | None:
        if cls.strict and homes is not None and homes > 100:
            raise ValueError("too many")
        return homes


SCHEMA = derive(Flood)
TEXT = "Flood in Melden\n\nMarch 4, 2025\n\nThe Elm flooded 300 homes on Monday, the mayor said. Nobody was hurt.\n"
DOCUMENT = make_document(TEXT, source="a.txt")
EXTRACTION = Extraction(
    wire={
        "river": {"value": "Elm", "evidence": [3]},
        "homes": {"value": 300, "evidence": [3, 9]},
        "when": {"value": "on Monday", "evidence": [3]},
    },
    sent=(1, 2, 3, 4),
    usage=Usage(calls=1),
)


class Kept:
    """A memo in memory."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.hits = 0

    def get(self, key: str) -> str | None:
        self.hits += key in self.texts
        return self.texts.get(key)

    def put(self, key: str, text: str) -> None:
        self.texts[key] = text


@pytest.fixture
def kept():
    return Kept()


def test_what_is_remembered_is_what_the_gate_found(kept):
    gate = RememberedGate(kept)
    fresh = gate.ground(DOCUMENT, SCHEMA, EXTRACTION)
    again = gate.ground(DOCUMENT, SCHEMA, EXTRACTION)
    assert (kept.hits, len(kept.texts)) == (1, 1)
    assert again == fresh == ground(DOCUMENT, SCHEMA, EXTRACTION)
    assert again.evidence["/homes"].support == "verified"
    assert again.facts["when"] == {"text": "on Monday", "start": "2025-03-03", "end": "2025-03-03", "precision": "day"}


@pytest.mark.parametrize(
    ("document", "extraction"),
    [
        (make_document(TEXT.replace("300", "30"), source="a.txt"), EXTRACTION),
        (make_document(TEXT.replace("March 4", "March 12"), source="a.txt"), EXTRACTION),
        (DOCUMENT, dataclasses.replace(EXTRACTION, wire={**EXTRACTION.wire, "river": None})),
        (DOCUMENT, dataclasses.replace(EXTRACTION, sent=(1, 2, 4))),
        (DOCUMENT, dataclasses.replace(EXTRACTION, confidence={"/river": 0.4})),
    ],
    ids=["another number", "another date", "another answer", "another part sent", "another confidence"],
)
def test_anything_else_is_judged_anew(kept, document, extraction):
    gate = RememberedGate(kept)
    gate.ground(DOCUMENT, SCHEMA, EXTRACTION)
    assert gate.ground(document, SCHEMA, extraction) == ground(document, SCHEMA, extraction)
    assert (kept.hits, len(kept.texts)) == (0, 2)


def test_the_source_and_the_cost_are_no_matter(kept):
    gate = RememberedGate(kept)
    gate.ground(DOCUMENT, SCHEMA, EXTRACTION)
    elsewhere = DOCUMENT.model_copy(update={"source": "b.txt"})
    gate.ground(elsewhere, SCHEMA, dataclasses.replace(EXTRACTION, cost_usd=1.0, cached=True))
    assert kept.hits == 1


def test_a_rule_of_the_users_own_model_counts_also_for_what_is_remembered(kept, monkeypatch):
    gate = RememberedGate(kept)
    gate.ground(DOCUMENT, SCHEMA, EXTRACTION)
    monkeypatch.setattr(Flood, "strict", True)
    with pytest.raises(AnswerInvalidError, match="too many"):
        gate.ground(DOCUMENT, SCHEMA, EXTRACTION)


@pytest.mark.parametrize(
    "entry",
    [
        '{"stated": {}, "evidence": {"/x": 1}}',
        '{"stated": {}, "receipts": [1], "places": {}}',
        '{"stated": {}, "receipts": [{"sentences": [1], "support": "verified"}], "places": {"/x": 1}}',
        '{"stated": {}, "receipts": [{"sentences": [1], "support": "verified"}], "places": {"/x": -1}}',
        '{"stated": {}, "rec',
    ],
    ids=["of another form", "no receipt", "a place without a receipt", "a place before the first", "torn"],
)
def test_a_damaged_entry_is_judged_anew(kept, entry):
    gate = RememberedGate(kept)
    fresh = gate.ground(DOCUMENT, SCHEMA, EXTRACTION)
    kept.texts = dict.fromkeys(kept.texts, entry)
    assert gate.ground(DOCUMENT, SCHEMA, EXTRACTION) == fresh
