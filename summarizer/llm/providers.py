"""Turn ``provider/model`` into an endpoint: address, key, limits, and what is worth trying there."""

from __future__ import annotations

import difflib
import ipaddress
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

from summarizer.errors import ConfigError
from summarizer.llm.capabilities import MODES, Mode, TokenParameter
from summarizer.llm.prices import known_model

__all__ = ["KEY_VARIABLES", "PROVIDERS", "SELF_HOSTED", "Endpoint", "Form", "StrategyName", "is_loopback", "resolve"]

StrategyName = Literal["oneshot", "fieldwise"]
Form = Literal["openai", "anthropic", "google"]
"""Whose HTTP form an endpoint speaks."""

_log = logging.getLogger(__name__)

_WITHOUT_JSON_SCHEMA: tuple[Mode, ...] = ("tools", "json_object", "plain")
_OWN_KEY = ("SUMMARIZER_API_KEY",)
_PRIVATE_SUFFIXES = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One model at one address, with all that a client has to know of it.

    ``supports`` are the ways of structured output worth trying, strongest first. ``key_variable`` is the environment
    variable the key is read from, for error texts. ``max_output_tokens`` is what the model can give in one answer.
    The key is a ``SecretStr``: no ``repr`` or log shows it. ``timeout_s`` is for a whole answer, ``connect_timeout_s``
    for getting a connection, ``read_timeout_s`` for silence in between (None: as long as the whole).
    """

    provider: str
    model: str
    base_url: str
    api_key: SecretStr | None = None
    key_variable: str | None = None
    strategy: StrategyName = "oneshot"
    context_tokens: int = 8_192
    max_output_tokens: int = 4_096
    supports: tuple[Mode, ...] = MODES
    token_parameter: TokenParameter = "max_tokens"  # noqa: S105 - a parameter's name
    form: Form = "openai"
    timeout_s: float = 120.0
    connect_timeout_s: float = 10.0
    read_timeout_s: float | None = None

    @property
    def name(self) -> str:
        """Return ``provider/model``, as a user writes it."""
        return f"{self.provider}/{self.model}"

    @property
    def raw_completions(self) -> bool:
        """Say whether it may complete a raw prompt: servers of one's own do, the hosted ones offer chat alone."""
        return not _PROFILES[self.provider].key_required

    @property
    def is_free(self) -> bool:
        """Say whether the model runs on this machine, so that no one charges for it."""
        own = self.provider == "local" or _PROFILES[self.provider].self_hosted
        return own and (not self.base_url or is_loopback(self.base_url))


@dataclass(frozen=True, slots=True)
class _Profile:
    base_url: str | None
    key_variables: tuple[str, ...] = _OWN_KEY
    key_required: bool = False
    self_hosted: bool = False
    strategy: StrategyName = "oneshot"
    context_tokens: int = 32_768
    max_output_tokens: int = 8_192
    supports: tuple[Mode, ...] = MODES
    token_parameter: TokenParameter = "max_tokens"  # noqa: S105 - a parameter's name
    form: Form = "openai"


def _hosted(base_url: str, *key_variables: str, supports: tuple[Mode, ...] = MODES, form: Form = "openai") -> _Profile:
    return _Profile(base_url, key_variables, key_required=True, supports=supports, form=form)


