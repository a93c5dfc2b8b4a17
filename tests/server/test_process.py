"""`summarizer serve` as a real process: an article in, signals, and what it refuses to start with."""

import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time

import httpx2
import pytest

TEXT = "Storm closes bridge\n\nThe harbour bridge was closed on Monday, March 4, 2024, the city council said.\n"


@pytest.fixture
def environment(tmp_path):
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SUMMARIZER_", "OPENAI_"))}
    return kept | {"SUMMARIZER_CACHE_DIR": str(tmp_path / "cache"), "COLUMNS": "200", "NO_COLOR": "1"}


def command(*arguments):
    return [sys.executable, "-m", "summarizer", "serve", *map(str, arguments)]


@pytest.fixture
def started(tmp_path, environment):
    """Return a function that starts the server on a free port and gives the process and its address."""
    with contextlib.ExitStack() as stack:

        def start(*arguments, **variables):
            process = subprocess.Popen(
                command("--port", 0, *arguments),
                cwd=tmp_path, env=environment | variables, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            stack.callback(process.wait, 30)
            stack.callback(process.kill)
            assert process.stderr is not None
            stack.callback(process.stderr.close)
            line = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert found, line + process.stderr.read()
            return process, found[0]

        yield start


def refused(tmp_path, environment, *arguments, **variables):
    done = subprocess.run(
        command(*arguments),
        cwd=tmp_path,
        env=environment | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    return done.stderr


def test_an_article_is_summarized_stored_and_read_back(started, llm_server, tmp_path):
    token = "a-token-of-some-length"
    process, address = started("--model", "compatible/test", "--base-url", llm_server.url, SUMMARIZER_API_TOKEN=token)
    with httpx2.Client(base_url=address, trust_env=False, timeout=60) as client:
        assert client.post("/api/v1/summaries", json={"text": TEXT}).status_code == 401
        answer = client.post("/api/v1/summaries", json={"text": TEXT}, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 201, answer.text
        stored = client.get(answer.headers["location"])
        assert stored.json() == answer.json()
        assert client.get("/api/v1/records").json()["items"][0]["model"] == "compatible/test"
        assert len(llm_server.requests) == 1
        # the second schema has a pipeline of its own, and a name from outside no path
        other = {"text": TEXT, "schema": "incident"}
        assert client.post("/api/v1/summaries", json=other, headers={"Authorization": f"Bearer {token}"}).is_success
        outside = {"text": TEXT, "schema": "../../schemas/incident.py"}
        assert (
            client.post("/api/v1/summaries", json=outside, headers={"Authorization": f"Bearer {token}"}).status_code
            == 422
        )
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    with contextlib.closing(sqlite3.connect(tmp_path / "news.db")) as database:
        assert database.execute("SELECT count(*) FROM records").fetchone() == (2,)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_signal_lets_requests_end_and_exits_with_0(started, llm_server, number):
    held = threading.Event()
    llm_server.answer = waiting(held)
    process, address = started("--model", "compatible/test", "--base-url", llm_server.url)
    answers = []

    def post():
        answers.append(httpx2.post(f"{address}/api/v1/summaries", json={"text": TEXT}, timeout=60, trust_env=False))

    thread = threading.Thread(target=post)
    thread.start()
    while not llm_server.requests:
        time.sleep(0.01)
    process.send_signal(number)
    held.set()
    thread.join(30)
    assert [answer.status_code for answer in answers] == [201]
    assert process.wait(20) == 0


def waiting(event):
    """Return what holds the model's answer back until the event, and then leaves it as it is."""

    def held(body):
        event.wait(60)

    return held


def test_a_port_in_use_is_said(tmp_path, environment):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert refused(tmp_path, environment, "--port", port) == (
            f"summarizer: port {port} on 127.0.0.1 is in use; stop what uses it, or give another --port\n"
        )
    assert not (tmp_path / "news.db").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--host", "0.0.0.0"), "0.0.0.0 can be reached from other machines: give a token"),
        (("--host", "0.0.0.0", "--token", "short"), "the token is shorter than 16 characters"),
        (("--host", "no.such.host.invalid", "--token", "x" * 16), "no.such.host.invalid: no address to listen on"),
        (("--host", "192.0.2.1", "--token", "x" * 16), "192.0.2.1 is no address of this machine"),
        (("--cors", "dash.example"), "dash.example: not an origin"),
        (("--schema", "nonesuch"), "there is no schema named 'nonesuch'"),
        (("--db", "sqlite:///notes.txt"), "notes.txt"),
        (("--db", "sqlite:///missing/news.db"), "missing"),
        (("--db", "oracle://x"), "oracle"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else "",
)  # fmt: skip
def test_what_cannot_be_served_is_one_line_and_exit_2(tmp_path, environment, arguments, said):
    (tmp_path / "notes.txt").write_text("Some notes, and not a database at all.\n" * 100)
    assert said in refused(tmp_path, environment, "--port", 0, *arguments)


def test_a_database_of_a_newer_version_is_refused(tmp_path, environment, filled):
    (tmp_path / "news.db").write_bytes(filled.read_bytes())
    with contextlib.closing(sqlite3.connect(tmp_path / "news.db")) as database:
        database.execute("UPDATE summarizer_version SET version_num = '9999'")
        database.commit()
    assert "newer" in refused(tmp_path, environment, "--port", 0)


def test_events_arrive_while_the_model_is_at_work(started, llm_server):
    held = threading.Event()
    llm_server.answer = waiting(held)
    _, address = started("--model", "compatible/test", "--base-url", llm_server.url)
    with httpx2.stream(
        "POST", f"{address}/api/v1/summaries", json={"text": TEXT}, headers={"Accept": "text/event-stream"},
        timeout=60, trust_env=False,
    ) as answer:  # fmt: skip
        lines = answer.iter_lines()
        first = next(line for line in lines if line.startswith("data: "))
        assert json.loads(first.removeprefix("data: "))["state"] in {"queued", "running"}
        held.set()
        assert "event: record" in list(lines)


def test_help_names_the_options_and_loads_no_web_framework():
    program = (
        "import sys\nfrom summarizer.cli.main import main\nsys.argv = ['summarizer', 'serve', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted(set(sys.modules) & {'fastapi', 'uvicorn', 'sqlalchemy', 'pyarrow'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.rstrip().endswith("[]")
    for option in ("--host", "--port", "--token", "--db", "--cors"):
        assert option in done.stdout
