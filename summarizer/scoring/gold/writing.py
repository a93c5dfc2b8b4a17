"""Write gold as the YAML that a person edits: short values on one line, long ones spread out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pydantic import JsonValue

from summarizer.scoring.gold_model import (
    GOLD_FORMAT,
    GoldArticle,
    GoldEvidence,
    GoldItem,
    GoldLeaf,
    GoldNode,
    GoldObject,
)

__all__ = ["INDENT", "Comment", "field_lines", "flow", "gold_yaml", "head_lines", "item_lines", "scalar"]

Comment = Callable[[tuple[str, ...], GoldNode, str], Iterable[str]]
"""Gives the lines to stand above a field: from the names that lead to it, what stands there, and its indentation."""


INDENT = "  "
_WIDTH = 120
# words alone; and none that YAML of any version takes for something else than text
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[ ./-][A-Za-z0-9_]+)*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RESERVED = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]')
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def gold_yaml(gold: GoldArticle) -> str:
    """Return ``gold`` as the text of a gold file; reading it gives the same gold."""
    return "\n".join((*head_lines(gold), *field_lines("facts", gold.facts, ""))) + "\n"


def head_lines(gold: GoldArticle) -> Iterator[str]:
    """Yield the lines above the facts."""
    yield f"format: {GOLD_FORMAT}"
    yield "article:"
    yield f"{INDENT}id: {scalar(gold.document_id)}"
    if gold.source is not None:
        yield f"{INDENT}source: {scalar(gold.source)}"
    if gold.text is not None:
        yield from _text_block(gold.text)
    yield f"schema: {flow({'name': gold.schema_name, 'digest': gold.schema_digest})}"
    yield f"split: {gold.split}"
    yield f"story: {scalar(gold.story)}"
    yield "labels:" if gold.labels else "labels: []"
    for label in gold.labels:
        yield f"{INDENT}- {{by: {scalar(label.by)}, on: {label.on}}}"
    settled = gold.adjudication
    if settled is None:
        yield "adjudication: null"
    else:
        note = f", note: {scalar(settled.note)}" if settled.note else ""
        yield f"adjudication: {{by: {scalar(settled.by)}, on: {settled.on}{note}}}"
    yield f"note: {scalar(gold.note)}"


def field_lines(
    name: str, node: GoldNode, indent: str, *, way: tuple[str, ...] = (), comment: Comment | None = None
) -> Iterator[str]:
    """Yield ``name`` and what stands under it; ``way`` leads to it, for ``comment``."""
    if isinstance(node, GoldLeaf):
        yield from _leaf_lines(f"{indent}{name}:", node, indent + INDENT)
    elif isinstance(node, GoldObject):
        yield f"{indent}{name}:"
        for inner, value in node.fields.items():
            here = (*way, inner)
            yield from comment(here, value, indent + INDENT) if comment else ()
            yield from field_lines(inner, value, indent + INDENT, way=here, comment=comment)
    elif node.items:
        yield f"{indent}{name}:"
        for item in node.items:
            yield from item_lines(item, indent + INDENT, way=way, comment=comment)
    else:
        yield f"{indent}{name}: []"


def item_lines(
    item: GoldItem, indent: str, *, way: tuple[str, ...] = (), comment: Comment | None = None
) -> Iterator[str]:
    """Yield one entry of a list, on one line if it is a plain value and short."""
    marks: dict[str, object] = {"id": item.id}
    if item.optional:
        marks["optional"] = True
    if item.evidence:
        marks["evidence"] = _evidence(item.evidence)
    if isinstance(item.node, GoldLeaf):
        parts = _parts(item.node)
        facts = parts if len(parts) > 1 or isinstance(item.node.value, dict) else item.node.value
        short = f"{indent}- {flow({**marks, 'facts': facts})}"
        if len(short) <= _WIDTH:
            yield short
            return
    inner = indent + INDENT
    yield f"{indent}- id: {scalar(item.id)}"
    for key in tuple(marks)[1:]:
        yield from _part_lines(key, marks[key], inner)
    yield from field_lines("facts", item.node, inner, way=way, comment=comment)


def scalar(value: JsonValue) -> str:
    """Return one value as YAML of any version reads it back."""
    if isinstance(value, str):
        plain = _DATE.fullmatch(value) or (_PLAIN.fullmatch(value) and value.lower() not in _RESERVED)
        return value if plain else f'"{_ESCAPED.sub(_escape, value)}"'
    return json.dumps(value)


def flow(value: object) -> str:
    """Return a value, a sequence or a mapping on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    assert value is None or isinstance(value, str | int | float)
    return scalar(value)


def _leaf_lines(head: str, leaf: GoldLeaf, indent: str) -> Iterator[str]:
    parts = _parts(leaf)
    short = f"{head} {flow(parts if len(parts) > 1 or isinstance(leaf.value, dict) else leaf.value)}"
    if len(short) <= _WIDTH or len(parts) == 1:
        yield short
        return
    yield head
    for key, part in parts.items():
        yield from _part_lines(key, part, indent)


def _part_lines(key: str, part: object, indent: str) -> Iterator[str]:
    short = f"{indent}{key}: {flow(part)}"
    if len(short) <= _WIDTH or not part or not isinstance(part, list | dict):
        yield short
        return
    yield f"{indent}{key}:"
    listed = [f"- {flow(one)}" for one in part] if isinstance(part, list) else _pairs(part)
    yield from (f"{indent}{INDENT}{line}" for line in listed)


def _pairs(mapping: Mapping[object, object]) -> Iterable[str]:
    return (f"{key}: {flow(value)}" for key, value in mapping.items())


def _parts(leaf: GoldLeaf) -> dict[str, object]:
    parts: dict[str, object] = {"value": _value(leaf.value)}
    if leaf.accept:
        parts["accept"] = [_value(one) for one in leaf.accept]
    if leaf.precision is not None:
        parts["precision"] = leaf.precision
    if leaf.range is not None:
        parts["range"] = list(leaf.range)
    for mark in ("optional", "unclear"):
        if getattr(leaf, mark):
            parts[mark] = True
    if leaf.evidence:
        parts["evidence"] = _evidence(leaf.evidence)
    return parts


def _value(value: JsonValue) -> object:
    """Return a value without the parts of a time that aren't set."""
    return {key: part for key, part in value.items() if part is not None} if isinstance(value, dict) else value


def _evidence(evidence: Sequence[GoldEvidence]) -> dict[int, str]:
    return {one.sentence: one.quote for one in evidence}


def _text_block(text: str) -> Iterator[str]:
    """Yield an inline article, as a block where that reads back as the same text."""
    if text != text.strip() or _ESCAPED.search(text.replace("\n", "").replace('"', "").replace("\\", "")):
        yield f"{INDENT}text: {scalar(text)}"
        return
    yield f"{INDENT}text: |-"
    yield from (f"{INDENT * 2}{line}" if line else "" for line in text.split("\n"))


def _escape(found: re.Match[str]) -> str:
    mark = found.group()
    return _SHORT.get(mark) or f"\\u{ord(mark):04x}"
