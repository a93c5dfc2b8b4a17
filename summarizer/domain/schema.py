"""A user's Pydantic model, seen as a tree of fields that every part can walk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel

from summarizer.domain.blocks import Ask

__all__ = ["FieldSpec", "NodeKind", "TargetSchema", "TypeNode", "option_for"]

NodeKind = Literal[
    "text", "integer", "number", "boolean", "date", "datetime", "time", "when", "enum", "list", "object", "union"
]


@dataclass(frozen=True, slots=True)
class TypeNode:
    """One type in the tree.

    ``labels`` belong to ``enum`` (with the JSON values, usually strings), ``item`` to ``list``, ``fields`` to
    ``object``, ``options`` to ``union``; ``name`` and ``description`` are the class name and docstring of an object.
    ``optional`` means that null is an answer. The options of a union are either all scalars, each of its own JSON type,
    or all objects, each with its own set of field names or labels.
    """

    kind: NodeKind
    optional: bool = False
    labels: tuple[str | int | float | bool, ...] = ()
    item: TypeNode | None = None
    fields: tuple[FieldSpec, ...] = ()
    options: tuple[TypeNode, ...] = ()
    name: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One named field of an object: its JSON name (the alias, if it has one), type, meaning, and how to ask for it.

    ``metadata`` holds whatever else stood in ``Annotated[...]``, for parts that refine it (scoring, say).
    """

    name: str
    node: TypeNode
    description: str
    ask: Ask | None = None
    metadata: tuple[object, ...] = ()


def option_for(node: TypeNode, value: object) -> TypeNode:
    """Return the option of a union of objects that a JSON object is of, in wire form or as facts.

    The loader lets no union pass whose options names and labels can't tell apart. Any other node, a union of scalars
    included, is returned as it is. Raises ``ValueError`` when the value is of no option.
    """
    if node.kind != "union" or node.options[0].kind != "object":
        return node
    for option in node.options:
        if isinstance(value, Mapping) and _fits(option, value):
            return option
    raise ValueError(f"{value!r} is none of {', '.join(option.name or 'an object' for option in node.options)}")


def _fits(option: TypeNode, value: Mapping[str, object]) -> bool:
    if set(value) - {"evidence"} != {field.name for field in option.fields}:
        return False
    for field_spec in option.fields:
        if field_spec.node.kind == "enum":
            stated = value[field_spec.name]
            label = stated["value"] if isinstance(stated, Mapping) else stated
            if label is not None and label not in field_spec.node.labels:
                return False
    return True


@dataclass(frozen=True, slots=True)
class TargetSchema:
    """Everything that is derived from one schema file.

    ``root`` is an ``object`` node. ``facts_model`` is the user's model. The wire schema is what a model is asked to
    fill (rules in ``summarizer.schema_loader.wire``): an object that is an item of a list carries
    ``evidence: list[int]`` for itself and every scalar in it; a scalar outside of lists, and a scalar that is
    itself an item of a list outside of objects in lists, is ``{"value": …, "evidence": […]}``; an optional one may
    be null. A ``when`` is a plain string on the wire.
    """

    name: str
    version: str
    digest: str
    description: str
    root: TypeNode
    facts_model: type[BaseModel]
    wire_model: type[BaseModel]
    facts_json_schema: Mapping[str, object] = field(repr=False)
    wire_json_schema: Mapping[str, object] = field(repr=False)
