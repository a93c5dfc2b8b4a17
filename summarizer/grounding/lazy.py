"""An attribute worked out on first use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

__all__ = ["lazy"]

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - used as a decorator, like property
    """As ``functools.cached_property`` without its lock, which costs more than the work it guards here."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        """Remember what to call."""
        self.work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn under which name the value is kept."""
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> lazy[T]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> T | lazy[T]:
        """Work the value out and keep it on the instance, where it is found before this."""
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.work(instance)
        return value
