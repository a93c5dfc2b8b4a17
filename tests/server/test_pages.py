"""The pages' routes: what they answer, what they refuse, and that nothing stored becomes markup."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from summarizer.domain.record import Record
from summarizer.server import pages
from summarizer.server.app import create_app
from summarizer.server.catalogue import Catalogue
from summarizer.server.options import Limits, ServerOptions
from summarizer.server.services import Parts
from summarizer.store.database.database import Database
from summarizer.store.database.opening import open_database

PAGES = ("/", "/facts", "/quality", "/cost")


def _client(database: Database, **limits: int) -> TestClient:
    options = ServerOptions(limits=Limits(reads_a_minute=0))
    app = create_app(Parts(database, None, Catalogue({})), options, routers=[pages.make_router(**limits)])  # type: ignore[arg-type]  # nothing is summarized
    return TestClient(app, base_url="http://127.0.0.1:8000")


@pytest.fixture(scope="module")
def read_only(filled: Path) -> Iterator[Database]:
    with open_database(f"sqlite:///{filled}") as opened:
        yield opened


@pytest.fixture(scope="module")
def site(read_only: Database) -> Iterator[TestClient]:
    with _client(read_only) as client:
        yield client


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    with open_database(f"sqlite:///{tmp_path}/empty.db") as database, _client(database) as client:
        yield client


class _Tags(HTMLParser):
    """Every tag with its attributes, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_html_that_may_be_kept_until_something_is_written(site: TestClient, path: str) -> None:
    answer = site.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["cache-control"] == "no-cache"
    again = site.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "Nothing has been summarized into this database yet."),
        ("/facts", "No fact passes these filters."),
        ("/quality", "No evaluation is in this database yet."),
        ("/cost", "No answers are in this database yet."),
    ],
)
def test_an_empty_database_says_so(empty: TestClient, path: str, said: str) -> None:
    answer = empty.get(path)
    assert (answer.status_code, said in answer.text) == (200, True)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/articles/nothing", "There is no article 'nothing'."),
        ("/articles/%3Cscript%3E", "There is no article '&lt;script&gt;'."),
        ("/static/nothing.js", "There is no file 'nothing.js'."),
        ("/static/..%2F..%2Fpyproject.toml", None),
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(site: TestClient, path: str, said: str | None) -> None:
    answer = site.get(path)
    assert answer.status_code == 404
    assert said is None or said.replace("'", "&#39;") in answer.text


def test_a_record_of_another_article_is_not_shown(site: TestClient, read_only: Database) -> None:
    one, other = read_only.records(limit=2).rows
    assert site.get(f"/articles/{one.article}?record={one.id}").status_code == 200
    answer = site.get(f"/articles/{one.article}?record={other.id}")
    assert (answer.status_code, f"There is no record &#39;{other.id}&#39;." in answer.text) == (404, True)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("support=maybe", "support: "),
        ("since=yesterday", "since: "),
        ("sort=size", "sort: "),
    ],
)
def test_a_filter_that_makes_no_sense_is_named_and_left_out(site: TestClient, query: str, said: str) -> None:
    answer = site.get(f"/facts?{query}")
    alert = re.search(r'<p class="alert" role="alert">(.*?)</p>', answer.text)
    assert alert is not None
    assert (answer.status_code, said in alert[1]) == (200, True)
    assert site.get(f"/facts.csv?{query}").status_code == 422


@pytest.mark.parametrize("path", ["/?cursor=made-up", "/facts?cursor=made-up"])
def test_a_made_up_place_in_a_list_is_a_page_with_the_reason(site: TestClient, path: str) -> None:
    answer = site.get(path)
    assert (answer.status_code, "Not understood" in answer.text, "cursor" in answer.text) == (422, True, True)


def test_filters_stand_in_the_address_and_in_the_form(site: TestClient) -> None:
    tags = _Tags(site.get("/facts?support=unsupported&support=partial&q=the&since=2026-01-01&outlet=Nobody").text).tags
    ticked = [found["value"] for tag, found in tags if tag == "input" and "checked" in found]
    chosen = [found["value"] for tag, found in tags if tag == "option" and "selected" in found]
    filled_in = {found["name"]: found["value"] for tag, found in tags if tag == "input" and found.get("value")}
    assert (ticked, "Nobody" in chosen) == (["partial", "unsupported"], True)
    assert (filled_in["q"], filled_in["since"]) == ("the", "2026-01-01")


def test_the_csv_holds_what_the_filters_let_pass(site: TestClient, read_only: Database) -> None:
    answer = site.get("/facts.csv?support=unsupported")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-disposition"] == 'attachment; filename="facts.csv"'
    assert {row["support"] for row in rows} == {"unsupported"}
    assert len(rows) == read_only.counts().unsupported


def test_more_facts_than_a_download_holds_are_refused_with_a_way_on(read_only: Database) -> None:
    with _client(read_only, most_in_csv=3) as client:
        answer = client.get("/facts.csv")
    assert (answer.status_code, "more than 3 facts pass these filters" in answer.text) == (422, True)
    assert "summarizer export --format csv" in answer.text


def test_pages_of_facts_follow_each_other_with_the_same_filters(site: TestClient) -> None:
    path: str | None = "/facts?support=verified"
    seen: list[str] = []
    while path is not None:
        page = _Tags(site.get(path).text)
        rows = [found["class"] for tag, found in page.tags if tag == "td" and "support" in (found.get("class") or "")]
        assert set(rows) == {"verified support"}
        seen += [found["href"] or "" for tag, found in page.tags if tag == "a" and "#/" in (found.get("href") or "")]
        path = next((found["href"] for tag, found in page.tags if tag == "a" and found.get("rel") == "next"), None)
    assert len(seen) == len(set(seen)) > 50


def test_nothing_stored_becomes_markup(site: TestClient, read_only: Database, records: list[Record]) -> None:
    hostile = next(record for record in records if "<script" in record.provenance.model)
    paths = [*PAGES, *(f"/articles/{row.article}?record={row.id}" for row in read_only.records().rows)]
    shown = ""
    for path in paths:
        page = _Tags(site.get(path).text)
        shown += page.text
        scripts = [found for tag, found in page.tags if tag == "script"]
        assert {found.get("src") for found in scripts} <= {"/static/page.js"}
        assert not [tag for tag, _ in page.tags if tag in {"img", "iframe", "style", "object", "base"}]
        assert not [name for _, found in page.tags for name in found if name.startswith("on") or name == "style"]
        assert not [found for tag, found in page.tags if tag == "a" and "script:" in (found.get("href") or "")]
    assert hostile.provenance.model in shown
    assert str(hostile.document.metadata.outlet) in shown


def test_evaluations_and_suites_are_text_too(database: Database) -> None:
    [row] = database.runs().rows[:1]
    metric = database.evals(limit=1).rows[0]
    bad = "<script>window.hacked=1</script>"
    run = type(row)(**{name: getattr(row, name) for name in row.__slots__} | {"id": bad, "suite": bad})
    told = type(metric)(
        **{name: getattr(metric, name) for name in metric.__slots__}
        | {"run": bad, "suite": bad, "metric": bad, "model": bad}
    )
    database.write_evaluation(run, [told])
    with _client(database) as client:
        page = _Tags(client.get("/quality").text)
    assert "script" not in {tag for tag, _ in page.tags}
    assert page.text.count(bad) >= 3


def test_words_that_stand_in_no_article_say_so(site: TestClient) -> None:
    assert "No article has all of these words." in site.get("/?q=xylophone").text
    found = site.get("/?q=ferry").text
    assert 'value="ferry"' in found
    assert "Look at first" not in found
