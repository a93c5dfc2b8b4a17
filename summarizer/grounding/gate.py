"""The support gate: judge one fact against the sentences it cites, by code alone.

What is checked: numbers, dates, names, quotations, then for English whether a clause is affirmed or denied, merely
possible or planned, who does what to whom, words that contradict each other, and whether the sentences speak of the
same things at all. ``verified`` when nothing speaks against the fact, ``derived`` when a number of it is computed,
``unsupported`` when a sentence says otherwise or says nothing of it, ``partial`` in between.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from summarizer.domain.document import Document, Span
from summarizer.domain.record import Derivation, Support
from summarizer.grounding import words
from summarizer.grounding.alignment import Pool
from summarizer.grounding.clauses import check_clauses
from summarizer.grounding.content import ENOUGH, SURE, Overlap, check_words, overlap
from summarizer.grounding.context import Context, role_of
from summarizer.grounding.datespans import agrees
from summarizer.grounding.figures import check_numbers
from summarizer.grounding.findings import Report
from summarizer.grounding.names import Mention, look_up
from summarizer.grounding.parse import Parse
from summarizer.grounding.polarity import hedge_class
from summarizer.grounding.quotes import check_quote, quoted_parts
from summarizer.grounding.reading import Reading
from summarizer.grounding.roles import wrong_role, wrong_side
from summarizer.grounding.speakers import attributions, wrong_speaker
from summarizer.grounding.words import Word, stem

__all__ = ["Article", "Verdict", "judge_text", "verdict_of"]

_ENDS = " .,;:!?…\"'“”‘’«»"
_SOME = 0.34
_LINKING = frozenset(map(stem, ("grow", "become", "get", "turn", "stay", "remain", "keep", "prove")))
_SMALL = re.compile(r"\b[a-z]{2,}\b")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one fact."""

    support: Support
    missing: tuple[str, ...] = ()
    reason: str | None = None
    spans: tuple[Span, ...] = ()
    derivation: Derivation | None = None


class Article:
    """A document with its sentences read at most once, and only those that are cited."""

    def __init__(self, document: Document) -> None:
        """Take ``document`` up; nothing is read yet."""
        self.document = document
        self._readings: dict[int, Reading] = {}
        self._pools: dict[tuple[int, ...], Pool] = {}

    def reading(self, number: int) -> Reading:
        """Return sentence ``number``, read."""
        found = self._readings.get(number)
        if found is None:
            sentence = self.document.sentences[number - 1]
            found = Reading(self.document.text[sentence.start : sentence.end], sentence.start, self.lower)
            self._readings[number] = found
        return found

    def pool(self, cited: tuple[int, ...]) -> Pool:
        """Return all words of the ``cited`` sentences."""
        found = self._pools.get(cited)
        if found is None:
            found = self._pools[cited] = Pool([self.reading(number) for number in cited])
        return found

    @cached_property
    def lower(self) -> frozenset[str]:
        """Words that the article writes small."""
        return frozenset(_SMALL.findall(self.document.text))

    @cached_property
    def english(self) -> bool:
        """Whether the article is in English; where its language isn't known, whether it has English little words."""
        language = self.document.metadata.language
        if language is not None:
            return language.startswith("en")
        return len(self.lower & {"the", "of", "and", "in", "to", "was", "is", "said"}) >= 1

    @property
    def anchor(self) -> dt.date | None:
        """The day relative dates count from."""
        return self.document.metadata.published


def judge_text(text: str, article: Article, cited: tuple[int, ...], *, name: str, context: Context) -> Verdict:
    """Judge a text leaf called ``name`` against the ``cited`` sentences (numbers that exist, at least one)."""
    pool = article.pool(cited)
    claim = Reading(text, lower=article.lower)
    report = Report()
    is_main = context.main_name == name
    if context.verbatim and is_main:
        return _judge_quotation(text, article, cited, report)
    copied = _copied(claim, pool)
    if copied is not None:
        return Verdict("verified", spans=(copied,))
    share = _check_tokens(claim, article, pool, report)
    _check_quoted_parts(text, article, cited, report)
    if article.english:
        share = _check_english(claim, pool, share, report, context=context)
        _check_role(claim, name, pool, report, context=context)
    return verdict_of(report, share)


def _copied(claim: Reading, pool: Pool) -> Span | None:
    """Return where the fact stands as a whole sentence, or as neighbouring ones."""
    wanted = claim.parse.folded.strip(_ENDS)
    joined = " ".join(reading.parse.folded for reading in pool.cited)
    if not wanted or len(claim.parse) < 3 or wanted not in joined:
        return None
    for first in range(len(pool.cited)):
        for last in range(first, len(pool.cited)):
            text = " ".join(reading.parse.folded for reading in pool.cited[first : last + 1])
            if text.strip(_ENDS) == wanted:
                start, _ = pool.cited[first].parse.span(0, 0)
                end = pool.cited[last].parse
                return Span(start=start, end=end.base + end.end[-1])
    return None


def _check_tokens(claim: Reading, article: Article, pool: Pool, report: Report) -> float:
    """Check numbers, dates and names, which any language has; return the share of them found."""
    before = len(report.findings)
    check_numbers(claim, pool.cited, report, grammar=article.english)
    total = len(claim.quantities)
    if article.english:
        total += _check_dates(claim, article, pool, report)
    total += _check_names(claim, article, pool, report)
    return 1 - (len(report.findings) - before) / total if total else 1.0


