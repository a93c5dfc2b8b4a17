"""The canonical form of a request, and the cache key that is made from it."""

from __future__ import annotations

import hashlib
import json

from summarizer.domain.completion import CompletionRequest

__all__ = ["KEY_VERSION", "cache_key", "canonical"]

KEY_VERSION = 1
"""Raised when the meaning of a stored answer changes, so that older entries are no longer found."""


def canonical(request: CompletionRequest, *, endpoint: str) -> str:
    """Return everything that decides the answer as one JSON text; equal requests to one endpoint give equal texts.

    ``endpoint`` is the base URL (or the digest of local weights); credentials are no part of a request. The wire
    schema keeps its order of properties, because a model fills them in that order.
    """
    return json.dumps(
        {
            "version": KEY_VERSION,
            "endpoint": endpoint,
            "model": request.model,
            "messages": [[message.role, message.content] for message in request.messages],
            "prompt": request.prompt,
            "schema": request.json_schema,
            "schema_name": request.schema_name,
            "max_tokens": request.max_tokens,
            "temperature": None if request.temperature is None else float(request.temperature),
            "seed": request.seed,
            "stop": request.stop,
            "logprobs": request.logprobs,
            "extra": dict(sorted(request.extra.items())),
            "splitter": request.splitter,
            "repeat": request.repeat,
        },
        separators=(",", ":"),
        allow_nan=False,
    )


def cache_key(request: CompletionRequest, *, endpoint: str) -> str:
    """Return the SHA-256 of the canonical request, in hex."""
    return hashlib.sha256(canonical(request, endpoint=endpoint).encode()).hexdigest()
