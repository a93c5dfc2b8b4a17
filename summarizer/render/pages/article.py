"""Article: the text and the facts of one record, linked both ways, and the other records of the same article."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.domain.record import Record
from summarizer.render.page_view import view_article
from summarizer.render.pages.links import Links
from summarizer.render.pages.shell import render
from summarizer.render.templates import legend
from summarizer.store.database.rows import RecordRow

__all__ = ["article_page"]


def article_page(record: Record, chosen: RecordRow, made: Sequence[RecordRow], links: Links) -> str:
    """Return the page of ``record``, the ``chosen`` one of those ``made`` of its article."""
    view = view_article(record, number=1)
    return render(
        "article_page.html.j2",
        links,
        current="article",
        title=view.view.headline.text,
        article=view,
        shown=legend({support: count for support, _, count in view.tally}),
        chosen=chosen,
        made=made,
    )
