"""The OpenAPI document: what FastAPI finds out, with problems, token, examples and free choice of fields put right."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from summarizer.server.problems import Problem

__all__ = ["describe"]

_ABOUT = """\
Articles, their facts, and the sentences every fact came from, checked by code.

Lists are pages: `limit` items, then `next` (also in the Link header) goes into `cursor`. `fields` chooses members.
A parameter that an address doesn't have is refused, not ignored. What is read from the database carries an ETag, and
every error is a problem document (RFC 9457), whose kinds are explained at /docs.
"""

_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "The token the server was started with (--token, SUMMARIZER_API_TOKEN). Reading needs none.",
}
_RECORD = Path(__file__).with_name("assets") / "record.example.json"
# types of which `fields` may leave members out
_CHOOSABLE = ("FactRecord", "RecordShape", "ArticleShape", "ArticleTextShape", "RunShape", "EvalRecord", "CostRecord",
              "EvaluationShape", "Record")  # fmt: skip


def describe(app: FastAPI, *, guarded: bool) -> None:
    """Make ``app`` answer with its document, made once, of the routes it has now; ``guarded``: it has a token."""
    document = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
    schemas = document["components"]["schemas"]
    schemas[Problem.__name__] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= schemas[Problem.__name__].pop("$defs", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for name in _CHOOSABLE:
        schemas.get(name, {}).pop("required", None)
    document["components"]["securitySchemes"] = {"token": _TOKEN}
    if guarded:
        _demand_token(document)
    schemas["Record"]["examples"] = [json.loads(_RECORD.read_bytes())]
    _add_examples(document)
    app.openapi = lambda: document  # type: ignore[method-assign]  # FastAPI's own way to change the document


def _demand_token(document: dict[str, Any]) -> None:
    for path in document["paths"].values():
        for operation in path.values():
            if "security" in operation:
                operation["security"] = [{"token": []}]


def _add_examples(document: dict[str, Any]) -> None:
    """Give every good answer in JSON an example, made of the examples of its members."""
    schemas = document["components"]["schemas"]
    for path in document["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                content = answer.get("content", {}).get("application/json")
                if content and status.startswith("2") and "example" not in content:
                    content["example"] = _example(content["schema"], schemas)


def _example(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> object:
    if reference := schema.get("$ref"):
        return _example(schemas[reference.rpartition("/")[2]], schemas)
    given = [*schema.get("examples", ()), *(schema[key] for key in ("const", "default") if key in schema)]
    given += schema.get("enum", ())
    if given:
        return given[0]
    if "properties" in schema:
        return {name: _example(member, schemas) for name, member in schema["properties"].items()}
    if schema.get("type") == "array":
        return [_example(schema["items"], schemas)]
    return {} if schema.get("type") == "object" else None if "anyOf" in schema else "…"
