"""Pages that were made lately: none is made twice at once, or so often that nothing else gets done."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

__all__ = ["Kept", "Page"]

_SHORTEST_S = 1.0
_LONGEST_S = 30.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page, the revision of the database that it shows, when it was made and how long that took, in seconds."""

    html: str
    revision: str
    made: float
    took: float


class Kept:
    """Pages by address. One is as good as new for ``share`` times the time that making it took.

    That is a second at least and half a minute at most; for as long again it is shown while it is made anew. So a page
    over a small database is never older than a moment, and one that sums up a large one doesn't keep the server busy
    while a run writes ten records a second. Used from the event loop only.
    """

    def __init__(self, *, most: int = 200, share: float = 20.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._share = share
        self._clock = clock
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._being_made: dict[str, asyncio.Task[Page]] = {}

    async def page(
        self, address: str, revision: Callable[[], Awaitable[str]], build: Callable[[], Awaitable[str]]
    ) -> Page:
        """Return the page at ``address``, made by ``build`` unless a good one is there.

        Raises:
            Exception: What ``build`` raises; nothing is kept then.
        """
        found = self._pages.get(address)
        age = self._age(found) if found is not None else 2.0
        if found is not None and age < 1:
            self._pages.move_to_end(address)
            return found
        task = self._being_made.get(address)
        if task is None:
            task = asyncio.create_task(self._make(address, revision, build))
            self._being_made[address] = task
            task.add_done_callback(lambda done: self._finish(address, done))
        if found is not None and age < 2:
            return found
        # a browser that goes away mustn't stop what others wait for
        return await asyncio.shield(task)

    def _finish(self, address: str, task: asyncio.Task[Page]) -> None:
        del self._being_made[address]
        if not task.cancelled():
            # looked at: everybody who asked for it may have gone away
            task.exception()

    def _age(self, page: Page) -> float:
        """Return how old ``page`` is: 1 is when it stops being as good as new."""
        return (self._clock() - page.made) / min(_LONGEST_S, max(_SHORTEST_S, self._share * page.took))

    async def _make(
        self, address: str, revision: Callable[[], Awaitable[str]], build: Callable[[], Awaitable[str]]
    ) -> Page:
        began = self._clock()
        # asked for first: a page is then never older than it says
        now = await revision()
        found = self._pages.get(address)
        if found is not None and found.revision == now:
            page = replace(found, made=began)
        else:
            html = await build()
            page = Page(html, now, self._clock(), self._clock() - began)
        self._pages[address] = page
        self._pages.move_to_end(address)
        while len(self._pages) > self._most:
            self._pages.popitem(last=False)
        return page
