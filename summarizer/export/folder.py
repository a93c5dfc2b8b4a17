"""Replacing a folder of ours whole: everything is written beside it, then the two change places in one step."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from summarizer.errors import StoreError
from summarizer.store.atomic import sync_folder
from summarizer.store.faults import store_error
from summarizer.store.lock import acquire

__all__ = ["EXPORT_FORMAT", "MANIFEST", "replacing_folder"]

EXPORT_FORMAT = "summarizer.export/1"
MANIFEST = "index.json"

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


@contextlib.contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well it stands at ``target``, otherwise it is gone.

    ``target`` may be missing, empty, or an earlier export with nothing else in it. A process that is killed leaves
    the old export whole; what it left beside it is cleared away by the next one.

    Raises:
        StoreError: ``target`` is something else, another export is writing it, or the disk fails.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - a link stays what it is: it is refused below
    if not target.parent.is_dir():
        raise StoreError(f"can't write {target}: the folder {target.parent} doesn't exist; create it first")
    _require_ours(target)
    lock = acquire(target.with_name(f".{target.name}"))
    try:
        _clear_leftovers(target)
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
        try:
            temporary.mkdir()
            yield temporary
            _sync(temporary)
            _swap(temporary, target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as exc:
        raise store_error(exc, target, action="write") from exc
    finally:
        lock.release()


def _require_ours(target: Path) -> None:
    """Refuse anything that isn't an export, or that holds more than the export's manifest names."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise StoreError(f"can't write {target}: it is not a folder; give another --out")
    if not target.exists():
        return
    try:
        present = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    except OSError as exc:
        raise store_error(exc, target, action="read") from exc
    if not present:
        return
    known = _files_of(target)
    if known is None:
        raise StoreError(f"{target} holds something that isn't an export, and is left alone; give another --out")
    if stranger := min(present - known - {MANIFEST}, default=None):
        raise StoreError(
            f"{target} holds {stranger}, which isn't part of the export and would be lost; move it, or "
            "give another --out"
        )


def _files_of(target: Path) -> set[str] | None:
    """Return the files that the manifest in ``target`` names; None when there is no manifest of ours."""
    try:
        manifest = json.loads((target / MANIFEST).read_bytes())
        return {str(entry["path"]) for entry in manifest["files"]} if manifest["format"] == EXPORT_FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _clear_leftovers(target: Path) -> None:
    # the lock is held: whoever made these is dead
    for path in target.parent.glob(f".{_escaped(target.name)}.*.tmp"):
        shutil.rmtree(path, ignore_errors=True)


def _escaped(name: str) -> str:
    return "".join(f"[{one}]" if one in "*?[" else one for one in name)


def _sync(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def _swap(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):  # pragma: no cover - a system without renameat2
        aside = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
        target.rename(aside)
        try:
            new.rename(target)
        except OSError:
            aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)
    sync_folder(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or its file system can't."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
