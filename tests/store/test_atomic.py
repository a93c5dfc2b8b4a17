"""Files appear whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from summarizer.errors import StoreError
from summarizer.store.atomic import replacing, write_atomic
from summarizer.store.faults import store_error


def test_the_file_holds_the_text_and_nothing_else_is_left_beside_it(tmp_path: Path) -> None:
    write_atomic(tmp_path / "page.html", "naïve\n")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("page.html", "naïve\n".encode())]


def test_an_existing_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    path.chmod(0o640)
    write_atomic(path, "new")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o640)


def test_a_link_keeps_pointing_where_it_did(tmp_path: Path) -> None:
    target, link = tmp_path / "target.html", tmp_path / "link.html"
    target.write_text("old")
    link.symlink_to(target)
    write_atomic(link, "new")
    assert (link.is_symlink(), target.read_text()) == (True, "new")


def write_half(path: Path, error: BaseException) -> None:
    with replacing(path) as file:
        file.write(b"half")
        raise error


def test_a_failed_write_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    with pytest.raises(StoreError) as caught:
        write_half(path, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert str(caught.value) == (
        f"can't write {path}: the disk is full; free some space, then run the same command again with --resume"
    )
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("page.html", "old")]


def test_an_interrupted_write_leaves_no_litter_either(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_half(tmp_path / "page.html", KeyboardInterrupt())
    assert list(tmp_path.iterdir()) == []


def test_a_character_that_has_no_utf8_form_does_not_stop_the_page(tmp_path: Path) -> None:
    write_atomic(tmp_path / "page.html", "a\udce9b")
    assert (tmp_path / "page.html").read_text() == "a?b"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param(
            "none/page.html",
            "the folder {folder}/none doesn't exist; create it first, or choose another",
            id="no such folder",
        ),
        pytest.param("folder", "it is a folder; name a file inside it", id="a folder"),
        pytest.param(
            "pipe", "it is not a regular file; leave --out away to print to standard output", id="not a regular file"
        ),
    ],
)
def test_a_path_that_no_file_can_stand_at_is_refused_with_the_next_step(name: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StoreError) as caught:
        write_atomic(tmp_path / name, "x")
    assert str(caught.value) == f"can't write {tmp_path / name}: {reason.format(folder=tmp_path)}"


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (errno.ENOSPC, "the disk is full; free some space, then run the same command again with --resume"),
        (errno.EACCES, "permission denied; choose a path you may write to, or change its permissions"),
        (errno.EROFS, "the file system is read-only; choose another path"),
        (errno.EIO, "Input/output error; check the path and the disk"),
    ],
    ids=["full disk", "permission", "read-only", "anything else"],
)
def test_each_fault_of_the_file_system_is_told_with_its_remedy(code: int, remedy: str) -> None:
    error = store_error(OSError(code, os.strerror(code)), Path("out/r.jsonl"), action="write")
    assert str(error) == f"can't write out/r.jsonl: {remedy}"
