"""Choose the client that speaks an endpoint's form; the SDKs load with its first request."""

from __future__ import annotations

from summarizer.llm.capabilities import CapabilityStore
from summarizer.llm.chat_client import ChatClient
from summarizer.llm.ledger import Ledger
from summarizer.llm.limits import Traffic
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.providers import Endpoint

__all__ = ["open_chat"]


def open_chat(
    endpoint: Endpoint,
    *,
    capabilities: CapabilityStore | None = None,
    ledger: Ledger | None = None,
    traffic: Traffic | None = None,
) -> ChatClient:
    """Return a client of ``endpoint``, in the form that it speaks."""
    return OpenAIClient(endpoint, capabilities=capabilities, ledger=ledger, traffic=traffic)
