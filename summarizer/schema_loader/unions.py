"""Decide whether a model could tell the options of a union apart in JSON, and refuse the union if not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from summarizer.domain.schema import TypeNode
from summarizer.schema_loader.places import Place

__all__ = ["check_options"]

_JSON_TYPES = {
    "text": "a string",
    "date": "a string",
    "datetime": "a string",
    "time": "a string",
    "integer": "a number",
    "number": "a number",
    "boolean": "a boolean",
}


def check_options(options: Sequence[TypeNode], place: Place) -> None:
    """Raise ``SchemaFileError`` unless the options are all scalars of different JSON types, or all distinct objects.

    Two objects are distinct when their first fields have different names (the strict mode of OpenAI refuses
    "objects that share identical first keys") or are closed sets without a common label, and when
    their fields' names or labels decide between them whatever the order.
    """
    kinds = {option.kind for option in options}
    if kinds == {"object"}:
        for left, right in combinations(options, 2):
            _check_objects(left, right, place)
    elif kinds <= {*_JSON_TYPES, "enum"}:
        for left, right in combinations(options, 2):
            _check_scalars(left, right, place)
    else:
        raise place.refuse(
            f"a union of {', '.join(sorted(kinds))}",
            "keep a union to plain values or to objects; give anything else a field of its own",
        )


def _check_scalars(left: TypeNode, right: TypeNode, place: Place) -> None:
    if _json_type(left) == _json_type(right):
        raise place.refuse(
            f"a union of {left.kind} and {right.kind}, which are both {_json_type(left)} in JSON",
            "keep the wider one, or give each a field of its own",
        )


def _check_objects(left: TypeNode, right: TypeNode, place: Place) -> None:
    first, other = left.fields[0], right.fields[0]
    if first.name == other.name and not _disjoint(first.node, other.node):
        raise place.refuse(
            f"a union of {left.name} and {right.name}, which both start with the field {first.name!r}",
            'start each with a Literal field of its own value, as in kind: Literal["meeting"]',
        )
    if {field.name for field in left.fields} == {field.name for field in right.fields}:
        nodes = {field.name: field.node for field in right.fields}
        if not any(_disjoint(field.node, nodes[field.name]) for field in left.fields):
            raise place.refuse(
                f"a union of {left.name} and {right.name}, which have the same fields",
                'start each with a Literal field of its own value, as in kind: Literal["meeting"]',
            )


def _disjoint(left: TypeNode, right: TypeNode) -> bool:
    nullable = left.optional or right.optional
    return left.kind == right.kind == "enum" and not nullable and not set(left.labels) & set(right.labels)


def _json_type(node: TypeNode) -> str:
    if node.kind != "enum":
        return _JSON_TYPES[node.kind]
    label = node.labels[0]
    if isinstance(label, bool):
        return "a boolean"
    return "a string" if isinstance(label, str) else "a number"
