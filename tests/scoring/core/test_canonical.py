"""Order keys say everything that two entries can differ in, and nothing of where they stand."""

from __future__ import annotations

from typing import Any

from summarizer.domain.record import Evidence
from summarizer.scoring.canonical import gold_key, plain, predicted_key
from summarizer.scoring.gold_model import GoldEvidence, GoldItem, GoldLeaf, GoldList, GoldNode, GoldObject

ANA, BEA = GoldLeaf("Ana"), GoldLeaf("Bea")


def entry(*leaves: GoldLeaf, **fields: GoldLeaf) -> GoldItem:
    node: GoldNode = (
        GoldList(tuple(GoldItem(f"i{k}", leaf) for k, leaf in enumerate(leaves))) if leaves else GoldObject(fields)
    )
    return GoldItem("e", node)


def test_gold_is_the_plain_facts_that_it_stands_for():
    assert plain(GoldObject({"names": entry(ANA, BEA).node, "age": GoldLeaf(None)})) == {
        "names": ["Ana", "Bea"],
        "age": None,
    }


def test_the_order_of_fields_and_of_lists_within_an_entry_is_no_part_of_its_key():
    assert gold_key(entry(ANA, BEA)) == gold_key(entry(BEA, ANA))
    assert gold_key(entry(a=ANA, b=BEA)) == gold_key(entry(b=BEA, a=ANA))


def test_whatever_gold_says_of_an_entry_is_part_of_its_key():
    said = [
        entry(a=ANA, b=BEA),
        entry(a=BEA, b=ANA),
        entry(a=GoldLeaf("Ana", accept=("Anna",)), b=BEA),
        entry(a=GoldLeaf("Ana", optional=True), b=BEA),
        GoldItem("e", entry(a=ANA, b=BEA).node, optional=True),
        GoldItem("e", entry(a=ANA, b=BEA).node, evidence=(GoldEvidence(3, "…"),)),
        GoldItem("f", entry(a=ANA, b=BEA).node),
        entry(ANA),
        entry(ANA, ANA),
    ]
    assert len({gold_key(one) for one in said}) == len(said)


def test_a_predicted_entry_is_told_by_its_values_and_by_the_receipts_below_it():
    value: Any = {"b": ["y", "x"], "a": 1}
    receipts = {
        "/0": Evidence(sentences=(4,), support="verified"),
        "/0/b/0": Evidence(sentences=(2,), support="partial"),
        "/0/a": Evidence(sentences=(7,), support="unsupported"),
    }
    assert predicted_key(value, "/0", receipts) == "{a: 1 (7,) unsupported, b: ['x', 'y' (2,) partial]} (4,) verified"
    assert predicted_key(value, "/1", receipts) == "{a: 1, b: ['x', 'y']}"
    assert predicted_key({"a": 1, "b": ["x", "y"]}, "/1", {}) == predicted_key(value, "/1", {})
