"""A record as the page shows it: numbered facts with what they light up, and the article's sentences."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from summarizer.domain.document import Document, Sentence
from summarizer.domain.record import Coverage, Evidence, Record, Support
from summarizer.render.facts_view import FactsView, Item, Leaf, arrange, leaves_of
from summarizer.render.marks import SUPPORTS, UNICODE
from summarizer.render.receipt_words import cost_words, coverage_words, places, provenance_words, why
from summarizer.safe_text import visible

__all__ = ["ArticleView", "FactView", "ParagraphView", "SentenceView", "direction", "language_tag", "view_article"]

_LETTERS_LOOKED_AT = 2000
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact on the page.

    ``sentences`` are the numbers it lights up, space-separated; ``words`` where its own words stand in them, as
    "NUMBER:START-END" in UTF-16 units (what a browser counts) of the sentence as shown.
    """

    id: str
    text: str
    support: Support
    mark: str
    places: str
    why: str
    sentences: str
    first: str
    words: str


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One sentence on the page; ``gap`` is the text between it and the one before it in its paragraph."""

    number: int
    text: str
    gap: str
    state: str
    facts: int


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """Sentences that stand together; ``kind`` is what the first one is for the article."""

    kind: str
    sentences: tuple[SentenceView, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything the template needs of one record, with no text that still has to be made harmless but by escaping."""

    id: str
    language: str | None
    direction: Literal["ltr", "rtl"]
    status: str
    error: str | None
    view: FactsView
    facts: Mapping[str, FactView]
    tally: tuple[tuple[Support, str, int], ...]
    paragraphs: tuple[ParagraphView, ...]
    bar: tuple[tuple[str, int, int], ...]
    receipt: str
    dropped: tuple[tuple[str, str], ...]
    summary_of_making: str
    making: tuple[tuple[str, str], ...]

    def fact(self, leaf: Leaf) -> FactView | None:
        """Return what the page shows of ``leaf``; None for a value that isn't a checked fact."""
        return self.facts.get(leaf.pointer)

    def supports(self, items: Iterable[Item]) -> str:
        """Return the classes by which ``items`` are filtered: "has-verified has-partial"."""
        found = {leaf.support for item in items for leaf in leaves_of(item)}
        return " ".join(f"has-{support}" for support in SUPPORTS if support in found)


def view_article(record: Record, *, number: int) -> ArticleView:
    """Return the page's view of ``record``, the ``number``-th of the run."""
    view = arrange(record)
    identity = f"a{number}"
    head = [leaf for leaf in (view.outlet, view.published, view.headline) if leaf]
    leaves = [*head, *(leaf for section in view.sections for item in section.items for leaf in leaves_of(item))]
    checked = [(leaf, leaf.evidence) for leaf in leaves if leaf.evidence]
    states = _states(record.coverage)
    counts = Counter(evidence.support for _, evidence in checked)
    return ArticleView(
        id=identity,
        language=language_tag(record.document.metadata.language),
        direction=direction(record.document.text),
        status=record.status,
        error=record.error,
        view=view,
        facts={
            leaf.pointer: _fact(leaf, evidence, record.document, identity=identity, position=position)
            for position, (leaf, evidence) in enumerate(checked, start=1)
        },
        tally=tuple((support, UNICODE.support[support], counts[support]) for support in SUPPORTS if counts[support]),
        paragraphs=tuple(_paragraphs(record.document, states, _citing(checked))),
        bar=tuple(_bar(record.document, states)),
        receipt=coverage_words(record.coverage),
        dropped=tuple((entry.pointer, entry.reason) for entry in record.coverage.dropped),
        summary_of_making=provenance_words(record.provenance),
        making=tuple(_making(record)),
    )


def language_tag(language: str | None) -> str | None:
    """Return ``language`` when it is formed like a tag of a language (BCP 47), else None: a page may not say it."""
    return language if language and _LANGUAGE.fullmatch(language) else None


def direction(text: str) -> Literal["ltr", "rtl"]:
    """Return the way most of the article's letters run; dir="auto" can't see them behind the isolated values."""
    letters = Counter(map(unicodedata.bidirectional, text[:_LETTERS_LOOKED_AT]))
    return "rtl" if letters["R"] + letters["AL"] > letters["L"] else "ltr"


