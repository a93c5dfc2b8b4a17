"""A corpus, a desk on a real HTTP server, and the steps of a batch as functions that can be cut off."""

import asyncio
import dataclasses
import json

import pytest

from summarizer.batch.requests import BatchLimits
from summarizer.batch.state import BatchFolder
from summarizer.batch.work import Order, collect, locked, submit
from summarizer.ingest.documents import make_document
from summarizer.run import Tally
from summarizer.wiring import load_context, open_desk


class Killed(BaseException):
    """Stands for the end of the process: nothing after it runs, and nothing catches it."""


class Dying:
    """The provider's interface, up to one call: there the process ends, before the provider hears of it or after."""

    def __init__(self, api, *, at, after):
        self._api = api
        self._at = at
        self._after = after
        self.calls = 0

    def __getattr__(self, name):
        what = getattr(self._api, name)
        return self._dying(what) if name in {"api", "upload", "download"} else what

    def _dying(self, what):
        async def call(*arguments, **options):
            self.calls += 1
            if self.calls == self._at and not self._after:
                raise Killed
            result = await what(*arguments, **options)
            if self.calls == self._at:
                raise Killed
            return result

        return call


class Work:
    """The commands, in this process: ``submit()``, ``collect()``, and what stands in the results afterwards."""

    def __init__(self, folder, server, monkeypatch):
        monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(folder / "cache"))
        self.server = server
        self.out = folder / "results.jsonl"
        self.folder = BatchFolder(self.out)
        self.flags = {"model": "compatible/test", "base_url": server.url, "price": "1/2"}
        self.documents = [
            make_document(
                f"Storm {n} closes bridge\n\nThe bridge was closed on Monday for {n} days.", source=f"a{n}.txt"
            )
            for n in range(2, 8)
        ]
        self.said = []
        self.tally = Tally()

    def submit(self, *, sources=("in.jsonl",), limits=None, repeats=1, **dying):
        order = Order(sources, flags=self.flags, repeats=repeats, limits=limits or BatchLimits())

        async def step(desk):
            return await submit(self.folder, order, iter(self.documents), desk, tally=Tally(), told=self.said.append)

        return self._at_desk(step, repeats=repeats, **dying)

    def collect(self, *, repeats=1, limits=None, directly=False, resend_cancelled=False, **dying):
        async def step(desk):
            state = self.folder.load()
            assert state is not None
            return await collect(
                self.folder, state, desk, told=self.said.append, finished=lambda _: None, directly=directly,
                resend_cancelled=resend_cancelled, limits=limits,
            )  # fmt: skip

        return self._at_desk(step, repeats=repeats, **dying)

    def collect_all(self, **options):
        for _ in range(12):
            _, found = self.collect(**options)
            if found.done:
                return found
        raise AssertionError("never done")

    @property
    def records(self):
        return [json.loads(line) for line in self.out.read_text().splitlines()]

    @property
    def sent(self):
        """Return the custom ids of every batch that was started, in one list."""
        api = self.server.batches
        return [
            json.loads(line)["custom_id"]
            for batch in api.batches.values()
            for line in api.contents[batch["input_file_id"]].splitlines()
        ]

    def _at_desk(self, step, *, repeats, at=None, after=False):
        async def go():
            context = load_context(self.flags)
            async with open_desk(context, context.schema(), guards=context.guards(), repeats=repeats) as desk:
                self.dying = Dying(desk.api, at=at, after=after)
                with locked(self.folder):
                    return await step(dataclasses.replace(desk, api=self.dying))

        return asyncio.run(go())


@pytest.fixture
def work(tmp_path, llm_server, monkeypatch):
    return Work(tmp_path, llm_server, monkeypatch)


@pytest.fixture
def killed():
    return Killed
