"""Markdown for a CI summary: verdict, scores, what failed, what flipped, the worst fields; at most 60 kB."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.safe_text import visible
from summarizer.scoring.evaluation.flips import ArticleFlip, LeafFlip, find_flips
from summarizer.scoring.evaluation.muc4_metrics import PUBLISHED_CEAF_REE, percent
from summarizer.scoring.report import tallies
from summarizer.scoring.report.report_run import ReportRun, Score
from summarizer.scoring.report.words import (
    MARKS,
    WORDS,
    counted,
    cut,
    field_of,
    number,
    plain,
    signed,
    title_of,
    value_text,
)
from summarizer.scoring.score_model import ArticleScore

__all__ = ["LONGEST", "render_markdown"]

LONGEST = 60_000
"""Bytes; a CI's summary has a limit."""

_FAILURES, _FLIPS, _LEAVES, _FIELDS = 15, 15, 6, 15
_VALUE, _TITLE, _REASON = 120, 140, 500
_VERDICTS = {
    "pass": "✅ pass",
    "regression": "❌ regression",
    "inconclusive": "❔ inconclusive",
    "incomplete": "⚠️ incomplete",
}
# markup anywhere; what begins a list, a rule or an underline; what turns names and addresses into links
_SPECIAL = re.compile(r"[\\`*_{}\[\]#|<>&~@$]|^[-+=]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def render_markdown(run: ReportRun, *, baseline: ReportRun | None) -> str:
    """Return the summary. Text from outside is shown as it is: no markup, link, mention or HTML in it takes effect.

    Sections that would pass ``LONGEST`` bytes are left out, which is said.
    """
    kept, spent = [], 200
    left_out = 0
    for section in _sections(run, baseline):
        size = len(section.encode()) + 2
        if spent + size > LONGEST:
            left_out += 1
            continue
        spent += size
        kept.append(section)
    if left_out:
        kept.append(f"{counted(left_out, 'part')} of this summary left out for its length; the HTML report has them.")
    return "\n\n".join(kept) + "\n"


def _sections(run: ReportRun, baseline: ReportRun | None) -> Iterator[str]:
    yield f"# {_safe(run.model)} on {_safe(run.suite)}"
    if run.judgement:
        reasons = "".join(f"\n- {_safe(cut(reason, _REASON))}" for reason in run.judgement.reasons[:20])
        yield f"**{_VERDICTS[run.judgement.verdict]}**\n{reasons}"
    failed = [article for article in run.articles if article.failure is not None]
    against = f", against {_safe(baseline.name)}" if baseline else ""
    yield (
        f"{run.created:%Y-%m-%d %H:%M} UTC, run {_safe(run.name)}{against}: {run.asked}, "
        f"{counted(len({article.story for article in run.articles}), 'story', 'stories')}, "
        f"{len(failed)} failed"
    )
    yield from (f"Note: {_safe(note)}." for note in run.notes)
    if run.second:
        yield _safe(run.second.said)
    yield _scores(run, baseline)
    if run.roles:
        yield _roles(run)
    if failed:
        lines = [_failure(run, article) for article in failed[:_FAILURES]]
        yield "\n".join(["## Failed articles", "", *lines, *_more(len(failed), _FAILURES)])
    if baseline:
        yield _flips(run, find_flips(run.articles, baseline.articles))
    yield _fields(run)


def _scores(run: ReportRun, baseline: ReportRun | None) -> str:
    former = {score.name: score.value for score in baseline.scores} if baseline else {}
    ceilings = any(score.ceiling is not None for score in run.scores)
    head = [
        "metric",
        "score",
        "interval",
        *(["readers agree"] if ceilings else []),
        *(["baseline", "change"] if baseline else []),
    ]
    rows = [_row(head), _row(["---", *["---:"] * (len(head) - 1)])]
    for score in run.scores:
        before = former.get(score.name)
        change = score.value - before if score.value is not None and before is not None else None
        cells = [
            _safe(plain(score.name)),
            f"**{number(score.value)}**" if score.gated else number(score.value),
            _interval(score),
        ]
        cells += [number(score.ceiling)] if ceilings else []
        rows.append(_row([*cells, *([number(before), signed(change)] if baseline else [])]))
    return "\n".join(["## Scores", "", *rows])


def _roles(run: ReportRun) -> str:
    rows = [_row(["role", "precision", "recall", "F1"]), _row(["---", "---:", "---:", "---:"])]
    rows += [_row([_safe(role.name), *map(percent, (role.precision, role.recall, role.f1))]) for role in run.roles]
    return "\n".join(["## CEAF-REE, in percent", "", *rows, "", _safe(PUBLISHED_CEAF_REE)])


def _failure(run: ReportRun, article: ArticleScore) -> str:
    title = title_of(article, run.documents.get(article.document_id))
    return f"- {_safe(title)}: {_safe(cut(article.failure or '', _REASON))}"


def _flips(run: ReportRun, flips: Sequence[ArticleFlip]) -> str:
    lost, gained = sum(flip.lost for flip in flips), sum(flip.gained for flip in flips)
    lines = [
        "## What flipped",
        "",
        f"{counted(lost, 'leaf', 'leaves')} broke, {gained} mended, in {counted(len(flips), 'article')}.",
    ]
    for flip in flips[:_FLIPS]:
        title = _safe(cut(title_of(flip.article, run.documents.get(flip.article.document_id)), _TITLE))
        lines += [
            "",
            f"**{title}** ({_safe(flip.article.schema_name)}): F1 {number(flip.before)} → {number(flip.now)}",
            "",
        ]
        lines += [_flipped(leaf) for leaf in flip.leaves[:_LEAVES]]
        lines += _more(len(flip.leaves), _LEAVES)
    return "\n".join([*lines, "", *_more(len(flips), _FLIPS)]).rstrip()


def _flipped(leaf: LeafFlip) -> str:
    row = leaf.row
    now = f"{MARKS[leaf.now]} {WORDS[leaf.now]}" if leaf.now else "✓ gone"
    was = f", was {WORDS[leaf.was]}" if leaf.was else ""
    value = row.predicted if row.outcome == "spurious" else row.gold
    shown = _safe(cut(value_text(value) or "not stated", _VALUE))
    if leaf.now in {"wrong", "partial"}:
        shown += f", but predicted {_safe(cut(value_text(row.predicted), _VALUE))}"
    return f"- {_safe(field_of(row))} {now}{was}: {shown}"


def _fields(run: ReportRun) -> str:
    worst = [row for row in tallies.by_field(run.articles) if row.f1 is not None][:_FIELDS]
    rows = [_row(["field", "F1", "✓", "◐", "✗", "−", "+"]), _row(["---", *["---:"] * 6])]
    for row in worst:
        counts = row.counts
        numbers = (counts.correct, counts.partial, counts.wrong, counts.missing, counts.spurious)
        rows.append(_row([_safe(row.name), number(row.f1), *map(str, numbers)]))
    return "\n".join(["## Worst fields", "", *rows, "", "✓ correct, ◐ partial, ✗ wrong, − missing, + spurious"])


def _interval(score: Score) -> str:
    return "–" if score.low is None else f"{number(score.low)}–{number(score.high)}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _more(count: int, shown: int) -> list[str]:
    return [f"- and {count - shown} more"] if count > shown else []


def _safe(text: str) -> str:
    # entities, not backslashes: they also hold inside HTML and keep "@name" and addresses from turning into links
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", visible(text))
