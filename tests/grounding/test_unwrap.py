"""The wire form is taken apart by the schema's tree."""

from __future__ import annotations

from pydantic import JsonValue

from summarizer.domain.schema import FieldSpec, TypeNode
from summarizer.grounding.unwrap import point, unwrap

TEXT = TypeNode("text")


def _object(title: str, /, **fields: TypeNode) -> TypeNode:
    return TypeNode("object", name=title, fields=tuple(FieldSpec(key, node, key) for key, node in fields.items()))


ROOT = _object(
    "Root",
    title=TEXT,
    note=TypeNode("text", optional=True),
    tags=TypeNode("list", item=TEXT),
    rows=TypeNode("list", item=TypeNode("list", item=TEXT)),
    detail=_object("Detail", when=TypeNode("when"), size=TypeNode("integer")),
    items=TypeNode(
        "list",
        item=_object(
            "Item",
            value=TEXT,
            marks=TypeNode("list", item=TEXT),
            parts=TypeNode("list", item=_object("Part", name=TEXT)),
        ),
    ),
    either=TypeNode("union", options=(TypeNode("integer"), TEXT)),
)
WIRE: dict[str, JsonValue] = {
    "title": {"value": "A", "evidence": [1, 2]},
    "note": None,
    "tags": [{"value": "x", "evidence": [3]}, {"value": "y", "evidence": []}],
    "rows": [[{"value": "r", "evidence": [4]}]],
    "detail": {"when": {"value": "Tuesday", "evidence": [5]}, "size": {"value": 3, "evidence": [6]}},
    "items": [{"value": "v", "marks": ["m"], "parts": [{"name": "n", "evidence": [8]}], "evidence": [7]}],
    "either": {"value": "word", "evidence": [9]},
}


def test_facts_lose_their_wrappers_and_dates_become_blocks() -> None:
    assert unwrap(ROOT, WIRE).facts == {
        "title": "A",
        "note": None,
        "tags": ["x", "y"],
        "rows": [["r"]],
        "detail": {"when": {"text": "Tuesday"}, "size": 3},
        "items": [{"value": "v", "marks": ["m"], "parts": [{"name": "n"}]}],
        "either": "word",
    }


def test_every_leaf_knows_what_it_cites() -> None:
    citations = unwrap(ROOT, WIRE).citations
    cited = {
        pointer: citations.of(pointer)
        for pointer in (
            "/title", "/tags/0", "/tags/1", "/rows/0/0", "/detail/when", "/detail/size", "/items/0/value",
            "/items/0/marks/0", "/items/0/parts/0/name", "/either", "/nowhere",
        )
    }  # fmt: skip
    assert cited == {
        "/title": (1, 2),
        "/tags/0": (3,),
        "/tags/1": (),
        "/rows/0/0": (4,),
        "/detail/when": (5,),
        "/detail/size": (6,),
        "/items/0/value": (7,),
        "/items/0/marks/0": (7,),
        "/items/0/parts/0/name": (8,),
        "/either": (9,),
        "/nowhere": (),
    }


def test_pointers_are_escaped_as_rfc_6901_says() -> None:
    assert point(point("", "a/b"), "m~n") == "/a~1b/m~0n"
