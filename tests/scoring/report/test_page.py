"""The report's page as text: complete without scripts, escaped, within its budget, fetching nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from summarizer.scoring.report.page import render_page
from summarizer.scoring.score_model import ArticleScore

if TYPE_CHECKING:
    from tests.scoring.report.conftest import Case


@pytest.fixture(scope="module")
def page(case: Case) -> str:
    return render_page(case.run, baseline=case.baseline, history=case.history)


def body_of(page: str) -> str:
    return page[page.index("<body>") : page.index('<script type="application/json" id="data">')]


def data_of(page: str) -> dict[str, object]:
    [text] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    found: dict[str, object] = json.loads(text)
    return found


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
    without_values = re.sub(r'"[^"]*"', '""', body_of(page))
    assert re.findall(r"<[^>]*\s(?:src|srcset|style|action|on\w+)=[^>]*>", without_values) == []
    assert {value[0] for value in re.findall(r'href="([^"]*)"', body_of(page))} == {"#"}


def test_no_text_from_outside_opens_or_closes_a_tag(page: str) -> None:
    assert page.count("window.hacked") > 10
    assert re.findall(r"<(?:/script><script>window|img|svg onload|/title></script)", page) == []
    # the data, one block for each of the 7 articles, and the page's own script
    assert (page.count("<script"), page.count("</script>")) == (9, 9)


def test_parts_stand_in_their_order_with_failed_articles_on_top_and_flips_before_fields(page: str) -> None:
    assert re.findall(r'<section id="(\w+)"', page) == [
        *("failed", "scores", "flips", "fields", "trend", "articles", "ledger", "cost")
    ]


def test_a_run_alone_has_no_flips_and_no_trend(case: Case) -> None:
    run = replace(case.run, judgement=None, articles=case.run.articles[:1])
    page = render_page(run, baseline=None, history=())
    assert re.findall(r'<section id="(\w+)"', page) == ["scores", "fields", "articles", "ledger", "cost"]


def test_a_run_of_nothing_is_a_page_all_the_same(case: Case) -> None:
    page = render_page(replace(case.run, articles=(), scores=()), baseline=None, history=())
    assert "0 articles, 0 stories, 0 facts in gold, 0 facts predicted</p>" in page


def test_every_leaf_is_in_the_data_once(page: str, case: Case) -> None:
    data = data_of(page)
    rows = data["rows"]
    assert isinstance(rows, dict)
    assert {len(column) for column in rows.values()} == {sum(len(article.rows) for article in case.run.articles)}
    outcomes = [row.outcome for article in case.run.articles for row in article.rows]
    assert [data["outcomes"][number] for number in rows["outcome"]] == outcomes  # type: ignore[index]


def test_texts_that_pass_the_budget_are_left_out_the_most_troubled_articles_last(case: Case) -> None:
    page = render_page(case.run, baseline=case.baseline, history=(), text_budget=3000)
    kept = [int(number) for number in re.findall(r'id="text-(\d+)"', page)]
    order = [int(number) for number in re.findall(r'<a class="open" href="#a(\d+)"', page)]
    assert 0 < len(kept) < 7
    assert order[0] in kept


def test_a_score_shows_its_interval_ceiling_baseline_and_change(page: str) -> None:
    [row] = re.findall(r'<tr class="gated"><th scope="row"><bdi>f1</bdi>.*?</tr>', page, flags=re.DOTALL)
    [said] = re.findall(r'aria-label="([^"]*)"', row)
    assert said == "0.812 of 1, interval 0.741 to 0.868, readers agree at 0.930, baseline 0.842"
    assert re.findall(r'<td class="num[^"]*">([^<]*)</td>', row) == ["0.812", "0.741–0.868", "0.842", "−0.030"]


def test_a_rise_of_an_error_rate_is_shown_as_worse(page: str) -> None:
    [row] = re.findall(r'<tr class="gated"><th scope="row"><bdi>false fill</bdi>.*?</tr>', page, flags=re.DOTALL)
    assert '<td class="num worse">+0.030</td>' in row


def test_the_worst_field_comes_first_and_one_with_nothing_to_score_last(
    case: Case, scored: Callable[..., ArticleScore]
) -> None:
    article = scored(("fine", "correct"), ("empty", "correct_null"), ("bad", "wrong"), ("half", "partial"))
    page = render_page(replace(case.run, articles=(article,), documents={}), baseline=None, history=())
    assert re.findall(r'data-field="(\w+)"', page) == ["bad", "half", "fine", "empty"]
