"""Find the numbers that matter: what is counted, how exactly, and who says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.extract.reading.article import Article, Line
from summarizer.extract.reading.clauses import clause_around
from summarizer.extract.reading.item import Item, PartValue
from summarizer.extract.reading.lexicon import HUMAN
from summarizer.extract.reading.names import NameIndex
from summarizer.extract.reading.speakers import speaker_in
from summarizer.extract.reading.values import number_in

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["figures"]

_MOST = 12
_AMOUNT_WORDS = 12
_SKIP_ENTITIES = frozenset(
    {"DATE", "TIME", "ORDINAL", "PERSON", "LAW", "PRODUCT", "WORK_OF_ART", "EVENT", "FAC", "ORG"}
)
_HEDGES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "at_least",
        re.compile(r"(?:at least|more than|over|above|no fewer than|upwards of|exceeding)(?: \w+)?$", re.IGNORECASE),
    ),
    (
        "at_most",
        re.compile(
            r"(?:up to|at most|no more than|fewer than|less than|under|below|as many as)(?: \w+)?$", re.IGNORECASE
        ),
    ),
    (
        "about",
        re.compile(
            r"(?:about|around|some|nearly|almost|roughly|approximately|an estimated|close to|just over|just under)$",
            re.IGNORECASE,
        ),
    ),
)
_CURRENCY = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen", "₹": "rupees"}
_MAGNITUDE = re.compile(r"^(?:hundred|thousand|million|billion|trillion|dozen|bn|mn|m|k)$", re.IGNORECASE)
_VAGUE = frozenset({"once", "half", "dozens", "hundreds", "thousands", "millions", "billions", "zero"})
_TIMES = frozenset(
    ["day", "week", "month", "year", "hour", "minute", "second", "decade", "century", "time", "age", "am", "pm"]
)


def figures(article: Article, index: NameIndex) -> list[Item]:
    """Return figures in order of mention, at most twelve; parts: value, unit, what, precision, source."""
    found: list[Item] = []
    seen: set[tuple[object, str]] = set()
    for line, doc in article.parsed:
        for token in doc:
            item = _figure(line, doc, token, index) if _countable(token) else None
            key = (item.parts["value"], _head(str(item.parts["unit"]))) if item else None
            if item is not None and key not in seen and key is not None:
                seen.add(key)
                found.append(item)
    return found[:_MOST]


def _countable(token: Token) -> bool:
    """Return whether a number starts here that counts or measures something."""
    if not token.like_num or token.lower_ in _VAGUE or token.ent_type_ in _SKIP_ENTITIES:
        return False
    before = token.nbor(-1) if token.i else None
    joined = before is not None and before.text in {"-", "–", "/", ":"} and not before.whitespace_
    if before is not None and (before.like_num or joined or before.lower_ in _NUMBERED):
        return False
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if token.lower_ == "one" and (after is None or HUMAN.fullmatch(after.text) is None):
        return False
    year = re.fullmatch(r"(?:19|20)\d\d", token.text) and not (after is not None and after.pos_ == "NOUN")
    name = re.fullmatch(r"\d+[A-Za-z].*|.*\d-\w+", token.text)
    age = token.dep_ == "appos" and before is not None and before.text == ","
    return not (year or name or age)


_NUMBERED = frozenset(
    [
        "article",
        "chapter",
        "section",
        "no.",
        "number",
        "route",
        "highway",
        "flight",
        "boeing",
        "airbus",
        "group",
        "level",
        "phase",
    ]
)


def _figure(line: Line, doc: Doc, token: Token, index: NameIndex) -> Item | None:
    last = token
    while last.i + 1 < len(doc) and (_MAGNITUDE.match(doc[last.i + 1].text) or doc[last.i + 1].like_num):
        last = doc[last.i + 1]
    value = number_in(line.slice(token.idx, last.idx + len(last)))
    unit = _unit(line, doc, token, last)
    if value is None or unit is None:
        return None
    source = speaker_in(line, doc, index)
    parts: dict[str, PartValue] = {
        "value": value,
        "unit": unit,
        "what": _what(line, doc, token, last),
        "precision": _precision(doc, token),
        **({"source": source} if source else {}),
    }
    return Item("figure", f"{line.slice(token.idx, last.idx + len(last))} {unit}", (line.id,), parts)


def _unit(line: Line, doc: Doc, first: Token, last: Token) -> str | None:
    """Return what is counted or measured, in the article's words; None where nothing is."""
    if first.i and first.nbor(-1).text in _CURRENCY:
        return _CURRENCY[first.nbor(-1).text]
    follows = doc[last.i + 1] if last.i + 1 < len(doc) else None
    if follows is not None and (follows.text == "%" or follows.lower_ in {"percent", "per"}):
        two = follows.lower_ == "per" and follows.i + 1 < len(doc) and doc[follows.i + 1].lower_ == "cent"
        return "%" if follows.text == "%" else "percent" if not two else "per cent"
    if first.i and first.nbor(-1).lower_ == "magnitude":
        return "magnitude"
    return _counted(line, doc, last)


