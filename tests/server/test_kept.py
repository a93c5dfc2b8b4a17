"""Pages that are kept: made once at a time, good for a while, never older than a minute."""

from __future__ import annotations

import asyncio

import pytest

from summarizer.server.kept import Kept, Memo


class Site:
    """A page that takes ``takes`` seconds of a clock that only this moves, over a database at ``revision``."""

    def __init__(self, *, takes: float = 1.0) -> None:
        self.now = 1_000.0
        self.revision = "1"
        self.takes = takes
        self.made = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.kept = Kept(most=2, share=20, clock=lambda: self.now)

    async def get(self, address: str = "/") -> str:
        return (await self.kept.page(address, self._revision, self._build)).html

    async def _revision(self) -> str:
        return self.revision

    async def _build(self) -> str:
        await self.gate.wait()
        self.made += 1
        self.now += self.takes
        return f"page {self.made} of {self.revision}"


def test_a_page_is_as_good_as_new_for_twenty_times_what_it_took() -> None:
    async def run() -> list[str]:
        site = Site(takes=1.0)
        seen = [await site.get()]
        site.revision = "2"
        for later in (19.9, 0.2):
            site.now += later
            seen.append(await site.get())
        return seen

    assert asyncio.run(run()) == ["page 1 of 1", "page 1 of 1", "page 2 of 2"]


def test_no_page_is_shown_for_more_than_a_minute_once_something_was_written() -> None:
    async def run() -> list[str]:
        site = Site(takes=30.0)
        seen = [await site.get()]
        site.revision = "2"
        site.now += 60.0
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


def test_while_a_page_is_made_anew_others_get_the_one_before() -> None:
    async def run() -> tuple[str, str]:
        site = Site()
        await site.get()
        site.revision, site.now = "2", site.now + 30
        site.gate.clear()
        first = asyncio.create_task(site.get())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        other = await site.get()
        site.gate.set()
        return other, await first

    assert asyncio.run(run()) == ("page 1 of 1", "page 2 of 2")


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


def test_a_page_is_made_again_only_when_what_stands_on_it_differs() -> None:
    memo, made = Memo(most=2), []

    def page(content: str) -> str:
        def build() -> str:
            made.append(content)
            return f"page of {content}"

        return memo.page((content, 1), build)

    assert [page(content) for content in ("a", "b", "a", "c", "a", "b")][-1] == "page of b"
    assert made == ["a", "b", "c", "b"]
