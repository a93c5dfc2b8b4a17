"""What a strategy hands to the pipeline: wire facts, not yet checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from summarizer.domain.record import Dropped, Usage

__all__ = ["Extraction"]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Facts in wire form, valid under the schema's wire model, with the account of how they came about.

    ``confidence`` maps JSON pointers of facts (not of the wire form) to probabilities. ``cut_off`` says an answer hit
    the token limit and what arrived was salvaged. ``prompt`` and ``prompt_digest`` name the prompt file used.
    ``spent_usd`` is the part of ``cost_usd`` that answers from a cache didn't save, and ``batch`` the provider's batch
    that answered, if one did.
    """

    wire: Mapping[str, JsonValue]
    sent: tuple[int, ...]
    usage: Usage
    cached: bool = False
    cost_usd: float | None = None
    spent_usd: float | None = None
    batch: str | None = None
    cut_off: bool = False
    parts: int = 1
    dropped: tuple[Dropped, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=dict)
    params: Mapping[str, JsonValue] = field(default_factory=dict)
    prompt: str | None = None
    prompt_digest: str | None = None
