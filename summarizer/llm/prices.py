"""What well-known models cost and hold; one small table with its date, and no guess for the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.domain.record import Usage

__all__ = ["FREE", "PRICES_AS_OF", "KnownModel", "Price", "known_model"]

PRICES_AS_OF = "2026-11"
"""Month in which the table was last compared (genai-prices 0.2.3, which follows the providers' price pages; standard
tier, text, no batch)."""

_SNAPSHOT = re.compile(r"(-\d{4}-\d{2}-\d{2}|-\d{8}|-latest)$")


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens; ``cached_input`` is what the provider's own prefix cache serves."""

    input: float
    output: float
    cached_input: float | None = None

    def cost(self, usage: Usage) -> float:
        """Return the dollars ``usage`` costs; reasoning tokens are part of its output tokens."""
        cached = min(usage.cached_input_tokens, usage.input_tokens)
        cached_price = self.input if self.cached_input is None else self.cached_input
        dollars = (usage.input_tokens - cached) * self.input + cached * cached_price + usage.output_tokens * self.output
        return dollars / 1_000_000


FREE = Price(0.0, 0.0, 0.0)
"""A model on this machine: it costs no one a fee."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model's price and the tokens it takes and gives.

    Where long requests cost more, ``context_tokens`` ends where they begin, so that the one price holds.
    """

    price: Price
    context_tokens: int
    max_output_tokens: int


_MODELS = {
    "openai/gpt-4o": KnownModel(Price(2.50, 10.00, 1.25), 128_000, 16_384),
    "openai/gpt-4o-mini": KnownModel(Price(0.15, 0.60, 0.075), 128_000, 16_384),
    "openai/gpt-4.1": KnownModel(Price(2.00, 8.00, 0.50), 1_000_000, 32_768),
    "openai/gpt-4.1-mini": KnownModel(Price(0.40, 1.60, 0.10), 1_000_000, 32_768),
    "openai/gpt-4.1-nano": KnownModel(Price(0.10, 0.40, 0.025), 1_000_000, 32_768),
    "openai/gpt-5": KnownModel(Price(1.25, 10.00, 0.125), 272_000, 128_000),
    "openai/gpt-5-mini": KnownModel(Price(0.25, 2.00, 0.025), 272_000, 128_000),
    "openai/gpt-5-nano": KnownModel(Price(0.05, 0.40, 0.005), 272_000, 128_000),
    "openai/gpt-5.1": KnownModel(Price(1.25, 10.00, 0.125), 272_000, 128_000),
    "openai/gpt-5.4": KnownModel(Price(2.50, 15.00, 0.25), 272_000, 128_000),
    "openai/gpt-5.4-mini": KnownModel(Price(0.75, 4.50, 0.075), 272_000, 128_000),
    "openai/gpt-5.4-nano": KnownModel(Price(0.20, 1.25, 0.02), 272_000, 128_000),
    "openai/gpt-6-luna": KnownModel(Price(0.10, 0.50, 0.01), 272_000, 32_768),
    "openai/gpt-6-sol": KnownModel(Price(2.00, 10.00, 0.20), 272_000, 32_768),
    "openai/gpt-6.1-terra": KnownModel(Price(1.00, 5.00, 0.05), 272_000, 32_768),
    "openai/gpt-6.1-sol": KnownModel(Price(2.00, 10.00, 0.10), 272_000, 32_768),
    "openai/o3": KnownModel(Price(2.00, 8.00, 0.50), 200_000, 100_000),
    "openai/o4-mini": KnownModel(Price(1.10, 4.40, 0.275), 200_000, 100_000),
    "anthropic/claude-haiku-4-5": KnownModel(Price(1.00, 5.00, 0.10), 200_000, 64_000),
    "anthropic/claude-sonnet-4-5": KnownModel(Price(3.00, 15.00, 0.30), 200_000, 64_000),
    "anthropic/claude-opus-4-5": KnownModel(Price(5.00, 25.00, 0.50), 200_000, 64_000),
    "anthropic/claude-haiku-5-5": KnownModel(Price(0.10, 0.50, 0.01), 100_000, 128_000),
    "anthropic/claude-sonnet-5-5": KnownModel(Price(2.00, 10.00, 0.10), 1_000_000, 128_000),
    "anthropic/claude-opus-5-5": KnownModel(Price(4.00, 20.00, 0.20), 1_000_000, 128_000),
    "google/gemini-2.5-flash-lite": KnownModel(Price(0.10, 0.40, 0.01), 1_000_000, 65_536),
    "google/gemini-2.5-flash": KnownModel(Price(0.30, 2.50, 0.03), 1_000_000, 65_536),
    "google/gemini-2.5-pro": KnownModel(Price(1.25, 10.00, 0.125), 200_000, 65_536),
    "google/gemini-3.5-flash": KnownModel(Price(1.50, 9.00, 0.15), 1_000_000, 65_536),
}


def known_model(name: str) -> KnownModel | None:
    """Return what is known of ``provider/model``, also under a dated snapshot's name; None for all others."""
    return _MODELS.get(name) or _MODELS.get(_SNAPSHOT.sub("", name))
