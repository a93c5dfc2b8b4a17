"""One request to a language model and its answer, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict

from summarizer.domain.record import Usage

__all__ = ["Bill", "Completion", "CompletionRequest", "FinishReason", "Message", "Role", "bill"]

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
    batch: str | None = None
    """The provider's batch that gave the answer; None for one given at once."""
    refusal: str | None = None
    top_logprobs: dict[str, float] = {}
    """First token → log probability, for the alternatives asked for."""


@dataclass(frozen=True, slots=True)
class Bill:
    """What several answers came to.

    ``cost_usd`` is their whole price, also of those from a cache; ``spent_usd`` the part that was paid this time. Both
    are None as soon as one price isn't known. ``cached`` says that every answer came from a cache, ``batch`` names the
    provider's batch of the last answer that came out of one.
    """

    usage: Usage
    cost_usd: float | None
    spent_usd: float | None
    cached: bool
    batch: str | None


def bill(completions: Iterable[Completion]) -> Bill:
    """Return the account of ``completions``; without any it is free and nothing came from a cache."""
    paid = list(completions)
    costs = [one.cost_usd for one in paid]
    spent = [0.0 if one.cached else one.cost_usd for one in paid]
    return Bill(
        usage=sum((one.usage for one in paid[1:]), paid[0].usage) if paid else Usage(),
        cost_usd=_sum(costs),
        spent_usd=_sum(spent),
        cached=bool(paid) and all(one.cached for one in paid),
        batch=next((one.batch for one in reversed(paid) if one.batch is not None), None),
    )


def _sum(amounts: list[float | None]) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None
