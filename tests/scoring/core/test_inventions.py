"""A value is invented when it stands nowhere in the article."""

from __future__ import annotations

import pytest

from summarizer.domain.document import Metadata
from summarizer.domain.record import Derivation, Evidence
from summarizer.ingest.documents import make_document
from summarizer.scoring.inventions import Inventions
from summarizer.scoring.ledger import score_article

TEXT = """Ferry sinks off Arlo

BERGEN, 4 May 2026 – Marta Okoye, the harbour master, said on Sunday that twelve people were rescued from the ferry.
Repairs will cost 3.5 million kroner and take 90 days, the Ukrainian owner told reporters in the U.S. on Friday.
"""


@pytest.fixture(scope="module")
def inventions():
    return Inventions(make_document(TEXT, metadata=Metadata(published="2026-05-04")))


@pytest.mark.parametrize(
    ("comparator", "value", "invented"),
    [
        ("text", "The ferry sank and twelve people were rescued.", False),
        ("text", "Rescue of people from ferries", False),
        ("text", "A bank was robbed by masked men.", True),
        ("text", "The ferry of Olaf Berg sank.", True),
        ("text", "The ferry sank with 40 people.", True),
        ("text", "The ferry sank with 12 people.", False),
        ("text", "Lightning struck.", True),
        ("quote", "Ferry sinks off Arlo", False),
        ("name", "Marta Okoye", False),
        ("name", "Mr Okoye", False),
        ("name", "Joan Okoye", True),
        ("name", "the harbour master", False),
        ("person_name", "Ole Nordmann", True),
        ("place", "Ukraine", False),
        ("place", "United States", False),
        ("place", "US", False),
        ("place", "Oslo", True),
        ("unit", "kroner", False),
        ("when", {"text": "on Sunday", "start": None, "end": None, "precision": None}, False),
        ("when", {"text": "on Monday", "start": None, "end": None, "precision": None}, True),
        ("number", 12, False),
        ("number", 3500000, False),
        ("number", 90, False),
        ("number", 91, True),
        ("number", "twelve", False),
        ("date", "2026-05-04", False),
        ("date", "2026-05-03", False),
        ("date", "2026-05-01", False),
        ("date", "2026-06-11", True),
        ("datetime", "2026-05-04T10:00:00Z", False),
    ],
    ids=str,
)
def test_a_value_is_looked_for_in_the_whole_article(inventions, comparator, value, invented):
    assert inventions.invented(comparator, value) is invented


def rows(make_gold, make_record, schema, gold, facts, **options):
    return {row.field: row for row in score_article(make_gold(gold), make_record(facts, **options), schema).rows}


def test_only_what_is_false_and_can_be_looked_for_is_asked(make_gold, make_record, schema, facts):
    given = {
        **facts,
        "rescued": 77,
        "official": False,
        "headline": "Plane crashes near Oslo",
        "cargo": {"goods": "fog", "tonnes": None},
    }
    found = rows(make_gold, make_record, schema, facts, given)
    asked = ("headline", "published", "rescued", "official", "cargo.goods")
    assert {name: found[name].invented for name in asked} == {
        "headline": True,
        "published": False,
        "rescued": True,
        "official": None,
        "cargo.goods": False,
    }


def test_a_number_that_the_receipt_calls_derived_is_not_invented(make_gold, make_record, schema, facts):
    receipt = Evidence(sentences=(2,), support="derived", derivation=Derivation(operation="sum", operands=(12.0, 2.0)))
    found = rows(make_gold, make_record, schema, facts, {**facts, "rescued": 14}, evidence={"/rescued": receipt})
    assert (found["rescued"].outcome, found["rescued"].invented) == ("wrong", False)
