"""Sets that stay small: as right as Python's own, and far smaller."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from summarizer.store.compact import FirstSeen, KeySet
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


def test_a_key_takes_less_than_a_hundred_bytes():
    tracemalloc.start()
    keys = KeySet()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(20_000):
        keys.add(RecordKey(f"{number:064x}", "d" * 64, "compatible/model", "oneshot"))
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (after - before) / 20_000 < 100