def _fact(leaf: Leaf, evidence: Evidence, document: Document, *, identity: str, position: int) -> FactView:
    first = f"{identity}-s{evidence.sentences[0]}" if evidence.sentences else f"{identity}-f{position}"
    return FactView(
        id=f"{identity}-f{position}",
        text=visible(leaf.text),
        support=evidence.support,
        mark=UNICODE.support[evidence.support],
        places=places(evidence),
        why=visible(why(evidence, value=leaf.text)),
        sentences=" ".join(map(str, evidence.sentences)),
        first=first,
        words=" ".join(_words(evidence, document)),
    )


def _words(evidence: Evidence, document: Document) -> Iterator[str]:
    for number, span in itertools.product(evidence.sentences, evidence.spans):
        if not 1 <= number <= len(document.sentences):
            continue
        sentence = document.sentences[number - 1]
        if sentence.start <= span.start < span.end <= sentence.end:
            start = _shown_length(document.text[sentence.start : span.start])
            yield f"{number}:{start}-{start + _shown_length(document.text[span.start : span.end])}"


def _shown_length(text: str) -> int:
    return len(visible(text).encode("utf-16-le")) // 2


def _citing(checked: Iterable[tuple[Leaf, Evidence]]) -> Counter[int]:
    return Counter(number for _, evidence in checked for number in set(evidence.sentences))


def _states(coverage: Coverage) -> dict[int, str]:
    """Return what became of each sentence: cited, uncited, furniture; one that is in none of them wasn't sent."""
    named = (("uncited", coverage.uncited), ("cited", coverage.cited), ("furniture", coverage.furniture))
    return {number: state for state, numbers in named for number in numbers}


def _paragraphs(document: Document, states: Mapping[int, str], citing: Counter[int]) -> Iterator[ParagraphView]:
    for _, grouped in itertools.groupby(document.sentences, key=lambda sentence: sentence.paragraph):
        sentences = list(grouped)
        yield ParagraphView(
            sentences[0].furniture or sentences[0].role,
            tuple(
                SentenceView(
                    number=sentence.id,
                    text=visible(document.text[sentence.start : sentence.end]),
                    gap=visible(document.text[before.end : sentence.start]) if before else "",
                    state=states.get(sentence.id, "unsent"),
                    facts=citing[sentence.id],
                )
                for before, sentence in itertools.pairwise([None, *sentences])
                if sentence
            ),
        )


def _bar(document: Document, states: Mapping[int, str]) -> Iterator[tuple[str, int, int]]:
    """Yield the coverage bar's stretches: state, first sentence counted from 0, how many."""

    def state_of(sentence: Sentence) -> str:
        return states.get(sentence.id, "unsent")

    start = 0
    for state, grouped in itertools.groupby(document.sentences, key=state_of):
        length = len(list(grouped))
        yield state, start, length
        start += length


def _making(record: Record) -> Iterator[tuple[str, str]]:
    made, usage = record.provenance, record.provenance.usage
    rows: tuple[tuple[str, object], ...] = (
        ("model", made.model),
        ("endpoint", made.endpoint or "in this process"),
        ("strategy", made.strategy),
        ("schema", f"{record.schema_ref.name} {record.schema_ref.version} ({record.schema_ref.digest[:12]})"),
        ("prompt", f"{made.prompt} ({(made.prompt_digest or '')[:12]})" if made.prompt else None),
        ("parameters", ", ".join(f"{key} {value}" for key, value in made.params.items())),
        ("tokens", f"{usage.input_tokens:,} in, {usage.output_tokens:,} out"),
        ("calls", f"{usage.calls} answered, {usage.attempts} sent in this run"),
        ("time", f"{usage.latency_s:.1f} s{', from the cache' if made.cached else ''}"),
        ("cost", cost_words(made.cost_usd)),
        ("made", f"{made.created:%Y-%m-%d %H:%M} UTC by summarizer {made.package_version}"),
        ("source", record.document.source),
        ("document", record.document.id),
    )
    yield from ((label, visible(str(value))) for label, value in rows if value)
