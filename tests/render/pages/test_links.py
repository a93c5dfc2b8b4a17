"""Addresses of the pages: routes of a server, files of a folder."""

from __future__ import annotations

import pytest

from summarizer.render.pages.facts import field_words
from summarizer.render.pages.links import FolderLinks, Links, ServerLinks


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        (
            ServerLinks(),
            ["/", "/facts", "/articles/a%2F1?record=r%3F1#/events/0/what%3F", "/facts?field=%2Fa%2F%2A", "/static/x.js"],
        ),
        (
            FolderLinks(),
            ["index.html", "facts.html", "articles/r%3F1.html#/events/0/what%3F", "facts.html?field=%2Fa%2F%2A", "static/x.js"],
        ),
        (
            FolderLinks(up="../"),
            ["../index.html", "../facts.html", "../articles/r%3F1.html#/events/0/what%3F", "../facts.html?field=%2Fa%2F%2A", "../static/x.js"],
        ),
    ],
    ids=["server", "folder", "below it"],
)  # fmt: skip
def test_what_an_address_is_made_of_is_escaped(links: Links, expected: list[str]) -> None:
    assert [
        links.page("today"),
        links.page("facts"),
        links.article("a/1", record="r?1", pointer="/events/0/what?"),
        links.facts(field="/a/*"),
        links.asset("x.js"),
    ] == expected


@pytest.mark.parametrize(
    ("field", "words"),
    [("/events/*/when", "events: when"), ("/headline", "headline"), ("/a~1b/*/c~0d", "a/b: c~d"), ("/my_list/*", "my list")],
)  # fmt: skip
def test_a_field_is_put_into_words(field: str, words: str) -> None:
    assert field_words(field) == words
