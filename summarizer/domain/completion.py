"""One request to a language model and its answer, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict

from summarizer.domain.record import Usage

__all__ = ["Completion", "CompletionRequest", "FinishReason", "Message", "Role"]

Role = Literal["system", "user", "assistant", "tool"]
FinishReason = Literal["stop", "length", "content_filter", "refusal", "tool_calls", "other"]


class Message(BaseModel):
    """One chat message; plain text only, no tools are ever offered to act."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """Everything that decides an answer, and nothing else: equal requests share a cache entry.

    Either ``messages`` (chat) or ``prompt`` (raw text completion, for a base model) is set. ``json_schema`` is the wire
    schema the answer must follow, None for free text. ``logprobs`` asks for that many alternatives of the first token.
    ``splitter`` and ``repeat`` only enter the cache key.
    """

    model: str
    messages: tuple[Message, ...] = ()
    prompt: str | None = None
    json_schema: Mapping[str, object] | None = None
    schema_name: str = "facts"
    max_tokens: int | None = None
    temperature: float | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    logprobs: int = 0
    extra: Mapping[str, object] = field(default_factory=dict)
    splitter: str = ""
    repeat: int = 0


class Completion(BaseModel):
    """The answer's text, why it ended, and what it cost; the only thing a cache ever stores."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    finish_reason: FinishReason
    usage: Usage
    cost_usd: float | None = None
    cached: bool = False
    refusal: str | None = None
    top_logprobs: dict[str, float] = {}
    """First token → log probability, for the alternatives asked for."""
