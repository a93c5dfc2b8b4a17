"""An article as numbered sentences over one fixed text."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Document", "Furniture", "Metadata", "Sentence", "SentenceRole", "Span"]

_config = ConfigDict(frozen=True, extra="forbid")

Furniture = Literal["appeal", "headline_list", "crumb", "credit", "navigation"]
"""Why a sentence is page furniture: it is kept and numbered, and never sent to a model."""

SentenceRole = Literal["headline", "subheading", "byline", "dateline", "body"]
"""What a sentence is for the article; ``dateline`` is a line that holds only a date or a place and date."""


class Span(BaseModel):
    """A stretch of ``Document.text``: characters ``start`` up to, not including, ``end``."""

    model_config = _config

    start: int = Field(ge=0, description="First character, counted from 0 in Unicode code points.")
    end: int = Field(ge=0, description="The character after the last one.")


class Sentence(BaseModel):
    """One numbered sentence; ``text[start:end]`` of its document is its text, without outer spaces."""

    model_config = _config

    id: int = Field(ge=1, description="Position in the document, counted from 1.")
    start: int = Field(ge=0, description="First character, counted from 0 in Unicode code points.")
    end: int = Field(ge=0, description="The character after the last one.")
    paragraph: int = Field(ge=1, description="Paragraph (source line or block) it stands in, counted from 1.")
    role: SentenceRole = Field("body", description="What the sentence is for the article.")
    furniture: Furniture | None = Field(
        None, description="Why it is page furniture, kept and never sent to a model; null for the article itself."
    )


class Metadata(BaseModel):
    """What is known about the article besides its text; None where it isn't stated anywhere."""

    model_config = _config

    headline: str | None = Field(None, description="The article's own headline.")
    outlet: str | None = Field(None, description="The newspaper, agency or site that published it.")
    author: str | None = Field(None, description="Who wrote it, as the byline says.")
    published: dt.date | None = Field(None, description="The anchor for relative dates.")
    place: str | None = Field(None, description="Place named in the dateline.")
    language: str | None = Field(None, description="ISO 639-1 code.")
    found_in: dict[str, int] = Field(
        default_factory=dict,
        description="Metadata field → number of the sentence it stands in; no entry when it came from markup.",
    )


class Document(BaseModel):
    """A normalised article: the text, its sentences, and where it came from."""

    model_config = _config

    id: str = Field(description="SHA-256 of the normalised text, in hex.")
    source: str = Field(description="File, URL, file:line or '-' as the user named it.")
    text: str = Field(description="The normalised text that every offset counts in.")
    sentences: tuple[Sentence, ...] = Field(description="The whole text as numbered sentences, in order.")
    metadata: Metadata = Field(Metadata(), description="What is known about the article besides its text.")
    splitter: str = Field(description="Name and version of the sentence splitter; part of the cache key.")

    def sentence_text(self, number: int) -> str:
        """Return the text of sentence ``number``; IndexError when there is none."""
        if not 1 <= number <= len(self.sentences):
            raise IndexError(f"sentence {number} is not one of 1–{len(self.sentences)}")
        sentence = self.sentences[number - 1]
        return self.text[sentence.start : sentence.end]

    @property
    def body(self) -> tuple[Sentence, ...]:
        """Return the sentences a model may be sent: all that aren't page furniture."""
        return tuple(sentence for sentence in self.sentences if sentence.furniture is None)
