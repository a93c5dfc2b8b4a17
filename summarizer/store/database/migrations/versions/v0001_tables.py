"""The first tables: articles, records, facts and their evidence, answers, runs, evaluations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# SQLite counts up only a column that is exactly INTEGER PRIMARY KEY
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_NEWEST = sa.text("published DESC")

_SQLITE_WORDS = (
    "CREATE VIRTUAL TABLE fact_words USING fts5(words, tokenize='ascii', detail='none', prefix='2 3')",
    "CREATE VIRTUAL TABLE article_words USING fts5(words, tokenize='ascii', detail='none', prefix='2 3')",
)
_POSTGRES_WORDS = (
    "CREATE TABLE fact_words (fact BIGINT PRIMARY KEY REFERENCES facts ON DELETE CASCADE, words TSVECTOR)",
    "CREATE INDEX fact_words_words ON fact_words USING gin (words)",
    "CREATE TABLE article_words (article BIGINT PRIMARY KEY REFERENCES articles ON DELETE CASCADE, words TSVECTOR)",
    "CREATE INDEX article_words_words ON article_words USING gin (words)",
)


def upgrade() -> None:
    """Make every table."""
    _about()
    _articles()
    _records()
    _facts()
    _evidence()
    _answers()
    _runs()
    _evaluations()
    _flips()
    for statement in _SQLITE_WORDS if op.get_bind().dialect.name == "sqlite" else _POSTGRES_WORDS:
        op.execute(statement)


def _about() -> None:
    op.create_table(
        "about",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("story", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sentences", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("articles_story", "articles", ["story"])
    op.create_index("articles_outlet", "articles", ["outlet", _NEWEST])
    op.create_index("articles_published", "articles", [_NEWEST])


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("schema_name", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("schema_digest", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("strategy", sa.Text(), nullable=False),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cost_usd", sa.Float(), nullable=True),
        sa.Column("spent_usd", sa.Float(), nullable=True),
        sa.Column("input_tokens", sa.BigInteger(), nullable=False),
        sa.Column("output_tokens", sa.BigInteger(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("latency_s", sa.Float(), nullable=False),
        sa.Column("cached", sa.Boolean(), nullable=False),
        sa.Column("package_version", sa.Text(), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.Column("verified", sa.Integer(), nullable=False),
        sa.Column("derived", sa.Integer(), nullable=False),
        sa.Column("partial", sa.Integer(), nullable=False),
        sa.Column("unsupported", sa.Integer(), nullable=False),
        sa.Column("unchecked", sa.Integer(), nullable=False),
        sa.Column("run", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"]),
    )
    op.create_index("records_article", "records", ["article"])
    op.create_index("records_created", "records", ["created"])
    op.create_index("records_run", "records", ["run"])
    op.create_index("records_story", "records", ["story"])
    op.create_index("records_model", "records", ["model", _NEWEST])
    op.create_index("records_outlet", "records", ["outlet", _NEWEST])
    op.create_index("records_published", "records", [_NEWEST])
    op.create_index("records_schema", "records", ["schema_name", _NEWEST])
    op.create_index("records_status", "records", ["status", _NEWEST])


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("id", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("story", sa.Text(), nullable=True),
        sa.Column("schema_name", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("schema_digest", sa.Text(), nullable=False),
        sa.Column("pointer", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("support", sa.Text(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("strategy", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["record"], ["records.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("facts_article", "facts", ["article"])
    op.create_index("facts_largest", "facts", ["number"])
    op.create_index("facts_number", "facts", ["field", "number"])
    op.create_index("facts_record", "facts", ["record"])
    op.create_index("facts_run", "facts", ["run"])
    op.create_index("facts_start", "facts", ["start_date", "end_date"])
    op.create_index("facts_field", "facts", ["field", _NEWEST])
    op.create_index("facts_model", "facts", ["model", _NEWEST])
    op.create_index("facts_outlet", "facts", ["outlet", _NEWEST])
    op.create_index("facts_published", "facts", [_NEWEST])
    op.create_index("facts_schema", "facts", ["schema_name", _NEWEST])
    op.create_index("facts_story", "facts", ["story", _NEWEST])
    op.create_index("facts_support", "facts", ["support", _NEWEST])


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("fact", _NUMBER, nullable=False),
        sa.Column("sentence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fact"], ["facts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("fact", "sentence"),
        sqlite_with_rowid=False,
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("cached", sa.Boolean(), nullable=False),
        sa.Column("cost_usd", sa.Float(), nullable=True),
        sa.Column("spent_usd", sa.Float(), nullable=True),
        sa.Column("input_tokens", sa.BigInteger(), nullable=False),
        sa.Column("output_tokens", sa.BigInteger(), nullable=False),
        sa.Column("run", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record", "created"),
    )
    op.create_index("answers_created", "answers", ["created"])


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("strategy", sa.Text(), nullable=True),
        sa.Column("schema_name", sa.Text(), nullable=True),
        sa.Column("suite", sa.Text(), nullable=True),
        sa.Column("package_version", sa.Text(), nullable=False),
        sa.Column("complete", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("partial", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cached", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("resumed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("problems", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cost_usd", sa.Float(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("baseline", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("runs_started", "runs", ["started"])


def _evaluations() -> None:
    op.create_table(
        "evaluations",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("slice", sa.Text(), nullable=False),
        sa.Column("suite", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.Column("lower_is_better", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "metric", "slice"),
    )
    op.create_index("evaluations_at", "evaluations", ["at"])
    op.create_index("evaluations_metric", "evaluations", ["suite", "metric", "slice", "at"])


def _flips() -> None:
    op.create_table(
        "flips",
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("baseline", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("schema_name", sa.Text(), nullable=False),
        sa.Column("gold", sa.Text(), nullable=False),
        sa.Column("repeat", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Text(), nullable=False),
        sa.Column("gained", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "place"),
    )
