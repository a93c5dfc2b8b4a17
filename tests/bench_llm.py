"""Measure what our layers add to a call: against the bare openai client, instructor alone, and diskcache alone.

Run with ``python tests/bench_llm.py [--calls 600] [--in-flight 64]``; everything in one run against one local server.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from socket import socket

from pydantic import BaseModel

from summarizer.domain.completion import CompletionRequest, Message
from summarizer.llm.caching import Cached, open_cache
from summarizer.llm.capabilities import Capability, CapabilityStore
from summarizer.llm.ledger import Ledger
from summarizer.llm.level import Level
from summarizer.llm.limits import Traffic
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.providers import Endpoint, resolve
from summarizer.llm.repair import complete_valid
from summarizer.llm.retrying import Retrying

ARTICLE = ("The council met on Tuesday and agreed to rebuild the bridge, which fell in the storm of 2021. " * 42)[
    :4_000
]


class Event(BaseModel):
    """Something that happened."""

    what: str
    kind: str
    when: str | None
    where: str | None
    actors: list[str]
    evidence: list[int]


class Facts(BaseModel):
    """What the article says."""

    headline: str
    summary: list[str]
    events: list[Event]
    people: list[str]


SCHEMA = Facts.model_json_schema()
Ask = Callable[[int], Awaitable[object]]


def messages(number: int) -> list[dict[str, str]]:
    """Return the chat of article ``number``."""
    return [{"role": "system", "content": "Extract the facts."}, {"role": "user", "content": f"{number} {ARTICLE}"}]


def request(number: int) -> CompletionRequest:
    """Return the same as a request of ours."""
    chat = tuple(Message.model_validate(message) for message in messages(number))
    return CompletionRequest(model="m", messages=chat, json_schema=SCHEMA, schema_name="Facts", max_tokens=1_000)


async def timed(ask: Ask, calls: int, in_flight: int) -> tuple[float, float]:
    """Return CPU and wall seconds a call takes, over ``calls`` of them."""
    for number in range(3):  # what is loaded and found out once
        await ask(-1 - number)
    places = asyncio.Semaphore(in_flight)

    async def one(number: int) -> None:
        async with places:
            await ask(number)

    cpu, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(calls)))
    return (time.process_time() - cpu) / calls, (time.perf_counter() - wall) / calls


async def bare_openai(endpoint: Endpoint, calls: int, in_flight: int) -> tuple[float, float]:
    """Measure ``chat.completions.create`` with a response format, and nothing validated."""
    import openai

    async with openai.AsyncOpenAI(api_key="none", base_url=endpoint.base_url, max_retries=0) as client:
        shape = {"type": "json_schema", "json_schema": {"name": "Facts", "schema": SCHEMA}}

        async def ask(number: int) -> object:
            return await client.chat.completions.create(  # type: ignore[call-overload]  # plain dicts, as users write
                model="m",
                messages=messages(number),
                response_format=shape,
                max_tokens=1_000,
            )

        return await timed(ask, calls, in_flight)


async def instructor_alone(endpoint: Endpoint, calls: int, in_flight: int) -> tuple[float, float]:
    """Measure instructor's own client, which validates and can reask."""
    import instructor
    import openai

    async with openai.AsyncOpenAI(api_key="none", base_url=endpoint.base_url, max_retries=0) as sdk:
        client = instructor.from_openai(sdk, mode=instructor.Mode.JSON_SCHEMA)

        async def ask(number: int) -> object:
            return await client.chat.completions.create(
                model="m",
                messages=messages(number),  # type: ignore[arg-type]  # plain dicts, as users write them
                response_model=Facts,
                max_tokens=1_000,
            )

        return await timed(ask, calls, in_flight)


