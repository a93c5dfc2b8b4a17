"""A job as server-sent events: how far it is, then its record or its problem."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse

from summarizer.server.jobs import Job
from summarizer.store.lines import record_line

__all__ = ["EVENT_STREAM", "event", "event_answer"]

EVENT_STREAM = "text/event-stream"

_HEARTBEAT_S = 10.0


def event(name: str, data: str) -> bytes:
    """Return one event; a line break in ``data`` is kept by a data line each (WHATWG HTML, 9.2)."""
    lines = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"event: {name}\n{lines}\n".encode(errors="replace")


def event_answer(job: Job) -> StreamingResponse:
    """Return the events of ``job``: `progress` at every stage, `record` or `problem` last; the job outlives them."""
    return StreamingResponse(
        _events(job),
        media_type=EVENT_STREAM,
        headers={"Cache-Control": "no-store", "Location": job.path, "X-Accel-Buffering": "no"},
    )


async def _events(job: Job) -> AsyncIterator[bytes]:
    async for changed in job.changes(_HEARTBEAT_S):
        if not changed:
            yield b": still at it\n\n"
        elif not job.finished:
            yield event("progress", job.shape(whole=False).model_dump_json())
    if job.record is not None:
        yield event("record", record_line(job.record).decode().rstrip("\n"))
    elif job.document is not None:
        yield event("problem", job.document.model_dump_json(exclude_defaults=True))
