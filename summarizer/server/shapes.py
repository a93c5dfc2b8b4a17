"""What the API answers with, as types: the documentation, the schemas and the names that `fields` takes."""

from __future__ import annotations

import datetime as dt
from typing import Any, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from summarizer.domain.document import Sentence
from summarizer.domain.record import Record, Status
from summarizer.export.rows import CostRecord, EvalRecord
from summarizer.server.problems import Problem
from summarizer.store.database.rows import RunKind

__all__ = [
    "ArticleShape",
    "ArticleTextShape",
    "CostsShape",
    "EvaluationShape",
    "FlipShape",
    "HealthShape",
    "JobShape",
    "JobState",
    "PageShape",
    "RecordShape",
    "RunShape",
    "SchemasShape",
    "SummaryRequest",
    "names_of",
]

_config = ConfigDict(frozen=True, extra="forbid")

Item = TypeVar("Item", bound=BaseModel)

JobState = Literal["queued", "running", "done", "failed"]

_ARTICLE = (
    "Harbour bridge closed\n\nThe Harbour Post, March 2, 2026\n\nThe city council closed the harbour bridge on Monday, "
    "Mayor Ada Lindqvist said. Repairs will cost 3.5 million euros."
)


def names_of(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the names of the members of ``model``, as JSON has them."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


class PageShape(BaseModel, Generic[Item]):
    """Some items, and where to go on."""

    model_config = _config

    items: tuple[Item, ...] = Field(description="The items, in the order asked for.")
    next: str | None = Field(description="`cursor` of the next page; null on the last one.", examples=[None])


class RecordShape(BaseModel):
    """A record without its facts, with their number by support."""

    model_config = _config

    id: str = Field(description="Id of the record.", examples=["3f2a9c0d4b7e41f6a1c2d3e4f5a6b7c8"])
    article: str = Field(description="SHA-256 of the article's text, in hex.", examples=["ab" * 32])
    title: str | None = Field(description="Headline of the article.", examples=["Harbour bridge closed"])
    outlet: str | None = Field(description="Who published it.", examples=["The Harbour Post"])
    published: dt.date | None = Field(description="Day of publication.", examples=["2026-03-02"])
    source: str = Field(description="File or address as the user named it.", examples=["bridge.txt"])
    story: str | None = Field(description="Story it belongs to.", examples=[None])
    language: str | None = Field(description="ISO 639-1 code.", examples=["en"])
    schema_name: str = Field(alias="schema", description="Name of the schema.", examples=["news_report"])
    schema_version: str = Field(description="Version of the schema.", examples=["1"])
    schema_digest: str = Field(description="SHA-256 of what the schema asks for.", examples=["cd" * 32])
    model: str = Field(description="provider/model.", examples=["local/smollm2"])
    strategy: str = Field(description="How the model was asked.", examples=["fieldwise"])
    repeat: int = Field(description="Which of several answers to one question.", examples=[0])
    status: Status = Field(description="'complete', 'partial', 'refused' or 'failed'.", examples=["complete"])
    error: str | None = Field(description="Why it is not complete.", examples=[None])
    created: dt.datetime = Field(description="When it was made, in UTC.", examples=["2026-03-02T08:15:00Z"])
    cost_usd: float | None = Field(description="Its whole price; null when it isn't known.", examples=[0.0])
    spent_usd: float | None = Field(description="What was paid of it, the rest came from the cache.", examples=[0.0])
    input_tokens: int = Field(description="Tokens sent.", examples=[812])
    output_tokens: int = Field(description="Tokens answered.", examples=[64])
    calls: int = Field(description="Answers used, fresh or cached.", examples=[9])
    attempts: int = Field(description="Requests sent for it.", examples=[9])
    latency_s: float = Field(description="Seconds the model took.", examples=[1.4])
    cached: bool = Field(description="Every answer came from the cache.", examples=[False])
    package_version: str = Field(description="Version of summarizer that made it.", examples=["0.1.0"])
    facts: int = Field(description="Leaf facts.", examples=[21])
    verified: int = Field(description="Those with support 'verified'.", examples=[17])
    derived: int = Field(description="Those with support 'derived'.", examples=[0])
    partial: int = Field(description="Those with support 'partial'.", examples=[1])
    unsupported: int = Field(description="Those with support 'unsupported'.", examples=[0])
    unchecked: int = Field(description="Those with support 'unchecked'.", examples=[3])
    run: str | None = Field(description="Id of the run that made it.", examples=[None])


class ArticleShape(BaseModel):
    """An article without its text."""

    model_config = _config

    id: str = Field(description="SHA-256 of the text, in hex.", examples=["ab" * 32])
    outlet: str | None = Field(description="Who published it.", examples=["The Harbour Post"])
    title: str | None = Field(description="Its headline.", examples=["Harbour bridge closed"])
    author: str | None = Field(description="Who wrote it.", examples=[None])
    published: dt.date | None = Field(description="Day of publication.", examples=["2026-03-02"])
    place: str | None = Field(description="Place of the dateline.", examples=[None])
    source: str = Field(description="File or address as the user named it.", examples=["bridge.txt"])
    language: str | None = Field(description="ISO 639-1 code.", examples=["en"])
    story: str | None = Field(description="Story it belongs to.", examples=[None])
    records: int = Field(description="Records made of it.", examples=[1])


class ArticleTextShape(ArticleShape):
    """An article with its text and numbered sentences."""

    text: str = Field(description="The text that every offset counts in.", examples=[_ARTICLE])
    sentences: tuple[Sentence, ...] = Field(description="The whole text as numbered sentences.", examples=[[]])


class RunShape(BaseModel):
    """A run, and what it came to."""

    model_config = _config

    id: str = Field(description="Id of the run.", examples=["2026-03-02-0815-a1b2"])
    kind: RunKind = Field(description="What it did.", examples=["summarize"])
    started: dt.datetime = Field(description="When it began, in UTC.", examples=["2026-03-02T08:15:00Z"])
    ended: dt.datetime | None = Field(description="When it ended; null while it goes on, or when it was killed.")
    model: str | None = Field(description="provider/model.", examples=["local/smollm2"])
    strategy: str | None = Field(description="How the model was asked.", examples=["fieldwise"])
    schema_name: str | None = Field(alias="schema", description="Name of the schema.", examples=["news_report"])
    suite: str | None = Field(description="Suite of an evaluation.", examples=[None])
    package_version: str = Field(description="Version of summarizer.", examples=["0.1.0"])
    complete: int = Field(description="Complete records.", examples=[5])
    partial: int = Field(description="Partial records.", examples=[0])
    refused: int = Field(description="Records that the model or a content filter declined.", examples=[0])
    failed: int = Field(description="Failed records.", examples=[0])
    cached: int = Field(description="Records that came from the cache whole.", examples=[0])
    resumed: int = Field(description="Articles an earlier run had finished.", examples=[0])
    problems: int = Field(description="Inputs that couldn't be read.", examples=[0])
    cost_usd: float | None = Field(description="US dollars paid.", examples=[0.0])
    note: str | None = Field(description="What went in.", examples=["articles/"])
    baseline: bool = Field(description="It was pinned as the baseline.", examples=[False])


class FlipShape(BaseModel):
    """An article whose facts turned from right to wrong, or back, since the baseline."""

    model_config = _config

    run: str = Field(description="Id of the evaluation run.", examples=["2026-03-02-seeds-1"])
    baseline: str = Field(description="Id of the baseline's run.", examples=["2026-02-20-seeds-1"])
    article: str = Field(description="Id of the article.", examples=["ab" * 32])
    schema_name: str = Field(alias="schema", description="Name of the schema.", examples=["news_report"])
    gold: str = Field(description="Gold file.", examples=["bridge.yaml"])
    repeat: int = Field(description="Which repeat.", examples=[1])
    lost: tuple[str, ...] = Field(
        description="Facts that were right and aren't any more.", examples=[["events/e1/when"]]
    )
    gained: tuple[str, ...] = Field(description="Facts that are right now and weren't.", examples=[[]])
    failure: str | None = Field(description="Why the article has no record.", examples=[None])


class EvaluationShape(BaseModel):
    """One evaluation run: itself, every metric, and what flipped."""

    model_config = _config

    run: RunShape = Field(description="The run.")
    metrics: tuple[EvalRecord, ...] = Field(description="Every metric and slice.")
    flips: tuple[FlipShape, ...] = Field(description="Articles that changed against the baseline, worst first.")


class CostsShape(BaseModel):
    """Spend by day and model."""

    model_config = _config

    items: tuple[CostRecord, ...] = Field(description="A row for each day and model, by day.")


class SchemasShape(BaseModel):
    """The names that /schemas/{name} knows."""

    model_config = _config

    items: tuple[str, ...] = Field(description="The names.", examples=[["facts", "news_report", "record"]])


class HealthShape(BaseModel):
    """How the server is."""

    model_config = _config

    status: Literal["ok"] = Field("ok", description="Always 'ok'; anything else is a problem document.")


def _either(schema: dict[str, Any]) -> None:
    """Say in JSON Schema that text and url stand for each other, and that what is left out isn't null."""
    for member in schema["properties"].values():
        member.pop("default", None)
    schema["oneOf"] = [{"required": ["text"]}, {"required": ["url"]}]
    schema["examples"] = [{"text": _ARTICLE, "schema": "news_report"}]


class SummaryRequest(BaseModel):
    """An article to summarize: its text, or the address it stands at; what is empty was left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_either)

    text: str = Field("", min_length=1, max_length=1_000_000, description="The article's text.", examples=[_ARTICLE])
    url: str = Field(
        "",
        min_length=8,
        max_length=2_000,
        pattern=r"^https?://[^\x00-\x20]+$",
        description="Address of the article, in place of `text`; only public ones are fetched.",
        examples=["https://news.example.org/bridge"],
    )
    schema_name: str = Field(
        "",
        alias="schema",
        min_length=1,
        max_length=200,
        description="Name of a schema; the server's own when left out.",
        examples=["news_report"],
    )
    source: str = Field(
        "",
        min_length=1,
        max_length=300,
        pattern=r"^[^\x00-\x1f]*$",
        description="What the text is to be called, a file name or an address.",
        examples=["bridge.txt"],
    )

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if bool(self.text) == bool(self.url):
            raise ValueError("give either text or url, one of the two")
        return self


class JobShape(BaseModel):
    """A summary under way, or what came of it."""

    model_config = _config

    id: str = Field(description="Id of the job.", examples=["j_4fZ0yq1v9mXr3tKc"])
    state: JobState = Field(description="How far it is.", examples=["queued"])
    stage: str = Field(description="What is being done, in words.", examples=["waiting for its turn"])
    created: dt.datetime = Field(description="When it was asked for, in UTC.", examples=["2026-03-02T08:15:00Z"])
    record_id: str | None = Field(None, description="Id of the record, once it is done.", examples=[None])
    record: Record | None = Field(None, description="The record, once it is done.", examples=[None])
    problem: Problem | None = Field(None, description="Why it failed.", examples=[None])
