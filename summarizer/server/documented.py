"""The answers that a route documents besides its good one: a problem for every status it can end with."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from summarizer.server.problems import KINDS, PROBLEM_JSON, Problem, ProblemError

__all__ = ["POST_STATUSES", "READ_STATUSES", "problems"]

Responses = dict[int | str, dict[str, Any]]

READ_STATUSES = (400, 414, 422, 429, 500, 503)
"""What any read can end with."""

POST_STATUSES = (400, 401, 403, 408, 413, 414, 415, 422, 429, 500, 503)

_DETAIL = {
    400: "the body isn't JSON; send one JSON object in UTF-8",
    401: "no token was sent; send the server's token as `Authorization: Bearer TOKEN`",
    403: "pages of another site may not write here; start the server with --cors to let one",
    404: "there is no record with this id; /api/v1/records lists them",
    408: "the body didn't arrive within 30 s; send it again",
    413: "the body is larger than 2,000,000 bytes; send one article a request",
    414: "the address is longer than 8,000 bytes; ask for less at once",
    415: "the body is text/plain; send application/json",
    422: "query: colour: no such parameter; known are cursor, limit, sort",
    429: "more than 60 requests a minute from one address; wait, then go on",
    500: "the request failed here and is in the server's log; try again, or report it",
    503: "news.db is locked by another program; try again",
}
_PREFERRED = {400: "bad-request", 422: "invalid", 503: "storage-unavailable"}


def problems(*statuses: int, cached: bool = False) -> Responses:
    """Return what FastAPI takes as ``responses`` for these statuses; with ``cached`` 304 as well."""
    found: Responses = {}
    if cached:
        found[304] = {"description": "Nothing has changed since the ETag in If-None-Match."}
    for status in statuses:
        names = [kind.name for kind in KINDS.values() if kind.status == status]
        name = _PREFERRED.get(status, names[0])
        example = ProblemError(name, _DETAIL[status]).document("/api/v1/facts")
        found[status] = {
            "description": f"{HTTPStatus(status).phrase}: " + ", ".join(f"`{one}`" for one in names) + ".",
            "content": {
                PROBLEM_JSON: {
                    "schema": {"$ref": f"#/components/schemas/{Problem.__name__}"},
                    "example": example.model_dump(exclude_defaults=True),
                }
            },
        }
    return found
