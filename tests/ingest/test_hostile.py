"""Text made to be slow: every step takes time in proportion to the length, so each of these ends within the run.

At these lengths a step of quadratic time would take minutes.
"""

from __future__ import annotations

import pytest

from summarizer.domain.document import Metadata
from summarizer.ingest.documents import make_document
from summarizer.ingest.html import read_html
from summarizer.ingest.markdown import read_markdown

LENGTH = 100_000
PIECES = [
    " ", "a.", "a. ", "A", "AB ", '"a." ', "your support ", "[", "?!", "\n", "Ab cd ef gh\n", "At 5 p.m. He ", "a... ",
    "2025-01-01 ", "1", "*", "_a ", "(", "end.The ", "\u200c", "\u0301", "<!--", "[a](", "<a ", "**a", "# ", "“",
    "word " * 14 + "\n", "The Big Show Goes On Tonight\n" * 4 + "Body text here.\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_repeated_pieces_end(piece: str) -> None:
    hostile = piece * (LENGTH // len(piece))
    text = read_markdown(f"The dam held. {hostile} It held.").text
    document = make_document(f"The dam held. {hostile} It held.", metadata=Metadata(language="en"))
    assert text.startswith("The dam held.")
    assert document.text.startswith("The dam held.")


@pytest.mark.parametrize("sheet", ["/*", "a{", "@media x{", ".a,", "}", ";"])
def test_repeated_pieces_of_a_style_sheet_end(sheet: str) -> None:
    page = f"<html><head><style>{sheet * (LENGTH // len(sheet))}</style></head><body><p>The dam near Ostra held, officials said on Tuesday.</p></body></html>"
    assert read_html(page, source="a.html").text == "The dam near Ostra held, officials said on Tuesday."
