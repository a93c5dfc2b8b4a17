"""One writer a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from summarizer.errors import StoreError
from summarizer.store.lock import acquire

both = pytest.mark.parametrize("use_flock", [True, False], ids=["flock", "lock file"])


@both
def test_a_held_lock_refuses_the_next_writer_and_names_the_holder(use_flock: bool, tmp_path: Path) -> None:
    target = tmp_path / "r.jsonl"
    lock = acquire(target, use_flock=use_flock)
    with pytest.raises(StoreError) as caught:
        acquire(target, use_flock=use_flock)
    lock.release()
    remedy = "give another --out" if use_flock else f"delete {target}.lock if none runs"
    assert str(caught.value) == (
        f"another run is writing {target} (process {os.getpid()}); wait until it ends, or {remedy}"
    )


@both
def test_a_released_lock_lets_the_next_writer_in_and_leaves_no_file(use_flock: bool, tmp_path: Path) -> None:
    target = tmp_path / "r.jsonl"
    acquire(target, use_flock=use_flock).release()
    acquire(target, use_flock=use_flock).release()
    assert list(tmp_path.iterdir()) == []


def test_a_lock_file_left_by_a_killed_process_does_not_hold_the_lock(tmp_path: Path) -> None:
    target = tmp_path / "r.jsonl"
    (tmp_path / "r.jsonl.lock").write_text("999999999")
    acquire(target).release()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_take_the_lock_file_is_told(tmp_path: Path) -> None:
    target = tmp_path / "none" / "r.jsonl"
    with pytest.raises(StoreError) as caught:
        acquire(target)
    assert str(caught.value) == f"can't lock {target}: no such file or folder; check the path"
