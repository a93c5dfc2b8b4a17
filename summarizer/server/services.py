"""What the routes work with, built once for an app and passed to each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, NamedTuple, ParamSpec, TypeVar

import anyio
import anyio.to_thread
from fastapi import Depends, Request

from summarizer.server.catalogue import Catalogue
from summarizer.server.engine import Summarizes
from summarizer.server.jobs import Jobs
from summarizer.server.metrics import Metrics
from summarizer.server.options import ServerOptions
from summarizer.server.recent import Recent

if TYPE_CHECKING:
    from summarizer.store.database.database import Database

__all__ = ["Answer", "Parts", "Services", "ServicesHere", "Threads"]

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Threads:
    """A few threads for what would hold the event loop up: the database above all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._limiter: anyio.CapacityLimiter | None = None

    async def run(self, call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Return what ``call`` returns, from one of the threads."""
        if self._limiter is None:
            # made late: it belongs to the running event loop
            self._limiter = anyio.CapacityLimiter(self._most)
        return await anyio.to_thread.run_sync(lambda: call(*args, **kwargs), limiter=self._limiter)


class Answer(NamedTuple):
    """The body of an answer, and the cursor of the page that follows it."""

    body: bytes
    following: str | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """What an app is built from: the database, what makes records, and where schemas are found."""

    database: Database
    engine: Summarizes
    catalogue: Catalogue
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Services:
    """What a route may use."""

    database: Database
    catalogue: Catalogue
    jobs: Jobs
    metrics: Metrics
    options: ServerOptions
    threads: Threads
    recent: Recent[Answer] = field(default_factory=lambda: Recent(lambda answer: len(answer.body)))


async def _services(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)
    return services


ServicesHere = Annotated[Services, Depends(_services)]
"""The type of a route's parameter that is given the services."""
