"""A planted key shows up nowhere but in the Authorization header."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from summarizer.domain.completion import CompletionRequest, Message
from summarizer.errors import SummarizerError
from summarizer.llm.caching import Cached, open_cache
from summarizer.llm.capabilities import CapabilityStore
from summarizer.llm.ledger import Ledger
from summarizer.llm.openai_client import OpenAIClient
from summarizer.llm.providers import Endpoint, resolve
from summarizer.llm.retrying import Retrying, RetryPolicy

if TYPE_CHECKING:
    from tests.servers.openai_server import LlmServer, Reply

KEY = "sk-planted-51c3b0"


async def no_sleep(_seconds: float) -> None:
    pass


def run(endpoint: Endpoint, folder: Path, count: int) -> str:
    """Send ``count`` requests through every layer; return all that was shown of it."""
    shown: list[str] = [repr(endpoint), str(endpoint)]

    async def send() -> None:
        ledger = Ledger(sink=folder / "ledger.jsonl")
        store = CapabilityStore(folder / "capabilities.json")
        with open_cache(folder) as cache:
            async with OpenAIClient(endpoint, capabilities=store, ledger=ledger) as client:
                retrying = Retrying(client, RetryPolicy(attempts=2), sleep=no_sleep)
                cached = Cached(retrying, cache, endpoint=endpoint.base_url)
                for number in range(count):
                    messages = (Message(role="user", content=f"Article {number}."),)
                    request = CompletionRequest(model="m", messages=messages, json_schema={"type": "object"})
                    try:
                        shown.append(repr(await cached.complete(request)))
                    except SummarizerError:
                        shown.append(traceback.format_exc())
                shown.extend(map(repr, (client, cached, cache, ledger, *ledger.rows)))
        ledger.close()

    asyncio.run(send())
    return "\n".join(shown)


def test_no_output_log_or_file_ever_holds_the_key(
    llm_server: LlmServer,
    reply: type[Reply],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    faults = [
        reply(),
        *[reply.error(status, f"the key {KEY} is bad") for status in (400, 401, 403, 404, 429, 429, 500, 500)],
        reply(status=302, headers={"Location": f"http://elsewhere.example/?key={KEY}"}),
        reply(body=f"<html>{KEY}</html>"),
        *[reply(body={"error": {"message": KEY}})] * 2,
        *[reply(cut="middle")] * 2,
        reply(),
    ]
    llm_server.script(*faults)
    endpoint = resolve("compatible/m", base_url=llm_server.url, env={"SUMMARIZER_API_KEY": KEY}, timeout_s=5)
    with caplog.at_level(logging.DEBUG):
        shown = run(endpoint, tmp_path / "cache", 12)
    files = [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]
    captured = capfd.readouterr()
    assert llm_server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert len(llm_server.requests) >= len(faults)
    assert {file.name for file in files} >= {"cache.db", "ledger.jsonl", "capabilities.json"}
    everything = [
        shown,
        caplog.text,
        captured.out,
        captured.err,
        *(file.read_bytes().decode("latin-1") for file in files),
    ]
    assert [KEY in text for text in everything] == [False] * len(everything)


def test_a_key_that_the_transport_chokes_on_is_not_shown_in_the_traceback(
    llm_server: LlmServer, tmp_path: Path
) -> None:
    endpoint = resolve("compatible/m", base_url=llm_server.url, env={}, timeout_s=5)
    broken = dataclasses.replace(endpoint, api_key=SecretStr(f"{KEY}\n"))
    shown = run(broken, tmp_path, 1)
    assert "SummarizerError" in shown or "EndpointFaultError" in shown
    assert KEY not in shown
