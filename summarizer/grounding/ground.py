"""Turn wire facts into plain facts with a receipt for every leaf, and account for every sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue, ValidationError

from summarizer.domain.document import Document
from summarizer.domain.extraction import Extraction
from summarizer.domain.record import Coverage, Evidence
from summarizer.domain.schema import TargetSchema, TypeNode
from summarizer.errors import AnswerInvalidError
from summarizer.grounding.article import Article
from summarizer.grounding.context import Context, name_words
from summarizer.grounding.dates import resolve
from summarizer.grounding.leaves import Leaf, judge_leaf, speaks_of_future
from summarizer.grounding.lexicon.fields import UNREALISED_FIELDS
from summarizer.grounding.unwrap import Citations, StatedDate, option_of, point, unwrap

__all__ = ["Grounded", "coverage_of", "ground", "ground_stated", "validated"]


@dataclass(frozen=True)
class Grounded:
    """Plain facts (the schema's model, dumped), the receipt of each leaf by JSON pointer, and the coverage."""

    facts: dict[str, JsonValue]
    evidence: dict[str, Evidence]
    coverage: Coverage


def ground(document: Document, schema: TargetSchema, extraction: Extraction) -> Grounded:
    """Check the facts of ``extraction`` against ``document``.

    Facts are never edited; a ``when`` gains the days it resolves to. Cited numbers that no sent sentence has go to
    ``Evidence.invalid``. AnswerInvalidError when the schema's own model refuses the facts.
    """
    return ground_stated(document, schema, extraction)[1]


def ground_stated(
    document: Document, schema: TargetSchema, extraction: Extraction
) -> tuple[dict[str, JsonValue], Grounded]:
    """Return what ``ground`` does, and before it the facts as stated, which the schema's own model hasn't seen yet."""
    unwrapped = unwrap(schema.root, extraction.wire)
    article = Article(document)
    walk = _Walk(article, unwrapped.citations, frozenset(extraction.sent))
    for stated in unwrapped.dates:
        stated.block.update(walk.resolved(stated))
    facts = validated(schema, unwrapped.facts)
    evidence = {
        leaf.pointer: judge_leaf(leaf, article, extraction.confidence.get(leaf.pointer))
        for leaf in walk.leaves(schema.root, facts)
    }
    return unwrapped.facts, Grounded(facts, evidence, coverage_of(document, extraction, evidence))


def validated(schema: TargetSchema, facts: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return ``facts`` as the schema's own model dumps them; AnswerInvalidError when it refuses them."""
    try:
        dumped = schema.facts_model.model_validate(facts).model_dump(mode="json")
    except ValidationError as exc:
        raise AnswerInvalidError(
            f"schema {schema.name!r} refuses the answer: {exc}; loosen the schema or use a stronger model"
        ) from exc
    return dumped


def coverage_of(document: Document, extraction: Extraction, evidence: Mapping[str, Evidence]) -> Coverage:
    """Return the account of every sentence."""
    sent = tuple(sorted(set(extraction.sent)))
    cited = {number for one in evidence.values() for number in one.sentences}
    return Coverage(
        sentences=len(document.sentences),
        sent=sent,
        furniture=tuple(one.id for one in document.sentences if one.furniture is not None),
        cited=tuple(sorted(cited)),
        uncited=tuple(number for number in sent if number not in cited),
        dropped=extraction.dropped,
        cut_off=extraction.cut_off,
        parts=extraction.parts,
    )


class _Walk:
    """Goes through the facts along the schema's tree."""

    def __init__(self, article: Article, citations: Citations, sent: frozenset[int]) -> None:
        sentences = article.document.sentences
        self._article = article
        self._citations = citations
        self._usable = frozenset(one.id for one in sentences if one.furniture is None and one.id in sent)
        self._parted: dict[tuple[int, ...], tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._leaves: list[Leaf] = []

    def leaves(self, root: TypeNode, facts: Mapping[str, JsonValue]) -> Sequence[Leaf]:
        """Return every leaf that isn't null, in the order of the facts."""
        for spec in root.fields:
            start = Context(path_unrealised=_is_unrealised(spec.name))
            self._below(spec.node, facts.get(spec.name), point("", spec.name), spec.name, start, in_list=False)
        return self._leaves

    def _below(
        self, node: TypeNode, value: JsonValue, pointer: str, name: str, context: Context, *, in_list: bool
    ) -> None:
        if value is None:
            return
        node = option_of(node, value)
        if isinstance(value, list):
            inner = node.item or TypeNode("text")
            for k, item in enumerate(value):
                self._below(inner, item, f"{pointer}/{k}", name, context, in_list=True)
        elif isinstance(value, dict) and node.kind == "object":
            own = _context_of(node, value, context, in_list=in_list)
            for spec in node.fields:
                one = value.get(spec.name)
                if one is not None:
                    self._below(spec.node, one, point(pointer, spec.name), spec.name, own, in_list=in_list)
        else:
            cited, invalid = self._parts(self._citations.of(pointer))
            self._leaves.append(Leaf(pointer, name, node.kind, value, cited, invalid, context, in_list))

    def _parts(self, cited: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return which of the ``cited`` numbers a sent sentence has and which none has, each ascending."""
        parts = self._parted.get(cited)
        if parts is None:
            ids = sorted(set(cited))
            usable = tuple(number for number in ids if number in self._usable)
            parts = self._parted[cited] = usable, tuple(number for number in ids if number not in self._usable)
        return parts

    def resolved(self, stated: StatedDate) -> dict[str, JsonValue]:
        """Return the days that the words of a date mean, nulls where they don't fix any."""
        text = str(stated.block["text"])
        way = any(_is_unrealised(part) for part in stated.pointer.split("/"))
        context = Context(stated.owner, stated.specs, way)
        cited = [number for number in self._citations.of(stated.pointer) if number in self._usable]
        english = self._article.english
        future = english and speaks_of_future(context, text, [self._article.reading(number) for number in cited])
        language = "en" if english else self._article.document.metadata.language
        known = resolve(text, self._article.anchor, future=future, language=language)
        if known is None:
            return {"start": None, "end": None, "precision": None}
        return {"start": known.start.isoformat(), "end": known.end.isoformat(), "precision": known.precision}


def _is_unrealised(name: str) -> bool:
    return bool(set(name_words(name)) & UNREALISED_FIELDS)


def _context_of(node: TypeNode, value: Mapping[str, JsonValue], outer: Context, *, in_list: bool) -> Context:
    """Return the object as context of its own leaves; only items of lists share their evidence, so only they do."""
    if not in_list:
        return outer if outer.values else Context(path_unrealised=outer.path_unrealised)
    own = Context(value, node.fields, outer.path_unrealised)
    return own if not outer.values or own.main_name is not None else outer
