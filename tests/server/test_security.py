"""What somebody who means harm may send: nothing is read, run, fetched or believed that shouldn't be."""

import asyncio
import http.server
import json
import threading
from functools import partial

import pytest

from summarizer.errors import ConfigError
from summarizer.server.engine import Engine, public_only, read_article
from summarizer.server.middleware import RateLimit, depth_exceeds, read_body
from summarizer.server.options import Limits, ServerOptions, origin
from summarizer.server.problems import ProblemError
from summarizer.wiring import load_context

TEXT = {"text": "Bridge closed. The harbour bridge was closed on Monday."}
TOKEN = "0123456789abcdef-token"


# Token ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}"],
    ids=["none", "empty", "bare", "wrong", "another scheme", "without a scheme", "longer", "shorter"],
)
def test_a_missing_or_wrong_token_is_refused_and_nothing_is_asked(serve, engine, header):
    client = serve(ServerOptions(token=TOKEN))
    answer = client.post("/api/v1/summaries", json=TEXT, headers={} if header is None else {"Authorization": header})
    assert (answer.status_code, answer.json()["type"]) == (401, "/docs#problem-token-required")
    assert answer.headers["www-authenticate"] == 'Bearer realm="summarizer"'
    assert TOKEN not in answer.text
    assert engine.asked == []


def test_the_right_token_is_let_in_and_reading_needs_none(serve):
    client = serve(ServerOptions(token=TOKEN))
    assert client.post("/api/v1/summaries", json=TEXT, headers={"Authorization": f"bearer {TOKEN}"}).status_code == 201
    assert client.get("/api/v1/facts").status_code == 200


def test_a_token_shows_in_no_representation():
    assert TOKEN not in repr(ServerOptions(token=TOKEN))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"host": "0.0.0.0"}, "give a token"),
        ({"host": "::"}, "give a token"),
        ({"host": "192.168.1.5"}, "give a token"),
        ({"host": "example.org"}, "give a token"),
        ({"token": "short"}, "shorter than 16 characters"),
        ({"token": "a token with spaces"}, "a space or a character outside ASCII"),
    ],
    ids=str,
)
def test_options_that_would_be_unsafe_are_refused(options, said):
    with pytest.raises(ConfigError, match=said):
        ServerOptions(**options)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback_needs_no_token(host):
    assert ServerOptions(host=host).token is None


# Other sites ----------------------------------------------------------------------------------------------------------


