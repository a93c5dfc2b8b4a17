"""An endpoint at its worst: one clear line with what to do, exit code 2 or 3, and the key nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.servers.openai_server import LlmServer, Reply

ARTICLE = "The harbour bridge was closed on Monday after a storm, the city council said.\n"
KEY = "sk-planted-2f60d1"

Command = Callable[..., CompletedProcess[str]]
Script = Callable[["type[Reply]"], "Reply"]


def everything(done: CompletedProcess[str], folder: Path) -> str:
    """Return all that was shown and written."""
    files = [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]
    return "\n".join([done.stdout, done.stderr, *files])


def summarize(command: Command, folder: Path, url: str, *options: str, **variables: str) -> CompletedProcess[str]:
    (folder / "article.txt").write_text(ARTICLE)
    environment = {"SUMMARIZER_API_KEY": KEY, "SUMMARIZER_MAX_ATTEMPTS": "2", **variables}
    model = ("--model", "compatible/x", "--base-url", url, "--out", "results.jsonl")
    root = ("--debug",) if "--debug" in options else ()
    rest = (option for option in options if option not in root)
    return command(*root, "summarize", "article.txt", *model, *rest, **environment)


@pytest.mark.parametrize(
    ("fault", "said", "code"),
    [
        pytest.param(lambda r: r.error(401, f"Incorrect key: {KEY}"), "rejected the key in SUMMARIZER_API_KEY", 3, id="wrong-key"),
        pytest.param(lambda r: r.error(404, "The model `x` does not exist"), "has no model 'x'", 3, id="unknown-model"),
        pytest.param(lambda r: r(status=404, body={"detail": "Not Found"}), "most end in /v1", 3, id="wrong-base-url"),
        pytest.param(lambda r: r.html(), "a web page where JSON was expected", 3, id="proxy-200"),
        pytest.param(lambda r: r.html(403), "a proxy or login page", 3, id="proxy-403"),
        pytest.param(lambda r: r.html(407), "a proxy or login page", 3, id="proxy-407"),
        pytest.param(lambda r: r.html(502), "a proxy may stand in between", 3, id="proxy-502"),
        pytest.param(
            lambda r: r(status=307, headers={"Location": f"http://elsewhere.example/{KEY}"}, body=""),
            "redirects to http://elsewhere.example", 2, id="redirect",
        ),
        pytest.param(lambda r: r(text="Of course! Here it is."), "gives no JSON, in whichever way", 3, id="ignores-json-schema"),
        pytest.param(lambda r: r.error(429, code="insufficient_quota"), "no quota left", 3, id="quota"),
        pytest.param(lambda r: r.error(429, headers={"Retry-After": "7200"}), "it asks to wait 7200 s", 3, id="wait-for-hours"),
        pytest.param(lambda r: r.error(500, f"{KEY} broke it"), "answered HTTP 500", 3, id="500"),
        pytest.param(lambda r: r(cut="before"), "broke before the answer was complete", 3, id="dropped"),
    ],
)  # fmt: skip
def test_each_ends_the_run_with_one_line_and_never_shows_the_key(
    command: Command, tmp_path: Path, llm_server: LlmServer, reply: type[Reply], fault: Script, said: str, code: int
) -> None:
    llm_server.answer = lambda _body: fault(reply)
    done = summarize(command, tmp_path, llm_server.url)
    lines = [line for line in done.stderr.splitlines() if line.startswith("summarizer: ")]
    assert done.returncode == code
    assert len(lines) == 1
    assert said in lines[0]
    assert "Traceback" not in done.stderr
    assert KEY not in everything(done, tmp_path)
    assert {request.headers["host"] for request in llm_server.requests} == {llm_server.url[7:-3]}


def test_nothing_that_debugging_shows_holds_the_key(
    command: Command, tmp_path: Path, llm_server: LlmServer, reply: type[Reply]
) -> None:
    llm_server.answer = lambda _body: reply.error(401, f"Incorrect key: {KEY}", headers={"X-Echo": KEY})
    done = summarize(command, tmp_path, llm_server.url, "-vv", "--debug")
    assert done.returncode == 3
    assert "Traceback" in done.stderr
    assert "rejected the key" in done.stderr
    assert KEY not in everything(done, tmp_path)


def test_logs_at_their_most_talkative_hold_no_key(
    command: Command, tmp_path: Path, llm_server: LlmServer, reply: type[Reply]
) -> None:
    llm_server.script(reply.error(503, KEY, headers={"X-Echo": KEY}), reply.error(500, f"key={KEY}"))
    done = summarize(command, tmp_path, llm_server.url, "-vv", "--log-format", "json", SUMMARIZER_MAX_ATTEMPTS="5")
    assert done.returncode in {0, 1}
    assert "HTTP 503: ***" in done.stderr
    assert KEY not in everything(done, tmp_path)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--max-usd", "1"), "--price 0.15/0.60"),
        (("--price", "cheap"), "write IN/OUT"),
        (("--price", "1/-2"), "price.output"),
        (("--jobs", "lots"), "or auto"),
        (("--rpm", "0"), "rpm"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_can_be_refused_is_refused_before_anything_is_sent(
    command: Command, tmp_path: Path, llm_server: LlmServer, options: tuple[str, ...], said: str
) -> None:
    done = summarize(command, tmp_path, llm_server.url, *options)
    assert (done.returncode, len(llm_server.requests)) == (2, 0)
    assert said in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--max-usd", "0.000001", "--price", "1/2"), "the budget of $1e-06 is spent"),
        (("--max-tokens", "10"), "the budget of 10 tokens is spent"),
    ],
    ids=["dollars", "tokens"],
)
def test_a_budget_without_room_for_one_request_sends_none(
    command: Command, tmp_path: Path, llm_server: LlmServer, options: tuple[str, ...], said: str
) -> None:
    done = summarize(command, tmp_path, llm_server.url, *options)
    assert (done.returncode, len(llm_server.requests)) == (3, 0)
    assert said in done.stderr
