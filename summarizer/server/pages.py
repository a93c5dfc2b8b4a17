"""The pages for people, out of the same database as the API: Today, Article, Facts, Quality and Cost."""

from __future__ import annotations

import hashlib
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse
from pydantic import BaseModel, ValidationError

from summarizer.errors import QueryError
from summarizer.export.columns import columns_of
from summarizer.export.formats import write_csv
from summarizer.export.rows import FactRecord
from summarizer.render.pages.article import article_page
from summarizer.render.pages.cost import cost
from summarizer.render.pages.facts import FactsView, facts_page, find_facts
from summarizer.render.pages.links import ServerLinks
from summarizer.render.pages.quality import quality
from summarizer.render.pages.shell import ASSETS, asset_text, render
from summarizer.render.pages.today import TodayView, today
from summarizer.server.answers import is_current, tag_of
from summarizer.server.kept import Kept
from summarizer.server.queries import ArticlesQuery, FactsQuery
from summarizer.server.recent import Recent
from summarizer.server.services import ServicesHere
from summarizer.store.database.filters import FactFilter, RecordFilter
from summarizer.store.database.rows import Choices

if TYPE_CHECKING:
    from summarizer.store.database.database import Database

__all__ = ["make_router"]

_LINKS = ServerLinks()
_MOST_RECORDS = 100
_MENUS_LAST = 20
_PIECE = 65_536

Pairs = Sequence[tuple[str, str]]
_Query = TypeVar("_Query", bound=BaseModel)


class _MissingError(Exception):
    """What a page is of isn't there."""


def make_router(*, most_in_csv: int = 100_000) -> APIRouter:
    """Return the routes of the pages; they ask for no token, since they only read.

    A download of more than ``most_in_csv`` facts is refused with the way to get them.
    """
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    menus, recent = _Menus(), Recent[str](len)
    show = _Shower(Kept())

    @router.get("/")
    async def show_today(request: Request, services: ServicesHere) -> Response:
        return await show(request, services, lambda database: _today(database, _given(request)))

    @router.get("/articles/{article}")
    async def show_article(request: Request, services: ServicesHere, article: str) -> Response:
        record = request.query_params.get("record")
        return await show(request, services, lambda database: _article(database, article, record, recent))

    @router.get("/facts")
    async def show_facts(request: Request, services: ServicesHere) -> Response:
        return await show(
            request, services, lambda database: _facts(database, _given(request), menus.of(database), recent)
        )

    @router.get("/quality")
    async def show_quality(request: Request, services: ServicesHere) -> Response:
        return await show(request, services, lambda database: quality(database, _LINKS, menus.of(database).suites))

    @router.get("/cost")
    async def show_cost(request: Request, services: ServicesHere) -> Response:
        return await show(request, services, lambda database: cost(database, _LINKS))

    _add_files(router)
    _add_download(router, most_in_csv)
    return router


def _add_files(router: APIRouter) -> None:
    assets = {name: asset_text(name).encode() for name in ASSETS}
    tags = {name: f'"{hashlib.sha256(body).hexdigest()[:16]}"' for name, body in assets.items()}

    @router.get("/static/{name}")
    async def show_asset(request: Request, name: str) -> Response:
        if name not in assets:
            return _message("Not here", f"There is no file {name!r}.", 404)
        headers = {"ETag": tags[name], "Cache-Control": "no-cache"}
        if is_current(request, tags[name]):
            return Response(None, 304, headers)
        return Response(assets[name], 200, headers, ASSETS[name])


def _add_download(router: APIRouter, most: int) -> None:
    @router.get("/facts.csv")
    async def download_facts(request: Request, services: ServicesHere) -> Response:
        query, problem = _asked(FactsQuery, _given(request))
        if problem:
            return _message("Not understood", problem, 422)
        try:
            pieces = await services.threads.run(_csv, services.database, query.filter(), most)
        except QueryError as exc:
            return _message("Not understood", str(exc), 422)
        headers = {"Content-Disposition": 'attachment; filename="facts.csv"', "Cache-Control": "no-cache"}
        return StreamingResponse(pieces, headers=headers, media_type="text/csv; charset=utf-8")


