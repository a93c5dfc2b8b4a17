"""Score one record against gold: every leaf of either side ends as exactly one outcome.

The arithmetic is that of MUC (Chinchor 1992). What gold calls unclear isn't scored; what it calls optional isn't
missed, and is scored like anything else when it is given. An entry of a list that is matched with none is taken apart
into its leaves. Where there is no record to score, every required leaf is missing.
"""

from __future__ import annotations

from pydantic import JsonValue, ValidationError

from summarizer.domain.record import Record
from summarizer.domain.schema import TargetSchema
from summarizer.scoring.gold_model import GoldArticle
from summarizer.scoring.plan import Plan, plan_of
from summarizer.scoring.rows import Place
from summarizer.scoring.score_model import ArticleScore, LeafRow
from summarizer.scoring.walk import Walk

__all__ = ["score_article"]


def score_article(
    gold: GoldArticle,
    record: Record | None,
    schema: TargetSchema,
    *,
    failure: str | None = None,
    plan: Plan | None = None,
) -> ArticleScore:
    """Return the ledger of one article.

    A record that is None, without facts, of another article or schema, or whose facts don't fit the schema scores as
    nothing at all, with the reason in ``failure``; so does any record when the caller gives a ``failure``. ``plan`` is
    ``plan_of(schema)`` when the caller has made it already.
    """
    why = failure or _unusable(gold, record, schema)
    facts = record.facts if record is not None and why is None else None
    rows = _rows(gold, record, plan or plan_of(schema), facts)
    usage = record.provenance.usage if record is not None else None
    return ArticleScore(
        document_id=gold.document_id,
        gold=str(gold.path),
        story=gold.story,
        split=gold.split,
        schema_name=gold.schema_name,
        schema_digest=gold.schema_digest,
        status=record.status if record is not None and why is None else "failed",
        failure=why,
        rows=rows,
        input_tokens=usage.input_tokens if usage is not None else 0,
        output_tokens=usage.output_tokens if usage is not None else 0,
        cost_usd=record.provenance.cost_usd if record is not None else None,
        latency_s=usage.latency_s if usage is not None else 0.0,
    )


def _unusable(gold: GoldArticle, record: Record | None, schema: TargetSchema) -> str | None:
    """Return why a record can't be scored; None when it can."""
    if record is None:
        return "no record"
    if record.facts is None or record.status in {"refused", "failed"}:
        return record.error or "the record holds no facts"
    if record.document.id != gold.document_id:
        return "the record is of another article"
    if record.schema_ref.digest != schema.digest:
        return "the record follows another schema, or another version of it"
    try:
        schema.facts_model.model_validate(record.facts)
    except ValidationError as exc:
        return f"the facts don't fit the schema: {exc.errors()[0]['msg']}"
    return None


def _rows(
    gold: GoldArticle, record: Record | None, plan: Plan, facts: dict[str, JsonValue] | None
) -> tuple[LeafRow, ...]:
    if facts is None:
        return tuple(Walk(None).missing(Place(plan, pointer=None), gold.facts))
    return tuple(Walk(record).compare(Place(plan), gold.facts, facts))
