"""What an endpoint was found to support, remembered in memory and in one small JSON file."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

__all__ = ["MODES", "Capability", "CapabilityStore", "Mode", "TokenParameter"]

Mode = Literal["json_schema", "tools", "json_object", "plain"]
"""How a schema is enforced: natively, as a forced function call, as bare JSON, or by asking for fenced JSON."""

MODES: tuple[Mode, ...] = ("json_schema", "tools", "json_object", "plain")
"""Strongest first; the order in which they are tried."""

TokenParameter = Literal["max_tokens", "max_completion_tokens"]

_log = logging.getLogger(__name__)


class Capability(BaseModel):
    """What is known of one model at one endpoint; None where it has not been found out yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode | None = None
    token_parameter: TokenParameter | None = None
    dropped: tuple[str, ...] = ()
    """Request parameters that the endpoint refuses, sorted."""


class CapabilityStore:
    """Capabilities by base URL and model; kept in ``path`` where one is given.

    A file that is missing, damaged or not writable costs nothing but finding out again.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known: dict[str, Capability] | None = None
        self._of_this_run: dict[str, Capability] = {}

    def get(self, base_url: str, model: str) -> Capability:
        """Return what is known, an empty capability when nothing is."""
        name = f"{base_url} {model}"
        return self._of_this_run.get(name) or self._load().get(name, Capability())

    def remember(self, base_url: str, model: str, capability: Capability, *, on_disk: bool = True) -> None:
        """Keep ``capability``, for this run alone unless ``on_disk``; what another process wrote meanwhile stays."""
        name = f"{base_url} {model}"
        if not on_disk or name in self._of_this_run:
            self._of_this_run[name] = capability
            return
        known = self._load()
        if self._path is not None:
            known.update({other: value for other, value in _read(self._path).items() if other not in known})
        known[name] = capability
        if self._path is not None:
            _write(self._path, known)

    def _load(self) -> dict[str, Capability]:
        if self._known is None:
            self._known = {} if self._path is None else _read(self._path)
        return self._known


def _read(path: Path) -> dict[str, Capability]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): Capability.model_validate(entry) for name, entry in entries.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, ValidationError) as exc:
        _log.warning("%s can't be read (%s); what endpoints support is found out again", path, type(exc).__name__)
        return {}


def _write(path: Path, known: dict[str, Capability]) -> None:
    text = json.dumps({name: value.model_dump(mode="json") for name, value in sorted(known.items())}, indent=1)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # a rename is atomic: a reader never sees half a file (mkstemp opens with mode 0600)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError as exc:
        _log.warning("%s can't be written (%s); the next run finds out again what endpoints support", path, exc)
