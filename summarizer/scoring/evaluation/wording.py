"""Runs, comparisons and verdicts as plain text for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from summarizer.scoring.evaluation.compare import RunComparison
from summarizer.scoring.evaluation.flips import ArticleFlip
from summarizer.scoring.evaluation.gate import GateFinding, Judgement
from summarizer.scoring.evaluation.manifest import RunManifest
from summarizer.scoring.evaluation.measured import Measured, MetricTable
from summarizer.scoring.evaluation.muc4_metrics import PUBLISHED_CEAF_REE, RoleScore, percent, role_scores
from summarizer.scoring.score_model import ArticleScore
from summarizer.scoring.statistics import Comparison

__all__ = ["comparison_text", "judgement_text", "run_text"]

_WORST_FIELDS = 8
_FLIPS = 10
_LEAVES = 3
_SLICES = 20


def run_text(manifest: RunManifest, table: MetricTable, scores: Iterable[ArticleScore]) -> str:
    """Return the scores of a run with their intervals: the whole, each schema, the worst fields, what failed."""
    scores = tuple(scores)
    whole = {name: found for name, found in table.metrics.items() if "@" not in name}
    stories = len({score.story for score in scores})
    lines = [
        f"{manifest.suite} · {manifest.model} · {manifest.strategy}",
        f"{_count(len(manifest.articles), 'article')} of {_count(stories, 'story', 'stories')}"
        + (f", {manifest.repeats} answers each" if manifest.repeats > 1 else ""),
        "",
        *_table(whole, table.level),
    ]
    for title, dimension in (("By schema, F1", "schema"), ("Worst fields, F1", "field")):
        rows = _slices(table, dimension)
        if len(rows) > 1:
            lines += ["", title, *(_row(name, found) for name, found in rows[:_WORST_FIELDS])]
    if roles := role_scores({name: found.value for name, found in table.metrics.items()}):
        lines += ["", f"{'CEAF-REE, in percent':<36}{'P':>8}{'R':>8}{'F1':>8}", *map(_role, roles), PUBLISHED_CEAF_REE]
    lines += ["", *(f"Note: {note}." for note in manifest.notes)] if manifest.notes else []
    if stories == 1:
        lines += ["", "No intervals: all articles are of one story, which says nothing of other stories."]
    lines += [f"FAILED {score.gold}: {score.failure}" for score in scores if score.failure is not None]
    return "\n".join(lines)


def comparison_text(found: RunComparison) -> str:
    """Return a comparison: the articles that flipped first, then metrics, then the slices that differ most."""
    lines = [
        f"{found.candidate} against {found.baseline}",
        f"{_count(found.articles, 'article')} of {_count(found.stories, 'story', 'stories')}",
        "",
        *_flips(found.flips),
        "",
        *_comparisons(found.metrics),
    ]
    if found.slices:
        lines += ["", "Slices that differ", *_comparisons(found.slices[:_SLICES])]
        if len(found.slices) > _SLICES:
            lines.append(f"… and {len(found.slices) - _SLICES} more; --json has all")
    return "\n".join(lines)


def judgement_text(found: Judgement) -> str:
    """Return a verdict: the word, its reasons, the gated metrics, and the articles that flipped."""
    over = f"{_count(found.articles, 'article')} of {_count(found.stories, 'story', 'stories')}"
    lines = [
        f"{found.verdict.upper()}: {found.candidate} against {found.baseline}, {over}",
        *(f"  {reason}" for reason in found.reasons),
    ]
    if found.findings:
        lines += ["", f"{'gated metric':<28}{'baseline':>9}{'now':>8}{'change':>9}{'margin':>8}  verdict (adjusted p)"]
        lines += [_finding(finding) for finding in found.findings]
    if found.flips:
        lines += ["", *_flips(found.flips)]
    return "\n".join(lines)


def _table(metrics: dict[str, Measured], level: float) -> Iterator[str]:
    yield f"{'metric':<36}{'value':>8}   {f'{level:.0%} interval':<18}{'articles':>8}"
    for name, found in metrics.items():
        yield _row(f"{name}{' (lower is better)' if found.lower_is_better else ''}", found)


def _row(name: str, found: Measured) -> str:
    value = "–" if found.value is None else f"{found.value:.3f}"
    interval = "" if found.low is None or found.high is None else f"{found.low:.3f} to {found.high:.3f}"
    return f"{name:<36}{value:>8}   {interval:<18}{found.articles:>8}"


def _slices(table: MetricTable, dimension: str) -> list[tuple[str, Measured]]:
    head = f"f1@{dimension}="
    rows = [(name.removeprefix(head), found) for name, found in table.metrics.items() if name.startswith(head)]
    return sorted((row for row in rows if row[1].value is not None), key=lambda row: (row[1].value or 0.0, row[0]))


def _role(role: RoleScore) -> str:
    return f"{role.name:<36}{percent(role.precision):>8}{percent(role.recall):>8}{percent(role.f1):>8}"


def _flips(flips: Sequence[ArticleFlip]) -> Iterator[str]:
    if not flips:
        yield "No article flipped."
        return
    yield f"Articles that flipped: {len(flips)}"
    for flip in flips[:_FLIPS]:
        again = f" (answer {flip.key[2]})" if flip.key[2] > 1 else ""
        yield f"  {flip.article.gold}{again}: {flip.lost} lost, {flip.gained} gained"
        if flip.failure is not None:
            yield f"    failed: {flip.failure}"
        yield from _leaves("-", flip.names(lost=True))
        yield from _leaves("+", flip.names(lost=False))
    if len(flips) > _FLIPS:
        yield f"  … and {len(flips) - _FLIPS} more; --json has all"


def _leaves(mark: str, names: Sequence[str]) -> Iterator[str]:
    for name in names[:_LEAVES]:
        invented = name.startswith("+")
        yield f"    {mark} {'invented ' if invented else ''}{name.removeprefix('+')[:90]}"
    if len(names) > _LEAVES:
        yield f"    {mark} … and {len(names) - _LEAVES} more"


def _comparisons(rows: Iterable[Comparison]) -> Iterator[str]:
    yield f"{'metric':<44}{'baseline':>9}{'now':>8}{'change':>9}   {'interval of the change':<24}{'p':>7}"
    for row in rows:
        interval = "" if row.interval is None else f"{row.interval.low:+.3f} to {row.interval.high:+.3f}"
        yield (
            f"{row.metric:<44}{row.baseline:>9.3f}{row.candidate:>8.3f}{row.difference:>+9.3f}   "
            f"{interval:<24}{row.p_value:>7.4f}"
        )


def _finding(finding: GateFinding) -> str:
    p_value = finding.p_worse if finding.verdict == "regression" else finding.p_pass
    return (
        f"{finding.metric:<28}{finding.baseline:>9.3f}{finding.candidate:>8.3f}{finding.difference:>+9.3f}"
        f"{finding.margin:>8.3f}  {finding.verdict} ({p_value:.4f})"
    )


def _count(number: int, noun: str, several: str | None = None) -> str:
    return f"{number} {noun if number == 1 else several or noun + 's'}"
