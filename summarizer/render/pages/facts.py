"""Facts: every leaf fact as a table, with filters that stand in the address."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from summarizer.domain.fact_rows import FactRow
from summarizer.render.marks import SUPPORTS
from summarizer.render.pages.links import Links
from summarizer.render.pages.shell import render
from summarizer.render.values import label_text
from summarizer.store.database.filters import FactFilter
from summarizer.store.database.rows import Choices

if TYPE_CHECKING:
    from summarizer.store.database.database import Database

__all__ = ["FactsView", "FoundFacts", "facts_page", "field_words", "find_facts"]

_SORTS = {
    "-published": "newest article first",
    "published": "oldest article first",
    "-number": "largest number first",
    "number": "smallest number first",
    "-confidence": "surest first",
    "confidence": "least sure first",
}


@dataclass(frozen=True, slots=True)
class FactsView:
    """What the table is asked for: the filters as they stand in the address, sort and place."""

    where: FactFilter
    sort: str = "-published"
    cursor: str | None = None
    limit: int = 50
    query: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundFacts:
    """The facts that the table shows, and the cursor of those that follow."""

    rows: tuple[FactRow, ...]
    following: str | None


def find_facts(database: Database, view: FactsView, *, most: int = 0) -> FoundFacts:
    """Return the facts in ``view``: one page of them, or pages until there are ``most``."""
    page = database.facts(view.where, sort=view.sort, cursor=view.cursor, limit=view.limit)
    rows = page.rows
    while page.next is not None and len(rows) < most:
        page = database.facts(view.where, sort=view.sort, cursor=page.next, limit=view.limit)
        rows += page.rows
    return FoundFacts(rows, page.next)


def facts_page(
    found: FoundFacts, links: Links, view: FactsView, choices: Choices, *, table: str | None = None, problem: str = ""
) -> str:
    """Return the table of the facts ``found``.

    ``table`` is the file that holds every fact, where the page is one of a folder; ``problem`` says what was wrong with
    the address, with the table as if that had been left out.
    """
    return render(
        "facts.html.j2",
        links,
        current="facts",
        title="Facts",
        rows=found.rows,
        choices=choices,
        fields=_fields(choices),
        known={field for _, field in choices.fields},
        supports=SUPPORTS,
        sorts=_SORTS,
        view=view,
        where=view.where,
        following=found.following,
        words=field_words,
        table=table,
        problem=problem,
    )


def _fields(choices: Choices) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the fields of every schema, in words, for a menu."""
    found: dict[str, list[tuple[str, str]]] = {}
    for schema, field in choices.fields:
        found.setdefault(schema, []).append((field, field_words(field)))
    return sorted(found.items())


@lru_cache(maxsize=4096)
def field_words(field: str) -> str:
    """Return a field for reading: ``/events/*/when`` is "events: when"."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in field.split("/") if part and part != "*"]
    return ": ".join(label_text(part) for part in parts if not part.isdigit())
