"""The three shipped schemas have the fields they promise, described, strict on the wire, and easy to build."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openai.lib._pydantic import to_strict_json_schema

from summarizer.domain.schema import FieldSpec, TargetSchema, TypeNode
from summarizer.schema_loader.load import load_schema
from summarizer.schema_loader.strict import violations

OUTLINES = {
    "news_report": "headline? outlet? published?:date summary:[text] "
    "events:[what kind:enum status:enum when?:when where? actors:[text] affected:[text]] "
    "people:[name role? affiliation?] organizations:[text] places:[text] "
    "figures:[value:number unit what precision:enum according_to?] "
    "statements:[speaker text verbatim:boolean kind:enum] "
    "upcoming:[what when?:when where? participants:[text]]",
    "diplomatic_call": "callers:[text] when?:when duration_minutes?:integer proposals:[who what] agreed:[text] "
    "disagreed:[topic positions:[who position]] pledges:[who what] red_lines:[who what] "
    "prisoner_exchange?:{each_side?:integer additional_wounded?:integer mediator?} "
    "next_talks?:{where? when?:when participants:[text]}",
    "incident": "incidents:[kind:enum when?:when where? perpetrators:[text] perpetrator_organizations:[text] "
    "targets:[text] victims:[text] weapons:[text] killed?:integer injured?:integer claimed_or_denied_by:[text]]",
    "muc4_roles": "perp_individuals:[text] perp_organizations:[text] targets:[text] victims:[text] weapons:[text]",
}

LABELS = {
    "events.kind": "phone_call meeting attack exchange agreement statement decision election disaster crime economic other",
    "events.status": "happened ongoing planned proposed alleged",
    "figures.precision": "exact at_least at_most about",
    "statements.kind": "assertion accusation denial opinion forecast demand offer promise",
}


def outline(node: TypeNode) -> str:
    return " ".join(f"{field.name}{'?' * field.node.optional}{_suffix(field.node)}" for field in node.fields)


def _suffix(node: TypeNode) -> str:
    if node.kind == "list" and node.item:
        return f":[{outline(node.item) or node.item.kind}]"
    if node.kind == "object":
        return f":{{{outline(node)}}}"
    return "" if node.kind == "text" else f":{node.kind}"


def every_field(node: TypeNode, path: str = "") -> Iterator[tuple[str, FieldSpec]]:
    for field in node.fields:
        yield f"{path}{field.name}", field
        for part in (field.node, *([field.node.item] if field.node.item else [])):
            yield from every_field(part, f"{path}{field.name}.")


@pytest.fixture(scope="module")
def news_report(schemas_folder: Path) -> TargetSchema:
    return load_schema(schemas_folder / "news_report.py")


def test_the_fields_are_the_promised_ones_in_their_order(shipped: TargetSchema) -> None:
    assert outline(shipped.root) == OUTLINES[shipped.name]


def test_closed_sets_hold_the_promised_labels(news_report: TargetSchema) -> None:
    fields = dict(every_field(news_report.root))
    assert {path: " ".join(map(str, fields[path].node.labels)) for path in LABELS} == LABELS


def test_the_wire_schema_keeps_every_documented_strict_rule(shipped: TargetSchema) -> None:
    assert violations(shipped.wire_json_schema) == []


def test_the_wire_schema_is_what_openais_own_converter_leaves_as_it_is(shipped: TargetSchema) -> None:
    assert to_strict_json_schema(shipped.wire_model) == shipped.wire_json_schema


def test_every_description_reaches_the_wire(shipped: TargetSchema) -> None:
    wire = json.dumps(shipped.wire_json_schema)
    missing = [path for path, field in every_field(shipped.root) if json.dumps(field.description)[1:-1] not in wire]
    assert missing == []


def test_every_description_is_an_instruction_and_says_when_to_leave_an_optional_field_null(
    shipped: TargetSchema,
) -> None:
    fields = dict(every_field(shipped.root))
    assert [path for path, field in fields.items() if len(field.description) < 40] == []
    assert [
        path
        for path, field in fields.items()
        if field.node.optional and "Null if" not in field.description.replace("null", "Null")
    ] == []


def test_questions_are_asked_of_the_article_not_of_the_schema(shipped: TargetSchema) -> None:
    asks = {path: field.ask.question for path, field in every_field(shipped.root) if field.ask}
    assert asks
    assert [path for path, question in asks.items() if not question.endswith("?")] == []


def test_an_article_without_facts_needs_no_argument(shipped: TargetSchema) -> None:
    facts = shipped.facts_model().model_dump()
    assert {json.dumps(value) for value in facts.values()} <= {"null", "[]"}
    assert list(facts) == [field.name for field in shipped.root.fields]


def test_loading_twice_from_two_folders_gives_one_digest(
    shipped: TargetSchema, schemas_folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / f"{shipped.name}.py"
    copy.write_bytes((schemas_folder / copy.name).read_bytes())
    again = load_schema(copy)
    assert (again.digest, again.version) == (shipped.digest, "1")
    assert json.dumps(again.wire_json_schema) == json.dumps(shipped.wire_json_schema)


def test_a_wire_schema_costs_less_than_three_thousand_tokens(shipped: TargetSchema) -> None:
    assert len(json.dumps(shipped.wire_json_schema)) / 4 < 3000


def test_importing_a_schema_loads_no_heavy_library(schemas_folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from summarizer.schema_loader.load import load_schema; "
        f"load_schema(Path({str(schemas_folder / 'news_report.py')!r})); "
        "print(sorted({'openai', 'instructor', 'spacy', 'xllamacpp', 'trafilatura', 'dateparser'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_whole_report_passes_the_wire_and_comes_back_unchanged(
    news_report: TargetSchema, wrap: Callable[[Any, TypeNode], Any]
) -> None:
    facts = {
        "headline": "Ferry sinks off Corm Head",
        "outlet": None,
        "published": "2026-05-04",
        "summary": ["A ferry sank.", "All 31 aboard were saved."],
        "events": [
            {
                "what": "The ferry Alder sank off Corm Head.",
                "kind": "disaster",
                "status": "happened",
                "when": "on Sunday night",
                "where": "off Corm Head",
                "actors": [],
                "affected": ["31 passengers"],
            }
        ],
        "people": [{"name": "Una Marsh", "role": "captain", "affiliation": None}],
        "organizations": [],
        "places": ["Corm Head"],
        "figures": [
            {"value": 31, "unit": "people", "what": "saved", "precision": "exact", "according_to": "the coastguard"}
        ],
        "statements": [{"speaker": "Una Marsh", "text": "We had minutes.", "verbatim": True, "kind": "assertion"}],
        "upcoming": [],
    }
    wire = wrap(facts, news_report.root)
    assert wire["published"] == {"value": "2026-05-04", "evidence": [1, 3]}
    assert wire["people"] == [{"name": "Una Marsh", "role": "captain", "affiliation": None, "evidence": [1, 3]}]
    assert wire["summary"][1] == {"value": "All 31 aboard were saved.", "evidence": [1, 3]}
    assert news_report.wire_model.model_validate_json(json.dumps(wire)).model_dump() == wire
    parsed = news_report.facts_model.model_validate({"published": facts["published"]})
    assert parsed.model_dump()["published"] == dt.date(2026, 5, 4)