def test_without_configuration_no_origin_may_read(client):
    answer = client.get("/api/v1/facts", headers={"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    preflight = client.options(
        "/api/v1/summaries", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status_code == 405


def test_only_an_origin_that_is_configured_may_read(serve):
    client = serve(ServerOptions(origins=(origin("https://Dash.example/"),)))
    good = client.get("/api/v1/facts", headers={"Origin": "https://dash.example"})
    assert good.headers["access-control-allow-origin"] == "https://dash.example"
    assert "Origin" in good.headers["vary"]
    assert "access-control-allow-credentials" not in good.headers
    for foreign in ("https://evil.example", "https://dash.example.evil.example", "http://dash.example", "null"):
        answer = client.get("/api/v1/facts", headers={"Origin": foreign})
        assert "access-control-allow-origin" not in answer.headers
        assert "Origin" in answer.headers["vary"]
    asked = {"Access-Control-Request-Method": "POST"}
    assert client.options("/api/v1/summaries", headers={"Origin": "https://dash.example", **asked}).status_code == 204
    assert client.options("/api/v1/summaries", headers={"Origin": "https://evil.example", **asked}).status_code == 405
    problem = client.get("/api/v1/nothing", headers={"Origin": "https://dash.example"})
    assert problem.headers["access-control-allow-origin"] == "https://dash.example"


@pytest.mark.parametrize(
    "text", ["dash.example", "https://dash.example/path", "ftp://dash.example", "https://", "null"]
)
def test_what_is_no_origin_is_refused(text):
    with pytest.raises(ConfigError, match="not an origin"):
        origin(text)


def test_a_page_of_another_site_may_not_post_even_where_no_token_is_asked(client):
    answer = client.post("/api/v1/summaries", json=TEXT, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.json()["type"]) == (403, "/docs#problem-foreign-origin")
    own = client.post("/api/v1/summaries", json={}, headers={"Origin": "http://127.0.0.1:8000"})
    assert own.status_code == 422


def test_a_form_of_another_site_is_no_json(client):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a"):
        answer = client.post("/api/v1/summaries", content=json.dumps(TEXT), headers={"Content-Type": kind})
        assert answer.status_code == 415


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8000", 200), ("localhost:9", 200), ("[::1]:8000", 200), ("evil.example", 400), ("", 400), ("[", 400)],
)
def test_a_name_that_only_resolves_to_this_machine_is_refused(client, host, status):
    assert client.get("/api/v1/facts?limit=1", headers={"Host": host}).status_code == status


def test_a_public_server_goes_by_any_name_unless_told(serve):
    assert (
        serve(ServerOptions(host="0.0.0.0", token=TOKEN)).get("/api/v1/runs", headers={"Host": "a.example"}).is_success
    )
    named = ServerOptions(host="0.0.0.0", token=TOKEN, hosts=("a.example",))
    assert [named.serves(host) for host in ("A.example:80", "b.example", "127.0.0.1")] == [True, False, True]


# Addresses and bodies -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/schemas/..%2F..%2Fpyproject.toml",
        "/api/v1/schemas/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/api/v1/schemas/news_report.py",
        "/api/v1/schemas/%2Fetc%2Fpasswd",
        "/api/v1/schemas/..\\..\\secrets",
        "/docs/../../pyproject.toml",
        "/docs/..%2f..%2fapp.py",
        "/static/..%2f..%2fapp.py",
        "/api/v1/records/..%2f..%2fnews.db",
        "//etc/passwd",
    ],
)
def test_no_address_leads_out_of_what_is_served(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "import" not in answer.text


def test_a_schema_from_outside_is_a_name_and_never_a_path(tmp_path, filled):
    planted = tmp_path / "planted.py"
    planted.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    with Engine(load_context({})) as engine:
        for name in (str(planted), "../planted.py", "planted"):
            with pytest.raises(ProblemError, match="no such schema; there are "):
                engine._schema_name(name)
    assert not (tmp_path / "ran").exists()


def test_a_body_that_is_too_large_is_refused_before_it_is_read(serve, engine):
    client = serve(limits=Limits(body_bytes=1_000))
    announced = client.post("/api/v1/summaries", json={"text": "a" * 1_000})
    streamed = client.post(
        "/api/v1/summaries", content=(b"a" * 100 for _ in range(20)), headers={"Content-Type": "application/json"}
    )
    for answer in (announced, streamed):
        assert (answer.status_code, answer.json()["type"]) == (413, "/docs#problem-too-large")
    assert engine.asked == []


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"a":' * 50_000, b"[" * 17 + b"]" * 17, b'{"text": ' + b"[" * 17 + b"]" * 17 + b"}"],
    ids=["open lists", "open objects", "one level too deep", "inside a member"],
)
def test_deep_nesting_is_refused_without_being_parsed(client, body):
    answer = client.post("/api/v1/summaries", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "body: nested more than 16 levels deep; send it flatter",
    )


@pytest.mark.parametrize(
    ("body", "deep"),
    [
        (b'{"text": "' + b"[" * 100 + b'"}', False),
        (b'{"text": "\\"' + b"{" * 100 + b'"}', False),
        (b'"' + b'\\"' * 500_000 + b"[" * 20, False),
        (b"[]" * 100, False),
        (b'"\\\\"' + b"[" * 17, True),
        (b'""' + b"[" * 17, True),
    ],
    ids=[
        "in a string",
        "after an escaped quote",
        "a string that never ends",
        "flat",
        "after a backslash",
        "after a string",
    ],
)
def test_brackets_count_only_outside_of_strings(body, deep):
    assert depth_exceeds(body, 16) is deep


def test_large_numbers_and_odd_text_are_problems_not_crashes(client):
    for body in (b'{"text": ' + b"9" * 5_000 + b"}", b'{"text": "\\ud800"}', b'{"text": NaN}', b"null", b"[]", b'"a"'):
        answer = client.post("/api/v1/summaries", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in {400, 422}, (body[:30], answer.text)
        assert answer.headers["content-type"] == "application/problem+json"


def test_stored_script_is_given_back_as_json_that_no_browser_runs(client, records):
    hostile = [record for record in records if "<script" in record.model_dump_json()]
    assert hostile
    answer = client.get("/api/v1/facts?limit=500")
    assert "<script" in answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_what_a_request_sent_is_no_markup_in_a_problem(client):
    answer = client.get("/api/v1/facts?%3Cscript%3Ealert(1)%3C/script%3E=1")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"


# Addresses of articles ------------------------------------------------------------------------------------------------


class Site(http.server.BaseHTTPRequestHandler):
    """Redirects as its path says; a page elsewhere."""

    def do_GET(self):
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        body = b"<html><body><article><h1>Bridge closed</h1><p>The harbour bridge was closed on Monday.</p></article></body></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def site():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


NAMES = {
    "front.example": ["127.0.0.1"],
    "inner.example": ["10.0.0.8"],
    "mixed.example": ["127.0.0.1", "10.0.0.8"],
    "metadata.example": ["169.254.169.254"],
}


def reader(asked=None):
    """Read addresses through a resolver of the test's own; of all addresses only 127.0.0.1 counts as public."""

    def resolve(host, port):
        if asked is not None:
            asked.append(host)
        return NAMES.get(host, [host])

    resolver = public_only(resolve, lambda address: address == "127.0.0.1")
    return partial(read_article, limits=Limits(), resolver=resolver, allow_private=True)


def test_a_public_address_is_fetched_also_after_a_redirect(serve, engine, site):
    client = serve(read=reader())
    answer = client.post(
        "/api/v1/summaries", json={"url": f"http://front.example:{site}/to/http://front.example:{site}/page"}
    )
    assert answer.status_code == 201, answer.text
    assert "The harbour bridge was closed on Monday." in answer.json()["document"]["text"]
    assert answer.json()["document"]["source"].startswith("http://front.example")


@pytest.mark.parametrize(
    "target",
    ["inner.example", "mixed.example", "metadata.example", "169.254.169.254", "10.0.0.8", "[::1]", "127.0.0.2"],
)
@pytest.mark.parametrize("redirected", [False, True], ids=["directly", "by a redirect"])
def test_an_inner_address_is_refused_by_name_by_number_and_by_redirect(serve, engine, site, target, redirected):
    inner = f"http://{target}:{site}/page"
    client = serve(read=reader())
    answer = client.post(
        "/api/v1/summaries", json={"url": f"http://front.example:{site}/to/{inner}" if redirected else inner}
    )
    assert (answer.status_code, answer.json()["type"]) == (422, "/docs#problem-unreadable-source")
    assert "isn't a public address" in answer.json()["detail"]
    # the numbers behind an inner name stay inside
    assert not {"10.0.0.8", "169.254.169.254"} - {target} & set(answer.text.split())
    assert engine.asked == []


def test_every_hop_is_looked_up_anew(serve, site):
    asked: list[str] = []
    serve(read=reader(asked)).post(
        "/api/v1/summaries", json={"url": f"http://front.example:{site}/to/http://inner.example/"}
    )
    assert asked == ["front.example", "inner.example"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://0.0.0.0/", "http://10.1.2.3/",
        "http://192.168.0.1/", "http://172.16.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/",
        "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f000001/", "http://127.1/",
        "http://[64:ff9b::7f00:1]/", "http://100.64.0.1/", "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_the_usual_resolver_refuses_every_way_to_write_an_inner_address(serve, engine, url):
    answer = serve().post("/api/v1/summaries", json={"url": url})
    assert (answer.status_code, answer.json()["type"]) == (422, "/docs#problem-unreadable-source")
    assert "isn't a public address" in answer.json()["detail"]
    assert engine.asked == []


# Limits ---------------------------------------------------------------------------------------------------------------


def test_a_rate_limit_lets_a_burst_through_then_as_many_as_it_says():
    now = [0.0]
    limit = RateLimit(60, now=lambda: now[0])
    assert [limit.wait("a") for _ in range(10)] == [0.0] * 10
    assert limit.wait("a") == pytest.approx(1.0)
    assert limit.wait("b") == 0.0
    now[0] = 1.0
    assert limit.wait("a") == 0.0
    assert limit.wait("a") == pytest.approx(1.0)


def test_a_rate_limit_remembers_a_bounded_number_of_addresses():
    limit = RateLimit(60, now=lambda: 0.0, most_addresses=100)
    for number in range(1_000):
        limit.wait(str(number))
    assert len(limit._buckets) == 100


def test_too_many_requests_are_429_with_the_time_to_wait(serve, engine):
    client = serve(limits=Limits(reads_a_minute=1, writes_a_minute=1))
    answers = [client.get("/api/v1/runs") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1].json()["type"] == "/docs#problem-too-many-requests"
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert [client.post("/api/v1/summaries", json={}).status_code for _ in range(11)] == [422] * 10 + [429]
    # whoever watches over the server is never turned away
    assert client.get("/healthz").status_code == client.get("/metrics").status_code == 200


def test_wrong_tokens_use_up_the_rate_as_well(serve):
    client = serve(ServerOptions(token=TOKEN, limits=Limits(writes_a_minute=1)))
    statuses = [
        client.post("/api/v1/summaries", json=TEXT, headers={"Authorization": "Bearer x"}).status_code
        for _ in range(11)
    ]
    assert statuses == [401] * 10 + [429]


def test_more_requests_at_once_than_there_are_hands_are_503(serve):
    answer = serve(limits=Limits(in_flight=0)).get("/api/v1/runs")
    assert (answer.status_code, answer.json()["type"], answer.headers["retry-after"]) == (
        503,
        "/docs#problem-busy",
        "1",
    )


def test_a_body_that_does_not_arrive_is_given_up():
    async def never():
        await asyncio.Event().wait()

    scope = {"type": "http", "method": "POST", "headers": []}
    with pytest.raises(ProblemError, match=r"didn't arrive within 0\.01 s") as raised:
        asyncio.run(read_body(scope, never, Limits(body_seconds=0.01)))
    assert raised.value.kind.status == 408
