"""An article out of an HTML page: visible text only, with the metadata that the markup states."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from summarizer.domain.document import Metadata
from summarizer.errors import SourceError
from summarizer.ingest.article import Article
from summarizer.ingest.cutting import without

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types

__all__ = ["read_html"]

_UNSEEN_TAGS = ("script", "style", "template", "noscript", "iframe", "object", "svg", "dialog")
_UNSEEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    r"|opacity\s*:\s*0*(?:\.0\d*)?\s*(?:!|;|$)|font-size\s*:\s*(?:0*(?:\.0+)?(?:px|pt|r?em|%)?|[01]?(?:\.\d+)?p[xt])\s*(?:!|;|$)"
    r"|(?:left|right|top|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%|transform\s*:\s*scale\(\s*0\s*\)|color\s*:\s*transparent"
    r"|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:!|;|$))",
    re.IGNORECASE,
)
_BRACE = re.compile(r"([{}])")
_SIMPLE = re.compile(r"(?P<tag>[a-zA-Z][\w-]*)?(?:(?P<kind>[.#])(?P<name>[\w-]+))\Z")
_PROSE = frozenset(("articleBody", "text", "description", "reviewBody", "abstract"))
_PROSE_WORDS = 6
_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f][^ ]{14}")
_AUTHOR_CUT = re.compile(r"\s*;\s*")


def read_html(page: str, *, source: str) -> Article:
    """Return the article of ``page``, its title as first line; SourceError when there is none.

    Whatever a reader of the page wouldn't see is taken out first: it could carry words meant for a model.
    """
    # heavy: kept off the start-up path
    from lxml import etree, html  # type: ignore[import-untyped]  # noqa: PLC0415  # lxml ships no types
    from trafilatura import bare_extraction  # noqa: PLC0415  # heavy: kept off the start-up path

    try:
        # lxml refuses text that declares another charset than the one it was decoded from.
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError) as exc:
        raise _no_article(source) from exc
    _drop_unseen(tree)
    found = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=True)
    text = (found.text or "").strip() if found is not None and not isinstance(found, dict) else ""
    if found is None or isinstance(found, dict) or not _has_prose(text):
        raise _no_article(source)
    title = " ".join((found.title or "").split())
    if title and title not in text[: len(title) * 3 + 200]:
        text = f"{title}\n{text}"
    return Article(text, _metadata(title, found.sitename, found.author, found.date))


def _has_prose(text: str) -> bool:
    """Say whether some line is longer than a menu's; scripts without spaces are counted in characters."""
    return any(len(line.split()) >= _PROSE_WORDS or _SPACELESS.search(line) for line in text.splitlines())


def _no_article(source: str) -> SourceError:
    return SourceError(f"{source}: no article text found in this HTML; give the page of a single article, or its text")


def _metadata(title: str, outlet: str | None, author: str | None, date: str | None) -> Metadata:
    try:
        published = dt.date.fromisoformat(date) if date else None
    except ValueError:
        published = None
    names = [name for name in _AUTHOR_CUT.split(author or "") if name]
    return Metadata(
        headline=title or None,
        outlet=outlet or None,
        author=", ".join(names[:-1]) + " and " + names[-1] if names[1:] else "".join(names) or None,
        published=published,
    )


# What a reader doesn't see --------------------------------------------------------------------------------------------


def _drop_unseen(tree: HtmlElement) -> None:
    hidden = set(_hiding_rules(tree))
    doomed = [element for element in tree.iter() if _is_unseen(element, hidden)]
    for element in doomed:
        if element.getparent() is not None:
            element.drop_tree()


def _is_unseen(element: HtmlElement, hidden: set[tuple[str, str]]) -> bool:
    tag = element.tag
    if not isinstance(tag, str):
        return True  # a comment or processing instruction
    if tag in {"html", "body"}:
        return False  # pages that hide themselves until scripts run are still pages
    if tag == "script":
        # Structured data states what the page shows; the extractor reads it for metadata.
        return element.get("type") != "application/ld+json" or not _keep_metadata_only(element)
    return tag in _UNSEEN_TAGS or _says_hidden(element) or (bool(hidden) and _is_hidden_by_rule(element, tag, hidden))


def _says_hidden(element: HtmlElement) -> bool:
    attributes = element.attrib
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").strip().lower() == "true"
        or (element.tag == "input" and attributes.get("type") == "hidden")
        or _UNSEEN_STYLE.search(attributes.get("style", "")) is not None
    )


def _keep_metadata_only(script: HtmlElement) -> bool:
    """Take the running text out of structured data, where nobody sees it; False when it can't be parsed."""
    try:
        data = json.loads(script.text or "")
    except ValueError:
        return False
    script.text = json.dumps(_without_prose(data))
    return True


def _without_prose(data: object) -> object:
    if isinstance(data, dict):
        return {name: _without_prose(value) for name, value in data.items() if name not in _PROSE}
    return [_without_prose(value) for value in data] if isinstance(data, list) else data


def _is_hidden_by_rule(element: HtmlElement, tag: str, hidden: set[tuple[str, str]]) -> bool:
    names = [f".{name}" for name in (element.get("class") or "").split()]
    if identity := element.get("id"):
        names.append(f"#{identity}")
    return any(("", name) in hidden or (tag, name) in hidden for name in names)


def _hiding_rules(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield (tag or '', '.class' or '#id') for the plain rules of the page's own style sheets that hide something."""
    for sheet in tree.iter("style"):
        for selectors, body in _rules(without(sheet.text or "", "/*", "*/")):
            if not _UNSEEN_STYLE.search(body):
                continue
            for selector in selectors.split(","):
                if match := _SIMPLE.match(selector.strip()):
                    yield match["tag"] or "", f"{match['kind']}{match['name']}"


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and declarations of the rules that always hold: those inside of ``@media`` and the like don't."""
    depth = 0
    before = ""
    for piece in _BRACE.split(sheet):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth = max(depth - 1, 0)
        elif depth == 0:
            before = piece.rpartition(";")[2]
        elif depth == 1 and "@" not in before:
            yield before, piece
