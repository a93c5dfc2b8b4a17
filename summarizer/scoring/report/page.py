"""A scored run as one offline page: scores, what flipped, tables and a trend at once, articles and leaves on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from statistics import median

import jinja2
from markupsafe import Markup

from summarizer.domain.document import Document
from summarizer.offline_page import content_policy, shown
from summarizer.safe_text import visible
from summarizer.scoring.evaluation.answers import AnswerKey, f1_of, keyed
from summarizer.scoring.evaluation.flips import ArticleFlip, find_flips
from summarizer.scoring.evaluation.muc4_metrics import PUBLISHED_CEAF_REE, percent
from summarizer.scoring.report import charts, tallies
from summarizer.scoring.report import words as wording
from summarizer.scoring.report.payload import TEXT_BUDGET, as_script, columns, texts
from summarizer.scoring.report.report_run import ReportRun, TrendPoint
from summarizer.scoring.score_model import ArticleScore, LeafRow

__all__ = ["render_page"]

_STATIC_ARTICLES = 12
_STATIC_ROWS = 200
_FLIPS_SHOWN = 60
_LEAVES_A_FLIP = 12
_TRENDS = 6


@dataclass(frozen=True, slots=True)
class _Article:
    """An article as the page lists it; ``number`` is its place in the run, counted from 0."""

    number: int
    title: str
    score: ArticleScore
    document: Document | None
    f1: float | None
    errors: int
    flip: ArticleFlip | None
    repeat: int


@dataclass(frozen=True, slots=True)
class _Trend:
    name: str
    chart: Markup
    foot: float
    head: float
    first: str
    last: str
    now: float


def render_page(
    run: ReportRun, *, baseline: ReportRun | None, history: Sequence[TrendPoint], text_budget: int = TEXT_BUDGET
) -> str:
    """Return the page. It fetches nothing, runs only its own script, and shows scores and tables with scripts off."""
    assets = resources.files(__package__) / "assets"
    style, script = ((assets / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=shown
    )
    environment.globals.update(
        charts=charts,
        words=wording,
        slices=run.slices,
        ceilings=run.second.ceilings if run.second else {},
        published=PUBLISHED_CEAF_REE,
        percent=percent,
        previous={score.name: score.value for score in baseline.scores} if baseline else {},
    )
    template = environment.from_string((assets / "report.html.j2").read_text(encoding="utf-8"))
    flips = find_flips(run.articles, baseline.articles) if baseline else ()
    articles = _articles(run, flips)
    worst = sorted(articles, key=_trouble)
    embedded = texts(
        [article.document for article in articles], (article.number for article in worst), budget=text_budget
    )
    return template.render(
        run=run,
        baseline=baseline,
        articles=worst,
        failed=[article for article in worst if article.score.failure is not None],
        flips=[(article, article.flip) for article in worst if article.flip][:_FLIPS_SHOWN],
        flip_totals=(len(flips), sum(flip.lost for flip in flips), sum(flip.gained for flip in flips)),
        leaves_a_flip=_LEAVES_A_FLIP,
        counts=tallies.total(run.articles),
        fields=tallies.by_field(run.articles),
        kinds=tallies.by_kind(run.articles),
        splits=tallies.by_split(run.articles),
        trends=_trends(run, history),
        spending=_spending(run, baseline),
        static_articles=worst[:_STATIC_ARTICLES],
        static_rows=_static_rows(worst),
        leaves=as_script(_data(run, baseline, articles)),
        embedded=embedded,
        # the two files are ours and hold neither "</style" nor "</script": escaping would break them and their hashes
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        policy=content_policy(style, script),
    )


def _articles(run: ReportRun, flips: Sequence[ArticleFlip]) -> list[_Article]:
    flipped: dict[AnswerKey, ArticleFlip] = {flip.key: flip for flip in flips}
    found = []
    for number, (key, score) in enumerate(keyed(run.articles).items()):
        counts, document = score.counts, run.documents.get(score.document_id)
        errors = counts.wrong + counts.missing + counts.spurious + counts.partial
        title = wording.title_of(score, document)
        found.append(_Article(number, title, score, document, f1_of(counts), errors, flipped.get(key), key[2]))
    return found


def _trouble(article: _Article) -> tuple[bool, int, float, int]:
    """Sort failed articles first, then the greatest net loss against the baseline, then the worst F1."""
    loss = article.flip.lost - article.flip.gained if article.flip else 0
    return (article.score.failure is None, -loss, 1.0 if article.f1 is None else article.f1, article.number)


def _static_rows(articles: Sequence[_Article]) -> list[tuple[_Article, LeafRow]]:
    rows = ((article, row) for article in articles for row in article.score.rows if row.outcome in wording.ERRORS)
    return [row for row, _ in zip(rows, range(_STATIC_ROWS), strict=False)]


def _data(run: ReportRun, baseline: ReportRun | None, articles: Sequence[_Article]) -> dict[str, object]:
    listed = [
        {
            "title": article.title,
            "source": visible(article.document.source if article.document else article.score.gold),
            "schema": visible(article.score.schema_name),
            "repeat": article.repeat,
            "split": article.score.split,
            "story": visible(article.score.story),
            "status": article.score.status,
            "failure": visible(article.score.failure or ""),
            "f1": wording.number(article.f1),
            "before": wording.number(article.flip.before) if article.flip else "",
            "errors": article.errors,
        }
        for article in articles
    ]
    return {
        "articles": listed,
        "marks": [wording.MARKS[outcome] for outcome in wording.OUTCOMES],
        "words": [wording.WORDS[outcome] for outcome in wording.OUTCOMES],
        "baseline": baseline is not None,
        **columns(keyed(run.articles), keyed(baseline.articles) if baseline else {}),
    }


def _trends(run: ReportRun, history: Sequence[TrendPoint]) -> list[_Trend]:
    """Return a trend for each of the first metrics that an earlier run has too, the gated ones first."""
    points = [*sorted(history, key=lambda point: point.created), run.point]
    drawn = []
    for score in sorted(run.scores, key=lambda score: not score.gated):
        line = [(point, found) for point in points for found in point.scores if found.name == score.name]
        measured = [
            charts.Point(f"{point.name}, {point.created:%Y-%m-%d}", found.value, found.low, found.high)
            for point, found in line
            if found.value is not None
        ]
        if len(measured) > 1 and score.value is not None:
            chart, foot, head = charts.trend_chart(measured, ceiling=score.ceiling)
            first, last = line[0][0].created, line[-1][0].created
            drawn.append(_Trend(score.name, chart, foot, head, wording.day(first), wording.day(last), score.value))
    return drawn[:_TRENDS]


def _spending(run: ReportRun, baseline: ReportRun | None) -> list[tuple[str, str, str]]:
    """Return label, value and the baseline's value of what the run cost."""
    now, former = _sums(run), _sums(baseline) if baseline else {}
    return [(label, value, former.get(label, "")) for label, value in now.items()]


def _sums(run: ReportRun) -> dict[str, str]:
    articles = run.articles
    priced = [article.cost_usd for article in articles if article.cost_usd is not None]
    times = sorted(article.latency_s for article in articles)
    unpriced = len(articles) - len(priced)
    cost = f"${sum(priced):,.4f}" if priced else "price not known"
    return {
        "Cost": cost + (f" and {wording.counted(unpriced, 'article')} without a price" if priced and unpriced else ""),
        "Cost an article": f"${sum(priced) / len(priced):,.5f}" if priced else "–",
        "Tokens sent": f"{sum(article.input_tokens for article in articles):,}",
        "Tokens answered": f"{sum(article.output_tokens for article in articles):,}",
        "Time, median an article": f"{median(times):,.1f} s" if times else "–",
        "Time, 95 of 100 articles under": f"{times[min(len(times) - 1, int(len(times) * 0.95))]:,.1f} s"
        if times
        else "–",
        "Time in all": f"{sum(times):,.0f} s",
    }
