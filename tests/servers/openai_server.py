"""A server over real HTTP that answers, or fails, as a script says: OpenAI-compatible, Anthropic's and Gemini's form.

Run it by itself with ``python tests/servers/openai_server.py --port 8000 --latency 0.5``.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import importlib.util
import json
import random
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from tests.servers.batch_api import BatchApi

__all__ = ["LlmServer", "Mix", "Received", "Reply", "minimal_instance"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """One scripted answer; whatever isn't given is as a well-behaved server would have it.

    ``text`` is the message's content (None: a minimal instance of the requested schema), ``body`` a whole body in its
    place. ``cut`` drops the connection before the status line or in the middle of the body, ``drip_s`` is the pause
    after each tenth of the body.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    body: str | Json | None = None
    finish_reason: str = "stop"
    refusal: str | None = None
    usage: Json | None = None
    delay_s: float = 0.0
    drip_s: float = 0.0
    cut: Literal["before", "middle"] | None = None

    @classmethod
    def error(
        cls,
        status: int,
        message: str = "scripted",
        *,
        code: str | None = None,
        param: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """Return a failure in OpenAI's form."""
        error = {"message": message, "type": "error", "code": code, "param": param}
        return cls(status=status, body={"error": error}, headers=headers or {})

    @classmethod
    def html(cls, status: int = 200) -> Reply:
        """Return the page of a proxy."""
        page = "<!doctype html><html><body>Please log in</body></html>"
        return cls(status=status, body=page, headers={"Content-Type": "text/html; charset=utf-8"})


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: Json
    at: float
    raw: bytes = b""


class LlmServer:
    """The server, in a thread of its own; use it as a context manager.

    ``script`` is answered first, in order; then ``answer`` decides (a text, a ``Reply``, or None), and without it the
    answer is a minimal instance of the requested schema, or "ok". ``refuses`` are features and parameters answered
    with 400, of ``json_schema``, ``tools``, ``json_object`` and any parameter's name; ``ignores`` are modes silently
    not acted on. ``at_once`` requests are being answered now, ``most_at_once`` were at the worst. ``batches`` are its files and batches.
    """

    def __init__(self, *, port: int = 0, latency_s: float = 0.0) -> None:
        self.requests: list[Received] = []
        self.refuses: set[str] = set()
        self.ignores: set[str] = set()
        self.answer: Callable[[Json], str | Reply | None] | None = None
        self.latency_s = latency_s
        self.most_at_once = 0
        self._script: deque[Reply] = deque()
        self.at_once = 0
        self._port = port
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.batches: BatchApi = _sibling("batch_api").BatchApi(self._answer_line)
        self._forms = _sibling("vendor_forms")

    @property
    def url(self) -> str:
        """Return the base URL."""
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def bodies(self) -> list[Json]:
        """Return the bodies received so far."""
        return [request.body for request in self.requests]

    def script(self, *replies: Reply) -> None:
        """Answer the next requests with ``replies``, one each."""
        self._script.extend(replies)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the test server did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def serve(self) -> None:
        """Serve in this thread until interrupted."""
        self._run()

    def _run(self) -> None:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._connected, "127.0.0.1", self._port, backlog=2048)
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        async with server:
            await self._stop.wait()
            for task in self._open:
                task.cancel()
            await asyncio.gather(*self._open, return_exceptions=True)
            await asyncio.sleep(0.01)  # lets the transports close

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            while (request := await _read_request(reader)) is not None:
                if not await self._respond(request, writer):
                    return
            writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(task)
            if self._stop.is_set():
                writer.transport.abort()
            writer.close()

    async def _respond(self, request: Received, writer: asyncio.StreamWriter) -> bool:
        """Answer; return whether the connection stays open."""
        self.requests.append(request)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            reply = self._choose(request)
            await asyncio.sleep(self.latency_s + reply.delay_s)
            form = self._forms.form_of(request.path)
            payload = _payload if form == "openai" else self._vendor_payload
            return await _write(reply, payload(reply, request, self.ignores), writer)
        finally:
            self.at_once -= 1

    def _choose(self, request: Received) -> Reply:
        if request.path.endswith("/models"):
            return Reply(body={"object": "list", "data": [{"id": "test-model", "object": "model"}]})
        refused = sorted(self.refuses & _features(request.body))
        if refused:
            name = refused[0]
            message = f"Unsupported parameter: '{name}' is not supported with this model."
            return Reply.error(400, message, code="unsupported_parameter", param=name)
        if self._script:
            return self._script.popleft()
        if self.batches.handles(request.path):
            status, body = self.batches.respond(request.method, request.path, request.headers, request.raw)
            return Reply(status=status, body=body)
        return self._chat(request)

    def _vendor_payload(self, reply: Reply, request: Received, ignores: set[str]) -> bytes:
        del ignores
        form = self._forms.form_of(request.path)
        if reply.body is not None:
            if reply.status >= 400 and isinstance(reply.body, dict):
                message = reply.body["error"]["message"]
                return json.dumps(self._forms.error_body(form, reply.status, message)).encode()
            return (reply.body if isinstance(reply.body, str) else json.dumps(reply.body)).encode()
        schema = self._forms.requested_schema(form, request.body)
        text = reply.text
        if text is None:
            text = "ok" if schema is None else json.dumps(minimal_instance(schema))
        value = json.loads(text) if text.startswith("{") else {}
        body = self._forms.answer_body(
            form, request.body, text, value, finish_reason=reply.finish_reason, refusal=reply.refusal
        )
        return json.dumps(body).encode()

    def _answer_line(self, body: Json, scripted: Reply | None) -> tuple[int, Json]:
        """Answer one request of a batch."""
        received = Received("POST", "/v1/chat/completions", {}, body, time.monotonic())
        reply = scripted or self._chat(received)
        answer: Json = json.loads(_payload(reply, received, self.ignores))
        return reply.status, answer

    def _chat(self, request: Received) -> Reply:
        chosen = self.answer(request.body) if self.answer is not None else None
        return Reply(text=chosen) if isinstance(chosen, str) else chosen or Reply()