async def ours(endpoint: Endpoint, calls: int, in_flight: int, folder: Path) -> dict[str, tuple[float, float]]:
    """Measure the client by itself, every layer with validation, and the same again from the cache."""
    store = CapabilityStore()
    store.remember(endpoint.base_url, endpoint.model, Capability(mode="json_schema"))
    ledger = Ledger()
    traffic = Traffic(Level(in_flight, largest=in_flight))
    async with OpenAIClient(endpoint, capabilities=store, ledger=ledger, traffic=traffic) as client:
        results = {"OpenAIClient": await timed(lambda number: client.complete(request(number)), calls, in_flight)}
        with open_cache(folder) as cache:
            stack = Cached(Retrying(client), cache, endpoint=endpoint.base_url)

            async def ask(number: int) -> object:
                return await complete_valid(stack, request(number), Facts.model_validate_json)

            results["all layers, fresh"] = await timed(ask, calls, in_flight)
            results["all layers, cached"] = await timed(ask, calls, in_flight)
            keys = [dataclasses.replace(request(0), repeat=number) for number in range(calls)]
            hits = Cached(client, cache, endpoint="same")
            text = json.dumps({"headline": "x" * 1_500})
            results["cache hit alone"] = await _hits(hits, keys, text)
    return results


async def _hits(cached: Cached, requests: list[CompletionRequest], text: str) -> tuple[float, float]:
    from summarizer.domain.completion import Completion
    from summarizer.domain.record import Usage
    from summarizer.llm.request import cache_key

    answer = Completion(text=text, finish_reason="stop", usage=Usage(calls=1)).model_dump_json()
    for one in requests:
        cached._cache.put(cache_key(one, endpoint="same"), answer)
    cpu, wall = time.process_time(), time.perf_counter()
    for one in requests:
        await cached.complete(one)
    return (time.process_time() - cpu) / len(requests), (time.perf_counter() - wall) / len(requests)


def diskcache_alone(folder: Path, calls: int) -> tuple[float, float]:
    """Measure a read of diskcache as it comes, of texts as long as ours."""
    import diskcache

    with diskcache.Cache(str(folder)) as cache:
        for number in range(calls):
            cache[f"{number:064x}"] = "x" * 1_800
        cpu, wall = time.process_time(), time.perf_counter()
        for number in range(calls):
            cache[f"{number:064x}"]
        return (time.process_time() - cpu) / calls, (time.perf_counter() - wall) / calls


def start_server(latency_s: float, *options: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start the test server in a process of its own, so that its CPU isn't counted."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = Path(__file__).parent / "servers" / "openai_server.py"
    server = subprocess.Popen([sys.executable, str(script), "--port", str(port), "--latency", str(latency_s), *options])
    url = f"http://127.0.0.1:{port}/v1"
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{url}/models", timeout=1):
                return server, url
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise RuntimeError("the test server did not start")


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=600)
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--latency", type=float, default=0.1, help="seconds the server takes")
    arguments = parser.parse_args()
    server, url = start_server(arguments.latency)
    try:
        endpoint = resolve("compatible/m", base_url=url, env={})
        calls, in_flight = arguments.calls, arguments.in_flight
        rows = {
            "openai alone": asyncio.run(bare_openai(endpoint, calls, in_flight)),
            "instructor alone": asyncio.run(instructor_alone(endpoint, calls, in_flight)),
        }
        with tempfile.TemporaryDirectory() as folder:
            rows |= asyncio.run(ours(endpoint, calls, in_flight, Path(folder)))
            rows["diskcache alone"] = diskcache_alone(Path(folder) / "bare", calls)
    finally:
        server.terminate()
        server.wait()
    base = rows["instructor alone"][0]
    print(f"{calls} calls of {len(ARTICLE)} characters, {in_flight} in flight, server latency {arguments.latency} s")
    print(f"{'':20} {'CPU ms':>8} {'wall ms':>8} {'calls/s':>8} {'CPU / instructor':>17}")
    for name, (cpu, wall) in rows.items():
        print(f"{name:20} {cpu * 1e3:8.3f} {wall * 1e3:8.3f} {1 / wall:8.0f} {cpu / base:17.2f}")


if __name__ == "__main__":
    main()