class _Shower:
    """Answers with pages, out of those that are kept where that will do."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def __call__(self, request: Request, services: ServicesHere, build: Callable[[Database], str]) -> Response:
        """Return the page that ``build`` makes, or 304, or a page that says what is wrong with the address."""
        database, threads = services.database, services.threads
        address = f"{request.url.path}?{request.url.query}"
        try:
            page = await self._kept.page(
                address, lambda: threads.run(database.revision), lambda: threads.run(build, database)
            )
        except _MissingError as exc:
            return _message("Not here", str(exc), 404)
        except QueryError as exc:
            return _message("Not understood", str(exc), 422)
        tag = tag_of(request, page.revision)
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        return Response(None, 304, headers) if is_current(request, tag) else HTMLResponse(page.html, 200, headers)


def _message(title: str, detail: str, status: int) -> HTMLResponse:
    page = render("message.html.j2", _LINKS, current="message", title=title, detail=detail)
    return HTMLResponse(page, status, {"Cache-Control": "no-cache"})


def _given(request: Request) -> Pairs:
    """Return the query as written, without what a form sends empty."""
    pairs = parse_qsl(request.url.query, max_num_fields=200, errors="replace")
    return [(name, value) for name, value in pairs if value.strip()]


def _asked(model: type[_Query], pairs: Pairs) -> tuple[_Query, str]:
    """Return the query that ``pairs`` stand for, and what of it wasn't understood and is left out."""
    known = {field.alias or name: field for name, field in model.model_fields.items()}
    values: dict[str, object] = {}
    for name, value in pairs:
        several = name in known and known[name].default_factory is list
        if several:
            values[name] = [*values.get(name, []), value]  # type: ignore[misc]
        elif name in known:
            values[name] = value
    try:
        return model.model_validate(values), ""
    except ValidationError as exc:
        wrong = {str(fault["loc"][0]): f"{fault['loc'][0]}: {fault['msg']}" for fault in exc.errors()}
        left = {name: value for name, value in values.items() if name not in wrong}
        return model.model_validate(left), "; ".join(wrong.values())


def _today(database: Database, pairs: Pairs) -> str:
    query, _ = _asked(ArticlesQuery, [pair for pair in pairs if pair[0] not in ("limit", "sort")])
    return today(database, _LINKS, TodayView(query.filter(), query.cursor), database.counts())[0]


def _article(database: Database, article: str, wanted: str | None, recent: Recent[str]) -> str:
    made = database.records(RecordFilter(article=(article,)), sort="-created", limit=_MOST_RECORDS).rows
    chosen = next((row for row in made if row.id == wanted), None) if wanted else next(iter(made), None)
    if chosen is None:
        raise _MissingError(f"There is no {'record' if made else 'article'} {wanted if made else article!r}.")
    row = chosen

    def build() -> str:
        record = database.record(row.id)
        if record is None:  # replaced between the two questions
            raise _MissingError(f"There is no record {row.id!r} any more; open the article again.")
        return article_page(record, row, made, _LINKS)

    return recent.made((row, made), build)


def _facts(database: Database, pairs: Pairs, choices: Choices, recent: Recent[str]) -> str:
    query, problem = _asked(FactsQuery, [pair for pair in pairs if pair[0] != "limit"])
    kept = tuple(pair for pair in pairs if pair[0] not in ("cursor", "limit"))
    view = FactsView(query.filter(), query.sort, query.cursor, query.limit, kept)
    found = find_facts(database, view)
    return recent.made(
        (found, view, choices, problem), lambda: facts_page(found, _LINKS, view, choices, problem=problem)
    )


class _Menus:
    """What the filters offer; of a large database, as it was a few seconds ago."""

    def __init__(self) -> None:
        self._known: tuple[str, float, Choices] | None = None
        self._lock = threading.Lock()

    def of(self, database: Database) -> Choices:
        """Return the choices of the database: new ones when it has changed, and making the last ones is well past."""
        known = self._known
        if known is not None and (time.monotonic() < known[1] or known[0] == database.revision()):
            return known[2]
        if not self._lock.acquire(blocking=known is None):
            assert known is not None
            return known[2]
        try:
            if known is None and self._known is not None:
                return self._known[2]
            began, revision, choices = time.monotonic(), database.revision(), database.choices()
            took = time.monotonic() - began
            self._known = (revision, began + took * _MENUS_LAST, choices)
            return choices
        finally:
            self._lock.release()


def _csv(database: Database, where: FactFilter, most: int) -> Iterator[bytes]:
    """Return the facts in ``where`` as CSV, piece by piece; written out first, so that a fault is still an answer.

    Raises:
        QueryError: They are too many for one answer.
    """
    if database.total(where) > most:
        raise QueryError(
            f"more than {most:,} facts pass these filters; add one, or take them all with "
            "`summarizer export --format csv`"
        )
    file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 (the generator closes it)
    write_csv(file, columns_of(FactRecord), database.iter_facts(where))
    file.seek(0)

    def pieces() -> Iterator[bytes]:
        with file:
            while piece := file.read(_PIECE):
                yield piece.encode()

    return pieces()
