"""What speaks one vendor's HTTP form: makes a body, posts it once, and reads the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from summarizer.domain.completion import CompletionRequest
from summarizer.llm.answers import Answer
from summarizer.llm.capabilities import Capability, Mode
from summarizer.llm.faults import Reply

__all__ = ["Body", "Transport"]

Body = dict[str, Any]


class Transport(Protocol):
    """One vendor's form; made with the first request, because the SDK behind it is heavy."""

    @property
    def errors(self) -> tuple[type[BaseException], ...]:
        """Return what ``post`` may raise."""
        ...

    def body(self, request: CompletionRequest, mode: Mode | None, capability: Capability) -> Body:
        """Return the body of ``request``; ``mode`` is how its schema goes along, None without one."""
        ...

    async def post(self, request: CompletionRequest, body: Mapping[str, Any]) -> Reply:
        """Send ``body`` once; an answer of any status that isn't an error of the SDK is a reply."""
        ...

    def reply_to(self, error: BaseException) -> Reply | None:
        """Return the HTTP answer that ``error`` stands for, None when none came."""
        ...

    def is_timeout(self, error: BaseException) -> bool:
        """Say whether an answer was waited for in vain."""
        ...

    def read(self, body: object, *, want_json: bool) -> Answer | None:
        """Return the answer in a decoded body, None when it isn't one."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...
