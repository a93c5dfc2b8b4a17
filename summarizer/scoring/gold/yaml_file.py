"""Read a YAML file with nothing hidden in it: no tags, anchors, aliases or duplicate keys, and bounded in size.

Plain scalars follow the core schema of YAML 1.2, not 1.1: ``no`` and ``on`` are words, ``12:30`` is no number, and
a date stays the text it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import yaml

from summarizer.errors import GoldFileError
from summarizer.scoring.gold.yaml_nodes import YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar

__all__ = ["MAX_BYTES", "MAX_DEPTH", "plain_value", "read_yaml"]

MAX_BYTES = 2_000_000
"""A gold file is an article's facts, and at most the article itself: far below this."""
MAX_DEPTH = 48

# libyaml's parser is ten times as fast where it is installed; the events are the same
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# YAML 1.2, production 1 (c-printable), without the byte order mark
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_INTEGER = re.compile(r"[-+]?[0-9]{1,40}")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]{1,40}|[0-9]{1,40}(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,4})?")
_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def read_yaml(path: Path) -> YamlMap:
    """Return the mapping that ``path`` holds.

    Raises:
        GoldFileError: The file can't be read, is too large, isn't YAML, or uses what could hide or blow up content; the
            message names the line.
    """
    text = _text(path)
    try:
        root = _Builder(path, yaml.parse(text, Loader=_LOADER)).document()
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        line = mark.line + 1 if mark else 1
        raise GoldFileError(f"{path}:{line}: not valid YAML ({exc.problem or exc.context}); mend this line") from exc
    if not isinstance(root, YamlMap):
        raise GoldFileError(f"{path}:{root.line}: a gold file is a mapping; start it with 'format: summarizer.gold/1'")
    return root


def plain_value(text: str) -> str | int | float | bool | None:
    """Return what an unquoted scalar means under the core schema; what it doesn't name is text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as exc:
        raise GoldFileError(f"{path}: the gold file can't be read ({exc.strerror}); check the path") from exc
    if len(data) > MAX_BYTES:
        raise GoldFileError(f"{path}: larger than {MAX_BYTES:,} bytes; a gold file holds the facts of one article")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data[: exc.start].count(b"\n") + 1
        raise GoldFileError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from exc
    if bad := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        raise GoldFileError(
            f"{path}:{line}: holds U+{ord(bad.group()):04X}, a character that YAML doesn't allow; remove it"
        )
    return text


class _Builder:
    """Builds the tree from the parser's events: nothing is constructed, expanded or looked up on the way."""

    def __init__(self, path: Path, events: Iterator[yaml.Event]) -> None:
        self._path = path
        self._events = events

    def document(self) -> YamlNode:
        """Return the root of the only document."""
        root: YamlNode | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._refuse(event, "a second document starts here; one file holds one article's gold")
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, depth=1)
        return root or YamlScalar(None, "", 1)

    def _node(self, event: yaml.Event, depth: int) -> YamlNode:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"the alias *{event.anchor} isn't allowed; write the value out")
        assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
        if event.anchor is not None:
            self._refuse(event, f"the anchor &{event.anchor} isn't allowed; write the value out where it is used")
        if event.tag is not None:
            self._refuse(event, f"the tag {event.tag} isn't allowed; a value's type follows from the schema")
        if depth > MAX_DEPTH:
            self._refuse(event, f"nested deeper than {MAX_DEPTH} levels; no schema is")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(event, depth)
        return self._scalar(event) if isinstance(event, yaml.ScalarEvent) else self._map(event, depth)

    def _scalar(self, event: yaml.ScalarEvent) -> YamlScalar:
        # a plain scalar has the style '' from one parser and None from the other
        value = event.value if event.style else plain_value(event.value)
        return YamlScalar(value, event.value, _line(event))

    def _list(self, start: yaml.Event, depth: int) -> YamlList:
        items: list[YamlNode] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return YamlList(tuple(items), _line(start))

    def _map(self, start: yaml.Event, depth: int) -> YamlMap:
        entries: dict[str, YamlEntry] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, YamlScalar):
                self._refuse(event, "a list or mapping as a key; a key is one word or number")
            if key.text in entries:
                self._refuse(event, f"the key {key.text!r} stands twice, first on line {entries[key.text].line}")
            entries[key.text] = YamlEntry(self._node(next(self._events), depth + 1), key.line)
        return YamlMap(entries, _line(start))

    def _refuse(self, event: yaml.Event, why: str) -> NoReturn:
        raise GoldFileError(f"{self._path}:{_line(event)}: {why}")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
