"""Keep answers on disk, so that the same question to the same model is paid for once."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.errors import StoreError
from summarizer.llm.client import CompletionClient
from summarizer.llm.request import cache_key

if TYPE_CHECKING:
    import diskcache

__all__ = ["AnswerCache", "CacheInfo", "Cached", "clear_cache", "open_cache"]

_log = logging.getLogger(__name__)

_GOOD_ENDS = {"stop", "tool_calls", "other"}
_LARGEST_BYTES = 20 * 2**30
_PAGES = 256
"""Pages of 4 kB that SQLite keeps in memory, for each thread that reads."""
_BUSY_S = 10.0
"""How long a read or write waits for another process that holds the database."""


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """Where the cache is, how many entries it holds (answers, and what the gate found in them), and its bytes."""

    folder: Path
    entries: int
    size_bytes: int


class AnswerCache:
    """Texts by key in ``folder/answers``: a SQLite file that only the user can read.

    Texts are stored as texts; nothing is ever pickled or unpickled (CVE-2025-69872), so a planted entry can't run code.
    What can't be read is a miss, and what can't be written isn't kept; either is warned of once, neither stops a run.
    """

    def __init__(self, folder: Path, database: diskcache.Cache) -> None:
        self.folder = folder
        self._database = database
        self._warned: set[str] = set()

    def get(self, key: str) -> str | None:
        """Return the text stored under ``key``, None when there is none that can be read."""
        try:
            value = self._database.get(key)
        except (sqlite3.Error, OSError) as exc:
            self._warn(f"the cache at {self.folder} can't be read ({exc}); run: summarizer cache clear")
            return None
        return value if isinstance(value, str) else None

    def put(self, key: str, text: str) -> None:
        """Store ``text`` under ``key``, in place of what is there."""
        try:
            self._database.set(key, text)
        except (sqlite3.Error, OSError, _timeout_error()) as exc:
            self._warn(f"the cache at {self.folder} can't be written ({str(exc) or 'busy'}); answers aren't kept")

    def forget(self, key: str) -> None:
        """Remove what is stored under ``key``, if anything is."""
        try:
            self._database.delete(key)
        except (sqlite3.Error, OSError, _timeout_error()) as exc:
            self._warn(f"the cache at {self.folder} can't be written ({str(exc) or 'busy'})")

    def info(self) -> CacheInfo:
        """Return what the cache holds."""
        try:
            return CacheInfo(self.folder, len(self._database), int(self._database.volume()))
        except (sqlite3.Error, OSError) as exc:
            raise _damaged(self.folder, exc) from exc

    def clear(self) -> int:
        """Remove every entry; return how many there were."""
        try:
            return int(self._database.clear(retry=True))
        except (sqlite3.Error, OSError) as exc:
            raise _damaged(self.folder, exc) from exc

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _warn(self, message: str) -> None:
        if message not in self._warned:
            self._warned.add(message)
            _log.warning(message)


def open_cache(folder: Path) -> AnswerCache:
    """Open the answer cache in ``folder``, creating it with mode 0700.

    StoreError when it can't be made or opened, or when its answers belong to another user (who could have written
    whatever they like into them).
    """
    import diskcache  # noqa: PLC0415 # heavy: kept off the start-up path

    answers = folder / "answers"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        answers.mkdir(mode=0o700, exist_ok=True)
        owner = answers.stat().st_uid
        if hasattr(os, "getuid") and owner != os.getuid():
            raise StoreError(f"{answers} belongs to another user; name a folder of your own with --cache-dir")
        answers.chmod(0o700)
    except OSError as exc:
        raise StoreError(f"{folder}: the cache folder can't be used ({exc.strerror}); name another") from exc
    try:
        database = diskcache.Cache(
            str(answers),
            timeout=_BUSY_S,
            disk=_text_only_disk(),
            disk_min_file_size=2**62,  # every answer stays in the database: no file names to trust
            size_limit=_LARGEST_BYTES,
            statistics=0,
            tag_index=0,
            # diskcache's own (32 MB of pages, 64 MB mapped) fill up over a long run, and no entry is read twice
            sqlite_cache_size=_PAGES,
            sqlite_mmap_size=0,
            eviction_policy="least-recently-stored",
        )
    except (sqlite3.Error, OSError, TypeError, KeyError, AttributeError, diskcache.Timeout) as exc:
        raise _damaged(folder, exc) from exc
    return AnswerCache(folder, database)


def clear_cache(folder: Path) -> None:
    """Delete the answers in ``folder``, also when they are damaged; what else is in it stays."""
    answers = folder / "answers"
    try:
        for name in ("cache.db", "cache.db-wal", "cache.db-shm"):
            (answers / name).unlink(missing_ok=True)
    except OSError as exc:
        raise StoreError(f"{answers}: the cache can't be cleared ({exc.strerror})") from exc


class Cached:
    """A client that answers from ``cache`` where it can, and keeps what ``client`` answers.

    A hit comes with ``cached=True``, its original usage and price, and no attempts. Only whole answers are kept: no
    failure, refusal or cut-off. Identical requests in flight are sent once; it goes on while anyone waits for it. With
    ``refresh`` nothing is read, and what is answered replaces what was there. Reads and writes block the event loop:
    20 and 180 µs, where handing them to a thread takes 170 and 370.
    """

    def __init__(self, client: CompletionClient, cache: AnswerCache, *, endpoint: str, refresh: bool = False) -> None:
        self._client = client
        self._cache = cache
        self._endpoint = endpoint
        self._refresh = refresh
        self._flights: dict[str, _Flight] = {}

    async def complete(self, request: CompletionRequest) -> Completion:
        """Return the stored answer, or the client's."""
        key = cache_key(request, endpoint=self._endpoint)
        if not self._refresh and key not in self._flights:
            stored = self._read(key)
            if stored is not None:
                return stored
        return await self._join(key, request)

    async def forget(self, request: CompletionRequest) -> None:
        """Remove the answer to ``request``: it turned out to be of no use."""
        self._cache.forget(cache_key(request, endpoint=self._endpoint))

    def _read(self, key: str) -> Completion | None:
        text = self._cache.get(key)
        if text is None:
            return None
        try:
            completion = Completion.model_validate_json(text)
        except ValidationError:
            _log.warning("cache entry %s can't be read; asking again", key[:12])
            return None
        return _as_hit(completion)

    async def _join(self, key: str, request: CompletionRequest) -> Completion:
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = _Flight(asyncio.ensure_future(self._ask(key, request)))
        flight.waiting += 1
        try:
            # shielded: one caller's cancellation must not take the answer from the others
            completion = await asyncio.shield(flight.answer)
        finally:
            flight.waiting -= 1
            if not flight.waiting:
                self._land(key, flight)
        if flight.delivered:
            return _as_hit(completion)
        flight.delivered = True
        return completion

    async def _ask(self, key: str, request: CompletionRequest) -> Completion:
        completion = await self._client.complete(request)
        if completion.finish_reason in _GOOD_ENDS and completion.refusal is None and completion.text.strip():
            self._cache.put(key, completion.model_dump_json())
        return completion

    def _land(self, key: str, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
        if not flight.answer.done():
            flight.answer.cancel()
        elif not flight.answer.cancelled():
            flight.answer.exception()  # marks it as seen: every caller may be gone by now


@dataclass(slots=True)
class _Flight:
    answer: asyncio.Future[Completion]
    waiting: int = 0
    delivered: bool = False
    """One caller has the fresh answer; to the others it is as good as cached."""


def _as_hit(completion: Completion) -> Completion:
    usage = completion.usage.model_copy(update={"attempts": 0})
    return completion.model_copy(update={"cached": True, "usage": usage})


def _damaged(folder: Path, exc: Exception) -> StoreError:
    return StoreError(f"{folder}: the cache can't be opened ({str(exc) or 'busy'}); run: summarizer cache clear")


def _timeout_error() -> type[Exception]:
    import diskcache  # noqa: PLC0415 # heavy: kept off the start-up path

    timeout: type[Exception] = diskcache.Timeout
    return timeout


def _text_only_disk() -> type[diskcache.Disk]:
    """Return diskcache's storage with every way into ``pickle`` closed; made here because its base loads late."""
    from diskcache.core import MODE_RAW, Disk  # noqa: PLC0415 # heavy: kept off the start-up path

    class TextOnlyDisk(Disk):  # type: ignore[misc]  # diskcache has no types
        def put(self, key: object) -> tuple[str, bool]:
            if type(key) is not str:
                raise TypeError(f"a cache key is text, not {type(key).__name__}")
            return key, True

        def get(self, key: object, raw: object) -> str:
            if type(key) is not str or not raw:
                raise OSError("foreign cache key")
            return key

        def store(self, value: object, read: object, key: object = None) -> tuple[int, int, None, str]:  # noqa: ARG002
            if type(value) is not str or read:
                raise TypeError(f"a cached answer is text, not {type(value).__name__}")
            return 0, MODE_RAW, None, value

        def fetch(self, mode: object, filename: object, value: object, read: object) -> str:
            if mode != MODE_RAW or filename is not None or type(value) is not str or read:
                _log.warning("foreign cache entry ignored")
                raise OSError("foreign cache entry")  # diskcache takes this for a missing file: a miss
            return value

        def remove(self, file_path: object) -> None:
            """Do nothing: no entry of ours has a file, and a planted name could point anywhere."""

    return TextOnlyDisk
