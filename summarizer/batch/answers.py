"""The answers of a batch as a client: what came is given, what failed is told, what is to come stops an article."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from summarizer.batch.desk import BATCH_SHARE, Desk
from summarizer.batch.requests import custom_id
from summarizer.batch.state import BatchFolder, Part
from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.errors import ArticleError, NoAnswerError
from summarizer.llm.client import CompletionClient
from summarizer.llm.faults import EndpointFaultError, RequestRejectedError
from summarizer.store.faults import store_error

__all__ = ["AnswerIndex", "AwaitedError", "BatchAnswers"]

_CANCELLED = "batch_cancelled"

Failure = Literal["failed", "expired", "cancelled", "lost"]


class AwaitedError(Exception):
    """An answer isn't there yet. ``request`` is to be sent with the next round; None: it is under way, or cancelled."""

    def __init__(self, request: CompletionRequest | None) -> None:
        super().__init__("the answer is still to come")
        self.request = request


@dataclass(frozen=True, slots=True)
class _Found:
    """Where the result of one request stands; ``failure`` is None for an answer."""

    path: Path
    offset: int
    batch_id: str
    failure: Failure | None
    reason: str = ""


class AnswerIndex:
    """Where each request's result is, over the fetched files of every part; an answer wins over any failure.

    It holds places and no texts: a hundred thousand requests take some twenty megabytes.
    """

    def __init__(self, folder: BatchFolder) -> None:
        self._folder = folder
        self._found: dict[str, _Found] = {}
        self._failures: dict[str, int] = {}
        self._under_way: set[str] = set()

    def add_part(self, part: Part) -> None:
        """Take in what was fetched of ``part``, or, while it is with the provider, what it asks."""
        names = self._names(part)
        if part.status != "collected":
            self._under_way |= names
            return
        seen: set[str] = set()
        for kind in ("output", "errors"):
            path = self._folder.answers_path(part.name, kind)
            if path.exists():
                seen |= self._read(path, part)
        # in neither file: nobody knows why, so it counts as a failure
        missing = Path(), 0, part.batch_id or "", _lost(part), "; ".join(part.errors) or "its result is in neither file"
        for name in names - seen:
            self._note(name, _Found(*missing))

    def find(self, name: str) -> _Found | None:
        """Return where the result of a request is, None when there is none."""
        return self._found.get(name)

    def is_under_way(self, name: str) -> bool:
        """Say whether a part that hasn't ended asks it."""
        return name in self._under_way

    def failures(self, name: str) -> int:
        """Return how often a request has failed."""
        return self._failures.get(name, 0)

    def result(self, found: _Found) -> dict[str, Any]:
        """Return the whole line."""
        try:
            with found.path.open("rb") as file:
                file.seek(found.offset)
                line: dict[str, Any] = json.loads(file.readline())
        except OSError as exc:
            raise store_error(exc, found.path, action="read") from exc
        return line

    def _names(self, part: Part) -> set[str]:
        path = self._folder.requests_path(part.name)
        try:
            with path.open("rb") as file:
                # our own lines begin with the name: no need to read the article behind it
                return {line[len(b'{"custom_id":"') :].partition(b'"')[0].decode() for line in file}
        except OSError as exc:
            raise store_error(exc, path, action="read") from exc

    def _read(self, path: Path, part: Part) -> set[str]:
        names: set[str] = set()
        offset = 0
        with path.open("rb") as file:
            for raw in file:
                result = _object(raw)
                name = result.get("custom_id")
                if isinstance(name, str):
                    names.add(name)
                    self._note(name, _Found(path, offset, part.batch_id or "", _failure(result)))
                offset += len(raw)
        return names

    def _note(self, name: str, found: _Found) -> None:
        if found.failure is not None:
            self._failures[name] = self._failures.get(name, 0) + (found.failure != "cancelled")
        known = self._found.get(name)
        if known is None or known.failure is not None:
            self._found[name] = found


class BatchAnswers:
    """A client that answers from an ``AnswerIndex``, at the price of batches.

    A request that failed is to be sent again until it has failed ``most_failures`` times; then NoAnswerError says why.
    One that was never asked (a repair, a larger cap) is to be sent as well, or, with ``directly``, answered at once by
    the desk's live client. A cancelled one is sent again only when ``resend_cancelled``.
    """

    def __init__(
        self,
        index: AnswerIndex,
        desk: Desk,
        *,
        most_failures: int = 3,
        directly: bool = False,
        resend_cancelled: bool = False,
    ) -> None:
        self._index = index
        self._desk = desk
        self._most_failures = most_failures
        self._live: CompletionClient | None = desk.live if directly else None
        self._resend_cancelled = resend_cancelled
        self.cancelled = 0
        """Requests that stay unanswered because somebody cancelled their batch."""

    async def complete(self, request: CompletionRequest) -> Completion:
        """Return the answer; AwaitedError when it is still to come."""
        name = custom_id(request, self._desk)
        found = self._index.find(name)
        if found is not None and found.failure is None:
            return self._answer(request, found)
        if self._index.is_under_way(name):
            raise AwaitedError(None)
        if found is not None and found.failure == "cancelled" and not self._resend_cancelled:
            self.cancelled += 1
            raise AwaitedError(None)
        if self._live is not None:
            return await self._live.complete(request)
        if found is not None and self._index.failures(name) >= self._most_failures:
            raise NoAnswerError(
                f"the batch gave no answer in {self._most_failures} rounds; the last: {self._why(found)}"
            )
        if found is not None and found.failure == "failed":
            self._raise_final(request, found)
        raise AwaitedError(request)

    def _answer(self, request: CompletionRequest, found: _Found) -> Completion:
        body = self._index.result(found)["response"]["body"]
        try:
            completion = self._desk.api.read_chat(request, body)
        except EndpointFaultError as exc:
            raise NoAnswerError(f"the batch answered with something that isn't a completion: {exc}") from exc
        price = self._desk.price
        cost_usd = None if price is None else price.cost(completion.usage) * BATCH_SHARE
        return completion.model_copy(update={"cost_usd": cost_usd, "batch": found.batch_id})

    def _raise_final(self, request: CompletionRequest, found: _Found) -> None:
        """Raise the error of a request that would fail again; one that may pass is asked again."""
        response = self._index.result(found).get("response") or {}
        status, body = int(response.get("status_code") or 500), response.get("body")
        try:
            self._desk.api.read_chat(request, body, status=status if status >= 300 else 500)
        except EndpointFaultError:
            return
        except RequestRejectedError as exc:
            # alone in its file it may be: the others of the batch were taken
            raise ArticleError(f"the batch refused it: {exc}") from exc

    def _why(self, found: _Found) -> str:
        if found.reason:
            return found.reason
        result = self._index.result(found)
        error = result.get("error") or ((result.get("response") or {}).get("body") or {}).get("error") or {}
        words = error.get("message") or error.get("code") if isinstance(error, dict) else str(error)
        return " ".join(str(words or found.failure).split())[:300]


def _failure(result: dict[str, Any]) -> Failure | None:
    error = result.get("error")
    if isinstance(error, dict) and error:
        code = str(error.get("code"))
        return "cancelled" if code == _CANCELLED else "expired" if code == "batch_expired" else "failed"
    response = result.get("response")
    is_good = isinstance(response, dict) and int(response.get("status_code") or 0) == 200
    return None if is_good else "failed"


def _lost(part: Part) -> Failure:
    return "cancelled" if part.batch_status == "cancelled" else "lost"


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
