"""Check one gold file that could be read: its labels, its facts as a whole, and what it says of the article."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from summarizer.domain.document import Document
from summarizer.domain.schema import TargetSchema, TypeNode
from summarizer.errors import SourceError
from summarizer.scoring.gold.articles import changed, find_article
from summarizer.scoring.gold.facts import gold_facts
from summarizer.scoring.gold.load import GoldReading
from summarizer.scoring.gold.places import LocatedEvidence, LocatedLeaf
from summarizer.scoring.gold.prefill import PREFILLED
from summarizer.scoring.gold.problems import Faults, GoldProblem
from summarizer.scoring.gold.standing import ArticleWords, looks_like_a_name, stands_in
from summarizer.scoring.gold_model import GoldArticle

__all__ = ["check_reading"]

_NUMERIC = frozenset(("integer", "number"))


def check_reading(reading: GoldReading, root: Path) -> list[GoldProblem]:
    """Return what reading alone couldn't see; ``root`` is the workspace that the article's path starts from."""
    if reading.article is None or reading.schema is None:
        return []
    return _Checks(reading, reading.article, reading.schema, root).run()


class _Checks:
    def __init__(self, reading: GoldReading, gold: GoldArticle, schema: TargetSchema, root: Path) -> None:
        self._reading = reading
        self._gold = gold
        self._schema = schema
        self._root = root
        self._faults = Faults(reading.path)

    def run(self) -> list[GoldProblem]:
        self._check_labels()
        self._check_model()
        document = self._document()
        if document is not None:
            for located in self._reading.evidence:
                self._check_quote(located, document)
            words = ArticleWords(document)
            for leaf in self._reading.leaves:
                self._check_stated(leaf, words)
        self._check_cited()
        return self._faults.found

    def _line(self, key: str) -> int:
        return self._reading.head_lines.get(key, 1)

    def _check_labels(self) -> None:
        if self._gold.labels:
            return
        if self._gold.note.startswith(PREFILLED):
            message = "prefilled from a model's record and labelled by nobody; check every value, then add yourself"
        else:
            message = "nobody has labelled this; read the article, fill the facts in, then add yourself"
        self._faults.error(self._line("labels"), f"labels: {message}: {{by: NAME, on: DATE}}")

    def _check_model(self) -> None:
        """Hold the facts to the user's own validators, once they have the right shape."""
        if not self._reading.sound:
            return
        facts = gold_facts(self._gold, self._schema.root)
        try:
            self._schema.facts_model.model_validate_json(json.dumps(facts))
        except ValidationError as exc:
            for error in exc.errors(include_url=False, include_context=False, include_input=False):
                way = self._known_way(error["loc"])
                line = self._reading.fact_lines.get(way, self._line("facts"))
                label = ".".join(map(str, way)) or "facts"
                self._faults.error(line, f"{label}: the schema refuses it: {error['msg']}")

    def _known_way(self, loc: Sequence[str | int]) -> tuple[str | int, ...]:
        """Return the longest way to a fact along ``loc``, in which pydantic also names options of unions."""
        way: tuple[str | int, ...] = ()
        for part in loc:
            if (*way, part) in self._reading.fact_lines:
                way = (*way, part)
        return way

    def _document(self) -> Document | None:
        if self._gold.source is None and not self._gold.text:
            return None
        try:
            document = find_article(self._gold, self._root)
        except SourceError as exc:
            self._faults.error(self._line("article.source" if self._gold.source else "article.text"), f"article: {exc}")
            return None
        why = changed(self._gold, document) if self._gold.document_id else None
        if why:
            self._faults.error(self._line("article.id"), f"article: {why}")
        return document

    def _check_quote(self, located: LocatedEvidence, document: Document) -> None:
        number, quote = located.evidence.sentence, located.evidence.quote
        if number > len(document.sentences):
            last = len(document.sentences)
            self._faults.error(located.line, f"{located.place}: there is no sentence {number}; the last is {last}")
            return
        text = document.sentence_text(number)
        if not stands_in(quote, text):
            where = _found_in(quote, document)
            says = f"it stands in sentence {where}" if where else f"the sentence is {_cut(text)!r}"
            self._faults.error(
                located.line, f"{located.place}: {_cut(quote)!r} doesn't stand in sentence {number}; {says}"
            )
        elif document.sentences[number - 1].furniture is not None:
            self._faults.warn(
                located.line, f"{located.place}: sentence {number} is page furniture, which no model is sent"
            )

    def _check_stated(self, located: LocatedLeaf, words: ArticleWords) -> None:
        """Warn of a number or name that the article doesn't hold; evidence of its own, or a range, accounts for one."""
        leaf = located.leaf
        if leaf.value is None or leaf.unclear:
            return
        given = (leaf.value, *leaf.accept)
        numbers = [one for one in given if isinstance(one, int | float) and not isinstance(one, bool)]
        if numbers and _kinds(located.node) & _NUMERIC:
            stated = bool(leaf.evidence) or leaf.range is not None or any(words.has_number(one) for one in numbers)
        elif located.node.kind == "text" and isinstance(leaf.value, str) and looks_like_a_name(leaf.value):
            stated = any(words.has_name(one) for one in given if isinstance(one, str))
        else:
            return
        if not stated:
            self._faults.warn(
                located.line,
                f"{located.place}: {leaf.value!r}, and what else is accepted, stands nowhere in the article",
            )

    def _check_cited(self) -> None:
        for located in self._reading.leaves:
            if located.leaf.value is not None and not located.leaf.evidence and not located.place.cited:
                self._faults.warn(located.line, f"{located.place}: has no evidence, nor does a list entry around it")


def _kinds(node: TypeNode) -> set[str]:
    return {option.kind for option in node.options} or {node.kind}


def _found_in(quote: str, document: Document) -> int | None:
    for sentence in document.sentences:
        if stands_in(quote, document.sentence_text(sentence.id)):
            return sentence.id
    return None


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
