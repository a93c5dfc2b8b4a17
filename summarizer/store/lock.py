"""One writer a file: a lock beside it that a killed process can't leave held."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from summarizer.errors import StoreError
from summarizer.store.faults import store_error

try:
    import fcntl

    _HAS_FLOCK = True
except ImportError:  # pragma: no cover - Windows
    _HAS_FLOCK = False

__all__ = ["Lock", "acquire"]


@dataclass(frozen=True, slots=True)
class Lock:
    """A held lock; ``release`` lets the next writer in and removes the lock file."""

    path: Path
    descriptor: int | None

    def release(self) -> None:
        """Give the lock back; a second call is not allowed."""
        # removed while still held: nobody can have locked this very file in between
        self.path.unlink(missing_ok=True)
        if self.descriptor is not None:
            os.close(self.descriptor)


def acquire(target: Path, *, use_flock: bool = _HAS_FLOCK) -> Lock:
    """Lock ``target`` for this process, by a file ``target.lock`` beside it.

    With ``flock`` the system frees the lock when the process ends, however it ends. Without it (Windows) the lock is
    the existence of the file, and one left by a killed process has to be deleted by hand: the error says so.

    Raises:
        StoreError: Another process holds it, or the folder can't be written.
    """
    path = target.with_name(target.name + ".lock")
    try:
        return Lock(path, _flock(path, target)) if use_flock else _exclusive(path, target)
    except OSError as exc:
        raise store_error(exc, target, action="lock") from exc


def _flock(path: Path, target: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            os.close(descriptor)
            raise StoreError(
                f"another run is writing {target} ({_holder(path)}); wait until it ends, or give another --out"
            ) from exc
        except OSError:
            os.close(descriptor)
            raise
        if _is_same_file(descriptor, path):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, str(os.getpid()).encode())
            return descriptor
        # the last holder removed the file between our open and our lock: ours locks nothing
        os.close(descriptor)


def _exclusive(path: Path, target: Path) -> Lock:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError as exc:
        raise StoreError(
            f"another run is writing {target} ({_holder(path)}); wait until it ends, or delete {path} if none runs"
        ) from exc
    with os.fdopen(descriptor, "wb") as file:
        file.write(str(os.getpid()).encode())
    return Lock(path, None)


def _is_same_file(descriptor: int, path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), path.stat())
    return False


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError):
        text = path.read_text(encoding="ascii", errors="replace").strip()
        if text.isdigit():
            return f"process {text}"
    return "another process"
