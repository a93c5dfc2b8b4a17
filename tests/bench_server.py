"""Fifty clients on the HTTP API over 10,000 records and 400,000 facts, while a run writes.

`python tests/bench_server.py [--seconds 30] [--clients 50] [--records 10000] [--keep FILE.db] [--path NAME=/address …]`
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import hashlib
import itertools
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from summarizer.domain.document import Document, Metadata, Sentence
from summarizer.domain.record import Coverage, Evidence, Provenance, Record, SchemaRef, Support, Usage
from summarizer.store.database.filters import FactFilter
from summarizer.store.database.opening import open_database

OUTLETS = ("The Harbour Post", "Inland Courier", "Northern Echo Line", "Valley Star", "The Morning Ledger")
SUPPORTS: tuple[Support, ...] = ("verified", "verified", "verified", "partial", "unsupported", "derived", "unchecked")
VOCABULARY = 5_000
FACTS = 40
TARGET_MS = 150.0
PAGES_TARGET_MS = 400.0


def record(number: int) -> Record:
    """Return an invented record of forty facts."""
    rng = random.Random(number)
    # as in any language the word of rank n comes up about 1/n as often as the first (Zipf)
    sentences = [" ".join(f"w{int(VOCABULARY ** rng.random())}" for _ in range(12)) + f" {number}." for _ in range(20)]
    text = " ".join(sentences)
    starts = list(itertools.accumulate((len(one) + 1 for one in sentences), initial=0))
    events = [{"what": rng.choice(sentences), "kind": rng.choice(("meeting", "attack", "other"))} for _ in range(10)]
    figures = [{"value": float(rng.randrange(1, 100_000)), "unit": "people"} for _ in range(10)]
    pointers = [f"/events/{n}/{key}" for n in range(10) for key in ("what", "kind")]
    pointers += [f"/figures/{n}/{key}" for n in range(10) for key in ("value", "unit")]
    evidence = {
        pointer: Evidence(sentences=tuple(sorted(rng.sample(range(1, 21), 2))), support=rng.choice(SUPPORTS))
        for pointer in pointers
    }
    return Record(
        document=Document(
            id=hashlib.sha256(text.encode()).hexdigest(),
            source=f"article-{number}.txt",
            text=text,
            sentences=tuple(
                Sentence(id=n, start=starts[n - 1], end=starts[n - 1] + len(one), paragraph=1)
                for n, one in enumerate(sentences, 1)
            ),
            metadata=Metadata(
                headline=sentences[0],
                outlet=rng.choice(OUTLETS),
                published=dt.date(2025, 1, 1) + dt.timedelta(days=number % 400),
                language="en",
            ),
            splitter="bench 1",
        ),
        schema_ref=SchemaRef(name="news_report", version="1", digest="0" * 64),
        facts={"events": list(events), "figures": list(figures)},
        evidence=evidence,
        coverage=Coverage(sentences=20, sent=tuple(range(1, 21)), furniture=(), cited=(), uncited=()),
        status="complete",
        provenance=Provenance(
            model="local/bench",
            strategy="fieldwise",
            usage=Usage(input_tokens=500, output_tokens=50, calls=1),
            cost_usd=0.0,
            package_version="0",
            created=dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=number),
        ),
    )


def build(path: Path, records: int) -> None:
    """Write a database of ``records`` invented records."""
    began = time.perf_counter()
    with open_database(f"sqlite:///{path}") as database:
        for start in range(0, records, 200):
            database.write_all([record(number) for number in range(start, min(start + 200, records))])
    print(f"built {records:,} records, {path.stat().st_size / 1e6:,.0f} MB, in {time.perf_counter() - began:.0f} s")


@dataclass(frozen=True)
class Dashboard:
    """What a dashboard filters by, taken from the database itself."""

    outlets: tuple[str, ...]
    fields: tuple[str, ...]
    words: tuple[str, ...]
    articles: tuple[str, ...]
    first: dt.date
    days: int

    @classmethod
    def of(cls, path: Path) -> Dashboard:
        """Read the choices, and words of the facts shown first."""
        with open_database(f"sqlite:///{path}", read_only=True) as database:
            choices, counts = database.choices(), database.counts()
            articles = tuple(row.id for row in database.articles(limit=100).rows)
            texts = [row.value for row in database.facts(FactFilter(type=("text",)), limit=500).rows]
        assert counts.first is not None
        assert counts.last is not None
        words = sorted({word for text in texts for word in text.split() if word.isalnum()})
        fields = tuple(field for _, field in choices.fields)
        return cls(choices.outlets, fields, tuple(words), articles, counts.first, (counts.last - counts.first).days)

    def addresses(self, seed: int) -> Iterator[str]:
        """Yield filtered addresses, as many kinds as a dashboard asks for."""
        rng = random.Random(seed)
        while True:
            day = self.first + dt.timedelta(days=rng.randrange(self.days))
            outlet, field = quote(rng.choice(self.outlets)), quote(rng.choice(self.fields))
            yield rng.choice(
                (
                    f"/api/v1/facts?outlet={outlet}&since={day}&support=unsupported",
                    f"/api/v1/facts?field={field}&since={day}&until={day + dt.timedelta(days=7)}",
                    f"/api/v1/facts?type=number&number_min={rng.randrange(1, 10_000)}&sort=-number",
                    f"/api/v1/facts?outlet={outlet}&field={field}",
                    f"/api/v1/facts?support=partial&outlet={outlet}",
                    f"/api/v1/facts?q={quote(rng.choice(self.words))}&since={day}",
                )
            )

    def pages(self, seed: int) -> Iterator[str]:
        """Yield addresses of pages as people open them: the list, the newest hundred articles, filtered facts."""
        rng = random.Random(seed)
        while True:
            outlet = quote(rng.choice(self.outlets))
            facts = (f"/facts?support=partial&outlet={outlet}", f"/facts?q={quote(rng.choice(self.words))}")
            articles = [f"/articles/{rng.choice(self.articles)}" for _ in range(3)]
            yield rng.choice(("/", "/", "/", *articles, *facts, "/quality", "/cost"))


async def client(port: int, paths: Iterator[str], until: float, times: dict[str, list[float]], *, gzip: bool) -> None:
    """Ask one address after another over one connection, without a pause, until the time is up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    accepted = "Accept-Encoding: gzip\r\n" if gzip else ""
    while time.perf_counter() < until:
        path = next(paths)
        began = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{accepted}\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{path}: {head.splitlines()[0].decode()}")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        await reader.readexactly(length)
        kind = "/articles/…" if path.startswith("/articles/") else path.partition("?")[0]
        times.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
    writer.close()


