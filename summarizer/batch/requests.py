"""The request files of a batch: one line a request, split where the provider's limits are."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from summarizer.batch.desk import Desk
from summarizer.batch.state import BatchFolder, Part
from summarizer.domain.completion import CompletionRequest
from summarizer.llm.request import cache_key
from summarizer.store.faults import store_error
from summarizer.store.keys import KeySet

__all__ = ["MOST_BYTES", "MOST_REQUESTS", "BatchLimits", "RequestWriter", "custom_id"]

MOST_REQUESTS = 50_000
MOST_BYTES = 200_000_000
"""OpenAI's limits on one batch; 200 MB is taken as the smaller of its two meanings."""


@dataclass(frozen=True, slots=True)
class BatchLimits:
    """How much goes into one batch at most."""

    requests: int = MOST_REQUESTS
    bytes: int = MOST_BYTES


def custom_id(request: CompletionRequest, desk: Desk) -> str:
    """Return the name of ``request`` in every batch: its cache key, so that equal requests are one."""
    return cache_key(request, endpoint=desk.endpoint.base_url)


class RequestWriter:
    """Writes the parts of one round; a request that came before in it is left out."""

    def __init__(self, folder: BatchFolder, desk: Desk, limits: BatchLimits, *, round_number: int) -> None:
        self.parts: list[Part] = []
        self._folder = folder
        self._desk = desk
        self._limits = limits
        self._round = round_number
        self._seen = KeySet()
        self._file: BinaryIO | None = None
        self._requests = 0
        self._bytes = 0

    def add(self, request: CompletionRequest) -> None:
        """Add ``request`` to the part that is being written, or to a new one.

        Raises:
            StoreError: The disk is full.
        """
        name = custom_id(request, self._desk)
        if not self._seen.add((name,)):
            return
        line = _line(name, self._desk.api.chat_body(request))
        if self._file is not None and (
            self._requests >= self._limits.requests or self._bytes + len(line) > self._limits.bytes
        ):
            self._close_part()
        with self._faults():
            if self._file is None:
                self._file = self._folder.requests_path(self._name).open("wb")
            self._file.write(line)
        self._requests += 1
        self._bytes += len(line)

    def close(self) -> tuple[Part, ...]:
        """Put the last part on disk; return all of them."""
        if self._file is not None:
            self._close_part()
        return tuple(self.parts)

    def add_all(self, requests: Iterable[CompletionRequest]) -> tuple[Part, ...]:
        """Add every one of ``requests``, then close."""
        for request in requests:
            self.add(request)
        return self.close()

    @property
    def _name(self) -> str:
        return f"r{self._round}-{len(self.parts) + 1:04d}"

    def _close_part(self) -> None:
        assert self._file is not None
        with self._faults():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        self.parts.append(Part(name=self._name, requests=self._requests, bytes=self._bytes))
        self._file, self._requests, self._bytes = None, 0, 0

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except OSError as exc:
            raise store_error(exc, self._folder.requests_path(self._name), action="write") from exc


def _line(name: str, body: dict[str, Any]) -> bytes:
    line = {"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": body}
    return json.dumps(line, separators=(",", ":"), ensure_ascii=False).encode(errors="replace") + b"\n"
