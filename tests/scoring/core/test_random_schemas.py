"""What must hold of any schema, gold and record: schemas are made at random, with facts to fit them."""

from __future__ import annotations

import copy
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field, create_model

from summarizer.domain.blocks import When
from summarizer.domain.schema import TargetSchema, TypeNode, option_for
from summarizer.schema_loader.derive import derive
from summarizer.scoring.gold_model import GoldItem, GoldLeaf, GoldList, GoldNode, GoldObject
from summarizer.scoring.likeness import is_filled
from summarizer.scoring.ratios import ratios
from summarizer.scoring.score_model import ArticleScore

CHECKS = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
STEADY = settings(CHECKS, max_examples=40) if settings.get_current_profile_name() == "steady" else CHECKS

# Names decide how a field is compared, so the pool has one for every comparator.
NAMES = ["name", "mayor", "city", "company", "who", "what", "quote", "unit", "kind", "amount", "note", "sign"]
TEXTS = st.one_of(
    st.sampled_from(
        [
            "Ana Ruiz",
            "A. Ruiz",
            "Ana",
            "Nord Lines",
            "Nord Lines Inc.",
            "Kyiv",
            "Kiev",
            "US",
            "the United States",
            "two men",
        ]
    ),
    st.sampled_from(
        ["The ferry hit a rock.", "A rock was hit.", "Prices rose 3%.", "Prices fell 3%.", "not so", "12", "1-2"]
    ),
    st.sampled_from(
        ["—", "the", "Dr.", "?", "İ", "ß", "mr", "and", "'", "東京", "a", "%", "km", "and Co.", "\u200b", "0", "of the"]
    ),
    st.text(min_size=1, max_size=4).filter(str.strip),
)
WORDS_OF_TIME = st.sampled_from(["on Sunday", "Sunday", "4 May 2026", "May 2026", "—", "soon"])
DAYS = st.sampled_from([dt.date(2026, 5, 4), dt.date(2026, 5, 5), dt.date(2026, 1, 1), dt.date(1, 1, 1)])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS,
    "integer": st.one_of(st.integers(-3, 3), st.integers(-(10**18), 10**18)),
    "number": st.one_of(st.sampled_from([0.0, 1.0, 1.5, -2.0, 1e300, 1e-300]), st.floats(-100, 100)),
    "boolean": st.booleans(),
    "date": DAYS.map(dt.date.isoformat),
    "datetime": DAYS.map(lambda day: f"{day.isoformat()}T10:30:00Z"),
    "time": st.sampled_from(["10:30:00", "00:00:00"]),
    "when": st.one_of(
        WORDS_OF_TIME.map(lambda text: {"text": text, "start": None, "end": None, "precision": None}),
        st.tuples(WORDS_OF_TIME, DAYS).map(
            lambda each: {"text": each[0], "start": str(each[1]), "end": str(each[1]), "precision": "day"}
        ),
    ),
}
SCALARS: list[Any] = [str, str, int, float, bool, dt.date, dt.datetime, dt.time, When, Literal["x", "y"], int | str]


