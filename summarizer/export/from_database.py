"""A database as the source of an export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.domain.fact_rows import FactRow
    from summarizer.store.database.database import Database
    from summarizer.store.database.rows import CostRow, EvalRow

__all__ = ["DatabaseSource"]

_PAGE = 500


class DatabaseSource:
    """Everything in a database; rows are read as they are written out, so that none of it has to fit into memory."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def record_lines(self) -> Iterator[str]:
        """Yield every record as JSON, by id."""
        return self.database.iter_record_json()

    def facts(self) -> Iterator[FactRow]:
        """Yield every fact, by record and place in it."""
        return self.database.iter_facts()

    def evals(self) -> Iterator[EvalRow]:
        """Yield every metric of every evaluation, oldest first."""
        cursor: str | None = None
        while True:
            page = self.database.evals(sort="at", cursor=cursor, limit=_PAGE)
            yield from page.rows
            cursor = page.next
            if cursor is None:
                return

    def costs(self) -> Iterator[CostRow]:
        """Yield what every model cost, day by day."""
        return iter(self.database.costs())
