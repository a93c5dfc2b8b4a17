"""Query parameters as a model, read straight from the address.

FastAPI reads them too, parameter by parameter and type by type on every request: a millisecond for twenty of them,
where the model by itself takes a twentieth of that.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar, get_origin
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from summarizer.server.problems import Fault, ProblemError, invalid

__all__ = ["parameters_of", "query_of", "refuse_strangers"]

_Query = TypeVar("_Query", bound=BaseModel)

_MOST_PARAMETERS = 200


def query_of(model: type[_Query]) -> Callable[[Request], Awaitable[_Query]]:
    """Return the dependency that gives the parameters of a request as ``model``; a list takes a name several times."""
    names = {field.alias or name: get_origin(field.annotation) is list for name, field in model.model_fields.items()}
    known = tuple(sorted(names))

    async def query(request: Request) -> _Query:
        return _read(request, model, names, known)

    return query


def parameters_of(model: type[BaseModel], *, fields: Sequence[str]) -> dict[str, Any]:
    """Return the parameters of ``model`` as OpenAPI documents them, for ``openapi_extra`` of a route.

    ``fields`` are the names that its parameter of that name takes.
    """
    schema = model.model_json_schema()
    names = "|".join(fields)
    schema["properties"]["fields"] |= {"anyOf": [{"type": "string", "pattern": f"^({names})(,({names}))*$"}]}
    schema["properties"]["fields"]["example"] = ",".join(fields[:2])
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": member.pop("description", ""),
                "schema": _without_null(member),
            }
            for name, member in schema["properties"].items()
        ]
    }


async def refuse_strangers(request: Request) -> None:
    """Refuse query parameters that the route doesn't have; a misspelt one must not be passed over.

    Raises:
        ProblemError: It names the parameters there are.
    """
    if not request.url.query:
        return
    dependant = getattr(request.scope.get("route"), "dependant", None)
    known = tuple(sorted(parameter.alias for parameter in getattr(dependant, "query_params", ())))
    strange = [name for name, _ in _pairs(request) if name not in known]
    if strange:
        raise invalid([Fault(where=f"query: {name[:100]}", message="no such parameter") for name in strange], known)


def _read(request: Request, model: type[_Query], names: dict[str, bool], known: tuple[str, ...]) -> _Query:
    found: dict[str, Any] = {}
    for name, value in _pairs(request):
        if names.get(name, False):
            found.setdefault(name, []).append(value)
        elif name in found:
            raise invalid([Fault(where=f"query: {name[:100]}", message="given more than once")], ())
        else:
            found[name] = value
    try:
        return model.model_validate(found)
    except ValidationError as exc:
        errors = exc.errors(include_url=False, include_input=False)
        if any(error["type"] == "extra_forbidden" for error in errors):
            strange = [str(error["loc"][0])[:100] for error in errors if error["type"] == "extra_forbidden"]
            faults = [Fault(where=f"query: {name}", message="no such parameter") for name in strange]
            raise invalid(faults, known) from exc
        raise RequestValidationError([{**error, "loc": ("query", *error["loc"])} for error in errors]) from exc


def _pairs(request: Request) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            request.scope.get("query_string", b"").decode("latin-1"),
            keep_blank_values=True,
            max_num_fields=_MOST_PARAMETERS,
        )
    except ValueError as exc:
        raise ProblemError("invalid", f"query: more than {_MOST_PARAMETERS} parameters; ask for less") from exc


def _without_null(member: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter without the null that only stands for its absence."""
    options = [one for one in member.pop("anyOf", ()) if one.get("type") != "null"]
    member.pop("title", None)
    if member.get("default", ...) is None:
        del member["default"]
    return {**member, **options[0]} if len(options) == 1 else {**member, **({"anyOf": options} if options else {})}