def minimal_instance(schema: Json, root: Json | None = None) -> Any:
    """Return the smallest value that ``schema`` (the subset that structured output uses) allows."""
    root = schema if root is None else root
    if "$ref" in schema:
        target: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return minimal_instance(target, root)
    if "enum" in schema or "const" in schema:
        return schema["enum"][0] if "enum" in schema else schema["const"]
    union: list[Json] = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    if union:
        return None if {"type": "null"} in union else minimal_instance(union[0], root)
    kind = schema.get("type", "object")
    if isinstance(kind, list):
        kind = "null" if "null" in kind else kind[0]
    if kind == "object":
        properties: Json = schema.get("properties", {})
        required: list[str] = list(schema.get("required", properties))
        return {name: minimal_instance(properties[name], root) for name in required}
    return _minimal_list(schema, root) if kind == "array" else _minimal_scalar(kind, schema)


def _minimal_list(schema: Json, root: Json) -> list[Any]:
    return [minimal_instance(schema["items"], root)] * schema.get("minItems", 0)


def _minimal_scalar(kind: str, schema: Json) -> Any:
    if kind == "string":
        by_format = {"date": "2025-01-01", "date-time": "2025-01-01T00:00:00Z", "time": "00:00:00"}
        return by_format.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))
    if kind in {"integer", "number"}:
        return schema.get("minimum", schema.get("exclusiveMinimum", 0) + ("exclusiveMinimum" in schema))
    return {"boolean": False, "null": None}[kind]


def _features(body: Json) -> set[str]:
    features = {name for name in body if name not in {"model", "messages", "response_format"}}
    kind = body.get("response_format", {}).get("type")
    return features | ({kind} if kind else set()) | ({"strict"} if '"strict"' in json.dumps(body) else set())


def _requested_schema(body: Json, ignores: set[str]) -> Json | None:
    response_format = body.get("response_format", {})
    if response_format.get("type") == "json_schema" and "json_schema" not in ignores:
        return dict(response_format["json_schema"]["schema"])
    if body.get("tools") and "tools" not in ignores:
        return dict(body["tools"][0]["function"]["parameters"])
    asks_in_words = response_format.get("type") == "json_object" or "```json" in json.dumps(body.get("messages", ""))
    if asks_in_words and not {"json_object", "plain"} & ignores:
        return _schema_in_prompt(body)
    return None


def _schema_in_prompt(body: Json) -> Json | None:
    text = "\n".join(str(message["content"]) for message in body["messages"])
    decoder = json.JSONDecoder()
    for start, character in enumerate(text):
        if character == "{":
            with contextlib.suppress(ValueError):
                value = decoder.raw_decode(text, start)[0]
                if isinstance(value, dict) and ("properties" in value or "$defs" in value):
                    return value
    return None


