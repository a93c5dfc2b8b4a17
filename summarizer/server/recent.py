"""The newest answers as they were sent: a dashboard asks for the same again, and nothing was written since."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import NamedTuple

__all__ = ["Kept", "Recent"]

_LARGEST_SHARE = 8


class Kept(NamedTuple):
    """The body of an answer, and the cursor of the page that follows it."""

    body: bytes
    following: str | None


class Recent:
    """Answers by their ETag, which changes with the address and with everything that is written; the oldest leave.

    ``most_bytes`` bounds what is kept; one answer may take an eighth of it. Safe to use from several threads.
    """

    def __init__(self, most_bytes: int = 32_000_000) -> None:
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, tag: str) -> Kept | None:
        """Return what was answered under ``tag``, if that is still here."""
        with self._lock:
            found = self._kept.get(tag)
            if found is not None:
                self._kept.move_to_end(tag)
            return found

    def put(self, tag: str, answer: Kept) -> Kept:
        """Keep ``answer`` and return it."""
        if len(answer.body) * _LARGEST_SHARE > self._most:
            return answer
        with self._lock:
            before = self._kept.pop(tag, None)
            self._size += len(answer.body) - (len(before.body) if before is not None else 0)
            self._kept[tag] = answer
            while self._size > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._size -= len(oldest.body)
        return answer
