"""The dashboard's pages as files: they open from a disk, and any static host can serve them, under any path."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.export.from_database import DatabaseSource
from summarizer.export.result_files import ResultFiles
from summarizer.render.pages.article import article_page
from summarizer.render.pages.cost import cost
from summarizer.render.pages.facts import FactsView, facts_page, find_facts
from summarizer.render.pages.links import FolderLinks
from summarizer.render.pages.quality import quality
from summarizer.render.pages.shell import ASSETS, asset_text
from summarizer.render.pages.today import TodayView, today
from summarizer.store.database.filters import FactFilter, RecordFilter
from summarizer.store.database.opening import open_database

if TYPE_CHECKING:
    from summarizer.domain.record import Record
    from summarizer.export.tables import Source
    from summarizer.store.database.database import Database

__all__ = ["add_pages"]

_ON_A_PAGE = 50
_AT_ONCE = 500
_BATCH = 100
_FACTS = 2_000


def add_pages(folder: Path, source: Source) -> None:
    """Write the pages of ``source`` into ``folder``: the same source gives the same bytes.

    ``index.html`` and ``page-2.html`` … list the articles; ``articles/RECORD.html`` shows one record each;
    ``facts.html``, ``quality.html`` and ``cost.html`` are what they are called; ``static/`` is what they load.

    Raises:
        MissingExtraError: Results files without the extra ``db``: the pages are made from a database.
    """
    links = FolderLinks()
    with _database_of(source) as database:
        _write_list(folder, database, links)
        _write_articles(folder / "articles", database)
        choices = database.choices()
        view = FactsView(FactFilter(), limit=_AT_ONCE)
        found = find_facts(database, view, most=_FACTS)
        _write(folder / "facts.html", facts_page(found, links, view, choices, table=_table_in(folder)))
        _write(folder / "quality.html", quality(database, links, choices.suites))
        _write(folder / "cost.html", cost(database, links))
    for name in ASSETS:
        _write(folder / links.asset(name), asset_text(name))


@contextlib.contextmanager
def _database_of(source: Source) -> Iterator[Database]:
    """Give the database behind ``source``; the records of results files are put into one that goes away again."""
    if isinstance(source, DatabaseSource):
        yield source.database
        return
    assert isinstance(source, ResultFiles)
    with tempfile.TemporaryDirectory() as folder, open_database(f"sqlite:///{folder}/pages.db") as database:
        for batch in _batches(source.records()):
            database.write_all(batch)
        yield database


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    waiting = iter(records)
    while batch := list(itertools.islice(waiting, _BATCH)):
        yield batch


def _write_list(folder: Path, database: Database, links: FolderLinks) -> None:
    counts = database.counts()
    cursor: str | None = None
    for number in itertools.count(1):
        view = TodayView(
            cursor=cursor,
            limit=_ON_A_PAGE,
            before=_list_name(number - 1) if number > 1 else None,
            after=_list_name(number + 1),
        )
        page, cursor = today(database, links, view, counts)
        _write(folder / _list_name(number), page)
        if cursor is None:
            return


def _list_name(number: int) -> str:
    return "index.html" if number == 1 else f"page-{number}.html"


def _write_articles(folder: Path, database: Database) -> None:
    links = FolderLinks(up="../")
    for row, record in database.iter_records():
        made = database.records(RecordFilter(article=(row.article,)), sort="-created", limit=_AT_ONCE).rows
        _write(folder / f"{row.id}.html", article_page(record, row, made, links))


def _table_in(folder: Path) -> str | None:
    """Return the file of all facts; the form of an export's tables is chosen by who asks for it."""
    return next((path.name for path in sorted(folder.glob("facts.*")) if path.suffix != ".html"), None)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
