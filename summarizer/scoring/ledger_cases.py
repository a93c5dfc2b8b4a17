"""Score cases of gold and predicted facts with the ledger: counts by outcome, precision, recall and F1."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import JsonValue, ValidationError

from summarizer.domain.schema import TargetSchema, TypeNode, option_for
from summarizer.schema_loader.load import load_schema
from summarizer.scoring.gold.facts_reader import FactsReader
from summarizer.scoring.gold.problems import Faults
from summarizer.scoring.gold.yaml_nodes import YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar
from summarizer.scoring.gold_model import GoldObject
from summarizer.scoring.plan import Plan, plan_of
from summarizer.scoring.published.case_form import Case, MalformedCaseError, value
from summarizer.scoring.rows import Place
from summarizer.scoring.score_model import Counts
from summarizer.scoring.walk import Walk

__all__ = ["gold_of_json", "ledger_scorer"]

_ENTRY_KEYS = frozenset(("id", "facts", "optional", "evidence"))

# JSON keeps no line numbers; faults name the place in the facts instead.
_NO_LINE = 1


def ledger_scorer(path: Path) -> Callable[[Case], JsonValue]:
    """Return what scores ``{gold: facts, prediction: facts or null}`` against the schema in ``path``.

    Gold is facts as plain JSON, or in the structure of a gold file (``{value, accept, …}``, ``{id, facts}``), also
    mixed; what it leaves out is absent. A prediction that is null or doesn't fit the schema scores as no answer, and
    ``failure`` says why. Precision, recall and F1 are null where there is nothing to divide by. Raises
    SchemaFileError for a schema that can't be loaded.
    """
    schema = load_schema(path)
    plan = plan_of(schema)

    def score_case(case: Case) -> JsonValue:
        gold = gold_of_json(schema, value(case, "gold"))
        return _scored(plan, gold, *_facts(schema, value(case, "prediction")))

    return score_case


def gold_of_json(schema: TargetSchema, facts: JsonValue) -> GoldObject:
    """Return gold facts from JSON; MalformedCaseError names the first place that doesn't fit the schema."""
    faults = Faults(Path("gold"))
    gold = FactsReader(faults).facts(schema.root, _noted(schema.root, facts))
    if faults.found:
        raise MalformedCaseError(f"gold: {faults.found[0].message.removesuffix(f', first on line {_NO_LINE}')}")
    return gold


def _scored(plan: Plan, gold: GoldObject, facts: dict[str, JsonValue] | None, failure: str | None) -> JsonValue:
    walk = Walk(None)
    rows = walk.missing(Place(plan, pointer=None), gold) if facts is None else walk.compare(Place(plan), gold, facts)
    counts = Counts.of(rows)
    return {
        **counts.model_dump(),
        "possible": counts.possible,
        "actual": counts.actual,
        "precision": _share(counts.hits, counts.actual),
        "recall": _share(counts.hits, counts.possible),
        "f1": _share(2 * counts.hits, counts.possible + counts.actual),
        "failure": failure,
    }


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _facts(schema: TargetSchema, prediction: JsonValue) -> tuple[dict[str, JsonValue] | None, str | None]:
    if prediction is None:
        return None, "no prediction"
    try:
        facts = schema.facts_model.model_validate(prediction)
    except ValidationError as exc:
        first = exc.errors()[0]
        return None, ": ".join(filter(None, ("the facts don't fit the schema", _place(first["loc"]), first["msg"])))
    return facts.model_dump(mode="json", by_alias=True), None


def _place(loc: tuple[int | str, ...]) -> str:
    return ".".join(map(str, loc))


def _noted(node: TypeNode, found: JsonValue) -> YamlNode:
    """Return JSON as the nodes of a gold file, plain facts given the form that labelled ones have."""
    if node.kind == "list" and isinstance(found, list):
        item = node.item or TypeNode("text")
        entries = tuple(_entry(item, each, number) for number, each in enumerate(found, start=1))
        return YamlList(entries, _NO_LINE)
    option = _option(node, found)
    if option.kind == "object" and isinstance(found, dict):
        return _object(option, found)
    if node.kind == "when" and isinstance(found, dict) and "text" in found:
        return _map({"value": _plain(found)})
    return _plain(found)


def _option(node: TypeNode, found: JsonValue) -> TypeNode:
    try:
        return option_for(node, found)
    except ValueError:
        return node


def _object(node: TypeNode, found: Mapping[str, JsonValue]) -> YamlMap:
    specs = {spec.name: spec for spec in node.fields}
    noted = {name: _noted(specs[name].node, each) if name in specs else _plain(each) for name, each in found.items()}
    if found and not noted.keys() & specs.keys():
        return _map(noted)  # not of this object: an absence with its marks, or a fault to be named
    absent = {name: _plain([] if spec.node.kind == "list" else None) for name, spec in specs.items()}
    return _map(absent | noted)


def _entry(node: TypeNode, found: JsonValue, number: int) -> YamlMap:
    if isinstance(found, dict) and "facts" in found and found.keys() <= _ENTRY_KEYS:
        marks = {name: _plain(each) for name, each in found.items() if name != "facts"}
        return _map({"id": _plain(f"entry {number}")} | marks | {"facts": _noted(node, found["facts"])})
    return _map({"id": _plain(f"entry {number}"), "facts": _noted(node, found)})


def _map(nodes: Mapping[str, YamlNode]) -> YamlMap:
    return YamlMap({name: YamlEntry(node, _NO_LINE) for name, node in nodes.items()}, _NO_LINE)


def _plain(found: JsonValue) -> YamlNode:
    if isinstance(found, dict):
        return _map({name: _plain(each) for name, each in found.items()})
    if isinstance(found, list):
        return YamlList(tuple(_plain(each) for each in found), _NO_LINE)
    return YamlScalar(found, found if isinstance(found, str) else json.dumps(found), _NO_LINE)
