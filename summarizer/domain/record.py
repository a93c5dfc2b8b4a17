"""The one result format that everything downstream reads: facts, their receipts, and how they were made."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from summarizer.domain.document import Document, Span

__all__ = [
    "RECORD_FORMAT",
    "Coverage",
    "Derivation",
    "Dropped",
    "Evidence",
    "Provenance",
    "Record",
    "SchemaRef",
    "Status",
    "Support",
    "Usage",
    "rank",
]

RECORD_FORMAT: Literal["summarizer.record/1"] = "summarizer.record/1"

Support = Literal["verified", "derived", "partial", "unsupported", "unchecked"]
"""``verified``: every critical token of the fact stands in its sentences. ``derived``: computed from stated numbers.
``partial``: some of it stands there. ``unsupported``: it doesn't. ``unchecked``: a choice among labels, or yes/no, in
which there is no token to compare."""

Status = Literal["complete", "partial", "refused", "failed"]
"""``refused``: the model declined, or a content filter stopped it; asking again would end the same. ``failed``: there
are no facts for any other reason."""

_RANKS: dict[Status, int] = {"complete": 2, "partial": 2, "refused": 1, "failed": 0}


def rank(status: Status) -> int:
    """Return how much a record says; 0 means that it will be tried again.

    Of two records that answer the same question, the one that says more stands, whichever was made later.
    """
    return _RANKS[status]


_config = ConfigDict(frozen=True, extra="forbid")


class Derivation(BaseModel):
    """How a number that isn't stated follows from numbers that are."""

    model_config = _config

    operation: Literal["sum", "difference", "count"] = Field(description="What was done with the stated numbers.")
    operands: tuple[float, ...] = Field(description="The stated numbers.")


class Evidence(BaseModel):
    """The receipt of one fact (one JSON pointer): where it stands, and what code found when it looked."""

    model_config = _config

    sentences: tuple[int, ...] = Field(description="Sentence numbers cited by the model that exist, ascending.")
    spans: tuple[Span, ...] = Field((), description="Where in the text the fact's own words stand, if they do.")
    support: Support = Field(
        description="What code found: 'verified' every critical token stands there; 'derived' computed from stated "
        "numbers; 'partial' some of it stands there; 'unsupported' it doesn't; 'unchecked' a choice among labels, or "
        "yes/no, with no token to compare."
    )
    missing: tuple[str, ...] = Field((), description="Critical tokens of the fact that its sentences don't bear out.")
    reason: str | None = Field(None, description="One line on why the support isn't 'verified'.")
    derivation: Derivation | None = Field(None, description="How a derived number follows; null for every other fact.")
    metadata: str | None = Field(None, description="Metadata field that bears the fact out, when no sentence does.")
    invalid: tuple[int, ...] = Field((), description="Cited numbers that no sentence has.")
    confidence: float | None = Field(None, ge=0, le=1, description="The model's own probability, where it gives one.")


class Dropped(BaseModel):
    """Something that was asked for or answered and isn't in the facts, with the reason."""

    model_config = _config

    pointer: str = Field(description="JSON pointer of the fact or field.")
    reason: str = Field(description="Why it was left out, in one line.")


class Coverage(BaseModel):
    """The completeness receipt, in sentence numbers."""

    model_config = _config

    sentences: int = Field(ge=0, description="Sentences in the document.")
    sent: tuple[int, ...] = Field(description="Sent to the model.")
    furniture: tuple[int, ...] = Field(description="Marked as page furniture, never sent.")
    cited: tuple[int, ...] = Field(description="Cited by at least one fact.")
    uncited: tuple[int, ...] = Field(description="Sent and cited by none.")
    dropped: tuple[Dropped, ...] = Field((), description="What was asked for or answered and isn't in the facts.")
    cut_off: bool = Field(False, description="An answer was cut off by the token limit.")
    parts: int = Field(1, ge=0, description="Parts the article was split into for the model's context.")


class Usage(BaseModel):
    """Tokens and time, summed over every call that made the record; what a cached answer cost when it was fresh."""

    model_config = _config

    input_tokens: int = Field(0, description="Tokens sent, the provider's own prefix cache included.")
    output_tokens: int = Field(0, description="Tokens answered, reasoning included.")
    cached_input_tokens: int = Field(0, description="Input tokens the provider served from its own prefix cache.")
    reasoning_tokens: int = Field(0, description="Output tokens spent on reasoning that isn't in the answer.")
    calls: int = Field(0, description="Answers used, fresh or cached.")
    attempts: int = Field(0, description="HTTP requests sent for this record in this run; 0 when all were cached.")
    latency_s: float = Field(0.0, description="Seconds the provider took, summed.")

    def __add__(self, other: Usage) -> Usage:
        return Usage(**{name: getattr(self, name) + getattr(other, name) for name in Usage.model_fields})


class SchemaRef(BaseModel):
    """Which schema the facts follow."""

    model_config = _config

    name: str = Field(description="Name of the schema file, without its ending.")
    version: str = Field(description="Version the schema gives itself.")
    digest: str = Field(description="SHA-256 of what the schema asks for, in hex; differs when any field does.")


class Provenance(BaseModel):
    """How the record was made, enough to make it again."""

    model_config = _config

    model: str = Field(description="provider/model.")
    endpoint: str | None = Field(None, description="Base URL without credentials; None for the embedded model.")
    strategy: str = Field(description="How the model was asked: 'oneshot' or 'fieldwise'.")
    prompt: str | None = Field(None, description="Prompt file name.")
    prompt_digest: str | None = Field(None, description="SHA-256 of the prompt file, in hex.")
    params: dict[str, JsonValue] = Field(default_factory=dict, description="Parameters the model was called with.")
    usage: Usage = Field(Usage(), description="Tokens and time spent.")
    repeat: int = Field(0, ge=0, description="Which of several independent answers to the same question, from 0.")
    batch: str | None = Field(None, description="Batch of the provider's that answered, at its price; null when live.")
    cost_usd: float | None = Field(None, description="None when the price isn't known.")
    spent_usd: float | None = Field(
        None,
        description="Dollars of cost_usd that were paid for this record; the rest is what answers from the cache had "
        "cost. None when the price isn't known.",
    )
    cached: bool = Field(False, description="Every answer came from the cache.")
    package_version: str = Field(description="Version of this package that made the record.")
    created: dt.datetime = Field(description="When the record was made, in UTC.")


class Record(BaseModel):
    """One article, one schema, one model: the facts and their receipts."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    format: Literal["summarizer.record/1"] = Field(RECORD_FORMAT, description="Name and version of this format.")
    document: Document = Field(description="The article, whole, with its numbered sentences.")
    schema_ref: SchemaRef = Field(alias="schema", description="Which schema the facts follow.")
    facts: dict[str, JsonValue] | None = Field(description="The schema's model, dumped; null when refused or failed.")
    evidence: dict[str, Evidence] = Field(description="JSON pointer of each leaf fact → its receipt.")
    coverage: Coverage = Field(description="What was sent, cited, left uncited, dropped or cut off.")
    status: Status = Field(
        description="'complete' all that was asked for was answered; 'partial' something is missing, error says what; "
        "'refused' the model declined it, or a content filter did; 'failed' there are no facts; error says why."
    )
    error: str | None = Field(None, description="Why the status is not complete, in one line.")
    provenance: Provenance = Field(description="How the record was made.")
