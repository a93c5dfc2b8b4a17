"""What is known of a batch, on disk before and after every step, so that it can be taken up again anywhere."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.domain.document import Document
from summarizer.domain.record import SchemaRef
from summarizer.errors import StoreError
from summarizer.store.atomic import write_atomic
from summarizer.store.faults import store_error
from summarizer.store.model_file import read_model

__all__ = ["BATCH_FORMAT", "BatchFolder", "BatchState", "Part", "PartStatus", "new_id"]

BATCH_FORMAT: Literal["summarizer.batch/1"] = "summarizer.batch/1"

PartStatus = Literal["planned", "uploading", "uploaded", "creating", "submitted", "ended", "collected"]
"""``uploading`` and ``creating`` are written before the request goes out: found there again, the provider is asked
whether it arrived."""

_STATE = "state.json"


class Part(BaseModel):
    """One batch of the provider's: a file of requests, at most as many and as large as it takes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="Round and number, as in r1-0001; its files carry it.")
    requests: int = Field(ge=1)
    bytes: int = Field(ge=1)
    status: PartStatus = "planned"
    file_id: str | None = None
    batch_id: str | None = None
    batch_status: str | None = Field(None, description="The provider's own word, as of the last look.")
    completed: int = Field(0, description="Requests answered, as the provider counts them.")
    failed: int = Field(0, description="Requests failed, as the provider counts them.")
    output_file_id: str | None = None
    error_file_id: str | None = None
    errors: tuple[str, ...] = Field((), description="Why the provider refused the whole batch.")

    @property
    def round(self) -> int:
        """Return which round of asking it belongs to, from 1."""
        return int(self.name[1:].partition("-")[0])


class BatchState(BaseModel):
    """Everything that has to be known to go on: who is asked what, and how far each part is."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    format: Literal["summarizer.batch/1"] = BATCH_FORMAT
    id: str = Field(description="Ours; in the name of every uploaded file and the metadata of every batch.")
    created: dt.datetime
    package_version: str
    model: str
    endpoint: str
    schema_ref: SchemaRef = Field(alias="schema")
    prompt_digest: str
    repeats: int
    flags: dict[str, str | float | int | bool] = Field(description="Settings that were given when it was submitted.")
    sources: tuple[str, ...]
    planned: bool = Field(False, description="Every article is in the folder; before that nothing is sent.")
    documents: int = 0
    probe: str | None = Field(None, description="Custom id of the first request, to tell a changed prompt by.")
    parts: tuple[Part, ...] = ()
    done: bool = Field(False, description="Every article has its record.")

    def with_part(self, part: Part) -> BatchState:
        """Return the state with ``part`` in place of the one of its name, or added."""
        if all(one.name != part.name for one in self.parts):
            return self.model_copy(update={"parts": (*self.parts, part)})
        parts = tuple(part if one.name == part.name else one for one in self.parts)
        return self.model_copy(update={"parts": parts})

    @property
    def round(self) -> int:
        """Return the last round that was planned, 0 when there is none."""
        return max((part.round for part in self.parts), default=0)

    @property
    def in_flight(self) -> tuple[Part, ...]:
        """Return the parts that the provider hasn't ended, or that aren't with it yet."""
        return tuple(part for part in self.parts if part.status not in {"ended", "collected"})


class BatchFolder:
    """``RESULTS.batch``: the state, the articles, the requests of each part, and its answers as they were fetched."""

    def __init__(self, results: Path) -> None:
        self.results = results
        self.path = results.with_name(results.name + ".batch")

    @property
    def documents_path(self) -> Path:
        """Return the file of the articles, one a line."""
        return self.path / "documents.jsonl"

    def requests_path(self, name: str) -> Path:
        """Return the file that is uploaded for a part."""
        return self.path / f"{name}.requests.jsonl"

    def answers_path(self, name: str, kind: Literal["output", "errors"]) -> Path:
        """Return where a fetched file of a part is kept."""
        return self.path / f"{name}.{kind}.jsonl"

    def load(self) -> BatchState | None:
        """Return the state, None when nothing was ever submitted.

        Raises:
            StoreError: It can't be read, or isn't ours.
        """
        return read_model(
            self.path / _STATE,
            BatchState,
            wrong="not the state of a batch ({}); put it back from a backup, or give another --out: the batches "
            "themselves are listed on the provider's page",
        )

    def save(self, state: BatchState) -> BatchState:
        """Write ``state`` whole, and return it."""
        write_atomic(self.path / _STATE, state.model_dump_json(indent=1) + "\n")
        return state

    def documents(self) -> Iterator[Document]:
        """Yield the articles one by one.

        Raises:
            StoreError: The file is gone or damaged.
        """
        path = self.documents_path
        try:
            with path.open("rb") as file:
                for number, line in enumerate(file, start=1):
                    try:
                        yield Document.model_validate_json(line)
                    except ValidationError as exc:
                        raise StoreError(f"{path}:{number}: damaged; submit anew to another --out") from exc
        except OSError as exc:
            raise store_error(exc, path, action="read") from exc


def new_id() -> str:
    """Return a name for a batch that no other has."""
    return f"summarizer-{secrets.token_hex(8)}"
