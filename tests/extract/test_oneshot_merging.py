"""The answers to several parts become one, and every loss is on the list."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from summarizer.domain.record import Dropped
from summarizer.extract.limits import max_items
from summarizer.extract.merging import Merged, PartAnswer, merge
from summarizer.extract.sameness import bucket, same
from summarizer.schema_loader.derive import derive


class Person(BaseModel):
    """A person."""

    name: str = Field(description="Name.")
    role: str | None = Field(None, description="Office.")
    parties: list[str] = Field(default_factory=list, description="Parties.")


class Attack(BaseModel):
    """An attack."""

    kind: Literal["bombing", "shooting"] = Field(description="Kind.")
    where: str | None = Field(None, description="Place.")
    killed: int | None = Field(None, description="Killed.")


class Swap(BaseModel):
    """A swap."""

    each: int | None = Field(None, description="Number.")
    mediator: str | None = Field(None, description="Mediator.")


class Report(BaseModel):
    """A report."""

    headline: str | None = Field(None, description="Headline.")
    summary: list[str] = Field(default_factory=list, max_length=3, description="Sentences.")
    people: list[Person] = Field(default_factory=list, description="People.")
    attacks: list[Attack] = Field(default_factory=list, description="Attacks.")
    swap: Swap | None = Field(None, description="Swap.")


SCHEMA = derive(Report)
EMPTY: dict[str, Any] = {"headline": None, "summary": [], "people": [], "attacks": [], "swap": None}


def cited(value: object, *evidence: int) -> Any:
    return {"value": value, "evidence": list(evidence)}


def person(name: str, *evidence: int, role: str | None = None, parties: tuple[str, ...] = ()) -> Any:
    return {"name": name, "role": role, "parties": list(parties), "evidence": list(evidence)}


def attack(kind: str, *evidence: int, where: str | None = None, killed: int | None = None) -> Any:
    return {"kind": kind, "where": where, "killed": killed, "evidence": list(evidence)}


def merged(*answers: dict[str, Any]) -> Merged:
    """Merge answers to parts of ten sentences each."""
    parts = [PartAnswer({**EMPTY, **answer}, tuple(range(10 * n + 1, 10 * n + 11))) for n, answer in enumerate(answers)]
    return merge(SCHEMA, parts)


@pytest.mark.parametrize(
    ("field", "answers", "expected"),
    [
        pytest.param("headline", [None, cited("Dam", 11)], cited("Dam", 11), id="the only stated value"),
        pytest.param(
            "headline", [cited("Dam", 1), cited("dam.", 11)], cited("Dam", 1, 11), id="equal values join evidence"
        ),
        pytest.param("headline", [None, None], None, id="unstated stays unstated"),
        pytest.param(
            "summary", [[cited("A.", 1)], [cited("B.", 12)]], [cited("A.", 1), cited("B.", 12)], id="items in order"
        ),
        pytest.param(
            "summary",
            [[cited("A.", 2, 1)], [cited("a", 12)]],
            [cited("A.", 1, 2, 12)],
            id="the same item once, cited by both",
        ),
        pytest.param(
            "people",
            [[person("Ann Lee", 1)], [person("Ann Lee", 11, role="mayor", parties=("Greens",))]],
            [person("Ann Lee", 1, 11, role="mayor", parties=("Greens",))],
            id="one person told twice",
        ),
        pytest.param(
            "people",
            [[person("Ann Lee", 1, role="mayor")], [person("Ann Lee", 11, role="judge")]],
            [person("Ann Lee", 1, role="mayor"), person("Ann Lee", 11, role="judge")],
            id="what differs stays apart",
        ),
        pytest.param(
            "people",
            [[person("Ann Lee", 1), person("Ann Lee", 2)], []],
            [person("Ann Lee", 1), person("Ann Lee", 2)],
            id="what one answer keeps apart stays apart",
        ),
        pytest.param(
            "people",
            [[person("Ann", 1, parties=("A", "B"))], [person("Ann", 11, parties=("B",))]],
            [person("Ann", 1, 11, parties=("A", "B"))],
            id="a shorter list within a longer one",
        ),
        pytest.param(
            "attacks",
            [[attack("bombing", 1, where="Osk")], [attack("bombing", 11, killed=3)]],
            [attack("bombing", 1, where="Osk"), attack("bombing", 11, killed=3)],
            id="a shared label alone makes no same thing",
        ),
        pytest.param(
            "attacks",
            [[attack("bombing", 1, where="Osk")], [attack("bombing", 11, where="Osk", killed=3)]],
            [attack("bombing", 1, 11, where="Osk", killed=3)],
            id="one tells all that the other does",
        ),
        pytest.param(
            "swap",
            [{"each": cited(5, 1), "mediator": None}, {"each": None, "mediator": cited("Qar", 12)}],
            {"each": cited(5, 1), "mediator": cited("Qar", 12)},
            id="objects join field by field",
        ),
    ],
)
def test_answers_merge_without_loss(field: str, answers: list[Any], expected: Any) -> None:
    result = merged(*({field: answer} for answer in answers))
    assert result == Merged({**EMPTY, field: expected})
    SCHEMA.wire_model.model_validate(result.wire)


def test_of_two_values_the_first_with_valid_evidence_stands_and_the_other_is_listed() -> None:
    assert merged({"headline": cited("Dam", 99)}, {"headline": cited("Mill", 12)}) == Merged(
        {**EMPTY, "headline": cited("Mill", 12)},
        (Dropped(pointer="/headline", reason='part 1 answered "Dam"; part 2 answered "Mill", which stands'),),
    )


def test_a_list_with_a_limit_keeps_the_first_items_of_every_part_and_lists_the_rest() -> None:
    result = merged(
        {"summary": [cited("A1.", 1), cited("A2.", 2), cited("A3.", 3)]},
        {"summary": [cited("B1.", 11), cited("B2.", 12)]},
    )
    assert result == Merged(
        {**EMPTY, "summary": [cited("A1.", 1), cited("A2.", 2), cited("B1.", 11)]},
        (
            Dropped(pointer="/summary", reason='part 2 answered "B2."; the schema allows 3 of the 5 items'),
            Dropped(pointer="/summary", reason='part 1 answered "A3."; the schema allows 3 of the 5 items'),
        ),
    )


@given(
    st.fixed_dictionaries(
        {
            "headline": st.none() | st.builds(cited, st.text(), st.integers()),
            "summary": st.lists(st.builds(cited, st.text(), st.integers()), max_size=3),
            "people": st.lists(st.builds(person, st.text(), st.integers(), role=st.none() | st.text()), max_size=4),
        }
    )
)
def test_a_single_answer_stays_as_it_is(answer: dict[str, Any]) -> None:
    assert merged(answer) == Merged({**EMPTY, **answer})


@given(
    st.lists(
        st.lists(
            st.builds(
                person, st.sampled_from(["Ann", "Bo", "Cy"]), st.integers(1, 30), role=st.sampled_from([None, "x", "y"])
            )
        ),
        min_size=2,
        max_size=3,
    )
)
def test_no_person_role_or_evidence_is_lost_by_merging(parts: list[list[dict[str, Any]]]) -> None:
    people: Any = merged(*({"people": people} for people in parts)).wire["people"]
    for told in (person for part in parts for person in part):
        assert any(
            kept["name"] == told["name"]
            and told["role"] in {None, kept["role"]}
            and set(told["evidence"]) <= set(kept["evidence"])
            for kept in people
        )
    assert len(people) <= sum(map(len, parts))


class Rows(BaseModel):
    """A table."""

    rows: list[list[int]] = Field(description="Rows.")


def test_rows_with_the_same_numbers_in_another_order_are_two_rows() -> None:
    up, down = [cited(1, 1), cited(2, 1)], [cited(2, 11), cited(1, 11)]
    answers = [PartAnswer({"rows": [up]}, (1,)), PartAnswer({"rows": [down, up]}, (11,))]
    assert merge(derive(Rows), answers) == Merged({"rows": [up, down]})


class Choice(BaseModel):
    """Lists in several places."""

    plain: list[str] = Field(description="No limit.")
    capped: list[str] | None = Field(None, max_length=2, description="A limit on an optional list.")
    nested: Report = Field(description="A nested object.")


@pytest.mark.parametrize(
    ("names", "limit"),
    [
        (("plain",), None),
        (("capped",), 2),
        (("nested", "summary"), 3),
        (("nested", "people"), None),
        (("missing",), None),
    ],
)
def test_the_limit_of_a_list_is_found_through_references_and_unions(names: tuple[str, ...], limit: int | None) -> None:
    assert max_items(derive(Choice).facts_json_schema, names) == limit


@given(
    st.builds(attack, st.sampled_from(["bombing", "shooting"]), where=st.sampled_from([None, "Osk", "osk.", "Pell"])),
    st.builds(attack, st.sampled_from(["bombing", "shooting"]), where=st.sampled_from([None, "Osk", "osk.", "Pell"])),
)
def test_items_that_are_the_same_share_their_bucket(first: Any, second: Any) -> None:
    node = next(spec.node.item for spec in SCHEMA.root.fields if spec.name == "attacks")
    assert node is not None
    if same(node, first, second):
        assert bucket(node, first) == bucket(node, second)
    assert same(node, first, second) == same(node, second, first)
