"""Say in a few plain lines what a schema's fields are: many servers use the JSON Schema for the grammar alone."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.domain.schema import FieldSpec, TargetSchema, TypeNode

__all__ = ["field_guide"]

_TYPE_WORDS = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "date": "date YYYY-MM-DD",
    "datetime": "date and time, ISO 8601",
    "time": "time HH:MM:SS",
    "when": "time as worded",
}


def field_guide(schema: TargetSchema) -> str:
    """Return one line per field, nested by indentation: ``name (type): description``.

    The bytes depend on the schema alone, so that providers can cache the prefix they stand in.
    """
    return "\n".join(_lines(schema.root.fields, indent=""))


def _lines(fields: tuple[FieldSpec, ...], indent: str) -> Iterator[str]:
    for spec in fields:
        yield f"{indent}- {spec.name} ({_type_words(spec.node)}): {' '.join(spec.description.split())}"
        yield from _inner(spec.node, indent + "  ")


def _inner(node: TypeNode, indent: str) -> Iterator[str]:
    if node.item is not None:
        yield from _inner(node.item, indent)
    elif node.kind == "object":
        yield from _lines(node.fields, indent)
    for option in node.options:
        if option.kind == "object":
            yield f"{indent}as {option.name or 'object'}:"
        yield from _inner(option, indent + "  ")


def _type_words(node: TypeNode) -> str:
    words = _plain_words(node)
    return f"{words}, or null" if node.optional else words


def _plain_words(node: TypeNode) -> str:
    if node.kind == "enum":
        return " | ".join(str(label) for label in node.labels)
    if node.kind == "list" and node.item is not None:
        return f"list of {'objects' if node.item.kind == 'object' else _plain_words(node.item)}"
    if node.kind == "union":
        return " or ".join(_plain_words(option) for option in node.options)
    if node.kind == "object":
        return node.name if node.name is not None and not node.fields else "object"
    return _TYPE_WORDS[node.kind]
