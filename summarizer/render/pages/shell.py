"""What every page of the dashboard has around it: navigation, style sheets, the words for each support."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import jinja2

from summarizer.render.marks import UNICODE
from summarizer.render.pages.links import Links
from summarizer.render.templates import asset, environment, legend

__all__ = ["ASSETS", "NAMES", "asset_text", "render"]

NAMES = {"today": "Today", "facts": "Facts", "quality": "Quality", "cost": "Cost"}
"""Every page of the navigation, and what it is called."""

ASSETS = {
    "page.css": "text/css; charset=utf-8",
    "pages.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "facts.js": "text/javascript; charset=utf-8",
}
"""The files that the pages load, and their media types."""


def asset_text(name: str) -> str:
    """Return a file of the pages, or one that they share with the page of a run."""
    own = resources.files(__package__) / "assets" / name
    return own.read_text(encoding="utf-8") if own.is_file() else asset(name)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    found = environment()
    found.loader = jinja2.FunctionLoader(asset_text)
    return found


def render(template: str, links: Links, *, current: str, title: str, **values: object) -> str:
    """Return the page made of ``template`` and ``values``; ``current`` is its place in the navigation."""
    return (
        _environment()
        .get_template(template)
        .render(
            links=links,
            names=NAMES,
            current=current,
            title=title,
            quotes=(UNICODE.open_quote, UNICODE.close_quote),
            marks=UNICODE.support,
            legend=legend({}),
            **values,
        )
    )
