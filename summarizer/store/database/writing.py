"""Putting records in: each whole, in one transaction, and once however often it comes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from summarizer.domain.fact_rows import FactRow, article_head, fact_rows, record_id, support_counts
from summarizer.domain.record import Record, Status, rank
from summarizer.store.database.rows import Written
from summarizer.store.database.tables import (
    FACTS_A_RECORD,
    answers,
    article_words,
    articles,
    evidence,
    fact_words,
    facts,
    records,
)
from summarizer.store.database.words import search_words
from summarizer.store.lines import record_line

__all__ = ["count_change", "put_record"]

_Row = dict[str, Any]


def put_record(connection: Connection, record: Record, *, run: str | None, story: str | None) -> Written:
    """Put ``record`` with its article, facts and evidence in the place of an older one; the caller commits.

    What it cost is kept in any case. It stays out when what stands there is as new, or says more (see
    ``rank``).
    """
    key = record_id(record)
    charged = _put_answer(connection, record, key, run)
    before = connection.execute(
        select(records.c.number, records.c.created, records.c.status, records.c.story).where(records.c.id == key)
    ).one_or_none()
    if before is not None and _stays(before.created, before.status, record):
        if charged:
            count_change(connection)
        return "kept"
    story = story or (before.story if before is not None else None)
    article = _put_article(connection, record, story)
    row = _record_row(record, key, run=run, story=story or article.story)
    if before is None:
        number = connection.execute(insert(records).returning(records.c.number), row).scalar_one()
    else:
        number = before.number
        connection.execute(update(records).where(records.c.number == number), row)
        _remove_facts(connection, number)
    _put_facts(connection, number, fact_rows(record, run=run, story=row["story"]))
    count_change(connection)
    return "added" if before is None else "replaced"


def count_change(connection: Connection) -> None:
    """Note that something was written: readers that keep answers then know theirs are old."""
    connection.execute(text("UPDATE about SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE name = 'revision'"))


def _stays(created: object, status: Status, record: Record) -> bool:
    made = record.provenance.created
    standing, new = rank(status), rank(record.status)
    if standing != new:
        return standing > new
    return bool(made <= created)  # type: ignore[operator]  # the column is a Moment


def _put_answer(connection: Connection, record: Record, key: str, run: str | None) -> bool:
    made = record.provenance
    paid = made.spent_usd
    if paid is None and made.cost_usd is not None:
        # written before records said what was paid
        paid = 0.0 if made.cached else made.cost_usd
    row = {
        "record": key,
        "created": made.created,
        "model": _clean(made.model),
        "cached": made.cached,
        "cost_usd": made.cost_usd,
        "spent_usd": paid,
        "input_tokens": made.usage.input_tokens,
        "output_tokens": made.usage.output_tokens,
        "run": run,
    }
    return connection.execute(_inserting(connection, answers).on_conflict_do_nothing(), row).rowcount > 0


def _put_article(connection: Connection, record: Record, story: str | None) -> Any:
    document, head = record.document, article_head(record)
    metadata = document.metadata
    row = _cleaned(
        {
            "id": document.id,
            "outlet": head.outlet,
            "title": head.title,
            "author": metadata.author,
            "published": head.published,
            "place": metadata.place,
            "source": document.source,
            "language": metadata.language,
            "story": story,
            "text": document.text,
            "sentences": json.dumps([one.model_dump(mode="json") for one in document.sentences]),
        }
    )
    statement = _inserting(connection, articles).values(row)
    # what another schema's record of the article knew isn't forgotten
    known = {name: func.coalesce(statement.excluded[name], articles.c[name]) for name in row if name != "id"}
    put = statement.on_conflict_do_update(index_elements=["id"], set_=known).returning(
        articles.c.number, articles.c.story
    )
    article = connection.execute(put).one()
    words = search_words(f"{head.title or ''}\n{document.text}")
    _remove_words(connection, article_words, article.number, article.number + 1)
    _put_words(connection, article_words, [(article.number, words)])
    return article


def _record_row(record: Record, key: str, *, run: str | None, story: str | None) -> _Row:
    document, made, schema = record.document, record.provenance, record.schema_ref
    counts = support_counts(record)
    return _cleaned(
        {
            "id": key,
            "article": document.id,
            **article_head(record)._asdict(),
            "source": document.source,
            "story": story,
            "language": document.metadata.language,
            "schema": schema.name,
            "schema_version": schema.version,
            "schema_digest": schema.digest,
            "status": record.status,
            "error": record.error,
            **made.model_dump(
                include={
                    "model", "strategy", "repeat", "created", "cost_usd", "spent_usd", "cached", "package_version"
                }
            ),
            **made.usage.model_dump(include={"input_tokens", "output_tokens", "calls", "attempts", "latency_s"}),
            "facts": sum(counts.values()),
            **{str(support): count for support, count in counts.items()},
            "run": run,
            "record": record_line(record).decode().rstrip("\n"),
        }
    )  # fmt: skip


def _put_facts(connection: Connection, number: int, rows: Any) -> None:
    stored: list[_Row] = []
    words: list[tuple[int, tuple[str, ...]]] = []
    cited: list[_Row] = []
    for at, row in enumerate(rows, start=number * FACTS_A_RECORD):
        stored.append(_fact_row(at, row))
        words.append((at, search_words(row.value)))
        cited += ({"fact": at, "sentence": sentence} for sentence in sorted(set(row.sentences)))
    if stored:
        connection.execute(insert(facts), stored)
        _put_words(connection, fact_words, words)
    if cited:
        connection.execute(insert(evidence), cited)


def _fact_row(number: int, row: FactRow) -> _Row:
    values = row._asdict()
    del values["sentences"]
    values["id"] = number
    values["missing"] = json.dumps(row.missing, ensure_ascii=False) if row.missing else None
    return _cleaned(values)


def _remove_facts(connection: Connection, number: int) -> None:
    first, after = number * FACTS_A_RECORD, (number + 1) * FACTS_A_RECORD
    _remove_words(connection, fact_words, first, after)
    connection.execute(delete(evidence).where(evidence.c.fact >= first, evidence.c.fact < after))
    connection.execute(delete(facts).where(facts.c.id >= first, facts.c.id < after))


def _remove_words(connection: Connection, table: Table, first: int, after: int) -> None:
    key = "rowid" if connection.dialect.name == "sqlite" else next(iter(table.primary_key)).name
    statement = f"DELETE FROM {table.name} WHERE {key} >= :first AND {key} < :after"  # noqa: S608 - our own names
    connection.execute(text(statement), {"first": first, "after": after})


def _put_words(connection: Connection, table: Table, words: Sequence[tuple[int, tuple[str, ...]]]) -> None:
    if connection.dialect.name == "sqlite":
        statement = f"INSERT INTO {table.name} (rowid, words) VALUES (:key, :words)"  # noqa: S608 - our own names
        connection.execute(text(statement), [{"key": key, "words": " ".join(found)} for key, found in words])
    else:
        name = next(iter(table.primary_key)).name
        statement = f"INSERT INTO {table.name} ({name}, words) VALUES (:key, array_to_tsvector(:words))"  # noqa: S608
        rows = [{"key": key, "words": list(found)} for key, found in words]
        connection.execute(text(statement).bindparams(bindparam("words")), rows)


def _inserting(connection: Connection, table: Table) -> Any:
    return sqlite_insert(table) if connection.dialect.name == "sqlite" else postgres_insert(table)


def _cleaned(row: Mapping[str, Any]) -> _Row:
    return {name: _clean(value) if isinstance(value, str) else value for name, value in row.items()}


def _clean(value: str) -> str:
    if value.isascii() and "\0" not in value:
        return value
    # neither database takes a lone surrogate, PostgreSQL no NUL either
    return value.replace("\0", "\ufffd").encode("utf-8", errors="replace").decode()
