"""Fetch one large file over HTTP so that a broken download goes on where it stopped, also in a later run."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from summarizer.errors import ModelUnavailableError

if TYPE_CHECKING:
    import httpx2

__all__ = ["Progress", "fetch", "index_address", "locate"]

Progress = Callable[[int, int], None]
"""Called with the bytes that have arrived and the bytes expected."""

_PUBLIC_INDEX = "https://pypi.org/simple"
_TRIES = 5
_TIMEOUT_S = 30.0
_SIMPLE = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
_PARTIAL, _BEYOND = 206, 416


def index_address() -> str:
    """Return the package index that pip is configured to use: from its variables, its files, or its default."""
    named = os.environ.get("PIP_INDEX_URL")
    if named is None and os.environ.get("PIP_NO_INDEX") is None:
        command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
        asked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell, fixed words
        named = asked.stdout.strip() or None if asked.returncode == 0 else None
        named = named or _PUBLIC_INDEX
    return (named or "").rstrip("/")


def locate(index: str, project: str, sha256: str) -> str | None:
    """Return the address of the file with that SHA-256 in an index's list of a project; None where it isn't told.

    An index that isn't reached over HTTP, or can't be read, tells nothing.
    """
    import httpx2  # noqa: PLC0415 - heavy: kept off the start-up path

    if urlsplit(index).scheme not in {"http", "https"}:
        return None
    page = f"{index}/{project}/"
    try:
        answer = httpx2.get(page, headers={"Accept": _SIMPLE}, timeout=_TIMEOUT_S, follow_redirects=True)
        answer.raise_for_status()
    except httpx2.HTTPError:
        return None
    for address, digest in _files(answer.text):
        if digest == sha256:
            return urljoin(str(answer.url), address)
    return None


def _files(page: str) -> list[tuple[str, str]]:
    """Return address and SHA-256 of each file on a page of the simple API, JSON (PEP 691) or HTML (PEP 503)."""
    if page.lstrip().startswith("{"):
        held = json.loads(page)
        return [(str(file["url"]), str(file["hashes"].get("sha256", ""))) for file in held.get("files", ())]
    links = re.findall(r'<a\b[^>]*?href="([^"#]+)#sha256=([0-9a-f]{64})', page)
    return [(html.unescape(address), digest) for address, digest in links]


def fetch(address: str, target: Path, *, sha256: str, progress: Progress | None = None, total: int = 0) -> None:
    """Put the file at ``address`` into ``target``, checked by SHA-256; a part of it that is there already is kept.

    What has arrived stands beside it as ``NAME.part``. A connection that breaks is taken up again a few times, and
    what is missing then is fetched by the next call. Raises ``ModelUnavailableError`` when it can't be completed, or
    when what arrived isn't the pinned file (then nothing is kept).
    """
    import httpx2  # noqa: PLC0415 - heavy: kept off the start-up path

    part = target.with_name(f"{target.name}.part")
    trouble, whole = "it kept breaking off", False
    for _ in range(_TRIES):
        try:
            with httpx2.Client(timeout=_TIMEOUT_S, follow_redirects=True) as client:
                whole = _append(client, address, part, progress, total)
        except httpx2.HTTPStatusError as exc:
            trouble = f"the server answered {exc.response.status_code}"
            break
        except httpx2.HTTPError as exc:
            trouble = f"{type(exc).__name__}: {exc}".rstrip(": ")
        if whole:
            break
    if not whole:
        raise ModelUnavailableError(
            f"the download stopped after {_size(part) / 1e6:.1f} MB ({trouble}); "
            "run `summarizer models pull` again, it goes on where it stopped"
        )
    actual = _sha256(part)
    if actual != sha256:
        part.unlink()
        raise ModelUnavailableError(
            f"what arrived isn't the pinned file (SHA-256 {actual[:12]}…, expected {sha256[:12]}…); nothing was kept: "
            "run `summarizer models pull` again, or check the index"
        )
    part.replace(target)


def _append(client: httpx2.Client, address: str, part: Path, progress: Progress | None, total: int) -> bool:
    """Fetch what is missing of a part; return whether the server had said that this is all."""
    have = _size(part)
    headers = {"Range": f"bytes={have}-"} if have else {}
    with client.stream("GET", address, headers={**headers, "Accept-Encoding": "identity"}) as answer:
        if answer.status_code == _BEYOND:
            return True
        answer.raise_for_status()
        resumed = answer.status_code == _PARTIAL
        arrived = have if resumed else 0
        expected = arrived + int(answer.headers.get("Content-Length", 0)) or total
        with part.open("ab" if resumed else "wb") as sink:
            for chunk in answer.iter_bytes():  # as they come: a chunk of a fixed size is lost when it breaks off
                sink.write(chunk)
                arrived += len(chunk)
                if progress is not None:
                    progress(arrived, max(expected, arrived))
    return arrived >= expected


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
