"""Hand parts to the provider, each once: what a broken connection or a killed process left open is looked up first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

from summarizer.batch.desk import Desk
from summarizer.batch.state import BatchFolder, BatchState, Part
from summarizer.errors import ModelRefusesAccessError, StoreError
from summarizer.store.faults import store_error

__all__ = ["refresh", "send"]

_log = logging.getLogger(__name__)

_WINDOW = "24h"
_MARK = "summarizer_part"
"""Key in a batch's metadata that holds our name for it."""
_PAGE = 100
_ENDS = {"completed", "failed", "expired", "cancelled"}


async def send(state: BatchState, folder: BatchFolder, desk: Desk, *, told: Callable[[str], object]) -> BatchState:
    """Upload and start every part that isn't with the provider yet; return the state, which is on disk.

    Raises:
        ModelError: The provider can't be reached or refuses; what was done is on disk, and sending goes on from there.
    """
    for planned in state.parts:
        part = planned
        if part.status in {"planned", "uploading"}:
            state, part = await _uploaded(state, part, folder, desk)
        if part.status in {"uploaded", "creating"}:
            state, part = await _created(state, part, folder, desk)
            told(f"{part.name}: {part.requests:,} requests sent as {part.batch_id}")
    return state


async def refresh(state: BatchState, folder: BatchFolder, desk: Desk) -> BatchState:
    """Ask the provider how far each part is; return the state, which is on disk."""
    for part in state.parts:
        if part.status != "submitted" or part.batch_id is None:
            continue
        path = f"/batches/{part.batch_id}"
        found = await desk.patiently(lambda path=path: desk.api.api("GET", path))  # type: ignore[misc]  # bound in time
        state = folder.save(state.with_part(_looked_at(part, found)))
    return state


async def _uploaded(state: BatchState, part: Part, folder: BatchFolder, desk: Desk) -> tuple[BatchState, Part]:
    filename = f"{state.id}-{part.name}.jsonl"
    known = None
    if part.status == "uploading":
        known = await desk.patiently(lambda: _find_file(filename, part, desk))
    part = part.model_copy(update={"status": "uploading"})
    state = folder.save(state.with_part(part))
    if known is None:
        data = await asyncio.to_thread(_content, folder, part)
        known = _id(await desk.patiently(lambda: desk.api.upload(data, filename=filename)), "file")
    part = part.model_copy(update={"status": "uploaded", "file_id": known})
    return folder.save(state.with_part(part)), part


async def _created(state: BatchState, part: Part, folder: BatchFolder, desk: Desk) -> tuple[BatchState, Part]:
    mark = f"{state.id}/{part.name}"
    body = {
        "input_file_id": part.file_id,
        "endpoint": "/v1/chat/completions",
        "completion_window": _WINDOW,
        "metadata": {_MARK: mark},
    }
    in_doubt = part.status == "creating"
    part = part.model_copy(update={"status": "creating"})
    state = folder.save(state.with_part(part))

    async def create() -> dict[str, Any]:
        nonlocal in_doubt
        if in_doubt:
            found = await _find_batch(mark, desk)
            if found is not None:
                return found
        in_doubt = True  # starting a batch twice costs twice: from here on it is looked up first
        return await desk.api.api("POST", "/batches", body)

    batch = await desk.patiently(create)
    part = _looked_at(part.model_copy(update={"status": "submitted", "batch_id": _id(batch, "batch")}), batch)
    return folder.save(state.with_part(part)), part


async def _find_file(filename: str, part: Part, desk: Desk) -> str | None:
    async for found in _listed("/files?purpose=batch&", desk):
        if found.get("filename") == filename and found.get("bytes") == part.bytes:
            return _id(found, "file")
    return None


async def _find_batch(mark: str, desk: Desk) -> dict[str, Any] | None:
    async for found in _listed("/batches?", desk):
        if (found.get("metadata") or {}).get(_MARK) == mark:
            return found
    return None


async def _listed(path: str, desk: Desk) -> AsyncIterator[dict[str, Any]]:
    """Yield every object that a list holds, newest first, page by page."""
    after = ""
    while True:
        try:
            page = await desk.api.api("GET", f"{path}limit={_PAGE}{after}")
        except ModelRefusesAccessError as exc:
            _log.warning("%s doesn't list what it has (%s); taken as not there", desk.endpoint.name, exc)
            return
        items = [item for item in page.get("data") or [] if isinstance(item, dict)]
        for item in items:
            yield item
        if not page.get("has_more") or not items:
            return
        after = f"&after={items[-1].get('id')}"


def _looked_at(part: Part, batch: dict[str, Any]) -> Part:
    counts = batch.get("request_counts") or {}
    status = str(batch.get("status"))
    errors = (batch.get("errors") or {}).get("data") or []
    return part.model_copy(
        update={
            "status": "ended" if status in _ENDS else "submitted",
            "batch_status": status,
            "completed": int(counts.get("completed") or 0),
            "failed": int(counts.get("failed") or 0),
            "output_file_id": batch.get("output_file_id"),
            "error_file_id": batch.get("error_file_id"),
            "errors": tuple(str(one.get("message") or one.get("code")) for one in errors if isinstance(one, dict))[:10],
        }
    )


def _content(folder: BatchFolder, part: Part) -> bytes:
    path = folder.requests_path(part.name)
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise store_error(exc, path, action="read") from exc
    if len(data) != part.bytes:
        raise StoreError(f"{path}: {len(data)} bytes, where {part.bytes} were written; submit anew to another --out")
    return data


def _id(found: dict[str, Any], kind: str) -> str:
    value = found.get("id")
    if not isinstance(value, str):
        raise ModelRefusesAccessError(f"the endpoint gave no id for a {kind}; does it offer OpenAI's Batch API?")
    return value
