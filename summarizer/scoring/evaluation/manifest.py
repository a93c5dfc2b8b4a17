"""What an evaluation run is: what was asked of which model, and the digests that say what it may be compared with."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from summarizer.scoring.gold_model import Split

__all__ = ["RUN_FORMAT", "Digests", "RunArticle", "RunManifest", "RunPlan", "RunStatus", "digest_of"]

RUN_FORMAT: Literal["summarizer.eval/1"] = "summarizer.eval/1"

RunStatus = Literal["complete", "incomplete"]
"""``complete``: every article of the suite has a record, or a failure, for every repeat, and all are scored."""

_config = ConfigDict(frozen=True, extra="forbid")


class Digests(BaseModel):
    """SHA-256 digests, in hex, of everything that two runs must share to be compared, and of what made the answers.

    ``schemas`` maps schema names; ``gold`` covers every labelled fact and story, ``split`` which articles are in and
    their splits, ``scorer`` the code that scores. ``splitter`` is the name and version of the sentence splitter.
    ``prompt`` is None for a strategy that has no prompt file, ``code`` covers the code that makes records.
    """

    model_config = _config

    schemas: dict[str, str]
    gold: str
    split: str
    scorer: str
    splitter: str
    prompt: str | None = None
    code: str = ""


class RunArticle(BaseModel):
    """One article of the suite, for one schema."""

    model_config = _config

    gold: str = Field(description="Gold file, from the suite's folder.")
    document_id: str = Field(description="SHA-256 of the article's text.")
    schema_name: str = Field(description="Schema it is labelled for.")
    split: Split = Field(description="Split of the gold.")
    story: str = Field(description="Story it belongs to.")
    digest: str = Field(description="SHA-256 of its labelled facts.")


class RunPlan(BaseModel):
    """All that decides what a run gives; two equal plans are one and the same question."""

    model_config = _config

    suite: str = Field(description="Name of the suite, that of its folder.")
    suite_at: str | None = Field(None, description="Folder of a suite that isn't one of the workspace's.")
    model: str = Field(description="provider/model.")
    endpoint: str | None = Field(None, description="Base URL; null for the embedded model.")
    strategy: str = Field(description="How the model was asked.")
    params: dict[str, JsonValue] = Field(default_factory=dict, description="Settings the model was asked with.")
    digests: Digests = Field(description="What the run was made with.")
    schemas: tuple[str, ...] = Field((), description="The schemas asked for; empty: all of the suite.")
    splits: tuple[Split, ...] = Field((), description="The splits asked for; empty: all of the suite.")
    repeats: int = Field(1, ge=1, description="Times every article is asked.")
    package_version: str = Field(description="Version of this package.")
    articles: tuple[RunArticle, ...] = Field(description="The articles, in their order.")

    @property
    def wanted(self) -> int:
        """Return how many answers make the run whole."""
        return len(self.articles) * self.repeats

    @property
    def identity(self) -> str:
        """Return the SHA-256 of the plan, in hex: a run that was cut off is continued by the same plan alone."""
        plan = self.model_dump(mode="json", include=set(RunPlan.model_fields) - {"package_version"})
        # no answer depends on what scores it, and scoring comes after the last of them
        del plan["digests"]["scorer"]
        return digest_of(plan)


class RunManifest(RunPlan):
    """``run.json``: the plan of a run, and how far it has come."""

    format: Literal["summarizer.eval/1"] = Field(RUN_FORMAT, description="Name and version of this format.")
    id: str = Field(description="Name of the run's folder.")
    created: dt.datetime = Field(description="When the run was begun, in UTC.")
    status: RunStatus = Field("incomplete", description="Whether every article is in and scored.")
    notes: tuple[str, ...] = Field((), description="What a reader of the scores should know, one sentence each.")


def digest_of(value: object) -> str:
    """Return the SHA-256, in hex, of a JSON value: keys sorted, nothing but its content counts."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
