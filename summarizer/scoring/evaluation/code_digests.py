"""Digests of the package's own code: of what scores, and of what makes records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

__all__ = ["records_digest", "scorer_digest"]

_PACKAGE = Path(__file__).resolve().parents[2]

_UNSCORING = frozenset(
    (
        "__init__.py",
        "cases.py",
        "evaluation",
        "gold",
        "ledger_cases.py",
        "muc4_import.py",
        "published",
        "report",
        "resampling.py",
        "statistics.py",
        "suite.py",
    )
)
"""What no score depends on, below ``scoring``; what isn't listed counts, so that a new file is never overlooked."""

_BESIDE = frozenset(("api.py", "cli", "diagnosis.py", "export", "local", "render", "scoring", "server"))
"""What no record depends on, below the package."""


def scorer_digest() -> str:
    """Return the SHA-256 of the code that scores: scores of one digest can be compared.

    It is of the text, so that a changed comment counts as well: scoring again costs seconds, a wrong comparison a day.
    """
    return _digest(
        path for top in (_PACKAGE / "scoring").iterdir() if top.name not in _UNSCORING for path in _files(top)
    )


def records_digest() -> str:
    """Return the SHA-256 of the code that makes records: a run that was cut off isn't continued by other code."""
    return _digest(path for top in _PACKAGE.iterdir() if top.name not in _BESIDE for path in _files(top))


def _files(path: Path) -> Iterable[Path]:
    return path.rglob("*.py") if path.is_dir() else [path] if path.suffix == ".py" else []


def _digest(paths: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for name, path in sorted((path.relative_to(_PACKAGE).as_posix(), path) for path in paths):
        # a checkout may have turned the line ends
        text = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{name}\n{hashlib.sha256(text).hexdigest()}\n".encode())
    return whole.hexdigest()
