"""Check one labelled value against the type its field has in the schema."""

from __future__ import annotations

import datetime as dt
import re
from typing import get_args

from pydantic import JsonValue

from summarizer.domain.blocks import DatePrecision
from summarizer.domain.schema import TypeNode
from summarizer.scoring.gold.problems import did_you_mean
from summarizer.scoring.gold.yaml_nodes import YamlMap, YamlNode, YamlScalar, shown

__all__ = ["MisfitError", "expected", "leaf_value"]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHEN_KEYS = ("text", "start", "end", "precision")
_EXPECTED = {
    "text": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date such as 2025-03-21",
    "datetime": "a date and time such as 2025-03-21T14:30:00",
    "time": "a time such as 14:30",
    "when": "the words of the time, or {text, start, end, precision}",
    "list": "a list",
    "object": "a mapping of the object's fields",
}


class MisfitError(Exception):
    """A value that isn't of its field's type: what is wrong, and the line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def expected(node: TypeNode) -> str:
    """Return what a value of ``node`` is, for a message."""
    if node.kind == "enum":
        return f"one of {', '.join(map(str, node.labels))}"
    if node.kind == "union":
        return " or ".join(expected(option) for option in node.options)
    return _EXPECTED[node.kind]


def leaf_value(node: TypeNode, yaml: YamlNode) -> JsonValue:
    """Return the value as the facts of a record hold it; the words of a ``when`` stay a plain string.

    Raises:
        MisfitError: It isn't of the type of ``node``, or is null.
    """
    if node.kind == "union":
        return _union_value(node, yaml)
    if node.kind == "when" and isinstance(yaml, YamlMap):
        return _when(yaml)
    if not isinstance(yaml, YamlScalar) or yaml.value is None:
        raise MisfitError(yaml.line, f"expected {expected(node)}, found {shown(yaml)}")
    if node.kind in {"text", "when"}:
        return _text(node, yaml)
    if node.kind in {"date", "datetime", "time"}:
        return _calendar(node, yaml)
    if node.kind == "enum":
        return _label(node, yaml)
    return _plain(node, yaml)


def _text(node: TypeNode, yaml: YamlScalar) -> str:
    if not isinstance(yaml.value, str):
        raise MisfitError(
            yaml.line, f"expected {expected(node)}, found {shown(yaml)}; put it in quotes if it is text: '{yaml.text}'"
        )
    words = yaml.value.strip()
    if not words:
        raise MisfitError(yaml.line, "the text is empty; write null where the article doesn't say")
    return words


def _plain(node: TypeNode, yaml: YamlScalar) -> JsonValue:
    value = yaml.value
    if isinstance(value, bool):
        fits = node.kind == "boolean"
    else:
        fits = isinstance(value, int | float) and node.kind == "number"
        fits = fits or (isinstance(value, int) and node.kind == "integer")
    if not fits:
        raise MisfitError(yaml.line, f"expected {expected(node)}, found {shown(yaml)}")
    return value


def _label(node: TypeNode, yaml: YamlScalar) -> JsonValue:
    for label in node.labels:
        # 1 == True == 1.0 in Python, and they are three labels in JSON
        if label == yaml.value and isinstance(label, bool) == isinstance(yaml.value, bool):
            return label
        if isinstance(label, str) and label == yaml.text:
            return label
    raise MisfitError(yaml.line, f"{shown(yaml)} is no label of this field; {did_you_mean(yaml.text, node.labels)}")


def _calendar(node: TypeNode, yaml: YamlScalar) -> str:
    text = yaml.text.strip()
    try:
        if node.kind == "time":
            return dt.time.fromisoformat(text).isoformat()
        if node.kind == "datetime":
            return dt.datetime.fromisoformat(text).isoformat().replace("+00:00", "Z")
        if _DATE.fullmatch(text):
            return dt.date.fromisoformat(text).isoformat()
    except ValueError as exc:
        raise MisfitError(yaml.line, f"expected {expected(node)}, found {shown(yaml)} ({exc})") from exc
    raise MisfitError(yaml.line, f"expected {expected(node)}, found {shown(yaml)}")


def _when(yaml: YamlMap) -> JsonValue:
    for key, entry in yaml.entries.items():
        if key not in _WHEN_KEYS:
            raise MisfitError(entry.line, f"unknown key {key!r} of a time; {did_you_mean(key, _WHEN_KEYS)}")
    if "text" not in yaml.entries:
        raise MisfitError(yaml.line, "a time needs 'text', the article's words for it")
    found: dict[str, JsonValue] = {"text": None, "start": None, "end": None, "precision": None}
    for key, entry in yaml.entries.items():
        if key == "text" or not (isinstance(entry.node, YamlScalar) and entry.node.value is None):
            found[key] = leaf_value(_WHEN_PARTS[key], entry.node)
    start, end = found["start"], found["end"]
    if (start is None) != (end is None):
        raise MisfitError(
            yaml.line, "a resolved time has both 'start' and 'end'; write the same day twice if it is one"
        )
    if isinstance(start, str) and isinstance(end, str) and end < start:
        raise MisfitError(yaml.line, f"the time ends on {end}, before it starts on {start}")
    return found


_WHEN_PARTS = {
    "text": TypeNode("text"),
    "start": TypeNode("date"),
    "end": TypeNode("date"),
    "precision": TypeNode("enum", labels=get_args(DatePrecision)),
}


def _union_value(node: TypeNode, yaml: YamlNode) -> JsonValue:
    # a label or a date comes before the text that it also is
    for option in sorted(node.options, key=lambda option: option.kind == "text"):
        try:
            return leaf_value(option, yaml)
        except MisfitError:
            continue
    raise MisfitError(yaml.line, f"expected {expected(node)}, found {shown(yaml)}")
