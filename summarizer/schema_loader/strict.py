"""Check a JSON Schema against the documented rules of OpenAI's strict structured output.

Source: https://platform.openai.com/docs/guides/structured-outputs#supported-schemas (and the error the API gives for
``anyOf``: "Objects provided via 'anyOf' must not share identical first keys").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

__all__ = ["violations"]

MAX_DEPTH = 10
MAX_PROPERTIES = 5000
MAX_LABELS = 1000
MAX_NAME_CHARS = 120_000
LARGE_ENUM = 250
MAX_LARGE_ENUM_CHARS = 15_000

_ANYWHERE = {"description", "title"}
_KEYWORDS = {
    "object": {"properties", "required", "additionalProperties", "$defs"},
    "array": {"items", "minItems", "maxItems"},
    "string": {"enum", "const", "pattern", "format"},
    "number": {"enum", "const", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
    "integer": {"enum", "const", "multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
    "boolean": {"enum", "const"},
    "null": {"enum", "const"},
}
_FORMATS = {"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"}


def violations(schema: Mapping[str, object]) -> list[str]:
    """Return what is wrong, one line each with a JSON pointer, in the schema's order; nothing when all is well."""
    found = [] if schema.get("type") == "object" else ["#: the root must be an object, and no anyOf"]
    found.extend(_broken(schema, "#"))
    found.extend(_too_large(schema))
    return found


def _broken(node: object, pointer: str) -> Iterator[str]:
    if not isinstance(node, Mapping):
        yield f"{pointer}: is no schema"
    elif "$ref" in node:
        if len(node) > 1:
            yield f"{pointer}: a $ref stands alone, without {_listed(set(node) - {'$ref'})}"
    elif "anyOf" in node:
        yield from _broken_any_of(node, pointer)
    else:
        yield from _broken_type(node, pointer)
    if isinstance(node, Mapping):
        for name, part in _children(node, "$defs"):
            yield from _broken(part, f"{pointer}/$defs/{name}")


def _broken_any_of(node: Mapping[str, object], pointer: str) -> Iterator[str]:
    extra = set(node) - _ANYWHERE - {"anyOf", "$defs"}
    if extra:
        yield f"{pointer}: {_listed(extra)} beside anyOf isn't supported"
    options = [option for _, option in _children(node, "anyOf")]
    if not options:
        yield f"{pointer}: anyOf holds no option"
    for index, option in enumerate(options):
        yield from _broken(option, f"{pointer}/anyOf/{index}")
    for left, right in combinations(map(_first_property, options), 2):
        if left and right and left[0] == right[0] and not _disjoint(left[1], right[1]):
            yield f"{pointer}: objects in anyOf share the first key {left[0]!r}"


def _broken_type(node: Mapping[str, object], pointer: str) -> Iterator[str]:
    stated = node.get("type")
    types = [str(kind) for kind in stated] if isinstance(stated, list) else [str(stated)]
    unknown = [kind for kind in types if kind not in _KEYWORDS]
    if unknown:
        yield f"{pointer}: the type {unknown[0]!r} isn't supported" if stated else f"{pointer}: has no type"
        return
    allowed = _ANYWHERE.union(*(_KEYWORDS[kind] for kind in types))
    extra = set(node) - allowed - {"type"}
    if extra:
        yield f"{pointer}: {_listed(extra)} isn't supported for {'/'.join(types)}"
    if "format" in node and node["format"] not in _FORMATS:
        yield f"{pointer}: the format {node['format']!r} isn't supported"
    if node.get("enum") == []:
        yield f"{pointer}: enum holds no label"
    if "object" in types:
        yield from _broken_object(node, pointer)
    if "array" in types:
        yield from _broken(node.get("items"), f"{pointer}/items")


def _broken_object(node: Mapping[str, object], pointer: str) -> Iterator[str]:
    if node.get("additionalProperties") is not False:
        yield f"{pointer}: additionalProperties must be false"
    properties = dict(_children(node, "properties"))
    required = node.get("required")
    missing = set(properties) - set(required if isinstance(required, list) else ())
    if missing:
        yield f"{pointer}: {_listed(missing)} must be in required"
    for name, part in properties.items():
        yield from _broken(part, f"{pointer}/properties/{_escaped(name)}")


def _too_large(schema: Mapping[str, object]) -> Iterator[str]:
    nodes = list(_walk(schema, 0))
    depth = max(level for _, level in nodes)
    names = [name for node, _ in nodes for key in ("properties", "$defs") for name, _ in _children(node, key)]
    enums = [labels for node, _ in nodes if isinstance(labels := node.get("enum"), list)]
    constants = [node["const"] for node, _ in nodes if "const" in node]
    properties = sum(len(_children(node, "properties")) for node, _ in nodes)
    labels = sum(map(len, enums))
    chars = sum(len(str(text)) for text in (*names, *constants, *(label for each in enums for label in each)))
    for figure, limit, what in (
        (depth, MAX_DEPTH, "levels of objects and lists"),
        (properties, MAX_PROPERTIES, "properties"),
        (labels, MAX_LABELS, "enum labels"),
        (chars, MAX_NAME_CHARS, "characters in names and labels"),
    ):
        if figure > limit:
            yield f"#: {figure} {what}, {limit} are allowed"
    for each in enums:
        size = sum(len(str(label)) for label in each)
        if len(each) > LARGE_ENUM and size > MAX_LARGE_ENUM_CHARS:
            yield (
                f"#: {size} characters in an enum of {len(each)} labels, "
                f"{MAX_LARGE_ENUM_CHARS} are allowed above {LARGE_ENUM} labels"
            )


def _walk(node: object, depth: int) -> Iterator[tuple[Mapping[str, object], int]]:
    """Give every schema with its depth; objects and arrays both count as a level, the reading that is never too lax."""
    if not isinstance(node, Mapping):
        return
    level = depth + (node.get("type") in {"object", "array"} if isinstance(node.get("type"), str) else 0)
    yield node, level
    for key in ("properties", "$defs", "anyOf"):
        for _, part in _children(node, key):
            yield from _walk(part, level)
    yield from _walk(node.get("items"), level)


def _children(node: Mapping[str, object], key: str) -> list[tuple[str, object]]:
    held = node.get(key)
    if isinstance(held, Mapping):
        return list(held.items())
    return [(str(index), part) for index, part in enumerate(held)] if isinstance(held, list) else []


def _first_property(node: object) -> tuple[str, object] | None:
    return next(iter(_children(node, "properties")), None) if isinstance(node, Mapping) else None


def _disjoint(left: object, right: object) -> bool:
    """Say whether two schemas are closed sets of labels without a common one; a wrapped value counts as its value."""
    labels = [_labels(left), _labels(right)]
    return all(labels) and not set(labels[0]) & set(labels[1])


def _labels(node: object) -> list[object]:
    if not isinstance(node, Mapping):
        return []
    value = dict(_children(node, "properties")).get("value")
    if value is not None:
        return _labels(value)
    labels = node.get("enum", [node["const"]] if "const" in node else [])
    return list(labels) if isinstance(labels, list) else []


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
