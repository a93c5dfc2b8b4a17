"""The wire form: who carries evidence, what is optional, what an answer may not be."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError, create_model, field_validator, model_validator

from summarizer.domain.blocks import When
from summarizer.errors import SchemaFileError
from summarizer.schema_loader.derive import derive

INTS = {"type": "array", "items": {"type": "integer"}}
NULL = {"type": "null"}
TEXT = {"type": "string"}


def closed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def cited(value: Any) -> dict[str, Any]:
    return closed(value=value, evidence=INTS)


class Person(BaseModel):
    name: str = Field(description="N.")
    age: int | None = Field(None, description="A.")


class Meeting(BaseModel):
    """A meeting."""

    kind: Literal["meeting"] = Field(description="K.")
    at: When | None = Field(None, description="T.")


class Attack(BaseModel):
    kind: Literal["attack"] = Field(description="K.")
    by: list[str] = Field(default_factory=list, description="B.")


PERSON = closed(
    name={"description": "N.", **TEXT}, age={"description": "A.", "anyOf": [{"type": "integer"}, NULL]}, evidence=INTS
)

FORMS: dict[str, tuple[Any, Any]] = {
    "text": (str, cited(TEXT)),
    "optional text": (str | None, {"anyOf": [cited(TEXT), NULL]}),
    "number": (float, cited({"type": "number"})),
    "boolean": (bool, cited({"type": "boolean"})),
    "when is its words": (When, cited(TEXT)),
    "choice": (Literal["a", "b"], cited({"type": "string", "enum": ["a", "b"]})),
    "choice of numbers": (Literal[1, 2], cited({"type": "integer", "enum": [1, 2]})),
    "optional choice": (Literal["a"] | None, {"anyOf": [cited({"type": "string", "enum": ["a"]}), NULL]}),
    "union of values": (int | str, cited({"anyOf": [{"type": "integer"}, TEXT]})),
    "list of text": (list[str], {"type": "array", "items": cited(TEXT)}),
    "list of lists": (list[list[str]], {"type": "array", "items": {"type": "array", "items": cited(TEXT)}}),
    "optional list": (list[str] | None, {"anyOf": [{"type": "array", "items": cited(TEXT)}, NULL]}),
    "list of objects": (list[Person], {"type": "array", "items": PERSON}),
    "list of lists of objects": (list[list[Person]], {"type": "array", "items": {"type": "array", "items": PERSON}}),
    "nested object": (
        Person,
        closed(
            name={"description": "N.", **cited(TEXT)},
            age={"description": "A.", "anyOf": [cited({"type": "integer"}), NULL]},
        ),
    ),
    "list of either object": (
        list[Meeting | Attack],
        {
            "type": "array",
            "items": {
                "anyOf": [
                    {
                        "type": "object",
                        "description": "A meeting.",
                        **closed(
                            kind={"description": "K.", "type": "string", "enum": ["meeting"]},
                            at={"description": "T.", "anyOf": [TEXT, NULL]},
                            evidence=INTS,
                        ),
                    },
                    closed(
                        kind={"description": "K.", "type": "string", "enum": ["attack"]},
                        by={"description": "B.", "type": "array", "items": TEXT},
                        evidence=INTS,
                    ),
                ]
            },
        },
    ),
}


def one_field(annotation: Any, **options: Any) -> type[BaseModel]:
    field: Any = (annotation, Field(description="D.", **options))
    return create_model("Report", x=field)


@pytest.mark.parametrize(("annotation", "expected"), FORMS.values(), ids=FORMS.keys())
def test_each_kind_of_field_has_its_wire_form(annotation: Any, expected: Any) -> None:
    assert derive(one_field(annotation)).wire_json_schema == closed(x={"description": "D.", **expected})


def test_an_object_item_inside_an_object_item_cites_for_itself() -> None:
    inner = create_model("Inner", who=(str, Field(description="W.")))
    outer = create_model("Outer", topic=(str, Field(description="T.")), parts=(list[inner], Field(description="P.")))
    schema = derive(one_field(list[outer]))
    item = closed(
        topic={"description": "T.", **TEXT},
        parts={"description": "P.", "type": "array", "items": closed(who={"description": "W.", **TEXT}, evidence=INTS)},
        evidence=INTS,
    )
    assert schema.wire_json_schema == closed(x={"description": "D.", "type": "array", "items": item})


def test_an_object_inside_an_object_item_leaves_the_citing_to_the_item() -> None:
    class Trial(BaseModel):
        judge: Person = Field(description="J.")
        witnesses: list[str] = Field(description="W.")

    schema = derive(one_field(list[Trial]))
    judge = closed(name={"description": "N.", **TEXT}, age={"description": "A.", "anyOf": [{"type": "integer"}, NULL]})
    item = closed(
        judge={"description": "J.", **judge},
        witnesses={"description": "W.", "type": "array", "items": TEXT},
        evidence=INTS,
    )
    assert schema.wire_json_schema == closed(x={"description": "D.", "type": "array", "items": item})
    answer = {"x": [{"judge": {"name": "A", "age": None}, "witnesses": ["B"], "evidence": [2]}]}
    assert schema.wire_model.model_validate(answer).model_dump() == answer


@pytest.mark.parametrize(
    ("annotation", "options", "description"),
    [
        (dt.date, {}, "D. Format: YYYY-MM-DD."),
        (list[dt.date] | None, {}, "D. Format: YYYY-MM-DD."),
        (dt.time, {}, "D. Format: HH:MM, 24 hours."),
        (dt.datetime, {}, "D. Format: YYYY-MM-DDTHH:MM, with an offset such as +02:00 only where one is stated."),
        (int | None, {"ge": 0, "lt": 10}, "D. At least 0. Less than 10."),
        (
            str,
            {"min_length": 2, "pattern": "^[A-Z]+$"},
            "D. Number of characters: at least 2. Matches the pattern ^[A-Z]+$",
        ),
        (
            list[str],
            {"min_length": 1, "max_length": 4},
            "D. Number of entries: at least 1. Number of entries: at most 4.",
        ),
    ],
    ids=["date", "dates", "time", "datetime", "limits", "text", "list"],
)
def test_what_the_wire_schema_has_no_keyword_for_is_said_in_words(
    annotation: Any, options: Any, description: str
) -> None:
    assert derive(one_field(annotation, **options)).wire_json_schema["properties"]["x"]["description"] == description  # type: ignore[index]


class Span(BaseModel):
    first: int = Field(description="F.")
    last: int = Field(description="L.")

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.last < self.first:
            raise ValueError("last comes before first")
        return self


class Name(BaseModel):
    name: str = Field(description="N.")

    @field_validator("name")
    @classmethod
    def _capital(cls, name: str) -> str:
        if not name[:1].isupper():
            raise ValueError("a name has a capital")
        return name


def answer(value: Any) -> dict[str, Any]:
    return {"x": {"value": value, "evidence": [1]}}


WRONG: dict[str, tuple[Any, dict[str, Any], Any, list[tuple[str, str]]]] = {
    "number as text": (int, {}, answer("3"), [("x.value", "Input should be a valid integer")]),
    "fraction for a whole number": (int, {}, answer(3.5), [("x.value", "Input should be a valid integer")]),
    "number for text": (str, {}, answer(3), [("x.value", "Input should be a valid string")]),
    "text for yes or no": (bool, {}, answer("yes"), [("x.value", "Input should be a valid boolean")]),
    "one for yes": (bool, {}, answer(1), [("x.value", "Input should be a valid boolean")]),
    "yes for one": (Literal[1, 2], {}, answer(True), [("x.value", "Input should be a valid integer")]),
    "unknown number": (Literal[1, 2], {}, answer(3), [("x.value", "Input should be 1 or 2")]),
    "unknown label": (Literal["a", "b"], {}, answer("c"), [("x.value", "Input should be 'a' or 'b'")]),
    "date in words": (dt.date, {}, answer("May 4"), [("x.value", "Input should be written as YYYY-MM-DD, a day that exists")]),
    "date without dashes": (dt.date, {}, answer("20260504"), [("x.value", "Input should be written as YYYY-MM-DD, a day that exists")]),
    "no such day": (dt.date, {}, answer("2026-02-30"), [("x.value", "Input should be written as YYYY-MM-DD, a day that exists")]),
    "date for a datetime": (dt.datetime, {}, answer("2026-05-04"), [("x.value", "Input should be written as YYYY-MM-DDTHH:MM")]),
    "hour for a time": (dt.time, {}, answer("10"), [("x.value", "Input should be written as HH:MM")]),
    "value without evidence": (str, {}, {"x": {"value": "a"}}, [("x.evidence", "Field required")]),
    "evidence as text": (str, {}, {"x": {"value": "a", "evidence": ["1"]}}, [("x.evidence.0", "Input should be a valid integer")]),
    "missing key": (str, {}, {}, [("x", "Field required")]),
    "extra key": (str, {}, {**answer("a"), "y": 1}, [("y", "Extra inputs are not permitted")]),
    "null for a list": (list[str], {}, {"x": None}, [("x", "Input should be a valid array")]),
    "too small": (int, {"ge": 0}, answer(-1), [("", "x: Input should be greater than or equal to 0")]),
    "too long a list": (list[int], {"max_length": 0}, {"x": [{"value": 1, "evidence": []}]}, [("", "x: List should have at most 0 items after validation, not 1")]),
    "against a pattern": (Annotated[str, Field(pattern="^a")], {}, answer("b"), [("", "x: String should match pattern '^a'")]),
    "against a field's validator": (list[Name], {}, {"x": [{"name": "a", "evidence": []}]}, [("", "x.0.name: Value error, a name has a capital")]),
    "against a model's validator": (list[Span], {}, {"x": [{"first": 2, "last": 1, "evidence": []}]}, [("", "x.0: Value error, last comes before first")]),
}  # fmt: skip


@pytest.mark.parametrize(("annotation", "options", "wrong", "errors"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_answer_is_refused_with_the_words_that_are_fed_back(
    annotation: Any, options: Any, wrong: Any, errors: list[tuple[str, str]]
) -> None:
    model = derive(one_field(annotation, **options)).wire_model
    with pytest.raises(ValidationError) as caught:
        model.model_validate_json(json.dumps(wrong))
    assert [(".".join(map(str, error["loc"])), error["msg"]) for error in caught.value.errors()] == errors


def test_a_validator_that_crashes_is_the_schemas_fault_not_the_answers() -> None:
    class Broken(BaseModel):
        x: str = Field(description="D.")

        @field_validator("x")
        @classmethod
        def _look_up(cls, x: str) -> str:
            return {"a": "b"}[x]

    with pytest.raises(SchemaFileError) as caught:
        derive(Broken).wire_model.model_validate(answer("z"))
    assert str(caught.value) == (
        "Broken: a validator of the schema fails with KeyError: 'z'; mend it, or let it raise ValueError for a broken rule"
    )
