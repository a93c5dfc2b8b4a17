"""Take debug information off the compiled libraries of this environment: ``python -m summarizer.local.slim``.

Wheels of spaCy and llama.cpp bring more of it than of code. A program never loads it; only a debugger reads it.
"""

from __future__ import annotations

import os
import struct
import sys
import sysconfig
from pathlib import Path

__all__ = ["end_of_what_is_loaded", "main", "slim"]

_ELF64_LITTLE = b"\x7fELF\x02\x01"
_HEADER = 64
_SECTIONS_AT = 40  # e_shoff: 8 bytes
_SECTION_COUNTS = 60  # e_shnum, e_shstrndx: 2 bytes each
_WORTH_IT = 4096  # bytes


def main(arguments: list[str] | None = None) -> int:
    """Slim every library below the folders named, this environment's own by default; say what it came to."""
    given = sys.argv[1:] if arguments is None else arguments
    folders = [Path(folder) for folder in given] or [Path(sysconfig.get_path("platlib"))]
    missing = [str(folder) for folder in folders if not folder.is_dir()]
    if missing:
        sys.stderr.write(f"slim: {', '.join(missing)}: no such folder; name one that holds installed packages\n")
        return 2
    try:
        saved = [slim(path) for folder in folders for path in sorted(folder.rglob("*.so*"))]
    except OSError as exc:
        sys.stderr.write(f"slim: {exc.filename}: {exc.strerror}; the files before it are done, it is as it was\n")
        return 2
    sys.stdout.write(f"{sum(saved) / 1e6:.0f} MB of debug information off {sum(map(bool, saved))} libraries\n")
    return 0


def slim(library: Path) -> int:
    """Cut ``library`` off where what is loaded of it ends; return how many bytes that saved, 0 for any other file.

    The file is replaced whole: one that a running program has loaded, or that shares its bytes with a cache of
    packages, stays as it is for them. Raises ``OSError`` when it can't be read or replaced.
    """
    if library.is_symlink() or not library.is_file():
        return 0
    data = library.read_bytes()
    end = end_of_what_is_loaded(data)
    if end is None or len(data) - end < _WORTH_IT:
        return 0
    kept = bytearray(data[:end])
    kept[_SECTIONS_AT : _SECTIONS_AT + 8] = bytes(8)
    kept[_SECTION_COUNTS : _SECTION_COUNTS + 4] = bytes(4)
    fresh = library.with_name(f".{library.name}.{os.getpid()}")
    try:
        fresh.write_bytes(kept)
        fresh.chmod(library.stat().st_mode)
        fresh.replace(library)
    finally:
        fresh.unlink(missing_ok=True)
    return len(data) - end


def end_of_what_is_loaded(data: bytes) -> int | None:
    """Return where the last segment ends; what follows (sections of symbols and debug information) is never loaded.

    None for what isn't a whole 64-bit little-endian ELF file: System V ABI, "Object Files" and "Program Loading".
    """
    if len(data) < _HEADER or not data.startswith(_ELF64_LITTLE):
        return None
    (table,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    end = table + size * count
    if not count or end > len(data):
        return None
    for number in range(count):
        offset, _, _, length = struct.unpack_from("<4Q", data, table + number * size + 8)
        end = max(end, offset + length)
    return end if end <= len(data) else None


if __name__ == "__main__":
    sys.exit(main())
