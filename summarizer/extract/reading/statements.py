"""Find what people are reported to have said: quotations word for word, and indirect speech."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from summarizer.extract.reading.article import Article, Line, straighten
from summarizer.extract.reading.item import Item, PartValue
from summarizer.extract.reading.lexicon import SPEECH_ACTS
from summarizer.extract.reading.names import NameIndex
from summarizer.extract.reading.speakers import saying_verbs, source_named, subject_of, subject_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["act_of", "statements"]

_MOST = 12
_QUOTE = re.compile(r'"([^"]{3,600}?)"')
_SHORTEST_QUOTE = 4
_SHORTEST_SPEECH = 5
_SOURCE_WORDS = 10
_FORECAST = re.compile(r"\b(?:will|would|is going to|are going to|expects?|likely)\b", re.IGNORECASE)
_DEMAND = re.compile(r"\b(?:must|should|has to|have to|needs? to)\b", re.IGNORECASE)
_DENIAL = re.compile(r"^(?:not|no|never)\b|\b(?:never|did not|didn't|has not|had not|untrue|false)\b", re.IGNORECASE)
_OPINION = re.compile(
    r"\b(?:very|good|great|bad|best|worst|fantastic|terrible|believe|think|feel|important|wrong|right|proud|fair|unfair"
    r"|positive|productive|disappointing|wonderful|shameful|brave|beautiful)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Quote:
    text: str
    start: int
    end: int


def statements(article: Article, index: NameIndex) -> list[Item]:
    """Return statements in order of mention, at most twelve; parts: speaker, text, verbatim, kind.

    A quotation without a known speaker is left out: words put into the wrong mouth are worse than a gap.
    """
    found: list[Item] = []
    last: str | None = None
    for _, group in groupby(article.parsed, key=lambda pair: pair[0].paragraph):
        said, last = _in_paragraph(list(group), index, last)
        found.extend(said)
    return _first_of_each(found)[:_MOST]


def _first_of_each(found: list[Item]) -> list[Item]:
    kept: dict[str, Item] = {}
    for item in found:
        kept.setdefault(str(item.parts["text"]).casefold(), item)
    return list(kept.values())


def _in_paragraph(pairs: list[tuple[Line, Doc]], index: NameIndex, last: str | None) -> tuple[list[Item], str | None]:
    """Return a paragraph's statements, and who spoke last in it; speakers carry over from sentence to sentence."""
    found: list[Item] = []
    quotes = _quotes([line for line, _ in pairs])
    for line, doc in pairs:
        for quote, lines in quotes:
            if lines[0] is line:
                speaker, verb = _speaker_of(quote, pairs, index)
                speaker = speaker or _named_before(quote, pairs, index, last)
                if speaker is not None:
                    last = speaker
                    found.append(_statement(speaker, quote.text, tuple(each.id for each in lines), verb, verbatim=True))
        if not any(line in lines for _, lines in quotes):
            indirect = _indirect(line, doc, index, last)
            found.extend([indirect] if indirect is not None else [])
        last = last if any(line in lines for _, lines in quotes) else _talked_of(line, doc, index) or last
    return found, last


def _talked_of(line: Line, doc: Doc, index: NameIndex) -> str | None:
    """Return the person who is the subject of the sentence: whom a following 'he said' means."""
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    subject = subject_of(root) if root is not None else None
    words = subject_words(line, subject, index) if subject is not None else None
    return words if words is not None and index.full_name(words) else None


def _quotes(lines: list[Line]) -> list[tuple[_Quote, list[Line]]]:
    """Return the quotations of a paragraph, each with the lines it stands in; offsets are the article's."""
    if not lines:
        return []
    base = lines[0].start
    text = ""
    for line in lines:
        text = text.ljust(line.start - base) + straighten(line.text)
    original = "".ljust(0)
    for line in lines:
        original = original.ljust(line.start - base) + line.text
    found = []
    for match in _QUOTE.finditer(text):
        words = " ".join(original[match.start(1) : match.end(1)].split()).strip(" ,.")
        if len(words.split()) < _SHORTEST_QUOTE:
            continue
        start, end = base + match.start(), base + match.end()
        inside = [line for line in lines if line.start < end and start < line.start + len(line.text)]
        found.append((_Quote(words, start, end), inside))
    return found


