"""The results file: appended, locked, set aside but never overwritten, never half-written."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from summarizer.domain.record import Record
from summarizer.errors import StoreError
from summarizer.store.jsonl import JsonlStore
from summarizer.store.lines import key_of, read_records, record_line


def documents(path: Path) -> list[tuple[str, str]]:
    return [(record.document.id, record.status) for record in read_records(path)]


def test_a_record_is_in_the_file_as_soon_as_append_returns(records: list[Record], tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    with JsonlStore(path) as store:
        for number, record in enumerate(records, start=1):
            assert store.append(record) is True
            assert list(read_records(path)) == records[:number]
    assert [entry.name for entry in tmp_path.iterdir()] == ["r.jsonl"]


def test_the_same_document_under_the_same_schema_and_model_is_written_once(
    make_record: Callable[..., Record], tmp_path: Path
) -> None:
    path = tmp_path / "r.jsonl"
    with JsonlStore(path) as store:
        written = [store.append(make_record("a", model=model)) for model in ("x/1", "x/1", "x/2")]
    assert written == [True, False, True]
    assert [record.provenance.model for record in read_records(path)] == ["x/1", "x/2"]


def test_a_new_run_sets_the_results_of_the_last_one_aside(make_record: Callable[..., Record], tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(record_line(make_record("a")))
    with JsonlStore(path) as store:
        assert store.recovery.notes == (f"earlier results are kept in {path}.previous",)
        assert len(store.finished) == 0
        store.append(make_record("b"))
    assert path.read_bytes() == record_line(make_record("b"))
    assert path.with_name("r.jsonl.previous").read_bytes() == record_line(make_record("a"))


def test_a_file_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text('{"mine": 1}\n')
    with pytest.raises(StoreError, match="isn't results of a run, and is left alone; give another --out"):
        JsonlStore(path)
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("r.jsonl", '{"mine": 1}\n')]


def test_an_empty_file_is_written_to(make_record: Callable[..., Record], tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.touch()
    with JsonlStore(path) as store:
        store.append(make_record("a"))
    assert documents(path) == [("a", "complete")]


def test_a_second_run_on_the_same_file_is_refused_while_the_first_is_open(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    with JsonlStore(path), pytest.raises(StoreError, match=r"^another run is writing .*r\.jsonl \(process \d+\)"):
        JsonlStore(path, resume=True)
    JsonlStore(path, resume=True).close()


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    store = JsonlStore(tmp_path / "r.jsonl")
    store.close()
    store.close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["r.jsonl"]


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Let the system refuse any file beyond ``size`` bytes, as a full disk would: after a part has been written."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_record_that_does_not_fit_leaves_no_half_line_and_can_be_appended_later(
    make_record: Callable[..., Record], tmp_path: Path
) -> None:
    path = tmp_path / "r.jsonl"
    first, second = make_record("a"), make_record("b")
    with JsonlStore(path) as store:
        store.append(first)
        with file_size_limit(len(record_line(first)) + 100), pytest.raises(StoreError) as caught:
            store.append(second)
        assert str(caught.value) == (
            f"can't write {path}: the file would be larger than this system allows; give another --out"
        )
        assert path.read_bytes() == record_line(first)
        assert store.append(second) is True
    assert documents(path) == [("a", "complete"), ("b", "complete")]


def test_records_written_together_stand_there_once_each_and_are_given_back(
    make_record: Callable[..., Record], tmp_path: Path
) -> None:
    path = tmp_path / "r.jsonl"
    a, b, c = (make_record(name) for name in "abc")
    with JsonlStore(path) as store:
        assert store.append_all([a, b, a]) == (a, b)
        assert store.append_all([b, c]) == (c,)
        assert store.append_all([]) == ()
    assert list(read_records(path)) == [a, b, c]


def test_of_records_written_together_to_a_full_disk_the_whole_ones_stay(
    make_record: Callable[..., Record], tmp_path: Path
) -> None:
    path = tmp_path / "r.jsonl"
    a, b, c = (make_record(name) for name in "abc")
    room = len(record_line(a)) + len(record_line(b)) + 50
    with JsonlStore(path) as store, file_size_limit(room), pytest.raises(StoreError):
        store.append_all([a, b, c])
    assert list(read_records(path)) == [a, b]
    with JsonlStore(path, resume=True) as store:
        assert store.append_all([a, b, c]) == (c,)


@pytest.mark.parametrize("name", ["none/r.jsonl", "folder"], ids=["no such folder", "a folder"])
@pytest.mark.parametrize("resume", [False, True], ids=["new", "resume"])
def test_a_path_that_cannot_be_written_is_refused_before_anything_is_made(
    name: str, resume: bool, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match=rf"^can't write {tmp_path / name}: "):
        JsonlStore(tmp_path / name, resume=resume)
    assert [entry.name for entry in tmp_path.rglob("*")] == ["folder"]


KILLED = """
import sys
from pathlib import Path
from summarizer.store.jsonl import JsonlStore
from summarizer.store.lines import read_records

store = JsonlStore(Path(sys.argv[2]))
for record in read_records(Path(sys.argv[1])):
    store.append(record)
    print(record.document.id, flush=True)
    if record.status == "failed":
        sys.stdin.read()
"""


def test_a_killed_run_keeps_what_it_reported_and_the_next_run_ends_with_each_document_once(
    records: list[Record], fixture_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "r.jsonl"
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(fixture_path), str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        reported = [child.stdout.readline().decode().strip() for _ in range(3)]
        child.kill()
    assert [identity for identity, _ in documents(path)] == reported
    with JsonlStore(path, resume=True) as store:
        assert [key_of(record) in store.finished for record in records] == [True, True, *[False] * (len(records) - 2)]
        written = [store.append(record) for record in records if key_of(record) not in store.finished]
    assert written == [True] * 5
    assert sorted(documents(path)) == sorted((record.document.id, record.status) for record in records)
