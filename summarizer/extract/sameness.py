"""Decide whether two items of a list, told by different parts of an article, are the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from summarizer.domain.schema import TypeNode, option_for

__all__ = ["bucket", "normal", "same"]

_OUTER = " \t.,;:!?\"'“”‘’«»()"

_NESTED = frozenset({"list", "object", "union"})


def normal(value: JsonValue) -> object:
    """Return a hashable form in which two wire values are equal when they say the same; evidence doesn't count."""
    if isinstance(value, str):
        return " ".join(value.casefold().split()).strip(_OUTER)
    if isinstance(value, list):
        return tuple(normal(item) for item in value)
    if isinstance(value, dict):
        return frozenset((key, normal(inner)) for key, inner in value.items() if key != "evidence")
    return value


def bucket(node: TypeNode, item: JsonValue) -> object:
    """Return a hashable value that is equal for any two items that are ``same``; it saves comparing all with all."""
    if not _is_object(item):
        return normal(item)
    assert isinstance(item, dict)
    option = option_for(node, item)
    stated = (spec.name for spec in option.fields if not spec.node.optional and spec.node.kind not in _NESTED)
    return option.name, *(normal(item[name]) for name in stated)


def same(node: TypeNode, first: JsonValue, second: JsonValue) -> bool:
    """Return whether two items are one thing.

    Nothing that both state may differ; and one must state no more than the other, or they must share a text that every
    such item has to state, a name for instance. The rule errs towards two entries: a duplicate is seen and forgiven, a
    wrong merger mixes two stories.
    """
    if not (_is_object(first) and _is_object(second)):
        return normal(first) == normal(second)
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    left_node, right_node = option_for(node, first), option_for(node, second)
    if left_node is not right_node:
        return False
    left, right = dict(_leaves(left_node, first)), dict(_leaves(right_node, second))
    shared = left.keys() & right.keys()
    if not shared or not all(_agree(left[path], right[path]) for path in shared):
        return False
    contained = len(shared) == min(len(left), len(right))
    return contained or any((field.name,) in shared for field in left_node.fields if _must_be_worded(field.node))


def _is_object(value: JsonValue) -> bool:
    return isinstance(value, dict) and set(value) != {"value", "evidence"}


def _must_be_worded(node: TypeNode) -> bool:
    return node.kind == "text" and not node.optional


def _leaves(
    node: TypeNode, item: Mapping[str, JsonValue], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield what an item states: unstated fields (null, empty list) are left out."""
    for field in node.fields:
        value = item[field.name]
        if value is None or value == []:
            continue
        inner = option_for(field.node, value)
        if inner.kind == "object" and isinstance(value, dict):
            yield from _leaves(inner, value, (*path, field.name))
        elif isinstance(value, list):
            yield (*path, field.name), frozenset(normal(part) for part in value)
        else:
            yield (*path, field.name), normal(value)


def _agree(left: object, right: object) -> bool:
    if isinstance(left, frozenset) and isinstance(right, frozenset):
        return left <= right or right <= left
    return left == right
