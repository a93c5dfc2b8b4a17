"""The support gate: judge one fact against the sentences it cites, by code alone.

What is checked: numbers, dates, names, quotations, then for English whether a clause is affirmed or denied, merely
possible or planned, who does what to whom, words that contradict each other, and whether the sentences speak of the
same things at all. ``verified`` when nothing speaks against the fact, ``derived`` when a number of it is computed,
``unsupported`` when a sentence says otherwise or says nothing of it, ``partial`` in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from summarizer.domain.document import Span
from summarizer.domain.record import Derivation, Support
from summarizer.grounding import words
from summarizer.grounding.article import Article
from summarizer.grounding.clauses import check_clauses, denied_there, told_otherwise
from summarizer.grounding.content import ENOUGH, FEW, SURE, Overlap, check_words, overlap
from summarizer.grounding.context import Context, role_of
from summarizer.grounding.copies import copied
from summarizer.grounding.datespans import agrees
from summarizer.grounding.deeds import Clause
from summarizer.grounding.figures import check_numbers
from summarizer.grounding.findings import Report
from summarizer.grounding.lexicon.names import FOREIGN_ARTICLES
from summarizer.grounding.names import Mention, look_up
from summarizer.grounding.offices import wrong_holder
from summarizer.grounding.parse import Parse
from summarizer.grounding.passage import Passage
from summarizer.grounding.polarity import hedge_class
from summarizer.grounding.prospects import only_in_prospect
from summarizer.grounding.quotes import check_quote, quoted_parts
from summarizer.grounding.reading import Reading
from summarizer.grounding.roles import wrong_role, wrong_side
from summarizer.grounding.speakers import attributions, wrong_speaker
from summarizer.grounding.verbs import negative_verb
from summarizer.grounding.words import Word, stem

__all__ = ["Verdict", "judge_text", "verdict_of"]

_ENDS = " .,;:!?…\"'“”‘’«»"
_SOME = 0.34
_LINKING = frozenset(map(stem, ("grow", "become", "get", "turn", "stay", "remain", "keep", "prove")))


class Verdict(NamedTuple):
    """The outcome for one fact."""

    support: Support
    missing: tuple[str, ...] = ()
    reason: str | None = None
    spans: tuple[Span, ...] = ()
    derivation: Derivation | None = None


def judge_text(text: str, article: Article, cited: tuple[int, ...], *, name: str, context: Context) -> Verdict:
    """Judge a text leaf called ``name`` against the ``cited`` sentences (numbers that exist, at least one)."""
    is_main = context.main_name == name
    if context.verbatim and is_main:
        return _judge_quotation(text, article, cited)
    report = Report()
    copy = copied(text, article.document, cited, article.cues, counted=context.counts)
    if copy is None:
        share = _read_and_check(text, article, cited, report, context=context)
    else:
        share = 1.0
        report.spans.append((copy.start, copy.end))
    if article.english and not is_main:
        _check_role(text, name, article, cited, report, context=context)
    return verdict_of(report, share)


def _read_and_check(text: str, article: Article, cited: tuple[int, ...], report: Report, *, context: Context) -> float:
    """Check everything that can be checked of a fact by itself; return the share of it that its sentences have."""
    passage = article.passage(cited)
    claim = Reading(text, lower=article.lower)
    whole = _whole_sentences(claim, passage)
    if whole is not None:
        report.spans.append(whole)
        return 1.0
    found, total = _check_tokens(claim, article, passage, report)
    _check_quoted_parts(text, article, cited, report)
    if article.english:
        words_found = _check_english(claim, passage, found, report, context=context)
        found += words_found.share * words_found.weight
        total += words_found.weight
    return found / total if total else 1.0


def _whole_sentences(claim: Reading, passage: Passage) -> tuple[int, int] | None:
    """Return where the fact stands as a whole sentence, or as neighbouring ones."""
    wanted = claim.parse.folded.strip(_ENDS)
    joined = " ".join(reading.parse.folded for reading in passage.cited)
    if not wanted or len(claim.parse) < 3 or wanted not in joined:
        return None
    for first in range(len(passage.cited)):
        for last in range(first, len(passage.cited)):
            text = " ".join(reading.parse.folded for reading in passage.cited[first : last + 1])
            if text.strip(_ENDS) == wanted:
                start, _ = passage.cited[first].parse.span(0, 0)
                end = passage.cited[last].parse
                return start, end.base + end.end[-1]
    return None


def _check_tokens(claim: Reading, article: Article, passage: Passage, report: Report) -> tuple[float, float]:
    """Check numbers, dates and names, which any language has; return how many were found, and of how many."""
    before = len(report.findings)
    check_numbers(claim, passage, report, grammar=article.english)
    total = len(claim.quantities)
    if article.english:
        total += _check_dates(claim, article, passage, report)
    total += _check_names(claim, article, passage, report)
    return max(0, total - len(report.findings) + before), total


def _check_dates(claim: Reading, article: Article, passage: Passage, report: Report) -> int:
    for span in claim.dates:
        stated = [(reading, one) for reading in passage.cited for one in reading.dates]
        found = next((pair for pair in stated if agrees(span, pair[1], article.anchor)), None)
        if found is not None:
            report.spans.append(found[0].parse.span(found[1].first, found[1].last))
        elif stated:
            report.conflict(span.text, f"the sentence says {stated[0][1].text!r}")
        else:
            report.missing(span.text, f"{span.text!r} isn't stated")
    return len(claim.dates)


def _check_names(claim: Reading, article: Article, passage: Passage, report: Report) -> int:
    mentions = claim.names if article.english else _foreign_names(claim, article.document.metadata.language)
    parses = [reading.parse for reading in passage.cited]
    for mention in mentions:
        finding = look_up(mention, claim.parse, parses, article.document.text)
        if finding.missing is None:
            _note_name(mention, claim, finding.places, parses, report)
        elif finding.conflict:
            report.conflict(finding.missing, finding.reason or "")
        else:
            report.missing(finding.missing, finding.reason or "")
    return len(mentions)


def _foreign_names(claim: Reading, language: str | None) -> Sequence[Mention]:
    """Return what is surely a name in another language than English.

    A lone capital at the start of a longer text may be any word. German writes all nouns with capitals: there only runs
    of two, and what follows a preposition of place, are names.
    """
    items = claim.parse.words
    if all(item.capital for item in items if item.flags & words.WORD):
        return claim.names
    found = [_without_article(one, items) for one in claim.names]
    found = [one for one in found if one.first > 1 or len(one.parts) > 1 or (one.first and language != "de")]
    if language != "de":
        return found
    places = ("in", "aus", "nach", "bei")
    return [one for one in found if len(one.parts) > 1 or (one.first and items[one.first - 1].norm in places)]


def _without_article(name: Mention, items: Sequence[Word]) -> Mention:
    if len(name.parts) > 1 and items[name.parts[0]].norm in FOREIGN_ARTICLES:
        return Mention(name.parts[1], name.last, name.parts[1:], name.title)
    return name


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


def _judge_quotation(text: str, article: Article, cited: tuple[int, ...]) -> Verdict:
    """Judge a text that is said to be word for word."""
    finding = check_quote(text, article.document, cited)
    if finding.reason is None:
        return Verdict("verified", spans=finding.spans)
    support: Support = (
        "partial" if finding.found or overlap(Reading(text), article.passage(cited)).share > _SOME else "unsupported"
    )
    return Verdict(support, missing=(text,), reason=finding.reason, spans=finding.spans)


def _check_english(claim: Reading, passage: Passage, tokens: float, report: Report, *, context: Context) -> Overlap:
    """Check clauses and words; return how many of the fact's words its sentences have.

    ``tokens`` is how many names, numbers and dates were found.
    """
    unmatched = check_clauses(claim, passage.clauses, report, unrealised=context.unrealised)
    absent = {place.frame.word.norm for place in unmatched}
    explained = {frame.word.norm for frame in claim.frames} - absent
    found = overlap(claim, passage, explained)
    share = (found.share * found.weight + tokens) / (found.weight + tokens) if found.weight else 1.0
    for place in unmatched:
        _check_unmatched(place, found, share, passage, report, unrealised=context.unrealised)
    for one in attributions(claim):
        why = wrong_speaker(one.speaker, one.said, passage.attributions, one.verb) if one.speaker else None
        if why is not None:
            report.conflict(" ".join(item.norm for item in one.speaker[:3]), why)
    check_words(claim, passage, found.missing, report)
    if share < ENOUGH or found.share < FEW:
        for item in found.missing:
            report.missing(item.norm, f"{item.norm!r} isn't said")
    return found


def _check_unmatched(
    place: Clause, found: Overlap, share: float, passage: Passage, report: Report, *, unrealised: bool
) -> None:
    """Judge a verb that no clause of the sentences has: one that is news by itself must be said."""
    verb = place.frame.word
    denied = None if place.frame.negated or negative_verb(verb) else denied_there(place, passage.clauses)
    if denied is not None:
        report.conflict(verb.norm, f"the sentence denies {denied.frame.word.norm!r}")
        return
    if not (place.frame.hedge or place.frame.negated or unrealised) and only_in_prospect(verb, passage.cited):
        report.missing(verb.norm, "the sentence doesn't say that it happened")
        return
    if verb not in found.missing or verb.flags & words.LIGHT or hedge_class(verb) & passage.hedges or _links(place):
        return
    if share < (SURE if verb.flags & words.HARD or verb.scale else ENOUGH):
        report.missing(verb.norm, f"{verb.norm!r} isn't said")
        return
    other = told_otherwise(place, passage.clauses)
    if other is not None:
        report.missing(verb.norm, f"the sentence says {other.frame.word.norm!r}")


def _links(place: Clause) -> bool:
    """Say whether a verb only links to what follows: 'grew stronger', 'remained closed'."""
    following = place.reading.parse.words[place.frame.verb + 1 : place.frame.verb + 2]
    return place.frame.word.lemma in _LINKING and any(item.scale or item.flags & words.PAST for item in following)


def _check_role(
    text: str, name: str, article: Article, cited: tuple[int, ...], report: Report, *, context: Context
) -> None:
    role = role_of(name)
    why = None
    if role in ("main", "other", "unit") or (role == "office" and context.holder is None):
        return
    if role == "place" and not article.other_places(text, cited):
        return
    if role == "agent" and context.main is not None and _is_subject(text, context.main):
        return  # the main text says who did it, and is judged by itself
    if role == "office":
        why = wrong_holder(text, context.holder or "", article.passage(cited))
    elif context.main is not None:
        told = article.told(context, context.main, cited)
        voiced = role == "agent" and context.voices and told.is_voiced_by(text)
        why = None if voiced else wrong_role(role, text, told)
    elif role in ("agent", "patient"):
        others = context.playing("patient" if role == "agent" else "agent")
        why = wrong_side(role, text, others, article.passage(cited))
    if why is not None:
        report.conflict(text, why)


def _is_subject(name: str, main: Reading) -> bool:
    """Say whether ``name``, or its surname after a title, is what the first verb of ``main`` is said of."""
    if main.text.startswith((name, f"The {name}")):
        return True
    if not main.frames or main.frames[0].passive or not main.frames[0].left:
        return False
    items = main.parse.words
    before = items[: main.frames[0].verb]
    if any(item.flags & (words.PREP | words.SUB | words.CONJ) or item.norm == "," for item in before):
        return False
    subject = [item for item in before if item.capital and not item.flags & (words.TITLE | words.STOP)]
    known = [part.casefold() for part in name.split()]
    return bool(subject) and subject[-1].norm == known[-1] and all(item.norm in known for item in subject)


def verdict_of(report: Report, share: float) -> Verdict:
    """Turn what was found into a verdict; ``share`` is how much of the fact the sentences have."""
    spans = tuple(Span(start=start, end=end) for start, end in sorted(set(report.spans)))
    if not report.findings:
        return Verdict("derived" if report.derivation else "verified", spans=spans, derivation=report.derivation)
    worst = next((one for one in report.findings if one.conflict), report.findings[0])
    missing = tuple(dict.fromkeys(one.token for one in report.findings))
    support: Support = "unsupported" if worst.conflict or share < _SOME else "partial"
    return Verdict(support, missing, worst.reason, spans)
