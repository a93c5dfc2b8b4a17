"""What is kept, what isn't, and that identical requests in flight are sent once."""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.domain.record import Usage
from summarizer.errors import ModelUnavailableError, StoreError
from summarizer.llm.caching import AnswerCache, Cached, clear_cache, open_cache

REQUEST = CompletionRequest(model="m", prompt="Article.")
FRESH = Completion(
    text='{"a": "é 😀"}',
    finish_reason="stop",
    usage=Usage(input_tokens=10, output_tokens=5, calls=1, attempts=2, latency_s=1.5),
    cost_usd=0.25,
    top_logprobs={" a": -0.5},
)
HIT = FRESH.model_copy(update={"cached": True, "usage": FRESH.usage.model_copy(update={"attempts": 0})})


class Counting:
    """A client that answers (or raises) the same each time, once its gate is open."""

    def __init__(self, answer: Completion | Exception = FRESH, *, gate: asyncio.Event | None = None) -> None:
        self.answer = answer
        self.gate = gate
        self.calls = 0
        self.cancelled = 0

    async def complete(self, request: CompletionRequest) -> Completion:
        self.calls += 1
        try:
            if self.gate is not None:
                await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[AnswerCache]:
    with open_cache(tmp_path / "cache") as opened:
        yield opened


def ask(client: Counting, cache: AnswerCache, *requests: CompletionRequest, **options: Any) -> list[Completion]:
    async def run() -> list[Completion]:
        cached = Cached(client, cache, endpoint="e", **options)
        return [await cached.complete(request) for request in requests]

    return asyncio.run(run())


def test_the_second_answer_is_the_first_one_marked_as_cached(cache: AnswerCache) -> None:
    client = Counting()
    assert ask(client, cache, REQUEST, REQUEST) == [FRESH, HIT]
    assert client.calls == 1


def test_answers_outlive_the_process(tmp_path: Path) -> None:
    with open_cache(tmp_path) as first:
        ask(Counting(), first, REQUEST)
    with open_cache(tmp_path) as second:
        assert ask(Counting(ModelUnavailableError("down")), second, REQUEST) == [HIT]


def test_another_endpoint_has_its_own_answers(cache: AnswerCache) -> None:
    client = Counting()
    ask(client, cache, REQUEST)
    asyncio.run(Cached(client, cache, endpoint="other").complete(REQUEST))
    assert client.calls == 2


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(FRESH.model_copy(update={"finish_reason": "length"}), id="cut-off"),
        pytest.param(FRESH.model_copy(update={"finish_reason": "content_filter"}), id="filtered"),
        pytest.param(FRESH.model_copy(update={"finish_reason": "refusal", "refusal": "No."}), id="refused"),
        pytest.param(FRESH.model_copy(update={"text": " \n"}), id="empty"),
    ],
)
def test_what_is_no_whole_answer_is_returned_and_not_kept(cache: AnswerCache, answer: Completion) -> None:
    client = Counting(answer)
    assert ask(client, cache, REQUEST, REQUEST) == [answer, answer]
    assert (client.calls, cache.info().entries) == (2, 0)


def test_a_failure_is_raised_and_not_kept(cache: AnswerCache) -> None:
    client = Counting(ModelUnavailableError("down"))
    for _ in range(2):
        with pytest.raises(ModelUnavailableError, match="down"):
            ask(client, cache, REQUEST)
    assert (client.calls, cache.info().entries) == (2, 0)


def test_refresh_asks_again_and_replaces_what_was_there(cache: AnswerCache) -> None:
    ask(Counting(), cache, REQUEST)
    newer = FRESH.model_copy(update={"text": "newer"})
    assert ask(Counting(newer), cache, REQUEST, refresh=True) == [newer]
    assert [hit.text for hit in ask(Counting(), cache, REQUEST)] == ["newer"]


def test_an_answer_that_turned_out_useless_can_be_forgotten(cache: AnswerCache) -> None:
    client = Counting()

    async def run() -> None:
        cached = Cached(client, cache, endpoint="e")
        await cached.complete(REQUEST)
        await cached.forget(REQUEST)
        await cached.complete(REQUEST)

    asyncio.run(run())
    assert client.calls == 2


