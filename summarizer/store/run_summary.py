"""The account of a run beside its results: ``results.jsonl.run.json``, written whole or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from summarizer.domain.record import SchemaRef
from summarizer.store.atomic import write_atomic
from summarizer.store.model_file import read_model

__all__ = ["RUN_FORMAT", "EarlierRun", "Ending", "RunFile", "read_run_file", "run_file_path", "write_run_file"]

RUN_FORMAT: Literal["summarizer.run/1"] = "summarizer.run/1"

Ending = Literal["running", "finished", "interrupted", "budget", "model", "error"]
"""``running`` stands there while a run goes on, and after it was killed; ``budget``: a limit that the user set was
reached; ``model``: it can't be reached or refuses; ``error``: anything else, such as a full disk."""

_config = ConfigDict(frozen=True, extra="forbid")


class Limits(BaseModel):
    """The limits the user set; null where there is none."""

    model_config = _config

    jobs: int | Literal["auto"] | None = Field(None, description="Articles at once; null: by the model's provider.")
    rpm: int | None = Field(None, description="Requests a minute.")
    tpm: int | None = Field(None, description="Tokens a minute.")
    max_usd: float | None = Field(None, description="Dollars.")
    max_tokens: int | None = Field(None, description="Tokens, in and out.")
    max_articles: int | None = Field(None, description="Articles.")


class Articles(BaseModel):
    """What became of the inputs."""

    model_config = _config

    taken: int = Field(0, description="Articles taken up in this run.")
    unread: int = Field(0, description="Inputs that gave no article.")
    duplicates: int = Field(0, description="Inputs whose text had come before in this run.")


class Records(BaseModel):
    """Records made in this run, and those of earlier runs that stand in the file."""

    model_config = _config

    complete: int = Field(0, description="Made in this run: all that was asked for was answered.")
    partial: int = Field(0, description="Made in this run: something is missing, and the record says what.")
    refused: int = Field(0, description="Made in this run: declined by the model, or stopped by a content filter.")
    failed: int = Field(0, description="Made in this run: no facts, and the record says why.")
    cached: int = Field(0, description="Of these, answered from the cache alone.")
    resumed: int = Field(0, description="Finished by an earlier run, and left as they stand.")

    @property
    def made(self) -> int:
        """Return how many this run made."""
        return self.complete + self.partial + self.refused + self.failed


class Requests(BaseModel):
    """HTTP requests of this run."""

    model_config = _config

    sent: int = Field(0, description="Answered or failed.")
    retries: int = Field(0, description="Of these, tries after the first.")
    failed: int = Field(0, description="Of these, ended in an error.")


class Tokens(BaseModel):
    """Tokens of this run as the provider counted them."""

    model_config = _config

    input: int = Field(0, description="Sent, the provider's prefix cache included.")
    output: int = Field(0, description="Answered.")
    cached_input: int = Field(0, description="Of the input, served from the provider's prefix cache.")


class Money(BaseModel):
    """US dollars of this run."""

    model_config = _config

    spent: float | None = Field(0.0, description="Paid; null when the price isn't known.")
    uncertain: float = Field(0.0, description="The most that requests which broke off may have cost besides.")
    earlier: float | None = Field(0.0, description="Paid by the earlier runs; null when one of them doesn't know.")


class EarlierRun(BaseModel):
    """One of the runs that this one went on from."""

    model_config = _config

    started: dt.datetime = Field(description="In UTC.")
    seconds: float = Field(description="How long it took, as far as it told.")
    ended_by: Ending = Field(description="As in the run itself.")
    spent: float | None = Field(description="Dollars paid; null when the price wasn't known.")
    records: int = Field(description="Records made.")


class RunFile(BaseModel):
    """One run of ``summarizer summarize``, from its start to its end."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    format: Literal["summarizer.run/1"] = Field(RUN_FORMAT, description="Name and version of this format.")
    package_version: str = Field(description="Version of this package.")
    results: str = Field(description="The file the records are in.")
    sources: tuple[str, ...] = Field(description="What was to be read, as named; the first hundred.")
    started: dt.datetime = Field(description="In UTC.")
    ended: dt.datetime | None = Field(None, description="In UTC; null while it runs, and when it was killed.")
    seconds: float = Field(0.0, description="Seconds from the start to this account.")
    ended_by: Ending = Field("running", description="Why it ended.")
    error: str | None = Field(None, description="The error that ended it, in one line.")
    exit_code: int | None = Field(None, description="What the command exited with.")
    model: str = Field(description="provider/model.")
    endpoint: str | None = Field(None, description="Base URL without credentials; null for the embedded model.")
    strategy: str | None = Field(None, description="How the model was asked.")
    schema_ref: SchemaRef = Field(alias="schema", description="Which schema the facts follow.")
    repeats: int = Field(1, description="Independent answers an article.")
    limits: Limits = Limits()
    articles: Articles = Articles()
    records: Records = Records()
    requests: Requests = Requests()
    tokens: Tokens = Tokens()
    usd: Money = Money()
    articles_per_minute: float = Field(0.0, description="Articles finished a minute, over the whole run.")
    earlier: tuple[EarlierRun, ...] = Field((), description="The runs that this one went on from, oldest first.")

    def as_earlier(self) -> tuple[EarlierRun, ...]:
        """Return this run and those before it, as the run that goes on from here tells of them."""
        return (
            *self.earlier,
            EarlierRun(
                started=self.started,
                seconds=self.seconds,
                ended_by=self.ended_by,
                spent=self.usd.spent,
                records=self.records.made,
            ),
        )


def run_file_path(results: Path) -> Path:
    """Return the file beside ``results`` that holds the account of its run."""
    return results.with_name(results.name + ".run.json")


def write_run_file(results: Path, run: RunFile) -> None:
    """Write ``run`` beside ``results``: afterwards the file is the old one or the new one, whole.

    Raises:
        StoreError: It can't be written.
    """
    write_atomic(run_file_path(results), run.model_dump_json(indent=2) + "\n")


def read_run_file(results: Path) -> RunFile | None:
    """Return the account beside ``results``, None when there is none.

    Raises:
        StoreError: It can't be read, or isn't one.
    """
    wrong = "not the account of a run ({}); remove it, the records don't need it"
    return read_model(run_file_path(results), RunFile, wrong=wrong)
