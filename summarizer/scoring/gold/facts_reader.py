"""Read the facts of a gold file along the schema's tree; every fault is noted with its line, and reading goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from summarizer.domain.schema import TypeNode
from summarizer.scoring.gold.leaf_values import MisfitError, leaf_value
from summarizer.scoring.gold.marks import (
    LEAF_KEYS,
    is_null,
    read_accept,
    read_evidence,
    read_flag,
    read_precision,
    read_range,
)
from summarizer.scoring.gold.places import LocatedEvidence, LocatedLeaf, Place
from summarizer.scoring.gold.problems import Faults, did_you_mean
from summarizer.scoring.gold.yaml_nodes import YamlList, YamlMap, YamlNode, YamlScalar, shown
from summarizer.scoring.gold_model import GoldEvidence, GoldItem, GoldLeaf, GoldList, GoldNode, GoldObject

__all__ = ["FactsReader"]

_ITEM_KEYS = ("id", "facts", "optional", "evidence")
_ABSENCE_KEYS = frozenset(("value", "absent", "unclear"))
_NOTHING = GoldLeaf(None)


@dataclass(slots=True)
class FactsReader:
    """Reads one file's facts; what was read where is kept for the checks that need the article."""

    faults: Faults
    leaves: list[LocatedLeaf] = field(default_factory=list)
    evidence: list[LocatedEvidence] = field(default_factory=list)
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    """Way to a fact, as in the user's model → line."""

    def facts(self, root: TypeNode, yaml: YamlNode) -> GoldObject:
        """Return the facts under ``root``; what is faulty is left out, its fault noted."""
        if not isinstance(yaml, YamlMap):
            self.faults.error(yaml.line, f"'facts' is a mapping of the schema's fields, found {shown(yaml)}")
            return GoldObject({})
        return self._fields(root, yaml, Place())

    def _node(self, node: TypeNode, yaml: YamlNode, place: Place) -> GoldNode:
        self.lines[place.way] = yaml.line
        if node.kind == "list":
            return self._list(node, yaml, place)
        if node.kind == "object" or (node.kind == "union" and node.options[0].kind == "object"):
            return self._object(node, yaml, place)
        return self._leaf(node, yaml, place)

    # Objects ----------------------------------------------------------------------------------------------------------

    def _object(self, node: TypeNode, yaml: YamlNode, place: Place) -> GoldNode:
        if is_null(yaml):
            return self._absent(node, yaml, place)
        if not isinstance(yaml, YamlMap):
            self._fault(yaml.line, place, f"expected a mapping of the object's fields, found {shown(yaml)}")
            return _NOTHING
        option = _option(node, yaml)
        names = {spec.name for spec in option.fields}
        if yaml.entries and _ABSENCE_KEYS.issuperset(yaml.entries) and not names & set(yaml.entries):
            return self._absent(node, yaml, place)
        return self._fields(option, yaml, place)

    def _fields(self, node: TypeNode, yaml: YamlMap, place: Place) -> GoldObject:
        names = [spec.name for spec in node.fields]
        for key, entry in yaml.entries.items():
            if key not in names:
                self._fault(entry.line, place, f"unknown field {key!r}; {did_you_mean(key, names)}")
        missing = [name for name in names if name not in yaml.entries]
        if missing:
            remedy = "write null, or [] for a list, where the article doesn't say"
            self._fault(yaml.line, place, f"missing {', '.join(missing)}; {remedy}")
        return GoldObject(
            {
                spec.name: self._node(spec.node, yaml.entries[spec.name].node, place.field(spec))
                for spec in node.fields
                if spec.name in yaml.entries
            }
        )

    def _absent(self, node: TypeNode, yaml: YamlNode, place: Place) -> GoldLeaf:
        """Return an object or list that isn't there; ``unclear`` may stand beside."""
        try:
            leaf = _absence(yaml) if isinstance(yaml, YamlMap) else _NOTHING
            _require_optional(node, yaml, leaf)
        except MisfitError as exc:
            self._fault(exc.line, place, str(exc))
            return _NOTHING
        return leaf

    # Lists ------------------------------------------------------------------------------------------------------------

    def _list(self, node: TypeNode, yaml: YamlNode, place: Place) -> GoldNode:
        if is_null(yaml) and node.optional:
            return _NOTHING
        if not isinstance(yaml, YamlList):
            remedy = "; write [] for an empty list" if is_null(yaml) else ""
            self._fault(yaml.line, place, f"expected a list of {{id, facts}}, found {shown(yaml)}{remedy}")
            return GoldList()
        assert node.item is not None
        items = [self._item(node.item, entry, place, index) for index, entry in enumerate(yaml.items)]
        kept = [(item, line) for item, line in zip(items, (entry.line for entry in yaml.items), strict=True) if item]
        self._check_ids(kept, place)
        return GoldList(tuple(item for item, _ in kept))

    def _item(self, node: TypeNode, yaml: YamlNode, place: Place, index: int) -> GoldItem | None:
        if not isinstance(yaml, YamlMap) or not {"id", "facts"} & set(yaml.entries):
            self._fault(yaml.line, place, f"a list entry is {{id: …, facts: …}}, found {shown(yaml)}")
            return None
        for key, entry in yaml.entries.items():
            if key not in _ITEM_KEYS:
                message = f"unknown key {key!r} of a list entry; {did_you_mean(key, _ITEM_KEYS)}"
                self._fault(entry.line, place, message)
        missing = next((key for key in ("id", "facts") if key not in yaml.entries), None)
        if missing:
            self._fault(yaml.line, place, f"a list entry lacks {missing!r}")
            return None
        name, here = self._id(yaml.entries["id"].node, place, index)
        evidence = self._evidence(yaml, here)
        return GoldItem(
            id=name,
            node=self._filled(node, yaml.entries["facts"].node, here.below(cited=bool(evidence))),
            optional=self._flag(yaml, "optional", here),
            evidence=evidence,
        )

    def _filled(self, node: TypeNode, yaml: YamlNode, place: Place) -> GoldNode:
        if is_null(yaml):
            self._fault(yaml.line, place, "the facts of a list entry are null; leave the entry out")
            return _NOTHING
        return self._node(node, yaml, place)

    def _id(self, yaml: YamlNode, place: Place, index: int) -> tuple[str, Place]:
        if isinstance(yaml, YamlScalar) and yaml.text.strip() and yaml.value is not None:
            return yaml.text.strip(), place.item(yaml.text.strip(), index)
        self._fault(yaml.line, place, f"an id is a short word such as e1, found {shown(yaml)}")
        return f"#{index + 1}", place.item(f"#{index + 1}", index)

    def _check_ids(self, items: Sequence[tuple[GoldItem, int]], place: Place) -> None:
        seen: dict[str, int] = {}
        for item, line in items:
            if item.id in seen:
                self._fault(line, place, f"the id {item.id!r} stands twice, first on line {seen[item.id]}")
            seen.setdefault(item.id, line)

    # Leaves -----------------------------------------------------------------------------------------------------------

    def _leaf(self, node: TypeNode, yaml: YamlNode, place: Place) -> GoldLeaf:
        try:
            leaf = self._refined(node, yaml, place) if isinstance(yaml, YamlMap) else GoldLeaf(_value(node, yaml))
            _require_optional(node, yaml, leaf)
        except MisfitError as exc:
            self._fault(exc.line, place, str(exc))
            return _NOTHING
        self.leaves.append(LocatedLeaf(place, yaml.line, node, leaf))
        return leaf

    def _refined(self, node: TypeNode, yaml: YamlMap, place: Place) -> GoldLeaf:
        for key, entry in yaml.entries.items():
            if key not in LEAF_KEYS:
                raise MisfitError(entry.line, f"unknown key {key!r} of a value; {did_you_mean(key, LEAF_KEYS)}")
        absent = read_flag(yaml, "absent")
        written = yaml.entries.get("value")
        if written is None and not absent:
            raise MisfitError(yaml.line, "'value' is missing; write null where the article doesn't say")
        value = None if written is None else _value(node, written.node)
        if absent and value is not None:
            raise MisfitError(yaml.line, "'absent' is true and there is a value; keep one of the two")
        return GoldLeaf(
            value=value,
            accept=read_accept(yaml, node, value),
            optional=read_flag(yaml, "optional"),
            unclear=read_flag(yaml, "unclear"),
            precision=read_precision(yaml, node),
            range=read_range(yaml, node, value),
            evidence=self._evidence(yaml, place),
        )

    def _evidence(self, yaml: YamlMap, place: Place) -> tuple[GoldEvidence, ...]:
        def note(line: int, evidence: GoldEvidence) -> None:
            self.evidence.append(LocatedEvidence(place, line, evidence))

        return read_evidence(yaml, note, lambda line, message: self._fault(line, place, message))

    def _flag(self, yaml: YamlMap, key: str, place: Place) -> bool:
        try:
            return read_flag(yaml, key)
        except MisfitError as exc:
            self._fault(exc.line, place, f"{key}: {exc}")
            return False

    def _fault(self, line: int, place: Place, message: str) -> None:
        self.faults.error(line, f"{place}: {message}")


