"""Score what a run has stored, with the gold and the scorer as they are now; no model is ever called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from summarizer.domain.record import Record
from summarizer.errors import EvaluationError
from summarizer.scoring.evaluation.manifest import RunManifest
from summarizer.scoring.evaluation.muc4_metrics import muc4_metrics
from summarizer.scoring.evaluation.repeats import repeats_note
from summarizer.scoring.evaluation.run import suite_articles, suite_digests
from summarizer.scoring.evaluation.run_folder import RunFolder
from summarizer.scoring.evaluation.samples import measure_run
from summarizer.scoring.ledger import score_article
from summarizer.scoring.plan import Plan, plan_of
from summarizer.scoring.score_model import ArticleScore
from summarizer.scoring.suite import Suite, SuiteArticle

__all__ = ["rescore"]


def rescore(folder: RunFolder, suite: Suite) -> RunManifest:
    """Score the records of ``folder`` against ``suite`` and return its manifest, brought up to date.

    The run is ``complete`` when every article has a record for every repeat; otherwise nothing is scored, and the
    notes say what is lacking. A failed record is scored: all its required leaves are missing.

    Raises:
        EvaluationError: The run was made for another schema, so that its records can't be held against this gold.
    """
    manifest = folder.manifest
    _require_schemas(manifest, suite)
    answered = tuple(_answered(folder, suite, manifest.repeats))
    wanted = len(suite.articles) * manifest.repeats
    lacking = wanted - len(answered)
    note = (
        f"{lacking} of {wanted} answers are lacking"
        if lacking
        else repeats_note((record for _, record in answered), repeats=manifest.repeats)
    )
    digests = suite_digests(suite, prompt=manifest.digests.prompt, code=manifest.digests.code)
    # sentence numbers are those of the run's own splitter
    digests = digests.model_copy(update={"splitter": manifest.digests.splitter})
    updated = manifest.model_copy(
        update={
            "articles": suite_articles(suite),
            "digests": digests,
            "status": "incomplete" if lacking else "complete",
            "notes": (note,) if note else (),
        }
    )
    if not lacking:
        plans = {name: plan_of(schema) for name, schema in suite.schemas.items()}
        scores = [_score(article, record, suite, plans) for article, record in answered]
        table = measure_run(scores)
        published = muc4_metrics([(article.gold, record) for article, record in answered])
        folder.write_scores(scores)
        folder.write_metrics(table.model_copy(update={"metrics": {**published, **table.metrics}}))
    # last, so that a run that says it is complete has its scores
    folder.write_manifest(updated)
    return updated


def _answered(folder: RunFolder, suite: Suite, repeats: int) -> Iterator[tuple[SuiteArticle, Record]]:
    for repeat in range(1, repeats + 1):
        records = {name: _by_document(folder, name, repeat) for name in suite.schemas}
        for article in suite.articles:
            record = records[article.gold.schema_name].get(article.gold.document_id)
            if record is not None:
                yield article, record


def _by_document(folder: RunFolder, schema: str, repeat: int) -> dict[str, Record]:
    return {record.document.id: record for record in folder.records(schema, repeat)}


def _score(article: SuiteArticle, record: Record, suite: Suite, plans: Mapping[str, Plan]) -> ArticleScore:
    name = article.gold.schema_name
    failure = (record.error or "the article failed") if record.facts is None else None
    score = score_article(article.gold, record, suite.schemas[name], failure=failure, plan=plans[name])
    # named from the suite's folder: the same wherever that lies
    return score.model_copy(update={"gold": article.name})


def _require_schemas(manifest: RunManifest, suite: Suite) -> None:
    for name, schema in suite.schemas.items():
        made_for = manifest.digests.schemas.get(name)
        if made_for is not None and made_for != schema.digest:
            raise EvaluationError(
                f"run {manifest.id}: schema {name} has changed since (then {made_for[:12]}, now {schema.digest[:12]}), "
                "so its records can't be scored against this gold; make the run again with `summarizer eval run`"
            )
