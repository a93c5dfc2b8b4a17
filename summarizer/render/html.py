"""A run as one self-contained page: articles beside their facts, evidence that lights up, nothing fetched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from markupsafe import Markup

from summarizer.domain.record import Record, Status
from summarizer.offline_page import content_policy
from summarizer.render.marks import UNICODE
from summarizer.render.page_view import view_article
from summarizer.render.receipt_words import counted
from summarizer.render.templates import asset, environment, legend

__all__ = ["render_html"]


def render_html(records: Iterable[Record], *, title: str) -> str:
    """Return one page for ``records``, in their order, that needs no network and reads well with scripts off.

    Everything from a record is escaped by the template and made visible (no control characters). The page's own
    Content-Security-Policy lets nothing run or load but its one style sheet and its one script, named by their hashes.
    """
    style, script = asset("page.css"), asset("page.js")
    template = environment().get_template("page.html.j2")
    articles = [view_article(record, number=number) for number, record in enumerate(records, start=1)]
    statuses = Counter(article.status for article in articles)
    supports = Counter[str]()
    for article in articles:
        supports.update({support: count for support, _, count in article.tally})
    return template.render(
        title=title,
        articles=articles,
        run=", ".join(
            [counted(len(articles), "article")]
            + [f"{statuses[status]} {status}" for status in get_args(Status) if statuses[status]]
        ),
        legend=legend(supports),
        quotes=(UNICODE.open_quote, UNICODE.close_quote),
        # the two files are ours and hold neither "</style" nor "</script": escaping would break them and their hashes
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        policy=content_policy(style, script),
    )
