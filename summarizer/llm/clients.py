"""Choose the client that speaks an endpoint's form; the SDKs load with its first request."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping

from summarizer.errors import MissingExtraError
from summarizer.llm.anthropic_client import AnthropicTransport
from summarizer.llm.capabilities import CapabilityStore
from summarizer.llm.chat_client import ChatClient
from summarizer.llm.google_client import GoogleTransport
from summarizer.llm.ledger import Ledger
from summarizer.llm.limits import Traffic
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.providers import Endpoint
from summarizer.llm.transport import Transport

__all__ = ["open_chat"]

_OWN_FORMS: Mapping[str, tuple[str, Callable[[Endpoint], Transport]]] = {
    "anthropic": ("anthropic", AnthropicTransport),
    "google": ("google.genai", GoogleTransport),
}


def open_chat(
    endpoint: Endpoint,
    *,
    capabilities: CapabilityStore | None = None,
    ledger: Ledger | None = None,
    traffic: Traffic | None = None,
) -> ChatClient:
    """Return a client of ``endpoint``, in the form that it speaks; MissingExtraError where its package is missing."""
    own = _OWN_FORMS.get(endpoint.form)
    if own is not None:
        package, load = own
        _need(package, endpoint)
        return ChatClient(endpoint, load, capabilities=capabilities, ledger=ledger, traffic=traffic)
    return OpenAIClient(endpoint, capabilities=capabilities, ledger=ledger, traffic=traffic)


def _need(package: str, endpoint: Endpoint) -> None:
    try:
        found = importlib.util.find_spec(package)
    except ModuleNotFoundError:  # the part before the dot is missing
        found = None
    if found is None:
        raise MissingExtraError(
            f"{endpoint.name} needs a package of its provider: pip install 'summarizer[{endpoint.form}]'; without it, "
            f"compatible/{endpoint.model} with --base-url of the provider's OpenAI-compatible address works too"
        )
