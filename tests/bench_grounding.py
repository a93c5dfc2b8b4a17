"""Measure the support gate: ``python tests/bench_grounding.py`` prints milliseconds an article, one core, cold and warm.

The extraction is made from the articles themselves (parts of their sentences as events, figures, statements and people),
about sixty leaves each, in the shape and mix that a model's answer has; nothing is known of what they say.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from summarizer.domain.document import Document
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Usage
from summarizer.domain.schema import TargetSchema
from summarizer.grounding.ground import ground
from summarizer.ingest.documents import make_document
from summarizer.schema_loader.load import load_schema

ROOT = Path(__file__).parents[1]
_NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_COUNT = re.compile(r"\b(\d[\d,]*) ([a-z]+(?: [a-z]+)?)\b")
_QUOTE = re.compile(r'["“]([^"“”]{12,})["”]')
_DATE = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|overnight|last month|next week")


def _event(text: str, number: int) -> dict[str, Any]:
    names = _NAME.findall(text)[1:4]
    when = _DATE.search(text)
    return {
        "what": " ".join(text.split()[:11]),
        "kind": "other",
        "status": "happened",
        "when": when.group() if when else None,
        "where": names[-1] if names else None,
        "actors": names[:1],
        "affected": names[1:2],
        "evidence": [number],
    }


def _figure(text: str, number: int) -> dict[str, Any] | None:
    match = _COUNT.search(text)
    if match is None:
        return None
    value, what = float(match[1].replace(",", "")), match[2]
    return {
        "value": value,
        "unit": what.split()[0],
        "what": what,
        "precision": "exact",
        "according_to": None,
        "evidence": [number],
    }


def _statement(text: str, number: int) -> dict[str, Any] | None:
    quote, names = _QUOTE.search(text), _NAME.findall(_QUOTE.sub("", text))
    if quote is None or not names:
        return None
    return {"speaker": names[-1], "text": quote[1], "verbatim": True, "kind": "opinion", "evidence": [number]}


def wire_of(document: Document) -> dict[str, Any]:
    """Return an answer of about sixty leaves for ``document``, in the wire form of the news report."""
    sentences = [(one.id, document.text[one.start : one.end]) for one in document.body if one.end - one.start > 60]
    names = [(name, number) for number, text in sentences for name in _NAME.findall(text)[1:]]
    people = list({name: number for name, number in names if " " in name}.items())[:5]
    places = list({name: number for name, number in names if " " not in name}.items())
    figures = [found for number, text in sentences if (found := _figure(text, number))][:4]
    quotes = [found for number, text in sentences if (found := _statement(text, number))][:4]
    return {
        "headline": None,
        "outlet": None,
        "published": None,
        "summary": [{"value": " ".join(text.split()[:18]), "evidence": [number]} for number, text in sentences[:3]],
        "events": [_event(text, number) for number, text in sentences[3:8]],
        "people": [{"name": name, "role": None, "affiliation": None, "evidence": [number]} for name, number in people],
        "organizations": [{"value": name, "evidence": [number]} for name, number in places[:3]],
        "places": [{"value": name, "evidence": [number]} for name, number in places[3:7]],
        "figures": figures,
        "statements": quotes,
        "upcoming": [
            {"what": " ".join(text.split()[:8]), "when": None, "where": None, "participants": [], "evidence": [number]}
            for number, text in sentences[8:10]
        ],
    }


def _run(documents: list[Document], schema: TargetSchema, wires: list[dict[str, Any]]) -> tuple[float, int]:
    started = time.process_time()
    leaves = 0
    for document, wire in zip(documents, wires, strict=True):
        sent = tuple(one.id for one in document.body)
        leaves += len(ground(document, schema, Extraction(wire=wire, sent=sent, usage=Usage())).evidence)
    return time.process_time() - started, leaves


def main() -> None:
    """Print milliseconds an article and articles a second."""
    schema = load_schema(ROOT / "schemas" / "news_report.py")
    documents = [make_document(path.read_text("utf-8")) for path in sorted((ROOT / "seeds").glob("*.txt"))]
    wires = [wire_of(document) for document in documents]
    cold, leaves = _run(documents, schema, wires)
    warm = min(_run(documents, schema, wires)[0] for _ in range(20))
    count = len(documents)
    print(f"{count} articles, {leaves / count:.0f} leaves each")
    print(
        f"first pass {1000 * cold / count:.2f} ms an article, then {1000 * warm / count:.2f} ms: {count / warm:.0f} articles a second"
    )


if __name__ == "__main__":
    main()
