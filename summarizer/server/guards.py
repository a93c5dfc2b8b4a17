"""What a route asks of a request before it works: the token, no other site's form, no parameter it doesn't know."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from fastapi import Request

from summarizer.server.options import ServerOptions
from summarizer.server.problems import Fault, ProblemError, known_parameters
from summarizer.server.services import ServicesHere

__all__ = ["refuse_strangers", "require_token"]


def require_token(request: Request, services: ServicesHere) -> None:
    """Let a request through that may write or cost.

    Raises:
        ProblemError: The token is missing or wrong, or a page of another site sent the request.
    """
    options = services.options
    _refuse_other_sites(request, options)
    if options.token is None:
        return
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    # digests: compare_digest would tell the token's length by the time it takes
    right = hmac.compare_digest(_digest(given.strip()), _digest(options.token))
    if scheme.lower() != "bearer" or not right:
        said = "the token is wrong" if given else "no token was sent"
        raise ProblemError(
            "token-required",
            f"{said}; send the server's token as `Authorization: Bearer TOKEN`",
            headers={"WWW-Authenticate": 'Bearer realm="summarizer"'},
        )


def refuse_strangers(request: Request) -> None:
    """Refuse query parameters that the route doesn't have; a misspelt filter must not give everything.

    Raises:
        ProblemError: It names the parameters there are.
    """
    if not request.url.query:
        return
    known = known_parameters(request)
    strange = [name for name in request.query_params if name not in known]
    if strange:
        faults = [Fault(where=f"query: {name[:100]}", message="no such parameter") for name in dict.fromkeys(strange)]
        hint = f"known are {', '.join(known)}" if known else "this address takes none"
        raise ProblemError(
            "invalid",
            f"{faults[0].where}: no such parameter; {hint}",
            errors=faults if len(faults) > 1 else (),
            known=known,
        )


def _refuse_other_sites(request: Request, options: ServerOptions) -> None:
    """Refuse what a browser sends for a site that isn't ours or allowed (CSRF); other clients send no Origin."""
    came_from = request.headers.get("origin")
    if came_from is None or "*" in options.origins or came_from.lower() in options.origins:
        return
    if urlsplit(came_from).netloc.lower() != request.headers.get("host", "").lower():
        raise ProblemError(
            "foreign-origin", "pages of another site may not write here; start the server with --cors to let one"
        )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="replace")).digest()
