"""Fetching a page a user names, without letting it reach into the network the user sits in."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from summarizer.errors import SourceError

if TYPE_CHECKING:
    import httpx2

__all__ = ["Page", "Resolver", "WebLimits", "fetch", "is_public", "resolve"]

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port → the addresses it stands for."""

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_READABLE = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown", "application/pdf")
_AGENT = "summarizer (news article reader)"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class WebLimits:
    """What a fetch may use: bytes of the answer as decoded, seconds in all, private addresses or not."""

    max_bytes: int
    timeout_s: float
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: the bytes, their media type in lower case, and the charset the header declares."""

    data: bytes
    media_type: str
    charset: str | None


@dataclass(frozen=True, slots=True)
class _Addresses:
    """How a name becomes an address that may be connected to."""

    resolver: Resolver
    allowed: Callable[[str], bool]

    def checked(self, url: str, host: str, port: int) -> str:
        """Return the first address of ``host``; SourceError when there is none, or any isn't allowed."""
        addresses = self.resolver(host, port)
        if not addresses:
            raise SourceError(f"{url}: its host has no address; check the address")
        for address in addresses:
            if not self.allowed(address):
                raise SourceError(
                    f"{url}: leads to {address}, which isn't a public address; add --allow-private if you trust it"
                )
        return addresses[0]


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of ``host`` from the system's resolver; OSError when it has none."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in answers))


def is_public(address: str) -> bool:
    """Say whether an address is globally routable, seen through every way of wrapping IPv4 into IPv6."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if not ip.is_global or ip.is_multicast:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        return all(wrapped is None or wrapped.is_global for wrapped in inner)
    return True


def fetch(
    url: str, limits: WebLimits, *, resolver: Resolver = resolve, allowed: Callable[[str], bool] = is_public
) -> Page:
    """Return the page at ``url``, after at most five redirects.

    Every hop is resolved once, refused if any of its addresses isn't ``allowed``, and connected to the very
    address that was checked, so that a name can't change its answer in between. Raises SourceError for everything that
    goes wrong.
    """
    import httpx2  # noqa: PLC0415  # heavy: kept off the start-up path

    deadline = time.monotonic() + limits.timeout_s
    addresses = _Addresses(resolver, (lambda _: True) if limits.allow_private else allowed)
    target = url
    try:
        # No proxy from the environment: it would resolve the name a second time, unchecked.
        with httpx2.Client(trust_env=False, follow_redirects=False, timeout=limits.timeout_s) as client:
            for _ in range(_MOST_REDIRECTS + 1):
                with _open(client, target, addresses) as answer:
                    if answer.status_code not in _REDIRECTS:
                        return _page(answer, url, limits, deadline)
                    target = urljoin(target, answer.headers.get("location", ""))
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as exc:
        reason = str(exc) or type(exc).__name__
        raise SourceError(
            f"{url}: can't be fetched ({reason}); check the address and the connection, or save the page"
        ) from exc
    raise SourceError(f"{url}: redirected more than {_MOST_REDIRECTS} times; give the address it ends at")


@contextmanager
def _open(client: httpx2.Client, url: str, addresses: _Addresses) -> Iterator[httpx2.Response]:
    import httpx2  # noqa: PLC0415  # heavy: kept off the start-up path

    scheme, host, port = _parts(url)
    address = addresses.checked(url, host, port)
    pinned = httpx2.URL(url).copy_with(host=address, fragment=None)
    named = f"[{host}]" if ":" in host else host
    headers = {
        "Host": named if port == _PORTS[scheme] else f"{named}:{port}",
        "User-Agent": _AGENT,
        "Accept": ", ".join(_READABLE),
    }
    request = client.build_request("GET", pinned, headers=headers, extensions={"sni_hostname": host})
    answer = client.send(request, stream=True)
    try:
        yield answer
    finally:
        answer.close()


def _parts(url: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        # not every text can be a name: an empty part, one that is too long, a character that no name has
        named = host.encode("idna").decode() if host else None
    except ValueError as exc:
        raise SourceError(f"{url}: not a valid address ({exc}); check it") from exc
    if parts.scheme not in _PORTS:
        raise SourceError(f"{url}: only http and https addresses are fetched; save the article to a file")
    if parts.username or parts.password:
        raise SourceError(f"{parts.scheme}://{host}: addresses with a user name or password are refused; leave it out")
    if not named:
        raise SourceError(f"{url}: names no host; check the address")
    return parts.scheme, named, port or _PORTS[parts.scheme]


def _page(answer: httpx2.Response, url: str, limits: WebLimits, deadline: float) -> Page:
    if answer.status_code != 200:
        raise SourceError(
            f"{url}: the server answered {answer.status_code} {answer.reason_phrase}; open it in a browser"
        )
    media_type = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type and media_type not in _READABLE:
        raise SourceError(f"{url}: is {media_type}, not an article; HTML, plain text and PDF are read")
    return Page(_body(answer, url, limits, deadline), media_type, answer.charset_encoding)


def _body(answer: httpx2.Response, url: str, limits: WebLimits, deadline: float) -> bytes:
    """Read the answer, decompressed, up to the limits of size and time."""
    data = bytearray()
    for chunk in answer.iter_bytes(65_536):
        data += chunk
        if len(data) > limits.max_bytes:
            raise SourceError(
                f"{url}: larger than {limits.max_bytes:,} bytes; give a single article, or raise the limit"
            )
        if time.monotonic() > deadline:
            raise SourceError(f"{url}: took longer than {limits.timeout_s:g} s; try again, or save the page")
    return bytes(data)
