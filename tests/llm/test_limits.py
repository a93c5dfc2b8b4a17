"""No more requests in flight than allowed."""

from __future__ import annotations

import asyncio

import pytest

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.domain.record import Usage
from summarizer.errors import ModelUnavailableError
from summarizer.llm.limits import Limited

REQUEST = CompletionRequest(model="m", prompt="p")


class Crowded:
    """A client that knows how many were inside at once; every third request fails."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0
        self.calls = 0

    async def complete(self, request: CompletionRequest) -> Completion:
        self.calls += 1
        fails = self.calls % 3 == 0
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0)
        self.inside -= 1
        if fails:
            raise ModelUnavailableError("down")
        return Completion(text="ok", finish_reason="stop", usage=Usage())


@pytest.mark.parametrize("in_flight", [1, 3])
def test_no_more_than_allowed_are_in_flight_and_failures_free_their_place(in_flight: int) -> None:
    async def run() -> Crowded:
        client = Crowded()
        limited = Limited(client, in_flight)
        await asyncio.gather(*(limited.complete(REQUEST) for _ in range(12)), return_exceptions=True)
        return client

    client = asyncio.run(run())
    assert (client.most, client.calls) == (in_flight, 12)
