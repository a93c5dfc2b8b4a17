"""Every error is a problem document: its kind, what is wrong this time, and the next step."""

import pytest

from summarizer.errors import ModelUnavailableError

POST = {"method": "POST", "url": "/api/v1/summaries"}


@pytest.mark.parametrize(
    ("request_", "status", "kind", "said"),
    [
        ({"url": "/api/v1/facts?colour=red"}, 422, "invalid", "query: colour: no such parameter; known are article, "),
        ({"url": "/api/v1/facts?sort=colour"}, 422, "invalid", "query: sort: Input should be '-published', 'published'"),
        ({"url": "/api/v1/facts?limit=501"}, 422, "invalid", "query: limit: Input should be less than or equal to 500"),
        ({"url": "/api/v1/facts?limit=1_0"}, 422, "invalid", "query: limit: not a whole number; write it as 50"),
        ({"url": "/api/v1/evals?baseline=yes"}, 422, "invalid", "query: baseline: neither true nor false"),
        ({"url": "/api/v1/facts?limit=0"}, 422, "invalid", "query: limit: Input should be greater than or equal to 1"),
        ({"url": "/api/v1/facts?limit=1&limit=2"}, 422, "invalid", "query: limit: given more than once"),
        ({"url": "/api/v1/facts?since=yesterday"}, 422, "invalid", "query: since: not a day; write it as 2026-03-02"),
        ({"url": "/api/v1/facts?since=20260302"}, 422, "invalid", "query: since: not a day; write it as 2026-03-02"),
        ({"url": "/api/v1/facts?since=2026-02-30"}, 422, "invalid", "query: since: "),
        ({"url": "/api/v1/facts?number_min=NaN"}, 422, "invalid", "query: number_min: not a number"),
        ({"url": "/api/v1/facts?number_min=1e999"}, 422, "invalid", "query: number_min: "),
        ({"url": "/api/v1/facts?support=true"}, 422, "invalid", "query: support.0: Input should be 'verified', 'derived'"),
        ({"url": "/api/v1/facts?cursor=abc"}, 422, "invalid", "cursor: it isn't one that this query gave out"),
        ({"url": "/api/v1/facts?q=%00"}, 422, "invalid", "query: q: String should match pattern"),
        ({"url": "/api/v1/facts?" + "&".join(["outlet=a"] * 201)}, 422, "invalid", "more than 200 parameters"),
        ({"url": "/api/v1/facts?q=" + "a" * 9_000}, 414, "address-too-long", "the address is longer than 8,000 bytes"),
        ({"url": "/api/v1/schemas?x=1"}, 422, "invalid", "query: x: no such parameter"),
        ({"url": "/healthz?x=1"}, 422, "invalid", "query: x: no such parameter"),
        ({"url": "/api/v1/records/none"}, 404, "not-found", "there is no record with this id; /api/v1/records lists them"),
        ({"url": "/api/v1/records/%00"}, 404, "not-found", "no id holds a null character"),
        ({"url": "/api/v1/articles/none"}, 404, "not-found", "there is no article with this id"),
        ({"url": "/api/v1/runs/none"}, 404, "not-found", "there is no run with this id"),
        ({"url": "/api/v1/evals/none"}, 404, "not-found", "there is no evaluation run with this id"),
        ({"url": "/api/v1/jobs/none"}, 404, "not-found", "there is no job with this id"),
        ({"url": "/api/v1/schemas/none"}, 404, "not-found", "there is no schema of this name; there are costs, "),
        ({"url": "/api/v1/nothing"}, 404, "not-found", "nothing is at /api/v1/nothing; /docs lists what there is"),
        ({"url": "/api/v1/facts/"}, 404, "not-found", "nothing is at /api/v1/facts/"),
        ({"method": "DELETE", "url": "/api/v1/facts"}, 405, "method-not-allowed", "/api/v1/facts takes GET, not DELETE"),
        ({"method": "GET", "url": "/api/v1/summaries"}, 405, "method-not-allowed", "takes POST, not GET"),
        ({"method": "OPTIONS", "url": "/api/v1/facts"}, 405, "method-not-allowed", "takes GET, not OPTIONS"),
        ({**POST, "content": b"text"}, 415, "unsupported-media-type", "the body is of no type; send application/json"),
        ({**POST, "content": b"a=1", "headers": {"Content-Type": "text/plain"}}, 415, "unsupported-media-type", "is text/plain"),
        ({**POST, "content": b"{", "headers": {"Content-Type": "application/json"}}, 400, "bad-request", "isn't JSON"),
        ({**POST, "content": b"\xff", "headers": {"Content-Type": "application/json"}}, 400, "bad-request", ""),
        ({**POST}, 422, "invalid", "body: Field required"),
        ({**POST, "json": {}}, 422, "invalid", "body: give either text or url, one of the two"),
        ({**POST, "json": {"text": "a", "url": "https://a.example"}}, 422, "invalid", "give either text or url"),
        ({**POST, "json": {"text": 1}}, 422, "invalid", "body: /text: Input should be a valid string"),
        ({**POST, "json": {"text": "Some news.", "colour": 1}}, 422, "invalid", "body: /colour: no such field"),
        ({**POST, "json": {"url": "file:///etc/passwd"}}, 422, "invalid", "body: /url: String should match pattern"),
        ({**POST, "json": {"text": "···"}}, 422, "unreadable-source", "holds no text"),
        ({**POST, "json": {"text": "News."}, "params": {"colour": "1"}}, 422, "invalid", "known are wait"),
        ({**POST, "json": {"text": "News."}, "params": {"wait": "-1"}}, 422, "invalid", "query: wait: "),
    ],
    ids=lambda one: str(one)[:60],
)  # fmt: skip
def test_a_bad_request_is_told_what_is_wrong(client, request_, status, kind, said):
    answer = client.request(**{"method": "GET", **request_})
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status), problem
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"/docs#problem-{kind}"
    assert said in problem["detail"]
    assert problem["instance"] == answer.request.url.path.replace("\x00", "\\x00")
    assert set(problem) <= {"type", "title", "status", "detail", "instance", "errors", "known"}


