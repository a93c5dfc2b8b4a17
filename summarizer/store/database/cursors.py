"""The place where a page ended, as a token that only this database gives out."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from typing import NamedTuple

from summarizer.errors import QueryError
from summarizer.store.database.filters import Filter

__all__ = ["Place", "read_cursor", "write_cursor"]

_SIGNATURE_BYTES = 16
_LONGEST = 2_000


class Place(NamedTuple):
    """The last row of a page: its value in the column that is sorted by, None where it has none, and its number."""

    value: str | int | float | None
    number: int | str


def write_cursor(place: Place, *, secret: bytes, where: Filter, sort: str) -> str:
    """Return the token of ``place``, valid for the same filter and sort alone."""
    body = json.dumps([place.value, place.number], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_signature(body, secret, where, sort) + body).rstrip(b"=").decode()


def read_cursor(cursor: str, *, secret: bytes, where: Filter, sort: str) -> Place:
    """Return the place that ``cursor`` stands for.

    Raises:
        QueryError: It was changed, or given for another filter, sort or database.
    """
    try:
        if len(cursor) > _LONGEST:
            raise QueryError(_REFUSED)
        token = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as exc:
        raise QueryError(_REFUSED) from exc
    signature, body = token[:_SIGNATURE_BYTES], token[_SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, _signature(body, secret, where, sort)):
        raise QueryError(_REFUSED)
    value, number = json.loads(body)
    return Place(value, number)


_REFUSED = "cursor: it isn't one that this query gave out; ask for the first page again, without a cursor"


def _signature(body: bytes, secret: bytes, where: Filter, sort: str) -> bytes:
    # a frozen dataclass is written as it was made, field by field
    asked = f"{where!r} {sort!r}".encode("utf-8", errors="backslashreplace")
    return hmac.digest(secret, asked + b"\0" + body, "sha256")[:_SIGNATURE_BYTES]
