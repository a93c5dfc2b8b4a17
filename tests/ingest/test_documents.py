"""Documents: identity, offsets, and refusal of nothing."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.domain.document import Document, Metadata, Sentence
from summarizer.errors import SourceError
from summarizer.ingest.documents import make_document
from summarizer.ingest.normalising import normalise
from summarizer.ingest.splitting import splitter_name

TEXT = "Dam bursts near Ostra\nOSTRA (AP) — A dam burst on Tuesday. Fourteen people died, and 41 are missing."


def test_a_document_is_all_of_its_parts() -> None:
    assert make_document(TEXT, source="a.txt") == Document(
        id=sha256(TEXT.encode()).hexdigest(),
        source="a.txt",
        text=TEXT,
        sentences=(
            Sentence(id=1, start=0, end=21, paragraph=1, role="headline"),
            Sentence(id=2, start=22, end=58, paragraph=2),
            Sentence(id=3, start=59, end=100, paragraph=2),
        ),
        metadata=Metadata(
            headline="Dam bursts near Ostra",
            outlet="AP",
            place="OSTRA",
            language="en",
            found_in={"headline": 1, "place": 2, "outlet": 2},
        ),
        splitter=splitter_name(),
    )


@pytest.mark.parametrize(
    "copy", [TEXT.replace("\n", "\r\n"), f"\ufeff{TEXT}\n\n", TEXT.replace(" ", "\u00a0"), f"  {TEXT} "]
)
def test_copies_that_differ_in_nothing_visible_share_an_id(copy: str) -> None:
    assert make_document(copy).id == make_document(TEXT).id


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\ufeff", "…", "---\n***"])
def test_a_text_without_words_is_refused_with_its_source(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        make_document(text, source="empty.txt")
    assert str(caught.value) == "empty.txt: holds no text; give an article with at least one sentence"


def test_a_stated_language_is_kept() -> None:
    assert make_document(TEXT, metadata=Metadata(language="de")).metadata.language == "de"


@given(st.text(min_size=1, max_size=400).filter(lambda text: any(map(str.isalnum, normalise(text)))), st.booleans())
def test_any_text_makes_a_document_whose_sentences_are_numbered_and_in_the_text(text: str, known: bool) -> None:
    given_metadata = Metadata(headline="x", published=dt.date(2025, 3, 4)) if known else None
    document = make_document(text, metadata=given_metadata)
    assert [sentence.id for sentence in document.sentences] == list(range(1, len(document.sentences) + 1))
    assert all(document.sentence_text(sentence.id).strip() for sentence in document.sentences)
    assert document.body
    assert set(document.metadata.found_in.values()) <= {sentence.id for sentence in document.sentences}
    assert make_document(document.text, metadata=given_metadata).id == document.id