async def load(port: int, options: argparse.Namespace, dashboard: Dashboard) -> dict[str, list[float]]:
    """Run all clients; return milliseconds by address."""
    times: dict[str, list[float]] = {}
    until = time.perf_counter() + options.seconds
    asked = dashboard.pages if options.pages else dashboard.addresses
    streams = [
        itertools.repeat(options.path[n % len(options.path)]) if options.path else asked(n)
        for n in range(options.clients)
    ]
    await asyncio.gather(*(client(port, one, until, times, gzip=options.gzip) for one in streams))
    return times


@contextlib.contextmanager
def server(path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run `summarizer serve` and wait until it answers."""
    command = [sys.executable, "-m", "summarizer", "serve", "--db", f"sqlite:///{path}", "--port", str(port),
               "--reads-per-minute", "0"]  # fmt: skip
    with subprocess.Popen(command, env={**os.environ, "SUMMARIZER_CACHE": "false"}) as process:
        try:
            for _ in range(200):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.05)
            yield process
        finally:
            process.terminate()


@contextlib.contextmanager
def writer(path: Path, first: int, *, wanted: bool) -> Iterator[None]:
    """Let another process write ten records a second, as a run does."""
    if not wanted:
        yield
        return
    command = [sys.executable, __file__, "--write", str(path), "--first", str(first)]
    with subprocess.Popen(command) as process:
        try:
            yield
        finally:
            process.terminate()


def write_on(path: Path, first: int) -> None:
    """Write records until told to stop."""
    with open_database(f"sqlite:///{path}") as database:
        for number in itertools.count(first):
            database.write(record(number))
            time.sleep(0.1)


def cpu_seconds(process: int) -> float:
    """Return the processor time of a process so far (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(times: dict[str, list[float]], seconds: float, target: float) -> bool:
    """Print the numbers; return whether 95 of 100 answers came within ``target`` milliseconds."""
    good = True
    for kind, found in sorted(times.items()):
        found.sort()
        p95 = found[int(len(found) * 0.95)]
        print(
            f"{kind}: {len(found) / seconds:,.0f} requests a second, p50 {statistics.median(found):.0f} ms, "
            f"p95 {p95:.0f} ms, p99 {found[int(len(found) * 0.99)]:.0f} ms, worst {found[-1]:.0f} ms"
        )
        good = good and p95 <= target
    return good


def main() -> None:
    """Build, serve, ask, print; exit 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--port", type=int, default=18_765)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--path", action="append", default=[])
    parser.add_argument("--pages", action="store_true", help="ask for the dashboard's pages, not for facts")
    parser.add_argument("--gzip", action="store_true")
    parser.add_argument("--no-writer", action="store_true")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write_on(options.write, options.first)
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "bench.db"
        if not path.exists():
            build(path, options.records)
        dashboard = Dashboard.of(path)
        with server(path, options.port) as process, writer(path, int(time.time()), wanted=not options.no_writer):
            before = cpu_seconds(process.pid)
            times = asyncio.run(load(options.port, options, dashboard))
            spent = cpu_seconds(process.pid) - before
        good = report(times, options.seconds, PAGES_TARGET_MS if options.pages else TARGET_MS)
        print(f"the server used {spent * 1000 / sum(map(len, times.values())):.2f} ms of processor time a request")
        sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
