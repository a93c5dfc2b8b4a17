"""What was made lately, kept while there is room: a dashboard asks for the same again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["Recent"]

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Values by everything that they depend on; what wasn't asked for longest leaves first.

    ``size`` measures a value, ``most`` bounds the sum of all; one that is larger than ``most / share`` isn't kept. For
    any thread.
    """

    def __init__(self, size: Callable[[Value], int], *, most: int = 32_000_000, share: int = 8) -> None:
        self._measure = size
        self._most = most
        self._largest = most // share
        self._size = 0
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()

    def made(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of ``key``, made by ``make`` where it isn't here; what ``make`` raises is kept by nobody."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = make()
        if self._measure(value) <= self._largest:
            self._keep(key, value)
        return value

    def _keep(self, key: Hashable, value: Value) -> None:
        with self._lock:
            if key in self._kept:
                self._size -= self._measure(self._kept.pop(key))
            self._kept[key] = value
            self._size += self._measure(value)
            while self._size > self._most:
                _, oldest = self._kept.popitem(last=False)
                self._size -= self._measure(oldest)
