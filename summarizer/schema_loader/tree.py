"""Walk a Pydantic model into the tree of fields that every other part reads."""

from __future__ import annotations

import collections.abc
import datetime as dt
import enum
import inspect
import math
import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AliasChoices, AliasPath, BaseModel, RootModel
from pydantic.errors import PydanticUndefinedAnnotation
from pydantic.fields import FieldInfo

from summarizer.domain.blocks import Ask, When
from summarizer.domain.schema import FieldSpec, NodeKind, TypeNode
from summarizer.schema_loader.places import Place
from summarizer.schema_loader.unions import check_options

__all__ = ["build_tree"]

_SCALARS: dict[object, NodeKind] = {
    str: "text",
    int: "integer",
    float: "number",
    Decimal: "number",
    bool: "boolean",
    dt.date: "date",
    dt.datetime: "datetime",
    dt.time: "time",
}

_LISTS = {
    list,
    set,
    frozenset,
    tuple,
    collections.abc.Sequence,
    collections.abc.MutableSequence,
    collections.abc.Set,
    collections.abc.MutableSet,
    collections.abc.Collection,
    collections.abc.Iterable,
}
_UNIONS = {typing.Union, types.UnionType}
_SETS = {set, frozenset, collections.abc.Set, collections.abc.MutableSet}

_ANYTHING = ("anything at all is allowed", "name the type that it has")
_MAPPING = ("a mapping has no fixed fields", "use a nested model, or a list of models with a name field")
_BYTES = ("bytes can't stand in JSON", "use str")
_REFUSED: dict[object, tuple[str, str]] = {
    Any: _ANYTHING,
    object: _ANYTHING,
    dict: _MAPPING,
    collections.abc.Mapping: _MAPPING,
    collections.abc.MutableMapping: _MAPPING,
    collections.OrderedDict: _MAPPING,
    collections.defaultdict: _MAPPING,
    bytes: _BYTES,
    bytearray: _BYTES,
    collections.abc.Callable: ("a function can't stand in JSON", "remove the field"),
    dt.timedelta: ("a duration has no unit", "use a number named for its unit, as in duration_minutes: float"),
}
"""What is refused with a remedy of its own: what is wrong with it, and what to use."""


def build_tree(model: type[BaseModel]) -> TypeNode:
    """Return the ``object`` node of a model; raise ``SchemaFileError`` for what can't be sent or isn't described."""
    return _object(model, Place(root=model, owner=model).inside(model))


def _object(model: type[BaseModel], place: Place) -> TypeNode:
    if issubclass(model, RootModel):
        raise place.refuse("a RootModel has no fields", "make it a BaseModel with a named field")
    _complete(model, place)
    if not model.model_fields:
        raise place.refuse("the model has no fields", "give it at least one")
    fields = tuple(_field(attribute, info, place) for attribute, info in model.model_fields.items())
    names = [field.name for field in fields]
    if len(set(names)) < len(names):
        raise place.refuse("two fields have the same alias", "give each its own")
    # __doc__ isn't inherited by classes, so this is the class's own or nothing
    return TypeNode("object", fields=fields, name=model.__name__, description=inspect.cleandoc(model.__doc__ or ""))


def _complete(model: type[BaseModel], place: Place) -> None:
    try:
        model.model_rebuild()
    except PydanticUndefinedAnnotation as exc:
        raise place.refuse(
            f"the type {exc.name!r} isn't defined", "define or import it in the same file, outside of functions"
        ) from exc


def _field(attribute: str, info: FieldInfo, place: Place) -> FieldSpec:
    name = _json_name(attribute, info, place.field(attribute, attribute))
    here = place.field(attribute, name)
    if name == "evidence":
        raise here.refuse("the name 'evidence' is taken by the receipts", "rename the field")
    if not (info.description or "").strip():
        raise here.refuse("the field has no description", 'add Field(description="…"), an instruction for an annotator')
    asks = [item for item in info.metadata if isinstance(item, Ask)]
    if len(asks) > 1:
        raise here.refuse("the field has more than one Ask", "keep one")
    return FieldSpec(
        name=name,
        node=_node(info.annotation, here),
        description=inspect.cleandoc(info.description or ""),
        ask=asks[0] if asks else None,
        metadata=tuple(item for item in (*info.metadata, *_inner_metadata(info)) if not isinstance(item, Ask)),
    )


def _inner_metadata(info: FieldInfo) -> Iterator[object]:
    """Give what stands around the type in ``Annotated[X, …] | None``, which pydantic leaves where it is."""
    members = [member for member in get_args(info.annotation) if member is not type(None)]
    if get_origin(info.annotation) in _UNIONS and len(members) == 1 and get_origin(members[0]) is Annotated:
        for item in members[0].__metadata__:
            yield from item.metadata if isinstance(item, FieldInfo) else [item]


def _json_name(attribute: str, info: FieldInfo, place: Place) -> str:
    reading = info.validation_alias or info.alias
    if isinstance(reading, AliasPath | AliasChoices):
        raise place.refuse("an AliasPath or AliasChoices can't name a field to fill", 'use one alias="…"')
    writing = info.serialization_alias or info.alias
    if (reading or attribute) != (writing or attribute):
        raise place.refuse("the field is read under one name and written under another", 'use one alias="…" for both')
    return reading or attribute


