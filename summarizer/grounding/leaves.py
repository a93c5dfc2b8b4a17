"""Judge one leaf of the facts by its kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

from pydantic import JsonValue

from summarizer.domain.document import Metadata, Span
from summarizer.domain.record import Evidence
from summarizer.domain.schema import NodeKind
from summarizer.grounding.article import Article
from summarizer.grounding.context import Context, name_words, role_of
from summarizer.grounding.dates import Resolved, resolve
from summarizer.grounding.datespans import agrees
from summarizer.grounding.findings import Report
from summarizer.grounding.gate import Verdict, judge_text, verdict_of
from summarizer.grounding.lexicon.fields import METADATA_FIELDS
from summarizer.grounding.lexicon.wordset import word_set
from summarizer.grounding.measures import check_number_leaf, check_unit_leaf
from summarizer.grounding.parse import Parse
from summarizer.grounding.polarity import FUTURE, POSSIBLE
from summarizer.grounding.reading import Reading
from summarizer.grounding.roles import wrong_date
from summarizer.grounding.words import fold

__all__ = ["Leaf", "judge_leaf", "speaks_of_future"]

_UNCITED: Final = Verdict("unsupported", reason="no sentence that was sent is cited")
_LEADING: Final = word_set("on in at the during by around about early")


class Leaf(NamedTuple):
    """One scalar fact: where it stands, what it is, and what stands around it.

    ``cited`` are the sentence numbers that exist and were sent; ``in_list`` says that it stands in some list.
    """

    pointer: str
    name: str
    kind: NodeKind
    value: JsonValue
    cited: tuple[int, ...]
    invalid: tuple[int, ...]
    context: Context
    in_list: bool


def judge_leaf(leaf: Leaf, article: Article, confidence: float | None) -> Evidence:
    """Return the receipt of ``leaf``: the sentences first, then what the document's metadata says.

    Leaves of an article about which the same is to be said share one receipt.
    """
    verdict = _judge(leaf, article) if leaf.cited else _UNCITED
    metadata = None
    if verdict.support not in ("verified", "derived", "unchecked"):
        metadata = _in_metadata(leaf, article.document.metadata)
        verdict = Verdict("verified") if metadata else verdict
    told = (leaf.cited, verdict, metadata, leaf.invalid, confidence)
    known = article.receipts.get(told)
    if known is None:
        known = article.receipts[told] = _receipt(*told)
    return known


def _receipt(
    cited: tuple[int, ...],
    verdict: Verdict,
    metadata: str | None,
    invalid: tuple[int, ...],
    confidence: float | None,
) -> Evidence:
    return Evidence(
        sentences=cited,
        spans=verdict.spans,
        support=verdict.support,
        missing=verdict.missing,
        reason=verdict.reason,
        derivation=verdict.derivation,
        metadata=metadata,
        invalid=invalid,
        confidence=confidence,
    )


def _judge(leaf: Leaf, article: Article) -> Verdict:
    value = leaf.value
    if leaf.kind in ("boolean", "enum") or isinstance(value, bool):
        return Verdict("unchecked")
    if isinstance(value, int | float):
        return _judge_number(leaf, value, article)
    if isinstance(value, dict):
        return _judge_when(leaf, str(value.get("text") or ""), article)
    text = str(value)
    if leaf.kind in ("date", "datetime", "time"):
        return (_judge_time if leaf.kind == "time" else _judge_date)(text, leaf, article)
    report = Report()
    if role_of(leaf.name) == "unit" and check_unit_leaf(text, article.passage(leaf.cited), report):
        return verdict_of(report, 0.0)
    return judge_text(text, article, leaf.cited, name=leaf.name, context=leaf.context)


def _judge_number(leaf: Leaf, value: float, article: Article) -> Verdict:
    report = Report()
    passage = article.passage(leaf.cited)
    check_number_leaf(value, leaf.name, passage, report, context=leaf.context, grammar=article.english)
    return verdict_of(report, 0.5)


def speaks_of_future(context: Context, text: str, readings: Sequence[Reading]) -> bool:
    """Say whether the date ``text`` is told of what is to come, by labels beside it or the tense of its clause."""
    if context.planned:
        return True
    norms = [item.norm for item in Parse(text).words]
    for reading in readings:
        at = reading.parse.find(norms)
        for frame in reading.frames if at >= 0 else ():
            if frame.first <= at < frame.last and frame.hedge & (FUTURE | POSSIBLE):
                return True
    return False


def _judge_when(leaf: Leaf, text: str, article: Article) -> Verdict:
    report = Report()
    readings = article.passage(leaf.cited).cited
    claim = Reading(text)
    norms = [item.norm for item in claim.parse.words]
    bare = norms[next((k for k, norm in enumerate(norms) if norm not in _LEADING), 0) :]
    found = _stands(bare, readings)
    if found is not None:
        report.spans.append(found)
    elif not claim.dates or not article.english:
        return judge_text(text, article, leaf.cited, name=leaf.name, context=leaf.context)
    else:
        _check_spans(claim, readings, article.anchor, report)
    main = leaf.context.main
    if article.english and main is not None and not report.findings:
        for span in claim.dates:
            why = wrong_date(span, article.told(leaf.context, main, leaf.cited))
            if why is not None:
                report.conflict(text, why)
    return verdict_of(report, 0.5 if report.spans else 0.0)


def _stands(norms: Sequence[str], readings: Sequence[Reading]) -> tuple[int, int] | None:
    for reading in readings:
        at = reading.parse.find(norms)
        if at >= 0:
            return reading.parse.span(at, at + len(norms) - 1)
    return None


def _check_spans(claim: Reading, readings: Sequence[Reading], anchor: dt.date | None, report: Report) -> None:
    for span in claim.dates:
        stated = [(reading, one) for reading in readings for one in reading.dates]
        fit = next((pair for pair in stated if agrees(span, pair[1], anchor)), None)
        if fit is not None:
            report.spans.append(fit[0].parse.span(fit[1].first, fit[1].last))
        elif stated:
            report.conflict(span.text, f"the sentence says {stated[0][1].text!r}")
        else:
            report.missing(span.text, f"{span.text!r} isn't stated")


def _judge_date(text: str, leaf: Leaf, article: Article) -> Verdict:
    """Judge a calendar date: some date of the sentences must resolve to that very day."""
    wanted = dt.date.fromisoformat(text[:10])
    near: str | None = None
    for reading in article.passage(leaf.cited).cited:
        for span in reading.dates:
            for future in (False, True):
                found = resolve(span.text, article.anchor, future=future, language="en")
                if found is not None and found.one_day and found.start == wanted:
                    start, end = reading.parse.span(span.first, span.last)
                    return Verdict("verified", spans=(Span(start=start, end=end),))
                near = near or (span.text if found is not None and _covers(found, wanted) else None)
    if near is not None:
        return Verdict("partial", (text,), f"the sentence says only {near!r}")
    return Verdict("unsupported", (text,), f"no date of the sentences is {text}")


def _covers(found: Resolved, wanted: dt.date) -> bool:
    return found.start <= wanted <= found.end


def _judge_time(text: str, leaf: Leaf, article: Article) -> Verdict:
    wanted = dt.time.fromisoformat(text)
    minutes = wanted.hour * 60 + wanted.minute
    for reading in article.passage(leaf.cited).cited:
        for quantity in reading.quantities:
            if quantity.unit == "clock" and quantity.low == minutes:
                start, end = reading.parse.span(quantity.first, quantity.last)
                return Verdict("verified", spans=(Span(start=start, end=end),))
    return Verdict("unsupported", (text,), f"no time of the sentences is {text}")


def _in_metadata(leaf: Leaf, metadata: Metadata) -> str | None:
    """Return the metadata field that equals a leaf outside of lists whose name means that field."""
    key = "_".join(name_words(leaf.name))
    field = METADATA_FIELDS.get(key)
    if field is None or leaf.in_list:
        return None
    known = getattr(metadata, field)
    value = leaf.value.get("text") if isinstance(leaf.value, dict) else leaf.value
    if known is None or not isinstance(value, str):
        return None
    if isinstance(known, dt.date):
        found = resolve(value, known)
        same = value[:10] == known.isoformat() or (found is not None and found.one_day and found.start == known)
        return field if same else None
    return field if fold(" ".join(value.split())) == fold(" ".join(str(known).split())) else None