def test_identical_requests_in_flight_are_sent_once_and_paid_for_by_one(cache: AnswerCache) -> None:
    async def run() -> tuple[list[Completion], int]:
        gate = asyncio.Event()
        client = Counting(gate=gate)
        cached = Cached(client, cache, endpoint="e")
        waiting = [asyncio.create_task(cached.complete(REQUEST)) for _ in range(5)]
        await asyncio.sleep(0)
        gate.set()
        return await asyncio.gather(*waiting), client.calls

    completions, calls = asyncio.run(run())
    assert calls == 1
    assert sorted(completions, key=lambda one: one.cached) == [FRESH, HIT, HIT, HIT, HIT]


def test_different_requests_are_not_held_up_by_one_another(cache: AnswerCache) -> None:
    other = CompletionRequest(model="m", prompt="Article.", repeat=1)

    async def run() -> int:
        gate = asyncio.Event()
        client = Counting(gate=gate)
        cached = Cached(client, cache, endpoint="e")
        waiting = [asyncio.create_task(cached.complete(request)) for request in (REQUEST, other)]
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*waiting)
        return client.calls

    assert asyncio.run(run()) == 2


def test_one_caller_that_gives_up_does_not_take_the_answer_from_the_others(cache: AnswerCache) -> None:
    async def run() -> tuple[Completion, int]:
        gate = asyncio.Event()
        client = Counting(gate=gate)
        cached = Cached(client, cache, endpoint="e")
        first, second = (asyncio.create_task(cached.complete(REQUEST)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        gate.set()
        return await second, client.calls

    assert asyncio.run(run()) == (FRESH, 1)


def test_when_the_last_caller_gives_up_the_request_is_cancelled_and_the_next_starts_afresh(cache: AnswerCache) -> None:
    async def run() -> tuple[Completion, int, int]:
        gate = asyncio.Event()
        client = Counting(gate=gate)
        cached = Cached(client, cache, endpoint="e")
        waiting = [asyncio.create_task(cached.complete(REQUEST)) for _ in range(2)]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        gate.set()
        return await cached.complete(REQUEST), client.calls, client.cancelled

    assert asyncio.run(run()) == (FRESH, 2, 1)


def test_a_failure_in_flight_reaches_every_caller(cache: AnswerCache) -> None:
    async def run() -> list[str]:
        cached = Cached(Counting(ModelUnavailableError("down")), cache, endpoint="e")
        results = await asyncio.gather(*(cached.complete(REQUEST) for _ in range(3)), return_exceptions=True)
        return [str(result) for result in results]

    assert asyncio.run(run()) == ["down"] * 3


def test_only_the_user_can_read_the_cache(tmp_path: Path) -> None:
    with open_cache(tmp_path / "new" / "cache"):
        pass
    assert stat.S_IMODE((tmp_path / "new" / "cache").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "cache" / "answers").stat().st_mode) == 0o700


def test_a_folder_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    (tmp_path / "answers").mkdir(mode=0o755)
    with open_cache(tmp_path):
        pass
    assert stat.S_IMODE((tmp_path / "answers").stat().st_mode) == 0o700


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away")
def test_answers_that_another_user_could_have_written_are_not_used(tmp_path: Path) -> None:
    (tmp_path / "answers").mkdir()
    os.chown(tmp_path / "answers", 12345, 12345)
    with pytest.raises(StoreError, match="belongs to another user"):
        open_cache(tmp_path)


class Exploit:
    """Unpickling it would make a file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (open, (self.path, "w"))


def rows(folder: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(folder / "answers" / "cache.db")
    with connection:
        connection.execute(statement, values)
    connection.close()


@pytest.mark.parametrize(
    ("mode", "filename"),
    [
        pytest.param(4, None, id="pickle-in-the-database"),
        pytest.param(4, "evil.val", id="pickle-in-a-file"),
        pytest.param(2, "evil.val", id="binary-file"),
        pytest.param(3, "../../secret.txt", id="text-file-elsewhere"),
        pytest.param(1, None, id="bytes"),
    ],
)
def test_a_planted_entry_is_a_miss_and_runs_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: int, filename: str | None
) -> None:
    witness, secret = tmp_path / "witness", tmp_path / "secret.txt"
    secret.write_text("secret")
    payload = pickle.dumps(Exploit(str(witness)))
    folder = tmp_path / "deep" / "cache"
    with open_cache(folder) as cache:
        ask(Counting(), cache, REQUEST)
    (folder / "answers" / "evil.val").write_bytes(payload)
    value = None if filename else sqlite3.Binary(payload)
    rows(folder, "UPDATE Cache SET mode = ?, filename = ?, value = ?", mode, filename, value)
    with open_cache(folder) as cache, caplog.at_level(logging.WARNING):
        client = Counting()
        assert ask(client, cache, REQUEST, REQUEST) == [FRESH, HIT]
    assert client.calls == 1
    assert not witness.exists()
    assert secret.read_text() == "secret"
    assert caplog.messages == ["foreign cache entry ignored"]


@pytest.mark.parametrize("value", ["not json", "{}", '{"text": "x", "evil": 1}', "[]", ""])
def test_an_entry_that_is_no_answer_is_a_miss_with_a_warning(
    cache: AnswerCache, caplog: pytest.LogCaptureFixture, value: str
) -> None:
    ask(Counting(), cache, REQUEST)
    rows(cache.folder, "UPDATE Cache SET value = ?", value)
    with caplog.at_level(logging.WARNING):
        assert ask(Counting(), cache, REQUEST, REQUEST) == [FRESH, HIT]
    assert [message.partition(" can't")[2] for message in caplog.messages] == [" be read; asking again"]


def test_nothing_but_text_goes_in(cache: AnswerCache) -> None:
    with pytest.raises(TypeError, match="a cached answer is text, not dict"):
        cache.put("key", {})  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(TypeError, match="a cache key is text, not tuple"):
        cache.get(("key",))  # type: ignore[arg-type]  # the point of the test


def test_a_database_that_breaks_during_a_run_costs_only_the_cache(
    cache: AnswerCache, caplog: pytest.LogCaptureFixture
) -> None:
    rows(cache.folder, "DROP TABLE Cache")
    with caplog.at_level(logging.WARNING):
        assert ask(Counting(), cache, REQUEST, REQUEST) == [FRESH, FRESH]
    assert [message.split(" (")[0].split()[-1] for message in caplog.messages] == ["read", "written"]


@pytest.mark.parametrize("content", [b"not a database " * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_damaged_cache_says_how_to_clear_it_and_clearing_works(tmp_path: Path, content: bytes) -> None:
    with open_cache(tmp_path):
        pass
    clear_cache(tmp_path)
    (tmp_path / "answers" / "cache.db").write_bytes(content)
    with pytest.raises(StoreError, match="run: summarizer cache clear"):
        open_cache(tmp_path)
    clear_cache(tmp_path)
    with open_cache(tmp_path) as cache:
        assert cache.info().entries == 0


def test_a_folder_that_cannot_be_made_is_an_error_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file/cache: the cache folder can't be used \(Not a directory\)"):
        open_cache(tmp_path / "file" / "cache")


def test_info_counts_and_clear_empties(cache: AnswerCache) -> None:
    ask(Counting(), cache, REQUEST, CompletionRequest(model="m", prompt="Other."))
    info = cache.info()
    assert (info.folder, info.entries, info.size_bytes > 0) == (cache.folder, 2, True)
    assert cache.clear() == 2
    assert cache.info().entries == 0


def test_two_processes_can_share_a_cache(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from summarizer.llm.caching import open_cache\n"
        "with open_cache(Path(sys.argv[1])) as cache:\n"
        "    for n in range(100): cache.put(f'{sys.argv[2]}-{n}', 'text')\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in ("a", "b")]
    assert [writer.wait() for writer in writers] == [0, 0]
    with open_cache(tmp_path) as cache:
        assert cache.info().entries == 200


def test_neither_sdk_is_loaded_to_answer_from_the_cache(tmp_path: Path) -> None:
    code = """
import asyncio, sys
from pathlib import Path
from summarizer.domain.completion import CompletionRequest
from summarizer.llm import caching, ledger, openai_client, probe, providers, repair, retrying
endpoint = providers.resolve("ollama/m", env={})
client = retrying.Retrying(openai_client.OpenAIClient(endpoint, ledger=ledger.Ledger()))
with caching.open_cache(Path(sys.argv[1])) as cache:
    cached = caching.Cached(client, cache, endpoint="e")
    request = CompletionRequest(model="m", prompt="Article.")
    value, completions = asyncio.run(repair.complete_valid(cached, request, str))
assert completions[0].cached
print(sorted({"openai", "instructor", "httpx2", "httpx"} & set(sys.modules)))
"""
    with open_cache(tmp_path) as cache:
        ask(Counting(), cache, REQUEST)
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")
