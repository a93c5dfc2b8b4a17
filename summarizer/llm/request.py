"""The canonical form of a request, and the cache key that is made from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from summarizer.domain.completion import CompletionRequest

__all__ = ["KEY_VERSION", "cache_key", "canonical", "schema_text"]

KEY_VERSION = 1
"""Raised when the meaning of a stored answer changes, so that older entries are no longer found."""
_MOST_SCHEMAS: Final = 64
_schema_texts: Final[dict[int, tuple[Mapping[str, object], str]]] = {}
"""By identity: a run sends one object with every request, and nobody changes it. Holding it keeps its id its own."""


def canonical(request: CompletionRequest, *, endpoint: str) -> str:
    """Return everything that decides the answer as one JSON text; equal requests to one endpoint give equal texts.

    ``endpoint`` is the base URL (or the digest of local weights); credentials are no part of a request. The wire
    schema keeps its order of properties, because a model fills them in that order.
    """
    before = _compact({"version": KEY_VERSION, "endpoint": endpoint, "model": request.model})
    messages = ",".join(
        f"[{_compact(message.role)},{(_shared_text if message.role == 'system' else _compact)(message.content)}]"
        for message in request.messages
    )
    schema = "null" if request.json_schema is None else schema_text(request.json_schema)
    after = _compact(
        {
            "schema_name": request.schema_name,
            "max_tokens": request.max_tokens,
            "temperature": None if request.temperature is None else float(request.temperature),
            "seed": request.seed,
            "stop": request.stop,
            "logprobs": request.logprobs,
            "extra": dict(sorted(request.extra.items())),
            "splitter": request.splitter,
            "repeat": request.repeat,
        }
    )
    return f'{before[:-1]},"messages":[{messages}],"prompt":{_compact(request.prompt)},"schema":{schema},{after[1:]}'


def schema_text(schema: Mapping[str, object]) -> str:
    """Return ``schema`` as compact JSON, its properties in their order; worked out once for each object."""
    known = _schema_texts.get(id(schema))
    if known is None:
        if len(_schema_texts) >= _MOST_SCHEMAS:
            _schema_texts.clear()
        known = _schema_texts[id(schema)] = (schema, _compact(schema))
    return known[1]


def cache_key(request: CompletionRequest, *, endpoint: str) -> str:
    """Return the SHA-256 of the canonical request, in hex."""
    return hashlib.sha256(canonical(request, endpoint=endpoint).encode()).hexdigest()


@lru_cache(maxsize=8)
def _shared_text(text: str) -> str:
    return _compact(text)


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
