"""The page as text: self-contained, escaped, complete without scripts."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

import pytest
from pydantic import JsonValue

from summarizer.domain.document import Span
from summarizer.domain.record import Evidence, Record
from summarizer.render.html import render_html
from summarizer.render.page_view import FactView, view_article


@pytest.fixture(scope="module")
def page(records: list[Record]) -> str:
    return render_html(records, title="<Run> of 7")


def test_the_policy_allows_nothing_but_the_one_style_and_the_one_script_by_hash(page: str) -> None:
    [style] = re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    [script] = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy.replace("&#39;", "'") == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_no_attribute_loads_styles_or_handles_anything(page: str) -> None:
    body = page[page.index("<body>") : page.index("<script>")]
    assert re.findall(r"<[^>]*\s(?:src|srcset|style|action|on\w+)=[^>]*>", body) == []
    assert {value[0] for value in re.findall(r'href="([^"]*)"', body)} == {"#"}


def test_everything_from_outside_is_escaped(page: str) -> None:
    assert "<title>&lt;Run&gt; of 7</title>" in page
    assert page.count("window.hacked") == page.count("window.hacked=1") > 10
    assert re.findall(r"<script>(?!\"use strict\")|<img|<svg onload|</style>(?!\n</head>)", page) == []


def test_records_stand_in_their_order_with_a_list_of_contents(page: str, records: list[Record]) -> None:
    assert re.findall(r'<article id="(a\d)" class="(\w+)"', page) == [
        (f"a{number}", record.status) for number, record in enumerate(records, start=1)
    ]
    assert re.findall(r'<li><a href="#(a\d)">', page) == [f"a{number}" for number in range(1, 8)]


def test_a_single_article_needs_no_list_of_contents(records: list[Record]) -> None:
    assert "<nav" not in render_html(records[:1], title="x")


def test_a_run_of_nothing_is_a_page_all_the_same() -> None:
    assert "<p>0 articles. Click a fact" in render_html([], title="x")


@pytest.mark.parametrize(
    ("language", "attribute"),
    [("en", 'lang="en"'), ("pt-BR", 'lang="pt-BR"'), ('en" onload="x', None), (None, None)],
    ids=["plain", "with a region", "hostile", "not known"],
)
def test_the_language_is_said_where_it_is_one(
    language: str | None, attribute: str | None, records: list[Record]
) -> None:
    document = records[0].document
    metadata = document.metadata.model_copy(update={"language": language})
    record = records[0].model_copy(update={"document": document.model_copy(update={"metadata": metadata})})
    found = re.findall(r'<h2 [^>]*(lang="[^"]*")', render_html([record], title="x"))
    assert found == ([attribute] if attribute else [])


def test_an_article_written_from_right_to_left_runs_that_way(record_of: Callable[[str], Record]) -> None:
    assert (
        view_article(record_of("harbour-ar"), number=1).direction,
        view_article(record_of("ferry"), number=1).direction,
    ) == ("rtl", "ltr")


def test_a_fact_knows_its_sentences_and_where_its_words_stand(record_of: Callable[[str], Record]) -> None:
    article = view_article(record_of("ferry"), number=3)
    assert article.facts["/upcoming/0/where"] == FactView(
        id="a3-f69",
        text="Varne",
        support="verified",
        mark="✓",
        places="16",
        why="",
        sentences="16",
        first="a3-s16",
        words="16:32-37",
    )


def test_word_positions_count_what_the_browser_counts_in_the_text_it_shows(records: list[Record]) -> None:
    document = records[3].document.model_copy(update={"text": "\x1b🚀 was."})
    [sentence] = document.sentences
    document = document.model_copy(update={"sentences": (sentence.model_copy(update={"end": 7}),)})
    evidence = Evidence(sentences=(1,), spans=(Span(start=1, end=2), Span(start=3, end=6)), support="verified")
    record = records[3].model_copy(update={"document": document, "facts": {"a": "b"}, "evidence": {"/a": evidence}})
    # \x1b is spelt out in four characters, the rocket is a surrogate pair
    assert view_article(record, number=1).facts["/a"].words == "1:4-6 1:7-10"


def test_evidence_that_points_nowhere_lights_nothing_up(records: list[Record]) -> None:
    evidence = Evidence(sentences=(0, 99), spans=(Span(start=0, end=5000),), support="unsupported")
    record = records[3].model_copy(update={"facts": {"a": "b"}, "evidence": {"/a": evidence}})
    assert view_article(record, number=1).facts["/a"].words == ""


def test_the_bar_shows_what_became_of_each_stretch_of_sentences(record_of: Callable[[str], Record]) -> None:
    assert view_article(record_of("ferry"), number=1).bar == (
        ("cited", 0, 1),
        ("uncited", 1, 1),
        ("cited", 2, 8),
        ("furniture", 10, 1),
        ("cited", 11, 1),
        ("uncited", 12, 1),
        ("furniture", 13, 1),
        ("cited", 14, 3),
        ("uncited", 17, 1),
        ("cited", 18, 1),
        ("furniture", 19, 4),
    )


def test_what_is_nested_deep_has_headings_that_html_knows(records: list[Record]) -> None:
    tree: JsonValue = [{"what": "the bottom"}]
    for number in range(8):
        tree = [{"what": f"floor {number}", f"inner {number}": tree, "long": ["words that fill a line " * 4]}]
    deep = records[0].model_copy(update={"facts": {"floors": tree}, "evidence": {}})
    page = render_html([deep], title="Run")
    levels = {int(level) for level in re.findall(r"<h(\d+)", page)}
    assert (min(levels), max(levels)) == (1, 6)
