"""Derive everything a run needs from a user's Pydantic model."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from summarizer.domain.schema import FieldSpec, TargetSchema, TypeNode
from summarizer.schema_loader.places import Place
from summarizer.schema_loader.strict import violations
from summarizer.schema_loader.tree import build_tree
from summarizer.schema_loader.wire_model import wire_model
from summarizer.schema_loader.wire_schema import wire_schema

__all__ = ["derive"]

_DERIVATION = 1
"""Goes up when equal models would give other wire facts than before; part of every digest."""


class _FactsSchema(GenerateJsonSchema):
    """Facts are written whole, so every key is always there."""

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,  # noqa: ARG002
        total: bool,  # noqa: ARG002, FBT001 (the signature is pydantic's)
    ) -> bool:
        return True


def derive(model: type[BaseModel], *, name: str | None = None, version: str | None = None) -> TargetSchema:
    """Return the target schema of a model; equal models give equal bytes and digests.

    ``name`` defaults to the class name in snake case, ``version`` to ``"1"``. Raises ``SchemaFileError`` for a model
    with undescribed fields or with types that a strict wire schema can't hold.
    """
    here = Place(root=model, owner=model)
    root = build_tree(model)
    wire = wire_schema(root)
    broken = violations(wire)
    if broken:
        raise here.refuse(broken[0].removeprefix("#: "), "split the schema, or flatten it")
    facts = model.model_json_schema(by_alias=True, schema_generator=_FactsSchema)
    try:
        digest = _digest(facts, wire, root)
    except UnicodeEncodeError as exc:
        raise here.refuse("a name or a description holds half of a surrogate pair", "save the file as UTF-8") from exc
    return TargetSchema(
        name=name or _snake(model.__name__),
        version=version or "1",
        digest=digest,
        description=root.description,
        root=root,
        facts_model=model,
        wire_model=wire_model(root, facts_model=model, json_schema=wire),
        facts_json_schema=facts,
        wire_json_schema=wire,
    )


def _digest(facts: Mapping[str, object], wire: Mapping[str, object], root: TypeNode) -> str:
    """Return the SHA-256 of what decides an answer, fields in their order."""
    parts = {"derivation": _DERIVATION, "facts": facts, "wire": wire, "asks": _asks(root)}
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _asks(node: TypeNode, path: str = "") -> list[list[str]]:
    """Return the path, description, question and kind of every field, in order."""
    found: list[list[str]] = []
    for field in node.fields:
        found.extend(_ask(field, f"{path}/{field.name}"))
    for part in (*node.options, *([node.item] if node.item else [])):
        found.extend(_asks(part, path))
    return found


def _ask(field: FieldSpec, path: str) -> list[list[str]]:
    asked = [field.ask.question, field.ask.kind] if field.ask else []
    return [[path, field.description, *asked], *_asks(field.node, path)]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
