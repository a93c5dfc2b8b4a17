"""The tables as they stand after the last migration."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

from summarizer.store.database.moments import Moment

__all__ = [
    "FACTS_A_RECORD",
    "METADATA",
    "about",
    "answers",
    "article_words",
    "articles",
    "evaluations",
    "evidence",
    "fact_words",
    "facts",
    "flips",
    "records",
    "runs",
]

METADATA = MetaData()

FACTS_A_RECORD = 1 << 20
"""The fact at place ``p`` of record number ``n`` has the number ``n * FACTS_A_RECORD + p``: those of a record lie
together, in its order, and keep their numbers when it is written again. Record numbers up to 2³³ keep them exact
in JavaScript."""

# SQLite counts up only a column that is exactly INTEGER PRIMARY KEY
_Number = BigInteger().with_variant(Integer, "sqlite")

# The newest first and, of one day, in the order they were written: as pages are asked for most, and read off the index.
_NEWEST = text("published DESC")

about = Table(
    "about",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

articles = Table(
    "articles",
    METADATA,
    Column("number", _Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("outlet", Text),
    Column("title", Text),
    Column("author", Text),
    Column("published", Date),
    Column("place", Text),
    Column("source", Text, nullable=False),
    Column("language", Text),
    Column("story", Text),
    # last, so that a row's other columns are read without touching them
    Column("text", Text, nullable=False),
    Column("sentences", Text, nullable=False),
    Index("articles_published", _NEWEST),
    Index("articles_outlet", "outlet", _NEWEST),
    Index("articles_story", "story"),
)

records = Table(
    "records",
    METADATA,
    Column("number", _Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("article", ForeignKey("articles.id"), nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("published", Date),
    Column("source", Text, nullable=False),
    Column("story", Text),
    Column("language", Text),
    Column("schema_name", Text, key="schema", nullable=False),
    Column("schema_version", Text, nullable=False),
    Column("schema_digest", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("strategy", Text, nullable=False),
    Column("repeat", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("error", Text),
    Column("created", Moment, nullable=False),
    Column("cost_usd", Float),
    Column("spent_usd", Float),
    Column("input_tokens", BigInteger, nullable=False),
    Column("output_tokens", BigInteger, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("latency_s", Float, nullable=False),
    Column("cached", Boolean, nullable=False),
    Column("package_version", Text, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("verified", Integer, nullable=False),
    Column("derived", Integer, nullable=False),
    Column("partial", Integer, nullable=False),
    Column("unsupported", Integer, nullable=False),
    Column("unchecked", Integer, nullable=False),
    Column("run", Text),
    Column("record", Text, nullable=False),
    Index("records_published", _NEWEST),
    Index("records_created", "created"),
    Index("records_article", "article"),
    Index("records_outlet", "outlet", _NEWEST),
    Index("records_story", "story"),
    Index("records_schema", "schema", _NEWEST),
    Index("records_model", "model", _NEWEST),
    Index("records_status", "status", _NEWEST),
    Index("records_run", "run"),
)

facts = Table(
    "facts",
    METADATA,
    Column("id", _Number, primary_key=True, autoincrement=False),
    Column("record", ForeignKey("records.id", ondelete="CASCADE"), nullable=False),
    Column("article", Text, nullable=False),
    Column("outlet", Text),
    Column("published", Date),
    Column("story", Text),
    Column("schema_name", Text, key="schema", nullable=False),
    Column("schema_version", Text, nullable=False),
    Column("schema_digest", Text, nullable=False),
    Column("pointer", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("number", Float),
    Column("start_date", Date, key="start"),
    Column("end_date", Date, key="end"),
    Column("support", Text, nullable=False),
    Column("missing", Text),
    Column("reason", Text),
    Column("confidence", Float),
    Column("model", Text, nullable=False),
    Column("strategy", Text, nullable=False),
    Column("run", Text),
    Index("facts_record", "record"),
    Index("facts_article", "article"),
    Index("facts_published", _NEWEST),
    Index("facts_outlet", "outlet", _NEWEST),
    Index("facts_story", "story", _NEWEST),
    Index("facts_schema", "schema", _NEWEST),
    Index("facts_field", "field", _NEWEST),
    Index("facts_support", "support", _NEWEST),
    Index("facts_model", "model", _NEWEST),
    Index("facts_run", "run"),
    Index("facts_number", "field", "number"),
    # the largest numbers of all fields: without it every number is looked at
    Index("facts_largest", "number"),
    Index("facts_start", "start", "end"),
)

evidence = Table(
    "evidence",
    METADATA,
    Column("fact", ForeignKey("facts.id", ondelete="CASCADE"), primary_key=True),
    Column("sentence", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

# What an answer cost when it was made, kept when a later one replaces the record.
answers = Table(
    "answers",
    METADATA,
    Column("record", Text, primary_key=True),
    Column("created", Moment, primary_key=True),
    Column("model", Text, nullable=False),
    Column("cached", Boolean, nullable=False),
    Column("cost_usd", Float),
    Column("spent_usd", Float),
    Column("input_tokens", BigInteger, nullable=False),
    Column("output_tokens", BigInteger, nullable=False),
    Column("run", Text),
    Index("answers_created", "created"),
)

runs = Table(
    "runs",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("started", Moment, nullable=False),
    Column("ended", Moment),
    Column("model", Text),
    Column("strategy", Text),
    Column("schema_name", Text, key="schema"),
    Column("suite", Text),
    Column("package_version", Text, nullable=False),
    *(
        Column(name, Integer, nullable=False, server_default=text("0"))
        for name in ("complete", "partial", "refused", "failed", "cached", "resumed", "problems")
    ),
    Column("cost_usd", Float),
    Column("note", Text),
    Column("baseline", Boolean, nullable=False, server_default=text("false")),
    Index("runs_started", "started"),
)

evaluations = Table(
    "evaluations",
    METADATA,
    Column("run", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("slice", Text, primary_key=True),
    Column("suite", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    Column("articles", Integer, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("lower_is_better", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Index("evaluations_metric", "suite", "metric", "slice", "at"),
    Index("evaluations_at", "at"),
)

flips = Table(
    "flips",
    METADATA,
    Column("run", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("baseline", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("schema_name", Text, key="schema", nullable=False),
    Column("gold", Text, nullable=False),
    Column("repeat", Integer, nullable=False),
    Column("lost", Text, nullable=False),
    Column("gained", Text, nullable=False),
    Column("failure", Text),
)

# The words that a search looks in. Made by the migration in each database's own way: FTS5 in SQLite, where the key is
# the rowid, a tsvector in PostgreSQL.
_WORDS = MetaData()
fact_words = Table("fact_words", _WORDS, Column("fact", _Number, primary_key=True), Column("words", Text))
article_words = Table("article_words", _WORDS, Column("article", _Number, primary_key=True), Column("words", Text))
