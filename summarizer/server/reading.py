"""GET /api/v1/…: records, facts, articles, runs, evaluations, costs and schemas, as the database has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel
from pydantic_core import to_json
from starlette.responses import Response

from summarizer.domain.record import Record
from summarizer.export.rows import CostRecord, EvalRecord, FactRecord
from summarizer.server.answers import choose_fields, is_current, json_answer, link_next, page_json, pick, tag_of
from summarizer.server.documented import READ_STATUSES, problems
from summarizer.server.parameters import parameters_of, query_of, refuse_strangers
from summarizer.server.problems import ProblemError
from summarizer.server.queries import (
    ArticlesQuery,
    CostsQuery,
    EvalsQuery,
    FactsQuery,
    FieldsQuery,
    RecordsQuery,
    RunsQuery,
)
from summarizer.server.services import Answer, Services, ServicesHere
from summarizer.server.shapes import (
    ArticleShape,
    ArticleTextShape,
    CostsShape,
    EvaluationShape,
    FlipShape,
    PageShape,
    RecordShape,
    RunShape,
    SchemasShape,
    names_of,
)
from summarizer.store.database.filters import EvalFilter
from summarizer.store.database.rows import EvalRow, Page

__all__ = ["make_router"]

_ALL_METRICS = 500

Id = Annotated[str, Path(min_length=1, max_length=200, description="Its id.", examples=["3f2a9c0d4b7e41f6"])]
_Row = TypeVar("_Row")

ArticlesAsked = Annotated[ArticlesQuery, Depends(query_of(ArticlesQuery))]
CostsAsked = Annotated[CostsQuery, Depends(query_of(CostsQuery))]
EvalsAsked = Annotated[EvalsQuery, Depends(query_of(EvalsQuery))]
FactsAsked = Annotated[FactsQuery, Depends(query_of(FactsQuery))]
FieldsAsked = Annotated[FieldsQuery, Depends(query_of(FieldsQuery))]
RecordsAsked = Annotated[RecordsQuery, Depends(query_of(RecordsQuery))]
RunsAsked = Annotated[RunsQuery, Depends(query_of(RunsQuery))]


class _JsonSchema(Response):
    media_type = "application/schema+json"


_A_SCHEMA: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The JSON Schema.",
        "content": {
            _JsonSchema.media_type: {"schema": {"type": "object"}, "example": {"type": "object", "title": "NewsReport"}}
        },
    },
    **problems(404, *READ_STATUSES),
}


def _list(query: type[BaseModel], item: type[BaseModel]) -> dict[str, Any]:
    extra = parameters_of(query, fields=names_of(item))
    return {"openapi_extra": extra, "responses": problems(*READ_STATUSES, cached=True)}


def _one(item: type[BaseModel]) -> dict[str, Any]:
    extra = parameters_of(FieldsQuery, fields=names_of(item))
    return {"openapi_extra": extra, "responses": problems(404, *READ_STATUSES, cached=True)}


def make_router() -> APIRouter:
    """Return the routes that read."""
    router = APIRouter(prefix="/api/v1")
    _add_lists(router)
    _add_single(router)
    _add_evaluations(router)
    _add_schemas(router)
    return router


def _add_lists(router: APIRouter) -> None:
    @router.get("/facts", response_model=PageShape[FactRecord], tags=["facts"], **_list(FactsQuery, FactRecord))
    async def facts(request: Request, services: ServicesHere, query: FactsAsked) -> Response:
        """Every leaf fact as one tidy row: filter, sort and page through all of them."""
        return await _page(request, services, query, services.database.facts, FactRecord)

    @router.get(
        "/records",
        response_model=PageShape[RecordShape],
        tags=["records"],
        **_list(RecordsQuery, RecordShape),
    )
    async def records(request: Request, services: ServicesHere, query: RecordsAsked) -> Response:
        """Records without their facts, with the number of facts by support."""
        return await _page(request, services, query, services.database.records, RecordShape)

    @router.get(
        "/articles",
        response_model=PageShape[ArticleShape],
        tags=["articles"],
        **_list(ArticlesQuery, ArticleShape),
    )
    async def articles(request: Request, services: ServicesHere, query: ArticlesAsked) -> Response:
        """Articles without their text."""
        return await _page(request, services, query, services.database.articles, ArticleShape)

    @router.get("/runs", response_model=PageShape[RunShape], tags=["runs"], **_list(RunsQuery, RunShape))
    async def runs(request: Request, services: ServicesHere, query: RunsAsked) -> Response:
        """Runs: batches, imports and evaluations."""
        return await _page(request, services, query, services.database.runs, RunShape)

    @router.get("/costs", response_model=CostsShape, tags=["costs"], **_list(CostsQuery, CostRecord))
    async def costs(request: Request, services: ServicesHere, query: CostsAsked) -> Response:
        """What every model cost, day by day: paid, and saved by the cache."""
        names = choose_fields(query.fields, names_of(CostRecord))

        def read() -> bytes:
            rows = services.database.costs(query.filter())
            return to_json({"items": [{name: getattr(row, name) for name in names} for row in rows]})

        return await _tagged(request, services, read)


def _add_single(router: APIRouter) -> None:
    @router.get(
        "/records/{record_id}",
        response_model=Record,
        tags=["records"],
        **_one(Record),
    )
    async def record(
        request: Request,
        services: ServicesHere,
        record_id: Id,
        query: FieldsAsked,
    ) -> Response:
        """One record whole: the article, its facts and the receipt of each."""

        def read() -> str:
            return pick(_found(services.database.record_json(_searchable(record_id)), "record"), query.fields)

        return await _tagged(request, services, read)

    @router.get(
        "/articles/{article_id}",
        response_model=ArticleTextShape,
        tags=["articles"],
        **_one(ArticleTextShape),
    )
    async def article(
        request: Request,
        services: ServicesHere,
        article_id: Id,
        query: FieldsAsked,
    ) -> Response:
        """One article with its text and numbered sentences."""

        def read() -> str:
            found = _found(services.database.article(_searchable(article_id)), "article")
            row = {name: getattr(found.article, name) for name in names_of(ArticleShape)}
            whole = {**row, "text": found.text, "sentences": found.sentences}
            return pick(to_json(whole).decode(), query.fields)

        return await _tagged(request, services, read)

    @router.get("/runs/{run_id}", response_model=RunShape, tags=["runs"], **_one(RunShape))
    async def run(
        request: Request,
        services: ServicesHere,
        run_id: Id,
        query: FieldsAsked,
    ) -> Response:
        """One run, and what it came to."""

        def read() -> str:
            found = _found(services.database.run(_searchable(run_id)), "run")
            return pick(to_json({name: getattr(found, name) for name in names_of(RunShape)}).decode(), query.fields)

        return await _tagged(request, services, read)


def _add_evaluations(router: APIRouter) -> None:
    @router.get(
        "/evals",
        response_model=PageShape[EvalRecord],
        tags=["evaluations"],
        **_list(EvalsQuery, EvalRecord),
    )
    async def evals(request: Request, services: ServicesHere, query: EvalsAsked) -> Response:
        """Every metric of every evaluation run, with its interval."""
        return await _page(request, services, query, services.database.evals, EvalRecord)

    @router.get(
        "/evals/{run_id}",
        response_model=EvaluationShape,
        tags=["evaluations"],
        **_one(EvaluationShape),
    )
    async def evaluation(
        request: Request,
        services: ServicesHere,
        run_id: Id,
        query: FieldsAsked,
    ) -> Response:
        """One evaluation run: every metric, and what flipped against the baseline."""
        return await _tagged(request, services, lambda: pick(_evaluation(services, _searchable(run_id)), query.fields))


def _add_schemas(router: APIRouter) -> None:
    bare: dict[str, Any] = {"dependencies": [Depends(refuse_strangers)], "tags": ["schemas"]}

    @router.get("/schemas", response_model=SchemasShape, responses=problems(*READ_STATUSES), **bare)
    async def schemas(services: ServicesHere) -> Response:
        """The names of the JSON Schemas."""
        return json_answer(to_json({"items": services.catalogue.names}))

    @router.get("/schemas/{name}", response_class=_JsonSchema, responses=_A_SCHEMA, **bare)
    async def schema(
        services: ServicesHere, name: Annotated[str, Path(min_length=1, max_length=200, examples=["facts"])]
    ) -> Response:
        """One JSON Schema: a schema of the workspace, `record`, `problem`, or a table of the export."""
        text = await services.threads.run(services.catalogue.text, name)
        return _JsonSchema(text, 200, {"Cache-Control": "no-cache"})


async def _page(
    request: Request, services: Services, query: Any, read: Callable[..., Page[Any]], shape: Any
) -> Response:
    """Answer with one page; ``query`` has ``filter()``, ``sort``, ``cursor``, ``limit`` and ``fields``."""
    names = choose_fields(query.fields, names_of(shape))
    tag: str | None = None

    def make() -> Answer:
        page = read(query.filter(), sort=query.sort, cursor=query.cursor, limit=query.limit)
        return Answer(page_json(page.rows, names, page.next), page.next)

    def work() -> tuple[bytes | None, str | None]:
        nonlocal tag
        tag = tag_of(request, services.database.revision())
        if is_current(request, tag):
            return None, None
        return services.recent.made(tag, make)

    body, following = await services.threads.run(work)
    return json_answer(body, tag, headers=link_next(request, following))


async def _tagged(request: Request, services: Services, read: Callable[[], bytes | str]) -> Response:
    """Answer with what ``read`` gives, unless the client has it already."""
    tag: str | None = None

    def make() -> Answer:
        made = read()
        return Answer(made if isinstance(made, bytes) else made.encode())

    def work() -> bytes | None:
        nonlocal tag
        tag = tag_of(request, services.database.revision())
        if is_current(request, tag):
            return None
        return services.recent.made(tag, make).body

    body = await services.threads.run(work)
    return json_answer(body, tag)


def _evaluation(services: Services, number: str) -> str:
    run = services.database.run(number)
    if run is None or run.kind != "eval":
        raise ProblemError("not-found", "there is no evaluation run with this id; /api/v1/evals lists them")
    rows: list[EvalRow] = []
    cursor: str | None = None
    while not rows or cursor is not None:
        page = services.database.evals(EvalFilter(run=(number,)), sort="-at", cursor=cursor, limit=_ALL_METRICS)
        rows += page.rows
        cursor = page.next
        if not page.rows:
            break
    whole = {
        "run": {name: getattr(run, name) for name in names_of(RunShape)},
        "metrics": [{name: getattr(row, name) for name in names_of(EvalRecord)} for row in rows],
        "flips": [
            {name: getattr(flip, name) for name in names_of(FlipShape)} for flip in services.database.flips(number)
        ],
    }
    return to_json(whole, inf_nan_mode="null").decode()


def _searchable(number: str) -> str:
    if "\x00" in number:
        raise ProblemError("not-found", "no id holds a null character")
    return number


def _found(thing: _Row | None, noun: str) -> _Row:
    if thing is None:
        raise ProblemError("not-found", f"there is no {noun} with this id; /api/v1/{noun}s lists them")
    return thing
