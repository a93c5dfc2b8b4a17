"""The running API against its own description: no 5xx, no undocumented status, no answer outside its schema."""

import contextlib
import socket
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
import uvicorn

from summarizer.server.app import create_app
from summarizer.server.catalogue import Catalogue
from summarizer.server.engine import public_only, read_article
from summarizer.server.options import Limits, ServerOptions
from summarizer.server.services import Parts

# a cursor, or the address of an article, may be well formed and all the same none that can be followed
CONFIG = """
[checks.negative_data_rejection]
# the usual ones, and those of what is too long or too large
expected-statuses = [400, 401, 403, 404, 405, 406, 413, 414, 415, 422, 428, 429, "5xx"]

[[operations]]
include-path-regex = "^/api/v1/(facts|records|articles|runs|evals|summaries)$"
checks.positive_data_acceptance.enabled = false
"""


@contextlib.contextmanager
def running(app):
    """Run ``app`` under uvicorn; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def address(database, engine):
    """Return the address of a server over a database of its own, without limits of rate; it finds no other host."""
    limits = Limits(reads_a_minute=0, writes_a_minute=0, wait_seconds=5.0)
    read = partial(read_article, limits=limits, resolver=public_only(lambda _, __: ()))
    with running(create_app(Parts(database, engine, Catalogue({})), ServerOptions(limits=limits), read=read)) as where:
        yield where


def test_no_request_gets_an_answer_that_is_not_documented(address, tmp_path):
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    done = subprocess.run(
        [Path(sys.executable).parent / "schemathesis", "run", f"{address}/openapi.json", "--max-examples", "6",
         "--seed", "1", "--no-shrink", "--warnings", "off"],
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr
    assert "Tested: 17" in done.stdout
