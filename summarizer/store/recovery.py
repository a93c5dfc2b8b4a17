"""Bringing a results file into order before a run goes on with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from summarizer.errors import StoreError
from summarizer.store.atomic import replacing
from summarizer.store.faults import store_error
from summarizer.store.keys import KeySet
from summarizer.store.lines import LINE_START, RecordKey, parse_head

__all__ = ["Recovery", "parked_lines", "parked_path", "recover"]


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was found in the file: what is done, what is tried again, and what had to be mended.

    ``finished`` grows as records are appended, ``finished_before`` is its size at the start. ``torn_bytes`` is the
    length of a last line that a killed run left unfinished, and that was taken off. ``duplicates`` counts second copies
    of a finished record, also taken off. ``set_aside`` is where a new run put the results of an earlier one.
    """

    finished: KeySet = field(default_factory=KeySet)
    retried: frozenset[RecordKey] = frozenset()
    finished_before: int = 0
    torn_bytes: int = 0
    duplicates: int = 0
    set_aside: Path | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a person should know, one sentence each; empty when the file was new or in order."""
        found = (
            (self.finished_before, f"{self.finished_before} finished before"),
            (len(self.retried), f"{len(self.retried)} failed before and tried again"),
            (self.torn_bytes, f"a last line of {self.torn_bytes} bytes was cut off by a killed run, and is made anew"),
            (self.duplicates, f"{self.duplicates} stood there twice, and stand once now"),
        )
        notes = tuple(sentence for count, sentence in found if count)
        return (*notes, f"earlier results are kept in {self.set_aside}") if self.set_aside else notes


@dataclass(slots=True)
class _Scan:
    """One reading of the file: keys, the numbers of the lines that can't stay, and how the last line ends.

    ``torn_at`` is where an unfinished last line begins, ``open_end`` where a whole one without its newline ends.
    """

    finished: KeySet = field(default_factory=KeySet)
    failed: dict[RecordKey, int] = field(default_factory=dict)
    leaving: set[int] = field(default_factory=set)
    duplicates: int = 0
    torn_at: int | None = None
    open_end: int | None = None


def parked_path(path: Path) -> Path:
    """Return the file beside ``path`` that keeps failed records while they are tried again."""
    return path.with_name(path.name + ".retry")


def parked_lines(path: Path) -> Iterator[tuple[RecordKey, bytes]]:
    """Yield key and line of every failed record set aside beside ``path``; nothing when there is none."""
    parked = parked_path(path)
    try:
        with parked.open("rb") as file:
            for number, line in enumerate(file, start=1):
                yield parse_head(line, path=parked, number=number)[0], line
    except FileNotFoundError:
        return
    except OSError as exc:
        raise store_error(exc, parked, action="read") from exc


def recover(path: Path) -> Recovery:
    """Leave exactly one line a finished record in ``path``; failed ones are set aside, to be tried again.

    Failed records wait in ``parked_path``, written before they leave the file, so that a kill between any two steps
    loses and doubles nothing: the next recovery finds the same records. The file itself is only ever replaced whole.

    Raises:
        StoreError: The file isn't ours, or can't be read or written; it is as it was.
    """
    try:
        scan = _scan(path)
        torn_bytes = _mend_tail(path, scan)
    except OSError as exc:
        raise store_error(exc, path, action="repair") from exc
    waiting = {key: line for key, line in parked_lines(path) if key not in scan.finished and key not in scan.failed}
    if waiting or scan.failed:
        numbers = set(scan.failed.values())
        with replacing(parked_path(path)) as parked:
            parked.writelines(waiting.values())
            parked.writelines(_lines(path, keep=numbers.__contains__))
    if scan.leaving:
        with replacing(path) as file:
            file.writelines(_lines(path, keep=lambda number: number not in scan.leaving))
    return Recovery(
        finished=scan.finished,
        retried=frozenset(scan.failed) | frozenset(waiting),
        finished_before=len(scan.finished),
        torn_bytes=torn_bytes,
        duplicates=scan.duplicates,
    )


def _scan(path: Path) -> _Scan:
    scan = _Scan()
    offset = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.endswith(b"\n"):
                _note(scan, line, path=path, number=number)
            else:
                _note_tail(scan, line, path=path, number=number, offset=offset)
            offset += len(line)
    scan.failed = {key: number for key, number in scan.failed.items() if key not in scan.finished}
    return scan


def _note(scan: _Scan, line: bytes, *, path: Path, number: int) -> None:
    if not line.strip():
        scan.leaving.add(number)
        return
    key, status = parse_head(line, path=path, number=number)
    if status == "failed":
        scan.failed[key] = number
        scan.leaving.add(number)
    elif not scan.finished.add(key):
        scan.duplicates += 1
        scan.leaving.add(number)


def _note_tail(scan: _Scan, line: bytes, *, path: Path, number: int, offset: int) -> None:
    # after a power cut, blocks that were never written read as zeros
    text = line.rstrip(b"\0")
    if not (text.startswith(LINE_START) or LINE_START.startswith(text)):
        raise StoreError(f"{path}:{number}: not a results file of summarizer; give another --out")
    try:
        _note(scan, text, path=path, number=number)
    except StoreError:
        scan.torn_at = offset
    else:
        scan.open_end = offset + len(text)


def _mend_tail(path: Path, scan: _Scan) -> int:
    """Take an unfinished last line off and return its length; a whole one that lacks only its newline gets it."""
    if scan.torn_at is None and scan.open_end is None:
        return 0
    with path.open("r+b") as file:
        length = file.seek(0, os.SEEK_END)
        end = scan.torn_at if scan.torn_at is not None else scan.open_end
        file.truncate(end)
        if scan.open_end is not None:
            file.seek(scan.open_end)
            file.write(b"\n")
        file.flush()
        os.fsync(file.fileno())
    return length - scan.torn_at if scan.torn_at is not None else 0


def _lines(path: Path, *, keep: Callable[[int], bool]) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from (line for number, line in enumerate(file, start=1) if keep(number))
