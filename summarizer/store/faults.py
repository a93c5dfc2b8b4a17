"""What the file system answered, as an error that says what to do next."""

from __future__ import annotations

import errno
from pathlib import Path

from summarizer.errors import StoreError

__all__ = ["require_file_path", "store_error"]

_REMEDIES = {
    errno.ENOSPC: "the disk is full; free some space, then run the same command again with --resume",
    errno.EDQUOT: "the disk quota is used up; free some space, then run the same command again with --resume",
    errno.EFBIG: "the file would be larger than this system allows; give another --out",
    errno.EACCES: "permission denied; choose a path you may write to, or change its permissions",
    errno.EPERM: "the system does not permit it; choose a path you may write to, or change its permissions",
    errno.EROFS: "the file system is read-only; choose another path",
    errno.EISDIR: "it is a folder; name a file inside it",
    errno.ENOENT: "no such file or folder; check the path",
    errno.ENOTDIR: "a part of the path is a file, not a folder; check the path",
    errno.ENAMETOOLONG: "the name is too long for this file system; choose a shorter one",
}


def store_error(exc: OSError, path: Path, *, action: str) -> StoreError:
    """Return the error for ``exc`` at ``path``; ``action`` is what was tried, for example "write"."""
    remedy = _REMEDIES.get(exc.errno or 0) or f"{exc.strerror or exc}; check the path and the disk"
    return StoreError(f"can't {action} {path}: {remedy}")


def require_file_path(path: Path) -> None:
    """Refuse a path that no file can be written to: no such folder above it, a folder itself, or a device.

    Raises:
        StoreError: With the next step; nothing has been touched.
    """
    if not path.parent.exists():
        raise StoreError(
            f"can't write {path}: the folder {path.parent} doesn't exist; create it first, or choose another"
        )
    if path.is_dir():
        raise StoreError(f"can't write {path}: it is a folder; name a file inside it")
    if path.exists() and not path.is_file():
        raise StoreError(f"can't write {path}: it is not a regular file; leave --out away to print to standard output")
