"""What a batch is worked on with: the provider's interface, its retries and price, and pipelines over any client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.domain.document import Document
from summarizer.domain.schema import TargetSchema
from summarizer.llm.client import CompletionClient
from summarizer.llm.prices import Price
from summarizer.llm.providers import Endpoint
from summarizer.pipeline import Pipeline

__all__ = ["BATCH_SHARE", "BatchApi", "Desk"]

BATCH_SHARE = 0.5
"""What a batch costs of the live price (OpenAI's pricing page: input, output and prefix cache at half)."""

T = TypeVar("T")


class BatchApi(Protocol):
    """The part of a provider's interface that batches need; ``OpenAIClient`` has it. Nothing tries again by itself."""

    def chat_body(self, request: CompletionRequest) -> dict[str, Any]:
        """Return the body that ``request`` is sent with."""
        ...

    def read_chat(self, request: CompletionRequest, body: object, *, status: int = 200) -> Completion:
        """Return the completion in an answer's body, or raise as a live answer would."""
        ...

    async def api(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the JSON object that ``path`` answers."""
        ...

    async def upload(self, data: bytes, *, filename: str, purpose: str = "batch") -> dict[str, Any]:
        """Return the file object of ``data``, uploaded."""
        ...

    async def download(self, file_id: str) -> bytes:
        """Return the content of a file."""
        ...


class Patient(Protocol):
    """Applies the one transport policy to a call."""

    async def __call__(self, call: Callable[[], Awaitable[T]]) -> T:
        """Return what ``call`` does, tried again where its fault may pass."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """``pipelines`` makes one pipeline a repeat over a given client, ``requests`` what an article is first asked.

    ``live`` answers at once and at the full price; ``price`` is None where it isn't known. ``prompt_digest`` tells a
    changed prompt by.
    """

    api: BatchApi
    patiently: Patient
    live: CompletionClient
    endpoint: Endpoint
    price: Price | None
    schema: TargetSchema
    prompt_digest: str
    pipelines: Callable[[CompletionClient], tuple[Pipeline, ...]]
    requests: Callable[[Document, int], tuple[CompletionRequest, ...]]
