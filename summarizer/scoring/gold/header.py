"""Read the head of a gold file: which article and schema it labels, and who labelled it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from summarizer.domain.schema import TypeNode
from summarizer.scoring.gold.leaf_values import MisfitError, leaf_value
from summarizer.scoring.gold.marks import is_null
from summarizer.scoring.gold.problems import Faults, did_you_mean
from summarizer.scoring.gold.yaml_nodes import YamlList, YamlMap, YamlNode, YamlScalar, shown
from summarizer.scoring.gold_model import GOLD_FORMAT, Adjudication, Label, Split

__all__ = ["Header", "check_format", "read_header"]

_TEXT = TypeNode("text")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEYS = ("format", "article", "schema", "split", "story", "labels", "adjudication", "note", "facts")
_LEFT_OUT = frozenset(("adjudication", "note"))


@dataclass(frozen=True, slots=True)
class Header:
    """Everything but the facts, and the lines that later checks name."""

    document_id: str
    source: str | None
    text: str | None
    schema_name: str
    schema_digest: str
    split: Split
    story: str
    labels: tuple[Label, ...]
    adjudication: Adjudication | None
    note: str
    lines: Mapping[str, int]


def check_format(root: YamlMap, faults: Faults) -> bool:
    """Say whether the file claims to be gold in the format that is read here; note it if not."""
    entry = root.entries.get("format")
    if entry is None:
        faults.error(root.line, f"lacks 'format'; start the file with 'format: {GOLD_FORMAT}'")
    elif not isinstance(entry.node, YamlScalar) or entry.node.value != GOLD_FORMAT:
        faults.error(entry.line, f"format is {shown(entry.node)}, and this version reads {GOLD_FORMAT!r}")
    return entry is not None and not faults.errors


def read_header(root: YamlMap, faults: Faults) -> Header:
    """Return the head; what is faulty is empty, its fault noted."""
    reader = _Reader(faults)
    reader.check_keys(root, "file", known=_KEYS, needed=tuple(key for key in _KEYS if key not in _LEFT_OUT))
    article = reader.section(root, "article", known=("id", "source", "text"), needed=("id",))
    schema = reader.section(root, "schema", known=("name", "digest"), needed=("name", "digest"))
    source, text = reader.text(article, "source"), reader.text(article, "text", whole=True)
    if article is not None and ("source" in article.entries) == ("text" in article.entries):
        faults.error(article.line, "article: give either 'source', a path from the workspace, or 'text', the article")
    return Header(
        document_id=reader.digest(article, "id", "article"),
        source=source or None,
        text=text or None,
        schema_name=reader.text(schema, "name"),
        schema_digest=reader.digest(schema, "digest", "schema"),
        split=reader.split(root),
        story=reader.text(root, "story"),
        labels=reader.labels(root),
        adjudication=reader.adjudication(root),
        note=reader.text(root, "note"),
        lines=_lines(root, article, schema),
    )


def _lines(root: YamlMap, article: YamlMap | None, schema: YamlMap | None) -> dict[str, int]:
    lines = {key: entry.line for key, entry in root.entries.items()}
    for name, section in (("article", article), ("schema", schema)):
        if section is not None:
            lines |= {f"{name}.{key}": entry.line for key, entry in section.entries.items()}
    return lines


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one key at a time, and notes what is wrong with it."""

    faults: Faults

    def check_keys(self, yaml: YamlMap, what: str, *, known: tuple[str, ...], needed: tuple[str, ...]) -> None:
        for key, entry in yaml.entries.items():
            if key not in known:
                self.faults.error(entry.line, f"{what}: unknown key {key!r}; {did_you_mean(key, known)}")
        missing = [key for key in needed if key not in yaml.entries]
        if missing:
            self.faults.error(yaml.line, f"{what}: lacks {', '.join(missing)}")

    def section(self, root: YamlMap, key: str, *, known: tuple[str, ...], needed: tuple[str, ...]) -> YamlMap | None:
        entry = root.entries.get(key)
        if entry is None:
            return None
        if not isinstance(entry.node, YamlMap):
            self.faults.error(entry.line, f"{key}: expected a mapping of {', '.join(known)}; found {shown(entry.node)}")
            return None
        self.check_keys(entry.node, key, known=known, needed=needed)
        return entry.node

    def text(self, yaml: YamlMap | None, key: str, *, whole: bool = False) -> str:
        """Return the text under ``key``, "" if there is none; ``whole`` keeps spaces at its ends."""
        entry = None if yaml is None else yaml.entries.get(key)
        if entry is None or (key == "note" and (is_null(entry.node) or entry.node == YamlScalar("", "", entry.line))):
            return ""
        value = self._value(_TEXT, entry.node, key)
        if value and whole and isinstance(entry.node, YamlScalar):
            return entry.node.text
        return value

    def digest(self, yaml: YamlMap | None, key: str, what: str) -> str:
        """Return a SHA-256 in hex, which may have been written so that YAML takes it for a number."""
        entry = None if yaml is None else yaml.entries.get(key)
        if entry is None:
            return ""
        text = entry.node.text if isinstance(entry.node, YamlScalar) else ""
        if not _DIGEST.fullmatch(text):
            found = shown(entry.node)
            self.faults.error(entry.line, f"{what}: {key!r} is a SHA-256 in 64 small hex digits, found {found}")
            return ""
        return text

    def split(self, root: YamlMap) -> Split:
        entry = root.entries.get("split")
        value = "dev" if entry is None else self._value(TypeNode("enum", labels=get_args(Split)), entry.node, "split")
        return "gate" if value == "gate" else "locked" if value == "locked" else "dev"

    def labels(self, root: YamlMap) -> tuple[Label, ...]:
        entry = root.entries.get("labels")
        if entry is None:
            return ()
        if not isinstance(entry.node, YamlList):
            found = shown(entry.node)
            self.faults.error(entry.line, f"labels: expected a list of {{by: …, on: 2026-01-31}}, found {found}")
            return ()
        found_labels = (self._label(item) for item in entry.node.items)
        return tuple(label for label in found_labels if label is not None)

    def _label(self, yaml: YamlNode) -> Label | None:
        if not isinstance(yaml, YamlMap):
            self.faults.error(yaml.line, f"labels: expected {{by: …, on: 2026-01-31}}, found {shown(yaml)}")
            return None
        self.check_keys(yaml, "labels", known=("by", "on"), needed=("by", "on"))
        return Label(self.text(yaml, "by"), self._day(yaml, "labels"))

    def adjudication(self, root: YamlMap) -> Adjudication | None:
        entry = root.entries.get("adjudication")
        if entry is None or is_null(entry.node):
            return None
        yaml = self.section(root, "adjudication", known=("by", "on", "note"), needed=("by", "on"))
        if yaml is None:
            return None
        return Adjudication(self.text(yaml, "by"), self._day(yaml, "adjudication"), self.text(yaml, "note"))

    def _day(self, yaml: YamlMap, what: str) -> dt.date:
        entry = yaml.entries.get("on")
        text = "" if entry is None else self._value(TypeNode("date"), entry.node, f"{what}: 'on'")
        return dt.date.fromisoformat(text) if text else dt.date.min

    def _value(self, node: TypeNode, yaml: YamlNode, what: str) -> str:
        try:
            return str(leaf_value(node, yaml))
        except MisfitError as exc:
            self.faults.error(exc.line, f"{what}: {exc}")
            return ""
