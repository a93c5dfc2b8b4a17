"""Whether two runs may be compared: same gold, schemas, split, scorer and sentences, and both complete."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.errors import EvaluationError
from summarizer.scoring.evaluation.answers import keyed
from summarizer.scoring.evaluation.code_digests import scorer_digest
from summarizer.scoring.evaluation.manifest import RunArticle, RunManifest, RunPlan
from summarizer.scoring.evaluation.run_folder import RunFolder, ScoredRun
from summarizer.scoring.score_model import ArticleScore

__all__ = ["differences", "require_comparable", "require_complete", "whole_scores"]

_NAMED = 3


def require_complete(manifest: RunManifest) -> None:
    """Raise EvaluationError for a run that was cut off."""
    if manifest.status == "incomplete":
        why = f" ({'; '.join(manifest.notes)})" if manifest.notes else ""
        raise EvaluationError(
            f"run {manifest.id} is incomplete{why}; continue it with the `summarizer eval run` command that began it"
        )


def whole_scores(run: ScoredRun) -> tuple[ArticleScore, ...]:
    """Return a run's scores; EvaluationError unless there is one for each article and repeat, and no other.

    A comparison over what is left of a damaged file would pass where it should fail.
    """
    require_complete(run.manifest)
    scores = tuple(run.scores())
    repeats = range(1, run.manifest.repeats + 1)
    wanted = {(one.document_id, one.schema_name, at): one.gold for one in run.manifest.articles for at in repeats}
    found = keyed(scores)
    for key, name in wanted.items():
        if key not in found:
            raise EvaluationError(f"{run.path}: damaged: lacks the score of {name}; {_mend(run)}")
    for key, score in found.items():
        if key not in wanted:
            raise EvaluationError(f"{run.path}: damaged: has a score of {score.gold} too many; {_mend(run)}")
    return scores


def require_comparable(candidate: RunPlan, baseline: ScoredRun) -> None:
    """Raise EvaluationError, with file, line and every reason, for runs whose scores don't mean the same.

    ``candidate`` may be a mere plan: what can't be compared needn't be paid for.
    """
    reasons = differences(candidate, baseline.manifest)
    if reasons:
        named = f"run {candidate.id}" if isinstance(candidate, RunManifest) else "the run"
        raise EvaluationError(
            f"{_place(baseline)}: {named} can't be compared with this one, {baseline.manifest.id}: "
            f"{'; '.join(reasons)}. {_remedy(candidate, baseline)}"
        )


def differences(candidate: RunPlan, baseline: RunManifest) -> list[str]:
    """Return every reason why scores of the two don't mean the same; empty when they do."""
    return list(_reasons(candidate, baseline))


def _place(run: ScoredRun) -> str:
    """Return the file and line on which the digests of a run stand."""
    path = run.path / "run.json" if run.path.is_dir() else run.path
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    number = next((at for at, line in enumerate(lines, start=1) if '"digests"' in line), 1)
    return f"{path}:{number}"


def _remedy(candidate: RunPlan, baseline: ScoredRun) -> str:
    now = scorer_digest()
    stale = [
        run for run in (candidate, baseline.manifest) if isinstance(run, RunManifest) and run.digests.scorer != now
    ]
    again = [run.id for run in stale if run is candidate or isinstance(baseline, RunFolder)]
    if again:
        return f"Score it as the code is now: {', '.join(f'`summarizer eval rescore {one}`' for one in again)}"
    suite = candidate.suite_at or candidate.suite
    return (
        f"Make a run (`summarizer eval run --suite {suite}`), look at it, and pin it as the new baseline (`summarizer "
        f"eval bless --suite {suite}`, with --allow-regression where a score fell because the measure changed)"
    )


def _mend(run: ScoredRun) -> str:
    if isinstance(run, RunFolder):
        return f"score it again with `summarizer eval rescore {run.path}`"
    return "pin the baseline again with `summarizer eval bless RUN`"


def _reasons(candidate: RunPlan, baseline: RunManifest) -> Iterator[str]:
    ours, theirs = candidate.digests, baseline.digests
    if candidate.suite != baseline.suite:
        yield f"they are of different suites, {candidate.suite} and {baseline.suite}"
    for name in sorted({*ours.schemas, *theirs.schemas}):
        mine, other = ours.schemas.get(name), theirs.schemas.get(name)
        if mine != other:
            yield f"schema {name} differs ({_short(mine)}, baseline {_short(other)})"
    if ours.split != theirs.split:
        yield f"the articles or their splits differ{_named(candidate.articles, baseline.articles, 'split')}"
    if ours.gold != theirs.gold:
        yield f"the gold differs{_named(candidate.articles, baseline.articles, 'digest')}"
    if ours.scorer != theirs.scorer:
        yield f"the scorer differs ({_short(ours.scorer)}, baseline {_short(theirs.scorer)})"
    if ours.splitter != theirs.splitter:
        yield f"sentences were numbered by {ours.splitter}, in the baseline by {theirs.splitter}"


def _named(ours: tuple[RunArticle, ...], theirs: tuple[RunArticle, ...], attribute: str) -> str:
    mine = {(one.document_id, one.schema_name): (getattr(one, attribute), one.gold) for one in ours}
    other = {(one.document_id, one.schema_name): (getattr(one, attribute), one.gold) for one in theirs}
    said = []
    for key in sorted({*mine, *other}):
        before, now = other.get(key), mine.get(key)
        if before is None or now is None:
            said.append(f"{(now or before or ('', ''))[1]} {'is new' if before is None else 'is gone'}")
        elif before[0] != now[0]:
            said.append(f"{now[1]} changed")
    more = f" and {len(said) - _NAMED} more" if len(said) > _NAMED else ""
    return f" ({', '.join(said[:_NAMED])}{more})" if said else ""


def _short(digest: str | None) -> str:
    return digest[:12] if digest else "none"