def _check_dates(claim: Reading, article: Article, pool: Pool, report: Report) -> int:
    for span in claim.dates:
        stated = [(reading, one) for reading in pool.cited for one in reading.dates]
        found = next((pair for pair in stated if agrees(span, pair[1], article.anchor)), None)
        if found is not None:
            report.spans.append(found[0].parse.span(found[1].first, found[1].last))
        elif stated:
            report.conflict(span.text, f"the sentence says {stated[0][1].text!r}")
        else:
            report.missing(span.text, f"{span.text!r} isn't stated")
    return len(claim.dates)


def _check_names(claim: Reading, article: Article, pool: Pool, report: Report) -> int:
    mentions = claim.names if article.english or article.document.metadata.language != "de" else _german(claim)
    parses = [reading.parse for reading in pool.cited]
    for mention in mentions:
        finding = look_up(mention, claim.parse, parses, article.document.text)
        if finding.missing is None:
            _note_name(mention, claim, finding.places, parses, report)
        elif finding.conflict:
            report.conflict(finding.missing, finding.reason or "")
        else:
            report.missing(finding.missing, finding.reason or "")
    return len(mentions)


def _german(claim: Reading) -> tuple[Mention, ...]:
    """German writes all nouns with capitals: only runs of two, and what follows a preposition of place, are names."""
    places = ("in", "aus", "nach", "bei")
    items = claim.parse.words
    return tuple(
        one for one in claim.names if len(one.parts) > 1 or (one.first and items[one.first - 1].norm in places)
    )


def _note_name(
    mention: Mention, claim: Reading, places: tuple[int, ...], parses: Sequence[Parse], report: Report
) -> None:
    """Keep where a name was found."""
    last: Word = claim.parse.words[mention.parts[-1]]
    for parse in parses:
        if places[-1] < len(parse.words) and (parse.words[places[-1]].norm == last.norm or len(parses) == 1):
            report.spans.append(parse.span(places[0], places[-1]))
            return


def _check_quoted_parts(text: str, article: Article, cited: tuple[int, ...], report: Report) -> None:
    for part in quoted_parts(text):
        finding = check_quote(part, article.document, cited)
        report.spans.extend((span.start, span.end) for span in finding.spans)
        if finding.reason is not None:
            report.missing(part, finding.reason)


def _judge_quotation(text: str, article: Article, cited: tuple[int, ...], report: Report) -> Verdict:
    """Judge a text that is said to be word for word."""
    finding = check_quote(text, article.document, cited)
    if finding.reason is None:
        return Verdict("verified", spans=finding.spans)
    support: Support = (
        "partial" if finding.found or overlap(Reading(text), article.pool(cited)).share > _SOME else "unsupported"
    )
    return Verdict(support, missing=(text,), reason=finding.reason, spans=finding.spans)


def _check_english(claim: Reading, pool: Pool, share: float, report: Report, *, context: Context) -> float:
    """Check clauses and words; return the share of the fact that its sentences have."""
    unmatched = check_clauses(claim, pool.cited, report, unrealised=context.unrealised)
    explained = {frame.word.norm for frame in claim.frames if frame.word not in unmatched}
    found = overlap(claim, pool, explained)
    _check_unmatched(claim, unmatched, found, pool, report)
    for one in attributions(claim):
        why = wrong_speaker(one.speaker, one.said, pool.cited) if one.speaker else None
        if why is not None:
            report.conflict(" ".join(item.norm for item in one.speaker[:3]), why)
    check_words(claim, pool.cited, pool, found.missing, report)
    if found.share < ENOUGH:
        for item in found.missing:
            report.missing(item.norm, f"{item.norm!r} isn't said")
    return min(share, found.share)


def _check_unmatched(claim: Reading, unmatched: Sequence[Word], found: Overlap, pool: Pool, report: Report) -> None:
    """Judge verbs that no clause of the sentences has."""
    hedges = 0
    for reading in pool.cited:
        for frame in reading.frames:
            hedges |= frame.hedge
    for verb in unmatched:
        if verb not in found.missing or verb.flags & words.LIGHT or hedge_class(verb) & hedges or _links(claim, verb):
            continue
        if found.share < SURE:
            report.missing(verb.norm, f"{verb.norm!r} isn't said")


def _links(claim: Reading, verb: Word) -> bool:
    """Say whether a verb only links to what follows: 'grew stronger', 'remained closed'."""
    following = claim.parse.words[claim.parse.words.index(verb) + 1 :][:1]
    return verb.lemma in _LINKING and bool(following) and bool(following[0].scale or following[0].flags & words.PAST)


def _check_role(claim: Reading, name: str, pool: Pool, report: Report, *, context: Context) -> None:
    role = role_of(name)
    if context.main_name == name or role in ("main", "other", "unit"):
        return
    if context.main is not None:
        why = wrong_role(role, claim, context.main, pool.cited)
    elif role in ("agent", "patient"):
        others = context.playing("patient" if role == "agent" else "agent")
        why = wrong_side(role, claim, others, pool.cited)
    else:
        return
    if why is not None:
        report.conflict(claim.text, why)


def verdict_of(report: Report, share: float) -> Verdict:
    """Turn what was found into a verdict; ``share`` is how much of the fact the sentences have."""
    spans = tuple(Span(start=start, end=end) for start, end in sorted(set(report.spans)))
    if not report.findings:
        return Verdict("derived" if report.derivation else "verified", spans=spans, derivation=report.derivation)
    worst = next((one for one in report.findings if one.conflict), report.findings[0])
    missing = tuple(dict.fromkeys(one.token for one in report.findings))
    support: Support = "unsupported" if worst.conflict or share < _SOME else "partial"
    return Verdict(support, missing, worst.reason, spans)
