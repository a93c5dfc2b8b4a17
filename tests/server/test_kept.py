"""Pages that are kept: made once at a time, good for a while, then made anew behind an answer."""

from __future__ import annotations

import asyncio

import pytest

from summarizer.server.kept import Kept


class Site:
    """A page that takes ``takes`` seconds of a clock that only this moves, over a database at ``revision``."""

    def __init__(self, *, takes: float = 1.0) -> None:
        self.now = 1_000.0
        self.revision = "1"
        self.takes = takes
        self.made = 0
        self.kept = Kept(most=2, share=20, clock=lambda: self.now)

    async def get(self, address: str = "/") -> str:
        return (await self.kept.page(address, self._revision, self._build)).html

    async def settled(self) -> None:
        """Let what was begun behind an answer come to its end."""
        for _ in range(5):
            await asyncio.sleep(0)

    async def _revision(self) -> str:
        return self.revision

    async def _build(self) -> str:
        self.made += 1
        self.now += self.takes
        return f"page {self.made} of {self.revision}"


@pytest.mark.parametrize(
    ("takes", "good"), [(0.0, 1.0), (0.5, 10.0), (20.0, 30.0)], ids=["a second at least", "its share", "half a minute"]
)
def test_a_page_is_as_good_as_new_for_twenty_times_what_it_took(takes: float, good: float) -> None:
    async def run() -> list[str]:
        site = Site(takes=takes)
        seen = [await site.get()]
        site.revision = "2"
        site.now += 0.99 * good
        seen.append(await site.get())
        await site.settled()
        return [*seen, f"made {site.made}"]

    assert asyncio.run(run()) == ["page 1 of 1", "page 1 of 1", "made 1"]


def test_after_that_it_is_shown_once_more_while_it_is_made_anew() -> None:
    async def run() -> list[str]:
        site = Site(takes=0.5)
        seen = [await site.get()]
        site.revision = "2"
        site.now += 10.0
        seen.append(await site.get())
        await site.settled()
        return [*seen, await site.get()]

    assert asyncio.run(run()) == ["page 1 of 1", "page 1 of 1", "page 2 of 2"]


def test_a_page_that_is_twice_as_old_is_waited_for() -> None:
    async def run() -> list[str]:
        site = Site(takes=0.5)
        seen = [await site.get()]
        site.revision = "2"
        site.now += 20.0
        return [*seen, await site.get()]

    assert asyncio.run(run()) == ["page 1 of 1", "page 2 of 2"]


def test_a_page_of_the_same_revision_is_not_made_again() -> None:
    async def run() -> tuple[str, int]:
        site = Site()
        await site.get()
        site.now += 3_600
        return await site.get(), site.made

    assert asyncio.run(run()) == ("page 1 of 1", 1)


def test_many_who_ask_at_once_wait_for_one() -> None:
    async def run() -> tuple[set[str], int]:
        site = Site()
        return set(await asyncio.gather(*(site.get() for _ in range(50)))), site.made

    assert asyncio.run(run()) == ({"page 1 of 1"}, 1)


def test_what_fails_is_told_and_tried_again() -> None:
    async def run() -> str:
        site = Site()

        async def fail() -> str:
            raise LookupError("not there")

        with pytest.raises(LookupError, match="not there"):
            await site.kept.page("/", site._revision, fail)
        return await site.get()

    assert asyncio.run(run()) == "page 1 of 1"


def test_only_the_pages_asked_for_last_are_kept() -> None:
    async def run() -> int:
        site = Site(takes=0.0)
        for address in ("/a", "/b", "/c", "/c", "/b"):
            await site.get(address)
        assert site.made == 3
        await site.get("/a")
        return site.made

    assert asyncio.run(run()) == 4
