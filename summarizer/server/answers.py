"""Answers to reads: JSON with a tag that says when it has changed, a page at a time, with the fields asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from urllib.parse import parse_qsl, urlencode

from pydantic_core import to_json
from starlette.requests import Request
from starlette.responses import Response

from summarizer.server.problems import Fault, ProblemError
from summarizer.version import VERSION

__all__ = ["choose_fields", "is_current", "json_answer", "link_next", "page_json", "pick", "tag_of"]


def tag_of(request: Request, revision: str) -> str:
    """Return the ETag of what ``request`` gets while the database is at ``revision``; weak, since gzip may follow."""
    known = f"{VERSION} {revision} {request.url.path}?{request.url.query}"
    return f'W/"{hashlib.blake2b(known.encode(errors="replace"), digest_size=12).hexdigest()}"'


def is_current(request: Request, tag: str) -> bool:
    """Say whether the client has this very answer already (If-None-Match, RFC 9110 13.1.2; compared weakly)."""
    sent = request.headers.get("if-none-match")
    if sent is None:
        return False
    opaque = tag.removeprefix("W/")
    return sent.strip() == "*" or any(one.strip().removeprefix("W/") == opaque for one in sent.split(","))


def json_answer(
    body: bytes | str | None, tag: str | None = None, *, headers: Mapping[str, str] | None = None
) -> Response:
    """Return JSON, or 304 when ``body`` is None; it may be kept, and has to be checked before it is used again."""
    found = {"Cache-Control": "no-cache", **(headers or {})}
    if tag is not None:
        found["ETag"] = tag
    if body is None:
        return Response(None, 304, found)
    return Response(body, 200, found, "application/json")


def page_json(rows: Iterable[object], names: Sequence[str], following: str | None) -> bytes:
    """Return a page: ``{"items": […], "next": …}``, each item with the attributes ``names``."""
    get = attrgetter(*names)
    picked = map(get, rows) if len(names) > 1 else ((get(row),) for row in rows)
    return to_json(
        {"items": [dict(zip(names, row, strict=True)) for row in picked], "next": following}, inf_nan_mode="null"
    )


def choose_fields(wanted: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """Return the names in ``wanted`` (``fields=a,b``) in the order of ``known``; all of them without it.

    Raises:
        ProblemError: A name isn't known.
    """
    if wanted is None:
        return tuple(known)
    asked = set(wanted.split(","))
    if strange := sorted(asked - set(known)):
        message = f"no field {strange[0]!r}"
        raise ProblemError(
            "invalid",
            f"query: fields: {message}; known are {', '.join(known)}",
            errors=[Fault(where="query: fields", message=message)],
            known=known,
        )
    return tuple(name for name in known if name in asked)


def pick(document: str, wanted: str | None) -> str:
    """Return a JSON object with only the members named in ``wanted``, unparsed where that is all of them."""
    if wanted is None:
        return document
    tree = json.loads(document)
    names = choose_fields(wanted, tuple(tree))
    return json.dumps({name: tree[name] for name in names}, ensure_ascii=False, separators=(",", ":"))


def link_next(request: Request, following: str | None) -> dict[str, str]:
    """Return the Link header (RFC 8288) to the next page, with every other parameter as it was."""
    if following is None:
        return {}
    kept = [(name, value) for name, value in parse_qsl(request.url.query, keep_blank_values=True) if name != "cursor"]
    query = urlencode([*kept, ("cursor", following)])
    return {"Link": f'<{request.url.path}?{query}>; rel="next"'}
