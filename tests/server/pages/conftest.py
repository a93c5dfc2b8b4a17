"""A dashboard to look at: the seeds and the fixture records, two evaluations, served and as an exported folder."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import http.server
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from summarizer.export.from_database import DatabaseSource
from summarizer.export.pages import add_pages
from summarizer.export.write import export
from summarizer.server import pages
from summarizer.server.app import create_app
from summarizer.server.catalogue import Catalogue
from summarizer.server.options import Limits, ServerOptions
from summarizer.server.run import address_of, listen
from summarizer.server.services import Parts
from summarizer.store.database.opening import open_database
from summarizer.store.database.rows import EvalRow, FlipRow, RunRow
from summarizer.store.lines import read_records

ROOT = Path(__file__).resolve().parents[3]
RECORDS = ROOT / "tests" / "fixtures" / "records" / "articles.jsonl"
SCREENS = ROOT / "out" / "screens"

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a database of the five seeds, summarized here and now, and the fixture records."""
    url = f"sqlite:///{tmp_path_factory.mktemp('news')}/news.db"
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SUMMARIZER_", "OPENAI_"))}
    done = subprocess.run(
        [sys.executable, "-m", "summarizer", "summarize", "seeds", "--db", url],
        cwd=ROOT, env=kept | {"SUMMARIZER_CACHE": "false"}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with open_database(url) as database:
        database.write_all(list(read_records(RECORDS)))
        for day in (3, 4, 5):
            database.write_evaluation(*_evaluation(day))
    return url


def _evaluation(day: int) -> tuple[RunRow, list[EvalRow], list[FlipRow]]:
    at = dt.datetime(2026, 3, day, 4, tzinfo=dt.UTC)
    run, first = f"night-{day}", day == 3
    row = RunRow(
        id=run, kind="eval", started=at, ended=at, model="local/m", strategy="fieldwise", schema=None, suite="nightly",
        package_version="0", complete=2, partial=0, refused=0, failed=0, cached=0, resumed=0, problems=0, cost_usd=None, note=None,
        baseline=first,
    )  # fmt: skip
    parts = [("", 0.5 + day / 50)] + [(f"field=news_report.f{n}.what", n / 20) for n in range(20)]
    metrics = [
        EvalRow(run, "nightly", "local/m", "f1", part, value, 0.3, 0.8, 24, 12, False, at, first)
        for part, value in parts
    ]
    flips = [FlipRow(run, "night-3", "a" * 64, "news_report", "one.yaml", 0, ("/events/e1/what",), (), None)]
    return row, metrics, [] if first else flips


@pytest.fixture(scope="session")
def served(news: str) -> Iterator[str]:
    """Return the address of a server over ``news``."""
    with open_database(news) as database, contextlib.closing(listen("127.0.0.1", 0)) as listening:
        parts = Parts(database, None, Catalogue({}))  # type: ignore[arg-type]  # nothing is summarized
        options = ServerOptions(limits=Limits(reads_a_minute=0))
        app = create_app(parts, options, routers=[pages.make_router()])
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield address_of(listening) + "/"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def folder(news: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that ``news`` was exported to, below another one: hosts serve pages under any path."""
    target = tmp_path_factory.mktemp("host") / "some" / "where"
    target.parent.mkdir()
    with open_database(news, read_only=True) as database:
        export(DatabaseSource(database), target, additions=[add_pages])
    return target


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def hosted(folder: Path) -> Iterator[str]:
    """Return the address of the exported folder on a static host."""
    handler = functools.partial(_Quiet, directory=str(folder.parents[1]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/some/where/"
        server.shutdown()
        thread.join()


# module, not session: while Playwright's loop runs in this thread, no other test of the process can run one of its own
@pytest.fixture(scope="module")
def made(browser: Browser) -> Callable[..., Page]:
    """Return a maker of pages that keeps one a kind: a fresh page costs a second and a half on a busy machine."""

    @functools.cache
    def page(*, scheme: str, width: int) -> Page:
        return browser.new_page(
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            accept_downloads=True,
        )

    return page


@pytest.fixture
def visit(made: Callable[..., Page]) -> Iterator[Open]:
    """Open an address; at the end, check that nothing was asked of another origin, failed, or was complained about."""
    seen: list[str] = []
    origins: set[str] = set()
    listening: list[tuple[Page, str, Callable[..., None]]] = []

    def note_request(asked: object) -> None:
        url = str(getattr(asked, "url", ""))
        if not url.startswith((*origins, "data:", "blob:")):
            seen.append(f"elsewhere: {url}")

    def note_failure(failed: object) -> None:
        url = str(getattr(failed, "url", ""))
        # for the browser, what becomes a download is a page that never came
        if not url.partition("?")[0].endswith(".csv"):
            seen.append(f"failed: {url}")

    def open_it(address: str, *, scheme: str = "light", width: int = 1280) -> Page:
        page = made(scheme=scheme, width=width)
        page.goto("about:blank")
        page.mouse.move(0, 0)
        scheme_end = address.index("/", address.index("//") + 2)
        origins.add(address[: scheme_end + 1])
        for event, note in {
            "console": lambda message: seen.append(f"console: {getattr(message, 'text', '')}"),
            "pageerror": lambda error: seen.append(f"error: {error}"),
            "requestfailed": note_failure,
            "request": note_request,
        }.items():
            page.on(event, note)  # type: ignore[call-overload]  # one overload an event
            listening.append((page, event, note))
        page.goto(address)
        return page

    yield open_it
    for page, event, note in listening:
        page.remove_listener(event, note)
    assert seen == []
