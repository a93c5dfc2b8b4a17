"""Write an article as numbered lines inside a delimiter that its own text can't close."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from summarizer.domain.document import Document, Metadata, Sentence

__all__ = ["article_block", "known_from_page", "neutral", "numbered_block"]

_OPENERS = re.compile(r"[<＜﹤\[［【]")
# A tag, our own delimiter or a chat template's control token: `</article>`, `<|im_end|>`, `<start_of_turn>`. A
# server that reads control tokens out of message text would act on them. "<5 %" and "a < 5" stay as they are.
_TAG = re.compile(r"[<＜﹤](?=[\s\u200c\u200d]*[/!?|｜<＜a-zA-Z_])")
_CONTROL_BRACKET = re.compile(r"\[(?=/?(?:INST|SYS|[A-Z]+_[A-Z_]+)\])")
_SENTENCE_NUMBER = re.compile(r"[\[［【]\s*(\d+)\s*[\]］】]")
# Invisible: controls, zero-width space, word joiner, byte order mark, direction overrides, and the tag characters
# that smuggle ASCII. Zero-width (non-)joiners stay: Persian and Indic scripts are spelt with them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_KNOWN_FIELDS = ("headline", "outlet", "author", "published", "place")
_LONGEST_KNOWN = 300


def article_block(document: Document, sentences: Iterable[Sentence]) -> str:
    """Return ``<article>…</article>`` with the sentences under the document's own numbers.

    Nothing in the text or the metadata can look like the delimiter, a chat template's control token or a sentence
    number.
    """
    text = document.text
    numbered = ((sentence.id, text[sentence.start : sentence.end]) for sentence in sentences)
    return numbered_block(numbered, known_from_page(document.metadata))


def numbered_block(sentences: Iterable[tuple[int, str]], known: Mapping[str, str]) -> str:
    """Return the block of numbered ``sentences``, headed by what is ``known`` from outside the text."""
    lines = ["<article>"]
    if known:
        lines.append("<known>")
        lines += [f"{neutral(name)}: {neutral(value)[:_LONGEST_KNOWN]}" for name, value in known.items()]
        lines.append("</known>")
    numbered = list(sentences)
    # one look at all of them: hardly any article has something to defuse
    harmless = _is_neutral("".join(sentence for _number, sentence in numbered))
    lines += [f"[{number}] {sentence if harmless else neutral(sentence)}" for number, sentence in numbered]
    lines.append("</article>")
    return "\n".join(lines)


def known_from_page(metadata: Metadata) -> dict[str, str]:
    """Return the metadata that stands in no sentence: it came with the page, as its markup or its address."""
    values = {name: getattr(metadata, name) for name in _KNOWN_FIELDS if name not in metadata.found_in}
    return {name: str(value) for name, value in values.items() if value is not None}


def neutral(text: str) -> str:
    """Return ``text`` on one line, with look-alikes of delimiters, control tokens and sentence numbers defused.

    Only the look-alikes change (``<`` becomes ``‹``, ``[3]`` becomes ``(3)``), so that names, numbers and quotations
    reach the model as the article words them.
    """
    if not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", text).split())
    if _OPENERS.search(text):
        text = _TAG.sub("‹", text)
        text = _CONTROL_BRACKET.sub("(", text)
        text = _SENTENCE_NUMBER.sub(r"(\1)", text)
    return text


def _is_neutral(text: str) -> bool:
    return text.isprintable() and not _OPENERS.search(text)
