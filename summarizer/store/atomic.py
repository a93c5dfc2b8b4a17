"""Writing a file whole or not at all: a temporary file beside it, then a rename."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from summarizer.store.faults import require_file_path, store_error

__all__ = ["replacing", "sync_folder", "write_atomic"]


def write_atomic(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` as UTF-8: afterwards the file is the old one or the new one, whole.

    An existing file is replaced and keeps its permissions; a link keeps pointing where it did. A character that UTF-8
    can't hold (a lone surrogate) becomes "?".

    Raises:
        StoreError: The disk is full, permission is missing, the folder isn't there; nothing is left behind.
    """
    with replacing(path) as file:
        file.write(text.encode("utf-8", errors="replace"))


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write; when the block ends well it is on disk and stands at ``path``, otherwise it is gone.

    Raises:
        StoreError: As ``write_atomic``.
    """
    require_file_path(path)
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.tmp")
    try:
        with _create(temporary, like=target) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as exc:
        raise store_error(exc, path, action="write") from exc
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a created, renamed or removed name in ``folder`` last through a power cut, where the system can."""
    # some systems (Windows, some network mounts) can't open or sync a folder, and need not
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _create(temporary: Path, *, like: Path) -> BinaryIO:
    # os.open instead of tempfile: the umask decides the permissions, as for any file a person makes
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with contextlib.suppress(OSError):
        temporary.chmod(stat.S_IMODE(like.stat().st_mode))
    return os.fdopen(descriptor, "wb")
