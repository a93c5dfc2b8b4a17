"""A record as tidy rows, one a leaf fact: the same rows for a database and for an export."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

from pydantic import JsonValue

from summarizer.domain.record import Evidence, Record, Support

__all__ = ["ArticleHead", "FactRow", "FactType", "article_head", "fact_rows", "record_id", "support_counts"]

FactType = Literal["text", "label", "number", "boolean", "date", "datetime", "time", "when"]
"""What kind of value a fact is; ``label``: a text that was chosen from a list, so that nothing was there to check."""

_WHEN_KEYS = {"text", "start", "end", "precision"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATETIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
_NO_RECEIPT = Evidence(sentences=(), support="unsupported", reason="the record holds no receipt for it")


class FactRow(NamedTuple):
    """One leaf fact with all that it can be filtered, sorted or grouped by.

    ``article`` is the document's id, ``schema`` the schema's name. ``pointer`` is where the fact stands
    (``/events/0/when``), ``field`` the same for every entry of a list (``/events/*/when``). ``value`` is the fact as
    text; ``number`` is set for numbers that have a float, ``start`` and ``end`` for whatever means certain days.
    """

    record: str
    article: str
    outlet: str | None
    published: dt.date | None
    story: str | None
    schema: str
    schema_version: str
    schema_digest: str
    pointer: str
    field: str
    type: FactType
    value: str
    number: float | None
    start: dt.date | None
    end: dt.date | None
    support: Support
    sentences: tuple[int, ...]
    missing: tuple[str, ...]
    reason: str | None
    confidence: float | None
    model: str
    strategy: str
    run: str | None


class ArticleHead(NamedTuple):
    """What an article goes by: found by code in the article, else as the facts say."""

    title: str | None
    outlet: str | None
    published: dt.date | None


class _Value(NamedTuple):
    """A leaf as the columns of a row."""

    type: FactType
    text: str
    number: float | None = None
    start: dt.date | None = None
    end: dt.date | None = None


def record_id(record: Record) -> str:
    """Return the 32 hex digits that a record goes by: those of document, schema, model, strategy and repeat.

    A record that answers the same question again, also on another day, has the same id.
    """
    made = record.provenance
    key = [record.document.id, record.schema_ref.digest, made.model, made.strategy, made.repeat]
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:32]


def article_head(record: Record) -> ArticleHead:
    """Return title, outlet and day of publication; a fact fills in only where it isn't unsupported."""
    metadata = record.document.metadata
    published = metadata.published or _day(_head_fact(record, "published") or "")
    return ArticleHead(
        metadata.headline or _head_fact(record, "headline"), metadata.outlet or _head_fact(record, "outlet"), published
    )


def support_counts(record: Record) -> dict[Support, int]:
    """Return how many leaf facts have each support; all five are there."""
    counts: dict[Support, int] = dict.fromkeys(get_args(Support), 0)
    for _, _, _, evidence in _leaves(record.facts, record.evidence, "", ""):
        counts[evidence.support] += 1
    return counts


def fact_rows(record: Record, *, run: str | None = None, story: str | None = None) -> Iterator[FactRow]:
    """Yield one row a leaf fact in the order of the record's facts; null is no fact, a ``when`` block is one."""
    head, made, schema = article_head(record), record.provenance, record.schema_ref
    number = record_id(record)
    for pointer, field, value, evidence in _leaves(record.facts, record.evidence, "", ""):
        shown = _value(value, evidence.support)
        yield FactRow(
            record=number,
            article=record.document.id,
            outlet=head.outlet,
            published=head.published,
            story=story,
            schema=schema.name,
            schema_version=schema.version,
            schema_digest=schema.digest,
            pointer=pointer,
            field=field,
            type=shown.type,
            value=shown.text,
            number=shown.number,
            start=shown.start,
            end=shown.end,
            support=evidence.support,
            sentences=evidence.sentences,
            missing=evidence.missing,
            reason=evidence.reason,
            confidence=evidence.confidence,
            model=made.model,
            strategy=made.strategy,
            run=run,
        )


def _leaves(
    node: JsonValue, evidence: dict[str, Evidence], pointer: str, field: str
) -> Iterator[tuple[str, str, JsonValue, Evidence]]:
    """Yield pointer, field, value and receipt of every leaf below ``node``."""
    if node is None:
        return
    if pointer in evidence:
        yield pointer, field, node, evidence[pointer]
    elif isinstance(node, dict):
        if set(node) == _WHEN_KEYS:
            yield pointer, field, node, _NO_RECEIPT
            return
        for name, child in node.items():
            step = name.replace("~", "~0").replace("/", "~1")
            yield from _leaves(child, evidence, f"{pointer}/{step}", f"{field}/{step}")
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _leaves(child, evidence, f"{pointer}/{index}", f"{field}/*")
    else:
        yield pointer, field, node, _NO_RECEIPT


def _value(value: JsonValue, support: Support) -> _Value:
    if isinstance(value, bool):
        return _Value("boolean", "true" if value else "false")
    if isinstance(value, int | float):
        return _Value("number", _number_text(value), _float(value))
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        start, end = (_day(str(value.get(key) or "")) for key in ("start", "end"))
        return _Value("when", str(value["text"]), None, start or end, end or start)
    if not isinstance(value, str):
        return _Value("text", json.dumps(value, ensure_ascii=False))
    return _Value("label", value) if support == "unchecked" else _text_value(value)


def _text_value(text: str) -> _Value:
    if day := _day(text):
        return _Value("date", text, None, day, day)
    if (found := _DATETIME.fullmatch(text)) and (day := _day(found[1])):
        return _Value("datetime", text, None, day, day)
    return _Value("time" if _TIME.fullmatch(text) else "text", text)


def _number_text(value: float) -> str:
    # 12.0 and 12 are the same number to every reader of the table
    return repr(value).removesuffix(".0")


def _float(value: float) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _day(text: str) -> dt.date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _head_fact(record: Record, name: str) -> str | None:
    value = (record.facts or {}).get(name)
    evidence = record.evidence.get(f"/{name}")
    doubted = evidence is None or evidence.support == "unsupported"
    return value if isinstance(value, str) and value and not doubted else None
