from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from summarizer.domain.fact_rows import fact_rows
from summarizer.domain.record import Record
from summarizer.store.database.filters import FactFilter
from summarizer.store.database.opening import open_database

FIXTURES = Path(__file__).parents[2] / "fixtures" / "records" / "articles.jsonl"

WRITER = """
import sys
from pathlib import Path
from summarizer.domain.fact_rows import record_id
from summarizer.store.database.opening import open_database
from summarizer.store.lines import read_records

url, fixtures, first = sys.argv[1:]
pattern = next(iter(read_records(Path(fixtures))))
with open_database(url) as database:
    for number in range(int(first), 1_000_000):
        record = pattern.model_copy(update={"document": pattern.document.model_copy(update={"id": f"{number}"})})
        database.write(record)
        print(record_id(record), flush=True)
"""


def _start(url: str, first: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, url, str(FIXTURES), str(first)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _committed(writer: subprocess.Popen[str], *, after: int, wait_s: float) -> list[str]:
    """Kill the writer some time after its ``after``-th record and return all that it said were written."""
    assert writer.stdout is not None
    said = [writer.stdout.readline().strip() for _ in range(after)]
    time.sleep(wait_s)
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read().splitlines(keepends=True)
    writer.wait()
    writer.stdout.close()
    # a line that was being printed says nothing
    return said + [line.strip() for line in rest if line.endswith("\n")]


def test_a_writer_killed_at_any_moment_loses_no_record_and_leaves_no_half_one(url: str, records: list[Record]):
    whole = len(list(fact_rows(records[0])))
    said: list[str] = []
    for attempt, wait_s in enumerate((0.0, 0.003, 0.007, 0.011)):
        said += _committed(_start(url, attempt * 10_000), after=2, wait_s=wait_s)

    with open_database(url) as database:
        held = {row.id: row for row, _ in database.iter_records()}
        assert set(said) <= set(held)
        assert len(held) - len(said) <= 4
        for name, row in held.items():
            assert row.facts == len(database.facts(FactFilter(record=(name,)), limit=500).rows) == whole
        assert database.total(FactFilter()) == len(held) * whole
        assert database.write(records[1]) == "added"
    _require_sound(url)


def test_a_database_is_read_while_another_program_writes_it(url: str):
    open_database(url).close()
    writer = _start(url, 0)
    assert writer.stdout is not None
    with open_database(url, read_only=True) as database:
        seen = [0]
        slowest = 0.0
        for _ in range(5):
            writer.stdout.readline()
            start = time.perf_counter()
            page = database.facts(limit=500)
            seen.append(database.counts().records)
            slowest = max(slowest, time.perf_counter() - start)
            # every record of the page is whole: it was written in one go
            assert page.rows
        writer.kill()
        writer.wait()
        writer.stdout.close()
        assert seen == sorted(seen)
        assert seen[-1] >= 5
        assert slowest < 10


def test_readers_in_many_threads_see_whole_records_alone(url: str, make_record: Callable[..., Record]):
    stop = threading.Event()
    wrong: list[str] = []
    whole = len(list(fact_rows(make_record())))

    with open_database(url) as database:

        def read() -> None:
            while not stop.is_set():
                found = list(database.iter_facts())
                if len(found) % whole:
                    wrong.append(f"{len(found)} facts of records with {whole}")

        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for number in range(10):
            database.write(make_record("same", minutes=number))
            database.write(make_record(f"{number}"))
        stop.set()
        for reader in readers:
            reader.join()
    assert wrong == []


def _require_sound(url: str) -> None:
    if url.startswith("sqlite"):
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert (
                connection.execute(text("SELECT count(*) FROM fact_words")).scalar()
                == connection.execute(text("SELECT count(*) FROM facts")).scalar()
            )
        engine.dispose()
    else:
        assert url.startswith("postgresql")


@pytest.mark.parametrize("kill", [False, True], ids=["once", "killed and again"])
def test_a_program_killed_while_it_makes_the_database_leaves_one_that_can_be_made(
    tmp_path: Path, unmade_postgres: str, kill: bool
):
    for url in (f"sqlite:///{tmp_path / 'news.db'}", unmade_postgres):
        code = f"from summarizer.store.database.opening import open_database; open_database({url!r}).close()"
        maker = subprocess.Popen([sys.executable, "-c", code])
        if kill:
            time.sleep(0.4)
            maker.kill()
        maker.wait()
        with open_database(url) as database:
            assert database.counts().records == 0
