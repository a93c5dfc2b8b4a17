"""The embedded model end to end: one short article, the real server, spaCy and embeddings."""

import asyncio
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from summarizer.domain.blocks import Ask
from summarizer.domain.document import Document, Metadata, Sentence
from summarizer.domain.extraction import Extraction
from summarizer.extract.fieldwise.strategy import FieldWise
from summarizer.llm.client import CompletionClient
from summarizer.llm.local import LocalClient, LocalServer
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.providers import Endpoint
from summarizer.llm.weights import adapter, find
from summarizer.schema_loader.derive import derive

pytestmark = pytest.mark.local_model

SENTENCES = (
    "Bridge over the Lune reopens after two years",
    "The repaired bridge over the river Lune was reopened on Monday by Mayor Helen Carter.",
    "The repairs cost 4.2 million pounds and took two years.",
    "“This bridge is the heart of our town,” Carter told residents.",
)


class Repair(BaseModel):
    """A repair of a public work."""

    topic: Literal["transport", "sport", "health", "other"] = Field(
        description="The closest label: 'transport' for roads, bridges and railways; 'sport' for matches."
    )
    opened_by: Annotated[str | None, Ask("Who reopened the bridge?", kind="person")] = Field(
        None, description="Who opened it."
    )
    cost: Annotated[float | None, Ask("How much did the repairs cost?", kind="number")] = Field(
        None, description="What it cost."
    )
    months: int | None = Field(None, description="How long the tunnel will be closed to lorries, in months.")
    people: list[str] = Field(default_factory=list, description="People named.")


def article() -> Document:
    text = "\n".join(SENTENCES)
    starts = [text.index(sentence) for sentence in SENTENCES]
    return Document(
        id="c" * 64,
        source="bridge.txt",
        text=text,
        sentences=tuple(
            Sentence(id=i, start=start, end=start + len(s), paragraph=i, role="headline" if i == 1 else "body")
            for i, (s, start) in enumerate(zip(SENTENCES, starts, strict=True), start=1)
        ),
        metadata=Metadata(language="en"),
        splitter="hand/1",
    )


async def extract() -> Extraction:
    clients: list[OpenAIClient] = []

    def connect(base_url: str) -> CompletionClient:
        clients.append(OpenAIClient(Endpoint("local", "smollm2", base_url)))
        return clients[-1]

    with LocalServer(find(None, Path("none")), adapter=adapter()) as server:
        filled = await FieldWise(LocalClient(server, connect), model="local/smollm2").extract(article(), derive(Repair))
        for client in clients:
            await client.aclose()
    return filled


def test_an_article_is_filled_by_the_embedded_model_with_its_evidence() -> None:
    filled = asyncio.run(extract())

    assert filled.wire == {
        "topic": {"value": "transport", "evidence": [1, 2, 3]},
        "opened_by": {"value": "Helen Carter", "evidence": [2]},
        "cost": {"value": 4_200_000, "evidence": [3]},
        "months": None,
        "people": [{"value": "Helen Carter", "evidence": [2]}],
    }
    assert set(filled.confidence) == {"/opened_by", "/cost"}
    assert filled.usage.calls >= 2
