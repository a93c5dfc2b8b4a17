"""The dashboard in a real Chromium: evidence by mouse and keyboard, filters and links, light and dark, without barriers."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import Page

from summarizer.store.database.filters import FactFilter
from summarizer.store.database.opening import open_database

pytestmark = [pytest.mark.browser, pytest.mark.local_model]

Open = Callable[..., Page]
SCREENS = Path(__file__).resolve().parents[3] / "out" / "screens"
KINDS = ("served", "hosted", "opened")


@pytest.fixture
def base(request: pytest.FixtureRequest) -> str:
    """Return where the pages are: a server, a static host, or a folder opened from the disk."""
    kind: str = request.param
    if kind == "opened":
        folder: Path = request.getfixturevalue("folder")
        return folder.as_uri() + "/"
    address: str = request.getfixturevalue(kind)
    return address


everywhere = pytest.mark.parametrize("base", KINDS, indirect=True)
as_files = pytest.mark.parametrize("base", KINDS[1:], indirect=True)


def _address(base: str, name: str, query: str = "") -> str:
    served = base.count("/") == 3 and base.startswith("http")
    if name == "today":
        return base + ("" if served else "index.html") + query
    return base + name + ("" if served else ".html") + query


def _lit(page: Page, kind: str) -> list[str]:
    return [element.get_attribute("id") or "" for element in page.locator(f".{kind}.lit").all()]


def _open_article(visit: Open, base: str, *, place: int = 0) -> Page:
    page = visit(_address(base, "today"))
    page.locator(".card h3 a").nth(place).click()
    page.locator("article .facts").wait_for()
    return page


# Every page ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["today", "facts", "quality", "cost"])
def test_a_page_loads_without_a_barrier_and_fits_a_phone(visit: Open, served: str, name: str, scheme: str) -> None:
    page = visit(_address(served, name), scheme=scheme)
    assert page.locator("h1").count() == 1
    assert page.locator("nav [aria-current=page]").inner_text().lower() == name
    _picture(page, f"{name}-{scheme}-wide")
    assert _barriers(page) == []
    phone = visit(_address(served, name), scheme=scheme, width=390)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    _picture(phone, f"{name}-{scheme}-phone")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_article_loads_without_a_barrier_and_fits_a_phone(visit: Open, served: str, scheme: str) -> None:
    page = visit(_address(served, "today"), scheme=scheme)
    links = [link.get_attribute("href") or "" for link in page.locator(".card h3 a").all()]
    assert len(links) >= 5 + 7
    long = False
    # the colours are the same on all of them
    for number, link in enumerate(links if scheme == "light" else links[:2]):
        page = visit(served + link.removeprefix("/"), scheme=scheme)
        assert page.locator("h1").count() == 1
        # hundreds of links are looked at once: that takes seconds, and they are all of one kind
        is_long = page.locator(".fact").count() > 100
        assert (is_long and long) or _barriers(page) == [], link
        long = long or is_long
        if number < 5:
            _picture(page, f"article-{number}-{scheme}-wide")
    phone = visit(served + links[0].removeprefix("/"), scheme=scheme, width=390)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    _picture(phone, f"article-0-{scheme}-phone")


@pytest.mark.parametrize("name", ["articles/nothing", "facts?support=maybe"])
def test_a_page_that_explains_itself_has_no_barrier_either(served: str, made: Callable[..., Page], name: str) -> None:
    page = made(scheme="light", width=1280)
    page.goto(served + name)
    assert _barriers(page) == []


@as_files
@pytest.mark.parametrize("name", ["today", "facts", "quality", "cost"])
def test_a_page_of_the_folder_loads_from_a_host_and_from_a_disk(visit: Open, base: str, name: str) -> None:
    page = visit(_address(base, name))
    assert page.locator("nav [aria-current=page]").inner_text().lower() == name
    styled = page.locator(".top").evaluate("element => getComputedStyle(element).display")
    assert styled == "flex"


def test_every_link_within_the_folder_leads_to_a_file(folder: Path) -> None:
    missing = []
    for file in folder.rglob("*.html"):
        for address in re.findall(r'(?:href|src|action)="([^"]*)"', file.read_text(encoding="utf-8")):
            path = address.partition("#")[0].partition("?")[0]
            if path and not path.startswith("data:") and not (file.parent / path).is_file():
                missing.append((file.name, address))
    assert missing == []


def test_a_page_runs_no_script_but_its_own(made: Callable[..., Page], served: str, folder: Path) -> None:
    page = made(scheme="light", width=1280)
    for base in (served, folder.as_uri() + "/"):
        page.goto(_address(base, "today"))
        page.evaluate(
            "document.head.append(Object.assign(document.createElement('script'), {textContent: 'window.hacked = 1'}))"
        )
        assert page.evaluate("typeof window.hacked") == "undefined"


# Evidence ------------------------------------------------------------------------------------------------------------


@everywhere
def test_evidence_lights_up_on_hover_on_click_and_goes_out_on_escape(visit: Open, base: str) -> None:
    page = _open_article(visit, base)
    fact = page.locator(".facts a.fact").first
    expected = [f"a1-s{number}" for number in (fact.get_attribute("data-s") or "").split()]
    assert expected
    fact.hover()
    assert _lit(page, "s") == expected
    page.mouse.move(2, 2)
    assert _lit(page, "s") == []
    fact.click()
    page.mouse.move(2, 2)
    assert _lit(page, "s") == expected
    assert page.locator("#lamp").is_visible()
    page.keyboard.press("Escape")
    assert (_lit(page, "s"), page.locator("#lamp").is_visible()) == ([], False)


def test_the_keyboard_alone_gets_from_today_to_the_evidence_and_back(visit: Open, served: str) -> None:
    page = visit(_address(served, "today"))
    _tab_to(page, ".card h3 a")
    page.keyboard.press("Enter")
    page.locator("article .facts").wait_for()
    _tab_to(page, ".facts a.fact[data-s]:not([data-s=''])")
    fact = page.locator("a.fact:focus")
    expected = [f"a1-s{number}" for number in (fact.get_attribute("data-s") or "").split()]
    assert _lit(page, "s") == expected
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert _lit(page, "s") == expected
    page.keyboard.press("Escape")
    assert _lit(page, "s") == []
    _tab_to(page, ".s a.n", most=400)
    page.keyboard.press("Enter")
    assert _lit(page, "fact") != []


@everywhere
def test_a_fact_in_the_table_leads_to_itself_in_its_article(visit: Open, base: str) -> None:
    page = visit(_address(base, "facts", "?support=unsupported"))
    link = page.locator("#facts tbody tr:visible .value a").first
    pointer = (link.get_attribute("href") or "").partition("#")[2]
    link.click()
    page.locator("#lamp").wait_for()
    lit = page.locator("a.fact.on")
    assert (lit.get_attribute("data-p"), lit.count()) == (pointer, 1)
    assert "unsupported" in page.locator("#lamp-text").inner_text()


def test_a_stored_script_is_shown_and_does_nothing(visit: Open, served: str, hosted: str) -> None:
    for base in (served, hosted):
        page = visit(_address(base, "today"))
        page.locator(".card h3 a", has_text="</title></script><script>").click()
        page.locator("article .facts").wait_for()
        assert page.evaluate("typeof window.hacked") == "undefined"
        assert page.locator("h1 bdi").inner_text() == "</title></script><script>window.hacked=1</script>"
        assert page.locator("article img, article script, article iframe").count() == 0


# Facts ---------------------------------------------------------------------------------------------------------------


@everywhere
def test_filters_narrow_the_table_and_stand_in_the_address(visit: Open, base: str, news: str) -> None:
    with open_database(news, read_only=True) as database:
        expected = database.facts(FactFilter(support=("partial",)), limit=50).rows
    page = visit(_address(base, "facts"))
    page.locator("input[name=support][value=partial]").check()
    page.locator("#filters button").click()
    page.wait_for_url(re.compile(r"support=partial"))
    assert page.locator("#facts tbody tr:visible").count() == len(expected)
    assert page.locator("#shown").inner_text() == f"{len(expected)} fact{'s' * (len(expected) != 1)} shown"
    page.goto(page.url)
    assert page.locator("input[name=support][value=partial]").is_checked()
    assert page.locator("#facts tbody tr:visible").count() == len(expected)
    page.locator("#filters a").click()
    page.wait_for_url(lambda url: "support" not in url)
    assert page.locator("#facts tbody tr:visible").count() > len(expected)


@as_files
@pytest.mark.parametrize(
    ("query", "rows"),
    [("?q=FERRIES+skerry", 1), ("?outlet=Nobody", 0), ("?since=2026-03-05", 0), ("?field=/headline&q=skerry", 1)],
    ids=["words", "nobody's", "later", "two at once"],
)
def test_an_address_with_filters_opens_the_table_filtered(visit: Open, base: str, query: str, rows: int) -> None:
    page = visit(_address(base, "facts", query))
    assert page.locator("#facts tbody tr:visible").count() == rows


@everywhere
def test_the_csv_holds_the_facts_that_pass(visit: Open, base: str, news: str, tmp_path: Path) -> None:
    with open_database(news, read_only=True) as database:
        expected = database.facts(FactFilter(support=("unsupported",)), limit=500).rows
    page = visit(_address(base, "facts", "?support=unsupported"))
    with page.expect_download() as download:
        page.locator(".shown a, .shown button").first.click()
    download.value.save_as(tmp_path / "facts.csv")
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert sorted(row["field"] for row in found) == sorted(row.field for row in expected)
    assert {row["support"] for row in found} == {"unsupported"}


# Helpers -------------------------------------------------------------------------------------------------------------


def _tab_to(page: Page, selector: str, *, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{most} presses of Tab don't reach {selector}")


def _barriers(page: Page) -> list[str]:
    """Return what axe-core finds: the rule and the first element that breaks it."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def _picture(page: Page, name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png")
