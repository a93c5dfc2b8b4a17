"""What the database gives and takes: plain frozen rows, the same for SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from summarizer.domain.document import Sentence
from summarizer.domain.record import Status

__all__ = [
    "ArticleRow",
    "ArticleText",
    "Choices",
    "CostRow",
    "Counts",
    "EvalRow",
    "FieldCounts",
    "FlipRow",
    "Page",
    "RecordRow",
    "RunEnd",
    "RunKind",
    "RunRow",
    "RunStart",
    "Written",
]

Row = TypeVar("Row")

RunKind = Literal["summarize", "import", "eval"]

Written = Literal["added", "replaced", "kept"]
"""What became of a record: ``kept`` means that what stood there is as new, or says more (see ``rank``)."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and the cursor of those that follow; None on the last page."""

    rows: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article; ``records`` counts what was made of it."""

    id: str
    outlet: str | None
    title: str | None
    author: str | None
    published: dt.date | None
    place: str | None
    source: str
    language: str | None
    story: str | None
    records: int


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article with its text and numbered sentences."""

    article: ArticleRow
    text: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record without its facts.

    ``facts`` and the supports that follow count them; ``spent_usd`` is what was paid of the price.
    """

    id: str
    article: str
    title: str | None
    outlet: str | None
    published: dt.date | None
    source: str
    story: str | None
    language: str | None
    schema: str
    schema_version: str
    schema_digest: str
    model: str
    strategy: str
    repeat: int
    status: Status
    error: str | None
    created: dt.datetime
    cost_usd: float | None
    spent_usd: float | None
    input_tokens: int
    output_tokens: int
    calls: int
    attempts: int
    latency_s: float
    cached: bool
    package_version: str
    facts: int
    verified: int
    derived: int
    partial: int
    unsupported: int
    unchecked: int
    run: str | None


@dataclass(frozen=True, slots=True)
class RunStart:
    """What is known of a run when it begins; ``note`` says what went in, in the user's words."""

    kind: RunKind
    started: dt.datetime
    package_version: str
    model: str | None = None
    strategy: str | None = None
    schema: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RunEnd:
    """What a run came to."""

    ended: dt.datetime
    complete: int = 0
    partial: int = 0
    refused: int = 0
    failed: int = 0
    cached: int = 0
    resumed: int = 0
    problems: int = 0
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run; ``ended`` is None while it goes on, and for ever when it was killed."""

    id: str
    kind: RunKind
    started: dt.datetime
    ended: dt.datetime | None
    model: str | None
    strategy: str | None
    schema: str | None
    suite: str | None
    package_version: str
    complete: int
    partial: int
    refused: int
    failed: int
    cached: int
    resumed: int
    problems: int
    cost_usd: float | None
    note: str | None
    baseline: bool


@dataclass(frozen=True, slots=True)
class EvalRow:
    """One metric of one evaluation run over a slice of its articles; ``slice`` is empty for all of them."""

    run: str
    suite: str
    model: str
    metric: str
    slice: str
    value: float | None
    low: float | None
    high: float | None
    articles: int
    stories: int
    lower_is_better: bool
    at: dt.datetime
    baseline: bool


@dataclass(frozen=True, slots=True)
class FlipRow:
    """One article whose facts went from right to wrong, or the other way round, since the run ``baseline``."""

    run: str
    baseline: str
    article: str
    schema: str
    gold: str
    repeat: int
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    failure: str | None


@dataclass(frozen=True, slots=True)
class CostRow:
    """What a model's answers of one day (UTC) came to.

    ``cost_usd`` was paid, ``cached_usd`` is what the answers from the cache had cost when they were fresh. The tokens
    are those of fresh answers; ``unpriced`` counts fresh answers whose price isn't known, which ``cost_usd`` lacks.
    """

    day: dt.date
    model: str
    answers: int
    cached_answers: int
    cost_usd: float
    cached_usd: float
    input_tokens: int
    output_tokens: int
    unpriced: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over records; those named like a status count records, ``partly`` facts partly borne out."""

    articles: int
    records: int
    complete: int
    partial: int
    refused: int
    failed: int
    facts: int
    verified: int
    derived: int
    partly: int
    unsupported: int
    unchecked: int
    first: dt.date | None
    last: dt.date | None
    newest: dt.datetime | None


@dataclass(frozen=True, slots=True)
class FieldCounts:
    """How the facts of one field are borne out."""

    schema: str
    field: str
    facts: int
    verified: int
    derived: int
    partial: int
    unsupported: int
    unchecked: int


@dataclass(frozen=True, slots=True)
class Choices:
    """Every value that there is to filter by, sorted; ``fields`` are pairs of schema and field."""

    outlets: tuple[str, ...]
    stories: tuple[str, ...]
    schemas: tuple[str, ...]
    models: tuple[str, ...]
    runs: tuple[str, ...]
    languages: tuple[str, ...]
    suites: tuple[str, ...]
    metrics: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
