"""A database of 10,000 records with 400,000 facts, measured: filling it, and pages of filtered facts under 50 clients."""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator

from summarizer.domain.document import Document, Metadata, Sentence
from summarizer.domain.record import Coverage, Evidence, Provenance, Record, SchemaRef, Support, Usage
from summarizer.store.database.database import Database
from summarizer.store.database.filters import FactFilter
from summarizer.store.database.opening import open_database

RECORDS, CLIENTS, SECONDS = 10_000, 50, 10.0
FIRST_DAY = dt.date(2025, 11, 1)
OUTLETS = [f"Gazette {number}" for number in range(12)]
MODELS = ["local/smollm2", "openai/gpt-5-mini"]
KINDS = ["meeting", "attack", "agreement", "statement", "decision", "election", "disaster", "other"]
# few words that are in most sentences and many rare ones, as in any language
WORDS = [f"w{number}x" for number in range(4_000)]
WEIGHTS = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(WORDS))))


def _words(random_: random.Random, count: int) -> str:
    return " ".join(random_.choices(WORDS, cum_weights=WEIGHTS, k=count))


def _article(number: int, random_: random.Random) -> Document:
    sentences, text = [], ""
    for place in range(1, 31):
        line = f"{_words(random_, 16).capitalize()}."
        sentences.append(Sentence(id=place, start=len(text), end=len(text) + len(line), paragraph=1 + place // 3))
        text += line + "\n"
    return Document(
        id=f"{number:064x}",
        source=f"articles/{number}.txt",
        text=text,
        sentences=tuple(sentences),
        metadata=Metadata(
            headline=_words(random_, 8).capitalize(),
            outlet=random_.choice(OUTLETS),
            published=FIRST_DAY + dt.timedelta(days=number % 365),
            language="en",
        ),
        splitter="bench",
    )


def _support(random_: random.Random) -> Support:
    return random_.choices(("verified", "derived", "partial", "unsupported"), (90, 1, 4, 5))[0]


def record(number: int) -> Record:
    """Return a record with 40 facts in twelve fields."""
    random_ = random.Random(number)
    article = _article(number, random_)
    day = (article.metadata.published or FIRST_DAY).isoformat()
    facts = {
        "headline": article.metadata.headline,
        "summary": [_words(random_, 14) for _ in range(3)],
        "events": [
            {
                "what": _words(random_, 12),
                "kind": random_.choice(KINDS),
                "when": {"text": "on Tuesday", "start": day, "end": day, "precision": "day"},
                "where": _words(random_, 2),
            }
            for _ in range(4)
        ],
        "figures": [{"value": random_.randint(1, 5_000), "unit": _words(random_, 1)} for _ in range(5)],
        "organizations": [_words(random_, 2) for _ in range(5)],
        "places": [_words(random_, 1) for _ in range(5)],
    }
    pointers = ["/headline", *(f"/summary/{at}" for at in range(3))]
    pointers += [f"/events/{at}/{name}" for at in range(4) for name in ("what", "when", "where")]
    pointers += [f"/figures/{at}/{name}" for at in range(5) for name in ("value", "unit")]
    pointers += [f"/{name}/{at}" for name in ("organizations", "places") for at in range(5)]
    evidence = {
        pointer: Evidence(sentences=(random_.randint(1, 30),), support=_support(random_)) for pointer in pointers
    }
    evidence |= {
        f"/events/{at}/kind": Evidence(sentences=(random_.randint(1, 30),), support="unchecked") for at in range(4)
    }
    return Record.model_validate(
        {
            "document": article,
            "schema": SchemaRef(name="news_report", version="1", digest="5e" * 32),
            "facts": facts,
            "evidence": evidence,
            "coverage": Coverage(sentences=30, sent=(), furniture=(), cited=(), uncited=()),
            "status": "complete",
            "provenance": Provenance(
                model=random_.choice(MODELS),
                strategy="oneshot",
                usage=Usage(input_tokens=1_500, output_tokens=900, calls=1, attempts=1, latency_s=4.2),
                cost_usd=0.0021,
                spent_usd=0.0021,
                package_version="bench",
                created=dt.datetime(2026, 11, 1, 3, 0, tzinfo=dt.UTC) + dt.timedelta(seconds=number),
            ),
        }
    )


def questions(random_: random.Random) -> Iterator[tuple[str, FactFilter, str]]:
    """Yield what dashboards ask, for ever: name, filter, sort."""
    word = random.Random(1)
    while True:
        day = FIRST_DAY + dt.timedelta(days=random_.randrange(335))
        yield from (
            ("newest", FactFilter(), "-published"),
            ("support", FactFilter(support=("unsupported",)), "-published"),
            ("field", FactFilter(field=("/events/*/what",)), "-published"),
            ("outlet", FactFilter(outlet=(random_.choice(OUTLETS),)), "-published"),
            ("doubted", FactFilter(field=("/figures/*/value",), support=("partial", "unsupported")), "-published"),
            (
                "outlet+support",
                FactFilter(outlet=(random_.choice(OUTLETS),), support=("unsupported",)),
                "-published",
            ),
            ("month", FactFilter(since=day, until=day + dt.timedelta(days=30), support=("partial",)), "-published"),
            ("numbers", FactFilter(field=("/figures/*/value",), number_min=4_990), "-number"),
            ("figures", FactFilter(field=("/figures/*/value",)), "-number"),
            ("kind", FactFilter(field=("/events/*/kind",), value=(random_.choice(KINDS),)), "-published"),
            ("dated", FactFilter(start_since=day, start_until=day), "start"),
            ("rare word", FactFilter(q=word.choice(WORDS[1_000:])), "-published"),
            ("two words", FactFilter(q=" ".join(word.choices(WORDS[:200], k=2))), "-published"),
            ("common word", FactFilter(q=WORDS[0]), "-published"),
            ("article", FactFilter(article=(f"{random_.randrange(RECORDS):064x}",)), "record"),
            ("oldest", FactFilter(model=(MODELS[0],)), "published"),
        )


def fill(database: Database, records: int) -> None:
    """Write ``records`` records, a hundred a transaction."""
    for first in range(0, records, 100):
        database.write_all([record(number) for number in range(first, min(first + 100, records))])


def alone(database: Database) -> None:
    """Print how long each kind of page takes by itself, the first and the second."""
    for name, where, sort in [one for one, _ in zip(questions(random.Random(0)), range(16), strict=False)]:
        times = []
        rows = 0
        for _ in range(7):
            start = time.perf_counter()
            page = database.facts(where, sort=sort)
            times.append(time.perf_counter() - start)
            rows = len(page.rows)
        second = 0.0
        if page.next is not None:
            start = time.perf_counter()
            database.facts(where, sort=sort, cursor=page.next)
            second = time.perf_counter() - start
        sys.stdout.write(
            f"  {name:<16} {statistics.median(times) * 1e3:7.1f} ms, next {second * 1e3:6.1f} ms, {rows} rows\n"
        )


def crowd(database: Database, *, clients: int = CLIENTS, seconds: float = SECONDS) -> tuple[float, float, int]:
    """Return median and 95th percentile in seconds and the number of pages, with ``clients`` threads asking at once."""
    times: list[float] = []
    until = time.perf_counter() + seconds

    def client(number: int) -> None:
        for _, where, sort in questions(random.Random(number)):
            start = time.perf_counter()
            if start > until:
                return
            database.facts(where, sort=sort)
            times.append(time.perf_counter() - start)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statistics.median(times), statistics.quantiles(times, n=20)[-1], len(times)


def main(url: str | None = None, records: int = RECORDS) -> None:
    """Print what was asked and what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        url = url or f"sqlite:///{folder}/bench.db"
        with open_database(url) as database:
            if not database.counts().records:
                start = time.perf_counter()
                fill(database, records)
                took = time.perf_counter() - start
                sys.stdout.write(f"filled with {records} records in {took:.0f} s, {took / records * 1e3:.1f} ms each\n")
            alone(database)
            middle, slow, pages = crowd(database)
    sys.stdout.write(
        f"{'filtered facts, 50 clients':<44} {'p95 ≤ 150 ms':>18}   "
        f"p95 {slow * 1e3:.0f} ms, median {middle * 1e3:.0f} ms, {pages / SECONDS:.0f} pages a second\n"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", help="An address to keep the data at; default: a file that is thrown away.")
    parser.add_argument("--records", type=int, default=RECORDS)
    options = parser.parse_args()
    main(options.db, options.records)
