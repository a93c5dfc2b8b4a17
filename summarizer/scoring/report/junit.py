"""JUnit XML for a CI: one test case an article, schema and repeat, which fails with the leaves that went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from summarizer.scoring.evaluation.answers import keyed
from summarizer.scoring.report.report_run import ReportRun
from summarizer.scoring.report.words import ERRORS, counted, cut, field_of, number, title_of, value_text
from summarizer.scoring.score_model import ArticleScore, LeafRow

__all__ = ["render_junit"]

_LEAVES = 60
_LONGEST = 300

# what XML 1.0 can't hold, escaped or not
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(run: ReportRun) -> str:
    """Return the run as JUnit XML, valid against Ant's schema, the strictest in use; a schema is a test suite.

    An article that couldn't be scored is an error, one with a leaf that isn't right a failure.
    """
    suites: dict[str, list[tuple[ArticleScore, int]]] = {}
    for key, article in keyed(run.articles).items():
        suites.setdefault(article.schema_name, []).append((article, key[2]))
    blocks = [_suite(run, name, articles, place) for place, (name, articles) in enumerate(suites.items())]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n{Markup("").join(blocks)}</testsuites>\n'


def _suite(run: ReportRun, schema: str, articles: list[tuple[ArticleScore, int]], place: int) -> Markup:
    return Markup(
        '<testsuite id="{}" name="{}" package="{}" hostname="localhost" timestamp="{}" tests="{}" failures="{}" '
        'errors="{}" time="{:.3f}">\n<properties>\n<property name="run" value="{}"/>\n'
        '<property name="model" value="{}"/>\n</properties>\n{}<system-out></system-out>\n<system-err></system-err>\n'
        "</testsuite>\n"
    ).format(
        place,
        _clean(f"{run.suite}.{schema}"),
        _clean(run.suite),
        f"{run.created:%Y-%m-%dT%H:%M:%S}",
        len(articles),
        sum(article.failure is None and any(_errors(article)) for article, _ in articles),
        sum(article.failure is not None for article, _ in articles),
        sum(article.latency_s for article, _ in articles),
        _clean(run.name),
        _clean(run.model),
        Markup("").join(_case(run, article, repeat) for article, repeat in articles),
    )


def _case(run: ReportRun, article: ArticleScore, repeat: int) -> Markup:
    name = article.gold if repeat == 1 else f"{article.gold} (repeat {repeat})"
    return Markup('<testcase classname="{}" name="{}" time="{:.3f}">{}</testcase>\n').format(
        _clean(f"{run.suite}.{article.schema_name}"), _clean(name), article.latency_s, _outcome(run, article)
    )


def _outcome(run: ReportRun, article: ArticleScore) -> Markup:
    title = title_of(article, run.documents.get(article.document_id))
    if article.failure is not None:
        return Markup('<error type="failed" message="{}">{}</error>').format(
            _clean(cut(article.failure, _LONGEST)), _clean(title)
        )
    errors = list(_errors(article))
    if not errors:
        return Markup("")
    counts = article.counts
    message = (
        f"{counted(counts.wrong, 'value')} wrong, {counts.missing} missing, {counts.spurious} spurious, "
        f"{counts.partial} partial of {counts.possible}"
    )
    lines = [title, *map(_line, errors[:_LEAVES])]
    if len(errors) > _LEAVES:
        lines.append(f"and {len(errors) - _LEAVES} more")
    return Markup('<failure type="leaves" message="{}">{}</failure>').format(message, _clean("\n".join(lines)))


def _errors(article: ArticleScore) -> Iterator[LeafRow]:
    return (row for row in article.rows if row.outcome in ERRORS)


def _line(row: LeafRow) -> str:
    gold, predicted = (cut(value_text(value), _LONGEST) or "nothing" for value in (row.gold, row.predicted))
    return f"{row.outcome} {field_of(row)}: gold {gold} | predicted {predicted} | {number(row.similarity)} {row.rule}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