def _counted(line: Line, doc: Doc, last: Token) -> str | None:
    words: list[Token] = []
    at = last.i + 1
    if at < len(doc) and doc[at].lower_ == "of":  # '98 of the 190 seats'
        at += 1
        while at < len(doc) and (doc[at].pos_ == "DET" or doc[at].like_num):
            at += 1
    for token in doc[at : at + 5]:
        if (
            token.pos_ in {"ADJ", "NOUN", "PROPN"}
            or token.text == "-"
            or (token.pos_ == "VERB" and token.tag_ in {"VBN", "VBG"})
        ) or (token.pos_ == "ADV" and not words):
            words.append(token)
        else:
            break
    while words and words[-1].pos_ not in {"NOUN", "PROPN"}:
        words.pop()
    nouns = [token for token in words if token.pos_ in {"NOUN", "PROPN"}]
    if not nouns or nouns[-1].lemma_.lower() in _TIMES or (nouns[0].ent_type_ == "PERSON"):
        return None
    # the unit ends with the first noun that no other noun follows
    end = words[-1]
    return line.slice(words[0].idx, end.idx + len(end))


def _head(unit: str) -> str:
    return unit.rsplit(maxsplit=1)[-1].casefold().rstrip("s")


def _precision(doc: Doc, first: Token) -> str:
    if first.i and doc[first.i - 1].dep_ == "prt":  # 'handed over 22 prisoners'
        return "exact"
    before = " ".join(token.lower_ for token in doc[max(0, first.i - 4) : first.i]).rstrip("$€£ ")
    return next((label for label, cue in _HEDGES if cue.search(before)), "exact")


def _what(line: Line, doc: Doc, first: Token, last: Token) -> str:
    """Return the few words that tell what the number is: its clause, or the piece of it around the number."""
    start, end = clause_around(first)
    words = line.slice(start, end)
    if len(words.split()) <= _AMOUNT_WORDS:
        return words
    verb = first
    while verb.head.i != verb.i and verb.pos_ not in {"VERB", "AUX"}:
        verb = verb.head
    begin = verb.i if verb.i < first.i and first.i - verb.i <= 6 else max(doc[first.i].head.left_edge.i, first.i - 4)
    if begin > first.i or first.i - begin > 6:
        begin = first.i
    while begin == first.i or (
        doc[begin].i > first.i - 5 and doc[begin - 1].pos_ in {"ADP", "DET", "NOUN", "ADJ", "SYM"}
    ):
        if begin == 0 or doc[begin - 1].pos_ not in {"ADP", "DET", "NOUN", "ADJ", "SYM", "ADV"}:
            break
        begin -= 1
    if begin and begin < first.i and not doc[begin - 1].whitespace_:
        begin += 1  # '60-day state': never start inside a compound
    until = min(begin + _AMOUNT_WORDS, len(doc))
    for token in doc[last.i + 2 : until]:
        if token.text in {",", ";", "–", "—", '"', "("} or token.dep_ in {"cc", "mark", "punct"}:
            until = token.i
            break
    stop = doc[until - 1]
    while stop.i > last.i + 1 and stop.pos_ in {"ADP", "DET", "CCONJ", "SCONJ", "PUNCT", "PART", "ADJ"}:
        stop = doc[stop.i - 1]
    return line.slice(doc[begin].idx, stop.idx + len(stop))