def _absence(yaml: YamlMap) -> GoldLeaf:
    value = yaml.entries.get("value")
    if value is not None and not is_null(value.node):
        raise MisfitError(value.line, f"expected null or the object's fields, found {shown(value.node)}")
    return GoldLeaf(None, unclear=read_flag(yaml, "unclear"))


def _require_optional(node: TypeNode, yaml: YamlNode, leaf: GoldLeaf) -> None:
    if leaf.value is None and not node.optional and not leaf.unclear:
        raise MisfitError(yaml.line, "the schema requires a value here, and null says that the article gives none")


def _value(node: TypeNode, yaml: YamlNode) -> JsonValue:
    return None if is_null(yaml) else leaf_value(node, yaml)


def _option(node: TypeNode, yaml: YamlMap) -> TypeNode:
    """Return the option of a union of objects that ``yaml`` fits best, by names and then by labels."""
    if node.kind != "union":
        return node

    def fit(option: TypeNode) -> tuple[int, int]:
        names = {spec.name for spec in option.fields}
        return -len(names ^ set(yaml.entries)), sum(_labelled(option, yaml))

    return max(node.options, key=fit)


def _labelled(option: TypeNode, yaml: YamlMap) -> Iterable[bool]:
    for spec in option.fields:
        entry = yaml.entries.get(spec.name)
        if spec.node.kind == "enum" and entry is not None:
            held = entry.node
            if isinstance(held, YamlMap) and "value" in held.entries:
                held = held.entries["value"].node
            yield isinstance(held, YamlScalar) and (held.value in spec.node.labels or held.text in spec.node.labels)
