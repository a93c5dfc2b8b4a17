"""The results file of a run: one record a line, each on disk before it counts as done."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from summarizer.domain.record import Record
from summarizer.errors import StoreError
from summarizer.store.atomic import sync_folder
from summarizer.store.faults import require_file_path, store_error
from summarizer.store.keys import KeySet
from summarizer.store.lines import LINE_START, RecordKey, key_of, record_line
from summarizer.store.lock import acquire
from summarizer.store.recovery import Recovery, parked_lines, parked_path, recover

__all__ = ["JsonlStore"]


class JsonlStore:
    """A JSONL file that records are appended to as they finish; open from its construction until ``close``.

    A new run sets the results of an earlier one aside, as ``PATH.previous``.

    A run that is killed at any moment and started again with ``resume`` ends with each record exactly once: a line
    that was being written is taken off, finished records (complete or partial) stay, failed ones are tried again and
    their old line comes back at ``close`` unless a new one took its place. One process at a time may write the file.
    """

    def __init__(self, path: Path, *, resume: bool = False) -> None:
        """Open ``path`` for a new run, or with ``resume`` to go on with what stands there.

        Raises:
            StoreError: The file isn't a results file; another run is writing it; or the path can't be written.
                Nothing has been changed.
        """
        require_file_path(path)
        self.path = path
        self._lock = acquire(path)
        try:
            self.recovery = _prepare(path, resume=resume)
            self._descriptor = _open(path)
        except BaseException:
            self._lock.release()
            raise
        # one set for both: what is appended later is as finished as what stood there
        self._done = self.recovery.finished
        self._closed = False

    @property
    def finished(self) -> KeySet:
        """Return the keys of the complete and partial records in the file, and of all that were appended since."""
        return self._done

    def append(self, record: Record) -> bool:
        """Write ``record`` as one line and return once it is on disk; False when its key already stands there.

        Raises:
            StoreError: The disk is full or fails; the file ends with the last whole record, as before the call.
        """
        return bool(self.append_all([record]))

    def append_all(self, records: Sequence[Record]) -> Sequence[Record]:
        """Write several records in one go, on disk when it returns; return those whose key didn't stand there yet.

        Raises:
            StoreError: As ``append``; the records that did get onto the disk stay there, whole.
        """
        fresh: dict[RecordKey, Record] = {}
        for record in records:
            key = key_of(record)
            if key not in self._done:
                fresh.setdefault(key, record)
        self._write([record_line(record) for record in fresh.values()])
        for key in fresh:
            self._done.add(key)
        return tuple(fresh.values())

    def close(self) -> None:
        """Put failed records that weren't tried again back, and let the next writer in; a second call does nothing.

        Raises:
            StoreError: They can't be put back; they stay beside the file, and the next ``resume`` finds them.
        """
        if self._closed:
            return
        self._closed = True
        try:
            self._put_back()
        finally:
            os.close(self._descriptor)
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _put_back(self) -> None:
        parked = parked_path(self.path)
        if not parked.exists():
            return
        for key, line in parked_lines(self.path):
            if key not in self._done:
                self._write([line])
                self._done.add(key)
        parked.unlink()

    def _write(self, lines: Sequence[bytes]) -> None:
        if not lines:
            return
        end = os.fstat(self._descriptor).st_size
        written = 0
        try:
            rest = memoryview(b"".join(lines))
            while rest:
                count = os.write(self._descriptor, rest)
                written += count
                rest = rest[count:]
            os.fsync(self._descriptor)
        except BaseException as exc:
            # also on Ctrl-C: a half-written line must not stay; should this fail too, the next resume mends it
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, end + _whole(lines, written))
            if isinstance(exc, OSError):
                raise store_error(exc, self.path, action="write") from exc
            raise


def _whole(lines: Sequence[bytes], written: int) -> int:
    """Return how many of the ``written`` bytes are whole lines."""
    total = 0
    for line in lines:
        if total + len(line) > written:
            break
        total += len(line)
    return total


def _prepare(path: Path, *, resume: bool) -> Recovery:
    try:
        filled = path.exists() and path.stat().st_size > 0
        if not resume:
            # left by a run whose results are gone
            parked_path(path).unlink(missing_ok=True)
            return Recovery(set_aside=_set_aside(path) if filled else None)
        path.touch()
    except OSError as exc:
        raise store_error(exc, path, action="write") from exc
    return recover(path)


def _set_aside(path: Path) -> Path:
    """Move the results of an earlier run to ``PATH.previous``, in place of those before; refuse any other file."""
    with path.open("rb") as file:
        if not file.read(len(LINE_START)).startswith(LINE_START):
            raise StoreError(
                f"{path} holds something that isn't results of a run, and is left alone; give another --out"
            )
    previous = path.with_name(path.name + ".previous")
    path.replace(previous)
    return previous


def _open(path: Path) -> int:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as exc:
        raise store_error(exc, path, action="write") from exc
    sync_folder(path.parent)
    return descriptor
