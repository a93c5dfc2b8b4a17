"""Find what the sides of an article differ on: topics of dispute, and what was rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.extract.reading.article import Article, Line
from summarizer.extract.reading.item import Item

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["differences"]

_MOST = 5
_LONGEST = 14
_BARE = 2
_CUES = frozenset(
    [
        "disagree",
        "differ",
        "clash",
        "quarrel",
        "wrangle",
        "divide",
        "divided",
        "split",
        "apart",
        "disagreement",
        "dispute",
        "difference",
        "rift",
        "quarrel",
        "deadlock",
        "standoff",
        "odds",
        "row",
        "gap",
    ]
)
_DISPUTING = frozenset({"dispute", "contest"})
_REFUSING = frozenset({"reject", "oppose", "refuse", "dismiss"})
_OFFERED = frozenset(
    [
        "demand",
        "proposal",
        "plan",
        "idea",
        "offer",
        "call",
        "request",
        "condition",
        "suggestion",
        "truce",
        "ceasefire",
        "deal",
        "compromise",
        "agreement",
        "draft",
        "term",
    ]
)
_ABOUT = frozenset({"over", "on", "about", "regarding", "concerning"})


def differences(article: Article) -> list[Item]:
    """Return up to five topics in order of mention, each once; parts: topic, what."""
    found: dict[str, Item] = {}
    for line, doc in article.parsed:
        for token in doc:
            topic = _topic(line, token)
            if topic is not None and not any(topic.casefold() in known or known in topic.casefold() for known in found):
                parts = {"topic": topic, "what": topic}
                found[topic.casefold()] = Item("act", topic, (line.id,), parts)
    return list(found.values())[:_MOST]


def _topic(line: Line, token: Token) -> str | None:
    lemma = token.lemma_.lower()
    if any(child.dep_ == "neg" or child.lower_ == "no" for child in token.children):
        return None
    if lemma in _CUES and token.pos_ in {"VERB", "NOUN", "ADJ", "ADV"}:
        holders = [token, token.head] if token.pos_ in {"NOUN", "ADJ", "ADV"} else [token]
        for holder in holders:
            for child in holder.children:
                if child.dep_ == "prep" and child.lower_ in _ABOUT and child.i > token.i:
                    return _phrase(line, next(iter(child.children), None))
    if token.pos_ != "VERB":
        return None
    objects = [child for child in token.children if child.dep_ in {"dobj", "nsubjpass"}]
    if lemma in _DISPUTING and objects:
        return _phrase(line, objects[0])
    if lemma in _REFUSING and objects and objects[0].lemma_.lower() in _OFFERED:
        return _phrase(line, objects[0])
    return None


def _phrase(line: Line, root: Token | None) -> str | None:
    """Return a noun's phrase as written, up to the first comma or relative clause; None when it is a bare pronoun."""
    if root is None or root.pos_ == "PRON":
        return None
    doc = root.doc
    end = root.i
    for token in doc[root.i + 1 : root.right_edge.i + 1]:
        if token.text in {",", ";", "–", "—", "("} or token.dep_ == "relcl" or token.tag_ in {"WDT", "WP"}:
            break
        end = token.i
    words = line.slice(doc[root.left_edge.i].idx, doc[end].idx + len(doc[end]))
    told = words.split()
    bare = len(told) <= _BARE and root.lemma_.lower() in _OFFERED  # 'the proposal' names no topic
    return words if 1 < len(told) <= _LONGEST and not bare else None
