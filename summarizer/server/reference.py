"""/docs: the API's reference as one page without a script, made from the OpenAPI document itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from jinja2 import ChainableUndefined, Environment, FileSystemLoader
from starlette.responses import Response

from summarizer.server.problems import KINDS

__all__ = ["make_router"]

_ASSETS = Path(__file__).with_name("assets")


def make_router() -> APIRouter:
    """Return the routes of the reference."""
    router = APIRouter()
    style = (_ASSETS / "reference.css").read_bytes()

    @router.get("/docs")
    async def docs(request: Request) -> Response:
        """The reference."""
        return Response(_page(request.app.openapi()), 200, {"Cache-Control": "no-cache"}, "text/html")

    @router.get("/docs/reference.css")
    async def reference_style() -> Response:
        """Its style sheet."""
        return Response(style, 200, {"Cache-Control": "no-cache"}, "text/css")

    return router


def _page(document: dict[str, Any]) -> str:
    environment = Environment(
        loader=FileSystemLoader(_ASSETS),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("reference.html.j2")
    return template.render(
        info=document["info"],
        operations=list(_operations(document)),
        kinds=list(KINDS.values()),
        resolve=partial(_resolve, document),
        pretty=_pretty,
        kind_of=partial(_kind_of, document),
    )


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield {"path": path, "method": method.upper(), **operation}


def _resolve(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema that ``schema`` refers to, or itself."""
    while reference := schema.get("$ref"):
        schema = document["components"]["schemas"][reference.rpartition("/")[2]]
    return schema


def _kind_of(document: dict[str, Any], schema: dict[str, Any]) -> str:
    """Return a type in words: ``text``, ``list of integer``, ``one of …``."""
    schema = _resolve(document, schema)
    if options := schema.get("anyOf"):
        return " or ".join(_kind_of(document, one) for one in options if one.get("type") != "null")
    if labels := schema.get("enum"):
        return "one of " + ", ".join(map(str, labels))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return "list of " + _kind_of(document, schema.get("items", {}))
    return str(schema.get("format") or schema.get("type") or "anything")


def _pretty(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
