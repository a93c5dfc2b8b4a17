"""Run the embedded model: llama.cpp's OpenAI-compatible server, in process, on loopback, started when needed."""

from __future__ import annotations

import asyncio
import atexit
import http.client
import importlib
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from summarizer.domain.completion import Completion, CompletionRequest
from summarizer.errors import ConfigError, MissingExtraError, ModelUnavailableError
from summarizer.llm.client import CompletionClient

__all__ = ["LocalClient", "LocalServer"]

_SILENT = -1
_CLOSE_PATIENCE_S = 3.0
_START_PATIENCE_S = 60.0
_LOOK_S = 0.1


class LocalServer:
    """llama.cpp's HTTP server with one model and one adapter; one at a time in a process.

    Nothing is loaded before the first ``start``, which may come from any thread, also from several at once. The server
    listens on a free port of 127.0.0.1 and ends with ``close``, with the ``with`` block, or with the interpreter.
    Close HTTP clients first: the server waits for their connections, for a few seconds at most.
    """

    def __init__(
        self, weights: Path, *, adapter: Path | None = None, threads: int | None = None, context: int = 2048
    ) -> None:
        self._weights = weights
        self._adapter = adapter
        self._threads = threads
        self._context = context
        self._lock = threading.Lock()
        self._running: list[object] = []
        self._base_url: str | None = None

    def start(self) -> str:
        """Load the model unless it is loaded, and return the base URL of its API, which ends in ``/v1``.

        Raises ``MissingExtraError`` without xllamacpp, ``ConfigError`` without the weights, ``ModelUnavailableError``
        when llama.cpp can't load them.
        """
        with self._lock:
            if self._base_url is None:
                self._base_url = self._launch()
            return self._base_url

    def close(self) -> None:
        """Stop the server and free the model; harmless when it isn't running. ``start`` may follow."""
        with self._lock:
            if self._base_url is None:
                return
            self._base_url = None
            atexit.unregister(self.close)
            # llama.cpp joins its connection threads here, and one client left open must not hang the exit
            stopper = threading.Thread(target=self._running.clear, daemon=True)
            stopper.start()
            stopper.join(_CLOSE_PATIENCE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _launch(self) -> str:
        for path in (self._weights, self._adapter):
            if path is not None and not path.is_file():
                raise ConfigError(f"{path} doesn't exist; run `summarizer models pull smollm2`, or name a GGUF file")
        try:
            xllamacpp = importlib.import_module("xllamacpp")  # heavy: kept off the start-up path
        except ImportError as exc:
            raise MissingExtraError(
                "the embedded model needs xllamacpp; run `pip install 'summarizer[local]'`"
            ) from exc
        try:
            server = xllamacpp.Server(self._parameters(xllamacpp))
        except RuntimeError as exc:
            raise ModelUnavailableError(
                f"llama.cpp can't load {self._weights}: {exc}; is it a whole GGUF file that fits the adapter?"
            ) from exc
        self._running = [server]
        atexit.register(self.close)
        _await_loop(server.listening_address)
        return f"{server.listening_address}/v1"

    def _parameters(self, xllamacpp: object) -> object:
        parameters = xllamacpp.CommonParams()  # type: ignore[attr-defined]  # a compiled module without stubs
        parameters.model.path = str(self._weights)
        parameters.n_ctx = self._context
        parameters.n_parallel = 1  # two cores: two slots halve each other, and lose the shared prefix
        for cpu in (parameters.cpuparams, parameters.cpuparams_batch):
            cpu.n_threads = self._threads or _idle_cores()
            cpu.poll = 0  # waiting threads sleep: spinning costs more than it saves where cores are shared
        parameters.n_gpu_layers = 0
        parameters.port = 0
        parameters.verbosity = _SILENT
        parameters.ui = False
        parameters.endpoint_slots = False
        parameters.cache_ram_mib = (
            0  # prompts of one article share a prefix inside the slot; nothing is worth keeping longer
        )
        if self._adapter is not None:
            lora = xllamacpp.CommonAdapterLoraInfo()  # type: ignore[attr-defined]  # as above
            lora.path = str(self._adapter)
            lora.scale = 1.0
            parameters.lora_adapters = [lora]
        return parameters


def _await_loop(address: str) -> None:
    """Return once the server works requests off.

    It listens a moment before its loop runs, and one that is freed in that moment waits for its loop for ever, with
    Python's lock in its hands. Any answer to the smallest request shows that the loop is there.
    """
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=_START_PATIENCE_S)
    try:
        body = json.dumps({"prompt": " ", "max_tokens": 1, "cache_prompt": False})
        connection.request("POST", "/v1/completions", body, {"Content-Type": "application/json", "Connection": "close"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException) as exc:
        raise ModelUnavailableError(f"llama.cpp started and doesn't answer ({exc}); run the command again") from exc
    finally:
        connection.close()


def _idle_cores() -> int:
    """Return how many cores nobody else uses now, 1 to 4.

    llama.cpp's threads wait for one another after every operation: with two threads on two busy cores a question took
    5.3 s, with one thread 1.2 s. The load average is no guide: it remembers for a minute what has ended.
    """
    cores = os.cpu_count() or 1
    try:
        before, own, began = _worked_s(), time.process_time(), time.monotonic()
        time.sleep(_LOOK_S)
        spent = time.monotonic() - began
        busy = (_worked_s() - before - (time.process_time() - own)) / spent
    except (OSError, ValueError, IndexError):  # no /proc: not Linux
        busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, min(4, cores - round(max(0.0, busy))))


def _worked_s() -> float:
    """Return the seconds that all cores together have worked since the machine started, but for what gives way.

    Source: proc(5), /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal, in ticks.
    """
    first = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0]
    user, _, system, _, _, *interrupts = map(int, first.split()[1:9])
    return (user + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


class LocalClient:
    """A client whose server is started by the first request that nothing before it (a cache, say) has answered.

    ``connect`` makes the client that talks to the base URL it is given.
    """

    def __init__(self, server: LocalServer, connect: Callable[[str], CompletionClient]) -> None:
        self._server = server
        self._connect = connect
        self._client: CompletionClient | None = None

    async def complete(self, request: CompletionRequest) -> Completion:
        """Return the model's answer, starting its server if need be; errors as ``LocalServer.start`` and the client."""
        client = self._client or await self._connected()
        return await client.complete(request)

    async def _connected(self) -> CompletionClient:
        # loading takes about a second: other articles go on meanwhile
        base_url = await asyncio.to_thread(self._server.start)
        if self._client is None:
            self._client = self._connect(base_url)
        return self._client
