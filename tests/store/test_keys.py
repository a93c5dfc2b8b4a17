"""Sets for runs of any length: as right as Python's own, and never larger than their share of memory."""

from __future__ import annotations

import subprocess
import sys
import threading

from hypothesis import given
from hypothesis import strategies as st

from summarizer.store.keys import FirstSeen, KeySet
from summarizer.store.lines import RecordKey


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 3)), max_size=60))
def test_a_key_set_answers_as_a_set_does(keys):
    ours, theirs = KeySet(), set()
    for key in keys:
        assert (key in ours) == (key in theirs)
        assert ours.add(key) == (key not in theirs)
        theirs.add(key)
    assert len(ours) == len(theirs)
    assert all(key in ours for key in theirs)


def test_it_keeps_what_it_has_when_it_grows():
    keys = KeySet()
    for number in range(5_000):
        keys.add((number, "x"))
    assert len(keys) == 5_000
    assert all((number, "x") in keys for number in range(5_000))
    assert not any((number, "y") in keys for number in range(5_000))


def test_the_first_name_is_remembered():
    seen = FirstSeen()
    assert [seen.add("1", "a.txt"), seen.add("2", "caf\udce9.txt"), seen.add("1", "b.txt")] == [None, None, "a.txt"]
    assert seen.add("2", "c.txt") == "caf\udce9.txt"


def test_what_memory_does_not_hold_lies_on_disk():
    """A process of its own tells what it takes: SQLite's memory isn't Python's."""
    program = (
        "import resource, sys\n"
        "from summarizer.store.keys import FirstSeen\n"
        "seen = FirstSeen()\n"
        "unit = 2**20 if sys.platform == 'darwin' else 2**10\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit\n"
        "seen.add('0', 'source')\n"
        "before = peak()\n"
        "for number in range(100_000): seen.add(str(number), f'corpus/articles.jsonl:{number}')\n"
        "assert seen.add('77777', 'x') == 'corpus/articles.jsonl:77777'\n"
        "print(peak() - before)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert float(done.stdout) < 5


def test_a_key_takes_less_than_a_hundred_bytes():
    """Of what the process takes, SQLite's share included."""
    program = (
        "import resource, sys\n"
        "from summarizer.store.keys import KeySet\n"
        "from summarizer.store.lines import RecordKey\n"
        "keys = KeySet()\n"
        "unit = 1 if sys.platform == 'darwin' else 2**10\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit\n"
        "key = lambda number: RecordKey(f'{number:064x}', 'd' * 64, 'compatible/model', 'oneshot')\n"
        "keys.add(key(0))\n"
        "before = peak()\n"
        "for number in range(20_000): keys.add(key(number))\n"
        "print((peak() - before) / 20_000)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert float(done.stdout) < 100


def test_keys_that_look_alike_are_told_apart():
    keys = KeySet()
    alike = [(None, "x"), ("None", "x"), ("a\0b",), ("a", "b"), (1,), ("1",)]
    assert all(keys.add(key) for key in alike)
    assert RecordKey("1", "2", "3", "4", 0) not in keys
    keys.add(("1", "2", "3", "4", 0))
    assert RecordKey("1", "2", "3", "4", 0) in keys


def test_threads_add_each_key_once():
    keys = KeySet()
    won: list[int] = []

    def add() -> None:
        won.extend(number for number in range(500) if keys.add((number,)))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == list(range(500))
    assert len(keys) == 500


def test_a_full_disk_says_what_to_do():
    """With no space for files, what outgrows memory is an error of ours that tells the next step."""
    program = (
        "import resource, signal\n"
        "from summarizer.errors import StoreError\n"
        "from summarizer.store.keys import KeySet\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "keys = KeySet()\n"
        "try:\n"
        "    for number in range(300_000): keys.add((number,))\n"
        "except StoreError as exc:\n"
        "    print(exc)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert "TMPDIR" in done.stdout
    assert "--resume" in done.stdout
