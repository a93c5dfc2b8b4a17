"""The one method every language-model client has, so that clients can wrap one another."""

from __future__ import annotations

from typing import Protocol

from summarizer.domain.completion import Completion, CompletionRequest

__all__ = ["CompletionClient"]


class CompletionClient(Protocol):
    """Answer one request: ``Cached(Retrying(OpenAIClient(…)))`` and every part of it are such clients."""

    async def complete(self, request: CompletionRequest) -> Completion:
        """Return the answer; raise ``ModelError`` or ``ArticleError``, never a foreign exception."""
        ...
