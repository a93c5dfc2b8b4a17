"""The app: routes, problems, limits and headers put together."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from functools import partial

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from summarizer.domain.record import Record
from summarizer.errors import SummarizerError
from summarizer.server import health, reading, reference, summarizing
from summarizer.server.engine import Reader, public_only, read_article
from summarizer.server.jobs import Jobs, Report, Work
from summarizer.server.metrics import Metrics
from summarizer.server.middleware import Doorkeeper
from summarizer.server.openapi import describe
from summarizer.server.options import ServerOptions
from summarizer.server.problems import ProblemError, as_problem, explain, problem_response
from summarizer.server.services import Parts, Services, Threads
from summarizer.server.shapes import SummaryRequest
from summarizer.version import VERSION

__all__ = ["create_app"]

_GZIP_FROM = 1_000
_GZIP_LEVEL = 3  # level 9 takes five times as long for a twentieth less
_DATABASE_THREADS = 4  # more of them only wait for each other: Python runs one at a time
_JOB_STATES = ("queued", "running", "done", "failed")


def create_app(
    parts: Parts,
    options: ServerOptions | None = None,
    *,
    routers: Sequence[APIRouter] = (),
    read: Reader | None = None,
) -> FastAPI:
    """Return the app over ``parts``; ``routers`` adds more routes (pages, say), ``read`` reads what is posted.

    The caller opens and closes what is in ``parts``; jobs run while the app's lifespan does.
    """
    options = options or ServerOptions()
    metrics = Metrics()
    threads = Threads(_DATABASE_THREADS)
    read = read or partial(read_article, limits=options.limits, resolver=public_only())
    work = _work(parts, metrics, threads, read)
    jobs = Jobs(work, explain, workers=parts.workers, limits=options.limits)
    metrics.watch_jobs(jobs.states, _JOB_STATES)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        jobs.start()
        try:
            yield
        finally:
            await jobs.stop()

    app = FastAPI(
        title="summarizer",
        version=VERSION,
        summary="Structured summaries of news articles, with receipts.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=lifespan,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        middleware=[
            Middleware(Doorkeeper, options=options, metrics=metrics),
            Middleware(GZipMiddleware, minimum_size=_GZIP_FROM, compresslevel=_GZIP_LEVEL),
        ],
        exception_handlers=dict.fromkeys(
            (RequestValidationError, HTTPException, ProblemError, SummarizerError), _answer
        ),
    )
    app.state.services = Services(parts.database, parts.catalogue, jobs, metrics, options, threads)
    for router in (reading.make_router(), summarizing.make_router(), health.make_router(), *routers):
        app.include_router(router)
    describe(app, guarded=options.token is not None)
    app.include_router(reference.make_router(), include_in_schema=False)
    return app


async def _answer(request: Request, exc: Exception) -> Response:
    return problem_response(as_problem(exc, request), request.url.path)


def _work(parts: Parts, metrics: Metrics, threads: Threads, read: Reader) -> Work:
    """Return what a job does: read the article, ask the model, store the record."""
    # threads of their own: somebody's slow web server must not hold up the reading of the database
    readers = Threads(parts.workers)

    async def work(request: SummaryRequest, report: Report) -> Record:
        report("fetching the article" if request.url else "reading the article")
        document = await readers.run(read, request)
        report(f"asking the model about {len(document.body)} sentences")
        record = await parts.engine.record(document, request.schema_name or None)
        report("storing the record")
        await threads.run(parts.database.write, record)
        metrics.count_record(record.status, record.provenance.spent_usd)
        return record

    return work
