"""The embedded server: started once, lazily, quiet, always shut down."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.domain.record import Usage
from summarizer.errors import ConfigError, ModelUnavailableError
from summarizer.llm import local
from summarizer.llm.client import CompletionClient
from summarizer.llm.local import LocalClient, LocalServer
from summarizer.llm.weights import adapter, find


class Echo:
    """A client that answers with the base URL it was made for."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    async def complete(self, request: CompletionRequest) -> Completion:
        return Completion(text=self.base_url, finish_reason="stop", usage=Usage())


class CountingServer(LocalServer):
    """A server that only counts how often it was asked to start."""

    def __init__(self) -> None:
        super().__init__(Path("unused.gguf"))
        self.starts = 0

    def start(self) -> str:
        self.starts += 1
        return "http://127.0.0.1:1/v1"


def test_missing_weights_name_the_command_that_fetches_them(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="summarizer models pull smollm2"):
        LocalServer(tmp_path / "none.gguf").start()


def test_closing_a_server_that_never_started_is_harmless(tmp_path: Path) -> None:
    server = LocalServer(tmp_path / "none.gguf")
    server.close()
    with pytest.raises(ConfigError, match="summarizer models pull smollm2"):
        server.start()  # as it would have said unclosed


def test_the_client_starts_its_server_with_the_first_request_only() -> None:
    server = CountingServer()
    client = LocalClient(server, Echo)
    before = server.starts

    async def ask_twice() -> list[str]:
        return [(await client.complete(CompletionRequest(model="local/x"))).text for _ in range(2)]

    assert before == 0
    assert asyncio.run(ask_twice()) == ["http://127.0.0.1:1/v1"] * 2
    assert server.starts == 1


def test_first_requests_at_the_same_time_share_one_client() -> None:
    made: list[str] = []

    def connect(base_url: str) -> CompletionClient:
        made.append(base_url)
        return Echo(base_url)

    async def ask_at_once() -> None:
        client = LocalClient(CountingServer(), connect)
        await asyncio.gather(*(client.complete(CompletionRequest(model="local/x")) for _ in range(5)))

    asyncio.run(ask_at_once())

    assert made == ["http://127.0.0.1:1/v1"]


@pytest.mark.local_model
def test_a_file_that_is_no_model_is_refused_and_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"x" * 100)

    with pytest.raises(ModelUnavailableError, match=r"can't load .*broken\.gguf"):
        LocalServer(broken).start()


@pytest.mark.local_model
def test_threads_that_start_it_at_once_get_one_server_and_it_can_start_again(tmp_path: Path) -> None:
    addresses: list[str] = []
    with LocalServer(find(None, tmp_path), adapter=adapter()) as server:
        threads = [threading.Thread(target=lambda: addresses.append(server.start())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        server.close()
        again = server.start()

    assert len(set(addresses)) == 1
    assert again.startswith("http://127.0.0.1:")
    assert again.endswith("/v1")


SCRIPT = """
import asyncio, pathlib, sys, time
import httpx2
from summarizer.llm.local import LocalServer
from summarizer.llm.weights import adapter, find
server = LocalServer(find(None, pathlib.Path("none")), adapter=adapter())
client = httpx2.Client(base_url=server.start())
prompt = "Passage: The bridge opened in May.\\nQuestion: When did the bridge open?\\nAnswer:"
answer = client.post("/completions", json={"model": "x", "prompt": prompt, "max_tokens": 8, "temperature": 0, "stop": ["\\n"]})
sys.stdout.write(answer.json()["choices"][0]["text"].strip() + "\\n")
sys.stdout.flush()
ENDING
"""


@pytest.mark.local_model
@pytest.mark.parametrize(
    ("ending", "code", "last_words"),
    [
        ("", 0, ""),  # the client is left open: the interpreter still ends
        ("raise KeyboardInterrupt", -2, "KeyboardInterrupt"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM); time.sleep(30)", -15, ""),
    ],
    ids=["normal end", "ctrl-c", "sigterm"],
)
def test_the_process_ends_promptly_and_llama_cpp_prints_nothing(ending: str, code: int, last_words: str) -> None:
    script = SCRIPT.replace("ENDING", ending)

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False)

    assert done.stdout == "May\n"
    assert done.returncode == code
    assert "".join(done.stderr.splitlines()[-1:]) == last_words


@pytest.mark.parametrize(
    ("cores", "worked", "free"),
    [(2, 0.0, 2), (2, 1.0, 1), (2, 2.0, 1), (16, 3.0, 4), (4, 0.4, 4)],
    ids=["idle", "one is busy", "all are busy", "never more than four", "a little goes on"],
)
def test_the_server_takes_the_cores_that_nobody_else_uses(
    monkeypatch: pytest.MonkeyPatch, cores: int, worked: float, free: int
) -> None:
    began = time.monotonic()
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr(local, "_worked_s", lambda: worked * (time.monotonic() - began))
    assert local._idle_cores() == free


def test_without_the_kernels_count_the_load_average_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> float:
        raise FileNotFoundError("/proc/stat")

    monkeypatch.setattr(local, "_worked_s", none)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    monkeypatch.setattr(os, "getloadavg", lambda: (2.2, 0.0, 0.0))
    assert local._idle_cores() == 2
