"""Write the file a labeller starts from: the numbered article as comments, and every field with what it means."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from summarizer.domain.document import Document
from summarizer.domain.record import Record
from summarizer.domain.schema import FieldSpec, TargetSchema, TypeNode
from summarizer.errors import GoldFileError
from summarizer.scoring.gold.leaf_values import expected
from summarizer.scoring.gold.prefill import PREFILLED, empty_facts, item_id, prefill
from summarizer.scoring.gold.writing import field_lines, head_lines, item_lines
from summarizer.scoring.gold_model import GoldArticle, GoldEvidence, GoldItem, GoldLeaf, GoldList, GoldNode

__all__ = ["skeleton"]

_WIDTH = 112
_UNPRINTABLE = re.compile("[^\t\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_HOW = """\
Fill in what the article states, from reading it. A value is one of:
  Jane Doe                          the value alone
  null                              the article doesn't state it
  {value: Jane Doe, accept: [J. Doe], evidence: {3: "said Jane Doe"}}
Beside value: accept (other right values), optional: true (a careful reader may leave it out), unclear: true (readers
can't decide: not scored), for numbers precision (exact, at_least, at_most, about) and range ([lowest, highest]).
Evidence is a sentence number and words that stand in that sentence; a list entry has its own. A list is complete.
Articles of one story share its name under story. When it is done, add yourself to labels, as in
{by: NAME, on: 2026-01-31}, and run `summarizer gold lint` on the file."""


def skeleton(document: Document, schema: TargetSchema, *, source: str | None, record: Record | None = None) -> str:
    """Return a gold file for ``document`` that nobody has labelled yet.

    ``source`` is the article's path from the workspace; without one the article stands in the file. With ``record`` the
    facts are filled from it, and the file says so.

    Raises:
        GoldFileError: The record is of another article or schema, or has no facts.
    """
    if record is not None and (record.document.id != document.id or record.schema_ref.digest != schema.digest):
        raise GoldFileError(
            f"{document.source}: the record is of another article, or of another version of the schema {schema.name}"
        )
    gold = GoldArticle(
        path=Path(),
        document_id=document.id,
        schema_name=schema.name,
        schema_digest=schema.digest,
        split="dev",
        story=_slug(source or document.id[:12]),
        facts=empty_facts(schema.root) if record is None else prefill(record, schema.root),
        source=source,
        text=document.text if source is None else None,
        note="" if record is None else f"{PREFILLED}; check every value",
    )
    facts = field_lines("facts", gold.facts, "", comment=_Guide(schema.root).comment)
    return "\n".join((*_preface(document, schema), *head_lines(gold), *facts)) + "\n"


def _preface(document: Document, schema: TargetSchema) -> Iterator[str]:
    yield from _commented(f"Gold for the schema {schema.name}: {schema.description}")
    yield "#"
    yield from (f"# {line}" for line in _HOW.splitlines())
    yield "#"
    for sentence in document.sentences:
        mark = "" if sentence.furniture is None else f"(page furniture: {sentence.furniture.replace('_', ' ')}) "
        yield f"# [{sentence.id}] {mark}{_one_line(document.sentence_text(sentence.id))}"
    yield ""


class _Guide:
    """Says above each field what it means, the first time that it comes; an empty list shows what an entry is."""

    def __init__(self, root: TypeNode) -> None:
        self._specs: dict[tuple[str, ...], list[FieldSpec]] = {}
        for way, spec in _specs(root, ()):
            self._specs.setdefault(way, []).append(spec)
        self._told: set[tuple[str, ...]] = set()

    def comment(self, way: tuple[str, ...], node: GoldNode, indent: str) -> Iterator[str]:
        """Yield the comment lines above a field."""
        if way in self._told:
            return
        self._told.add(way)
        specs = self._specs[way]
        for spec in specs:  # several where the options of a union share a name
            yield from _commented(f"{_kind(spec.node)}. {spec.description}", indent)
        for line in self._example(way, specs[0].node, node, indent):
            yield f"{indent}# {line.removeprefix(indent)}"

    def _example(self, way: tuple[str, ...], node: TypeNode, gold: GoldNode, indent: str) -> Iterator[str]:
        """Yield what could stand in the place of nothing."""
        if gold == GoldList():
            assert node.item is not None
            quoted = (GoldEvidence(1, "words that stand in sentence 1"),)
            entry = GoldItem(item_id(way[-1], 1), _blank(node.item), evidence=quoted)
            yield from item_lines(entry, indent, way=way, comment=self.comment)
        elif gold == GoldLeaf(None) and _is_object(node):
            yield from field_lines(way[-1], _blank(node), indent, way=way, comment=self.comment)


def _specs(node: TypeNode, way: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], FieldSpec]]:
    """Yield every field with the names that lead to it; lists and unions add none."""
    for spec in node.fields:
        yield (*way, spec.name), spec
        yield from _specs(spec.node, (*way, spec.name))
    for part in (*node.options, *([node.item] if node.item else [])):
        yield from _specs(part, way)


def _blank(node: TypeNode) -> GoldNode:
    """Return an entry with nothing filled in."""
    option = node.options[0] if node.kind == "union" else node
    return empty_facts(option) if option.kind == "object" else GoldLeaf(None)


def _is_object(node: TypeNode) -> bool:
    return node.kind == "object" or (node.kind == "union" and node.options[0].kind == "object")


def _kind(node: TypeNode) -> str:
    """Return what stands in a field, and whether null may."""
    if node.kind == "list":
        return "A list" if node.item is None or _is_object(node.item) else f"A list, each entry {expected(node.item)}"
    if node.kind == "union" and _is_object(node):
        words = "an object of " + " or of ".join(", ".join(spec.name for spec in one.fields) for one in node.options)
    else:
        words = "an object" if _is_object(node) else expected(node)
    return f"{words[0].upper()}{words[1:]}; {'or null' if node.optional else 'required'}"


def _commented(text: str, indent: str = "") -> Iterator[str]:
    return (f"{indent}# {line}" for line in textwrap.wrap(_one_line(text), _WIDTH - len(indent)))


def _one_line(text: str) -> str:
    return _UNPRINTABLE.sub("?", " ".join(text.split()))


def _slug(source: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", PurePosixPath(source).stem.lower()).strip("-") or "story"
