"""Sets of keys for runs of any length: beyond a megabyte or two they lie on disk, in a file that goes with them."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import weakref

from summarizer.errors import StoreError

__all__ = ["FirstSeen", "KeySet"]

_CACHE_KB = 1024
"""What SQLite keeps of a set in memory; what it needs often stays there, the rest waits on disk."""


class KeySet:
    """A set of tuples of texts and numbers that can be added to and asked, and not listed; for any thread.

    What stands for a key is its 128-bit digest: two of a hundred thousand keys share one with a probability of 10⁻²⁸.
    """

    def __init__(self) -> None:
        self._names = _Names()

    def add(self, key: tuple[object, ...]) -> bool:
        """Add ``key``; say whether it is new.

        Raises:
            StoreError: The set has outgrown memory and the disk with the temporary files is full or fails.
        """
        return self._names.add(_text(key), b"")

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and self._names.find(_text(key)) is not None

    def __len__(self) -> int:
        return self._names.count


class FirstSeen:
    """Remembers under which name a key was seen first."""

    def __init__(self) -> None:
        self._names = _Names()

    def add(self, key: str, name: str) -> str | None:
        """Return the name that ``key`` was first added under, None when this is the first time.

        Raises:
            StoreError: As ``KeySet.add``.
        """
        if self._names.add(key, name.encode("utf-8", errors="surrogateescape")):
            return None
        return (self._names.find(key) or b"").decode("utf-8", errors="surrogateescape")


class _Names:
    """A private table of keys, each with a name, that no other process sees and that ends with the object."""

    def __init__(self) -> None:
        # without a name the file is made when the set outgrows memory, and is gone when the connection is
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._lock = threading.Lock()  # what an insert changed is told by connection, not by thread
        self.count = 0
        for statement in (
            f"PRAGMA cache_size=-{_CACHE_KB}",
            # nothing of it outlives the process, so nothing of it need survive a crash
            "PRAGMA journal_mode=OFF",
            "PRAGMA synchronous=OFF",
            "CREATE TABLE names (digest BLOB PRIMARY KEY, name BLOB) WITHOUT ROWID",
            "BEGIN",  # and never committed: nobody else waits for it
        ):
            self._connection.execute(statement)
        weakref.finalize(self, self._connection.close)

    def find(self, key: str) -> bytes | None:
        with self._lock:
            row = self._execute("SELECT name FROM names WHERE digest=?", _digest(key)).fetchone()
        return row[0] if row is not None else None

    def add(self, key: str, name: bytes) -> bool:
        with self._lock:
            new = self._execute("INSERT OR IGNORE INTO names VALUES (?, ?)", _digest(key), name).rowcount == 1
            self.count += new
        return new

    def _execute(self, statement: str, *values: bytes) -> sqlite3.Cursor:
        try:
            return self._connection.execute(statement, values)
        except sqlite3.OperationalError as exc:
            raise StoreError(
                f"the temporary file with the keys of this run can't be used ({exc}); free some space there, or name "
                "another folder with TMPDIR, then run the same command again with --resume"
            ) from exc


def _text(key: tuple[object, ...]) -> str:
    return repr(tuple(key))  # tells None from "None", and a named tuple from no other


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", errors="surrogatepass"), digest_size=16).digest()