def _payload(reply: Reply, request: Received, ignores: set[str]) -> bytes:
    if reply.body is not None:
        return (reply.body if isinstance(reply.body, str) else json.dumps(reply.body)).encode()
    schema = _requested_schema(request.body, ignores)
    text = reply.text
    if text is None:
        text = "ok" if schema is None else json.dumps(minimal_instance(schema))
    usage = reply.usage or {
        "prompt_tokens": len(json.dumps(request.body)) // 4,
        "completion_tokens": max(1, len(text) // 4),
        "total_tokens": 0,
    }
    body = {"id": "c-1", "created": 0, "model": request.body.get("model"), "usage": usage}
    body["choices"] = [_choice(reply, request.body, text, as_tool="tools" in request.body and "tools" not in ignores)]
    return json.dumps(body).encode()


def _choice(reply: Reply, body: Json, text: str, *, as_tool: bool) -> Json:
    if "prompt" in body:
        raw: Json = {"index": 0, "text": text, "finish_reason": reply.finish_reason, "logprobs": None}
        if body.get("logprobs"):
            raw["logprobs"] = {"top_logprobs": [{" yes": -0.1, " no": -2.5}]}
        return raw
    message: Json = {"role": "assistant", "content": text, "refusal": reply.refusal}
    if reply.refusal:
        message["content"] = None
    elif as_tool:
        name = body["tools"][0]["function"]["name"]
        call = {"id": "t-1", "type": "function", "function": {"name": name, "arguments": text}}
        message |= {"content": None, "tool_calls": [call]}
    choice: Json = {"index": 0, "message": message, "finish_reason": reply.finish_reason}
    if body.get("logprobs"):
        alternatives = [{"token": "{", "logprob": -0.1}, {"token": "[", "logprob": -2.5}]
        choice["logprobs"] = {"content": [{"token": "{", "logprob": -0.1, "top_logprobs": alternatives}]}
    return choice


async def _read_request(reader: asyncio.StreamReader) -> Received | None:
    """Return the next request, None for someone who says hello in TLS."""
    start = await reader.readexactly(1)
    if start == b"\x16":
        return None
    head = start + await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    headers = {name.strip().lower(): value.strip() for name, value in pairs}
    data = await reader.readexactly(int(headers.get("content-length", 0)))
    is_json = data and "multipart" not in headers.get("content-type", "")
    return Received(method, path, headers, json.loads(data) if is_json else {}, time.monotonic(), data)


async def _write(reply: Reply, payload: bytes, writer: asyncio.StreamWriter) -> bool:
    if reply.cut == "before":
        writer.transport.abort()
        return False
    headers = {"Content-Type": "application/json", "Content-Length": str(len(payload)), **reply.headers}
    head = f"HTTP/1.1 {reply.status} Scripted\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(head.encode() + b"\r\n")
    if reply.cut == "middle":
        writer.write(payload[: len(payload) // 2])
        await writer.drain()
        return False
    pieces = 10 if reply.drip_s else 1
    size = max(1, -(-len(payload) // pieces))
    for start in range(0, len(payload), size):
        writer.write(payload[start : start + size])
        await writer.drain()
        if reply.drip_s:
            await asyncio.sleep(reply.drip_s)
    return True


class Mix:
    """Answers by what ``key`` finds in a request, and a ``share`` of them faulty, evenly of every kind there is."""

    FAULTS: tuple[Callable[[str], Reply], ...] = (
        lambda _: Reply.error(429, headers={"Retry-After": "0.2"}),
        lambda _: Reply.error(429),
        lambda _: Reply.error(500),
        lambda _: Reply.error(502),
        lambda _: Reply.error(503, headers={"Retry-After": "0.1"}),
        lambda _: Reply(cut="before"),
        lambda text: Reply(text=text, cut="middle"),
        lambda text: Reply(text=text, drip_s=0.05),
        lambda text: Reply(text=text[: len(text) // 2], finish_reason="length"),
        lambda _: Reply(text='{"unexpected": true}'),
        lambda _: Reply(text=""),
        lambda _: Reply(refusal="I can't help with that."),
        lambda _: Reply.html(),
    )

    def __init__(self, answers: dict[str, str], share: float = 0.0, *, key: str = r"(?!)", seed: int = 1) -> None:
        self.answers = answers
        self._key = re.compile(key)
        self.share = share
        self._chance = random.Random(seed)

    def __call__(self, body: Json) -> Reply:
        """Return the answer to ``body``."""
        said = " ".join(str(message["content"]) for message in body.get("messages", ()))
        found = self._key.search(said)
        text = self.answers.get(found.group(1)) if found else None
        if self._chance.random() >= self.share:
            return Reply(text=text)
        return self._chance.choice(self.FAULTS)(text or "{}")


def _sibling(name: str) -> ModuleType:
    # by path: in importlib mode the tests are no package that could be imported from
    known = f"summarizer_test_{name}"
    if known not in sys.modules:
        spec = importlib.util.spec_from_file_location(known, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[known] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[known]


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--answers", help="a JSON file: what --key finds in a request -> text of the answer")
    parser.add_argument("--key", default=r"(?!)", help="a regular expression with one group")
    parser.add_argument("--faulty", type=float, default=0.0, help="share of answers that are faulty, of every kind")
    arguments = parser.parse_args()
    server = LlmServer(port=arguments.port, latency_s=arguments.latency)
    answers = json.loads(Path(arguments.answers).read_text(encoding="utf-8")) if arguments.answers else {}
    server.answer = Mix(answers, arguments.faulty, key=arguments.key)
    server.serve()


if __name__ == "__main__":
    main()
