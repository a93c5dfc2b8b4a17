"""Each leaf of gold and prediction ends as exactly one outcome."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, Field

from summarizer.domain.record import Evidence
from summarizer.schema_loader.derive import derive
from summarizer.scoring.gold_model import GoldItem, GoldLeaf, GoldList, GoldObject
from summarizer.scoring.ledger import score_article
from summarizer.scoring.plan import plan_of
from summarizer.scoring.score_model import ArticleScore, Counts, LeafRow


@pytest.fixture
def score(make_gold, make_record, schema):
    def run(gold_facts, facts, **options):
        return score_article(make_gold(gold_facts), make_record(facts, **options), schema)

    return run


def ends(result: ArticleScore, field: str) -> list[tuple[str, Any, Any]]:
    return [(row.outcome, row.gold, row.predicted) for row in result.rows if row.field == field]


def at(result: ArticleScore, field: str) -> LeafRow:
    (row,) = [row for row in result.rows if row.field == field]
    return row


def test_gold_against_itself_is_all_correct_and_every_empty_place_rightly_empty(score, facts):
    result = score(facts, facts)
    assert result.counts == Counts(correct=18, correct_null=5)
    assert (result.status, result.failure) == ("complete", None)
    assert {row.absent for row in result.rows if row.outcome == "correct_null"} == {
        "events/i0/when",
        "events/i0/figures",
        "events/i1/where",
        "events/i1/actors",
        "cargo",
    }


def test_a_row_says_all_about_its_leaf(score, facts, make_gold, quote):
    gold = {**facts, "rescued": GoldLeaf(12, accept=(13,), precision="about", evidence=quote(3, 2, 3))}
    receipt = Evidence(sentences=(2, 4), support="partial")
    result = score(gold, {**facts, "rescued": 99}, evidence={"/rescued": receipt})
    assert at(result, "rescued") == LeafRow(
        field="rescued",
        kind="integer",
        comparator="number",
        outcome="wrong",
        gold=12,
        accept=(13,),
        predicted=99,
        similarity=0.0,
        rule="another number",
        gold_at="rescued",
        pointer="/rescued",
        gold_evidence=(2, 3),
        predicted_evidence=(2, 4),
        support="partial",
        invented=True,
    )


@pytest.mark.parametrize(
    ("gold", "predicted", "outcome", "rule"),
    [
        (GoldLeaf(12), 12, "correct", "same value"),
        (GoldLeaf(12, accept=(14,)), 14, "correct", "same value"),
        (GoldLeaf(1234567), 1200000, "partial", "the number rounded"),
        (GoldLeaf(12), 15, "wrong", "another number"),
        (GoldLeaf(12), None, "missing", "gold has a value and the prediction none"),
        (GoldLeaf(None), 12, "spurious", "gold says that the article doesn't state it"),
        (GoldLeaf(None), None, "correct_null", "rightly left empty"),
        (GoldLeaf(12, accept=(None,)), None, "correct_null", "rightly left empty"),
        (GoldLeaf(None, accept=(12,)), 12, "correct", "same value"),
        (GoldLeaf(None, accept=(12,)), 15, "spurious", "another number"),
        (GoldLeaf(None, accept=(12,)), None, "correct_null", "rightly left empty"),
        (GoldLeaf(12, optional=True), None, "excluded", "optional in gold and not given"),
        (GoldLeaf(12, optional=True), 12, "correct", "same value"),
        (GoldLeaf(12, optional=True), 15, "wrong", "another number"),
        (GoldLeaf(None, optional=True), 12, "excluded", "gold leaves it open whether it is stated"),
        (GoldLeaf(None, optional=True), None, "correct_null", "rightly left empty"),
        (GoldLeaf(12, unclear=True), 12, "excluded", "unclear in gold, so not scored"),
        (GoldLeaf(12, unclear=True), None, "excluded", "unclear in gold, so not scored"),
        (GoldLeaf(None, unclear=True), 12, "excluded", "unclear in gold, so not scored"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_leaf_ends_as_gold_and_the_likeness_say(score, facts, gold, predicted, outcome, rule):
    row = at(score({**facts, "rescued": gold}, {**facts, "rescued": predicted}), "rescued")
    assert (row.outcome, row.rule) == (outcome, rule)


@pytest.mark.parametrize("blank", ["", "  "], ids=["empty", "spaces"])
def test_blank_text_is_no_answer(score, facts, blank):
    assert ends(score(facts, {**facts, "headline": blank}), "headline") == [("missing", "Ferry sinks off Arlo", blank)]
    assert ends(score({**facts, "headline": None}, {**facts, "headline": blank}), "headline") == [
        ("correct_null", None, blank)
    ]


def test_an_entry_that_nothing_is_like_is_taken_apart_into_its_leaves(score, facts):
    extra = {
        "what": "A bank was robbed in Oslo.",
        "kind": "other",
        "when": None,
        "where": "Oslo",
        "actors": ["two men"],
        "figures": [],
    }
    result = score(facts, {**facts, "events": [*facts["events"], extra]})
    assert [
        (row.field, row.outcome, row.pointer, row.gold_at, row.absent)
        for row in result.rows
        if row.outcome == "spurious"
    ] == [
        ("events.what", "spurious", "/events/2/what", None, None),
        ("events.kind", "spurious", "/events/2/kind", None, None),
        ("events.where", "spurious", "/events/2/where", None, None),
        ("events.actors", "spurious", "/events/2/actors/0", None, None),
    ]
    missing = score(facts, {**facts, "events": facts["events"][1:]})
    assert [(row.field, row.gold, row.gold_at) for row in missing.rows if row.outcome == "missing"] == [
        ("events.what", "The ferry Linnea hit a rock.", "events/i0/what"),
        ("events.kind", "accident", "events/i0/kind"),
        ("events.where", "Arlo", "events/i0/where"),
        ("events.actors", "Linnea", "events/i0/actors/i0"),
        ("events.actors", "Nord Lines", "events/i0/actors/i1"),
    ]


def test_a_matched_entry_points_to_its_own_place_on_either_side(score, facts):
    result = score(facts, {**facts, "events": facts["events"][::-1]})
    assert [(row.gold_at, row.pointer) for row in result.rows if row.field == "events.what"] == [
        ("events/i0/what", "/events/1/what"),
        ("events/i1/what", "/events/0/what"),
    ]
    assert result.counts == Counts(correct=18, correct_null=5)


def test_a_list_of_names_is_matched_name_by_name(score, facts):
    gold = {**facts, "places": ["Arlo", "Kyiv", "Oslo"]}
    result = score(gold, {**facts, "places": ["Kiev", "Bergen", "Arlo", "Arlo"]})
    assert ends(result, "places") == [
        ("correct", "Arlo", "Arlo"),
        ("correct", "Kyiv", "Kiev"),
        ("missing", "Oslo", None),
        ("spurious", None, "Bergen"),
        ("spurious", None, "Arlo"),
    ]


def test_an_empty_list_that_is_filled_is_one_place_filled_however_many_entries(score, facts):
    result = score({**facts, "places": []}, {**facts, "places": ["Arlo", "Oslo"]})
    rows = [row for row in result.rows if row.field == "places"]
    assert [(row.outcome, row.absent, row.rule) for row in rows] == [
        ("spurious", "places", "gold says that the article doesn't state it")
    ] * 2


def test_an_absent_object_that_is_filled_is_taken_apart(score, facts):
    result = score(facts, {**facts, "cargo": {"goods": "timber", "tonnes": None}})
    assert [(row.field, row.outcome, row.absent) for row in result.rows if row.field.startswith("cargo")] == [
        ("cargo.goods", "spurious", "cargo")
    ]


def test_an_object_without_anything_in_it_counts_as_one_leaf(score, facts):
    empty = {"goods": None, "tonnes": None}
    filled = score(facts, {**facts, "cargo": empty})
    assert ends(filled, "cargo") == [("spurious", None, {})]
    missed = score({**facts, "cargo": empty}, facts)
    assert ends(missed, "cargo") == [("missing", {}, None)]
    both = score({**facts, "cargo": empty}, {**facts, "cargo": empty})
    assert both.counts == Counts(correct=18, correct_null=6)


def test_an_object_gold_is_unsure_of_isn_t_scored(score, facts):
    cargo = {"goods": "timber", "tonnes": 3}
    unclear = score({**facts, "cargo": GoldLeaf(None, unclear=True)}, {**facts, "cargo": cargo})
    assert [(row.field, row.outcome, row.invented) for row in unclear.rows if "cargo" in row.field] == [
        ("cargo.goods", "excluded", None),
        ("cargo.tonnes", "excluded", None),
    ]
    assert ends(score({**facts, "cargo": GoldLeaf(None, unclear=True)}, facts), "cargo") == [("excluded", None, None)]
    left_open = GoldLeaf(None, optional=True)
    assert score({**facts, "cargo": left_open}, {**facts, "cargo": cargo}).counts.excluded == 2
    assert ends(score({**facts, "cargo": left_open}, facts), "cargo") == [("correct_null", None, None)]


def test_an_optional_entry_may_be_left_out_and_is_scored_when_it_is_given(score, facts):
    first, second = facts["events"]
    node = GoldObject({**{name: GoldLeaf(None) for name in first}, "what": GoldLeaf(second["what"]), "kind": GoldLeaf("rescue"),
                       "figures": GoldList(), "actors": GoldList()})  # fmt: skip
    gold = {**facts, "events": [first, GoldItem("opt", node, optional=True)]}
    left_out = score(gold, {**facts, "events": [first]})
    assert [
        (row.field, row.outcome, row.optional) for row in left_out.rows if (row.gold_at or "").startswith("events/opt")
    ] == [
        ("events.what", "excluded", True),
        ("events.kind", "excluded", True),
    ]
    assert left_out.counts == Counts(correct=12, correct_null=3, excluded=2)
    given = score(gold, facts)
    assert ends(given, "events.what")[1] == ("correct", second["what"], second["what"])
    assert ends(given, "events.kind")[1] == ("correct", "rescue", "rescue")
    wrong = score(gold, {**facts, "events": [first, {**second, "kind": "search"}]})
    assert ends(wrong, "events.kind")[1] == ("wrong", "rescue", "search")


def test_of_two_entries_alike_the_required_one_is_matched(score, facts):
    gold = {**facts, "places": [GoldItem("maybe", GoldLeaf("Arlo"), optional=True), GoldItem("must", GoldLeaf("Arlo"))]}
    result = score(gold, facts)
    assert [(row.outcome, row.gold_at) for row in result.rows if row.field == "places"] == [
        ("excluded", "places/maybe"),
        ("correct", "places/must"),
    ]


def test_an_unclear_entry_takes_what_is_like_it_out_of_the_score(score, facts):
    gold = {**facts, "places": ["Arlo", GoldItem("u", GoldLeaf("Oslo", unclear=True))]}
    assert ends(score(gold, {**facts, "places": ["Arlo", "Oslo"]}), "places")[1] == ("excluded", "Oslo", "Oslo")
    assert ends(score(gold, facts), "places")[1] == ("excluded", "Oslo", None)


def test_evidence_of_a_leaf_is_its_own_or_that_of_the_entry_around_it(score, facts, quote):
    first = facts["events"][0]
    node = {**first, "where": GoldLeaf("Arlo", evidence=quote(5))}
    fields = GoldObject({name: value if isinstance(value, GoldLeaf) else GoldLeaf(value) for name, value in node.items()
                         if not isinstance(value, list)})  # fmt: skip
    item = GoldItem(
        "e1",
        GoldObject({**fields.fields, "actors": GoldList((GoldItem("a", GoldLeaf("Linnea")),)), "figures": GoldList()}),
        evidence=quote(3, 1),
    )
    result = score({**facts, "events": [item]}, {**facts, "events": [{**first, "actors": ["Linnea"]}]})
    assert {row.field: row.gold_evidence for row in result.rows if row.field.startswith("events")} == {
        "events.what": (1, 3),
        "events.kind": (1, 3),
        "events.when": (1, 3),
        "events.where": (5,),
        "events.actors": (1, 3),
        "events.figures": (1, 3),
    }


@pytest.mark.parametrize(
    ("changes", "failure"),
    [
        ({"status": "failed", "error": "the model timed out"}, "the model timed out"),
        ({"status": "failed", "error": None}, "the record holds no facts"),
        ({"status": "refused", "error": "the model declined"}, "the model declined"),
        ({"facts": None, "status": "complete", "error": None}, "the record holds no facts"),
        ({"facts": {"rescued": 12}}, None),
        ({"facts": {"rescued": "many"}}, "the facts don't fit the schema: Input should be a valid integer, unable to parse string as an integer"),
        ({"text": "Another article."}, "the record is of another article"),
    ],
    ids=["failed", "failed silently", "refused", "no facts", "facts left out", "not of the schema", "another article"],
)  # fmt: skip
def test_what_can_t_be_scored_counts_as_nothing_found(score, facts, changes, failure):
    given = {key: value for key, value in changes.items() if key != "facts"}
    result = score(facts, changes.get("facts", facts), **given)
    assert result.failure == failure
    if failure is not None:
        assert result.status == "failed"
        assert result.counts == Counts(missing=18)


def test_a_record_of_another_schema_counts_as_nothing_found(make_gold, make_record, schema, facts):
    other = derive(type("Report", (BaseModel,), {"__annotations__": {"x": str}, "x": Field(description="x")}))
    record = make_record(facts, of=other)
    result = score_article(make_gold(facts), record, schema)
    assert (result.failure, result.counts) == (
        "the record follows another schema, or another version of it",
        Counts(missing=18),
    )


def test_no_record_at_all_misses_every_required_leaf_and_says_why(make_gold, schema, facts):
    gold = make_gold({**facts, "rescued": GoldLeaf(12, optional=True), "headline": GoldLeaf("x", unclear=True)})
    result = score_article(gold, None, schema, failure="the run was cut off")
    assert (result.status, result.failure) == ("failed", "the run was cut off")
    assert result.counts == Counts(missing=16, excluded=2)
    assert {(row.pointer, row.support, row.invented) for row in result.rows} == {(None, None, None)}
    assert score_article(gold, None, schema).failure == "no record"


def test_a_failure_the_caller_knows_of_wins_over_a_good_record(make_gold, make_record, schema, facts):
    result = score_article(make_gold(facts), make_record(facts), schema, failure="refused")
    assert (result.failure, result.counts) == ("refused", Counts(missing=18))
    assert (result.input_tokens, result.output_tokens, result.cost_usd, result.latency_s) == (100, 20, 0.01, 1.5)


def test_a_partial_record_is_scored_as_it_is(score, facts):
    result = score(facts, facts, status="partial", error="cut off")
    assert (result.status, result.failure, result.counts.correct) == ("partial", None, 18)


def test_a_score_names_its_article_and_comes_back_from_json(make_gold, make_record, schema, facts):
    gold = make_gold(facts, story="storm")
    result = score_article(gold, make_record({**facts, "rescued": 3}), schema, plan=plan_of(schema))
    assert (result.document_id, result.gold, result.story, result.split) == (
        gold.document_id,
        "evals/gold/sea/ferry.yaml",
        "storm",
        "dev",
    )
    assert (result.schema_name, result.schema_digest) == (schema.name, schema.digest)
    assert ArticleScore.model_validate_json(result.model_dump_json()) == result


class Ship(BaseModel):
    """A ship."""

    ship: str = Field(description="Its name.")
    tonnage: int | None = Field(None, description="Its size.")


class Plane(BaseModel):
    """A plane."""

    plane: str = Field(description="Its name.")


class Vehicles(BaseModel):
    """Vehicles."""

    craft: list[Ship | Plane] = Field(description="Ships and planes.")
    flagship: Ship | Plane | None = Field(None, description="The one that leads.")
    count: int | str | None = Field(None, description="How many.")


@pytest.fixture
def score_vehicles(make_gold, make_record):
    schema = derive(Vehicles)

    def run(gold_facts, facts):
        return score_article(make_gold(gold_facts, of=schema), make_record(facts, of=schema), schema)

    return run


def test_entries_of_a_union_are_compared_within_their_option(score_vehicles):
    gold: dict[str, Any] = {
        "craft": [{"ship": "Linnea", "tonnage": None}, {"plane": "Comet"}],
        "flagship": None,
        "count": 2,
    }
    same = score_vehicles(gold, {**gold, "craft": gold["craft"][::-1], "count": "two"})
    assert [(row.field, row.outcome) for row in same.rows] == [
        ("craft.ship", "correct"),
        ("craft.tonnage", "correct_null"),
        ("craft.plane", "correct"),
        ("flagship", "correct_null"),
        ("count", "correct"),
    ]


def test_an_object_of_another_option_has_no_leaf_in_common(score_vehicles):
    gold: dict[str, Any] = {"craft": [], "flagship": {"ship": "Linnea", "tonnage": 9}, "count": None}
    other = score_vehicles(gold, {**gold, "flagship": {"plane": "Linnea"}})
    assert [(row.field, row.outcome, row.absent) for row in other.rows] == [
        ("craft", "correct_null", "craft"),
        ("flagship.ship", "missing", None),
        ("flagship.tonnage", "missing", None),
        ("flagship.plane", "spurious", None),
        ("count", "correct_null", "count"),
    ]
    none = score_vehicles(gold, {**gold, "flagship": None})
    assert [row.outcome for row in none.rows if row.field.startswith("flagship")] == ["missing", "missing"]
    filled = score_vehicles({**gold, "flagship": None}, {**gold, "flagship": {"plane": "Linnea"}})
    assert [(row.field, row.outcome, row.absent) for row in filled.rows if row.field.startswith("flagship")] == [
        ("flagship.plane", "spurious", "flagship")
    ]
