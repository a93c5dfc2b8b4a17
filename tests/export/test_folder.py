"""The folder changes as a whole or not at all, and only if it is ours."""

import json
import signal
import subprocess
import sys
import textwrap

import pytest

from summarizer.errors import StoreError
from summarizer.export.folder import replacing_folder


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def export_to(target, text):
    with replacing_folder(target) as folder:
        (folder / "sub").mkdir()
        (folder / "sub" / "facts.json").write_text(text)
        manifest = {"format": "summarizer.export/1", "files": [{"path": "sub/facts.json"}]}
        (folder / "index.json").write_text(json.dumps(manifest))


def test_a_missing_an_empty_and_an_earlier_folder_are_written(tmp_path):
    target = tmp_path / "public"
    export_to(target, "one")
    assert contents(target)["sub/facts.json"] == "one"
    export_to(target, "two")
    assert contents(target)["sub/facts.json"] == "two"
    (tmp_path / "empty").mkdir()
    export_to(tmp_path / "empty", "three")
    assert contents(tmp_path / "empty")["sub/facts.json"] == "three"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "public"]


def make_foreign(target):
    target.mkdir()
    (target / "thesis.txt").write_text("mine")


def make_other_manifest(target):
    target.mkdir()
    (target / "index.json").write_text('{"name": "site"}')


def make_mixed(target):
    export_to(target, "one")
    (target / "notes.txt").write_text("mine")


def make_file(target):
    target.write_text("mine")


def make_link(target):
    (target.parent / "elsewhere").mkdir()
    target.symlink_to(target.parent / "elsewhere")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (make_foreign, "holds something that isn't an export, and is left alone"),
        (make_other_manifest, "holds something that isn't an export, and is left alone"),
        (make_mixed, "holds notes.txt, which isn't part of the export and would be lost"),
        (make_file, "it is not a folder"),
        (make_link, "it is not a folder"),
    ],
    ids=["foreign", "another index.json", "a file beside ours", "a file", "a link"],
)
def test_what_is_not_ours_is_refused_and_untouched(tmp_path, make, said):
    target = tmp_path / "public"
    make(target)
    before = contents(tmp_path)
    with pytest.raises(StoreError, match=said):
        export_to(target, "two")
    assert contents(tmp_path) == before


def test_a_missing_parent_is_said(tmp_path):
    with pytest.raises(StoreError, match="doesn't exist; create it first"):
        export_to(tmp_path / "no" / "public", "one")


def test_a_failure_leaves_the_old_export_and_nothing_else(tmp_path):
    target = tmp_path / "public"
    export_to(target, "one")

    def fail():
        with replacing_folder(target) as folder:
            (folder / "half.json").write_text("[")
            raise StoreError("disk is full")

    with pytest.raises(StoreError, match="disk is full"):
        fail()
    assert contents(tmp_path) == {f"public/{name}": text for name, text in contents(target).items()}
    assert contents(target)["sub/facts.json"] == "one"


def test_a_kill_in_the_middle_leaves_the_old_export_and_the_next_one_clears_up(tmp_path):
    target = tmp_path / "public"
    export_to(target, "one")
    program = textwrap.dedent(f"""
        import os, signal
        from pathlib import Path
        from summarizer.export.folder import replacing_folder
        with replacing_folder(Path({str(target)!r})) as folder:
            (folder / "half.json").write_text("[")
            os.kill(os.getpid(), signal.SIGKILL)
    """)
    done = subprocess.run([sys.executable, "-c", program], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert contents(target)["sub/facts.json"] == "one"
    assert [path for path in tmp_path.iterdir() if path.name.endswith(".tmp")]
    export_to(target, "two")
    assert contents(target)["sub/facts.json"] == "two"
    assert list(tmp_path.iterdir()) == [target]


def test_two_exports_to_one_folder_do_not_meet(tmp_path):
    with replacing_folder(tmp_path / "public"), pytest.raises(StoreError, match="another run is writing"):
        export_to(tmp_path / "public", "two")
