"""The doorkeeper around the whole app: headers on every answer, and limits before any route is asked."""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from summarizer.server.metrics import Metrics
from summarizer.server.options import Limits, ServerOptions
from summarizer.server.problems import ProblemError, as_problem, problem_response

__all__ = ["CONTENT_POLICY", "PAGE_POLICY", "Doorkeeper", "RateLimit", "depth_exceeds", "read_body"]

CONTENT_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For JSON: nothing may be loaded, run or framed."""

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For pages: files of this server alone, nothing inline."""

_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_UNLIMITED = frozenset({"/healthz", "/readyz", "/metrics"})
# a string, closed or not, or a bracket; possessive, so that no input makes it look twice at a byte
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.?)*+"?|[\[\]{}]', re.DOTALL)
_EXPOSED = "ETag, Link, Location, Retry-After, Preference-Applied"


@dataclass(slots=True)
class RateLimit:
    """A token bucket for each address: ``a_minute`` requests, of which a tenth (ten at least) may come at once."""

    a_minute: int
    now: Callable[[], float] = time.monotonic
    most_addresses: int = 10_000
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, address: str) -> float:
        """Take one request from the bucket of ``address``; return 0, or the seconds until it would have one."""
        if not self.a_minute:
            return 0.0
        most, a_second, now = max(self.a_minute / 10, 10.0), self.a_minute / 60, self.now()
        left, since = self._buckets.pop(address, (most, now))
        left = min(most, left + (now - since) * a_second)
        allowed = left >= 1
        self._buckets[address] = (left - 1 if allowed else left, now)
        if len(self._buckets) > self.most_addresses:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - left) / a_second