# DeepSeek knows no json_schema: trying it there would cost a call for nothing.
_PROFILES: Mapping[str, _Profile] = {
    "openai": _Profile(
        "https://api.openai.com/v1",
        ("OPENAI_API_KEY",),
        key_required=True,
        # max_tokens is refused by OpenAI's reasoning models, this one is taken by all its chat models
        token_parameter="max_completion_tokens",  # noqa: S106 - a parameter's name
    ),
    "anthropic": _hosted(
        "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", supports=("tools", "plain"), form="anthropic"
    ),
    "google": _hosted(
        "https://generativelanguage.googleapis.com/v1beta",
        "GEMINI_API_KEY",
        "GOOGLE_API_KEY",
        supports=("json_schema", "tools"),
        form="google",
    ),
    "mistral": _hosted("https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    "groq": _hosted("https://api.groq.com/openai/v1", "GROQ_API_KEY"),
    "openrouter": _hosted("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    "deepseek": _hosted("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY", supports=_WITHOUT_JSON_SCHEMA),
    "together": _hosted("https://api.together.xyz/v1", "TOGETHER_API_KEY"),
    # Ollama silently drops what exceeds its context, which is 4,096 tokens unless OLLAMA_CONTEXT_LENGTH raises it
    "ollama": _Profile("http://localhost:11434/v1", self_hosted=True, context_tokens=4_096, max_output_tokens=2_048),
    "vllm": _Profile("http://localhost:8000/v1", self_hosted=True, context_tokens=8_192, max_output_tokens=4_096),
    "llamacpp": _Profile("http://localhost:8080/v1", self_hosted=True, context_tokens=4_096, max_output_tokens=2_048),
    "compatible": _Profile(None),
    "local": _Profile("", (), strategy="fieldwise", context_tokens=2_048, max_output_tokens=512),
}
_ALIASES = {"gemini": "google"}

PROVIDERS: tuple[str, ...] = (*sorted(_PROFILES), *sorted(_ALIASES))
"""Every provider name that ``resolve`` takes."""

KEY_VARIABLES: Mapping[str, tuple[str, ...]] = {
    name: profile.key_variables for name, profile in _PROFILES.items() if profile.key_required
}
"""Provider that needs a key → the environment variables it may stand in, first come first served."""

SELF_HOSTED: Mapping[str, str] = {
    name: profile.base_url for name, profile in _PROFILES.items() if profile.self_hosted and profile.base_url
}
"""Provider that a user runs → the address its server has unless told otherwise."""


def resolve(
    model: str,
    *,
    base_url: str | None = None,
    env: Mapping[str, str],
    timeout_s: float = 120.0,
    allow_plain_http: bool = False,
) -> Endpoint:
    """Return the endpoint that ``provider/model`` stands for.

    ``env`` is where keys are looked up. A key is never sent over plain http to a public host unless
    ``allow_plain_http``; ConfigError for an unknown provider, a missing key, or an address that can't be used.
    """
    provider, name = _split(model)
    profile = _PROFILES[provider]
    address = _address(provider, profile, base_url)
    key, variable = _key(provider, profile, env)
    if key is not None and not allow_plain_http:
        _refuse_key_in_the_open(address, variable)
    known = known_model(f"{provider}/{name}")
    return Endpoint(
        provider=provider,
        model=name,
        base_url=address,
        api_key=key,
        key_variable=variable,
        strategy=profile.strategy,
        context_tokens=known.context_tokens if known else profile.context_tokens,
        max_output_tokens=known.max_output_tokens if known else profile.max_output_tokens,
        supports=profile.supports,
        token_parameter=profile.token_parameter,
        form=profile.form,
        timeout_s=timeout_s,
    )


def is_loopback(url: str) -> bool:
    """Say whether ``url`` points at this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _split(model: str) -> tuple[str, str]:
    provider, slash, name = model.partition("/")
    provider = _ALIASES.get(provider, provider)
    if provider in _PROFILES and name:
        return provider, name
    if slash and provider in _PROFILES:
        raise ConfigError(f"model {model!r} names no model; write {provider}/MODEL")
    if not slash:
        guess = next((p for p in _PROFILES if known_model(f"{p}/{model}")), None)
        hint = f"did you mean {guess}/{model}?" if guess else "for example openai/gpt-4.1-mini or ollama/llama3.1"
        raise ConfigError(f"model {model!r} names no provider; write PROVIDER/MODEL ({hint})")
    close = difflib.get_close_matches(provider, PROVIDERS, n=3)
    hint = f"did you mean {' or '.join(close)}?" if close else f"known: {', '.join(PROVIDERS)}."
    raise ConfigError(
        f"model {model!r}: unknown provider {provider!r}; {hint} "
        "Any other OpenAI-compatible endpoint is compatible/MODEL with --base-url"
    )


def _address(provider: str, profile: _Profile, base_url: str | None) -> str:
    if provider == "local":
        if base_url:
            raise ConfigError("the embedded model has no base URL; drop --base-url, or name another provider")
        return ""
    address = base_url or profile.base_url
    if not address:
        raise ConfigError(f"provider {provider!r} needs --base-url, for example http://localhost:8000/v1")
    try:
        parts = urlsplit(address.strip())
        parts.port  # noqa: B018 - reading it is what validates it
    except ValueError as exc:
        raise ConfigError("the base URL isn't a valid address; write for example https://host/v1") from exc
    if "@" in parts.netloc:
        # its text may hold a password, so it isn't repeated
        raise ConfigError("the base URL contains credentials; take them out and put the key in the environment")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigError(f"base URL {address!r} must start with http:// or https:// and name a host")
    if parts.query or parts.fragment:
        raise ConfigError("the base URL must end with its path, without ?… or #…; keys belong in the environment")
    return address.strip().rstrip("/")


def _key(provider: str, profile: _Profile, env: Mapping[str, str]) -> tuple[SecretStr | None, str | None]:
    for variable in profile.key_variables:
        value = env.get(variable, "").strip()
        if not value:
            continue
        if not (value.isascii() and value.isprintable()) or " " in value:
            raise ConfigError(f"{variable} holds characters that no key has (a space, a line break, an accent)")
        return SecretStr(value), variable
    if profile.key_required:
        names = " or ".join(profile.key_variables)
        raise ConfigError(f"provider {provider!r} needs a key: set {names} in the environment or in .env")
    return None, profile.key_variables[0] if profile.key_variables else None


def _refuse_key_in_the_open(address: str, variable: str | None) -> None:
    parts = urlsplit(address)
    if parts.scheme == "https" or is_loopback(address):
        return
    if _is_private(parts):
        _log.warning("the key in %s goes to %s over plain http", variable, parts.hostname)
        return
    raise ConfigError(
        f"the key in {variable} would go to {parts.hostname} over plain http, readable on the way; use https://, "
        "or unset the key"
    )


def _is_private(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(_PRIVATE_SUFFIXES)
