"""Whether two runs may be compared: same gold, schemas, split, scorer and sentences, and both complete."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.errors import EvaluationError
from summarizer.scoring.evaluation.manifest import RunArticle, RunManifest, RunPlan

__all__ = ["require_comparable", "require_complete"]

_NAMED = 3


def require_complete(manifest: RunManifest) -> None:
    """Raise EvaluationError for a run that was cut off."""
    if manifest.status == "incomplete":
        why = f" ({'; '.join(manifest.notes)})" if manifest.notes else ""
        raise EvaluationError(
            f"run {manifest.id} is incomplete{why}; continue it with the `summarizer eval run` command that began it"
        )


def require_comparable(candidate: RunPlan, baseline: RunManifest) -> None:
    """Raise EvaluationError, with every reason, for runs whose scores don't mean the same.

    ``candidate`` may be a mere plan: what can't be compared needn't be paid for.
    """
    reasons = list(_reasons(candidate, baseline))
    if reasons:
        named = f"run {candidate.id}" if isinstance(candidate, RunManifest) else "the run"
        raise EvaluationError(
            f"{named} can't be compared with {baseline.id}: {'; '.join(reasons)}. Score both again "
            "(`summarizer eval rescore`), make the run again, or pin a new baseline (`summarizer eval bless`)"
        )


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
