"""Today: the newest articles with their summaries, and how well they are borne out."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from summarizer.domain.fact_rows import FactRow
from summarizer.domain.record import rank
from summarizer.render.marks import SUPPORTS
from summarizer.render.page_view import direction, language_tag
from summarizer.render.pages.charts import Part, share_bar
from summarizer.render.pages.facts import field_words
from summarizer.render.pages.links import Links
from summarizer.render.pages.shell import render
from summarizer.store.database.filters import ArticleFilter, FactFilter, RecordFilter
from summarizer.store.database.rows import ArticleRow, Counts, RecordRow

if TYPE_CHECKING:
    from summarizer.store.database.database import Database

__all__ = ["Card", "TodayView", "today"]

_LIMIT = 500
_DOUBTFUL = FactFilter(support=("unsupported", "partial"))
_MOST_DOUBTFUL = 8


@dataclass(frozen=True, slots=True)
class TodayView:
    """Which articles are asked for, and the place among them; ``before`` and ``after`` are the files around a file."""

    where: ArticleFilter = ArticleFilter()  # noqa: RUF009 (frozen)
    cursor: str | None = None
    limit: int = 20
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """An article in the list: the record that is shown, its summary, and what else was made of it, newest first."""

    article: ArticleRow
    language: str | None
    direction: str
    lead: RecordRow | None
    others: tuple[RecordRow, ...]
    summary: tuple[FactRow, ...]
    share: Markup
    supports: tuple[tuple[str, int], ...]


def today(database: Database, links: Links, view: TodayView, counts: Counts) -> tuple[str, str | None]:
    """Return the page of the articles in ``view``, newest first, and the cursor of the one that follows.

    ``counts`` are those of the whole database.
    """
    page = database.articles(view.where, cursor=view.cursor, limit=view.limit)
    first = view.cursor is None and not (view.where.q or view.where.outlet)
    html = render(
        "today.html.j2",
        links,
        current="today",
        title="Today",
        days=_by_day(_cards(database, page.rows)),
        doubtful=_doubtful(database) if first else [],
        words=field_words,
        counts=counts,
        tally=_tally(counts),
        share=_share(_tally(counts), "all facts"),
        view=view,
        where=view.where,
        following=page.next,
    )
    return html, page.next


def _doubtful(database: Database) -> list[FactRow]:
    """Return the newest facts that aren't borne out, each once however many models made it."""
    rows = database.facts(_DOUBTFUL, limit=_MOST_DOUBTFUL * 10).rows
    return [*{(row.article, row.field, row.value): row for row in reversed(rows)}.values()][::-1][:_MOST_DOUBTFUL]


def _cards(database: Database, articles: Sequence[ArticleRow]) -> list[Card]:
    if not articles:
        return []
    made: defaultdict[str, list[RecordRow]] = defaultdict(list)
    records = database.records(RecordFilter(article=tuple(row.id for row in articles)), sort="-created", limit=_LIMIT)
    for row in records.rows:
        made[row.article].append(row)
    leads = {article: _lead(rows) for article, rows in made.items()}
    summaries = _summaries(database, [row.id for row in leads.values()])
    return [_card(article, leads.get(article.id), made[article.id], summaries) for article in articles]


def _by_day(cards: Sequence[Card]) -> list[tuple[dt.date | None, list[Card]]]:
    return [(day, list(found)) for day, found in itertools.groupby(cards, key=lambda card: card.article.published)]


def _lead(rows: Sequence[RecordRow]) -> RecordRow:
    """Return the record to show: one with facts, of a report, the newest, where there is a choice."""
    return min(rows, key=lambda row: (-rank(row.status), row.schema != "news_report", -row.created.timestamp()))


def _summaries(database: Database, records: Sequence[str]) -> dict[str, list[FactRow]]:
    found: defaultdict[str, list[FactRow]] = defaultdict(list)
    page = database.facts(FactFilter(record=tuple(records), field=("/summary/*",)), sort="record", limit=_LIMIT)
    for row in page.rows:
        found[row.record].append(row)
    return {record: sorted(rows, key=lambda row: int(row.pointer.rpartition("/")[2])) for record, rows in found.items()}


def _card(
    article: ArticleRow, lead: RecordRow | None, made: Sequence[RecordRow], summaries: Mapping[str, list[FactRow]]
) -> Card:
    supports = tuple((one, getattr(lead, one)) for one in SUPPORTS if lead is not None and getattr(lead, one))
    told = tuple(summaries.get(lead.id, ())) if lead is not None else ()
    return Card(
        article=article,
        language=language_tag(article.language),
        direction=direction(" ".join([article.title or "", *(row.value for row in told)])),
        lead=lead,
        others=_others(lead, made),
        summary=told,
        share=_share(supports, article.title or article.source),
        supports=supports,
    )


def _others(lead: RecordRow | None, made: Sequence[RecordRow]) -> tuple[RecordRow, ...]:
    """Return the newest record of every schema and model but the one that is shown."""
    newest: dict[tuple[str, str], RecordRow] = {}
    for row in made:
        newest.setdefault((row.schema, row.model), row)
    return tuple(row for key, row in newest.items() if lead is None or key != (lead.schema, lead.model))


def _share(supports: Iterable[tuple[str, int]], of: str) -> Markup:
    found = list(supports)
    words = ", ".join(f"{count:,} {support}" for support, count in found) or "no facts"
    return share_bar([Part(support, count, f"{count:,} {support}") for support, count in found], title=f"{of}: {words}")


def _tally(counts: Counts) -> tuple[tuple[str, int], ...]:
    found = {
        "verified": counts.verified,
        "derived": counts.derived,
        "partial": counts.partly,
        "unsupported": counts.unsupported,
        "unchecked": counts.unchecked,
    }
    return tuple((one, found[one]) for one in SUPPORTS if found[one])
