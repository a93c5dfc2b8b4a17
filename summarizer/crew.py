"""Many pieces of work at once: taken in when there is room, handed on as they finish, ended in good order."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable, Iterator
from typing import Any, Generic, TypeVar

from summarizer.errors import BudgetSpentError, SummarizerError

__all__ = ["work_through"]

T = TypeVar("T")

Work = Callable[[], Coroutine[Any, Any, T]]

_CHUNK = 16
"""Pieces taken in one go, so that a thread isn't asked for each."""
_CHUNK_S = 0.02
"""Seconds after which what was taken so far goes on, and an interrupt is heard."""
_GRACE_S = 5.0
"""Seconds that what is under way gets to finish after an error that ends the run."""


async def work_through(
    work: Iterable[Work[T] | None], *, jobs: int | Callable[[], int], grace_s: float = _GRACE_S
) -> AsyncGenerator[T, None]:
    """Yield the result of each piece of ``work`` as it finishes, at most ``jobs`` under way (asked again and again).

    Memory stays bounded: nothing is taken from ``work`` before there is room for it. Taking runs in a thread, so that a
    slow source doesn't hold the others; a None in ``work`` stands for something passed over.

    The first ``SummarizerError`` ends it: nothing more is taken, and what is under way may finish, for ``grace_s``
    seconds, or to its end when it is a budget that was spent, since that is paid for. Then the error is raised.
    """
    crew = _Crew(work, jobs, grace_s)
    try:
        while crew.go_on():
            for result in await crew.finished():
                yield result
    finally:
        await crew.dismiss()
    if crew.error is not None:
        raise crew.error


class _Crew(Generic[T]):
    def __init__(self, work: Iterable[Work[T] | None], jobs: int | Callable[[], int], grace_s: float) -> None:
        self._work = iter(work)
        self._jobs = jobs if callable(jobs) else lambda: jobs
        self._grace_s = grace_s
        self._running: set[asyncio.Task[T]] = set()
        self._taking: asyncio.Task[tuple[list[Work[T]], bool]] | None = None
        self._exhausted = False
        # one entry a finished task: waiting on a set would look at every task for each that finishes
        self._done: asyncio.Queue[asyncio.Task[Any] | None] = asyncio.Queue()
        self.error: SummarizerError | None = None

    def go_on(self) -> bool:
        """Take in what there is room for; say whether anything is under way."""
        if self._taking is None and not self._exhausted and self.error is None:
            room = self._jobs() - len(self._running)
            if room > 0:
                self._taking = self._start(asyncio.to_thread(_take, self._work, min(room, _CHUNK)))
        return bool(self._running or self._taking)

    async def finished(self) -> list[T]:
        """Wait until something has finished; return the results of all that has."""
        tasks = [await self._done.get()]
        while not self._done.empty():
            tasks.append(self._done.get_nowait())
        results: list[T] = []
        for task in tasks:
            if task is None:
                self._cancel()
            elif task is self._taking:
                self._taking = None
                self._took(task)
            else:
                self._running.discard(task)
                with self._noting():
                    results.append(task.result())
        return results

    async def dismiss(self) -> None:
        """Cancel what is still under way."""
        self._cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _took(self, task: asyncio.Task[Any]) -> None:
        with self._noting():
            pieces, self._exhausted = task.result()
            for piece in pieces if self.error is None else ():
                self._running.add(self._start(piece()))

    def _start(self, what: Awaitable[Any]) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(what)
        assert isinstance(task, asyncio.Task)
        task.add_done_callback(self._done.put_nowait)
        return task

    @contextlib.contextmanager
    def _noting(self) -> Iterator[None]:
        """Keep the first error of ours, and let the clock run for the others."""
        try:
            yield
        except SummarizerError as exc:
            if self.error is None:
                self.error = exc
                if not isinstance(exc, BudgetSpentError):
                    asyncio.get_running_loop().call_later(self._grace_s, self._done.put_nowait, None)
        except asyncio.CancelledError:
            if self.error is None:
                raise

    def _cancel(self) -> None:
        for task in self._running:
            task.cancel()
        if self._taking is not None:
            self._taking.cancel()


def _take(work: Iterator[Work[T] | None], most: int) -> tuple[list[Work[T]], bool]:
    """Return up to ``most`` pieces, and whether those were the last."""
    taken: list[Work[T]] = []
    deadline = time.monotonic() + _CHUNK_S
    for piece in work:
        if piece is not None:
            taken.append(piece)
        if len(taken) >= most or time.monotonic() > deadline:
            return taken, False
    return taken, True