class Doorkeeper:
    """ASGI middleware: who comes in, how much at once, and what every answer carries, errors included."""

    def __init__(self, app: ASGIApp, *, options: ServerOptions, metrics: Metrics) -> None:
        self._app = app
        self._options = options
        self._limits = options.limits
        self._metrics = metrics
        self._reads = RateLimit(self._limits.reads_a_minute)
        self._writes = RateLimit(self._limits.writes_a_minute)
        self._in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, scope, self._cors(Headers(scope=scope)))
        started = time.perf_counter()
        self._in_flight += 1
        try:
            await self._serve(scope, receive, answer)
        finally:
            self._in_flight -= 1
            self._metrics.count(scope, answer.status, time.perf_counter() - started)

    async def _serve(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        try:
            self._admit(scope)
            if scope["method"] in _READS:
                if _is_preflight(scope) and answer.allows_origin:
                    await _preflight(answer)
                    return
                # HEAD is GET whose body the answer leaves out
                inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
                await self._app(inner, receive, answer)
                scope.update({key: inner[key] for key in ("route",) if key in inner})
            else:
                await self._app(scope, await read_body(scope, receive, self._limits), answer)
        except Exception as exc:  # the last boundary: whatever it is becomes a problem document
            if answer.started:
                raise
            problem = as_problem(exc, Request(scope))
            await problem_response(problem, scope["path"])(scope, receive, answer)

    def _admit(self, scope: Scope) -> None:
        if scope["path"] in _UNLIMITED:
            return
        headers = Headers(scope=scope)
        if not self._options.serves(headers.get("host", "")):
            raise ProblemError(
                "unknown-host", "the Host header isn't a name of this server; start it with --allow-host to add one"
            )
        if len(scope.get("query_string", b"")) + len(scope["path"]) > self._limits.url_bytes:
            raise ProblemError(
                "address-too-long", f"the address is longer than {self._limits.url_bytes:,} bytes; ask for less at once"
            )
        address = (scope.get("client") or ("unknown",))[0]
        limit = self._reads if scope["method"] in _READS else self._writes
        if wait := limit.wait(address):
            raise ProblemError(
                "too-many-requests",
                f"more than {limit.a_minute:,} requests a minute from one address; wait, then go on",
                headers={"Retry-After": str(int(wait) + 1)},
            )
        if self._in_flight > self._limits.in_flight:
            raise ProblemError("busy", "too many requests at once; try again shortly", headers={"Retry-After": "1"})

    def _cors(self, headers: Headers) -> Mapping[str, str]:
        origins = self._options.origins
        came_from = headers.get("origin", "")
        if not origins:
            return {}
        if "*" in origins:
            return {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": _EXPOSED}
        if came_from.lower() not in origins:
            return {"Vary": "Origin"}
        return {
            "Access-Control-Allow-Origin": came_from,
            "Access-Control-Expose-Headers": _EXPOSED,
            "Vary": "Origin",
        }


class _Answer:
    """``send`` that puts the headers on, leaves the body of HEAD out, and remembers the status."""

    def __init__(self, send: Send, scope: Scope, cors: Mapping[str, str]) -> None:
        self._send = send
        self._without_body = scope["method"] == "HEAD"
        self._cors = cors
        self.status = 0
        self.started = False

    @property
    def allows_origin(self) -> bool:
        return "Access-Control-Allow-Origin" in self._cors

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started, self.status = True, message["status"]
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            _put_on(headers, _HEADERS)
            # a 304 keeps the headers of the answer it stands for, and a policy of its own would take their place
            if "content-security-policy" not in headers and self.status != 304:
                page = headers.get("content-type", "").startswith("text/html")
                headers["Content-Security-Policy"] = PAGE_POLICY if page else CONTENT_POLICY
            for name, value in self._cors.items():
                if name == "Vary":
                    headers.add_vary_header(value)
                else:
                    headers[name] = value
                    if name == "Access-Control-Allow-Origin":
                        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        elif message["type"] == "http.response.body" and self._without_body:
            message = {**message, "body": b""}
        await self._send(message)


def _put_on(headers: MutableHeaders, wanted: Iterable[tuple[str, str]]) -> None:
    for name, value in wanted:
        headers.setdefault(name, value)


def _is_preflight(scope: Scope) -> bool:
    return scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope)


async def _preflight(answer: _Answer) -> None:
    headers = [
        (b"access-control-allow-methods", b"GET, HEAD, POST"),
        (b"access-control-allow-headers", b"Authorization, Content-Type, Prefer, If-None-Match"),
        (b"access-control-max-age", b"600"),
    ]
    await answer({"type": "http.response.start", "status": 204, "headers": headers})
    await answer({"type": "http.response.body", "body": b""})


async def read_body(scope: Scope, receive: Receive, limits: Limits) -> Receive:
    """Take the whole body in, within its limits, and return a ``receive`` that gives it again.

    Raises:
        ProblemError: It is too large, too slow, not JSON by its header, or nested too deeply.
    """
    headers = Headers(scope=scope)
    announced = headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limits.body_bytes:
        raise _too_large(limits)
    try:
        async with asyncio.timeout(limits.body_seconds):
            body = await _collect(receive, limits)
    except TimeoutError:
        raise ProblemError(
            "too-slow", f"the body didn't arrive within {limits.body_seconds:g} s; send it again"
        ) from None
    if body:
        media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json" and not media_type.endswith("+json"):
            raise ProblemError(
                "unsupported-media-type", f"the body is {media_type or 'of no type'}; send application/json"
            )
        if depth_exceeds(body, limits.body_depth):
            raise ProblemError("invalid", f"body: nested more than {limits.body_depth} levels deep; send it flatter")
    return _replay(body, receive)


async def _collect(receive: Receive, limits: Limits) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(parts)
        part = message.get("body", b"")
        size += len(part)
        if size > limits.body_bytes:
            raise _too_large(limits)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def _too_large(limits: Limits) -> ProblemError:
    return ProblemError("too-large", f"the body is larger than {limits.body_bytes:,} bytes; send one article a request")


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def depth_exceeds(body: bytes, most: int) -> bool:
    """Say whether JSON in ``body`` nests arrays and objects more than ``most`` levels deep, without parsing it."""
    if body.count(b"[") + body.count(b"{") <= most:
        return False
    depth = 0
    for token in _TOKENS.finditer(body):
        start = token[0][:1]
        if start in {b"[", b"{"}:
            depth += 1
            if depth > most:
                return True
        elif start in {b"]", b"}"}:
            depth -= 1
    return False
