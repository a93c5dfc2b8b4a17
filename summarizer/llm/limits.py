"""Keep the number of requests in flight within bounds."""

from __future__ import annotations

import asyncio

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.llm.client import CompletionClient

__all__ = ["Limited"]


class Limited:
    """A client that lets ``in_flight`` requests through at once and makes the rest wait their turn.

    It belongs below ``Retrying``, so that a request that waits for its next try holds no place.
    """

    def __init__(self, client: CompletionClient, in_flight: int) -> None:
        self._client = client
        self._places = asyncio.Semaphore(in_flight)

    async def complete(self, request: CompletionRequest) -> Completion:
        """Return the client's answer, once there is a place."""
        async with self._places:
            return await self._client.complete(request)