def _speaker_of(quote: _Quote, pairs: list[tuple[Line, Doc]], index: NameIndex) -> tuple[str | None, Token | None]:
    """Return the subject of the verb of saying nearest to a quotation in its sentences, and that verb."""
    near: list[tuple[int, str | None, Token]] = []
    for line, doc in pairs:
        if not (line.start < quote.end and quote.start < line.start + len(line.text)):
            continue
        source = source_named(line, doc)
        if source is not None:
            return index.full_name(source) or source, None
        stretch = [(quote.start - line.start, quote.end - line.start)]
        for verb in saying_verbs(doc, stretch):
            subject = subject_of(verb)
            at = line.start + verb.idx
            gap = min(abs(at - quote.start), abs(at - quote.end))
            if subject is not None and not stretch[0][0] <= subject.idx < stretch[0][1]:
                near.append((gap, subject_words(line, subject, index), verb))
    if not near:
        return None, None
    _, speaker, verb = min(near, key=lambda entry: entry[0])
    return speaker, verb


def _named_before(quote: _Quote, pairs: list[tuple[Line, Doc]], index: NameIndex, last: str | None) -> str | None:
    """Return who 'he' is beside a quotation: the last speaker, else whom its paragraph named last before it."""
    if last is not None:
        return last
    named = None
    for line, doc in pairs:
        for span in doc.ents:
            if span.label_ == "PERSON" and line.start + span.start_char < quote.start:
                named = index.full_name(line.slice(span.start_char, span.end_char)) or named
    return named


def _indirect(line: Line, doc: Doc, index: NameIndex, last: str | None) -> Item | None:
    """Return what 'X said that …' reports, or '…, X said'."""
    for verb in saying_verbs(doc):
        subject = subject_of(verb)
        if subject is None:
            continue
        speaker = subject_words(line, subject, index)
        if speaker is None and subject.lower_ in {"he", "she"}:
            speaker = last
        content = _content(line, verb, subject)
        if speaker is not None and content is not None:
            return _statement(speaker, content, (line.id,), verb, verbatim=False)
    source = source_named(line, doc)
    if (
        source is not None
        and len(re.split(r"according to", line.text, flags=re.IGNORECASE)[-1].split()) <= _SOURCE_WORDS
    ):
        words = re.sub(r",?\s*according to .*$", "", line.slice(0, len(line.text)), flags=re.IGNORECASE).rstrip(".")
        if len(words.split()) >= _SHORTEST_SPEECH:
            return _statement(index.full_name(source) or source, words, (line.id,), None, verbatim=False)
    return None


def _content(line: Line, verb: Token, subject: Token) -> str | None:
    """Return the clause that is said, as written; None when nothing worth a statement is."""
    said = [child for child in verb.children if child.dep_ == "ccomp"]
    if said:
        start, end = said[0].left_edge, said[0].right_edge
    elif verb.dep_ == "parataxis" and verb.head.i < verb.i:
        start, end = verb.head.left_edge, verb.doc[min(verb.left_edge.i, subject.left_edge.i) - 1]
    else:
        return None
    if said and start.i < verb.i:
        end = verb.doc[
            min(end.i, min(verb.left_edge.i if verb.left_edge.i > start.i else verb.i, subject.left_edge.i) - 1)
        ]
    words = line.slice(start.idx, end.idx + len(end))
    words = re.sub(r"^(?:that|,)\s+", "", words.strip(" ,;:–—-."), flags=re.IGNORECASE)
    if words.count('"') % 2 or words.count("“") != words.count("”"):
        return None
    return words if len(words.split()) >= _SHORTEST_SPEECH else None


def _statement(speaker: str, text: str, evidence: tuple[int, ...], verb: Token | None, *, verbatim: bool) -> Item:
    parts: dict[str, PartValue] = {"speaker": speaker, "text": text, "verbatim": verbatim, "kind": act_of(verb, text)}
    return Item("statement", text, evidence, parts)


def act_of(verb: Token | None, text: str) -> str:
    """Return what saying it does: accusation, denial, opinion, forecast, demand, offer, promise, else assertion."""
    lemma = verb.lemma_.lower() if verb is not None else ""
    for act, (_, verbs) in SPEECH_ACTS.items():
        if lemma in verbs and act in {"accusation", "denial", "promise", "offer", "demand", "forecast", "opinion"}:
            return act
    if re.match(r"(?:we|i)(?: will|'ll|’ll) ", text, re.IGNORECASE):
        return "promise"
    for act, cue in (("demand", _DEMAND), ("denial", _DENIAL), ("forecast", _FORECAST), ("opinion", _OPINION)):
        if cue.search(straighten(text)):
            return act
    return "assertion"
