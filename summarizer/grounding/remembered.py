"""The support gate with a memory: the same article, schema, answer and code needn't be judged twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol, Self

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError, model_validator
from pydantic_core import to_json

from summarizer.domain.document import Document
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Evidence
from summarizer.domain.schema import TargetSchema
from summarizer.grounding.ground import Grounded, coverage_of, ground_stated, validated

__all__ = ["Gate", "Memo", "RememberedGate"]

Gate = Callable[[Document, TargetSchema, Extraction], Grounded]
"""``ground``, or anything that says what it says."""

_LIBRARIES = ("dateparser", "pydantic", "rapidfuzz")
"""What the gate's verdict can depend on beside its own code."""


class Memo(Protocol):
    """Texts by key; one that can't be read is None, and one that can't be kept is no error."""

    def get(self, key: str) -> str | None:
        """Return the text kept under ``key``, None when there is none."""
        ...

    def put(self, key: str, text: str) -> None:
        """Keep ``text`` under ``key``."""
        ...


class _Found(BaseModel):
    """What is kept of one answer: the facts as stated and as dumped (None: the same), and their receipts.

    ``places`` says for each JSON pointer which receipt is its: many facts share one. What is read from JSON is JSON.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    stated: dict[str, Any]
    dumped: dict[str, Any] | None = None
    receipts: tuple[Evidence, ...]
    places: dict[str, int]

    @classmethod
    def of(cls, stated: dict[str, JsonValue], grounded: Grounded) -> Self:
        """Return what to keep of ``grounded``."""
        receipts = {id(one): one for one in grounded.evidence.values()}
        numbers = {known: number for number, known in enumerate(receipts)}
        return cls(
            stated=stated,
            dumped=None if grounded.facts == stated else grounded.facts,
            receipts=tuple(receipts.values()),
            places={pointer: numbers[id(one)] for pointer, one in grounded.evidence.items()},
        )

    @model_validator(mode="after")
    def _has_every_receipt(self) -> Self:
        numbers = self.places.values()
        if numbers and not 0 <= min(numbers) <= max(numbers) < len(self.receipts):
            raise ValueError("a place without a receipt")
        return self

    @property
    def evidence(self) -> dict[str, Evidence]:
        """Return the receipt of each fact by its pointer."""
        return {pointer: self.receipts[number] for pointer, number in self.places.items()}


class RememberedGate:
    """``ground`` over a ``memo``.

    The gate is a pure function of the article, the schema, the answer and its own code, all of which are in the key.
    The user's own model may have rules that no digest covers, so every answer passes it each time; where it makes
    anything else of the facts than it did then, they are judged anew.
    """

    def __init__(self, memo: Memo) -> None:
        self._memo = memo

    def ground(self, document: Document, schema: TargetSchema, extraction: Extraction) -> Grounded:
        """Return what ``ground.ground`` does, and raise what it raises."""
        key = _key(document, schema, extraction)
        text = self._memo.get(key)
        remembered = _recall(text, document, schema, extraction) if text is not None else None
        if remembered is not None:
            return remembered
        stated, grounded = ground_stated(document, schema, extraction)
        self._memo.put(key, _Found.of(stated, grounded).model_dump_json(exclude_defaults=True))
        return grounded


def _recall(text: str, document: Document, schema: TargetSchema, extraction: Extraction) -> Grounded | None:
    try:
        found = _Found.model_validate_json(text)
    except ValidationError:
        return None
    facts = validated(schema, found.stated)
    if facts != (found.stated if found.dumped is None else found.dumped):
        return None
    evidence = found.evidence
    return Grounded(facts, evidence, coverage_of(document, extraction, evidence))


def _key(document: Document, schema: TargetSchema, extraction: Extraction) -> str:
    decisive = (
        _gate_digest(),
        schema.digest,
        document.id,
        document.metadata,
        [(one.start, one.end, one.paragraph, one.role, one.furniture) for one in document.sentences],
        dict(extraction.wire),
        extraction.sent,
        dict(extraction.confidence),
    )
    return f"ground/{hashlib.sha256(to_json(decisive, inf_nan_mode='constants')).hexdigest()}"


@cache
def _gate_digest() -> str:
    """Return the SHA-256, in hex, of the gate's code, its word lists and the libraries it judges with."""
    digest = hashlib.sha256()
    room = Path(__file__).parent
    domain = room.parent / "domain"
    files = [*room.rglob("*"), domain / "document.py", domain / "record.py", domain / "schema.py"]
    for file in sorted(file for file in files if file.suffix in {".py", ".txt"}):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\0".encode())
    return digest.hexdigest()
