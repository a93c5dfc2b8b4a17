"""The app: routes, problems, limits and headers put together."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from summarizer.domain.record import Record
from summarizer.errors import SummarizerError
from summarizer.ingest.web import Resolver
from summarizer.server import health, reading, reference, summarizing
from summarizer.server.engine import public_only, read_article
from summarizer.server.jobs import Jobs, Report
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
_DATABASE_THREADS = 8
_JOB_STATES = ("queued", "running", "done", "failed")


def create_app(
    parts: Parts,
    options: ServerOptions | None = None,
    *,
    routers: Sequence[APIRouter] = (),
    resolver: Resolver | None = None,
) -> FastAPI:
    """Return the app over ``parts``; ``routers`` adds more routes (pages, say), ``resolver`` looks hosts up.

    The caller opens and closes what is in ``parts``; jobs run while the app's lifespan does.
    """
    options = options or ServerOptions()
    metrics = Metrics()
    threads = Threads(_DATABASE_THREADS)
    work = _work(parts, metrics, threads, options, resolver or public_only())
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


def _work(
    parts: Parts, metrics: Metrics, threads: Threads, options: ServerOptions, resolver: Resolver
) -> Callable[[SummaryRequest, Report], Awaitable[Record]]:
    """Return what a job does: read the article, ask the model, store the record."""

    async def work(request: SummaryRequest, report: Report) -> Record:
        report("reading the article" if request.url is None else "fetching the article")
        # its own short reads of the database must not wait for somebody's slow web server
        document: Any = await _reading.run(read_article, request, limits=options.limits, resolver=resolver)
        report(f"asking the model about {len(document.body)} sentences")
        record = await parts.engine.record(document, request.schema_name)
        report("storing the record")
        await threads.run(parts.database.write, record)
        metrics.count_record(record.status, record.provenance.spent_usd)
        return record

    _reading = Threads(parts.workers)
    return work
