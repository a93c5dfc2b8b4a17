"""An article out of a Markdown file: front matter to metadata, marks off, words untouched."""

from __future__ import annotations

import re

from summarizer.domain.document import Metadata
from summarizer.ingest.article import Article
from summarizer.ingest.cutting import without
from summarizer.ingest.dates import find_date

__all__ = ["read_markdown"]

_FRONT = re.compile(r"\A\ufeff?(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>.*?)\n(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(?P<name>[A-Za-z_-]+)\s*[:=]\s*(?P<value>\S.*?)\s*$", re.MULTILINE)
_FIELDS = {
    "title": "headline",
    "headline": "headline",
    "author": "author",
    "authors": "author",
    "byline": "author",
    "outlet": "outlet",
    "source": "outlet",
    "site": "outlet",
    "publisher": "outlet",
    "date": "published",
    "published": "published",
    "pubdate": "published",
    "lang": "language",
    "language": "language",
}
_HIDDEN = re.compile(r"^\[[^\]\n]+\]:\s*\S+.*$|^\[//\]:.*$", re.MULTILINE)
_LINE_MARKS = (
    (re.compile(r"^ {0,3}#{1,6}[ \t]+(?=\S)", re.MULTILINE), ""),
    (re.compile(r"(?<![ \t])[ \t]+#+[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"^(\S[^\n]*)\n(?:=+|-{3,})[ \t]*$", re.MULTILINE), r"\1"),  # underlined headings
    (re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE), ""),  # rules
    (re.compile(r"^(?: {0,3}>[ \t]?)+", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE), ""),
)
_SPAN_MARKS = (
    (re.compile(r"!\[([^\[\]\n]*)\]\([^()\n]*\)"), ""),
    (re.compile(r"\[([^\[\]\n]+)\]\([^()\n]*\)"), r"\1"),
    (re.compile(r"\[([^\[\]\n]+)\]\[[^\[\]\n]*\]"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]*>"), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^\n*_]{0,500}?[^\s*_])\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])([^_\n]*?[^\s_])_(?![\w_])"), r"\1"),
    (re.compile(r"~~(?=\S)([^\n~]*[^\s~])~~"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])"), r"\1"),
)


def read_markdown(text: str) -> Article:
    """Return the article of a Markdown text; a front matter that isn't plain ``name: value`` lines is skipped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    metadata = Metadata()
    if front := _FRONT.match(text):
        metadata = _front_matter(front["fields"])
        text = text[front.end() :]
    text = _HIDDEN.sub("", without(text, "<!--", "-->"))
    for pattern, replacement in (*_LINE_MARKS, *_SPAN_MARKS):
        text = pattern.sub(replacement, text)
    return Article(text, metadata)


def _front_matter(fields: str) -> Metadata:
    values: dict[str, str] = {}
    for match in _FIELD.finditer(fields):
        value = match["value"].strip("\"'")
        if (name := _FIELDS.get(match["name"].lower())) and value and value[0] not in "[{|>&*":
            values.setdefault(name, value)
    language = values.get("language", "")[:2].lower()
    return Metadata(
        headline=values.get("headline"),
        author=values.get("author"),
        outlet=values.get("outlet"),
        published=find_date(values.get("published", "")),
        language=language if language.isalpha() and len(language) == 2 else None,
    )
