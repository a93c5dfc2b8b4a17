"""What `doctor` finds on this machine: model servers, and the command that uses them."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from summarizer.diagnosis import served_models


class ModelList(BaseHTTPRequestHandler):
    """Answers as Ollama, vLLM and llama.cpp do under /v1/models."""

    body = json.dumps({"data": [{"id": "nomic-embed-text"}, {"id": "qwen3:8b"}, {"id": "gemma3:4b"}]})

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/v1/models" else 404)
        self.end_headers()
        self.wfile.write(self.body.encode() if self.path == "/v1/models" else b"")

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), ModelList)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_server_that_runs_here_tells_its_models_but_for_embeddings(port: int) -> None:
    assert served_models(f"http://127.0.0.1:{port}/v1") == ("qwen3:8b", "gemma3:4b")


def test_a_server_that_lists_nothing_is_found_all_the_same(port: int) -> None:
    assert served_models(f"http://127.0.0.1:{port}/other") == ()


def test_a_silent_port_has_no_server() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))

        assert served_models(f"http://127.0.0.1:{held.getsockname()[1]}/v1") is None


def test_no_other_machine_is_asked() -> None:
    assert served_models("http://192.0.2.1:11434/v1") is None
