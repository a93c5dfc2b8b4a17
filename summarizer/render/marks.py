"""The sign of each kind of support: a shape first, so that colour is never the only sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from summarizer.domain.record import Support

__all__ = ["ASCII", "MEANINGS", "SUPPORTS", "UNICODE", "Marks", "marks_for"]

SUPPORTS: tuple[Support, ...] = get_args(Support)

MEANINGS: Mapping[Support, str] = {
    "verified": "its sentences bear it out",
    "derived": "computed from stated numbers",
    "partial": "borne out in part",
    "unsupported": "its sentences don't bear it out",
    "unchecked": "a label, nothing to compare",
}


@dataclass(frozen=True, slots=True)
class Marks:
    """One sign for each support, and the punctuation that goes with them."""

    support: Mapping[Support, str]
    open_quote: str
    close_quote: str
    dash: str


UNICODE = Marks(
    {"verified": "✓", "derived": "≈", "partial": "~", "unsupported": "✗", "unchecked": "·"},
    open_quote="“",
    close_quote="”",
    dash="–",
)
ASCII = Marks(
    {"verified": "+", "derived": "=", "partial": "~", "unsupported": "x", "unchecked": "."},
    open_quote='"',
    close_quote='"',
    dash="-",
)


def marks_for(encoding: str) -> Marks:
    """Return the signs that a stream of ``encoding`` can show."""
    signs = "".join((*UNICODE.support.values(), UNICODE.open_quote, UNICODE.close_quote, UNICODE.dash))
    try:
        signs.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return ASCII
    return UNICODE
