"""What a server is told when it starts: who may ask, from where, and how much."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from summarizer.errors import ConfigError

__all__ = ["Limits", "ServerOptions", "is_loopback", "origin"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one server takes; a rate is requests a minute from one address, 0 for no limit."""

    body_bytes: int = 2_000_000
    body_depth: int = 16
    body_seconds: float = 30.0
    url_bytes: int = 8_000
    in_flight: int = 256
    reads_a_minute: int = 60_000
    writes_a_minute: int = 60
    jobs_waiting: int = 100
    jobs_kept: int = 1_000
    job_seconds: float = 3_600.0
    """How long the outcome of a finished job can be fetched."""
    wait_seconds: float = 25.0
    """How long a POST waits for its record before it answers with a job, unless the request says otherwise."""


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Where to listen and whom to serve.

    ``token`` guards everything that writes or costs; None only on a loopback address. ``origins`` are the sites whose
    scripts may read (CORS), ``hosts`` the names the server goes by; empty: loopback names on a loopback address, any
    elsewhere.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = field(default=None, repr=False)
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        """Refuse to be public without a token.

        Raises:
            ConfigError: With the next step.
        """
        if self.token is not None and len(self.token) < _SHORTEST_TOKEN:
            raise ConfigError(
                f"the token is shorter than {_SHORTEST_TOKEN} characters; make one with `openssl rand -hex 32`"
            )
        if self.token is not None and not (self.token.isascii() and self.token.isprintable() and " " not in self.token):
            raise ConfigError("the token holds a space or a character outside ASCII, which no header carries; use hex")
        if self.token is None and not is_loopback(self.host):
            raise ConfigError(
                f"{self.host} can be reached from other machines: give a token (--token or SUMMARIZER_API_TOKEN), "
                "or listen on 127.0.0.1"
            )

    def serves(self, host: str) -> bool:
        """Say whether ``host``, of a Host header with or without its port, is a name of this server.

        On loopback only loopback names are: a foreign name that resolves to 127.0.0.1 (DNS rebinding) would let its
        site read everything.
        """
        name = _host_name(host)
        if self.hosts:
            return name in {one.lower() for one in self.hosts} or is_loopback(name)
        return not is_loopback(self.host) or is_loopback(name)


_SHORTEST_TOKEN = 16


def is_loopback(host: str) -> bool:
    """Say whether ``host`` is this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def origin(text: str) -> str:
    """Return an origin as browsers spell it, or ``*``.

    Raises:
        ConfigError: It isn't ``scheme://host[:port]``.
    """
    if text == "*":
        return text
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"} or parts.query:
        raise ConfigError(f"{text}: not an origin; write it as https://dashboard.example.org, without a path")
    return f"{parts.scheme}://{parts.netloc}".lower()


def _host_name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
