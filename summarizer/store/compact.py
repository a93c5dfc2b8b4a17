"""Sets of a hundred thousand keys and more in a few megabytes, so that a long run stays as small as a short one."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator

__all__ = ["FirstSeen", "KeySet"]

_FIRST_SLOTS = 1024
_WORDS = 3
"""A slot: two words of the digest, both 0 where the slot is free, and a payload."""


class _Table:
    """An open-addressing table of 128-bit digests, each with one 64-bit payload.

    A Python set holds the same in five to ten times the space. Two different keys share a digest with a probability of
    about 10⁻²⁸ among a hundred thousand.
    """

    def __init__(self) -> None:
        self._slots = _empty(_FIRST_SLOTS)
        self._mask = _FIRST_SLOTS - 1
        self.count = 0

    def find(self, key: str) -> int | None:
        """Return the payload of ``key``, None when it isn't there."""
        high, low = _digest(key)
        place = self._place(high, low)
        return self._slots[place + 2] if self._slots[place] or self._slots[place + 1] else None

    def add(self, key: str, payload: int = 0) -> bool:
        """Add ``key`` unless it is there; say whether it is new."""
        high, low = _digest(key)
        place = self._place(high, low)
        if self._slots[place] or self._slots[place + 1]:
            return False
        self._put(place, high, low, payload)
        self.count += 1
        if self.count * 3 > (self._mask + 1) * 2:
            self._grow()
        return True

    def _place(self, high: int, low: int) -> int:
        slots, slot = self._slots, low & self._mask
        while True:
            place = slot * _WORDS
            first, second = slots[place], slots[place + 1]
            if (first == high and second == low) or not (first or second):
                return place
            slot = (slot + 1) & self._mask

    def _put(self, place: int, high: int, low: int, payload: int) -> None:
        self._slots[place], self._slots[place + 1], self._slots[place + 2] = high, low, payload

    def _grow(self) -> None:
        old = self._slots
        self._mask = (self._mask + 1) * 2 - 1
        self._slots = _empty(self._mask + 1)
        for high, low, payload in _filled(old):
            self._put(self._place(high, low), high, low, payload)


class KeySet:
    """A set of tuples of texts and numbers that can be added to and asked, and not listed."""

    def __init__(self) -> None:
        self._table = _Table()

    def add(self, key: tuple[object, ...]) -> bool:
        """Add ``key``; say whether it is new."""
        return self._table.add(_text(key))

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and self._table.find(_text(key)) is not None

    def __len__(self) -> int:
        return self._table.count


class FirstSeen:
    """Remembers under which name a key was seen first."""

    def __init__(self) -> None:
        self._table = _Table()
        self._names = bytearray()

    def add(self, key: str, name: str) -> str | None:
        """Return the name that ``key`` was first added under, None when this is the first time."""
        encoded = name.encode("utf-8", errors="surrogateescape")
        if self._table.add(key, len(self._names)):
            self._names += len(encoded).to_bytes(4, "big") + encoded
            return None
        start = self._table.find(key) or 0
        length = int.from_bytes(self._names[start : start + 4], "big")
        return self._names[start + 4 : start + 4 + length].decode("utf-8", errors="surrogateescape")


def _text(key: tuple[object, ...]) -> str:
    return "\0".join(map(str, key))


def _digest(key: str) -> tuple[int, int]:
    digest = hashlib.blake2b(key.encode("utf-8", errors="surrogatepass"), digest_size=16).digest()
    return int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big")


def _empty(slots: int) -> array[int]:
    return array("Q", (0,)) * (_WORDS * slots)  # from bytes it would stand in memory twice


def _filled(slots: array[int]) -> Iterator[tuple[int, int, int]]:
    for place in range(0, len(slots), _WORDS):
        if slots[place] or slots[place + 1]:
            yield slots[place], slots[place + 1], slots[place + 2]
