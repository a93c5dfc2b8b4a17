"""What scoring one article gives: every leaf of gold and prediction with its outcome, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, SkipValidation

from summarizer.domain.blocks import ComparatorName
from summarizer.domain.record import Status, Support
from summarizer.domain.schema import NodeKind
from summarizer.scoring.gold_model import Split

__all__ = ["SCORE_FORMAT", "ArticleScore", "Counts", "LeafRow", "Outcome"]

SCORE_FORMAT: Literal["summarizer.score/1"] = "summarizer.score/1"

Outcome = Literal["correct", "partial", "wrong", "missing", "spurious", "correct_null", "excluded"]
"""``missing``: gold has it and the prediction doesn't; ``spurious``: the other way round; ``correct_null``: neither has
it, as it should be; ``excluded``: not scored, because gold calls it unclear, or optional and it wasn't given."""

_config = ConfigDict(frozen=True, extra="forbid")


class LeafRow(BaseModel):
    """One leaf of gold, of the prediction, or of both, and how it ended."""

    model_config = _config

    field: str = Field(description="Names of the fields that lead to the leaf, joined by dots, without list positions.")
    kind: NodeKind = Field(
        description="Type of the leaf; 'list' or 'object' where the whole of one is absent or empty."
    )
    comparator: ComparatorName | None = Field(None, description="How the values were compared; null for no value type.")
    outcome: Outcome = Field(description="How the leaf ended.")
    gold: SkipValidation[JsonValue] = Field(None, description="The right value; null where gold has none.")
    accept: tuple[SkipValidation[JsonValue], ...] = Field((), description="Other right values.")
    predicted: SkipValidation[JsonValue] = Field(None, description="The predicted value; null where there is none.")
    similarity: float = Field(0.0, ge=0, le=1, description="How alike the two are, 0 to 1.")
    rule: str = Field(description="One line on why it ended so.")
    gold_at: str | None = Field(
        None, description="Way to the leaf in gold, list entries by their id: 'events/e1/what'."
    )
    pointer: str | None = Field(None, description="JSON pointer of the leaf in the record's facts.")
    gold_evidence: tuple[int, ...] = Field((), description="Sentences gold names, those of the list entry included.")
    predicted_evidence: tuple[int, ...] = Field((), description="Sentences the record cites.")
    support: Support | None = Field(None, description="What the record says of the leaf; null where it has no receipt.")
    invented: bool | None = Field(
        None, description="No sentence of the article bears the prediction out; null where that can't be asked."
    )
    absent: str | None = Field(
        None, description="Field that gold leaves empty and that this row fills or rightly leaves empty."
    )
    optional: bool = Field(False, description="A careful reader may leave the leaf out.")


class Counts(BaseModel):
    """How many leaves ended how, with the arithmetic of MUC (Chinchor 1992): a partial match counts half."""

    model_config = _config

    correct: int = 0
    partial: int = 0
    wrong: int = 0
    missing: int = 0
    spurious: int = 0
    correct_null: int = 0
    excluded: int = 0

    @classmethod
    def of(cls, rows: Iterable[LeafRow]) -> Self:
        """Return the counts of ``rows``."""
        found = dict.fromkeys(cls.model_fields, 0)
        for row in rows:
            found[row.outcome] += 1
        return cls(**found)

    @property
    def possible(self) -> int:
        """POS: leaves that gold has, COR + PAR + INC + MIS."""
        return self.correct + self.partial + self.wrong + self.missing

    @property
    def actual(self) -> int:
        """ACT: leaves that the prediction has, COR + PAR + INC + SPU."""
        return self.correct + self.partial + self.wrong + self.spurious

    @property
    def hits(self) -> float:
        """COR + ½ PAR."""
        return self.correct + self.partial / 2


class ArticleScore(BaseModel):
    """One article, one schema, one record: its leaves, and what the record cost.

    To and from JSON with ``model_dump_json`` and ``model_validate_json``.
    """

    model_config = _config

    format: Literal["summarizer.score/1"] = Field(SCORE_FORMAT, description="Name and version of this format.")
    document_id: str = Field(description="SHA-256 of the article's text.")
    gold: str = Field(description="Gold file.")
    story: str = Field(description="Story the article belongs to: the cluster for statistics.")
    split: Split = Field(description="Split of the gold.")
    schema_name: str = Field(description="Name of the schema.")
    schema_digest: str = Field(description="Digest of the schema.")
    status: Status = Field(description="Status of the record; 'failed' where there is none that can be scored.")
    failure: str | None = Field(None, description="Why there is nothing to score; every required leaf is missing then.")
    rows: tuple[LeafRow, ...] = Field(description="Every leaf, in the order of the schema.")
    input_tokens: int = Field(0, description="Tokens sent.")
    output_tokens: int = Field(0, description="Tokens answered.")
    cost_usd: float | None = Field(None, description="What the record cost; null when the price isn't known.")
    latency_s: float = Field(0.0, description="Seconds the model took.")

    @property
    def counts(self) -> Counts:
        """Return how many leaves ended how."""
        return Counts.of(self.rows)