def _node(annotation: Any, place: Place) -> TypeNode:
    annotation = _bare(annotation, place)
    origin = get_origin(annotation)
    if annotation in _SCALARS:
        return TypeNode(_SCALARS[annotation])
    if origin is Literal:
        return _choice(get_args(annotation), place)
    if origin in _UNIONS:
        return _union(get_args(annotation), place)
    if (origin or annotation) in _LISTS:
        return _list(origin or annotation, get_args(annotation), place)
    if annotation in {None, type(None)}:
        raise place.refuse("null is the only answer", "name the type that it may have")
    if inspect.isclass(annotation) and origin is None:
        return _class(annotation, place)
    raise _refusal(annotation, place)


def _bare(annotation: Any, place: Place) -> Any:
    """Return a type without its ``Annotated`` shell, alias name or ``NewType``."""
    while True:
        if get_origin(annotation) is Annotated:
            if any(isinstance(item, Ask) for item in annotation.__metadata__):
                raise place.refuse(
                    "an Ask stands inside the type", "put it around the whole type: Annotated[str | None, Ask(…)]"
                )
            annotation = annotation.__origin__
        elif isinstance(annotation, typing.NewType):
            annotation = annotation.__supertype__
        elif hasattr(annotation, "__value__"):  # a TypeAliasType, of typing or of typing_extensions
            annotation = annotation.__value__
        else:
            return annotation


def _class(cls: type, place: Place) -> TypeNode:
    if issubclass(cls, When):
        return TypeNode("when")
    if issubclass(cls, enum.Enum):
        return _choice(tuple(member.value for member in cls), place)
    if issubclass(cls, BaseModel):
        if cls in place.stack:
            raise place.refuse(f"{cls.__name__} contains itself", "flatten it to a list whose items name their parent")
        return _object(cls, place.inside(cls))
    raise _refusal(cls, place)


def _choice(values: Iterable[object], place: Place) -> TypeNode:
    labels = tuple(dict.fromkeys(value.value if isinstance(value, enum.Enum) else value for value in values))
    optional = None in labels
    rest = tuple(label for label in labels if label is not None)
    kept = tuple(label for label in rest if isinstance(label, str | int | float | bool))
    if not kept or len(kept) != len(rest) or len({type(label) for label in kept}) > 1:
        raise place.refuse("the labels aren't all of one kind", "use strings, or numbers, alone")
    if any(isinstance(label, float) and not math.isfinite(label) for label in kept):
        raise place.refuse("a label is no finite number, which JSON can't write", "use a string")
    return TypeNode("enum", optional=optional, labels=kept)


def _union(members: Sequence[Any], place: Place) -> TypeNode:
    nodes = [_node(member, place) for member in members if member is not type(None)]
    optional = len(nodes) < len(members) or any(node.optional for node in nodes)
    flat = [replace(part, optional=False) for node in nodes for part in (node.options or (node,))]
    options = _merged_choices(flat)
    if len(options) == 1:
        return replace(options[0], optional=optional)
    check_options(options, place)
    return TypeNode("union", optional=optional, options=options)


def _merged_choices(options: Sequence[TypeNode]) -> tuple[TypeNode, ...]:
    """Make one choice of choices whose labels are of one kind: ``Literal["a"] | Literal["b"]`` is a choice of two."""
    merged: list[TypeNode] = []
    for option in dict.fromkeys(options):
        for index, other in enumerate(merged):
            if option.kind == other.kind == "enum" and type(option.labels[0]) is type(other.labels[0]):
                merged[index] = replace(other, labels=tuple(dict.fromkeys(other.labels + option.labels)))
                break
        else:
            merged.append(option)
    return tuple(merged)


def _list(origin: Any, arguments: tuple[Any, ...], place: Place) -> TypeNode:
    if not arguments:
        raise place.refuse("the list doesn't say what it holds", "name the type of its items, as in list[str]")
    if origin is tuple and (len(arguments) != 2 or arguments[1] is not Ellipsis):
        raise place.refuse("a tuple of fixed length", "use a nested model with named fields, or tuple[X, ...]")
    item = _node(arguments[0], place.item())
    if origin in _SETS and item.kind not in {*_SCALARS.values(), "enum"}:
        raise place.refuse("a set of things that aren't plain values", "use a list")
    return TypeNode("list", item=item)


def _refusal(annotation: Any, place: Place) -> Exception:
    if isinstance(annotation, typing.ForwardRef | str):
        return place.refuse(f"the type {annotation!r} isn't defined", "define or import it in the same file")
    if isinstance(annotation, typing.TypeVar):
        return place.refuse(
            f"the type variable {annotation.__name__} isn't filled in", "name the type, as in Page[str]"
        )
    origin = get_origin(annotation) or annotation
    if origin in _REFUSED:
        return place.refuse(*_REFUSED[origin])
    if typing.is_typeddict(origin):
        return place.refuse(*_REFUSED[dict])
    shown = getattr(annotation, "__name__", None) or str(annotation)
    return place.refuse(
        f"the type {shown} isn't supported",
        "use str, int, float, bool, date, datetime, time, Decimal, Literal, Enum, When, a list or a nested BaseModel",
    )
