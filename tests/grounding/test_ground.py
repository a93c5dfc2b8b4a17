"""Facts come out as the user's model dumps them, every leaf has its receipt, every sentence is accounted for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

import pytest
from pydantic import BaseModel, field_validator

from summarizer.domain.blocks import When
from summarizer.domain.document import Document
from summarizer.domain.record import Coverage, Evidence
from summarizer.errors import AnswerInvalidError
from summarizer.grounding.ground import Grounded


class Event(BaseModel):
    what: str
    status: Literal["happened", "planned"]
    when: When | None = None
    actors: list[str] = []


class Report(BaseModel):
    headline: str | None = None
    published: dt.date | None = None
    events: list[Event] = []
    places: list[str] = []


SENTENCES = (
    "Oslo, 20 March 2025.",
    "The mayor of Oslo opened a new bridge on Tuesday.",
    "Support our work with a donation.",
    "The council will vote on Sunday.",
)


@pytest.fixture
def result(grounded: Callable[..., Grounded], document_of: Callable[..., Document]) -> Grounded:
    wire = {
        "headline": {"value": "Bridge opens", "evidence": []},
        "published": {"value": "2025-03-20", "evidence": [1]},
        "events": [
            {
                "what": "opened a new bridge",
                "status": "happened",
                "when": "Tuesday",
                "actors": ["mayor of Oslo"],
                "evidence": [2, 3, 99],
            },
            {"what": "vote", "status": "planned", "when": "Sunday", "actors": [], "evidence": [4]},
        ],
        "places": [{"value": "Oslo", "evidence": [2]}, {"value": "Bergen", "evidence": [2, -1]}],
    }
    return grounded(Report, document_of(*SENTENCES, furniture=[3], headline="Bridge opens"), wire)


def test_facts_are_the_models_dump_with_dates_resolved(result: Grounded) -> None:
    assert result.facts == {
        "headline": "Bridge opens",
        "published": "2025-03-20",
        "events": [
            {
                "what": "opened a new bridge",
                "status": "happened",
                "when": {"text": "Tuesday", "start": "2025-03-18", "end": "2025-03-18", "precision": "day"},
                "actors": ["mayor of Oslo"],
            },
            {
                "what": "vote",
                "status": "planned",
                "when": {"text": "Sunday", "start": "2025-03-23", "end": "2025-03-23", "precision": "day"},
                "actors": [],
            },
        ],
        "places": ["Oslo", "Bergen"],
    }
    assert Report.model_validate(result.facts).model_dump(mode="json") == result.facts


def test_every_leaf_has_one_receipt_under_its_json_pointer(result: Grounded) -> None:
    assert {pointer: one.support for pointer, one in result.evidence.items()} == {
        "/headline": "verified",
        "/published": "verified",
        "/events/0/what": "verified",
        "/events/0/status": "unchecked",
        "/events/0/when": "verified",
        "/events/0/actors/0": "verified",
        "/events/1/what": "verified",
        "/events/1/status": "unchecked",
        "/events/1/when": "verified",
        "/places/0": "verified",
        "/places/1": "unsupported",
    }


def test_numbers_that_no_sent_sentence_has_are_kept_apart(result: Grounded) -> None:
    receipt = result.evidence["/events/0/what"]
    assert (receipt.sentences, receipt.invalid) == ((2,), (3, 99))
    assert result.evidence["/places/1"].invalid == (-1,)


def test_metadata_bears_out_a_headline_that_no_sentence_was_cited_for(result: Grounded) -> None:
    assert result.evidence["/headline"] == Evidence(sentences=(), support="verified", metadata="headline")


def test_coverage_accounts_for_every_sentence(result: Grounded) -> None:
    assert result.coverage == Coverage(
        sentences=4, sent=(1, 2, 4), furniture=(3,), cited=(1, 2, 4), uncited=(), dropped=(), cut_off=False, parts=1
    )


class Strict(BaseModel):
    name: str

    @field_validator("name")
    @classmethod
    def no_digits(cls, value: str) -> str:
        if any(char.isdigit() for char in value):
            raise ValueError("a name has no digits")
        return value


def test_a_fact_the_users_validator_refuses_is_an_error_with_its_message(
    grounded: Callable[..., Grounded], document_of: Callable[..., Document]
) -> None:
    with pytest.raises(AnswerInvalidError, match="a name has no digits"):
        grounded(Strict, document_of("R2 spoke."), {"name": {"value": "R2", "evidence": [1]}})


def test_an_enum_without_a_sentence_is_unsupported(
    grounded: Callable[..., Grounded], document_of: Callable[..., Document]
) -> None:
    wire: dict[str, object] = {
        "headline": None,
        "published": None,
        "events": [{"what": "vote", "status": "planned", "when": None, "actors": [], "evidence": []}],
        "places": [],
    }
    supports = {
        pointer: one.support for pointer, one in grounded(Report, document_of("A vote."), wire).evidence.items()
    }
    assert supports == {"/events/0/what": "unsupported", "/events/0/status": "unsupported"}
