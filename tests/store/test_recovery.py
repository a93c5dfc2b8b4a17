"""Going on with a results file: nothing lost, nothing twice, whatever the moment of the kill."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.domain.record import Record, Status
from summarizer.errors import StoreError
from summarizer.store.jsonl import JsonlStore
from summarizer.store.lines import key_of, read_records, record_line
from summarizer.store.recovery import parked_path, recover

Make = Callable[..., Record]


def names(path: Path) -> list[tuple[str, str]]:
    return [(record.document.id, record.status) for record in read_records(path)]


def written(path: Path, *records: Record, tail: bytes = b"") -> Path:
    path.write_bytes(b"".join(map(record_line, records)) + tail)
    return path


def test_resuming_on_no_file_starts_a_new_one(make_record: Make, tmp_path: Path) -> None:
    with JsonlStore(tmp_path / "r.jsonl", resume=True) as store:
        store.append(make_record("a"))
    assert (store.recovery.notes, names(tmp_path / "r.jsonl")) == ((), [("a", "complete")])


def test_complete_and_partial_records_are_finished_and_failed_ones_are_not(make_record: Make, tmp_path: Path) -> None:
    done = [make_record("a"), make_record("b", status="partial")]
    path = written(tmp_path / "r.jsonl", *done, make_record("c", status="failed"))
    with JsonlStore(path, resume=True) as store:
        assert len(store.finished) == 2
        assert all(key_of(record) in store.finished for record in done)
        assert store.recovery.notes == ("2 finished before", "1 failed before and tried again")


def test_a_failed_record_is_replaced_by_the_one_that_succeeds(make_record: Make, tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", make_record("a", status="failed"), make_record("b"))
    with JsonlStore(path, resume=True) as store:
        store.append(make_record("a"))
    assert names(path) == [("b", "complete"), ("a", "complete")]
    assert [entry.name for entry in tmp_path.iterdir()] == ["r.jsonl"]


def test_a_failed_record_that_is_not_tried_again_comes_back(make_record: Make, tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", make_record("a", status="failed"), make_record("b"))
    with JsonlStore(path, resume=True) as store:
        store.append(make_record("c"))
        assert names(path) == [("b", "complete"), ("c", "complete")]
    assert names(path) == [("b", "complete"), ("c", "complete"), ("a", "failed")]


def test_a_record_that_failed_and_later_succeeded_stands_once(make_record: Make, tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", make_record("a", status="failed"), make_record("a"), make_record("a"))
    with JsonlStore(path, resume=True) as store:
        assert store.recovery.notes == ("1 finished before", "1 stood there twice, and stand once now")
    assert names(path) == [("a", "complete")]


def test_an_unfinished_last_line_is_taken_off_wherever_it_was_cut(make_record: Make, tmp_path: Path) -> None:
    line = record_line(make_record("b"))
    for cut in range(1, len(line) - 1):
        path = written(tmp_path / "r.jsonl", make_record("a"), tail=line[:cut])
        assert recover(path).torn_bytes == cut
        assert path.read_bytes() == record_line(make_record("a"))


def test_a_last_line_that_lacks_only_its_newline_is_kept(make_record: Make, tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", make_record("a"), tail=record_line(make_record("b"))[:-1])
    assert recover(path).notes == ("2 finished before",)
    assert path.read_bytes() == record_line(make_record("a")) + record_line(make_record("b"))


def test_zeros_left_by_a_power_cut_are_taken_off(make_record: Make, tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", make_record("a"), tail=record_line(make_record("b"))[:50] + b"\0" * 4096)
    assert recover(path).torn_bytes == 4146
    assert path.read_bytes() == record_line(make_record("a"))


@pytest.mark.parametrize(
    ("content", "number"),
    [
        pytest.param(b"dear diary\n", 1, id="other text"),
        pytest.param(b"dear diary", 1, id="other text without a newline"),
        pytest.param(b'{"id": 1}\n{"id": 2}\n', 1, id="other JSONL"),
        pytest.param(b"\n\nname;age\n", 3, id="after blank lines"),
        pytest.param(b'dear diary\n{"format":"summ', 1, id="before a torn line of ours"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_and_left_as_it_is(content: bytes, number: int, tmp_path: Path) -> None:
    path = tmp_path / "diary.txt"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=rf"^{path}:{number}: not a re"):
        JsonlStore(path, resume=True)
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("diary.txt", content)]


def killed_after_setting_aside(path: Path, failed: Record, other: Record) -> None:
    written(path, failed, other)
    written(parked_path(path), failed)


def killed_after_leaving_the_file(path: Path, failed: Record, other: Record) -> None:
    written(path, other)
    written(parked_path(path), failed)


def killed_after_putting_back(path: Path, failed: Record, other: Record) -> None:
    written(path, other, failed)
    written(parked_path(path), failed)


@pytest.mark.parametrize("kill", [killed_after_setting_aside, killed_after_leaving_the_file, killed_after_putting_back])
def test_a_kill_between_two_steps_loses_and_doubles_nothing(
    kill: Callable[[Path, Record, Record], None], make_record: Make, tmp_path: Path
) -> None:
    path = tmp_path / "r.jsonl"
    kill(path, make_record("a", status="failed"), make_record("b"))
    JsonlStore(path, resume=True).close()
    assert names(path) == [("b", "complete"), ("a", "failed")]
    assert not parked_path(path).exists()


def test_a_new_run_does_not_bring_back_what_a_deleted_file_had_set_aside(make_record: Make, tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    written(parked_path(path), make_record("a", status="failed"))
    with JsonlStore(path) as store:
        store.append(make_record("b"))
    assert names(path) == [("b", "complete")]


run = st.tuples(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["complete", "partial", "failed"])), max_size=5),
    st.one_of(st.none(), st.integers(min_value=0, max_value=300)),
)


@given(runs=st.lists(run, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_series_of_runs_and_kills_keeps_every_record_exactly_once(
    runs: list[tuple[list[tuple[str, Status]], int | None]],
    make_record: Make,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("runs") / "r.jsonl"
    expected: dict[str, str] = {}
    for appends, torn in runs:
        store = JsonlStore(path, resume=True)
        tried: set[str] = set()
        for name, status in appends:
            done = name in tried or expected.get(name) in {"complete", "partial"}
            assert store.append(make_record(name, status=status)) is not done
            if not done:
                expected[name] = status
                tried.add(name)
        if torn is None:
            store.close()
            assert dict(names(path)) == expected
        else:
            kill(store, make_record("e"), torn)
    JsonlStore(path, resume=True).close()
    assert sorted(names(path)) == sorted(expected.items())


def kill(store: JsonlStore, record: Record, torn: int) -> None:
    """Leave the store as a killed process does: in the middle of a line, nothing put back, the lock freed."""
    os.close(store._descriptor)
    store._lock.release()
    with store.path.open("ab") as file:
        file.write(record_line(record)[:torn])
