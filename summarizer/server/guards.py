"""What a route that writes or costs asks of a request first: the token, and that no other site sends it."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from fastapi import Request

from summarizer.server.options import ServerOptions
from summarizer.server.problems import ProblemError
from summarizer.server.services import ServicesHere

__all__ = ["require_token"]


async def require_token(request: Request, services: ServicesHere) -> None:
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
