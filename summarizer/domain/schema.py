"""A user's Pydantic model, seen as a tree of fields that every part can walk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel

from summarizer.domain.blocks import Ask

__all__ = ["FieldSpec", "NodeKind", "TargetSchema", "TypeNode"]

NodeKind = Literal[
    "text", "integer", "number", "boolean", "date", "datetime", "time", "when", "enum", "list", "object", "union"
]


@dataclass(frozen=True, slots=True)
class TypeNode:
    """One type in the tree.

    ``labels`` belong to ``enum`` (with the JSON values, usually strings), ``item`` to ``list``, ``fields`` to
    ``object``, ``options`` to ``union``; ``name`` is the class name of an object. ``optional`` means that null is
    an answer.
    """

    kind: NodeKind
    optional: bool = False
    labels: tuple[str | int | float | bool, ...] = ()
    item: TypeNode | None = None
    fields: tuple[FieldSpec, ...] = ()
    options: tuple[TypeNode, ...] = ()
    name: str | None = None


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One named field of an object: its type, what it means, and how to ask for it.

    ``metadata`` holds whatever else stood in ``Annotated[...]``, for parts that refine it (scoring, say).
    """

    name: str
    node: TypeNode
    description: str
    ask: Ask | None = None
    metadata: tuple[object, ...] = ()


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
