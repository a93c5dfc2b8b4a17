"""The templates of the pages, and what every one of them is given."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

import jinja2

from summarizer.offline_page import shown
from summarizer.render.marks import MEANINGS, SUPPORTS, UNICODE

__all__ = ["asset", "environment", "legend"]


def asset(name: str) -> str:
    """Return a file of the page's own: a template, a style sheet, a script."""
    return (resources.files(__package__) / "assets" / name).read_text(encoding="utf-8")


def environment() -> jinja2.Environment:
    """Return a maker of pages that escapes everything, shows control characters, and fails on an unknown name."""
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=shown,
    )


def legend(counts: Mapping[str, int]) -> list[tuple[str, str, str, int]]:
    """Return every support with its mark, its meaning and how many facts have it."""
    return [(one, UNICODE.support[one], MEANINGS[one], counts.get(one, 0)) for one in SUPPORTS]
