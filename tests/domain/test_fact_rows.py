from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from summarizer.domain.document import Metadata
from summarizer.domain.fact_rows import ArticleHead, FactRow, article_head, fact_rows, record_id, support_counts
from summarizer.domain.record import Evidence, Record
from summarizer.store.lines import key_of, read_records

FIXTURES = Path(__file__).parents[1] / "fixtures" / "records" / "articles.jsonl"

VERIFIED = Evidence(sentences=(2, 4), support="verified", confidence=0.9)
UNCHECKED = Evidence(sentences=(1,), support="unchecked")
DAY = dt.date(2026, 3, 4)


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return list(read_records(FIXTURES))


@pytest.fixture(scope="module")
def pattern(records: list[Record]) -> Record:
    return records[0]


def _with(pattern: Record, facts: JsonValue, evidence: dict[str, Evidence]) -> Record:
    return pattern.model_copy(update={"facts": facts, "evidence": evidence})


def test_a_row_says_all_that_is_known_of_a_fact(pattern: Record):
    partly = Evidence(sentences=(3,), support="partial", missing=("12",), reason="12 isn't stated")
    record = _with(pattern, {"events": [{"what": None}, {"what": "It rained"}]}, {"/events/1/what": partly})
    made, schema = record.provenance, record.schema_ref

    assert list(fact_rows(record, run="r1", story="rain")) == [
        FactRow(
            record=record_id(record),
            article=record.document.id,
            outlet="Harbour Gazette",
            published=DAY,
            story="rain",
            schema=schema.name,
            schema_version=schema.version,
            schema_digest=schema.digest,
            pointer="/events/1/what",
            field="/events/*/what",
            type="text",
            value="It rained",
            number=None,
            start=None,
            end=None,
            support="partial",
            sentences=(3,),
            missing=("12",),
            reason="12 isn't stated",
            confidence=None,
            model=made.model,
            strategy=made.strategy,
            run="r1",
        )
    ]


WHEN: dict[str, JsonValue] = {"text": "on Tuesday", "start": "2026-03-03", "end": "2026-03-04", "precision": "day"}


@pytest.mark.parametrize(
    ("value", "evidence", "expected"),
    [
        ("a text", VERIFIED, ("text", "a text", None, None, None)),
        ("attack", UNCHECKED, ("label", "attack", None, None, None)),
        (True, UNCHECKED, ("boolean", "true", None, None, None)),
        (False, UNCHECKED, ("boolean", "false", None, None, None)),
        (3500000, VERIFIED, ("number", "3500000", 3.5e6, None, None)),
        (12.0, VERIFIED, ("number", "12", 12.0, None, None)),
        (-0.5, VERIFIED, ("number", "-0.5", -0.5, None, None)),
        (10**400, VERIFIED, ("number", str(10**400), None, None, None)),
        (float("inf"), VERIFIED, ("number", "inf", None, None, None)),
        ("2026-03-04", VERIFIED, ("date", "2026-03-04", None, DAY, DAY)),
        ("2026-02-30", VERIFIED, ("text", "2026-02-30", None, None, None)),
        ("2026-03-04T10:30:00Z", VERIFIED, ("datetime", "2026-03-04T10:30:00Z", None, DAY, DAY)),
        ("10:30:00", VERIFIED, ("time", "10:30:00", None, None, None)),
        (WHEN, VERIFIED, ("when", "on Tuesday", None, dt.date(2026, 3, 3), DAY)),
        ({**WHEN, "start": None, "end": None}, VERIFIED, ("when", "on Tuesday", None, None, None)),
    ],
)
def test_a_value_becomes_text_number_or_days(pattern: Record, value: JsonValue, evidence: Evidence, expected: object):
    [row] = fact_rows(_with(pattern, {"x": value}, {"/x": evidence}))

    assert (row.type, row.value, row.number, row.start, row.end) == expected


def test_names_with_slashes_and_lists_in_lists_keep_their_pointers(pattern: Record):
    facts: JsonValue = {"a/b~c": [["x"], [{"0": "y"}]]}
    rows = list(fact_rows(_with(pattern, facts, {})))

    assert [(row.pointer, row.field) for row in rows] == [
        ("/a~1b~0c/0/0", "/a~1b~0c/*/*"),
        ("/a~1b~0c/1/0/0", "/a~1b~0c/*/*/0"),
    ]


def test_a_value_without_a_receipt_is_unsupported_and_says_so(pattern: Record):
    [row, when] = fact_rows(_with(pattern, {"x": "y", "when": WHEN}, {}))

    assert (row.support, row.sentences, row.reason) == ("unsupported", (), "the record holds no receipt for it")
    assert (when.type, when.support) == ("when", "unsupported")


def test_every_receipt_of_every_record_has_its_row_and_every_row_is_counted(records: list[Record]):
    for record in records:
        rows = list(fact_rows(record))
        assert [row.pointer for row in rows] == sorted(record.evidence, key=[row.pointer for row in rows].index)
        counts = support_counts(record)
        assert sum(counts.values()) == len(rows)
        assert all(counts[support] == [row.support for row in rows].count(support) for support in counts)


def test_a_failed_record_has_no_rows(pattern: Record):
    assert list(fact_rows(_with(pattern, None, {}))) == []


def test_equal_keys_and_only_those_have_the_same_id(pattern: Record):
    def changed(**update: object) -> Record:
        return pattern.model_copy(update={"provenance": pattern.provenance.model_copy(update=update)})

    again = changed(created=dt.datetime(2030, 1, 1, tzinfo=dt.UTC), prompt="other", cost_usd=9.0)
    others = [changed(model="x/y"), changed(strategy="z"), changed(repeat=1)]

    assert record_id(again) == record_id(pattern)
    assert len(record_id(pattern)) == 32
    assert len({record_id(one) for one in (pattern, *others)}) == len({key_of(one) for one in (pattern, *others)}) == 4


@pytest.mark.parametrize(
    ("metadata", "support", "expected"),
    [
        (Metadata(headline="H", outlet="O", published=DAY), "verified", ArticleHead("H", "O", DAY)),
        (Metadata(), "verified", ArticleHead("h", "o", dt.date(2026, 1, 2))),
        (Metadata(outlet="O"), "partial", ArticleHead("h", "O", dt.date(2026, 1, 2))),
        (Metadata(), "unsupported", ArticleHead(None, None, None)),
    ],
    ids=["metadata first", "facts", "both", "no invented ones"],
)
def test_an_article_goes_by_what_code_found_else_by_facts_that_are_borne_out(
    pattern: Record, metadata: Metadata, support: str, expected: ArticleHead
):
    facts: JsonValue = {"headline": "h", "outlet": "o", "published": "2026-01-02"}
    receipt = Evidence.model_validate({"sentences": (1,), "support": support})
    record = _with(pattern, facts, {f"/{name}": receipt for name in ("headline", "outlet", "published")})
    document = record.document.model_copy(update={"metadata": metadata})

    assert article_head(record.model_copy(update={"document": document})) == expected


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(facts=st.dictionaries(st.text(max_size=3), json_values, max_size=4))
def test_any_facts_at_all_become_rows_whose_pointers_lead_back_to_them(facts: dict[str, JsonValue]):
    record = _with(next(iter(read_records(FIXTURES))), facts, {})

    rows = list(fact_rows(record))
    assert len({row.pointer for row in rows}) == len(rows)
    for row in rows:
        found: JsonValue = facts
        for step in row.pointer.split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            found = found[int(name)] if isinstance(found, list) else found[name]  # type: ignore[index]
        assert found is not None
