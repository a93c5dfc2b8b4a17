"""Quotations are compared character by character."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizer.domain.document import Document
from summarizer.grounding.quotes import check_quote, quoted_parts

SENTENCES = (
    "“We will rebuild this city,” said Mayor Ada Cole, “and we will do it by spring.”",
    "“It isn’t easy – far from it.",
    "We've lost a lot,” she added.",
    "He said the plan was a disaster.",
)


@pytest.mark.parametrize(
    ("quote", "cited"),
    [
        ("We will rebuild this city", [1]),
        ('"We will rebuild this city"', [1]),
        ("we will do it by spring.", [1]),
        ("We will rebuild this city, and we will do it by spring", [1]),
        ("We will rebuild ... by spring", [1]),
        ("It isn't easy - far from it.", [2]),
        ("It isn’t easy – far from it. We've lost a lot", [2, 3]),
    ],
    ids=["plain", "own-marks", "middle", "split-by-attribution", "ellipsis", "folded-marks", "two-sentences"],
)
def test_words_quoted_as_they_stand_are_found(
    document_of: Callable[..., Document], quote: str, cited: list[int]
) -> None:
    document = document_of(*SENTENCES)
    finding = check_quote(quote, document, cited)
    assert finding.reason is None
    assert finding.spans
    first = document.text[finding.spans[0].start : finding.spans[0].end]
    assert first.split()[0].casefold() == quote.strip('"').split()[0].casefold().replace("'", "’")


@pytest.mark.parametrize(
    ("quote", "cited", "reason"),
    [
        ("We will rebuild the city", [1], "the words don't stand in the sentences as quoted"),
        ("We will do it by spring and rebuild", [1], "the words don't stand in the sentences as quoted"),
        ("We will this city", [1], "words are left out of the quotation without an ellipsis"),
        ("the plan was a disaster", [4], "the article doesn't set these words in quotation marks"),
        ("We've lost a lot", [2], "the words don't stand in the sentences as quoted"),
        ("", [1], "the quotation is empty"),
    ],
    ids=["one-word", "other-order", "left-out", "reported-speech", "other-sentence", "empty"],
)
def test_words_quoted_otherwise_are_refused_with_the_reason(
    document_of: Callable[..., Document], quote: str, cited: list[int], reason: str
) -> None:
    assert check_quote(quote, document_of(*SENTENCES), cited).reason == reason


def test_quoted_parts_are_found_whatever_the_marks() -> None:
    text = "He called it “a farce”, \"a joke\" and ‘the city's shame’, isn't it"
    assert quoted_parts(text) == ("a farce", "a joke", "the city's shame")
