"""Fetching: public addresses only, checked at every hop, and bounded in every way."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from summarizer.errors import SourceError
from summarizer.ingest.web import Page, WebLimits, fetch, resolve

if TYPE_CHECKING:
    from tests.ingest.conftest import Site

OPEN = WebLimits(max_bytes=10_000, timeout_s=5, allow_private=True)
CLOSED = WebLimits(max_bytes=10_000, timeout_s=5)


def refusal(url: str, limits: WebLimits, addresses: tuple[str, ...] | None = None) -> str:
    with pytest.raises(SourceError) as caught:
        fetch(url, limits, resolver=(lambda host, port: addresses) if addresses else resolve)
    return str(caught.value)


def test_a_page_comes_back_with_its_type_and_charset(site: Site) -> None:
    url = site.put("/a", b"<p>Text</p>", "Text/HTML; charset=koi8-r")
    assert fetch(url, OPEN) == Page(b"<p>Text</p>", "text/html", "koi8-r")


def test_redirects_are_followed_also_relative_ones(site: Site) -> None:
    site.put("/end", b"done", "text/plain")
    site.redirect("/middle", "end")
    assert fetch(site.redirect("/start", f"{site.base}/middle"), OPEN).data == b"done"
    assert [path for path, _ in site.asked] == ["/start", "/middle", "/end"]


def test_the_checked_address_is_connected_to_and_the_host_is_named(site: Site) -> None:
    port = site.put("/a", b"done", "text/plain").split(":")[2].split("/")[0]
    answers = iter([("127.0.0.1",)])  # a second look-up would fail
    page = fetch(f"http://news.example:{port}/a", OPEN, resolver=lambda host, number: next(answers))
    assert (page.data, site.asked) == (b"done", [("/a", f"news.example:{port}")])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert refusal("http://news.example/a", CLOSED, (address,)) == (
        f"http://news.example/a: leads to {address}, which isn't a public address; add --allow-private if you trust it"
    )


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    assert "leads to 10.0.0.1," in refusal("http://news.example/a", CLOSED, ("93.184.216.34", "10.0.0.1"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0177.0.0.1"])
def test_every_spelling_of_this_machine_is_refused(host: str, site: Site) -> None:
    port = site.base.rsplit(":", 1)[1]
    message = refusal(f"http://{host}:{port}/a", CLOSED)
    assert (
        "isn't a public address" in message or "can't be fetched" in message
    )  # not every resolver knows every spelling
    assert site.asked == []


def test_a_redirect_into_the_private_network_is_refused_before_it_is_followed(site: Site) -> None:
    port = site.base.rsplit(":", 1)[1]
    start = site.redirect("/start", f"http://inside.example:{port}/secret")
    names = {"127.0.0.1": ["127.0.0.1"], "inside.example": ["10.0.0.1"]}
    with pytest.raises(SourceError) as caught:
        fetch(start, CLOSED, resolver=lambda host, _: names[host], allowed=lambda address: address == "127.0.0.1")
    assert str(caught.value).startswith(
        f"http://inside.example:{port}/secret: leads to 10.0.0.1, which isn't a public address"
    )
    assert [path for path, _ in site.asked] == ["/start"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (
            "file:///etc/passwd",
            "file:///etc/passwd: only http and https addresses are fetched; save the article to a file",
        ),
        (
            "http://me:pw@news.example/",
            "http://news.example: addresses with a user name or password are refused; leave it out",
        ),
    ],
)
def test_a_redirect_to_what_is_no_plain_address_is_refused(target: str, message: str, site: Site) -> None:
    assert refusal(site.redirect("/start", target), OPEN) == message


def test_an_address_without_a_host_is_refused() -> None:
    assert refusal("http:///a", OPEN) == "http:///a: names no host; check the address"


@pytest.mark.parametrize("host", ["a..b", "a" * 64 + ".example", "xn--\u00e9", "\udbed.example", "."], ids=ascii)
def test_a_text_that_can_be_no_name_is_refused(host: str) -> None:
    assert "not a valid address" in refusal(f"http://{host}/a", OPEN)


def test_redirects_end_after_five(site: Site) -> None:
    url = site.redirect("/loop", "/loop")
    assert refusal(url, OPEN) == f"{url}: redirected more than 5 times; give the address it ends at"
    assert len(site.asked) == 6


def test_a_large_answer_is_cut_off(site: Site) -> None:
    url = site.put("/a", b"x" * 10_001, "text/plain")
    assert refusal(url, OPEN) == f"{url}: larger than 10,000 bytes; give a single article, or raise the limit"


def test_a_small_answer_that_unpacks_to_a_large_one_is_cut_off(site: Site) -> None:
    packed = gzip.compress(b"x" * 5_000_000)
    url = site.put("/a", packed, "text/plain", **{"Content-Encoding": "gzip"})
    assert len(packed) < 10_000
    assert refusal(url, OPEN) == f"{url}: larger than 10,000 bytes; give a single article, or raise the limit"


def test_an_answer_that_is_no_article_is_refused_by_its_type(site: Site) -> None:
    url = site.put("/a", b"\x89PNG", "image/png")
    assert refusal(url, OPEN) == f"{url}: is image/png, not an article; HTML, plain text and PDF are read"


def test_a_missing_page_is_reported_with_the_servers_answer(site: Site) -> None:
    assert (
        refusal(site.base + "/none", OPEN)
        == f"{site.base}/none: the server answered 404 Not Found; open it in a browser"
    )


def test_a_server_that_is_not_there_is_reported() -> None:
    message = refusal("http://127.0.0.1:1/a", OPEN)
    assert message.startswith("http://127.0.0.1:1/a: can't be fetched (")
    assert message.endswith("); check the address and the connection, or save the page")
