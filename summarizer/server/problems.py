"""Every error as a problem document (RFC 9457): one kind each, said in words, with the next step."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from summarizer.errors import ModelError, QueryError, SourceError, StoreError, SummarizerError
from summarizer.safe_text import visible

__all__ = [
    "KINDS",
    "PROBLEM_JSON",
    "Fault",
    "Kind",
    "Problem",
    "ProblemError",
    "as_problem",
    "explain",
    "invalid",
    "problem_response",
]

PROBLEM_JSON: Final = "application/problem+json"

_log = logging.getLogger("summarizer.server")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its status and a title that is the same for every occurrence."""

    name: str
    status: int
    title: str


KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("bad-request", 400, "The request can't be read"),
        Kind("unknown-host", 400, "The Host header names another site"),
        Kind("token-required", 401, "A token is required"),
        Kind("foreign-origin", 403, "Another site may not do this"),
        Kind("not-found", 404, "There is no such thing"),
        Kind("method-not-allowed", 405, "The address takes another method"),
        Kind("too-slow", 408, "The request took too long to arrive"),
        Kind("too-large", 413, "The request is too large"),
        Kind("address-too-long", 414, "The address is too long"),
        Kind("unsupported-media-type", 415, "The body has to be JSON"),
        Kind("invalid", 422, "The request doesn't fit what is documented"),
        Kind("unreadable-source", 422, "The article can't be read"),
        Kind("too-many-requests", 429, "Too many requests"),
        Kind("internal", 500, "Something went wrong here"),
        Kind("model-unavailable", 503, "The model can't be reached or won't serve"),
        Kind("storage-unavailable", 503, "The database can't be used"),
        Kind("busy", 503, "The server has all hands full"),
    )
}


class Fault(BaseModel):
    """One thing that is wrong with a request."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    where: str = Field(description="Parameter, header or JSON pointer in the body.", examples=["query: colour"])
    message: str = Field(description="What is wrong with it.", examples=["no such parameter"])


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str = Field(description="Reference to what is written about this kind of problem.")
    title: str = Field(description="What is wrong, the same for every occurrence of the kind.")
    status: int = Field(ge=400, le=599, description="The HTTP status.")
    detail: str = Field(description="What is wrong this time, and the next step.")
    instance: str = Field(description="Path of the request.")
    errors: tuple[Fault, ...] = Field((), description="Each thing that is wrong; left out when there is only one.")
    known: tuple[str, ...] = Field((), description="What could have been given instead; left out when that isn't it.")


class ProblemError(Exception):
    """Raised anywhere below a route to answer with a problem of ``kind``, a key of ``KINDS``."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        errors: Sequence[Fault] = (),
        known: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = KINDS[kind]
        self.detail = detail
        self.errors = tuple(errors)
        self.known = tuple(known)
        self.headers = dict(headers or {})

    def document(self, path: str) -> Problem:
        """Return the document, for a request to ``path``."""
        return Problem(
            type=f"/docs#problem-{self.kind.name}",
            title=self.kind.title,
            status=self.kind.status,
            detail=visible(self.detail),
            instance=visible(path),
            errors=self.errors,
            known=self.known,
        )


def problem_response(problem: ProblemError, path: str) -> Response:
    """Return ``problem`` as the answer to a request to ``path``."""
    document = problem.document(path).model_dump(exclude_defaults=True)
    return Response(
        # a lone surrogate (from a foreign text) has no UTF-8 form
        to_json(document, inf_nan_mode="null", serialize_unknown=True),
        problem.kind.status,
        {"Cache-Control": "no-store", **problem.headers},
        PROBLEM_JSON,
    )


def as_problem(exc: Exception, request: Request) -> ProblemError:
    """Return the problem that ``exc`` is, for a request to a route."""
    if isinstance(exc, RequestValidationError):
        return _invalid(exc)
    if isinstance(exc, HTTPException):
        return _from_status(exc, request)
    return explain(exc, request.url.path)


def explain(exc: Exception, where: str) -> ProblemError:
    """Return the problem that ``exc`` is; anything unforeseen is logged and becomes ``internal`` without its text."""
    if isinstance(exc, ProblemError):
        return exc
    if isinstance(exc, SummarizerError) and (kind := _kind_of(exc)):
        return ProblemError(kind, str(exc), headers={"Retry-After": "30"} if KINDS[kind].status == 503 else None)
    _log.error("%s failed", visible(where), exc_info=exc)
    return ProblemError("internal", "the request failed here and is in the server's log; try again, or report it")


def _kind_of(exc: SummarizerError) -> str | None:
    if isinstance(exc, SourceError):
        return "unreadable-source"
    if isinstance(exc, ModelError):
        return "model-unavailable"
    if isinstance(exc, StoreError):
        return "storage-unavailable"
    return "invalid" if isinstance(exc, QueryError) else None


def invalid(faults: Sequence[Fault], known: Sequence[str] = ()) -> ProblemError:
    """Return the problem of a request with these ``faults``; ``known`` is what could have been given instead."""
    hint = f"; known are {', '.join(known)}" if known else ""
    return ProblemError(
        "invalid",
        f"{faults[0].where}: {faults[0].message}{hint}",
        errors=faults if len(faults) > 1 else (),
        known=known,
    )


def _invalid(exc: RequestValidationError) -> ProblemError:
    found = exc.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return ProblemError("bad-request", "the body isn't JSON; send one JSON object in UTF-8")
    return invalid([Fault(where=_where(one["loc"]), message=_said(one)) for one in found])


def _where(loc: Sequence[str | int]) -> str:
    place, *path = map(str, loc)
    named = "/" + "/".join(path) if place == "body" else ".".join(path)
    return visible(f"{place}: {named}"[:200]) if path else place


def _said(error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return "no such field"
    return visible(str(error["msg"]).removeprefix("Value error, "))


def _from_status(exc: HTTPException, request: Request) -> ProblemError:
    headers = dict(exc.headers or {})
    path = visible(request.url.path)[:200]
    if exc.status_code == HTTPStatus.NOT_FOUND:
        return ProblemError("not-found", f"nothing is at {path}; /docs lists what there is", headers=headers)
    if exc.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = headers.get("Allow") or headers.get("allow") or "another method"
        return ProblemError("method-not-allowed", f"{path} takes {allowed}, not {request.method}", headers=headers)
    if exc.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return ProblemError("too-large", "the request is larger than this server takes", headers=headers)
    kind = "bad-request" if exc.status_code < 500 else "internal"
    return ProblemError(kind, str(exc.detail or KINDS[kind].title), headers=headers)
