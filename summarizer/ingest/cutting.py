"""Taking comments out of markup, in time that grows with its length and no faster."""

from __future__ import annotations

__all__ = ["without"]


def without(text: str, opening: str, closing: str) -> str:
    """Return ``text`` without what stands from each ``opening`` to the next ``closing``; an unclosed one stays.

    A pattern would search to the end of the text for every opening that nothing closes.
    """
    kept: list[str] = []
    place = 0
    while (begin := text.find(opening, place)) >= 0 and (end := text.find(closing, begin + len(opening))) >= 0:
        kept.append(text[place:begin])
        place = end + len(closing)
    kept.append(text[place:])
    return "".join(kept)