def test_several_faults_are_all_named(client):
    problem = client.get("/api/v1/facts?limit=x&sort=y").json()
    assert [fault["where"] for fault in problem["errors"]] == ["query: limit", "query: sort"]


def test_a_cursor_is_bound_to_its_question(client):
    cursor = client.get("/api/v1/facts?limit=1&support=verified").json()["next"]
    assert client.get("/api/v1/facts", params={"limit": 1, "support": "verified", "cursor": cursor}).status_code == 200
    assert client.get("/api/v1/facts", params={"limit": 1, "support": "partial", "cursor": cursor}).status_code == 422


def test_what_was_not_foreseen_is_500_without_its_text_and_logged(serve, engine, caplog):
    engine.error = RuntimeError("secret-key-123")
    answer = serve().post("/api/v1/summaries", json={"text": "Some news."})
    assert answer.status_code == 500
    assert answer.json()["type"] == "/docs#problem-internal"
    assert "secret" not in answer.text
    assert "secret-key-123" in caplog.text


def test_a_model_that_cannot_be_reached_is_503(serve, engine):
    engine.error = ModelUnavailableError("http://model: no answer after 5 attempts; start it")
    answer = serve().post("/api/v1/summaries", json={"text": "Some news."})
    assert (answer.status_code, answer.json()["type"]) == (503, "/docs#problem-model-unavailable")
    assert answer.headers["retry-after"] == "30"


@pytest.mark.parametrize("address", ["/api/v1/facts?colour=1", "/nothing", "/api/v1/facts", "/docs", "/healthz"])
def test_every_answer_carries_the_security_headers(client, address):
    headers = client.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers
