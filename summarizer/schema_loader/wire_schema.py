"""Write the JSON Schema that a model is asked to fill, in the subset every provider's strict mode takes.

The rules (``domain.schema.TargetSchema`` has them in words):

- every property is required, ``additionalProperties`` is false, an optional one is ``anyOf`` with null;
- everything is written out in place. There is no ``$ref``, because a ``$ref`` can't carry a description beside it;
- ``format`` is kept for dates alone. ``date-time`` and ``time`` demand an offset (RFC 3339), which articles rarely
  state, so these two are described in words;
- limits (``ge``, ``pattern``, ``max_length``, …) have no keyword, as not every server takes those. The description says
  them in words, and the wire model checks them.
"""

from __future__ import annotations

from summarizer.domain.schema import FieldSpec, TypeNode
from summarizer.schema_loader.limits import limits_in_words

__all__ = ["wire_schema"]

JsonSchema = dict[str, object]

_TYPES: dict[str, JsonSchema] = {
    "text": {"type": "string"},
    "when": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string"},
    "time": {"type": "string"},
}

_HINTS = {
    "datetime": "Format: YYYY-MM-DDTHH:MM, with an offset such as +02:00 only where one is stated.",
    "time": "Format: HH:MM, 24 hours.",
    "date": "Format: YYYY-MM-DD.",
}


def wire_schema(root: TypeNode) -> JsonSchema:
    """Return the wire JSON Schema of a tree, without titles, defaults or references."""
    return _object(root, cited=False)


def _object(node: TypeNode, *, cited: bool, own_evidence: bool = False) -> JsonSchema:
    """Return an object's schema; ``cited`` says that an object above carries the evidence for the scalars in it."""
    properties = {field.name: _property(field, cited=cited) for field in node.fields}
    if own_evidence:
        properties["evidence"] = _evidence()
    described: JsonSchema = {"description": _line(node.description)} if node.description else {}
    return {"type": "object", **described, **_closed(properties)}


def _closed(properties: dict[str, JsonSchema]) -> JsonSchema:
    return {"properties": properties, "required": list(properties), "additionalProperties": False}


def _evidence() -> JsonSchema:
    return {"type": "array", "items": {"type": "integer"}}


def _property(field: FieldSpec, *, cited: bool) -> JsonSchema:
    schema = _node(field.node, cited=cited)
    schema.pop("description", None)  # the field says more than its class
    things = "entries" if field.node.kind == "list" else "characters"
    words = (_line(field.description), *_hints(field.node), *limits_in_words(field.metadata, things=things))
    return {"description": " ".join(words), **schema}


def _node(node: TypeNode, *, cited: bool, item: bool = False) -> JsonSchema:
    options = [_plain(option, cited=cited, item=item) for option in (node.options or (node,))]
    if node.options and node.options[0].kind != "object" and not cited:
        options = [_wrapped({"anyOf": [_plain(option, cited=True, item=item) for option in node.options]})]
    if node.optional:
        options.append({"type": "null"})
    return options[0] if len(options) == 1 else {"anyOf": options}


def _plain(node: TypeNode, *, cited: bool, item: bool) -> JsonSchema:
    """Return the schema of one type, null aside."""
    if node.kind == "object":
        return _object(node, cited=cited or item, own_evidence=item)
    if node.kind == "list":
        assert node.item is not None
        return {"type": "array", "items": _node(node.item, cited=cited, item=True)}
    return _scalar(node) if cited else _wrapped(_scalar(node))


def _scalar(node: TypeNode) -> JsonSchema:
    if node.kind != "enum":
        return dict(_TYPES[node.kind])
    kinds: dict[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number"}
    return {"type": kinds[type(node.labels[0])], "enum": list(node.labels)}


def _wrapped(value: JsonSchema) -> JsonSchema:
    return {"type": "object", **_closed({"value": value, "evidence": _evidence()})}


def _hints(node: TypeNode) -> list[str]:
    """Return how to write the dates and times of a field, which ``type: string`` doesn't say."""
    if node.kind in _HINTS:
        return [_HINTS[node.kind]]
    inner = (*node.options, *([node.item] if node.item else []))
    return list(dict.fromkeys(hint for part in inner for hint in _hints(part)))


def _line(text: str) -> str:
    return " ".join(text.split())
