"""Build the Pydantic model that checks an answer: the wire schema's shape, then the user's own rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import reduce
from operator import or_
from types import GenericAlias
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
    create_model,
    model_validator,
    with_config,
)
from pydantic_core import PydanticCustomError, to_json
from typing_extensions import TypedDict

from summarizer.domain.schema import TypeNode, option_for
from summarizer.errors import SchemaFileError

__all__ = ["wire_model"]


_Reader = Callable[[Any], JsonValue]


def _iso(parse: Callable[[str], object], form: str) -> AfterValidator:
    def check(text: str) -> str:
        try:
            parse(text)
        except ValueError as exc:
            raise PydanticCustomError("iso_format", "Input should be written as {form}", {"form": form}) from exc
        return text

    return AfterValidator(check)


def _day(text: str) -> None:
    # fromisoformat also takes 20250321 and 2025-W12-5
    if dt.date.fromisoformat(text).isoformat() != text:
        raise ValueError(text)


def _moment(text: str) -> None:
    _day(text[:10])
    _clock(text[11:])
    dt.datetime.fromisoformat(text)


def _clock(text: str) -> None:
    # fromisoformat also takes T10 and 1000
    if dt.time.fromisoformat(text).isoformat()[:5] != text[:5]:
        raise ValueError(text)


_SCALARS: dict[str, Any] = {
    "text": StrictStr,
    "when": StrictStr,
    "integer": StrictInt,
    "number": StrictInt | StrictFloat,
    "boolean": StrictBool,
    "date": Annotated[StrictStr, _iso(_day, "YYYY-MM-DD, a day that exists")],
    "datetime": Annotated[StrictStr, _iso(_moment, "YYYY-MM-DDTHH:MM")],
    "time": Annotated[StrictStr, _iso(_clock, "HH:MM")],
}


_CLOSED = ConfigDict(extra="forbid")


class _WireRoot(BaseModel):
    """The whole answer: after its shape, the facts in it are checked by the user's own model."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)

    facts_model: ClassVar[type[BaseModel]]
    stated: ClassVar[_Reader]
    """Takes the evidence off."""
    json_schema: ClassVar[Mapping[str, object]]

    @classmethod
    def model_json_schema(cls, *_args: object, **_options: object) -> dict[str, Any]:
        """Return the wire schema, the one that is sent; the checks behind it have no other."""
        return deepcopy(dict(cls.json_schema))

    @model_validator(mode="after")
    def _keep_the_rules_of_the_facts(self) -> Self:
        facts = type(self).stated(self.model_dump())
        try:
            self.facts_model.model_validate_json(to_json(facts, inf_nan_mode="constants"), by_alias=True)
        except ValidationError as exc:
            broken = "; ".join(
                f"{'.'.join(map(str, error['loc'])) or 'facts'}: {error['msg']}" for error in exc.errors()
            )
            raise PydanticCustomError("facts_rule", "{broken}", {"broken": broken}) from exc
        except Exception as exc:  # the user's own validators may raise anything
            raise SchemaFileError(
                f"{self.facts_model.__name__}: a validator of the schema fails with {type(exc).__name__}: {exc}; "
                "mend it, or let it raise ValueError for a broken rule"
            ) from exc
        return self


def wire_model(root: TypeNode, *, facts_model: type[BaseModel], json_schema: Mapping[str, object]) -> type[BaseModel]:
    """Return the model whose instances are answers: ``model_validate_json(text).model_dump()`` gives wire facts.

    Dates stay strings and choices stay labels, so a dump holds JSON values alone.
    """
    # the JSON names are aliases, since they may be no Python names at all
    fields: dict[str, Any] = {
        f"field_{index}": (type_, Field(alias=name))
        for index, (name, type_) in enumerate(_annotations(root, cited=False).items())
    }
    model: type[_WireRoot] = create_model(f"{facts_model.__name__}Wire", __base__=_WireRoot, **fields)
    model.facts_model = facts_model
    model.stated = staticmethod(_object_reader(root, cited=False))
    model.json_schema = json_schema
    return model


def _annotations(node: TypeNode, *, cited: bool) -> dict[str, Any]:
    return {field.name: _annotation(field.node, cited=cited) for field in node.fields}


def _object(name: str, annotations: dict[str, Any]) -> Any:
    """Return the type of an object on the wire: closed, and a plain dict, which is made faster than a model."""
    made: Any = TypedDict(name, annotations)  # type: ignore[misc]  # the names are known at run time
    return with_config(_CLOSED)(made)


def _annotation(node: TypeNode, *, cited: bool, item: bool = False) -> Any:
    if node.options and node.options[0].kind != "object":
        plain = reduce(or_, map(_scalar, node.options))
        type_ = plain if cited else _wrapped(plain)
    else:
        type_ = reduce(or_, [_plain(option, cited=cited, item=item) for option in (node.options or (node,))])
    return type_ | None if node.optional else type_


def _plain(node: TypeNode, *, cited: bool, item: bool) -> Any:
    if node.kind == "object":
        evidence = {"evidence": list[StrictInt]} if item else {}
        return _object(node.name or "Object", _annotations(node, cited=cited or item) | evidence)
    if node.kind == "list":
        assert node.item is not None
        return GenericAlias(list, (_annotation(node.item, cited=cited, item=True),))
    return _scalar(node) if cited else _wrapped(_scalar(node))


def _scalar(node: TypeNode) -> Any:
    if node.kind != "enum":
        return _SCALARS[node.kind]
    if isinstance(node.labels[0], str):
        return Literal[node.labels]
    # to Literal[1] true is as good as 1
    kinds: dict[type, str] = {bool: "boolean", int: "integer", float: "number"}
    return Annotated[_SCALARS[kinds[type(node.labels[0])]], _one_of(node.labels)]


def _one_of(labels: tuple[object, ...]) -> AfterValidator:
    def check(value: object) -> object:
        if value not in labels:
            raise PydanticCustomError("label", "Input should be {labels}", {"labels": " or ".join(map(str, labels))})
        return value

    return AfterValidator(check)


def _wrapped(value: Any) -> Any:
    return _object("Cited", {"value": value, "evidence": list[StrictInt]})


def _reader(node: TypeNode, *, cited: bool, item: bool = False) -> _Reader | None:
    """Return what takes the evidence off a wire value, so that the JSON of the user's model is left.

    Made once for a schema, since an answer has a hundred values; None where nothing is to be taken off.
    """
    if node.kind == "list":
        assert node.item is not None
        inner = _reader(node.item, cited=cited, item=True)
        return None if inner is None else lambda values: [None if one is None else inner(one) for one in values]
    if node.kind == "object":
        return _object_reader(node, cited=cited or item)
    if node.options and node.options[0].kind == "object":
        readers = {id(option): _object_reader(option, cited=cited or item) for option in node.options}
        return lambda value: readers[id(option_for(node, value))](value)
    if node.kind == "when":
        return (lambda text: {"text": text}) if cited else (lambda wrapped: {"text": wrapped["value"]})
    return None if cited else lambda wrapped: wrapped["value"]


def _object_reader(node: TypeNode, *, cited: bool) -> _Reader:
    parts = [(field.name, _reader(field.node, cited=cited)) for field in node.fields]

    def read(value: Any) -> JsonValue:
        return {name: value[name] if take is None or value[name] is None else take(value[name]) for name, take in parts}

    return read
