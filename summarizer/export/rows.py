"""The rows of every exported table: one frozen type each, whose fields are the columns."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field

from summarizer.domain.fact_rows import FactType
from summarizer.domain.record import Support

__all__ = ["CostRecord", "EvalRecord", "FactRecord", "FigureRecord", "StatementRecord"]

_config = ConfigDict(frozen=True, extra="forbid")


class _About(BaseModel):
    """What every row about an article begins with."""

    model_config = _config

    record: str = Field(description="Id of the record.", examples=["3f2a9c0d4b7e41f6a1c2d3e4f5a6b7c8"])
    article: str = Field(description="SHA-256 of the article's text, in hex.", examples=["ab" * 32])
    outlet: str | None = Field(description="Who published the article.", examples=["The Harbour Post"])
    published: dt.date | None = Field(description="Day of publication.", examples=["2026-03-02"])
    story: str | None = Field(description="Story the article belongs to.", examples=["harbour-bridge"])


class FactRecord(_About):
    """One leaf fact of one record."""

    schema_name: str = Field(alias="schema", description="Name of the schema.", examples=["news_report"])
    schema_version: str = Field(description="Version of the schema.", examples=["1"])
    schema_digest: str = Field(description="SHA-256 of what the schema asks for.", examples=["cd" * 32])
    pointer: str = Field(description="JSON pointer of the fact in the record's facts.", examples=["/events/0/what"])
    field: str = Field(description="The pointer with * for every list position.", examples=["/events/*/what"])
    type: FactType = Field(description="What kind of value it is.", examples=["text"])
    value: str = Field(
        description="The value as text; a date as worded.", examples=["The city council closed the harbour bridge."]
    )
    number: float | None = Field(description="The value of a number.", examples=[None])
    start: dt.date | None = Field(description="First day a date can mean.", examples=[None])
    end: dt.date | None = Field(description="Last day a date can mean.", examples=[None])
    support: Support = Field(description="What code found in the cited sentences.", examples=["verified"])
    sentences: tuple[int, ...] = Field(description="Numbers of the cited sentences.", examples=[[2, 5]])
    missing: tuple[str, ...] = Field(description="Tokens of the fact that they don't bear out.", examples=[[]])
    reason: str | None = Field(description="Why the support isn't 'verified'.", examples=[None])
    confidence: float | None = Field(description="The model's own probability, where it gives one.", examples=[None])
    model: str = Field(description="provider/model.", examples=["local/smollm2"])
    strategy: str = Field(description="How the model was asked.", examples=["fieldwise"])
    run: str | None = Field(description="Id of the run that made it.", examples=[None])


class FigureRecord(_About):
    """One number of one record, with what its neighbours say about it."""

    schema_name: str = Field(alias="schema", description="Name of the schema.")
    pointer: str = Field(description="JSON pointer of the number.")
    field: str = Field(description="The pointer with * for every list position.")
    what: str = Field(description="What the number tells: the field `what` beside it, else the field's own name.")
    value: float = Field(description="The number.")
    unit: str | None = Field(description="The field `unit` beside it.")
    precision: str | None = Field(description="The field `precision` beside it.")
    according_to: str | None = Field(description="The field `according_to` beside it.")
    support: Support = Field(description="What code found for the number.")
    sentences: tuple[int, ...] = Field(description="Numbers of the cited sentences.")
    model: str = Field(description="provider/model.")
    run: str | None = Field(description="Id of the run that made it.")


class StatementRecord(_About):
    """One statement of one record: an object with a `speaker` and a `text`."""

    schema_name: str = Field(alias="schema", description="Name of the schema.")
    pointer: str = Field(description="JSON pointer of the statement.")
    field: str = Field(description="The pointer with * for every list position.")
    speaker: str = Field(description="Who said it.")
    text: str = Field(description="What was said.")
    kind: str | None = Field(description="The field `kind` beside it.")
    verbatim: bool | None = Field(description="The field `verbatim` beside it: the words are quoted.")
    support: Support = Field(description="What code found for the text.")
    speaker_support: Support = Field(description="What code found for the speaker.")
    sentences: tuple[int, ...] = Field(description="Numbers of the cited sentences.")
    model: str = Field(description="provider/model.")
    run: str | None = Field(description="Id of the run that made it.")


class EvalRecord(BaseModel):
    """One metric of one evaluation run, with its interval."""

    model_config = _config

    run: str = Field(description="Id of the evaluation run.", examples=["2026-03-02-seeds-1"])
    suite: str = Field(description="Name of the suite.", examples=["seeds"])
    model: str = Field(description="provider/model.", examples=["local/smollm2"])
    metric: str = Field(description="Name of the metric.", examples=["f1"])
    slice: str = Field(
        description="Empty for the whole suite, else the part of it: `field=…`, `schema=…`, `kind=…`.", examples=[""]
    )
    value: float | None = Field(description="The value; null where it isn't defined.", examples=[0.6])
    low: float | None = Field(description="Lower end of the 95 % interval over stories.", examples=[0.36])
    high: float | None = Field(description="Upper end of it.", examples=[0.73])
    articles: int = Field(description="Articles measured.", examples=[24])
    stories: int = Field(description="Stories they belong to.", examples=[12])
    lower_is_better: bool = Field(description="A smaller value is the better one.", examples=[False])
    at: dt.datetime = Field(description="When the run was made, in UTC.", examples=["2026-03-02T04:00:00Z"])
    baseline: bool = Field(description="The run was pinned as the baseline.", examples=[False])


class CostRecord(BaseModel):
    """What one model cost on one day."""

    model_config = _config

    day: dt.date = Field(description="Day the answers were made, in UTC.", examples=["2026-03-02"])
    model: str = Field(description="provider/model.", examples=["openai/gpt-5-mini"])
    answers: int = Field(description="Records made.", examples=[40])
    cached_answers: int = Field(description="Those of them that came from the cache whole.", examples=[12])
    cost_usd: float = Field(description="US dollars paid.", examples=[0.31])
    cached_usd: float = Field(
        description="US dollars that cached answers had cost when they were fresh.", examples=[0.1]
    )
    input_tokens: int = Field(description="Tokens sent for fresh answers.", examples=[51_000])
    output_tokens: int = Field(description="Tokens of fresh answers.", examples=[9_200])
    unpriced: int = Field(description="Fresh answers whose price isn't known.", examples=[0])
