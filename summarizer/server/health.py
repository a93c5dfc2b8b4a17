"""Whether the server is alive, whether it can answer, and what it counts."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.responses import Response

from summarizer.server.documented import problems
from summarizer.server.metrics import METRICS_TYPE
from summarizer.server.parameters import refuse_strangers
from summarizer.server.services import ServicesHere
from summarizer.server.shapes import HealthShape

__all__ = ["make_router"]


def make_router() -> APIRouter:
    """Return the routes for whoever watches over the server; rate and Host don't matter to them."""
    router = APIRouter(tags=["operation"], dependencies=[Depends(refuse_strangers)])

    @router.get("/healthz", response_model=HealthShape, responses=problems(422, 500))
    async def healthz() -> Response:
        """The process is alive."""
        return _ok()

    @router.get("/readyz", response_model=HealthShape, responses=problems(422, 500, 503))
    async def readyz(services: ServicesHere) -> Response:
        """The database can be read."""
        await services.threads.run(services.database.ping)
        return _ok()

    @router.get(
        "/metrics",
        responses={
            200: {"description": "Numbers for Prometheus.", "content": {"text/plain": {"schema": {"type": "string"}}}},
            **problems(422, 500),
        },
        response_class=Response,
    )
    async def metrics(services: ServicesHere) -> Response:
        """Requests, latencies, jobs and spend."""
        return Response(services.metrics.text(), 200, {"Cache-Control": "no-store"}, METRICS_TYPE)

    return router


def _ok() -> Response:
    return Response(HealthShape().model_dump_json(), 200, {"Cache-Control": "no-store"}, "application/json")
