"""Whatever gold and record say, the ledger adds up, and better answers never score worse."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.scoring.gold_model import GoldItem, GoldLeaf, GoldList, GoldNode, GoldObject
from summarizer.scoring.ledger import score_article
from summarizer.scoring.metrics import measure
from summarizer.scoring.ratios import ratios
from summarizer.scoring.score_model import ArticleScore

CHECKS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
NAMES = st.sampled_from(["Marta Okoye", "M. Okoye", "Joan Okoye", "Nord Lines", "two men", "Kyiv", "Kiev", "Arlo"])
TEXTS = st.sampled_from(
    [
        "The ferry hit a rock.",
        "The ferry hit a reef.",
        "A rock was hit by the ferry.",
        "Fog was to blame.",
        "Prices rose.",
    ]
)
WHENS = st.one_of(
    st.none(),
    st.sampled_from(["on Sunday", "Sunday", "4 May 2026"]).map(
        lambda text: {"text": text, "start": None, "end": None, "precision": None}
    ),
)


def maybe(strategy):
    return st.one_of(st.none(), strategy)


PEOPLE = st.fixed_dictionaries({"name": NAMES, "role": maybe(TEXTS)})
FIGURES = st.fixed_dictionaries(
    {"value": st.sampled_from([1.0, 12.0, 12.5]), "unit": st.sampled_from(["people", "km"]), "what": TEXTS}
)
EVENTS = st.fixed_dictionaries(
    {
        "what": TEXTS,
        "kind": st.sampled_from(["accident", "rescue", "other"]),
        "when": WHENS,
        "where": maybe(NAMES),
        "actors": st.lists(NAMES, max_size=3),
        "figures": st.lists(FIGURES, max_size=2),
    }
)
FACTS = st.fixed_dictionaries(
    {
        "headline": maybe(TEXTS),
        "published": maybe(st.sampled_from(["2026-05-04", "2026-05-05"])),
        "rescued": maybe(st.integers(0, 20)),
        "official": maybe(st.booleans()),
        "people": st.lists(PEOPLE, max_size=3),
        "events": st.lists(EVENTS, max_size=4),
        "places": st.lists(NAMES, max_size=4),
        "cargo": maybe(st.fixed_dictionaries({"goods": maybe(TEXTS), "tonnes": maybe(st.integers(0, 9))})),
    }
)


def leaves(value: Any) -> int:
    """How many filled leaves there are."""
    if isinstance(value, dict) and set(value) != {"text", "start", "end", "precision"}:
        return sum(map(leaves, value.values()))
    if isinstance(value, list):
        return sum(map(leaves, value))
    return int(value is not None)


def total(facts: dict[str, Any], other: dict[str, Any]) -> int:
    """How many leaves count; a cargo without anything in it is one where the other side has none at all."""
    hollow = facts["cargo"] is not None and not leaves(facts["cargo"])
    return leaves(facts) + (hollow and other["cargo"] is None)


def turned(value: Any, draw) -> Any:
    """The same facts with every list in another order."""
    if isinstance(value, dict):
        return {key: turned(part, draw) for key, part in value.items()}
    if isinstance(value, list):
        return [turned(part, draw) for part in draw(st.permutations(value))]
    return value


def shape(score: ArticleScore) -> Counter[tuple[object, ...]]:
    """The rows without where they stand."""
    return Counter(
        (row.field, row.outcome, str(row.gold), str(row.predicted), round(row.similarity, 9), row.rule)
        for row in score.rows
    )


@CHECKS
@given(facts=FACTS)
def test_gold_against_itself_is_perfect(make_gold, make_record, schema, facts):
    score = score_article(make_gold(facts), make_record(facts), schema)
    counts = score.counts
    assert (counts.correct, counts.possible, counts.actual) == (counts.possible, counts.possible, counts.actual)
    assert ratios(score)["f1"].value in (1.0, None)
    assert ratios(score)["false_fill"].value in (0.0, None)
    assert measure([score]).values["field_macro_f1"] in (1.0, None)


@CHECKS
@given(gold=FACTS, facts=FACTS)
def test_every_leaf_of_either_side_is_counted_exactly_once(make_gold, make_record, schema, gold, facts):
    score = score_article(make_gold(gold), make_record(facts), schema)
    counts = score.counts
    assert sum(counts.model_dump().values()) == len(score.rows)
    assert (counts.possible, counts.actual) == (total(gold, facts), total(facts, gold))
    pointers = [row.pointer for row in score.rows if row.pointer is not None]
    assert len(set(pointers)) == len(pointers)


@CHECKS
@given(data=st.data(), gold=FACTS, facts=FACTS)
def test_no_order_of_lists_changes_anything(make_gold, make_record, schema, data, gold, facts):
    before = score_article(make_gold(gold), make_record(facts), schema)
    after = score_article(make_gold(turned(gold, data.draw)), make_record(turned(facts, data.draw)), schema)
    assert shape(after) == shape(before)
    assert measure([after]).values == measure([before]).values


@CHECKS
@given(gold=FACTS, facts=FACTS)
def test_an_added_invented_leaf_lowers_precision_and_nothing_else(make_gold, make_record, schema, gold, facts):
    more = {**facts, "places": [*facts["places"], "Xanadu"]}
    before = score_article(make_gold(gold), make_record(facts), schema)
    after = score_article(make_gold(gold), make_record(more), schema)
    assert after.counts.actual == before.counts.actual + 1
    assert (after.counts.hits, after.counts.possible) == (before.counts.hits, before.counts.possible)
    old, new = ratios(before)["precision"].value, ratios(after)["precision"].value
    assert new is not None
    assert new < old if old else new == 0.0
    (row,) = [row for row in after.rows if row.predicted == "Xanadu"]
    assert (row.outcome, row.invented) == ("spurious", True)


@CHECKS
@given(data=st.data(), facts=FACTS)
def test_a_removed_leaf_lowers_recall(make_gold, make_record, schema, data, facts):
    filled = [name for name in ("headline", "published", "rescued", "official") if facts[name] is not None]
    filled += [name for name in ("places", "people", "events") if facts[name]]
    if not filled:
        return
    name = data.draw(st.sampled_from(filled))
    less = copy.deepcopy(facts)
    less[name] = less[name][:-1] if isinstance(less[name], list) else None
    score = score_article(make_gold(facts), make_record(less), schema)
    assert score.counts.missing >= 1
    assert score.counts.actual == score.counts.correct == score.counts.possible - score.counts.missing
    recall = ratios(score)["recall"].value
    assert recall is not None
    assert recall < 1


@st.composite
def marked(draw, value: Any) -> GoldNode:
    """Gold with alternatives, optional and unclear leaves and entries anywhere."""
    if isinstance(value, dict) and set(value) != {"text", "start", "end", "precision"}:
        return GoldObject({name: draw(marked(part)) for name, part in value.items()})
    if isinstance(value, list):
        return GoldList(
            tuple(GoldItem(f"i{k}", draw(marked(one)), optional=draw(st.booleans())) for k, one in enumerate(value))
        )
    accept = draw(st.sampled_from([(), (None,), ("Arlo", 12), (value,)]))
    return GoldLeaf(value, accept, optional=draw(st.booleans()), unclear=draw(st.booleans()))


@CHECKS
@given(data=st.data(), gold=FACTS, facts=maybe(FACTS))
def test_any_gold_can_be_scored_against_any_record(make_gold, make_record, schema, data, gold, facts):
    nodes = {name: data.draw(marked(value)) for name, value in gold.items()}
    score = score_article(make_gold(nodes), make_record(facts), schema)
    assert ArticleScore.model_validate_json(score.model_dump_json()) == score
    assert sum(score.counts.model_dump().values()) == len(score.rows)
    for name, ratio in ratios(score).items():
        assert 0 <= ratio.numerator <= ratio.denominator, name


@CHECKS
@given(data=st.data(), gold=FACTS)
def test_an_answer_that_repeats_gold_misses_nothing_whatever_is_optional_or_unclear(
    make_gold, make_record, schema, data, gold
):
    nodes = {name: data.draw(marked(value)) for name, value in gold.items()}
    counts = score_article(make_gold(nodes), make_record(gold), schema).counts
    assert (counts.wrong, counts.missing, counts.spurious) == (0, 0, 0)
