"""The page in a real Chromium: evidence lights up, nothing is fetched, nothing hostile runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, Page

from summarizer.domain.record import Record
from summarizer.render.html import render_html

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(records: list[Record], tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "run.html"
    path.write_text(render_html(records, title="Run"), encoding="utf-8")
    return path.as_uri()


Open = Callable[..., Page]


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Callable[..., Page]:
    """Return a maker of pages that keeps one a kind: a fresh page costs a second and a half on a busy machine."""

    @cache
    def page(*, scripts: bool, width: int) -> Page:
        return browser.new_page(
            java_script_enabled=scripts, viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )

    return page


@pytest.fixture
def open_page(pages: Callable[..., Page], address: str) -> Iterator[Open]:
    """Open the page; at the end, check that it fetched nothing and logged nothing."""
    seen: list[str] = []
    listeners: list[tuple[Page, str, Callable[..., None]]] = []

    def open_it(*, fragment: str = "", scripts: bool = True, width: int = 1300) -> Page:
        page = pages(scripts=scripts, width=width)
        page.goto("about:blank")
        page.mouse.move(0, 0)
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
    assert set(seen) == {address}


def lit(page: Page, kind: str) -> list[str]:
    """Return the ids of the lit elements of ``kind``: sentences "s" or facts "fact"."""
    return [element.get_attribute("id") or "" for element in page.locator(f".{kind}.lit").all()]


def test_a_clicked_fact_lights_its_sentences_and_its_words_until_escape(open_page: Open) -> None:
    page = open_page()
    page.get_by_text("Northlink Marine offered a 4.2 percent rise and two").click()
    assert lit(page, "s") == ["a1-s6", "a1-s7"]
    assert page.locator("#lamp-text").inner_text() == "✓ verified: sentences 6, 7"
    assert page.url.endswith("#a1-f5")
    page.keyboard.press("Escape")
    assert (lit(page, "s"), page.locator("#lamp").is_visible()) == ([], False)


def test_the_words_of_a_fact_are_marked_in_its_sentence(open_page: Open) -> None:
    page = open_page(fragment="#a1")
    page.locator("#a1 .facts .fact", has_text="Little Skerry").click()
    assert page.evaluate("[...CSS.highlights.get('words')].map(range => range.toString())") == ["Little Skerry"]


def test_hovering_shows_the_evidence_and_leaving_takes_it_away(open_page: Open) -> None:
    page = open_page()
    page.get_by_text("The coast guard carried 65 patients").hover()
    assert lit(page, "s") == ["a1-s12"]
    page.mouse.move(2, 2)
    assert lit(page, "s") == []


def test_the_keyboard_reaches_a_fact_shows_its_evidence_and_pins_it(open_page: Open) -> None:
    page = open_page()
    page.locator("#a1-f4").focus()
    page.keyboard.press("Tab")
    assert (page.evaluate("document.activeElement.id"), lit(page, "s")) == ("a1-f5", ["a1-s6", "a1-s7"])
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert (page.evaluate("document.activeElement.id"), lit(page, "s")) == ("a1-f6", ["a1-s6", "a1-s7"])


def test_a_clicked_sentence_lights_the_facts_that_cite_it(open_page: Open) -> None:
    page = open_page()
    page.locator("#a1-s5 .t").click()
    texts = page.eval_on_selector_all(".fact.lit bdi", "elements => elements.map(element => element.textContent)")
    assert texts == [
        "Monday (2026-03-02)",
        "6,200 islanders",
        "6200",
        "islanders",
        "without passenger service",
        "about",
    ]
    assert page.locator("#lamp-text").inner_text() == "Sentence 5: cited by 6 facts"


def test_a_sentences_number_does_the_same_by_keyboard(open_page: Open) -> None:
    page = open_page()
    page.locator("#a1-s3 a.n").focus()
    page.keyboard.press("Enter")
    assert lit(page, "fact") == ["a1-f2"]


def test_the_article_scrolls_to_the_evidence_while_the_fact_stays_in_view(open_page: Open) -> None:
    page = open_page()
    fact = page.locator("#a1 .facts .fact", has_text="carried last year")
    fact.click()
    for locator in (fact, page.locator("#a1-s19")):
        box = locator.bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= 900 - box["height"]


def test_on_a_phone_a_button_leads_back_to_the_fact(open_page: Open) -> None:
    page = open_page(width=390)
    fact = page.get_by_text("The coast guard carried 65 patients")
    fact.click()
    page.locator("#lamp-back").click()
    box = fact.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 900
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_link_to_a_fact_opens_with_its_evidence_lit(open_page: Open) -> None:
    page = open_page(fragment="#a2-f2")
    assert (lit(page, "s"), page.locator("#lamp-text").inner_text()) == (["a2-s2"], "✗ unsupported: sentence 2")


def test_unticking_a_support_hides_the_items_that_have_nothing_else(open_page: Open) -> None:
    page = open_page()
    for support in ("verified", "derived", "unchecked"):
        page.locator(f"#show-{support}").uncheck()
    assert page.locator("#a1 .section > h3:visible").all_inner_texts() == [
        "EVENTS",
        "PEOPLE",
        "FIGURES",
        "UPCOMING",
    ]
    assert page.locator("#a1 .facts li:visible").count() == 4
    page.locator("#show-verified").check()
    assert page.locator("#a1 .facts li:visible").count() > 15


def test_a_hostile_record_runs_nothing_and_is_shown_as_it_is(open_page: Open) -> None:
    page = open_page()
    page.locator("#a6 .fact", has_text="broke out").click()
    assert page.evaluate("[typeof window.hacked, document.title]") == ["undefined", "Run"]
    assert page.locator("#a6 h2 bdi").inner_text() == "</title></script><script>window.hacked=1</script>"
    assert page.locator("article img, article script, article iframe").count() == 0
    assert lit(page, "s") == ["a6-s2"]


def test_with_scripts_off_everything_is_there_and_a_fact_leads_to_its_sentence(
    open_page: Open, records: list[Record]
) -> None:
    page = open_page(scripts=False)
    shown = [page.locator(f"article {kind}:visible").count() for kind in (".t", ".fact")]
    assert shown == [sum(len(r.document.sentences) for r in records), sum(len(r.evidence) for r in records)]
    page.get_by_text("The coast guard carried 65 patients").click()
    assert page.url.endswith("#a1-s12")
    assert page.locator("#lamp").is_visible() is False
