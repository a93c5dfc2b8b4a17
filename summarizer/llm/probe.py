"""Make one tiny real call to an endpoint and say what it supports."""

from __future__ import annotations

import time
from dataclasses import dataclass

from summarizer.domain.completion import CompletionRequest, Message
from summarizer.domain.record import Usage
from summarizer.llm.answers import follows
from summarizer.llm.capabilities import CapabilityStore, Mode
from summarizer.llm.clients import open_chat
from summarizer.llm.ledger import Ledger
from summarizer.llm.providers import Endpoint

__all__ = ["Probe", "probe"]

_SCHEMA = {
    "type": "object",
    "properties": {"word": {"type": "string", "description": "The word itself."}},
    "required": ["word"],
    "additionalProperties": False,
}
_CAP = 1_024
"""Enough for a model that reasons before it answers."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What an endpoint answered.

    ``mode`` is how it takes a schema, None when no answer followed one. ``model`` is the name it gave. ``refused`` are
    request parameters that it doesn't take. ``requests`` counts HTTP requests: one, and one more for each thing that
    it turned out not to support.
    """

    endpoint: Endpoint
    model: str
    mode: Mode | None
    logprobs: bool
    refused: tuple[str, ...]
    requests: int
    latency_s: float
    usage: Usage
    cost_usd: float | None


async def probe(
    endpoint: Endpoint, *, capabilities: CapabilityStore | None = None, ledger: Ledger | None = None
) -> Probe:
    """Ask ``endpoint`` for one word and report; errors are the client's, and nothing is tried again after a failure.

    ``capabilities`` is where a run will look: what is found out here needn't be found out there.
    """
    request = CompletionRequest(
        model=endpoint.model,
        messages=(Message(role="user", content='Answer with the word "yes" as JSON: {"word": "yes"}'),),
        json_schema=_SCHEMA,
        schema_name="probe",
        max_tokens=min(_CAP, endpoint.max_output_tokens),
        temperature=0.0,
        logprobs=1,
    )
    async with open_chat(endpoint, capabilities=capabilities, ledger=ledger) as client:
        started = time.perf_counter()
        completion = await client.complete(request)
        capability = client.capability
        return Probe(
            endpoint=endpoint,
            model=client.answered_by or endpoint.model,
            mode=capability.mode if follows(completion.text, _SCHEMA) else None,
            logprobs=bool(completion.top_logprobs),
            refused=capability.dropped,
            requests=completion.usage.attempts,
            latency_s=time.perf_counter() - started,
            usage=completion.usage,
            cost_usd=completion.cost_usd,
        )