@st.composite
def models(draw, depth: int = 2) -> type[BaseModel]:
    """A Pydantic model of one to four fields of any kind, nested up to ``depth`` deep."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    fields: dict[str, Any] = {name: (draw(types(depth)), Field(description=name)) for name in names}
    return create_model("Thing", __doc__="A thing.", **fields)


@st.composite
def types(draw, depth: int) -> Any:
    shape = draw(st.sampled_from(["scalar", "scalar", "list", "object", "objects", "lists"]))
    if shape == "scalar" or (depth == 0 and shape != "list"):
        kind = draw(st.sampled_from(SCALARS))
        return kind | None if draw(st.booleans()) else kind
    if shape == "list":
        return list[draw(st.sampled_from(SCALARS))]  # type: ignore[misc] # the type is known only when it is drawn
    model = draw(models(depth - 1))
    if shape == "lists":
        return list[list[model]] if draw(st.booleans()) else list[list[str]]  # type: ignore[valid-type] # likewise
    if shape == "objects":
        return list[model]  # type: ignore[valid-type] # likewise
    return model | None if draw(st.booleans()) else model


SCHEMAS = models().map(derive)


@st.composite
def facts_of(draw, node: TypeNode) -> Any:
    """Facts that fit the node."""
    if node.optional and draw(st.integers(0, 2)) == 0:
        return None
    if node.kind == "object":
        return {field.name: draw(facts_of(field.node)) for field in node.fields}
    if node.kind == "list":
        assert node.item is not None
        return [draw(facts_of(node.item)) for _ in range(draw(st.sampled_from([0, 1, 1, 2, 2, 3, 4])))]
    if node.kind == "union":
        return draw(facts_of(draw(st.sampled_from(node.options))))
    return draw(st.sampled_from(node.labels) if node.kind == "enum" else VALUES[node.kind])


def leaves(value: Any, at: str = "") -> Iterator[str]:
    """The JSON pointers of the leaves that state something."""
    if isinstance(value, dict) and "text" not in value:
        for name, part in value.items():
            yield from leaves(part, f"{at}/{name}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from leaves(part, f"{at}/{index}")
    elif is_filled(value):
        yield at


def weight(value: Any) -> int:
    """How many rows the value takes where the other side has nothing: its leaves, one for an object without any."""
    if isinstance(value, dict) and "text" not in value:
        return sum(map(weight, value.values())) or 1
    return sum(map(weight, value)) if isinstance(value, list) else int(is_filled(value))


def hollow(value: Any) -> bool:
    """Whether an object anywhere in it states nothing: filled or emptied, it is matched with another one."""
    if isinstance(value, dict) and "text" not in value:
        return not list(leaves(value)) or any(map(hollow, value.values()))
    return isinstance(value, list) and any(map(hollow, value))


def turned(value: Any, draw: Any) -> Any:
    """The same with every list in another order."""
    if isinstance(value, dict):
        return {name: turned(part, draw) for name, part in value.items()}
    return [turned(part, draw) for part in draw(st.permutations(value))] if isinstance(value, list) else value


def shape(score: ArticleScore) -> Counter[tuple[object, ...]]:
    """The rows without where they stand."""
    return Counter(
        (row.field, row.outcome, str(row.gold), str(row.predicted), round(row.similarity, 9), row.rule)
        for row in score.rows
    )


def parts(node: TypeNode, value: Any) -> Iterator[tuple[TypeNode, Any, Any]]:
    """Every place that can be emptied or filled: its node, what holds it, and its key or index there."""
    if node.kind == "object" and isinstance(value, dict):
        for field in node.fields:
            yield field.node, value, field.name
            yield from parts(field.node, value[field.name])
    elif node.kind == "list" and isinstance(value, list):
        assert node.item is not None
        for index, each in enumerate(value):
            yield node.item, value, index
            yield from parts(node.item, each)
    elif node.kind == "union":
        option = option_for(node, value)
        yield from parts(option, value) if option is not node else ()


@st.composite
def marked(draw, value: Any) -> GoldNode:
    """Gold with alternatives, optional and unclear leaves and entries anywhere."""
    if isinstance(value, dict) and "text" not in value:
        return GoldObject({name: draw(marked(part)) for name, part in value.items()})
    if isinstance(value, list):
        items = [GoldItem(f"i{k}", draw(marked(one)), optional=draw(st.booleans())) for k, one in enumerate(value)]
        return GoldList(tuple(items))
    accept = draw(st.sampled_from([(), (None,), (value,)]))
    return GoldLeaf(value, accept, optional=draw(st.booleans()), unclear=draw(st.booleans()))


@pytest.fixture(scope="session")
def score(make_gold, make_record):
    """Gold facts or nodes, and a record's facts → the article's score under the schema."""
    from summarizer.scoring.ledger import score_article

    def scored(schema: TargetSchema, gold: Any, facts: Any) -> ArticleScore:
        return score_article(make_gold(gold, of=schema), make_record(facts, of=schema), schema)

    return scored


@STEADY
@given(data=st.data(), schema=SCHEMAS)
def test_gold_against_itself_is_perfect_under_any_schema(score, data, schema):
    facts = data.draw(facts_of(schema.root))
    found = score(schema, facts, facts)
    counts = found.counts
    assert found.failure is None
    assert (counts.correct, counts.possible) == (counts.actual, counts.actual)
    assert ratios(found)["f1"].value in (1.0, None)


@STEADY
@given(data=st.data(), schema=SCHEMAS)
def test_every_leaf_of_either_side_is_counted_once_under_any_schema(score, data, schema):
    gold, facts = data.draw(facts_of(schema.root)), data.draw(facts_of(schema.root))
    found = score(schema, gold, facts)
    assert sum(found.counts.model_dump().values()) == len(found.rows)
    stated = Counter(row.pointer for row in found.rows if row.predicted is not None and row.predicted != {})
    assert stated == Counter(leaves(facts))
    held = [row for row in found.rows if row.gold is not None and row.gold != {}]
    assert len(held) == sum(1 for _ in leaves(gold))
    assert len({row.gold_at for row in held}) == len(held)


@STEADY
@given(data=st.data(), schema=SCHEMAS)
def test_no_order_of_lists_changes_anything_under_any_schema(score, data, schema):
    gold, facts = data.draw(facts_of(schema.root)), data.draw(facts_of(schema.root))
    before = score(schema, gold, facts)
    after = score(schema, turned(gold, data.draw), turned(facts, data.draw))
    assert shape(after) == shape(before)


@STEADY
@given(data=st.data(), schema=SCHEMAS)
def test_what_is_added_to_a_perfect_answer_lowers_precision_and_nothing_else(score, data, schema):
    gold = data.draw(facts_of(schema.root))
    facts = copy.deepcopy(gold)
    lists = [(node, holder[key]) for node, holder, key in parts(schema.root, facts) if isinstance(holder[key], list)]
    assume(lists)
    assume(not hollow(gold))
    node, entries = data.draw(st.sampled_from(lists))
    more = data.draw(facts_of(node.item))
    assume(weight(more))
    entries.append(more)
    before, after = score(schema, gold, gold), score(schema, gold, facts)
    assert after.counts.hits == before.counts.hits
    assert after.counts.possible == before.counts.possible
    assert after.counts.spurious == weight(more)
    precision = ratios(after)["precision"].value
    assert precision is not None
    assert precision < 1


@STEADY
@given(data=st.data(), schema=SCHEMAS)
def test_what_is_taken_from_a_perfect_answer_lowers_recall(score, data, schema):
    gold = data.draw(facts_of(schema.root))
    facts = copy.deepcopy(gold)
    places = [
        (holder, key)
        for node, holder, key in parts(schema.root, facts)
        if (isinstance(holder, list) or node.optional) and weight(holder[key])
    ]
    assume(places)
    holder, key = data.draw(st.sampled_from(places))
    if isinstance(holder, list):
        del holder[key]
    else:
        holder[key] = None
    assume(not hollow(gold) and not hollow(facts))
    before, found = score(schema, gold, gold), score(schema, gold, facts)
    # an entry that lacks what it was known by is missing as a whole, and what is left of it spurious
    assert found.counts.hits < before.counts.hits
    assert (found.counts.possible, found.counts.actual < before.counts.actual) == (before.counts.possible, True)
    recall = ratios(found)["recall"].value
    assert recall is not None
    assert recall < 1


@STEADY
@given(data=st.data(), schema=SCHEMAS)
def test_any_gold_can_be_scored_against_any_record_under_any_schema(score, data, schema):
    gold = data.draw(facts_of(schema.root))
    nodes = {name: data.draw(marked(value)) for name, value in gold.items()}
    found = score(schema, nodes, data.draw(st.one_of(st.none(), facts_of(schema.root))))
    assert ArticleScore.model_validate_json(found.model_dump_json()) == found
    assert sum(found.counts.model_dump().values()) == len(found.rows)
    for name, ratio in ratios(found).items():
        assert 0 <= ratio.numerator <= ratio.denominator, name
    again = score(schema, nodes, gold).counts
    assert (again.wrong, again.missing, again.spurious) == (0, 0, 0)
