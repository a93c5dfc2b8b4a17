"""The OpenAPI document and the reference: complete, true, and without a request to anywhere else."""

import re

import jsonschema
import pytest
from referencing import Registry, Resource

from summarizer.domain.record import Record
from summarizer.server.options import ServerOptions


@pytest.fixture(scope="module")
def document(client):
    return client.get("/openapi.json").json()


def operations(document):
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_address_of_the_api_is_documented(document):
    assert [f"{method.upper()} {path}" for path, method, _ in operations(document)] == [
        "GET /api/v1/facts",
        "GET /api/v1/records",
        "GET /api/v1/articles",
        "GET /api/v1/runs",
        "GET /api/v1/costs",
        "GET /api/v1/records/{record_id}",
        "GET /api/v1/articles/{article_id}",
        "GET /api/v1/runs/{run_id}",
        "GET /api/v1/evals",
        "GET /api/v1/evals/{run_id}",
        "GET /api/v1/schemas",
        "GET /api/v1/schemas/{name}",
        "POST /api/v1/summaries",
        "GET /api/v1/jobs/{job_id}",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
    ]


def test_everything_is_described(document):
    for path, method, operation in operations(document):
        assert operation["description"], path
        assert {"429", "500"} & set(operation["responses"]), (method, path)
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "query":
                assert parameter["description"], (path, parameter["name"])
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (path, status)


def test_every_example_of_an_answer_follows_its_schema(document):
    registry = Registry().with_resource(
        "urn:api", Resource.from_contents(document, default_specification=_specification())
    )
    checked = 0
    for _, _, operation in operations(document):
        for answer in operation["responses"].values():
            for kind, content in answer.get("content", {}).items():
                if not kind.endswith("json") or "$ref" not in content["schema"]:
                    continue
                schema = {"$ref": "urn:api" + content["schema"]["$ref"]}
                jsonschema.Draft202012Validator(schema, registry=registry).validate(content["example"])
                checked += 1
    assert checked > 100


def _specification():
    from referencing.jsonschema import DRAFT202012

    return DRAFT202012


def test_the_example_of_a_record_is_a_record(document):
    [example] = document["components"]["schemas"]["Record"]["examples"]
    record = Record.model_validate(example)
    assert (record.status, record.document.source) == ("complete", "bridge.txt")


def test_the_example_of_a_body_is_taken(serve, document):
    [example] = document["components"]["schemas"]["SummaryRequest"]["examples"]
    assert serve().post("/api/v1/summaries", json=example).status_code == 201


def test_a_guarded_server_says_that_a_token_is_needed(serve, document):
    assert document["paths"]["/api/v1/summaries"]["post"]["security"] == [{}, {"token": []}]
    guarded = serve(ServerOptions(token="0123456789abcdef")).get("/openapi.json").json()
    assert guarded["paths"]["/api/v1/summaries"]["post"]["security"] == [{"token": []}]
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_the_reference_names_every_address_parameter_and_problem(client, document):
    page = client.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for path, method, operation in operations(document):
        assert f'<span class="method">{method.upper()}</span> {path}' in page.text
        for parameter in operation.get("parameters", ()):
            assert f"<td><code>{parameter['name']}</code></td>" in page.text
    problem = client.get("/api/v1/facts?colour=1").json()
    assert f'id="{problem["type"].partition("#")[2]}"' in page.text


def test_the_reference_loads_nothing_from_elsewhere_and_runs_nothing(client):
    page = client.get("/docs")
    assert re.findall(r'(?:src|href)="([^"#][^"]*)"', page.text) == ["/docs/reference.css", "/openapi.json"]
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert "unsafe" not in page.headers["content-security-policy"]
    style = client.get("/docs/reference.css")
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert "url(" not in style.text
