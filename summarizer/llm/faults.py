"""Map what an endpoint did wrong to an error of ours: HTTP statuses, broken connections, answers that aren't JSON."""

from __future__ import annotations

import json
import re
import socket
import ssl
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from summarizer.errors import (
    AnswerRefusedError,
    ArticleTooLongError,
    ConfigError,
    ModelRefusesAccessError,
    ModelUnavailableError,
    SummarizerError,
)
from summarizer.llm.hints import Headers, rate_hints, retry_after_s
from summarizer.llm.providers import Endpoint, is_loopback

__all__ = ["EndpointFaultError", "Reply", "RequestRejectedError", "connection_fault", "reply_fault", "timeout_fault"]

_CONTEXT_WORDS = re.compile(
    r"context[ _](length|size|window)|prompt is too long|maximum number of (input )?tokens|too many (input )?tokens",
    re.IGNORECASE,
)
_CONTEXT_CODES = {"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"}
_FILTER_CODES = {"content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation"}
_RETRIED = {408, 409, 425, 429}
_NEVER_RETRIED = {501, 505}
_SHORT = 2
"""Further tries for a fault that waiting rarely mends: nobody listens on this machine, the host has no address, or a
web page stands where the endpoint should."""


class EndpointFaultError(ModelUnavailableError):
    """The endpoint failed in a way that may pass.

    ``retry_after_s`` is how long it asked us to wait, ``max_retries`` how many more tries the fault deserves (None: as
    many as the policy allows), ``attempts`` the HTTP requests spent, ``billed`` whether the provider may charge for it.
    ``headers`` are those of the answer, as far as one came.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after_s: float | None = None,
        max_retries: int | None = None,
        billed: bool = False,
        headers: Headers | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers: Headers = headers or {}
        self.retry_after_s = retry_after_s
        self.max_retries = max_retries
        self.billed = billed
        self.attempts = 1


class RequestRejectedError(ModelRefusesAccessError):
    """The endpoint understood the request and refuses it as it stands; ``detail`` is its own text, for a machine."""

    def __init__(self, message: str, *, status: int, detail: str, parameter: str | None) -> None:
        super().__init__(message)
        self.status = status
        self.detail = detail
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, as far as it matters for telling what went wrong."""

    status: int
    headers: Headers
    text: str

    @classmethod
    def of(cls, status: int, body: object) -> Self:
        """Return the reply that a decoded ``body`` was."""
        return cls(status, {}, json.dumps(body))

    def json(self) -> object:
        """Return the decoded body, None when it isn't JSON."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None


@dataclass(frozen=True, slots=True)
class _Detail:
    message: str
    code: str
    parameter: str | None
    is_json: bool


def reply_fault(reply: Reply, endpoint: Endpoint) -> SummarizerError:
    """Return the error for an answer that isn't a completion; what it quotes never contains the key."""
    if reply.status < 300:
        return _not_a_completion(reply, endpoint)
    if reply.status < 400:
        return _redirected(reply, endpoint)
    detail = _detail(reply, endpoint)
    if reply.status == 407 or (_is_web_page(reply) and reply.status in {400, 401, 402, 403, 405, 451}):
        return ModelRefusesAccessError(
            f"{endpoint.base_url} answered HTTP {reply.status}, and not as an API does: a proxy or login page stands "
            "in between (check HTTPS_PROXY), or --base-url is wrong (most end in /v1)"
        )
    if reply.status in {401, 402, 403} or detail.code == "insufficient_quota":
        return _no_access(reply.status, detail, endpoint)
    if reply.status in _RETRIED or (reply.status >= 500 and reply.status not in _NEVER_RETRIED):
        return EndpointFaultError(
            f"{endpoint.name} at {endpoint.base_url} answered HTTP {reply.status}{_quoted(detail)}"
            f"{' with a web page: a proxy may stand in between' if _is_web_page(reply) else ''}",
            status=reply.status,
            retry_after_s=_asked_to_wait_s(reply),
            max_retries=0 if reply.headers.get("x-should-retry") == "false" else None,
            headers=reply.headers,
        )
    return _refused(reply.status, detail, endpoint)


def _refused(status: int, detail: _Detail, endpoint: Endpoint) -> SummarizerError:
    if status == 413 or detail.code in _CONTEXT_CODES or _CONTEXT_WORDS.search(detail.message):
        return ArticleTooLongError(f"the request is longer than {endpoint.name} takes{_quoted(detail)}")
    if detail.code in _FILTER_CODES:
        return AnswerRefusedError(f"{endpoint.name} refused the article: its content filter stopped the request")
    return _rejected(status, detail, endpoint)


def connection_fault(error: BaseException, endpoint: Endpoint) -> SummarizerError:
    """Return the error for a request that got no complete answer; ``error`` is whatever the transport raised."""
    causes = _chain(error)
    host = urlsplit(endpoint.base_url).netloc
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return EndpointFaultError(
            f"no secure connection to {host}: its certificate isn't trusted; check --base-url, and for a certificate "
            "authority of your own set SSL_CERT_FILE",
            max_retries=0,
        )
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return EndpointFaultError(
            f"no secure connection to {host}; check whether it speaks https:// or http://", max_retries=0
        )
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return EndpointFaultError(
            f"the host of {endpoint.base_url} can't be found; check --base-url and the network", max_retries=_SHORT
        )
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes) or _names(
        causes, "ConnectError", "ConnectTimeout"
    ):
        return EndpointFaultError(
            f"nothing answers at {endpoint.base_url}{_how_to_start(endpoint)}",
            max_retries=_SHORT if is_loopback(endpoint.base_url) else None,
        )
    return EndpointFaultError(f"the connection to {host} broke before the answer was complete", billed=True)


