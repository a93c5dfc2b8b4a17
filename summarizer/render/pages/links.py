"""Where the pages link to: routes of a server, or files of a folder that any static host can serve."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol
from urllib.parse import quote, urlencode

__all__ = ["FolderLinks", "Links", "ServerLinks"]


class Links(Protocol):
    """Addresses as a page writes them."""

    @property
    def static(self) -> bool:
        """Return whether the pages are files: then nothing can be asked of a server."""

    @property
    def policy(self) -> str:
        """Return the Content-Security-Policy that a page carries itself; empty where a server sends it."""

    def page(self, name: str) -> str:
        """Return the address of 'today', 'facts', 'quality' or 'cost'."""

    def article(self, article: str, *, record: str | None = None, pointer: str | None = None) -> str:
        """Return the address of an article, of one of its records, of one fact in that."""

    def facts(self, **filters: str) -> str:
        """Return the address of the facts that pass ``filters``."""

    def asset(self, name: str) -> str:
        """Return the address of a style sheet or script."""


@dataclass(frozen=True, slots=True)
class ServerLinks:
    """Routes of `summarizer serve`."""

    static: bool = False
    policy: str = ""

    def page(self, name: str) -> str:
        """Return ``/`` for Today, ``/NAME`` for the others."""
        return "/" if name == "today" else f"/{name}"

    def article(self, article: str, *, record: str | None = None, pointer: str | None = None) -> str:
        """Return ``/articles/ID?record=ID#POINTER``."""
        query = f"?record={_quoted(record)}" if record else ""
        return f"/articles/{_quoted(article)}{query}{_fragment(pointer)}"

    def facts(self, **filters: str) -> str:
        """Return ``/facts?…``."""
        return f"/facts?{urlencode(filters)}" if filters else "/facts"

    def asset(self, name: str) -> str:
        """Return ``/static/NAME``."""
        return f"/static/{name}"


@dataclass(frozen=True, slots=True)
class FolderLinks:
    """Files of an exported folder; ``up`` leads from the page to the folder."""

    up: str = ""
    static: bool = True
    # "file:" is for a page that is opened from a disk, where 'self' names nothing in some browsers
    policy: str = (
        "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' data:; base-uri 'none'; "
        "form-action 'self' file:"
    )

    def page(self, name: str) -> str:
        """Return ``index.html`` for Today, ``NAME.html`` for the others."""
        return f"{self.up}index.html" if name == "today" else f"{self.up}{name}.html"

    def article(self, article: str, *, record: str | None = None, pointer: str | None = None) -> str:
        """Return ``articles/RECORD.html#POINTER``, or the article's newest record under the article's own name."""
        return f"{self.up}articles/{_quoted(record or article)}.html{_fragment(pointer)}"

    def facts(self, **filters: str) -> str:
        """Return ``facts.html?…``: the page's script reads the filters."""
        return f"{self.up}facts.html?{urlencode(filters)}" if filters else f"{self.up}facts.html"

    def asset(self, name: str) -> str:
        """Return ``static/NAME``."""
        return f"{self.up}static/{name}"


def _quoted(name: str) -> str:
    # almost always a hash: looking is a tenth of quoting, and a table has hundreds of them
    return name if name.isascii() and name.isalnum() else quote(name, safe="")


@lru_cache(maxsize=4096)
def _fragment(pointer: str | None) -> str:
    return f"#{quote(pointer, safe='/~')}" if pointer else ""
