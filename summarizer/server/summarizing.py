"""POST /api/v1/summaries: an article in, its record out: at once, as events, or later as a job."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from starlette.responses import Response

from summarizer.domain.fact_rows import record_id
from summarizer.domain.record import Record
from summarizer.server.documented import POST_STATUSES, READ_STATUSES, problems
from summarizer.server.events import EVENT_STREAM, event_answer
from summarizer.server.guards import require_token
from summarizer.server.jobs import Job
from summarizer.server.parameters import refuse_strangers
from summarizer.server.services import ServicesHere
from summarizer.server.shapes import JobShape, SummaryRequest
from summarizer.store.lines import record_line

__all__ = ["make_router"]

_LONGEST_WAIT = 300.0
_PREFER_WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,4})\"?", re.IGNORECASE)

Wait = Annotated[
    float | None,
    Query(
        ge=0, le=_LONGEST_WAIT, allow_inf_nan=False,
        description="Seconds to wait for the record before a job is answered; wins over Prefer.", examples=[10],
    ),
]  # fmt: skip
Prefer = Annotated[
    str | None,
    Header(
        max_length=200,
        description="`respond-async`: answer with a job at once; `wait=10`: after ten seconds (RFC 7240).",
        examples=["respond-async"],
    ),
]
_STREAM = {
    "schema": {"type": "string"},
    "example": 'event: progress\ndata: {"id":"j_4fZ0yq1v9mXr3tKc","state":"running","stage":"reading the article"}\n\n'
    'event: record\ndata: {"format":"summarizer.record/1"}\n\n',
}


def make_router() -> APIRouter:
    """Return the routes that make records."""
    router = APIRouter(prefix="/api/v1", tags=["summaries"], dependencies=[Depends(refuse_strangers)])

    @router.post(
        "/summaries",
        status_code=201,
        response_model=Record,
        dependencies=[Depends(require_token)],
        responses={
            200: {
                "description": "With `Accept: text/event-stream`: `progress` events, then one `record` or `problem`.",
                "content": {EVENT_STREAM: _STREAM},
            },
            202: {"model": JobShape, "description": "It takes longer; Location says where the outcome will be."},
            **problems(*POST_STATUSES),
        },
        openapi_extra={"security": [{}, {"token": []}]},
    )
    async def summaries(
        request: Request, services: ServicesHere, body: SummaryRequest, wait: Wait = None, prefer: Prefer = None
    ) -> Response:
        """Summarize one article, given as text or as a public address; the record is stored as well.

        Answers with the record (201), or, when it takes longer than the wait, with a job (202). A record whose status
        is `failed` or `refused` is a record too: its `error` says what went wrong with this article.
        """
        job = services.jobs.submit(body)
        if _wants_events(request):
            return event_answer(job)
        seconds, applied = _patience(wait, prefer, services.options.limits.wait_seconds)
        await job.wait(seconds)
        return _outcome(job, {"Preference-Applied": applied} if applied else {})

    @router.get(
        "/jobs/{job_id}",
        response_model=JobShape,
        responses={**problems(404, *READ_STATUSES)},
    )
    async def job(
        request: Request,
        services: ServicesHere,
        job_id: Annotated[str, Path(min_length=1, max_length=100, examples=["j_4fZ0yq1v9mXr3tKc"])],
    ) -> Response:
        """How far a summary is, and its record once it is done; as events with `Accept: text/event-stream`."""
        found = services.jobs.get(job_id)
        if _wants_events(request):
            return event_answer(found)
        headers = {"Cache-Control": "no-store"} if found.finished else {"Cache-Control": "no-store", "Retry-After": "1"}
        return Response(found.shape().model_dump_json(), 200, headers, "application/json")

    return router


def _wants_events(request: Request) -> bool:
    return EVENT_STREAM in request.headers.get("accept", "").lower()


def _patience(wait: float | None, prefer: str | None, default: float) -> tuple[float, str | None]:
    """Return the seconds to wait, and the preference that was followed (RFC 7240, 3)."""
    if wait is not None:
        return wait, None
    asked = _PREFER_WAIT.search(prefer or "")
    if asked:
        return min(float(asked[1]), _LONGEST_WAIT), f"wait={asked[1]}"
    if "respond-async" in (prefer or "").lower():
        return 0.0, "respond-async"
    return default, None


def _outcome(job: Job, headers: dict[str, str]) -> Response:
    if job.problem is not None:
        raise job.problem
    if job.record is not None:
        where = f"/api/v1/records/{record_id(job.record)}"
        found = {"Cache-Control": "no-store", "Location": where, **headers}
        return Response(record_line(job.record).rstrip(b"\n"), 201, found, "application/json")
    found = {"Cache-Control": "no-store", "Location": job.path, "Retry-After": "1", **headers}
    return Response(job.shape().model_dump_json(), 202, found, "application/json")