def timeout_fault(endpoint: Endpoint) -> SummarizerError:
    """Return the error for an answer that took longer than the endpoint's time limit."""
    return EndpointFaultError(
        f"{endpoint.name} at {endpoint.base_url} gave no complete answer within {endpoint.timeout_s:g} s; "
        "raise --timeout-s if it is only slow",
        billed=True,
    )


def _detail(reply: Reply, endpoint: Endpoint) -> _Detail:
    body = reply.json()
    if body is None:
        return _Detail("", "", None, is_json=False)
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(error, list) and error:
        error = error[0].get("error", error[0]) if isinstance(error[0], dict) else error[0]
    if not isinstance(error, dict):
        return _Detail(_safe(str(error), endpoint), "", None, is_json=True)
    message = error.get("message") or error.get("detail") or ""
    code = error.get("code") if isinstance(error.get("code"), str) else error.get("type")
    parameter = error.get("param")
    return _Detail(
        _safe(message if isinstance(message, str) else json.dumps(message), endpoint),
        str(code or ""),
        parameter if isinstance(parameter, str) else None,
        is_json=True,
    )


def _safe(text: str, endpoint: Endpoint) -> str:
    # some servers repeat the key they were sent
    if endpoint.api_key is not None:
        text = text.replace(endpoint.api_key.get_secret_value(), "***")
    return " ".join(text.split())[:300]


def _quoted(detail: _Detail) -> str:
    return f": {detail.message}" if detail.message else ""


def _redirected(reply: Reply, endpoint: Endpoint) -> SummarizerError:
    try:
        target = urlsplit(reply.headers.get("location", ""))
        # what follows the host may repeat the key
        where = f"{target.scheme or 'https'}://{target.hostname}" if target.hostname else "another path"
    except ValueError:
        where = "an address that makes no sense"
    return ConfigError(
        f"{endpoint.base_url} redirects to {where} (HTTP {reply.status}); redirects aren't followed, because the key "
        "would go along: if that address is right, set it as --base-url"
    )


def _not_a_completion(reply: Reply, endpoint: Endpoint) -> SummarizerError:
    body = reply.json()
    error = body.get("error") if isinstance(body, dict) else None
    if error:  # some gateways report failures with a status of 200
        code = error.get("code") if isinstance(error, dict) else None
        status = code if isinstance(code, int) and 400 <= code < 600 else 502
        return reply_fault(Reply(status, reply.headers, reply.text), endpoint)
    if _is_web_page(reply):
        return EndpointFaultError(
            f"{endpoint.base_url} answered with a web page where JSON was expected: a proxy or login page stands in "
            "between, or --base-url is wrong (most end in /v1)",
            status=reply.status,
            max_retries=_SHORT,
        )
    return EndpointFaultError(
        f"{endpoint.name} at {endpoint.base_url} answered with something that isn't a completion",
        status=reply.status,
        billed=True,
    )


def _is_web_page(reply: Reply) -> bool:
    return "html" in reply.headers.get("content-type", "").lower() or reply.text.lstrip()[:1] == "<"


def _no_access(status: int, detail: _Detail, endpoint: Endpoint) -> SummarizerError:
    if status in {402, 429}:
        return ModelRefusesAccessError(
            f"{endpoint.name}: the account behind {endpoint.key_variable} has no quota left; check its plan and billing"
        )
    if endpoint.api_key is None:
        return ModelRefusesAccessError(
            f"{endpoint.base_url} asks for a key (HTTP {status}); set {endpoint.key_variable}"
        )
    if status == 401:
        return ModelRefusesAccessError(
            f"{endpoint.base_url} rejected the key in {endpoint.key_variable} (HTTP 401); check that it is complete, "
            "still valid, and meant for this provider"
        )
    return ModelRefusesAccessError(
        f"{endpoint.base_url} gives the key in {endpoint.key_variable} no access to {endpoint.model!r} "
        f"(HTTP {status}){_quoted(detail)}"
    )


def _rejected(status: int, detail: _Detail, endpoint: Endpoint) -> SummarizerError:
    what = f"{endpoint.name} at {endpoint.base_url} rejected the request (HTTP {status}){_quoted(detail)}"
    if status == 404 and (not detail.is_json or detail.message in {"Not Found", "File Not Found", ""}):
        what = f"{endpoint.base_url} has no chat completions (HTTP 404); check --base-url (most end in /v1)"
    elif status == 404:
        step = f"run: ollama pull {endpoint.model}" if endpoint.provider == "ollama" else "check the model's name"
        what = f"{endpoint.base_url} has no model {endpoint.model!r} (HTTP 404){_quoted(detail)}; {step}"
    return RequestRejectedError(what, status=status, detail=detail.message, parameter=detail.parameter)


def _asked_to_wait_s(reply: Reply) -> float | None:
    """Return the seconds to wait: ``Retry-After``, or else the time until a used-up rate limit starts anew."""
    asked = retry_after_s(reply.headers)
    if asked is not None or reply.status != 429:
        return asked
    return max((hint.reset_s for hint in rate_hints(reply.headers) if hint.remaining == 0), default=None)


def _chain(error: BaseException) -> list[BaseException]:
    causes: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in causes:
        causes.append(current)
        current = current.__cause__ or current.__context__
    return causes


def _names(causes: list[BaseException], *names: str) -> bool:
    # by name, because importing the transport's own classes would load it
    return any(type(cause).__name__ in names for cause in causes)


def _how_to_start(endpoint: Endpoint) -> str:
    if endpoint.provider == "ollama":
        return "; start it with: ollama serve"
    if is_loopback(endpoint.base_url):
        return "; start the server, or check --base-url"
    return "; check --base-url and the network"
