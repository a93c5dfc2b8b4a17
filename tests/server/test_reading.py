"""Reads: pages that can be walked, filters, sorting, chosen fields, and answers that say when they have changed."""

import json

import jsonschema
import pytest

from summarizer.domain.fact_rows import FactRow, fact_rows, record_id


def walk(client, address):
    """Follow the Link headers from ``address``; return every item."""
    items = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        link = answer.headers.get("link")
        assert (link is None) == (answer.json()["next"] is None)
        address = link and link.removeprefix("<").partition(">")[0]
    return items


def plain(row):
    """Return a fact row as JSON has it."""
    return json.loads(json.dumps(row._asdict(), default=str))


def test_walking_the_pages_gives_every_fact_once(client, records):
    found = walk(client, "/api/v1/facts?limit=50&sort=record")
    expected = [plain(row) for record in records for row in fact_rows(record)]
    key = lambda row: (row["record"], row["pointer"])  # noqa: E731
    assert sorted(found, key=key) == sorted(expected, key=key)
    assert list(found[0]) == list(FactRow._fields)


@pytest.mark.parametrize(
    ("query", "keep"),
    [
        ("support=unsupported", lambda row: row.support == "unsupported"),
        ("support=verified&support=partial", lambda row: row.support in {"verified", "partial"}),
        ("field=/figures/*/value", lambda row: row.field == "/figures/*/value"),
        ("type=number&number_min=100", lambda row: row.type == "number" and row.number >= 100),
        ("schema=news_report&type=when", lambda row: row.schema == "news_report" and row.type == "when"),
        ("since=2026-03-04&until=2026-03-04", lambda row: str(row.published) == "2026-03-04"),
        ("value=no such value", lambda row: False),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_filter_lets_through_what_it_says(client, records, query, keep):
    found = walk(client, f"/api/v1/facts?{query}&limit=500")
    expected = [row for record in records for row in fact_rows(record) if keep(row)]
    assert sorted((row["record"], row["pointer"]) for row in found) == sorted(
        (row.record, row.pointer) for row in expected
    )


def test_numbers_are_sorted_and_those_without_come_last(client):
    numbers = [row["number"] for row in walk(client, "/api/v1/facts?sort=-number&limit=500")]
    stated = [number for number in numbers if number is not None]
    assert stated == sorted(stated, reverse=True) != []
    assert numbers[len(stated) :] == [None] * (len(numbers) - len(stated)) != []


@pytest.mark.parametrize("name", ["facts", "records", "articles", "runs", "evals", "costs"])
def test_fields_are_chosen_and_unknown_ones_named(client, name):
    whole = client.get(f"/api/v1/{name}").json()["items"]
    names = list(whole[0])[:2]
    assert client.get(f"/api/v1/{name}?fields={','.join(reversed(names))}").json()["items"] == [
        {key: item[key] for key in names} for item in whole
    ]
    refused = client.get(f"/api/v1/{name}?fields={names[0]},colour")
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("query: fields: no field 'colour'; known are ")
    assert names[0] in refused.json()["known"]


def test_a_record_is_given_as_it_was_written(client, records):
    for record in records:
        answer = client.get(f"/api/v1/records/{record_id(record)}")
        assert answer.json() == json.loads(record.model_dump_json())
    some = client.get(f"/api/v1/records/{record_id(records[0])}?fields=facts,status").json()
    assert list(some) == ["facts", "status"]


def test_an_article_comes_with_its_sentences(client, records):
    document = records[0].document
    found = client.get(f"/api/v1/articles/{document.id}").json()
    assert (found["text"], found["title"]) == (document.text, document.metadata.headline)
    assert found["sentences"] == [json.loads(one.model_dump_json()) for one in document.sentences]


def test_an_evaluation_comes_with_its_metrics_and_flips(client):
    found = client.get("/api/v1/evals/run-1").json()
    assert sorted((row["metric"], row["value"], row["low"], row["high"]) for row in found["metrics"]) == [
        ("f1", 0.5, 0.25, 0.75),
        ("recall", 0.25, 0.25, 0.75),
    ]
    assert found["run"]["suite"] == "seeds"
    assert [flip["lost"] for flip in found["flips"]] == [["/events/e1/what"]]
    assert client.get("/api/v1/evals?metric=f1&baseline=true").json()["items"] == [
        row for row in found["metrics"] if row["metric"] == "f1"
    ]


def test_schemas_are_listed_and_valid(client):
    names = client.get("/api/v1/schemas").json()["items"]
    assert names == ["costs", "evals", "facts", "figures", "news_report", "problem", "record", "statements"]
    for name in names:
        answer = client.get(f"/api/v1/schemas/{name}")
        assert answer.headers["content-type"] == "application/schema+json"
        jsonschema.Draft202012Validator.check_schema(answer.json())


def test_records_follow_the_schema_that_is_served(client, records):
    schema = client.get("/api/v1/schemas/record").json()
    record = client.get(f"/api/v1/records/{record_id(records[0])}").json()
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(record)) == []
    assert list(jsonschema.Draft202012Validator(schema).iter_errors({**record, "status": 1}))


ADDRESSES = ["/api/v1/facts?limit=5", "/api/v1/records", "/api/v1/costs", "/api/v1/evals/run-1"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_unchanged_answer_is_304_until_something_is_written(serve, database, records, address):
    client = serve()
    first = client.get(address)
    tag = first.headers["etag"]
    for sent in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = client.get(address, headers={"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    document = records[0].document.model_copy(update={"id": "f" * 64})
    database.write(records[0].model_copy(update={"document": document}))
    changed = client.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_different_questions_have_different_tags(client):
    tags = {client.get(f"/api/v1/facts?limit={limit}").headers["etag"] for limit in (1, 2, 3)}
    assert len(tags) == 3


@pytest.mark.parametrize("address", [*ADDRESSES, "/healthz", "/docs", "/openapi.json"])
def test_head_has_the_headers_of_get_and_no_body(client, address):
    get, head = client.get(address), client.head(address)
    assert head.content == b""
    assert head.status_code == 200
    assert {**head.headers} == {**get.headers}


def test_gzip_is_given_to_those_who_take_it(client):
    zipped = client.get("/api/v1/facts?limit=50", headers={"Accept-Encoding": "gzip"})
    plainly = client.get("/api/v1/facts?limit=50", headers={"Accept-Encoding": "identity"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plainly.headers
    assert zipped.json() == plainly.json()
    assert zipped.headers["vary"] == plainly.headers["vary"] == "Accept-Encoding"


def test_health_readiness_and_metrics(serve):
    client = serve()
    assert client.get("/healthz").json() == client.get("/readyz").json() == {"status": "ok"}
    client.get("/api/v1/nothing/<script>")
    text = client.get("/metrics").text
    assert 'summarizer_http_requests_total{method="GET",route="/readyz",status="200"} 1.0' in text
    assert 'summarizer_http_requests_total{method="GET",route="(none)",status="404"} 1.0' in text
    assert "script" not in text


def test_readiness_fails_when_the_database_is_gone(serve, database, tmp_path):
    client = serve()
    database.close()
    (tmp_path / "news.db").unlink()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["type"]) == (503, "/docs#problem-storage-unavailable")
    assert client.get("/healthz").status_code == 200
