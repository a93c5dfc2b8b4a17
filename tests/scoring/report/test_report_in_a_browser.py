"""The report in a real Chromium: filters, the opened article, no error, no request, nothing hostile runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from summarizer.scoring.report.page import render_page

if TYPE_CHECKING:
    from tests.scoring.report.conftest import Case

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def address(case: Case, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_page(case.run, baseline=case.baseline, history=case.history), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Callable[..., Page]:
    @cache
    def page(*, scripts: bool, width: int) -> Page:
        return browser.new_page(java_script_enabled=scripts, viewport={"width": width, "height": 900})

    return page


@pytest.fixture
def open_page(pages: Callable[..., Page], address: str) -> Iterator[Open]:
    """Open the page; at the end, check that it fetched nothing and logged nothing."""
    seen: list[str] = []
    listeners: list[tuple[Page, str, Callable[..., None]]] = []

    def open_it(*, fragment: str = "", scripts: bool = True, width: int = 1300) -> Page:
        page = pages(scripts=scripts, width=width)
        page.goto("about:blank")
        for event, note in {
            "console": lambda message: seen.append(f"console: {message.text}"),
            "pageerror": lambda error: seen.append(f"error: {error}"),
            "request": lambda request: seen.append(request.url),
        }.items():
            page.on(event, note)  # type: ignore[call-overload]  # one overload an event
            listeners.append((page, event, note))
        page.goto(address + fragment)
        return page

    yield open_it
    for page, event, note in listeners:
        page.remove_listener(event, note)
    assert {url.partition("#")[0] for url in seen} == {address}


def count_of(case: Case, *outcomes: str) -> int:
    return sum(row.outcome in outcomes for article in case.run.articles for row in article.rows)


def test_the_ledger_opens_with_the_errors_and_counts_them(open_page: Open, case: Case) -> None:
    page = open_page()
    errors = count_of(case, "wrong", "missing", "spurious", "partial")
    assert page.locator("#standing").inner_text() == f"1–{errors} of {errors} leaves"
    assert page.locator("#rows tr").count() == errors


def test_unticking_outcomes_leaves_only_the_others(open_page: Open, case: Case) -> None:
    page = open_page()
    for name in ("wrong", "spurious", "partial"):
        page.locator(f"#outcomes .{name} input").uncheck()
    assert page.locator("#rows tr").count() == page.locator("#rows tr.missing").count() == count_of(case, "missing")


def test_a_field_in_the_table_filters_the_ledger_by_keyboard(open_page: Open) -> None:
    page = open_page()
    page.locator('#fields a[data-field="news_report.summary"]').focus()
    page.keyboard.press("Enter")
    assert set(page.locator("#rows th").all_inner_texts()) == {"news_report.summary"}
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("document.querySelectorAll('#rows tr').length > 5")


def test_a_slice_and_words_narrow_the_ledger(open_page: Open) -> None:
    page = open_page()
    before = page.locator("#rows tr").count()
    page.locator("#by-slice").select_option("split=dev")
    of_dev = page.locator("#rows tr").count()
    assert 0 < of_dev < before
    page.locator("#by-words").fill("no such words anywhere")
    assert (page.locator("#rows tr").count(), page.locator("#standing").inner_text()) == (0, "no leaf fits")


def test_what_broke_against_the_baseline_can_be_singled_out(open_page: Open) -> None:
    page = open_page()
    page.locator("#by-change").select_option("broke")
    assert page.locator("#rows tr").count() > 0
    assert {text.split("was ")[1] for text in page.locator("#rows td:nth-child(2)").all_inner_texts()} == {"correct"}


def test_a_chosen_leaf_lights_gold_and_predicted_sentences_apart(open_page: Open) -> None:
    page = open_page(fragment="#a0")
    page.locator("#reader tr.wrong button").first.press("Enter")
    gold, predicted = (
        page.eval_on_selector_all(f"#reader .s.lit-{side}", "all => all.map(one => Number(one.dataset.n))")
        for side in ("gold", "predicted")
    )
    assert gold == [number + 1 for number in predicted] == [4]
    styles = [
        page.locator(f"#reader .s.lit-{side} .t").evaluate("one => getComputedStyle(one).textDecorationStyle")
        for side in ("gold", "predicted")
    ]
    assert styles == ["solid", "dashed"]


def test_an_article_in_the_ledger_opens_at_its_leaf_and_escape_closes_it(open_page: Open) -> None:
    page = open_page()
    page.locator("#rows a.open").first.click()
    assert page.locator("#reader tr.on").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#reader").is_visible() is False


def test_a_hostile_run_runs_nothing_and_is_shown_as_it_is(open_page: Open) -> None:
    page = open_page()
    page.locator("#by-words").fill("onerror")
    page.locator("#rows a.open").first.click()
    assert page.evaluate("[typeof window.hacked, document.title]") == [
        "undefined",
        "openai/gpt-test on seeds: evaluation",
    ]
    assert page.locator("#reader td bdi", has_text="<script>window.hacked=1</script>").count() >= 2
    assert page.locator("main img, main script, main iframe").count() == 0


def test_a_phone_scrolls_no_page_sideways(open_page: Open) -> None:
    page = open_page(width=390, fragment="#a0")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_with_scripts_off_scores_tables_articles_and_errors_are_there(open_page: Open, case: Case) -> None:
    page = open_page(scripts=False)
    shown = [page.locator(f"{part}:visible").count() for part in (".scores tbody tr", "#article-list tr", ".reader")]
    assert shown == [len(case.run.scores), 7, 7]
    assert page.locator("#ledger noscript tbody tr:visible").count() == count_of(case, "wrong", "missing", "spurious", "partial")  # fmt: skip
    assert page.locator(".scripted:visible").count() == 0
