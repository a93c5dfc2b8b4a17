"""An ordinary Pydantic model becomes a tree of named, described, typed fields."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal, NewType, Optional, Union

import pytest
from annotated_types import Ge
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, StrictStr, create_model
from typing_extensions import TypeAliasType

from summarizer.domain.blocks import Ask, When
from summarizer.domain.schema import FieldSpec, TypeNode, option_for
from summarizer.schema_loader.derive import derive


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Share(enum.Enum):
    HALF = 0.5


class Place(BaseModel):
    """A place."""

    name: str = Field(description="N.")


class Visit(BaseModel):
    kind: Literal["visit"] = Field(description="K.")
    place: Place = Field(description="P.")


class Call(BaseModel):
    kind: Literal["call"] = Field(description="K.")
    to: str = Field(description="T.")


CaseNumber = NewType("CaseNumber", int)
Names = TypeAliasType("Names", list[str])

TEXT = TypeNode("text")
PLACE = TypeNode("object", fields=(FieldSpec("name", TEXT, "N."),), name="Place", description="A place.")
VISIT = TypeNode(
    "object",
    fields=(FieldSpec("kind", TypeNode("enum", labels=("visit",)), "K."), FieldSpec("place", PLACE, "P.")),
    name="Visit",
)
CALL = TypeNode(
    "object",
    fields=(FieldSpec("kind", TypeNode("enum", labels=("call",)), "K."), FieldSpec("to", TEXT, "T.")),
    name="Call",
)

NODES: dict[str, tuple[Any, TypeNode]] = {
    "str": (str, TEXT),
    "int": (int, TypeNode("integer")),
    "float": (float, TypeNode("number")),
    "Decimal": (Decimal, TypeNode("number")),
    "bool": (bool, TypeNode("boolean")),
    "date": (dt.date, TypeNode("date")),
    "datetime": (dt.datetime, TypeNode("datetime")),
    "time": (dt.time, TypeNode("time")),
    "When": (When, TypeNode("when")),
    "Literal": (Literal["a", "b"], TypeNode("enum", labels=("a", "b"))),
    "Literal with None": (Literal["a", None], TypeNode("enum", optional=True, labels=("a",))),  # noqa: PYI061
    "Literal of an Enum's member": (Literal[Colour.RED], TypeNode("enum", labels=("red",))),
    "Enum": (Colour, TypeNode("enum", labels=("red", "blue"))),
    "IntEnum": (Level, TypeNode("enum", labels=(1, 2))),
    "Enum of fractions": (Share, TypeNode("enum", labels=(0.5,))),
    "Optional": (Optional[str], TypeNode("text", optional=True)),  # noqa: UP045
    "or None": (When | None, TypeNode("when", optional=True)),
    "None first": (Union[None, str], TypeNode("text", optional=True)),  # noqa: UP007
    "choice of two Literals": (Literal["a"] | Literal["b"] | None, TypeNode("enum", optional=True, labels=("a", "b"))),  # noqa: PYI030
    "list": (list[str], TypeNode("list", item=TEXT)),
    "tuple": (tuple[int, ...], TypeNode("list", item=TypeNode("integer"))),
    "set": (set[Colour], TypeNode("list", item=TypeNode("enum", labels=("red", "blue")))),
    "Sequence": (Sequence[str | None], TypeNode("list", item=TypeNode("text", optional=True))),
    "list of lists": (list[list[float]], TypeNode("list", item=TypeNode("list", item=TypeNode("number")))),
    "optional list": (list[str] | None, TypeNode("list", optional=True, item=TEXT)),
    "model": (Place, PLACE),
    "optional model": (Place | None, TypeNode("object", optional=True, fields=PLACE.fields, name="Place", description="A place.")),
    "list of models": (list[Place], TypeNode("list", item=PLACE)),
    "union of values": (int | str, TypeNode("union", options=(TypeNode("integer"), TEXT))),
    "union of models": (list[Visit | Call], TypeNode("list", item=TypeNode("union", options=(VISIT, CALL)))),
    "discriminated union": (
        Annotated[Visit | Call, Field(discriminator="kind")] | None,
        TypeNode("union", optional=True, options=(VISIT, CALL)),
    ),
    "constrained number": (PositiveInt, TypeNode("integer")),
    "strict text": (StrictStr, TEXT),
    "constrained items": (list[Annotated[str, Field(min_length=2)]], TypeNode("list", item=TEXT)),
    "NewType": (CaseNumber, TypeNode("integer")),
    "named alias": (Names, TypeNode("list", item=TEXT)),
}  # fmt: skip


def report(annotation: Any, **options: Any) -> type[BaseModel]:
    field: Any = (annotation, Field(**{"description": "D.", **options}))
    return create_model("CourtReport", __doc__="A report.", x=field)


@pytest.mark.parametrize(("annotation", "node"), NODES.values(), ids=NODES.keys())
def test_each_type_has_its_node(annotation: Any, node: TypeNode) -> None:
    assert [field.node for field in derive(report(annotation)).root.fields] == [node]


def test_name_version_and_description_have_defaults() -> None:
    schema = derive(report(str))
    assert (schema.name, schema.version, schema.description) == ("court_report", "1", "A report.")
    named = derive(report(str), name="court", version="7")
    assert (named.name, named.version) == ("court", "7")


def test_ask_is_taken_out_of_the_metadata_and_the_rest_kept() -> None:
    ask = Ask("Who?", kind="person")
    model = report(Annotated[int | None, ask, "scored loosely"], ge=0)
    assert derive(model).root.fields[0] == FieldSpec(
        "x", TypeNode("integer", optional=True), "D.", ask=ask, metadata=(Ge(0), "scored loosely")
    )


def test_an_alias_is_the_fields_name_everywhere() -> None:
    schema = derive(report(str, alias="from"))
    assert schema.root.fields[0].name == "from"
    assert list(schema.wire_json_schema["properties"]) == ["from"]  # type: ignore[call-overload]
    assert list(schema.facts_json_schema["properties"]) == ["from"]  # type: ignore[call-overload]
    answer = {"from": {"value": "a", "evidence": [1]}}
    assert schema.wire_model.model_validate(answer).model_dump() == answer


def test_an_inherited_field_keeps_its_description_and_an_inherited_docstring_does_not_count() -> None:
    class Special(Place):
        size: int = Field(description="S.")

    assert derive(Special).root == TypeNode(
        "object",
        fields=(FieldSpec("name", TEXT, "N."), FieldSpec("size", TypeNode("integer"), "S.")),
        name="Special",
    )


def test_a_models_own_strictness_is_no_hindrance() -> None:
    class Strict(BaseModel):
        model_config = ConfigDict(strict=True, extra="forbid")

        day: dt.date = Field(description="D.")
        colours: set[Colour] = Field(description="C.")

    answer = {"day": {"value": "2026-05-04", "evidence": [1]}, "colours": [{"value": "red", "evidence": []}]}
    assert derive(Strict).wire_model.model_validate(answer).model_dump() == answer


DIFFERENT: dict[str, Callable[[], type[BaseModel]]] = {
    "description": lambda: report(str, description="E."),
    "type": lambda: report(int),
    "optional": lambda: report(str | None),
    "limit": lambda: report(str, max_length=9),
    "question": lambda: report(Annotated[str, Ask("Who?")]),
    "kind of question": lambda: report(Annotated[str, Ask("Who?", kind="person")]),
}


def test_the_digest_changes_with_whatever_decides_an_answer_and_with_nothing_else() -> None:
    digests = [derive(make()).digest for make in DIFFERENT.values()]
    assert len({*digests, derive(report(str)).digest}) == len(DIFFERENT) + 1
    assert derive(report(str), name="other", version="9").digest == derive(report(str)).digest
    assert derive(report(Annotated[str, "a note for scoring"])).digest == derive(report(str)).digest


def test_facts_json_schema_requires_every_key_also_those_with_a_default() -> None:
    model = create_model("Report", x=(str | None, Field(None, description="D.")))
    assert derive(model).facts_json_schema == {
        "properties": {
            "x": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None, "description": "D.", "title": "X"}
        },
        "required": ["x"],
        "title": "Report",
        "type": "object",
    }


UNION = TypeNode("union", options=(VISIT, CALL))
SAME_KEYS = TypeNode("union", options=(CALL, TypeNode("object", fields=(FieldSpec("kind", TypeNode("enum", labels=("mail",)), "K."), CALL.fields[1]), name="Mail")))  # fmt: skip


@pytest.mark.parametrize(
    ("node", "value", "option"),
    [
        (UNION, {"kind": "call", "to": "a"}, CALL),
        (UNION, {"kind": "visit", "place": {"name": "a"}, "evidence": [1]}, VISIT),
        (SAME_KEYS, {"kind": "mail", "to": "a"}, SAME_KEYS.options[1]),
        (SAME_KEYS, {"kind": {"value": "mail", "evidence": [1]}, "to": {"value": "a", "evidence": [1]}}, SAME_KEYS.options[1]),
        (TEXT, "a", TEXT),
        (TypeNode("union", options=(TypeNode("integer"), TEXT)), 3, TypeNode("union", options=(TypeNode("integer"), TEXT))),
    ],
    ids=["by keys", "list item", "by label", "by cited label", "no union", "union of values"],
)  # fmt: skip
def test_option_for_finds_the_option_that_an_object_is_of(node: TypeNode, value: object, option: TypeNode) -> None:
    assert option_for(node, value) == option


def test_option_for_refuses_an_object_of_no_option() -> None:
    with pytest.raises(ValueError, match=r"^\{'kind': 'walk'\} is none of Visit, Call$"):
        option_for(UNION, {"kind": "walk"})
